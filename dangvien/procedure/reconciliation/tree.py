"""The placements against one another: one at a time, without gaps, under superiors that stand, in no circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from django.db.models import Q

from dangvien.models import FOREVER, Organization, Placement, Reorganization
from dangvien.procedure.reconciliation.fault import Fault, Reach
from dangvien.text import day_short


def span_faults(reach: Reach) -> Iterator[Fault]:
    """Every organization has placements, and they follow one another day by day."""
    spans = _spans()
    # What an act founded that was taken back has no place any more; lines of the ledger, reversed, still name it.
    unmade = Reorganization.objects.filter(taken_back_at__isnull=False)
    named = Organization.objects.filter(Q(movements__reorganization__in=unmade) | Q(reorganizations__in=unmade))
    for organization in Organization.objects.exclude(pk__in=named.values("pk")).order_by("code"):
        if organization.pk not in spans and organization.pk in reach.keys:
            yield Fault(
                f"Tổ chức {organization.code}: chưa có vị trí nào trong hệ thống.", organization_id=organization.pk
            )
    for key, own in _reached(spans, reach):
        for before, after in pairwise(own):
            if after.valid_from < before.valid_to:
                end = min(before.valid_to, after.valid_to)
                sentence = f"{after.name}: hai vị trí chồng lên nhau {_between(after.valid_from, end)}."
                yield Fault(sentence, organization_id=key)
            elif after.valid_from > before.valid_to:
                sentence = f"{after.name}: không có vị trí nào {_between(before.valid_to, after.valid_from)}."
                yield Fault(sentence, organization_id=key)


def parent_faults(reach: Reach) -> Iterator[Fault]:
    """A superior stands for as long as something hangs under it; only archives may hang under an archive."""
    spans = _spans()
    for key, own in _reached(spans, reach):
        for placement in own:
            if placement.parent_id is None:
                continue
            above = [span for span in spans.get(placement.parent_id, ()) if placement.is_archive or not span.is_archive]
            missing = _first_uncovered(placement, above)
            if missing is not None:
                superior = _last_name(spans, placement.parent_id)
                sentence = f"{placement.name}: cấp trên {superior} không hoạt động {_between(*missing)}."
                yield Fault(sentence, organization_id=key)


def circle_faults(reach: Reach) -> Iterator[Fault]:
    """No organization is its own superior on any day. A circle closes on the first day of one of its placements, so
    that only those days are looked at."""
    spans = _spans()
    seen = set()
    for key, own in _reached(spans, reach):
        for placement in own:
            circle = _circle(spans, placement)
            if circle and frozenset(circle) not in seen:
                seen.add(frozenset(circle))
                names = " → ".join(_last_name(spans, pk) for pk in [*circle, circle[0]])
                sentence = f"Vòng lặp cấp trên từ ngày {day_short(placement.valid_from)}: {names}."
                yield Fault(sentence, organization_id=key)


def _spans() -> dict[int, list[Placement]]:
    """The placements of every organization in the order of time."""
    spans: dict[int, list[Placement]] = {}
    for placement in Placement.objects.order_by("organization__code", "valid_from").select_related("parent"):
        spans.setdefault(placement.organization_id, []).append(placement)
    return spans


def _reached(spans: dict[int, list[Placement]], reach: Reach) -> Iterator[tuple[int, list[Placement]]]:
    """Those of the organizations that the check looks at."""
    return ((key, own) for key, own in spans.items() if key in reach.keys)


def _first_uncovered(placement: Placement, above: Iterable[Placement]) -> tuple[date, date] | None:
    """The first stretch of the placement's time that none of the others covers."""
    reached = placement.valid_from
    for span in above:
        if span.valid_from > reached:
            return reached, min(span.valid_from, placement.valid_to)
        reached = max(reached, span.valid_to)
        if reached >= placement.valid_to:
            return None
    return reached, placement.valid_to


def _circle(spans: dict[int, list[Placement]], start: Placement) -> list[int]:
    """The organizations met when one goes up from `start` on its first day and comes back to it; empty otherwise."""
    met = [start.organization_id]
    above = start.parent_id
    while above is not None and above not in met:
        met.append(above)
        above = next((span.parent_id for span in spans.get(above, ()) if _holds(span, start.valid_from)), None)
    return met if above == start.organization_id else []


def _holds(span: Placement, day: date) -> bool:
    return span.valid_from <= day < span.valid_to


def _last_name(spans: dict[int, list[Placement]], pk: int) -> str:
    return spans[pk][-1].name if pk in spans else Organization.objects.get(pk=pk).code


def _between(first: date, end: date) -> str:
    since = f"từ ngày {day_short(first)}"
    return since if end == FOREVER else f"{since} đến trước ngày {day_short(end)}"
