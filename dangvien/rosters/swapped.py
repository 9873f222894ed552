"""Days that an Excel with American settings turned round: seen in a column as a whole, never in one cell.

Typed day first, 05/03/1970 became 3 May there and 25/03/1970 stayed text. So in such a column all real days are at most
the twelfth and all text days are later; by chance that hardly happens in a column of some rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dangvien.rosters.form import RosterForm, Value
from dangvien.rosters.grid import Row
from dangvien.rosters.values.days import text_day

if TYPE_CHECKING:
    from dangvien.rosters.layout import Layout

CELLS, TEXTS = "cells", "texts"
"""What of a column is turned round: its real days, or its texts, which are month first."""

_LAST_MONTH, _LAST_DAY = 12, 31
_EARLY_SHARE = 12 / 30.4
"""Share of days that are at most the twelfth of their month."""
_CHANCE = 0.02
"""What is likelier than this by chance is not taken for a sign."""
_ENOUGH_TEXTS = 3


def american_columns(rows: Sequence[Row], layout: Layout, form: RosterForm) -> dict[int, str]:
    """Columns whose days are turned round, and which of them. The columns of a sheet speak together: they were typed
    on one computer."""
    seen = {column: _seen(rows, column, layout) for column in _day_columns(layout, form)}
    found = {column: TEXTS for column, days in seen.items() if days.month_first >= _ENOUGH_TEXTS and not days.day_first}
    mixed = {column: days for column, days in seen.items() if days.fit and days.cells and days.texts}
    cells, texts = (sum(getattr(days, what) for days in mixed.values()) for what in ("cells", "texts"))
    if mixed and _EARLY_SHARE**cells * (1 - _EARLY_SHARE) ** texts < _CHANCE:
        found |= {column: CELLS for column, days in seen.items() if days.fit and days.cells}
    return found


def _day_columns(layout: Layout, form: RosterForm) -> list[int]:
    return [
        columns[0]
        for known in form.fields
        if known.value in (Value.DAY, Value.BIRTH, Value.MALE_MARK, Value.FEMALE_MARK)
        and len(columns := layout.columns.get(known.key, ())) == 1
        and columns[0] not in layout.shared
    ]


@dataclass(slots=True)
class _Days:
    """The days of a column. `fit`: no real day is later than the twelfth, no text day earlier than the thirteenth."""

    cells: int = 0
    texts: int = 0
    month_first: int = 0
    day_first: int = 0
    fit: bool = True


def _seen(rows: Sequence[Row], column: int, layout: Layout) -> _Days:
    days = _Days()
    for row in rows:
        raw = row.cells[column] if column < len(row.cells) else None
        if raw is None or raw == "" or row.number in layout.parts or row.number in layout.header_rows:
            continue
        if isinstance(raw, str):
            if parts := text_day(raw):
                first, second, _ = parts
                days.texts += 1
                days.fit = days.fit and first > _LAST_MONTH
                days.month_first += first <= _LAST_MONTH < second <= _LAST_DAY
                days.day_first += second <= _LAST_MONTH < first
        elif isinstance(raw, dict) and "d" in raw:
            days.cells += 1
            days.fit = days.fit and int(raw["d"][8:10]) <= _LAST_MONTH
    return days
