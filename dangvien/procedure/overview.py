"""What matters today in a scope, counted and listed briefly for the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from dangvien.dates import add_months
from dangvien.models import Candidate, Movement
from dangvien.models.candidate import certified_during
from dangvien.procedure.checks.admission import official_day
from dangvien.procedure.deadlines import (
    SOON_DAYS,
    SOON_MONTHS,
    ProbationEnd,
    oldest_valid_certificate,
    probation_ending,
)
from dangvien.scope import Scope

SHOWN = 8
"""How many rows a short list of the first page shows."""


@dataclass(frozen=True)
class Overview:
    """Counts of today, and the first rows of what is due; each list comes with how many there are in all."""

    members: int
    probationary: int
    followed: int
    certified: int
    running_classes: int
    probation: list[ProbationEnd]
    probation_count: int
    certificates: list[Candidate]
    certificate_count: int
    lines: list[Movement]

    @property
    def organizations(self) -> list[int | None]:
        """The organizations named on the page."""
        return [
            *(end.member.organization_id for end in self.probation),
            *(candidate.organization_id for candidate in self.certificates),
            *(line.organization_id for line in self.lines),
        ]


def overview(scope: Scope) -> Overview:
    """Read the first page's facts (seven queries, however large the scope)."""
    today = scope.today
    present = scope.present_members
    counted = present.aggregate(members=Count("pk"), probationary=Count("pk", filter=Q(official_on__isnull=True)))
    oldest = oldest_valid_certificate(today)
    soon = add_months(oldest, SOON_MONTHS)
    followed = scope.candidates.open()
    ways = followed.aggregate(
        followed=Count("pk"),
        certified=Count("pk", filter=certified_during(oldest, today)),
        ending=Count("pk", filter=certified_during(oldest, soon)),
    )
    due = probation_ending(present, today + timedelta(days=SOON_DAYS))
    return Overview(
        members=counted["members"],
        probationary=counted["probationary"],
        followed=ways["followed"],
        certified=ways["certified"],
        running_classes=scope.classes.filter(starts_on__lte=today, ends_on__gte=today).count(),
        probation=[
            ProbationEnd(member, official_day(member.admitted_on), today)
            for member in due.select_related("person")[:SHOWN]
            if member.admitted_on
        ],
        probation_count=due.count(),
        certificates=list(
            followed.certified_during(oldest, soon).select_related("person").in_certificate_order()[:SHOWN]
        ),
        certificate_count=ways["ending"],
        lines=list(scope.movements.select_related("member__person", "decision").newest_first()[:SHOWN]),
    )
