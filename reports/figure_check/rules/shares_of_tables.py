"""RATIO in tables: a column of percentages that most rows make from two other columns, and the rows that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from reports.figure_check.case import Case, Table, TableCell, is_total, percent, shown
from reports.figure_check.findings import Finding, Klass, Verdict

_LEAST_AGREEING = Fraction(6, 10)


def find(case: Case) -> Iterator[Finding]:
    """Columns of percentages with cells that do not hold."""
    for table in case.tables:
        yield from _table(case, table)


def _table(case: Case, table: Table) -> Iterator[Finding]:
    """A column of percentages that most rows make from two other columns: the rows that do not."""
    for column in table.columns:
        cells = [cell for row in table.rows if (cell := table.value(row, column))]
        if len(cells) < 3 or not (_is_percentage(table, column) or all(cell.percent for cell in cells)):
            continue
        best = max(_pairs(table, column), key=lambda found: len(found[0]), default=None)
        if best is None or not best[1] or len(best[0]) < _LEAST_AGREEING * (len(best[0]) + len(best[1])):
            continue
        for cell, part, whole in best[1]:
            yield _cell_finding(case, cell, part, whole)


_Row = tuple[TableCell, TableCell, Fraction]


def _pairs(table: Table, column: int) -> Iterator[tuple[list[_Row], list[_Row]]]:
    """For each two other columns, and each column with its own total: the rows that agree, and the others."""
    others = [other for other in table.columns if other != column]
    totals = [row for row in table.rows if is_total(table.label(row))]
    for part in others:
        for whole in others:
            if whole != part:
                yield _agreeing(table, column, part, lambda row, whole=whole: table.value(row, whole))
        for total in totals:
            yield _agreeing(table, column, part, lambda _row, total=total, part=part: table.value(total, part))


def _agreeing(table: Table, column: int, part: int, whole_of: object) -> tuple[list[_Row], list[_Row]]:
    agreeing: list[_Row] = []
    failing: list[_Row] = []
    for row in table.rows:
        printed, counted = table.value(row, column), table.value(row, part)
        whole = whole_of(row)  # type: ignore[operator]
        if printed is None or counted is None or counted.value is None or whole is None or not whole.value:
            continue
        exact = 100 * counted.value / whole.value
        step = Fraction(1, 10**printed.places)
        fits = printed.value is not None and (
            printed.value - step / 2 <= exact < printed.value + step / 2
            or printed.value <= exact < printed.value + step
        )
        (agreeing if fits else failing).append((printed, counted, whole.value))
    return agreeing, failing


def _is_percentage(table: Table, column: int) -> bool:
    return bool(re.search(r"%|tỷ lệ|tỉ lệ|tỷ trọng", table.heading(column).lower()))


def _cell_finding(case: Case, cell: TableCell, part: TableCell, whole: Fraction) -> Finding:
    assert cell.value is not None
    assert part.value is not None
    right = percent(100 * part.value / whole, max(cell.places, 1))
    first = next((other for other in case.tables for at in other.cells.values() if at is cell), None)
    beside = first.cells.get((cell.row, 1)) if first else None
    name = cell.row_label or (beside.text if beside else "")
    return case.finding(
        Klass.RATIO,
        Verdict.WRONG,
        f"Dòng “{name}”: {shown(part.value)} trên {shown(whole)} là {right}, bảng ghi "
        f"{percent(cell.value, cell.places)}.",
        (cell.span, part.span),
        printed=percent(cell.value, cell.places),
        computed=right,
        arithmetic=f"{shown(part.value)} : {shown(whole)} = {right}",
        repairs=(f"Sửa thành {right}",),
    )
