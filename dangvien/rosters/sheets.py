"""How the sheets of our own workbooks look: one column for each field, formats that keep what is typed, A4 lying down.

Used for the empty workbook (`template`) and for what the register hands out in the same layout
(`dangvien.imports.export`), so that both are recognized whole. Rows go to the file as they come and are not held
(docs/decisions/0025); a sheet is written from its first row to its last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dangvien.rosters.fields import Field, RosterForm, Value
from dangvien.spreadsheet import FONT, LONGEST_TEXT, MARGINS, PAGE_OF_PAGES, TEXT_FORMAT, Mark, on_paper

HEADER_ROW = 0
"""Our sheets begin with the names of the columns: nothing stands above them. Rows are counted from 0 here."""

WIDTHS: dict[Value, int] = {
    Value.SERIAL: 7,
    Value.NAME: 28,
    Value.DAY: 13,
    Value.BIRTH: 13,
    Value.GENDER: 9,
    Value.CODE: 13,
    Value.UNIT: 30,
    Value.CARD: 15,
    Value.CITIZEN: 16,
    Value.FILE_NUMBER: 13,
    Value.RESULT: 14,
    Value.CERTIFICATE: 20,
    Value.COUNT: 10,
    Value.YEAR: 9,
}
"""Characters of a column by what it holds."""
OTHER_WIDTH = 24

NUMBERS = (Value.COUNT, Value.YEAR)
"""What is written as a number; everything else is kept as it is typed."""

STARTS_A_FORMULA = ("=", "+", "-", "@")
A4 = 9


def columns_of(form: RosterForm) -> tuple[Field, ...]:
    """The fields of a form that have a column in our own workbooks, in order."""
    return tuple(field for field in form.fields if field.template)


def workbook_at(target: str | Path | IO[bytes], title: str, mark: Mark | None = None) -> Workbook:
    """A workbook that writes each row to the disk when the next begins; `close` it. `mark` says whose copy it is."""
    book = Workbook(target if not isinstance(target, Path) else str(target), {"constant_memory": True})
    told = {"author": mark.who, "comments": mark.in_words} if mark is not None else {}
    book.set_properties({"title": title, **told})
    return book


class Looks:
    """The formats of a workbook's cells, each made once, and how a row is written in them."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._text = self._framed(TEXT_FORMAT)
        self._quoted = self._framed(TEXT_FORMAT, quote_prefix=True)
        self._number = self._framed("0")
        self._early_day, self._day = self._framed("dd/mm/yyyy"), self._framed("dd/m/yyyy")

    def made(self, **facts: Any) -> Format:
        """A format in the letters of our workbooks."""
        return self._book.add_format({"font_name": FONT, "font_size": 12, **facts})

    def _framed(self, shape: str, **facts: Any) -> Format:
        return self.made(num_format=shape, border=1, valign="vcenter", text_wrap=True, **facts)

    def header(self, sheet: Worksheet, columns: Iterable[Field]) -> None:
        """The row of names, each exactly the label of its field; what must be filled in stands darker."""
        name = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        needed, other = self.made(bg_color="#EFD9A7", **name), self.made(bg_color="#EFE6D0", **name)
        for place, field in enumerate(columns):
            sheet.write_string(HEADER_ROW, place, field.label, needed if field.required else other)

    def row(self, sheet: Worksheet, at: int, values: Iterable[str | int | date | None]) -> None:
        """Write a row. Each cell holds its value as what it is: text is never a formula, whatever it begins with; a day
        is a real one, shown as offices write it: 05/02/1974, 27/3/1982. None and "" leave their cell empty.
        """
        for place, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                text(sheet, at, place, value, self._quoted if value.startswith(STARTS_A_FORMULA) else self._text)
            elif isinstance(value, date):
                sheet.write_datetime(at, place, value, self._early_day if value.month <= 2 else self._day)
            else:
                sheet.write_number(at, place, value, self._number)


def text(sheet: Worksheet, at: int, place: int, value: str, shape: Format) -> None:
    """Write text as text, as much as a cell takes."""
    sheet.write_string(at, place, value[:LONGEST_TEXT], shape)


def lay_out(sheet: Worksheet, columns: Sequence[Field], shapes: Sequence[Format | None] = ()) -> None:
    """Widths, formats of cells that are still empty, the row that stays, and the paper."""
    for place, field in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(field.value, OTHER_WIDTH), shapes[place] if shapes else None)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.repeat_rows(HEADER_ROW)


def paper(sheet: Worksheet, mark: Mark | None = None, *, landscape: bool) -> None:
    """A4, as wide as the sheet, page numbers at the foot; on every page whose copy it is."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**MARGINS)
    sheet.center_horizontally()
    if mark is not None and mark.why:
        sheet.set_header(f"&R{on_paper(f'Để: {mark.why}')}")
    sheet.set_footer(f"&L{on_paper(mark.taken)}&R{PAGE_OF_PAGES}" if mark is not None else f"&R{PAGE_OF_PAGES}")


def notes_sheet(book: Workbook, looks: Looks, name: str, lines: Iterable[str], mark: Mark | None = None) -> None:
    """A sheet of sentences, one a row."""
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 120)
    facts = {"num_format": TEXT_FORMAT, "valign": "top", "text_wrap": True}
    plain, quoted = looks.made(**facts), looks.made(quote_prefix=True, **facts)
    for at, line in enumerate(lines):
        text(sheet, at, 0, line, quoted if line.startswith(STARTS_A_FORMULA) else plain)
    paper(sheet, mark, landscape=False)
