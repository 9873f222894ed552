"""Entries of the audit trail made readable for a page, with the names organizations have today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dangvien.models import AuditEntry
from dangvien.procedure.places import places_of
from dangvien.sentences import Told, organizations_in, told


def tell(entries: Iterable[AuditEntry], today: date) -> list[Told]:
    """Every entry as a sentence; all names are fetched in one query."""
    found = list(entries)
    names = {key: str(place) for key, place in places_of(organizations_in(found), today).items()}
    return [told(entry, names) for entry in found]
