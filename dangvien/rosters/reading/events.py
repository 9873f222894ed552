"""What the child that reads a file says, line by line, and how its parent takes it: not on trust."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dangvien.limited import TOO_HEAVY, Unreadable
from dangvien.rosters.grid import Row, Sheet
from dangvien.rosters.reading.bounds import MOST_COLUMNS

Event = list[Any]
"""["sheet", name, state, hidden columns, merges, encoding] or ["row", number, hidden, cells]."""

_BLANKS = " \t\r\n\u00a0\u200b\ufeff\u3000"


def sheet_event(
    name: str,
    state: str = "visible",
    hidden_columns: Iterable[int] = (),
    merges: Iterable[tuple[int, int, int, int]] = (),
    encoding: str = "",
) -> Event:
    """A sheet begins; its rows follow."""
    return ["sheet", name, state, list(hidden_columns), [list(merge) for merge in merges], encoding]


def row_event(
    number: int, hidden: bool, cells: Iterable[tuple[int, Any]], comments: Mapping[int, str] | None = None
) -> Event | None:
    """A row of (column, raw cell) pairs; None when there is nothing in it. What is behind its last cell is nothing."""
    line: list[Any] = []
    for column, raw in cells:
        if raw.__class__ is str and "\0" in raw:
            raw = raw.replace("\0", "") or None  # noqa: PLW2901 - nobody sees it, and no database keeps it
        if column >= len(line):
            line.extend([None] * (column + 1 - len(line)))
        line[column] = raw
    while line and _is_blank(line[-1]):
        line.pop()
    if not line:
        return None
    for column, comment in (comments or {}).items():
        if column < MOST_COLUMNS:
            line.extend([None] * (column + 1 - len(line)))
            line[column] = _commented(line[column], comment)
    return ["row", number, hidden, line]


def _is_blank(raw: Any) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip(_BLANKS))


def _commented(raw: Any, comment: str) -> dict[str, Any]:
    if raw is None or isinstance(raw, str):
        return {"s": raw or "", "m": comment}
    return {**raw, "m": comment}


def understood(event: Any) -> Sheet | Row:
    """What an event says. Raises `Unreadable` for one that no honest child sends."""
    match event:
        case ["row", int(number), bool(hidden), list(cells)] if (
            len(cells) <= MOST_COLUMNS and number > 0 and _are_cells(cells)
        ):
            return Row(number, cells, hidden)
        case ["sheet", str(name), str(state), list(columns), list(merges), str(encoding)] if all(
            isinstance(column, int) for column in columns
        ) and all(_is_range(merge) for merge in merges):
            return Sheet(name, state, [], columns, [tuple(merge) for merge in merges], encoding)
    raise Unreadable(TOO_HEAVY)


_KINDS: dict[str, tuple[type, ...]] = {"n": (int, float), "b": (bool,)}
"""What the values of a cell are where they are no text."""


_PLAIN = frozenset({str, type(None)})


def _are_cells(line: list[Any]) -> bool:
    """Whether all are of the forms of `grid`; nearly every row is of texts only."""
    return _PLAIN.issuperset(map(type, line)) or all(map(_is_cell, line))


def _is_cell(raw: Any) -> bool:
    """One of the forms of `grid`."""
    if raw is None or raw.__class__ is str:
        return True
    if raw.__class__ is not dict:
        return False
    if "d" in raw:
        try:
            date.fromisoformat(raw["d"])
        except (ValueError, TypeError):
            return False
    return all(isinstance(value, _KINDS.get(name, (str,))) for name, value in raw.items())


def _is_range(merge: Any) -> bool:
    return isinstance(merge, list) and len(merge) == 4 and all(isinstance(edge, int) for edge in merge)
