"""The sheet as a workbook: real numbers, a header that stays in view and repeats on paper, printed on A4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from math import ceil
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from reports.definition import Sheet
from reports.picture import Picture
from reports.pictures.of_table import pictures_of
from reports.render import emphasis, html, layout
from reports.render.drawings import size_of
from reports.render.letterhead import (
    APPENDIX,
    DASHES,
    DRAFT_MARK,
    HEAD,
    MAKER,
    RECIPIENTS_TITLE,
    STAR,
    STATE_TITLE,
    Paper,
)
from reports.render.packing import repacked
from reports.table import NUMBERS, WORDS, Cell, CellKind, Row, Table

FONT = "Times New Roman"

_TEXT, _STATE, _SMALL, _FROZEN = 14, 15, 12, 8
_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GREY = "FF595959"
_ALIGN = {CellKind.TEXT: "left", CellKind.MIDDLE: "center", CellKind.CROSS: "center"}
"""Where a cell's content stands; every other kind is a number."""
_LINE = 1.3
"""Height of a line of text in sizes of its letters."""
_DOTS, _STEP = 96, 5.0
"""Dots of a drawing to the inch as Excel counts them, and the height in millimetres of the rows it lies on."""
_ROOM = 4.0
"""Millimetres that a line needs beyond its text, so that no program breaks it."""


def render(table: Table, paper: Paper) -> bytes:
    """The sheet as an XLSX file; the same table and paper give the same bytes."""
    clean = layout.on_paper(table)
    workbook = Workbook()
    worksheet = workbook.worksheets[0]
    worksheet.title = _sheet_name(clean)
    drawing = _Drawing(worksheet, clean, paper)
    drawing.opening()
    drawing.numbers()
    drawing.closing()
    _set_page(worksheet, clean, drawing)
    moment = html.moment_of(clean, paper)
    _set_properties(workbook, clean, paper, moment)
    written = BytesIO()
    # The library's own way of saving would write the present moment into the properties.
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(workbook, archive).write_data()
    return repacked(written.getvalue(), moment)


