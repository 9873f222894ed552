"""Somebody the register knows from one place is taken up at another: the place they were at before hears of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dangvien.actions.auditing import Noted, note_all
from dangvien.models import ImportBatch, Organization, Person, User

TAKEN_UP = "nơi khác nhận người đã ghi ở đây"


def tell_places_before(
    *, by: User, person: Person, before: Iterable[int], cell: Organization, on: date, what: str
) -> None:
    """An entry at each place where somebody was before (`places_before`, asked before anything was written), except
    the cell that takes them up: who took them, where, as what."""
    after = {"nơi nhận": cell.name_on(on), "ghi là": what}
    entries = [Noted(TAKEN_UP, person, place, after=after) for place in before if place != cell.pk]
    if entries:
        note_all(by=by, entries=entries)


def list_took_up(
    batch: ImportBatch, people: Iterable[Person], before: Mapping[int, Sequence[int]], *, what: str, today: date
) -> list[Noted]:
    """As `tell_places_before`, for people whom a list takes up: the entries, at places outside of the organization the
    list is for. The caller writes them with those of the list."""
    met = [(person, place) for person in people for place in before.get(person.pk, ())]
    if not met:
        return []
    own = set(Organization.objects.under({batch.organization_id}, on=today).values_list("pk", flat=True))
    after = {"nơi nhận": batch.organization.name_on(batch.as_of), "ghi là": what, "từ tệp": batch.file_name}
    return [Noted(TAKEN_UP, person, place, after=after) for person, place in met if place not in own]
