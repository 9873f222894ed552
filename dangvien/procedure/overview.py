"""What stands in a scope today, counted for the first page, and the newest lines of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from dangvien.models import Movement
from dangvien.models.candidate import certified_during
from dangvien.procedure.deadlines import oldest_valid_certificate
from dangvien.scope import Scope

SHOWN = 8
"""How many rows a short list of the first page shows."""


@dataclass(frozen=True)
class Overview:
    """Counts of today, and the newest lines."""

    members: int
    probationary: int
    followed: int
    certified: int
    running_classes: int
    lines: list[Movement]


def overview(scope: Scope) -> Overview:
    """Read the first page's facts (four queries, however large the scope)."""
    today = scope.today
    counted = scope.present_members.aggregate(
        members=Count("pk"), probationary=Count("pk", filter=Q(official_on__isnull=True))
    )
    valid = certified_during(oldest_valid_certificate(today), today)
    ways = scope.candidates.open().aggregate(followed=Count("pk"), certified=Count("pk", filter=valid))
    return Overview(
        members=counted["members"],
        probationary=counted["probationary"],
        followed=ways["followed"],
        certified=ways["certified"],
        running_classes=scope.classes.filter(starts_on__lte=today, ends_on__gte=today).count(),
        lines=list(scope.movements.select_related("member__person", "decision").newest_first()[:SHOWN]),
    )
