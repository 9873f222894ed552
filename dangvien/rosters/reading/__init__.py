"""The door for files of people: what came is told by its content, read in a child that is bound, given row by row.

A sheet comes before its rows with all that is known of it: state, hidden columns, merged ranges. Rows with nothing in
them do not come; each row bears the number that the file gives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dangvien.limited import TOO_HEAVY, Unreadable, stream_limited
from dangvien.rosters.grid import Raw, Row, Sheet
from dangvien.rosters.reading.bounds import (
    MEMORY,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    NOTHING_INSIDE,
    SECONDS,
    TOO_LARGE,
    TOO_MANY_ROWS,
)
from dangvien.rosters.reading.events import understood
from dangvien.rosters.reading.work import read

__all__ = ["MOST_BYTES", "MOST_COLUMNS", "MOST_ROWS", "Unreadable", "iterate_roster", "read_roster"]

_MOST_SHARED = 100_000
"""Different cells that are kept once for all rows that have them."""


def iterate_roster(content: bytes, file_name: str) -> Iterator[Sheet | Row]:
    """Each sheet, without rows, and after it its rows. Raises `Unreadable` with one sentence, at once or on the way.

    Whoever stops early closes the iterator. A file in which there is no row at all is refused at its end.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    rows, sheets = 0, 0
    for event in stream_limited(read, content, file_name, memory=MEMORY, seconds=SECONDS):
        told = understood(event)
        if isinstance(told, Sheet):
            sheets += 1
        elif not sheets:
            raise Unreadable(TOO_HEAVY)
        else:
            rows += 1
        if rows > MOST_ROWS:
            raise Unreadable(TOO_MANY_ROWS)
        yield told
    if not rows:
        raise Unreadable(NOTHING_INSIDE)


def read_roster(content: bytes, file_name: str) -> list[Sheet]:
    """All sheets with their rows; equal cells are one object. Raises `Unreadable` with one sentence."""
    sheets: list[Sheet] = []
    known: dict[Any, Any] = {}
    for told in iterate_roster(content, file_name):
        if isinstance(told, Sheet):
            sheets.append(told)
        else:
            sheets[-1].rows.append(Row(told.number, [_shared(raw, known) for raw in told.cells], told.hidden))
    return sheets


def _shared(raw: Raw, known: dict[Any, Any]) -> Raw:
    """A cell that was met before, in place of its equal: sexes, cells and days repeat a thousand times."""
    if raw is None:
        return None
    key = (*raw, *raw.values()) if isinstance(raw, dict) else raw
    kept = known.get(key)
    if kept is None and len(known) < _MOST_SHARED:
        known[key] = raw
    return kept or raw
