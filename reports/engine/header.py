"""The header of a table: spanning cells from the tree of groups and columns, and the row of column numbers."""

from __future__ import annotations

from collections.abc import Sequence

from reports.definition import AnyColumn, Group
from reports.definition.heads import leaves_of
from reports.table import HeaderCell


def header_of(
    columns: Sequence[AnyColumn | Group], number: str, row_title: str, *, numbered: bool = False
) -> tuple[tuple[HeaderCell, ...], ...]:
    """The header as lines of spanning cells. With `numbered` the last line numbers the columns from the labels on.

    A column's `mark` stands there instead of its number ("4 = 2 × 100 / 3"); the running number has none.
    """
    depth = max(_depth(column) for column in columns)
    lines: list[list[HeaderCell]] = [[] for _ in range(depth)]
    lead = [HeaderCell(number, rows=depth)] if number else []
    lines[0].extend([*lead, HeaderCell(row_title, rows=depth)])
    for column in columns:
        _put(column, 0, depth, lines)
    if numbered:
        marks = [column.mark or str(place) for place, column in enumerate(leaves_of(columns), start=2)]
        lines.append([HeaderCell(text) for text in ([""] if number else []) + ["1", *marks]])
    return tuple(tuple(line) for line in lines)


def _inner(group: Group) -> tuple[AnyColumn | Group, ...]:
    return group.columns  # type: ignore[return-value]  # the header was written out for its period


def _depth(column: AnyColumn | Group) -> int:
    return 1 + max(_depth(inner) for inner in _inner(column)) if isinstance(column, Group) else 1


def _width(column: AnyColumn | Group) -> int:
    return sum(_width(inner) for inner in _inner(column)) if isinstance(column, Group) else 1


def _put(column: AnyColumn | Group, line: int, depth: int, lines: list[list[HeaderCell]]) -> None:
    if isinstance(column, Group):
        lines[line].append(HeaderCell(column.header, columns=_width(column)))
        for inner in _inner(column):
            _put(inner, line + 1, depth, lines)
    else:
        lines[line].append(HeaderCell(column.header, rows=depth - line))
