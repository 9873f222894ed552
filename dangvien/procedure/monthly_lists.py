"""A cell's list of quần chúng ưu tú in one month: who was on it, came, left and why; which cells reviewed theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F

from dangvien import codes
from dangvien.dates import add_months
from dangvien.models import Candidate, ListReview, Organization, Step, StepKind
from dangvien.models.candidate import CandidateQuerySet
from dangvien.models.organization import CELLS
from dangvien.scope import Scope

MONTHS_BACK = 24
"""So many past months can be chosen."""

ADMITTED = "Đã kết nạp"


@dataclass(frozen=True)
class Month:
    """A month by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.replace(day=1))

    @property
    def last(self) -> date:
        return add_months(self.first, 1) - timedelta(days=1)

    @property
    def code(self) -> str:
        """As addresses say it: 2026-05."""
        return f"{self.first:%Y-%m}"

    def __str__(self) -> str:
        return f"tháng {self.first.month}/{self.first.year}"


def months_of(today: date) -> list[Month]:
    """The months that can be chosen, newest first."""
    return [Month(add_months(today.replace(day=1), -back)) for back in range(MONTHS_BACK)]


@dataclass(frozen=True)
class Line:
    """One person of a month's list. `left_on` and `reason` are set for those who left in this month."""

    candidate: Candidate
    came: bool
    left_on: date | None
    reason: str
    helper: str


@dataclass(frozen=True)
class MonthlyList:
    """A cell's list at the end of a month (`present`), who came in it and who left in it."""

    month: Month
    present: Sequence[Line]
    left: Sequence[Line]

    @property
    def came(self) -> list[Line]:
        return [line for line in [*self.present, *self.left] if line.came]


def monthly_list(scope: Scope, cell: Organization, month: Month) -> MonthlyList:
    """The list of one cell for one month, in order of names, from two queries."""
    last = min(month.last, scope.today)
    people = scope.candidates.filter(organization=cell).of_list_during(month.first, last)
    rows = list(people.with_state().select_related("person").in_name_order())
    helpers = _helpers(rows)
    present: list[Line] = []
    left: list[Line] = []
    for candidate in rows:
        left_on, admission_on = vars(candidate)["left_on"], vars(candidate)["admission_on"]
        gone = left_on is not None and left_on <= last
        reason = "" if not gone else ADMITTED if left_on == admission_on else candidate.close_reason
        came = month.first <= candidate.opened_on <= month.last
        line = Line(candidate, came, left_on if gone else None, reason, helpers.get(candidate.pk, ""))
        (left if gone else present).append(line)
    return MonthlyList(month, present, left)


def _helpers(candidates: Sequence[Candidate]) -> Mapping[int, str]:
    """Who helps each of these people, by the newest standing step that names a helper."""
    steps = Step.objects.standing().of_kind(StepKind.VAO_DANH_SACH, StepKind.PHAN_CONG_GIUP_DO)
    named = steps.filter(candidate__in=candidates, helper__isnull=False).in_order()
    return {key: name for key, name in named.values_list("candidate_id", "helper__person__full_name") if key}


def reason_kind(words: str) -> str:
    """Which reason of the code list these words begin with; what stands in no list is "Lý do khác".

    Files taken out of the program carry this and not what somebody added.
    """
    if words == ADMITTED:
        return words
    known = codes.of("leaving_reason")
    return known.label(known.find(words.partition(":")[0]) or "khac")


@dataclass(frozen=True)
class Reviewed:
    """One cell in a month: how many were on its list at the end, came and left, and its review."""

    organization_id: int
    code: str
    name: str
    above: str
    present: int
    came: int
    left: int
    review: ListReview | None


def reviewed_cells(scope: Scope, month: Month, top: Organization | None = None) -> list[Reviewed]:
    """Every cell that stood in a month, in official order, from five queries."""
    last = min(month.last, scope.today)
    placements = scope.placements.in_force_on(last).filter(kind__in=CELLS).in_tree_order(last)
    if top is not None:
        placements = placements.filter(organization__in=scope.organizations.under([top.pk], on=last))
    everybody = scope.candidates
    present = _by_cell(everybody.on_list(last))
    came = _by_cell(everybody.filter(opened_on__range=(month.first, month.last)))
    left = _by_cell(everybody.left_during(month.first, last))
    reviews = {review.organization_id: review for review in scope.list_reviews.of_month(month.first)}
    rows = placements.values_list("organization_id", "organization__code", "name", F("above_name"))
    return [
        Reviewed(
            key, code, name, above or "", present.get(key, 0), came.get(key, 0), left.get(key, 0), reviews.get(key)
        )
        for key, code, name, above in rows
    ]


def _by_cell(candidates: CandidateQuerySet) -> Mapping[int, int]:
    return dict(candidates.order_by().values_list("organization").annotate(n=Count("pk")))
