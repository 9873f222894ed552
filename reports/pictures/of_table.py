"""The pictures of a counted report, drawn from its rows alone: a frozen table gives the same drawings for ever."""

from __future__ import annotations

from datetime import date

from reports.definition import pictured as kinds
from reports.fonts import FAMILY
from reports.picture import Picture
from reports.pictures import against, years
from reports.pictures.canvas import PAPER_FAMILY
from reports.table import CellKind, Row, RowStyle, Table

MOST_LINES = 3 * against.MOST_LINES
"""Organizations of one report that are drawn; more are read in the table more easily."""


def pictures_of(table: Table, *, with_png: bool = False) -> list[Picture]:
    """The drawings that stand under the table; none where there is nothing to see. Raises FontError."""
    match table.drawn.get("kind"):
        case kinds.YEARS:
            return _years(table, with_png)
        case kinds.AGAINST:
            return _against(table, with_png)
    return []


def for_paper(picture: Picture) -> bytes:
    """The drawing with the letters of our papers, which a PDF has inside."""
    return picture.svg.replace(PAPER_FAMILY.encode(), f"{FAMILY}, {PAPER_FAMILY}".encode(), 1)


def _years(table: Table, with_png: bool) -> list[Picture]:
    first, last = date.fromisoformat(table.first), date.fromisoformat(table.last)
    short = {first.year} if (first.month, first.day) != (1, 1) else set()
    if (last.month, last.day) != (12, 31):
        short.add(last.year)
    lines = [row for row in table.rows if row.key.isdigit()]
    bars = [
        years.YearBar(int(row.key), _number(table, row, table.drawn["value"]) or 0, int(row.key) in short)
        for row in lines
    ]
    if len(bars) < 2 or not any(bar.value for bar in bars):  # one column compares nothing
        return []
    return [years.draw(_title(table), table.drawn["unit"], bars, with_png=with_png)]


def _against(table: Table, with_png: bool) -> list[Picture]:
    lines = []
    for row in table.rows:
        if row.style is not RowStyle.LINE:
            continue
        target = _number(table, row, table.drawn["target"])
        result = _number(table, row, table.drawn["value"]) or 0
        if target is not None or result:
            lines.append(against.Against(row.label, target, result))
    if len(lines) < 2 or len(lines) > MOST_LINES:
        return []
    return against.draw(_title(table), lines, with_png=with_png)


def _title(table: Table) -> str:
    return f"{table.drawn['title']}, {table.period_words}"


def _number(table: Table, row: Row, column: str) -> int | None:
    cell = row.cells[table.columns.index(column)]
    return int(cell.value) if cell.kind is CellKind.COUNT and cell.value is not None else None
