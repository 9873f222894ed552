"""The workbook somebody brought, given back with the cells that must be mended coloured and commented.

`marked` keeps the look of a workbook where it is of a size that can be opened whole; it opens a stranger's file once
more, so that is done in a child process. Everything else (.xls, .csv, long files) comes back as a plain workbook with
the same cells at the same places. Text stays text whatever it begins with.
"""

from __future__ import annotations

import base64
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from dangvien.limited import MEGABYTE, TOO_HEAVY, Unreadable, run_limited
from dangvien.rosters.grid import Cell, CellKind, Row, column_of, letters
from dangvien.spreadsheet import FONT, LONGEST_TEXT, TEXT_FORMAT

LIST_SHEET = "Chỗ phải sửa"
"""The sheet added at the end: every mark as a line, for those who cannot hover over a cell."""
_LIST_COLUMNS = (("Trang tính", 24), ("Ô", 8), ("Phải xem gì", 80), ("Mức", 18))
MUST, SHOULD = "Phải sửa", "Nên xem lại"

_MOST_CONTENT, _MOST_UNPACKED, _MOST_RATIO = 3 * MEGABYTE, 40 * MEGABYTE, 150
"""Of a workbook that is opened whole: openpyxl needs some twenty times of what it unpacks to."""
_MEMORY, _SECONDS = 900 * MEGABYTE, 15
_LONGEST_COMMENT = 1500
_AUTHOR = "Sổ Phát triển Đảng viên"
_GRAVE, _LIGHT = PatternFill("solid", fgColor="FFF4B5B0"), PatternFill("solid", fgColor="FFFBE7A8")
_STARTS_A_FORMULA = ("=", "+", "-", "@")
_BROKEN = (
    BadZipFile, KeyError, ValueError, ParseError, OSError, EOFError, zlib.error, InvalidFileException, TypeError,
    AttributeError, IndexError,
)  # fmt: skip
"""What openpyxl raises for files that are not as they should be."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One sentence at one cell. `row` as the file counts it; `column` its letters, "" for the row as a whole."""

    sheet: str
    row: int
    column: str
    text: str
    grave: bool

    @property
    def place(self) -> str:
        """B12; of a whole row its first cell."""
        return f"{self.column or 'A'}{self.row}"


def marked(content: bytes, marks: Sequence[Mark]) -> bytes:
    """The same workbook (.xlsx, .xlsm) with the marks in it, without macros.

    Raises `Unreadable` where it cannot be opened whole within bounds: use `plain_copy` then.
    """
    if len(content) > _MOST_CONTENT or not content.startswith(b"PK"):
        raise Unreadable(TOO_HEAVY)
    plain = [astuple(mark) for mark in marks]
    return base64.b64decode(run_limited(mark_workbook, content, plain, memory=_MEMORY, seconds=_SECONDS))


def mark_workbook(content: bytes, marks: Sequence[tuple[str, int, str, str, bool]]) -> str:
    """The work of the child: the marked workbook in base64. Raises `Unreadable`."""
    try:
        _check_size(content)
        book = load_workbook(BytesIO(content), keep_vba=False, keep_links=False)
        told = [Mark(*mark) for mark in marks]
        for sheet in book.worksheets:
            _mark_sheet(sheet, [mark for mark in told if mark.sheet == sheet.title])
        _list_of(book, told)
        return base64.b64encode(_saved(book)).decode()
    except _BROKEN as wrong:
        raise Unreadable(TOO_HEAVY) from wrong


