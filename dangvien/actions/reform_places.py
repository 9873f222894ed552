"""Khu phố and thôn of a divided unit go to its heirs: the old entry ends, a new one begins under the heir."""

from __future__ import annotations

from collections.abc import Mapping

from dangvien.models import FOREVER, Locality, Organization, Reorganization
from dangvien.procedure.restructuring.aftermath import PLACES


def move_places(act: Reorganization, wanted: Mapping[int, str]) -> int:
    """Give each place (by key) to the organization of a code from the act's day on; the seats the act opened for cells
    of a place name its new entry. Part of carrying out a reform plan; gives how many places moved."""
    heirs = {row.code: row for row in Organization.objects.filter(code__in=set(wanted.values()))}
    pairs = []
    for old in Locality.objects.filter(pk__in=wanted).order_by("pk"):
        heir = heirs[wanted[old.pk]]
        if heir.pk == old.organization_id:
            continue
        old.valid_to = act.occurred_on
        old.save(update_fields=["valid_to"])
        new = Locality.objects.create(name=old.name, kind=old.kind, organization=heir, valid_from=act.occurred_on)
        act.placements.filter(locality=old).update(locality=new)
        pairs.append([old.pk, new.pk])
    act.plan[PLACES] = pairs
    act.save(update_fields=["plan"])
    return len(pairs)


def return_places(act: Reorganization) -> None:
    """Undo `move_places`, as part of taking the act back: old entries hold again, new ones go."""
    for old, new in act.plan.get(PLACES, ()):
        act.placements.filter(locality=new).update(locality=old)
        Locality.objects.filter(pk=old).update(valid_to=FOREVER)
        Locality.objects.filter(pk=new).delete()
