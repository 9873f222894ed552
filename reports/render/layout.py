"""What every form of the printed page needs to know: the page's edges, the title, the header's grid, column widths.

Lengths are millimetres unless a name says otherwise. Pure functions of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, zip_longest

from dangvien.text import nfc
from reports.render.emphasis import spans
from reports.table import WORDS, Cell, CellKind, CheckResult, HeaderCell, Row, RowStyle, Table

MM_PER_POINT = 25.4 / 72

NO_BREAK = "\u00a0"
BLANK = Cell(CellKind.BLANK, None)

NO_ROWS = "Không có dòng nào trong kỳ này."
"""What stands in a table that has neither rows nor total, unless its report says it in its own words."""


def said_without_rows(table: Table) -> str:
    """The sentence in place of rows."""
    return table.empty or NO_ROWS


@dataclass(frozen=True)
class Page:
    """A sheet of A4 and its margins: 30 mm on the edge where papers are bound, 15 mm opposite."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def text_width(self) -> float:
        """Between the left and the right margin."""
        return self.width - self.left - self.right


PORTRAIT = Page(210, 297, top=20, right=15, bottom=20, left=30)
LANDSCAPE = Page(297, 210, top=30, right=20, bottom=15, left=20)
"""The portrait sheet turned: bound at what is now its upper edge."""


def page_of(table: Table) -> Page:
    """The sheet this table is printed on."""
    return LANDSCAPE if table.landscape else PORTRAIT


def tidy(table: Table) -> Table:
    """The table with every text in one normal form, without characters that files refuse; titles on one line."""
    return replace(
        table,
        title=_clean(table.title),
        period_words=_clean(table.period_words),
        basis=_clean(table.basis),
        organization=_clean(table.organization),
        number_title=_clean(table.number_title),
        row_title=_lines(table.row_title),
        header=tuple(tuple(replace(cell, text=_lines(cell.text)) for cell in line) for line in table.header),
        rows=tuple(map(_tidy_row, table.rows)),
        total=_tidy_row(table.total) if table.total else None,
        notes=tuple(map(_clean, table.notes)),
        checks=tuple(CheckResult(_clean(check.sentence), check.holds) for check in table.checks),
    )


def _tidy_row(row: Row) -> Row:
    return replace(row, number=_clean(row.number), label=_lines(row.label), cells=tuple(map(_tidy_cell, row.cells)))


def _tidy_cell(cell: Cell) -> Cell:
    return replace(cell, value=_lines(str(cell.value))) if cell.kind in WORDS and cell.value is not None else cell


def _lines(text: str) -> str:
    """A text that may run over several lines, which are kept."""
    return "\n".join(map(_clean, text.split("\n")))


def _clean(text: str) -> str:
    # The two non-characters are the only ones left that XML does not know.
    return nfc(text.replace("\ufffe", "").replace("\uffff", ""))


def on_paper(table: Table) -> Table:
    """The table as paper shows it: tidy, and its panels side by side."""
    return _beside(tidy(table))


_PANEL_LABEL = "ten"
"""The column of the labels of a panel beside the first: "ten:2"."""


def _beside(table: Table) -> Table:
    """The rows of each panel put beside those of the panel before, under the same header once more.

    A screen shows panels one under the other; only paper saves the room.
    """
    if not table.panels:
        return table
    starts = (0, *table.panels, len(table.rows))
    panels = [table.rows[first:last] for first, last in pairwise(starts)]
    empty = Row("", "", "", (BLANK,) * len(table.columns))
    rows = []
    for place, line in enumerate(zip_longest(*panels, fillvalue=empty)):
        cells = [*line[0].cells]
        for row in line[1:]:
            cells += [Cell(CellKind.MIDDLE, row.number)] if table.number_title else []
            cells += [Cell(CellKind.TEXT, NO_BREAK * 2 * row.level + row.label), *row.cells]
        rows.append(replace(line[0], key=line[0].key or f"hang-{place}", cells=tuple(cells)))
    lead = ["so", _PANEL_LABEL][2 - lead_columns(table) :]
    more = [f"{name}:{panel}" for panel in range(2, len(panels) + 1) for name in (*lead, *table.columns)]
    blanks = (BLANK,) * len(more)
    return replace(
        table,
        header=tuple(line * len(panels) for line in table.header),
        columns=(*table.columns, *more),
        rows=tuple(rows),
        total=replace(table.total, cells=(*table.total.cells, *blanks)) if table.total else None,
        panels=(),
    )


