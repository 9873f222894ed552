"""Members on probation whose twelve months end (R12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from dangvien.models import Case, CaseState, Clock, Deadline
from dangvien.period import Period
from dangvien.procedure.checks.admission import official_day
from dangvien.procedure.deadlines import last_admission_due
from dangvien.procedure.progress_lists import Due
from dangvien.procedure.spots import Places, Spot
from dangvien.scope import Scope
from dangvien.text import day_short
from reports.definition import Choices, Item, Option
from reports.lists.words import birth

SHOWS = {
    "ngay_sinh": ("person.birth_date",),
    "chi_bo": ("case.organization",),
    "ngay_ket_nap": ("member.admitted_on",),
    "het_du_bi": ("deadline.due_on",),
    "han_xet": ("deadline.due_on", "step.occurred_on"),
    "han_qd": ("deadline.due_on",),
    "tinh_trang": ("case.state", "deadline.due_on"),
}

HORIZON = Option(
    "chan_troi",
    "Hết 12 tháng dự bị",
    (
        ("0", "đến ngày báo cáo"),
        ("30", "trong 30 ngày sau ngày báo cáo"),
        ("60", "trong 60 ngày sau ngày báo cáo"),
        ("90", "trong 90 ngày sau ngày báo cáo"),
        ("180", "trong 180 ngày sau ngày báo cáo"),
    ),
)
"""How far beyond the day the list looks; whoever is late is always on it."""

_CLOCKS = (Clock.XET_CONG_NHAN, Clock.QUYET_DINH_CONG_NHAN)


def due(scope: Scope, period: Period, choices: Choices) -> Iterator[Item]:
    """Those still on probation in the register whose probation is over by the horizon, the first to be over first.

    The terms are those that stand written down (`Deadline`): by the rules of their days, with extensions.
    """
    until = period.last + timedelta(days=int(choices[HORIZON.code]))
    cases = list(
        scope.cases.on_probation()
        .filter(member__admitted_on__lte=last_admission_due(until))
        .select_related("member", "person")
        .order_by("member__admitted_on", "person__sort_key", "pk")
    )
    clocks = _clocks(scope, cases)
    places = Places.of(case.organization_id for case in cases)
    for case in cases:
        yield _item(case, clocks.get(case.pk, {}), places.on(case.organization_id, scope.today), scope.today)


def _clocks(scope: Scope, cases: list[Case]) -> dict[int, dict[str, Deadline]]:
    found: dict[int, dict[str, Deadline]] = {}
    for deadline in scope.deadlines.filter(case__in=cases, clock__in=_CLOCKS):
        found.setdefault(deadline.case_id, {})[deadline.clock] = deadline
    return found


def _item(case: Case, clocks: Mapping[str, Deadline], spot: Spot, today: date) -> Item:
    assert case.member is not None
    assert case.member.admitted_on is not None  # asked for so
    ends = official_day(case.member.admitted_on)
    review, decision = (clocks.get(clock) for clock in _CLOCKS)
    voted = f"đã xét {day_short(decision.started_on)}" if decision else ""
    return Item(
        key=f"h{case.pk}",
        label=case.person.full_name,
        values={
            "ngay_sinh": birth(case.person),
            "chi_bo": spot.full,
            "ngay_ket_nap": case.member.admitted_on,
            "het_du_bi": ends,
            "han_xet": review.due_on if review else voted,
            "han_qd": decision.due_on if decision else None,
            "tinh_trang": _state(case, ends, review, decision, today),
        },
        thing=case.person_id,
    )


def _state(case: Case, ends: date, review: Deadline | None, decision: Deadline | None, today: date) -> str:
    """What is waited for, and how far away its term is."""
    if decision is not None:
        return f"Chờ quyết định, {Due(decision.due_on, today).words}"
    if ends > today:
        return f"Chưa hết 12 tháng, {Due(ends, today).words}"
    words = Due(review.due_on, today).words if review else ""
    what = str(CaseState.X06.label) if case.state == CaseState.X06 else "Chờ chi bộ xét"
    return f"{what}, {words}" if words else what