class _Drawing:
    """Draws downwards; `at` is the next free row."""

    def __init__(self, worksheet: Worksheet, table: Table, paper: Paper) -> None:
        self.worksheet = worksheet
        self.table = table
        self.paper = paper
        self.widths = list(layout.column_widths(table))
        self.points = layout.font_size(table)
        self.appendix = table.sheet == Sheet.APPENDIX
        self.framed = table.sheet == Sheet.FORM
        self.at = 1
        self.header_rows = (0, 0)
        # Heading and signature share the page in two, at the edge of a column nearest to its middle.
        edges, middle = range(1, max(2, len(self.widths))), sum(self.widths) / 2
        self.left = min(edges, key=lambda place: abs(sum(self.widths[:place]) - middle))
        if not self.appendix and not self.framed:
            self._make_room_for_the_heading()
        for place, width in enumerate(self.widths, start=1):
            worksheet.column_dimensions[get_column_letter(place)].width = _characters(width)

    def _make_room_for_the_heading(self) -> None:
        """Widen the last column of each part until its heading stands on one line; the page is scaled to fit."""
        left = max(layout.text_width(text, _TEXT, bold=True) for text in (self.paper.superior, self.paper.body))
        title = layout.text_width(STATE_TITLE, _STATE, bold=True)
        right = max(title, layout.text_width(self.paper.place_and_day, _TEXT))
        parts = ((0, self.left, left), (self.left, len(self.widths), right))
        for start, end, needed in parts:
            if start < end:
                self.widths[end - 1] += max(0.0, needed + _ROOM - sum(self.widths[start:end]))

    def opening(self) -> None:
        """What stands above the table."""
        if self.framed:
            self._form_opening()
            return
        if self.appendix:
            if self.paper.draft:
                self._line(DRAFT_MARK, _TEXT, bold=True, align="left")
            self._line(APPENDIX, _TEXT, bold=True)
        else:
            self._heading()
            self._line(self.paper.type_name, _STATE, bold=True)
        self._line(layout.printed_title(self.table), _TEXT, bold=True)
        if self.appendix:
            self._line(self.paper.attached_line, _TEXT, italic=True)
        self._line(DASHES, _TEXT)

    def _heading(self) -> None:
        right = [(STATE_TITLE, _STATE, True, False), (self.paper.place_and_day, _TEXT, False, True)]
        left = [
            (self.paper.superior, _TEXT, False, False),
            (self.paper.body, _TEXT, True, False),
            (STAR, _TEXT, False, False),
            (self.paper.number_line, _TEXT, False, False),
        ]
        if self.paper.draft:
            left.append((DRAFT_MARK, _TEXT, True, False))
        self._sides(left, right)
        self.at += 1

    def _form_opening(self) -> None:
        above, board = self.paper.form_bodies
        left = [(above, _SMALL, False, False), (board, _SMALL, True, False)]
        if self.paper.draft:
            left.append((DRAFT_MARK, _SMALL, True, False))
        self._sides(left, [(self.table.form, _SMALL, True, False)])
        self.at += 1
        self._line(self.table.title, _TEXT, bold=True)
        self._line(self.table.period_words, _TEXT, bold=True)
        self.at += 1

    def _form_end(self) -> None:
        maker = [("", _SMALL, False, False), (MAKER[0], _SMALL, True, False)]
        maker.extend((line, _SMALL, False, True) for line in MAKER[1:])
        head = [
            (self.paper.place_and_day, _SMALL, False, True),
            (HEAD[0], _SMALL, True, False),
            (HEAD[1], _SMALL, False, True),
        ]
        self._sides(maker, head)
        self.at += 4

    def numbers(self) -> None:
        """The table with its header."""
        first = self.at
        for place in layout.header_places(self.table):
            top, bottom = first + place.row, first + place.row + place.cell.rows - 1
            start, end = place.column + 1, place.column + place.cell.columns
            self._put(top, start, place.cell.text, self.points, bold=True, align="center", frame=True)
            self._frame(top, bottom, start, end)
        self.at += len(self.table.header)
        for line in range(first, self.at):
            self.worksheet.row_dimensions[line].height = self._header_height(line - first)
        self.header_rows = (first, self.at - 1)
        for row in self.table.all_rows:
            self._row(row)
        if not self.table.all_rows:
            self._put(self.at, 1, layout.said_without_rows(self.table), self.points, align="center", frame=True)
            self._frame(self.at, self.at, 1, len(self.widths))
            self.at += 1

    def _row(self, row: Row) -> None:
        bold, italic, alone = emphasis.is_bold(row), emphasis.is_slanted(row), emphasis.spans(row)
        column = 1
        if self.table.number_title:
            self._put(self.at, column, row.number, self.points, bold=bold, align="center", frame=True)
            column += 1
        self._put(self.at, column, row.label, self.points, bold=bold, italic=italic, frame=True, indent=row.level)
        for place, cell in enumerate(row.cells, start=column + 1):
            self._number(self.at, place, cell, bold)
        if alone:
            self._frame(self.at, self.at, column, len(self.widths))
        texts = [(row.label, 3.0 * row.level), *((c.text, 0.0) for c in row.cells if c.kind in WORDS)]
        widths = [sum(self.widths[column - 1 :]) if alone else self.widths[column - 1]]
        widths += self._widths_of_words(row, column)
        columns = zip(texts, widths, strict=True)
        lines = [self._lines(text, indent, width, bold=bold) for (text, indent), width in columns]
        self.worksheet.row_dimensions[self.at].height = max(lines) * self.points * _LINE + 2
        self.at += 1

    def _widths_of_words(self, row: Row, column: int) -> list[float]:
        return [width for cell, width in zip(row.cells, self.widths[column:], strict=True) if cell.kind in WORDS]

    def _lines(self, text: str, indent: float, width: float, *, bold: bool) -> int:
        """Over how many lines a text runs in a column."""
        wide = (layout.text_width(line, self.points, bold=bold) + indent for line in text.split("\n"))
        return sum(max(1, ceil(line / max(1.0, width - 4))) for line in wide)

    def _number(self, line: int, column: int, cell: Cell, bold: bool) -> None:
        drawn = self.worksheet.cell(line, column)
        drawn.font = Font(name=FONT, size=self.points, bold=bold)
        drawn.alignment = Alignment(horizontal="right", vertical="center")
        drawn.border = _FRAME
        if cell.value is None and cell.kind is not CellKind.CROSS:
            return
        if cell.kind is CellKind.COUNT:
            drawn.value, drawn.number_format = int(cell.value or 0), '#,##0;-#,##0;"-"' if cell.dash else "#,##0"
        elif cell.kind in NUMBERS:
            places = len(str(cell.value).partition(".")[2])
            drawn.value, drawn.number_format = float(cell.value or 0), f"#,##0.{'0' * places}" if places else "#,##0"
        else:
            align = _ALIGN.get(cell.kind, "right")
            self._put(line, column, cell.text, self.points, bold=bold, align=align, frame=True)
            drawn.number_format = "@"
        if cell.mark:
            drawn.number_format += f'"{cell.mark}"'

    def closing(self) -> None:
        """What stands below the table."""
        for note in html.notes_below(self.table, self.paper):
            self._line(note, _SMALL, italic=True, align="left")
        for picture in pictures_of(self.table, with_png=True):
            self._picture(picture)
        if self.framed:
            self.at += 1
            self._form_end()
        elif not self.appendix:
            self.at += 1
            recipients = [(RECIPIENTS_TITLE, _TEXT, False, False)]
            recipients.extend((line, _SMALL, False, False) for line in self.paper.recipient_lines)
            signature = [(self.paper.authority, _TEXT, True, False), (self.paper.position, _TEXT, False, False)]
            signature.extend(("", _TEXT, False, False) for _ in range(4))
            signature.append((self.paper.signer, _TEXT, True, False))
            self._sides(recipients, signature, align="left")
        if self.paper.foot_line:
            self.at += 1
            self._line(self.paper.foot_line, _FROZEN, align="left", color=_GREY)

    def _picture(self, picture: Picture) -> None:
        """A drawing under the table, its title below; the rows it lies on are as high as it is."""
        wide, tall = size_of(picture)
        image = Image(BytesIO(picture.png))
        image.width, image.height = (round(side / 25.4 * _DOTS) for side in (wide, tall))
        self.at += 1
        self.worksheet.add_image(image, f"A{self.at}")
        for line in range(ceil(tall / _STEP)):
            self.worksheet.row_dimensions[self.at + line].height = _STEP / layout.MM_PER_POINT
        self.at += ceil(tall / _STEP)
        self._line(picture.title, _SMALL)

    def _sides(
        self,
        left: Sequence[tuple[str, int, bool, bool]],
        right: Sequence[tuple[str, int, bool, bool]],
        align: str = "center",
    ) -> None:
        """Lines (text, size, bold, italic) side by side."""
        last = len(self.widths)
        for place in range(max(len(left), len(right))):
            line, heights = self.at + place, [0.0]
            for lines, start, end, side in ((left, 1, self.left, align), (right, self.left + 1, last, "center")):
                if place < len(lines) and lines[place][0] and start <= end:
                    text, points, bold, italic = lines[place]
                    self._put(line, start, text, points, bold=bold, italic=italic, align=side)
                    self._merge(line, line, start, end)
                    heights.append(self._height(text, points, start, end, bold=bold))
            self.worksheet.row_dimensions[line].height = max(heights) or None
        self.at += max(len(left), len(right))

    def _line(
        self,
        text: str,
        points: int,
        *,
        bold: bool = False,
        italic: bool = False,
        align: str = "center",
        color: str = "FF000000",
    ) -> None:
        """A line over the whole width."""
        last = len(self.widths)
        self._put(self.at, 1, text, points, bold=bold, italic=italic, align=align, color=color)
        self._merge(self.at, self.at, 1, last)
        self.worksheet.row_dimensions[self.at].height = self._height(text, points, 1, last, bold=bold)
        self.at += 1

    def _put(
        self,
        line: int,
        column: int,
        text: str,
        points: int,
        *,
        bold: bool = False,
        italic: bool = False,
        align: str = "left",
        color: str = "FF000000",
        frame: bool = False,
        indent: int = 0,
    ) -> None:
        """A text that stays a text, whatever it begins with."""
        cell = self.worksheet.cell(line, column)
        if text:
            cell.value = text
            cell.data_type = "s"
            cell.quotePrefix = text[0] in "=+-@"
        cell.font = Font(name=FONT, size=points, bold=bold, italic=italic, color=color)
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True, indent=indent)
        if frame:
            cell.border = _FRAME

    def _merge(self, top: int, bottom: int, start: int, end: int) -> None:
        if (top, start) != (bottom, end):
            self.worksheet.merge_cells(start_row=top, end_row=bottom, start_column=start, end_column=end)

    def _frame(self, top: int, bottom: int, start: int, end: int) -> None:
        self._merge(top, bottom, start, end)
        for line in range(top, bottom + 1):
            for column in range(start, end + 1):
                self.worksheet.cell(line, column).border = _FRAME

    def _height(self, text: str, points: int, start: int, end: int, *, bold: bool) -> float:
        width = sum(self.widths[start - 1 : end]) - 3
        lines = (ceil(layout.text_width(line, points, bold=bold) / max(1.0, width)) for line in text.split("\n"))
        return sum(max(1, n) for n in lines) * points * _LINE

    def _header_height(self, line: int) -> float:
        """Of one row of the header; a tall cell spreads its lines over the rows it spans."""
        heights = [1.3 * self.points]
        for place in layout.header_places(self.table):
            if place.row <= line < place.row + place.cell.rows:
                start, end = place.column + 1, place.column + place.cell.columns
                heights.append(self._height(place.cell.text, self.points, start, end, bold=True) / place.cell.rows)
        return max(heights) + 4


