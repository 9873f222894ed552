"""What an undoing would take back, and whom it would leave: for the page that asks before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from dangvien.actions import import_undo
from dangvien.models import ImportBatch

EXACT = 20_000
"""Rows of a batch looked at one by one while somebody waits; of a longer one only their number is told."""
SHOWN = 100
_PART = 2000


@dataclass(frozen=True)
class Stays:
    """Somebody who was touched since: name, where in the file, the person's key, why."""

    name: str
    number: int
    person: int | None
    why: str


@dataclass(frozen=True)
class Preview:
    """How many rows go, how many stay, the first of those; `exact` is False where nobody was looked at."""

    going: int
    stay: int
    shown: tuple[Stays, ...]
    exact: bool


def preview_of(batch: ImportBatch) -> Preview:
    """Look at what was written, as the undoing itself will once more."""
    written = batch.rows.filter(committed=True)
    total = written.count()
    if total > EXACT or batch.kind in import_undo.UNDO:
        return Preview(total, 0, (), exact=False)
    stays: list[Stays] = []
    last = count = 0
    while rows := list(written.filter(pk__gt=last).select_related("person").order_by("pk")[:_PART]):
        last = rows[-1].pk
        since = import_undo.touched(batch, rows)
        count += len(since)
        stays += [
            Stays(str(row.person or f"Dòng {row.number}"), row.number, row.person_id, since[row.pk])
            for row in rows
            if row.pk in since
        ][: SHOWN - len(stays)]
    return Preview(total - count, count, tuple(stays), exact=True)
