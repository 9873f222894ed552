"""Random ways: whatever is recorded in whatever order, a case is never in a state its facts do not allow.

The steps are drawn by a machine that knows nothing of the procedure: it tries any kind on any day, with any vote. What
is refused changes nothing; what is accepted must leave the register as these tests ask.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dangvien.actions.casework import reverse_step
from dangvien.actions.correction import set_pointers
from dangvien.actions.progress import refresh_all
from dangvien.models import (
    Case,
    CaseState,
    Deadline,
    Kind,
    Member,
    Movement,
    Outcome,
    Step,
    StepKind,
    TrainingClass,
    User,
)
from dangvien.models.step import StepQuerySet
from dangvien.procedure.casefile import CaseFile, candidate_file, probation_file
from dangvien.procedure.checks.dates import AFTER
from dangvien.procedure.clocks import deadlines_of
from dangvien.procedure.facts import VoteFacts
from dangvien.procedure.problem import Refused
from dangvien.procedure.standing import admission_standing, fell_short, probation_standing
from tests.people import World
from tests.ways import WAY, Walk

_codes = count(1)

KINDS = [*WAY, *WAY, *[kind for kind in StepKind if kind not in WAY]]
"""Steps of the ordinary way are tried more often, or no case would come far."""

VOTES = st.builds(
    VoteFacts,
    convened=st.just(9),
    excluded=st.integers(0, 2),
    present=st.integers(5, 9),
    agree=st.sampled_from([3, 5, 6, 7, 7, 7]),
)

ACTS = ["ghi", "ghi", "ghi", "ghi", "ghi", "bo", "bo bất kỳ"]
"""Record a step; take the newest one back; take any one back."""

TRIALS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(-3, 25), VOTES, st.sampled_from(ACTS)),
    min_size=10,
    max_size=40,
)


def tries(walk: Walk, trials: list[tuple[StepKind, int, VoteFacts, str]]) -> None:
    """Carry out a list of trials: each one is recorded or refused, or takes a step back. Nothing else is raised."""
    day = walk.begins_on
    for kind, later, vote, act in trials:
        day = min(max(day + timedelta(days=later), walk.begins_on), walk.today)
        given = {"vote": vote} if "vote" in walk.facts(kind, day).__dict__ and walk.facts(kind, day).vote else {}
        try:
            if act != "ghi":
                steps = list(_steps(walk).standing().order_by("-pk"))
                chosen = steps[0 if act == "bo" else later % len(steps) :] if steps else []
                for step in chosen[:1]:
                    reverse_step(by=walk.by, step=step, reason="Thử", today=walk.today)
            else:
                walk.step(kind, day, **given)
        except (Refused, Step.DoesNotExist):
            continue


def _steps(walk: Walk) -> StepQuerySet:
    """Every step of the person: of the way and of the probation."""
    person = walk.candidate.person
    return Step.objects.filter(Q(candidate__person=person) | Q(probationer__person=person))


def check(walk: Walk) -> None:
    """Whatever stands must be possible."""
    walk.candidate.refresh_from_db()
    case = candidate_file(walk.candidate, walk.today)
    stored = Case.objects.get(candidate=walk.candidate)
    standing = admission_standing(case)
    assert (stored.state, stored.since, stored.is_open) == (standing.state, standing.since, standing.is_open)
    _same_deadlines(stored, case)
    for step in case.steps:
        assert step.occurred_on <= walk.today
        for kind in AFTER.get(StepKind(step.kind), ()):
            before = [line for line in case.all(kind) if line.pk < step.pk]
            assert all(line.occurred_on <= step.occurred_on for line in before[-1:])
    _ledger(walk)
    _pointers(walk)
    _closed(case)
    assert refresh_all(walk.today) >= 0
    again = Case.objects.get(candidate=walk.candidate)
    assert (again.state, again.since, again.is_open) == (stored.state, stored.since, stored.is_open)
    if case.admission_decision:
        assert case.resolution is not None
        assert case.resolution.vote.passed
    if stored.state == CaseState.S19:
        assert case.ceremony is not None
    if walk.candidate.closed_on:
        assert not stored.is_open
    member = Member.objects.filter(person=walk.candidate.person).first()
    if member and member.organization_id:
        probation = probation_file(member, walk.today)
        row = Case.objects.get(member=member)
        there = probation_standing(probation)
        assert (row.state, row.is_open) == (there.state, there.is_open)
        if member.official_on:
            assert member.admitted_on is not None
            assert probation.probation_ends_on == member.official_on
            decision = probation.last(StepKind.QUYET_DINH_CONG_NHAN)
            assert decision is not None
            assert decision.outcome == Outcome.DONG_Y


def _ledger(walk: Walk) -> None:
    """The ledger adds up to presence or absence, and every standing line of admission has its ceremony."""
    lines = Movement.objects.filter(member__person=walk.candidate.person)
    assert sum(line.sign for line in lines) in {0, 1}
    present = Member.objects.filter(person=walk.candidate.person, organization__isnull=False).exists()
    assert sum(line.sign for line in lines) == int(present)
    admissions = lines.standing().filter(kind=Kind.KET_NAP)
    assert admissions.count() <= 1
    for line in admissions:
        assert Step.objects.standing().filter(movement=line).count() == 1
    there: dict[int, int] = {}
    for line in lines.in_order():
        there[line.organization_id] = there.get(line.organization_id, 0) + line.sign
        later = lines.filter(occurred_on=line.occurred_on, organization=line.organization_id, pk__gt=line.pk)
        assert later.exists() or there[line.organization_id] in {0, 1}
    redone = _steps(walk).standing().filter(kind=StepKind.LAM_LAI_QUYET_DINH).exists()
    for step in _steps(walk).filter(movement__isnull=False):
        stands = _steps(walk).standing().filter(pk=step.pk).exists()
        assert redone or stands == (step.movement in lines.standing())


def _pointers(walk: Walk) -> None:
    """The member's row is what the standing lines and steps make of it, and every step is in a file."""
    member = Member.objects.filter(person=walk.candidate.person).first()
    if member is None:
        return
    fresh = Member.objects.get(pk=member.pk)
    set_pointers(fresh)
    for name in ("organization_id", "admitted_on", "official_on"):
        assert getattr(fresh, name) == getattr(member, name)
    own = Step.objects.filter(probationer=member).standing()
    if not member.movements.standing().exists():
        assert not own.exists()
        return
    assert set(own) <= set(probation_file(member, walk.today).steps)
    for kind, number in (
        (StepKind.HO_SO_DANG_VIEN, member.file_number),
        (StepKind.PHAT_THE, member.card_number or ""),
    ):
        last = own.filter(kind=kind).exclude(number="").order_by("-pk").first()
        assert number == (last.number if last else "")


