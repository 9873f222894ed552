"""Somebody the register knows from one place is taken up at another: the place they were at before hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dangvien.actions.auditing import Noted, note_all
from dangvien.models import Organization, Person, User


def tell_places_before(
    *, by: User, person: Person, before: Iterable[int], cell: Organization, on: date, what: str
) -> None:
    """An entry at each place where somebody was before (`places_before`, asked before anything was written), except
    the cell that takes them up: who took them, where, as what."""
    after = {"nơi nhận": cell.name_on(on), "ghi là": what}
    entries = [
        Noted("nơi khác nhận người đã ghi ở đây", person, place, after=after) for place in before if place != cell.pk
    ]
    if entries:
        note_all(by=by, entries=entries)