ROWS_OF_A_SPREAD = 9
"""Lines on two facing pages, as the bound register of members has them (Mẫu 7-HSĐV)."""


def faces(table: Table) -> tuple[Table, ...]:
    """The table, or its left and right halves when it is printed on two facing pages; each has number and label."""
    if not table.facing:
        return (table,)
    places = range(len(table.columns))
    return _half(table, places[: table.facing]), _half(table, places[table.facing :])


def _half(table: Table, places: range) -> Table:
    def cut(row: Row) -> Row:
        return replace(row, cells=tuple(row.cells[place] for place in places))

    first = lead_columns(table) + places.start
    header = [[] for _ in table.header]  # type: list[list[HeaderCell]]
    for place in header_places(table):
        inside = range(max(place.column, first), min(place.column + place.cell.columns, first + len(places)))
        if place.column < lead_columns(table):
            header[place.row].append(place.cell)
        elif inside:
            header[place.row].append(replace(place.cell, columns=len(inside)))
    return replace(
        table,
        header=tuple(map(tuple, header)),
        columns=tuple(table.columns[place] for place in places),
        rows=tuple(map(cut, table.rows)),
        total=cut(table.total) if table.total else None,
        facing=0,
    )


def printed_title(table: Table) -> str:
    """The title as it stands under PHỤ LỤC or BÁO CÁO: small first letter, with the words of its period."""
    return f"{table.title} {table.period_words}".strip()


def font_size(table: Table) -> int:
    """Size in points of the text in the table: smaller when there are many columns, or long words in narrow ones."""
    columns = max(table.facing, len(table.columns) - table.facing)
    size = next((points for most, points in _SIZES if columns <= most), _SMALLEST)
    whole = page_of(table).text_width
    return next(
        (
            points
            for points in range(size, _SMALLEST, -1)
            if all(sum(_least(half, points)) <= whole for half in faces(table))
        ),
        min(size, _SMALLEST),
    )


_SIZES = ((5, 13), (8, 12), (11, 11), (14, 10), (18, 9))
"""Up to how many columns the letters have which size."""
_SMALLEST = 8
"""Points; below that a word is rather broken."""


# The header as a grid ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Placed:
    """A cell of the header with its place in the grid, both from 0."""

    row: int
    column: int
    cell: HeaderCell


def lead_columns(table: Table) -> int:
    """Columns before the counted ones: the running number, if there is one, and the label."""
    return 2 if table.number_title else 1


def grid_width(table: Table) -> int:
    """All columns."""
    return lead_columns(table) + len(table.columns)


