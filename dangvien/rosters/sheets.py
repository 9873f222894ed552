"""How the sheets of our own workbooks look: one column for each field, formats that keep what is typed, A4 lying down.

Used for the empty workbook (`template`) and for what the register hands out in the same layout
(`dangvien.imports.export`), so that both are recognized whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from dangvien.rosters.fields import Field, RosterForm, Value
from dangvien.spreadsheet import FONT, LONGEST_TEXT, TEXT_FORMAT, paper

HEADER_ROW = 1
"""Our sheets begin with the names of the columns: nothing stands above them."""

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

_LINE = Side(style="thin")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
STARTS_A_FORMULA = ("=", "+", "-", "@")


def columns_of(form: RosterForm) -> tuple[Field, ...]:
    """The fields of a form that have a column in our own workbooks, in order."""
    return tuple(field for field in form.fields if field.template)


def lay_out(sheet: Any, columns: Sequence[Field]) -> None:
    """Widths, the row that stays, and the paper; before the first row of a sheet that is written once."""
    for place, field in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(field.value, OTHER_WIDTH)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    paper(sheet, landscape=True)


def header_cells(sheet: Any, columns: Iterable[Field]) -> list[Cell]:
    """The row of names, each exactly the label of its field; what must be filled in stands darker."""
    cells = []
    for field in columns:
        cell = WriteOnlyCell(sheet, field.label)
        cell.font, cell.border = Font(name=FONT, size=12, bold=True), _FRAME
        cell.fill = PatternFill("solid", fgColor="FFEFD9A7" if field.required else "FFEFE6D0")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cells.append(cell)
    return cells


class Looks:
    """The styles of the cells of a sheet, each with one cell that is filled anew: to make a cell for each value would
    take a tenth of the time. A sheet that is written as it goes writes each before it asks for the next.
    """

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._text = self._styled(TEXT_FORMAT)
        self._quoted = self._styled(TEXT_FORMAT, quoted=True)
        self._number = self._styled("0")
        self._days = {True: self._styled("dd/mm/yyyy"), False: self._styled("dd/m/yyyy")}

    def _styled(self, shape: str, *, quoted: bool = False) -> Any:
        cell: Any = WriteOnlyCell(self._sheet, "")
        cell.font, cell.border, cell.number_format = Font(name=FONT, size=12), _FRAME, shape
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.quotePrefix = quoted
        return cell

    def row(self, values: Iterable[str | int | date | None]) -> Iterator[Cell | None]:
        """The cells of a row, for `append`. Each holds its value as what it is: text is never a formula, whatever it
        begins with; a day is a real one, shown as offices write it: 05/02/1974, 27/3/1982.
        """
        for value in values:
            if value is None or value == "":
                yield None
            elif isinstance(value, str):
                cell = self._quoted if value.startswith(STARTS_A_FORMULA) else self._text
                cell.value = value[:LONGEST_TEXT]
                cell.data_type = "s"
                yield cell
            else:
                cell = self._days[value.month <= 2] if isinstance(value, date) else self._number
                cell.value = value
                yield cell


def notes_sheet(book: Any, name: str, lines: Iterable[str]) -> None:
    """A sheet of sentences, one a row."""
    sheet = book.create_sheet(name)
    sheet.column_dimensions["A"].width = 120
    for text in lines:
        cell = WriteOnlyCell(sheet, text)
        cell.data_type, cell.number_format = "s", TEXT_FORMAT
        cell.quotePrefix = text.startswith(STARTS_A_FORMULA)
        cell.font, cell.alignment = Font(name=FONT, size=12), Alignment(vertical="top", wrap_text=True)
        sheet.append([cell])
    paper(sheet, landscape=False)
