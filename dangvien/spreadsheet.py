"""One list as an Excel workbook: a title, what was asked, a header that repeats on every sheet of paper, A4.

Nothing here asks the database and nothing counts: it writes down the rows it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dangvien.dates import PartialDate
from dangvien.text import day_short, nfc_lines

Value: TypeAlias = str | int | float | Decimal | date | PartialDate | None
"""What a cell may hold. A birth known only to the month or the year is written as text, a full one as a real day."""

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FONT = "Times New Roman"
DAY_FORMAT, MOMENT_FORMAT, TEXT_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "@"
WHOLE_FORMAT, PART_FORMAT = "#,##0", "#,##0.0#"
NARROWEST, WIDEST = 6, 45
"""Widths of columns, in characters; longer text is broken into lines."""
PORTRAIT = 88
"""Characters that fit across an upright A4 sheet; wider lists are laid on their side."""
LONGEST_ON_PAPER = 120
"""Characters of one piece of the head or foot of a page; Excel takes 255 for the whole of it."""
MARGINS = {"left": 0.6, "right": 0.4, "top": 0.6, "bottom": 0.6}
"""Inches of paper that stay empty."""
PAGE_OF_PAGES = "&P/&N"
"""What Excel prints as "3/12"."""
LONGEST_TEXT = 32_767
"""What Excel takes in one cell."""

_LINE = Side(style="thin")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True)
class Mark:
    """Whose copy a file is: stands on every printed page and in the properties of the file, never among the rows."""

    who: str
    when: datetime
    why: str = ""

    @property
    def taken(self) -> str:
        """ "Nguyễn Thị An xuất lúc 14:05 ngày 03/6/2024"."""
        return f"{self.who} xuất lúc {self.when:%H:%M} ngày {day_short(self.when.date())}"

    @property
    def in_words(self) -> str:
        return f"{self.taken}. Để: {self.why}" if self.why else self.taken


def workbook(
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
    subtitle: str = "",
    mark: Mark | None = None,
) -> bytes:
    """The list as the bytes of an .xlsx file: title, subtitle, header, one line for each row.

    Text stays text whatever it begins with: no formula is ever written, and numbers of papers keep their zeros.
    Numbers and days are real ones (give a year as text: a number gets dots for thousands); None and "" leave the cell
    empty. Every row has as many values as there are headers; raises ValueError otherwise. `mark` says whose copy it is.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _sheet_name(title)
    book.properties.title = title
    _line(sheet, 1, title, len(headers), Font(name=FONT, size=14, bold=True))
    _line(sheet, 2, subtitle, len(headers), Font(name=FONT, size=12, italic=True))
    header = 4
    _row(sheet, header, headers, Font(name=FONT, size=12, bold=True), "center")
    widths, at = [_width(text) for text in headers], header
    for at, row in enumerate(rows, start=header + 1):
        if len(row) != len(headers):
            raise ValueError(f"row {at - header} has {len(row)} values for {len(headers)} columns")
        _row(sheet, at, row, Font(name=FONT, size=12))
        widths = [max(width, _width(value)) for width, value in zip(widths, row, strict=True)]
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    last = get_column_letter(len(headers))
    sheet.auto_filter.ref = f"A{header}:{last}{at}"
    sheet.freeze_panes = f"A{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_area = f"A1:{last}{at}"
    paper(sheet, landscape=sum(widths) > PORTRAIT)
    if mark is not None:
        stamp(book, mark)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _line(sheet: Worksheet, at: int, text: str, columns: int, font: Font) -> None:
    """A text over the whole width."""
    cell = sheet.cell(at, 1)
    _put(cell, text)
    cell.font, cell.alignment = font, Alignment(horizontal="center", vertical="center", wrap_text=True)
    if columns > 1:
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=columns)


def _row(sheet: Worksheet, at: int, values: Sequence[Value], font: Font, align: str | None = None) -> None:
    for place, value in enumerate(values, start=1):
        cell = sheet.cell(at, place)
        _put(cell, value)
        cell.font, cell.border = font, _FRAME
        side = align or ("left" if isinstance(value, str) else None)
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)


def _put(cell: Cell | MergedCell, value: Value) -> None:
    """Write one value as what it is."""
    assert isinstance(cell, Cell)
    if isinstance(value, PartialDate):
        value = value.earliest() if value.is_full else str(value)
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        cell.value, cell.number_format = value.replace(tzinfo=None), MOMENT_FORMAT
    elif isinstance(value, date):
        cell.value, cell.number_format = value, DAY_FORMAT
    elif isinstance(value, str):
        text = nfc_lines(value)[:LONGEST_TEXT]
        cell.value, cell.data_type, cell.number_format = text, "s", TEXT_FORMAT
        cell.quotePrefix = text[:1] in ("=", "+", "-", "@")
    else:
        cell.value = value
        cell.number_format = WHOLE_FORMAT if isinstance(value, int) else PART_FORMAT


def _width(value: Value) -> int:
    longest = 10 if isinstance(value, date) else max((len(line) for line in str(value or "").splitlines()), default=0)
    return min(WIDEST, max(NARROWEST, longest + 2))


def stamp(book: Workbook, mark: Mark) -> None:
    """Write whose copy it is into the properties of the file and onto every page that is printed of it."""
    book.properties.creator = book.properties.lastModifiedBy = mark.who
    book.properties.description = mark.in_words
    for sheet in book.worksheets:
        _at(sheet.oddHeader).right.text = on_paper(f"Để: {mark.why}") if mark.why else None
        _at(sheet.oddFooter).left.text = on_paper(mark.taken)


def on_paper(text: str) -> str:
    """As the head or foot of a page takes it: short, and "&" is no command."""
    short = text if len(text) <= LONGEST_ON_PAPER else f"{text[: LONGEST_ON_PAPER - 1]}…"
    return short.replace("&", "&&")


def _at(place: Any) -> Any:
    assert place is not None
    return place


def paper(sheet: Any, *, landscape: bool) -> None:
    """A4, as wide as the sheet, page numbers at the foot."""
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for side, inches in MARGINS.items():
        setattr(sheet.page_margins, side, inches)
    sheet.print_options.horizontalCentered = True
    _at(sheet.oddFooter).right.text = PAGE_OF_PAGES


def _sheet_name(title: str) -> str:
    """The title without what Excel refuses in a name."""
    return "".join(char for char in title if char not in "[]:*?/\\'")[:31].strip() or "Danh sách"