def header_places(table: Table) -> tuple[Placed, ...]:
    """Every header cell with the place its spans leave it. Raises ValueError when the spans do not fill the grid."""
    depth, width = len(table.header), grid_width(table)
    taken: set[tuple[int, int]] = set()
    found = []
    for row, line in enumerate(table.header):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            area = {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            if area & taken:
                raise ValueError(f"báo cáo {table.report}: hai ô tiêu đề cột đè lên nhau ở “{cell.text}”")
            taken |= area
            found.append(Placed(row, column, cell))
            column += cell.columns
    if taken != {(row, column) for row in range(depth) for column in range(width)}:
        raise ValueError(f"báo cáo {table.report}: tiêu đề cột không phủ kín {width} cột")
    return tuple(found)


def column_titles(table: Table) -> tuple[tuple[str, ...], ...]:
    """For each counted column the header texts above it, from the outermost group to its own."""
    titles: list[tuple[str, ...]] = []
    named = len(table.header) - (1 if table.numbered else 0)
    places = [place for place in header_places(table) if place.row < named]
    for column in range(lead_columns(table), grid_width(table)):
        above = [place.cell.text for place in places if place.column <= column < place.column + place.cell.columns]
        titles.append(tuple(above))
    return tuple(titles)


def headers_of(table: Table) -> dict[str, str]:
    """Column's code → its header with those of its groups: "2024: Kết nạp"."""
    titles = column_titles(table)
    return {code: ": ".join(words) for code, words in zip(table.columns, titles, strict=True)}


# Column widths ----------------------------------------------------------------------------------------------------

_PADDING = 4.2
"""Millimetres of a cell's two sides that are not text."""
_HEADER_LINES = (2, 3, 4)
"""Lines over which the headers of counted columns may run; as few as the page allows."""
_SHORT = 30.0
"""A header up to this wide stays on one line."""
_RAGGED = 1.15
"""Lines of a header are never equally full."""
_WORD_MOST = 40.0
"""A longer word may be broken inside."""
_TEXT_MOST = 38.0
"""A longer line of a column of words is broken."""
_LABEL_MOST = 0.45
"""Share of the page that the labels may take before they are broken into lines."""

# Advance widths of Times in thousandths of the size; good enough to share out a page.
_NARROW, _ROMAN, _NORMAL, _WIDE, _CAPITAL = 300, 380, 490, 760, 700


@cache
def _advance(char: str) -> int:
    if char in "iìíỉĩịljtfr.,;:'!|()[]/- ":
        return _NARROW
    if char == "I":
        return _ROMAN
    if char in "mwMW%":
        return _WIDE
    return _CAPITAL if char.isupper() else _NORMAL


def text_width(text: str, points: float, *, bold: bool = False) -> float:
    """About how wide a text is in Times of this size, in millimetres."""
    width = sum(map(_advance, text)) * points * MM_PER_POINT / 1000
    return width * 1.06 if bold else width


def column_widths(table: Table) -> tuple[float, ...]:
    """The width of every column; together the width of the text on the page."""
    whole, points = page_of(table).text_width, font_size(table)
    label = lead_columns(table) - 1
    lead, columns = list(_lead_wishes(table, points)), _column_wishes(table, points)
    lead[label] = (lead[label][0], max(lead[label][0], min(lead[label][1], whole * _LABEL_MOST)))
    least = [need for need, _ in lead + columns]
    if sum(least) >= whole:
        return tuple(width * whole / sum(least) for width in least)
    wanted: list[float] = []
    for lines in _HEADER_LINES:
        wanted = [want for _, want in lead]
        wanted += [max(need, min(header, max(header / lines, _SHORT))) for need, header in columns]
        if sum(wanted) <= whole:
            break
    # Too wide: the headers give way first, the label after them. Too narrow: all but the running number grow alike.
    for first in (label + 1, label):
        wanted = _narrowed(wanted, least, first, sum(wanted) - whole)
    spare, growing = whole - sum(wanted), sum(wanted[label:])
    return tuple(width if column < label else width + spare * width / growing for column, width in enumerate(wanted))


def _least(table: Table, points: float) -> list[float]:
    """For every column the least width at which no word is broken."""
    return [need for need, _ in (*_lead_wishes(table, points), *_column_wishes(table, points))]


def _narrowed(wanted: list[float], least: list[float], first: int, excess: float) -> list[float]:
    """The widths from column `first` on brought nearer to the least, by the same share, until the excess is gone."""
    room = sum(wanted[first:]) - sum(least[first:])
    share = min(1.0, excess / room) if excess > 0 and room > 0 else 0.0
    return wanted[:first] + [
        want - (want - need) * share for need, want in zip(least[first:], wanted[first:], strict=True)
    ]


def _lead_wishes(table: Table, points: float) -> Iterator[tuple[float, float]]:
    """For the number and the label: the least width and the one at which they stand on one line."""
    rows = table.all_rows
    if table.number_title:
        longest = max((text_width(row.number, points, bold=True) for row in rows), default=0.0)
        width = max(longest, text_width(table.number_title, points, bold=True)) + _PADDING
        yield max(width, 11.0), max(width, 11.0)
    title = _longest_word(table.row_title, points)
    word = max((_longest_word(row.label, points) for row in rows), default=0.0)
    listed = _is_list(table)
    told = [row.label for row in rows if not (spans(row) or (listed and row.style in _OVER_A_LIST))]
    longest = max((text_width(line, points, bold=True) for label in told for line in label.split("\n")), default=0.0)
    yield max(min(word, _WORD_MOST), title) + _PADDING, max(longest, title) + _PADDING


_OVER_A_LIST = (RowStyle.SUBTOTAL, RowStyle.TOTAL)
"""Rows of a list whose words may run over several lines, so that they do not take the room of its columns."""


def _is_list(table: Table) -> bool:
    """Whether its lines hold words alone."""
    kinds = {cell.kind for row in table.rows for cell in row.cells} - {CellKind.BLANK}
    return bool(kinds) and kinds <= set(WORDS)


def _column_wishes(table: Table, points: float) -> list[tuple[float, float]]:
    """For each counted column: the least width and the width of its header if it ran over a single line.

    The columns of a group are together at least as wide as the longest word above them.
    """
    wishes = list(_single_wishes(table, points))
    for place in header_places(table):
        start = place.column - lead_columns(table)
        span = range(start, start + place.cell.columns)
        if start >= 0:
            word = min(_longest_word(place.cell.text, points), _WORD_MOST) + _PADDING
            lacking = max(0.0, word - sum(wishes[column][0] for column in span)) / len(span)
            for column in span:
                need, header = wishes[column]
                wishes[column] = need + lacking, max(header, need + lacking)
    return wishes


def _single_wishes(table: Table, points: float) -> Iterator[tuple[float, float]]:
    for place, titles in enumerate(column_titles(table)):
        cells = [row.cells[place] for row in table.all_rows]
        if any(cell.kind in WORDS for cell in cells):
            need, wish = _words_wish(cells, titles[-1], points)
            if table.columns[place].startswith(f"{_PANEL_LABEL}:"):  # as the labels of the first panel: on one line
                longest = max(text_width(cell.text, points) for cell in cells) + _PADDING
                need = max(need, min(longest, _WORD_MOST))
            yield need, wish
            continue
        values = max((text_width(cell.text, points, bold=True) for cell in cells), default=0.0)
        need = max(values, min(_longest_word(titles[-1], points), _WORD_MOST)) + _PADDING
        yield need, text_width(titles[-1], points, bold=True) * _RAGGED + 2 * _PADDING


def _words_wish(cells: list[Cell], title: str, points: float) -> tuple[float, float]:
    """For a column of words: room for its longest word; then for its longest line, up to a fifth of a page."""
    words = [_longest_word(cell.text, points) for cell in cells]
    lines = [text_width(line, points) for cell in cells for line in cell.text.split("\n")]
    need = min(max((*words, _longest_word(title, points))), _WORD_MOST) + _PADDING
    wish = min(max(lines, default=0.0), _TEXT_MOST) * _HEADER_LINES[0]
    return need, max(wish, text_width(title, points, bold=True) * _RAGGED) + 2 * _PADDING


def _longest_word(text: str, points: float) -> float:
    """Where a no-break space stands, a word goes on."""
    return max((text_width(word, points, bold=True) for word in re.split(r"[ \n]+", text)), default=0.0)