def _closed(case: CaseFile) -> None:
    """Closed while a step that closes stands; introductions are those of the standing steps."""
    candidate = case.candidate
    assert candidate is not None
    refused = case.all(StepKind.QUYET_DINH_KET_NAP)
    closing = case.closing or any(no.outcome == Outcome.KHONG_DONG_Y and not fell_short(no) for no in refused)
    assert bool(closing) == (candidate.closed_on is not None)
    counted = {(row.resolution, row.resolved_on) for row in case.introductions}
    assert counted <= {(step.number, step.occurred_on) for step in case.all(StepKind.GIOI_THIEU_DOAN_THE)}
    assert bool(counted) == case.has(StepKind.GIOI_THIEU_DOAN_THE)


def _same_deadlines(stored: Case, case: object) -> None:
    fresh = [(item.clock, item.due_on) for item in deadlines_of(stored, case)] if stored.is_open else []  # type: ignore[arg-type]
    kept = Deadline.objects.filter(case=stored).in_order().values_list("clock", "due_on")
    assert sorted(kept) == sorted(fresh)


BOUNDED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a way is long: to shrink one takes longer than to read it
)


@settings(BOUNDED, max_examples=7)
@given(trials=TRIALS)
def test_no_sequence_of_permitted_steps_reaches_an_impossible_state(world: World, an: User, trials) -> None:
    walk = Walk(an, world.a1, world.city, elsewhere=world.a2)
    walk.certify(date(2024, 1, 20))

    tries(walk, trials)

    check(walk)


@settings(BOUNDED, max_examples=5)
@given(start=st.sampled_from(WAY[5:]), trials=TRIALS)
def test_from_any_point_of_the_ordinary_way_too(world: World, an: User, start: StepKind, trials) -> None:
    walk = Walk(an, world.a1, world.city, elsewhere=world.a2)
    try:
        walk.until(start)
    except Refused:
        pytest.fail("the ordinary way itself is refused")
    if start == WAY[-1]:
        walk.certify(walk.day, TrainingClass.Kind.DANG_VIEN_MOI)

    tries(walk, trials)

    check(walk)
