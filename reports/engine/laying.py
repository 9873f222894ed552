"""What the three kinds of rows share: counted values become cells, formula columns and checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from dangvien.text import round_half_up, thousands
from reports.definition import AnyColumn, Column, Growth, Ratio, Running
from reports.table import Cell, CellKind, CheckResult, Row

Evidences = dict[str, dict[int, int]]


@dataclass(frozen=True)
class Body:
    """The counted inside of a table."""

    rows: tuple[Row, ...]
    total: Row | None
    notes: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    evidence: Evidences = field(default_factory=dict)


@dataclass(frozen=True)
class Counted:
    """The counted values of one row before it is laid out. `partial` marks an incomplete period."""

    key: str
    label: str
    values: Mapping[str, int]
    partial: bool = False
    things: Mapping[str, int] | None = None


def cell_key(row: str, column: str) -> str:
    """The name of a cell in addresses and evidence."""
    return f"{row}|{column}"


def percent(numerator: int, denominator: int, places: int) -> str | None:
    """A percentage, rounded half up; None when there is nothing to divide by."""
    if not denominator:
        return None
    return str(round_half_up(Fraction(100 * numerator, denominator), places))


def cells_of(
    columns: Sequence[AnyColumn], row: Counted, before: Sequence[Counted], *, total: bool = False
) -> tuple[Cell, ...]:
    """The cells of one row, formula columns included. `before` are the rows above it."""
    return tuple(_cell(column, row, before, total) for column in columns)


def _cell(column: AnyColumn, row: Counted, before: Sequence[Counted], total: bool) -> Cell:
    if isinstance(column, Column):
        things = row.things.get(column.code) if row.things is not None else None
        return Cell(CellKind.COUNT, row.values[column.code], opens=True, things=things)
    if isinstance(column, Ratio):
        value = percent(row.values[column.numerator], row.values[column.denominator], column.places)
        return Cell(CellKind.PERCENT, value) if value is not None else Cell(CellKind.BLANK, None)
    if isinstance(column, Running):
        if total:
            return Cell(CellKind.BLANK, None)
        return Cell(CellKind.COUNT, row.values[column.of] + sum(item.values[column.of] for item in before))
    return _growth(column, row, before, total)


def _growth(column: Growth, row: Counted, before: Sequence[Counted], total: bool) -> Cell:
    if total or row.partial or not before or before[-1].partial or not before[-1].values[column.of]:
        return Cell(CellKind.BLANK, None)
    earlier = before[-1].values[column.of]
    return Cell(CellKind.PERCENT, percent(row.values[column.of] - earlier, earlier, column.places))


def footing(header: str, parts: Sequence[int], whole: int, *, source: str) -> CheckResult:
    """Whether the rows add up to a number counted apart from them."""
    total = sum(parts)
    sign = "=" if total == whole else "≠"
    return CheckResult(f"{header}: cộng các dòng {thousands(total)} {sign} {source} {thousands(whole)}", total == whole)
