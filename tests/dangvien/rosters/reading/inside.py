"""The readers without their child: what it would say, as its parent would understand it."""

from __future__ import annotations

from dangvien.rosters.grid import Row, Sheet
from dangvien.rosters.reading.events import understood
from dangvien.rosters.reading.work import read


def sheets_of(content: bytes, name: str = "a.xlsx") -> list[Sheet]:
    """All sheets with their rows. Raises `Unreadable`."""
    sheets: list[Sheet] = []
    for told in map(understood, read(content, name)):
        if isinstance(told, Row):
            sheets[-1].rows.append(told)
        else:
            sheets.append(told)
    return sheets
