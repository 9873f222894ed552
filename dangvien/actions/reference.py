"""Reference data of organizations: residential places and the heads of their papers. Nothing is deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import Letterhead, Locality, User


@transaction.atomic
def keep(*, by: User, row: Locality | Letterhead, today: date) -> None:
    """Save a new or changed line of a list; the trail says which values were set or changed. Unchanged: nothing."""
    stored = type(row).objects.select_for_update(no_key=True).filter(pk=row.pk).first()
    before, after = (facts(stored, today) if stored else {}), facts(row, today)
    changed = [field for field in after if before.get(field) != after[field]]
    if not changed:
        return
    row.save()
    note(
        by=by,
        verb="ghi danh mục",
        subject=row,
        organization=row.organization,
        before={field: before[field] for field in changed} if stored else None,
        after={field: after[field] for field in changed},
    )


def facts(row: Locality | Letterhead, today: date) -> dict[str, Any]:
    """What a line says, under the names its columns carry on the screen."""
    said: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.primary_key:
            continue
        label = str(field.verbose_name)
        if field.name == "organization":
            said[label] = row.organization.name_on(today)
        elif field.choices:
            said[label] = str(dict(field.flatchoices).get(getattr(row, field.name), ""))
        else:
            said[label] = getattr(row, field.name)
    return said