def _set_page(worksheet: Worksheet, table: Table, drawing: _Drawing) -> None:
    page = layout.page_of(table)
    first, last = drawing.header_rows
    worksheet.freeze_panes = f"A{last + 1}"
    worksheet.print_title_rows = f"{first}:{last}"
    worksheet.print_area = f"A1:{get_column_letter(len(drawing.widths))}{drawing.at - 1}"
    worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A4
    worksheet.page_setup.orientation = "landscape" if table.landscape else "portrait"
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = (2 if table.facing else 1), 0
    if table.facing:  # first the left page of some lines, then their right one, each with number and label
        lead = layout.lead_columns(table)
        worksheet.page_setup.pageOrder = "overThenDown"
        worksheet.print_title_cols = f"A:{get_column_letter(lead)}"
        worksheet.col_breaks.append(Break(id=lead + table.facing))
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = worksheet.page_margins
    margins.top, margins.right, margins.bottom, margins.left = (
        round(edge / 25.4, 4) for edge in (page.top, page.right, page.bottom, page.left)
    )
    margins.header = margins.footer = round((page.top - 10) / 25.4, 4)
    worksheet.print_options.horizontalCentered = True
    worksheet.HeaderFooter.differentFirst = True
    header = worksheet.oddHeader
    assert header is not None
    header.center.text, header.center.font, header.center.size = "&P", FONT, _TEXT


def _set_properties(workbook: Workbook, table: Table, paper: Paper, moment: datetime) -> None:
    properties = workbook.properties
    properties.title = html.document_title(table, paper)
    properties.creator = properties.lastModifiedBy = html.author(table, paper)
    properties.keywords = paper.digest or None
    properties.language = "vi-VN"
    properties.created = properties.modified = moment.astimezone(UTC).replace(tzinfo=None)


def _characters(millimetres: float) -> float:
    """A width in the unit of workbooks: digits of the standard font, 7 pixels each at 96 a inch, and 5 of padding."""
    return round((millimetres / 25.4 * 96 - 5) / 7, 2)


def _sheet_name(table: Table) -> str:
    """The report's code without what Excel refuses in a name."""
    return "".join(char for char in table.report if char not in "[]:*?/\\'")[:31] or "Bao cao"