def _check_size(content: bytes) -> None:
    """Refuse what would unpack to more than the child can hold, before anything is unpacked."""
    entries = ZipFile(BytesIO(content)).infolist()
    dense = any(
        entry.file_size > MEGABYTE and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    if dense or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise Unreadable(TOO_HEAVY)


def _mark_sheet(sheet: Any, marks: Sequence[Mark]) -> None:
    for here in _by_place(marks).values():
        cell = sheet[_seen(sheet, here[0])]
        cell.fill = _GRAVE if any(mark.grave for mark in here) else _LIGHT
        before = [cell.comment.text] if cell.comment and cell.comment.author != _AUTHOR else []
        cell.comment = _comment([*before, *(mark.text for mark in here)])


def _by_place(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.place].append(mark)
    return found


def _seen(sheet: Any, mark: Mark) -> str:
    """The cell that a person sees at a place: of merged cells the first."""
    for merged in sheet.merged_cells.ranges:
        if mark.place in merged:
            return f"{get_column_letter(merged.min_col)}{merged.min_row}"
    return mark.place


def _comment(sentences: Iterable[str]) -> Comment:
    text = "\n".join(dict.fromkeys(sentences))[:_LONGEST_COMMENT]
    comment = Comment(text, _AUTHOR)
    comment.width, comment.height = 320, 60 + 18 * (len(text) // 42)
    return comment


def _list_of(book: Any, marks: Sequence[Mark]) -> None:
    """The sheet that lists all marks; one of an earlier time is replaced."""
    if LIST_SHEET in book.sheetnames:
        del book[LIST_SHEET]
    sheet = book.create_sheet(LIST_SHEET)
    for place, (_, width) in enumerate(_LIST_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    rows = [[name for name, _ in _LIST_COLUMNS]]
    rows += [[mark.sheet, mark.place, mark.text, MUST if mark.grave else SHOULD] for mark in marks]
    for at, texts in enumerate(rows):
        sheet.append([_text(sheet, text, bold=not at) for text in texts])


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, text[:LONGEST_TEXT])
    cell.data_type, cell.number_format = "s", TEXT_FORMAT
    cell.quotePrefix = text.startswith(_STARTS_A_FORMULA)
    cell.font, cell.alignment = Font(name=FONT, size=12, bold=bold), Alignment(vertical="top", wrap_text=True)
    return cell


class _InMemory(ExcelWriter):
    """Writes sheets without a file on the way: the child may write none."""

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = None
        out = BytesIO()
        writer: Any = WorksheetWriter(ws, out=out)
        writer.write()
        ws._rels = writer._rels
        archive: ZipFile = self._archive  # type: ignore[attr-defined]  # the stubs leave it out
        archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def _saved(book: Any) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        _InMemory(book, archive).save()
    return out.getvalue()


def plain_copy(sheets: Iterable[tuple[str, Iterable[Row]]], marks: Sequence[Mark]) -> bytes:
    """A new workbook with the same cells at the same places, marks and all: what the file held, without its look.

    Rows come in the order of their numbers; a row that is left out leaves its line empty.
    """
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(_name(name, book.sheetnames))
        _write_rows(sheet, rows, _by_place(mark for mark in marks if mark.sheet == name))
    _list_of(book, marks)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _name(name: str, taken: Sequence[str]) -> str:
    """The name of a sheet as Excel takes it."""
    kept = "".join(char for char in name if char not in "[]:*?/\\'")[:31].strip() or "Danh sách"
    return kept if kept not in taken and kept != LIST_SHEET else f"{kept[:27]} {len(taken) + 1}"


def _write_rows(sheet: Any, rows: Iterable[Row], marks: Mapping[str, Sequence[Mark]]) -> None:
    at = 0
    reach: dict[int, int] = defaultdict(int)
    for here in marks.values():
        for mark in here:
            reach[mark.row] = max(reach[mark.row], column_of(mark.column or "A") + 1)
    for row in rows:
        for _ in range(row.number - at - 1):
            sheet.append([])
        at = row.number
        width = max(len(row.cells), reach.get(at, 0))
        sheet.append(
            [_copied(sheet, row.cell(place), marks.get(f"{letters(place)}{row.number}", ())) for place in range(width)]
        )


def _copied(sheet: Any, cell: Cell, marks: Sequence[Mark]) -> Any:
    """A cell as it was: numbers and days are real ones, everything else is text."""
    if cell.kind is CellKind.EMPTY and not marks:
        return None
    written = _same(sheet, cell)
    if marks:
        written.fill = _GRAVE if any(mark.grave for mark in marks) else _LIGHT
        written.comment = _comment(mark.text for mark in marks)
    return written


def _same(sheet: Any, cell: Cell) -> Any:
    written: Any
    if cell.kind is CellKind.NUMBER:
        written = WriteOnlyCell(sheet, cell.number)
        written.number_format = cell.format or "General"
        return written
    if cell.kind is CellKind.DAY:
        written = WriteOnlyCell(sheet)
        written.value = cell.day
        written.number_format = cell.format or "dd/mm/yyyy"
        return written
    written = WriteOnlyCell(sheet, cell.text[:LONGEST_TEXT])
    written.data_type, written.number_format = "s", TEXT_FORMAT
    written.quotePrefix = cell.text.startswith(_STARTS_A_FORMULA)
    return written
