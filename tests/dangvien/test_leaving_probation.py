"""Undoing or redoing an admission (X12, X13), striking a probationer off (X14): ledger, pointers, counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dangvien.actions.casework import reverse_step
from dangvien.models import CaseState, Kind, Member, Movement, StepKind, User
from dangvien.procedure.facts import DecisionFacts, VoteFacts
from dangvien.procedure.problem import Refused
from tests import factories
from tests.people import World
from tests.ways import Walk

LATER = date(2026, 1, 10)


@pytest.fixture
def walk(world: World, an: User) -> Walk:
    return Walk(an, world.a1, world.city)


def heads(day: date = LATER) -> int:
    """Members on a day, as every report counts them."""
    return sum(Movement.objects.filter(occurred_on__lte=day).values_list("sign", flat=True))


def admissions() -> int:
    """Admissions of all years, as every report counts them."""
    return sum(Movement.objects.filter(kind=Kind.KET_NAP).values_list("weight", flat=True))


def pointers(member: Member) -> tuple[object, object, object]:
    member.refresh_from_db()
    return member.organization, member.admitted_on, member.official_on


def test_X12_a_cancelled_admission_takes_the_member_out_and_its_reversal_back(walk: Walk, world: World, an: User):
    walk.until(StepKind.LE_KET_NAP)
    member, before, counted = walk.member, heads(), admissions()
    stood = pointers(member)

    step = walk.step(StepKind.HUY_KET_NAP)

    assert step.probationer == member
    assert step.movement is not None
    assert (step.movement.kind, step.movement.sign, step.movement.decision) == (Kind.HUY_KET_NAP, -1, step.decision)
    assert heads() == before - 1
    assert admissions() == counted
    assert pointers(member)[0] is None
    case = walk.candidate.person.cases.get(member=member)
    assert (case.state, case.is_open, case.organization) == (CaseState.X12, False, world.a1)

    reverse_step(by=an, step=step, reason="Ghi nhầm người", today=walk.today)

    assert (heads(), admissions()) == (before, counted)
    assert pointers(member) == stood
    assert walk.probation.state == CaseState.D01
    again = walk.step(StepKind.HUY_KET_NAP)
    assert heads() == before - 1
    assert again.decision != step.decision


def test_X12_only_who_decided_may_cancel(walk: Walk, world: World):
    walk.until(StepKind.LE_KET_NAP)
    day = walk.day + timedelta(days=1)

    with pytest.raises(Refused, match="cấp ấy mới hủy được"):
        walk.step(StepKind.HUY_KET_NAP, day, decision=DecisionFacts(world.ward_a, 4, "ĐU", day))


def test_X12_before_the_ceremony_there_is_nothing_to_cancel(walk: Walk):
    walk.until(StepKind.QUYET_DINH_KET_NAP)

    with pytest.raises(Refused, match="Chưa kết nạp"):
        walk.step(StepKind.HUY_KET_NAP)


def test_X13_a_new_decision_keeps_the_probationer_and_the_counts(walk: Walk, world: World, an: User):
    walk.until(StepKind.LE_KET_NAP)
    member, before, counted = walk.member, heads(), admissions()
    ceremony = member.admitted_on

    step = walk.step(StepKind.LAM_LAI_QUYET_DINH)

    assert (heads(), admissions()) == (before, counted)
    assert pointers(member) == (world.a1, ceremony, None)
    line = member.movements.standing().get()
    assert (line.kind, line.occurred_on, line.decision) == (Kind.KET_NAP, ceremony, step.decision)
    assert line.candidate == walk.candidate
    assert walk.probation.state == CaseState.D01
    with pytest.raises(Refused, match="ghi một quyết định lại nữa"):
        reverse_step(by=an, step=step, reason="Nhầm", today=walk.today)


def test_X13_the_days_are_set_anew(walk: Walk, world: World):
    walk.until(StepKind.LE_KET_NAP)
    member = walk.member
    assert member.admitted_on is not None
    anew = member.admitted_on + timedelta(days=40)
    walk.step(StepKind.LAM_LAI_QUYET_DINH, anew + timedelta(days=5), basis_on=anew)

    assert pointers(member) == (world.a1, anew, None)
    assert walk.probation.since == anew


def test_X13_an_official_member_stays_official(walk: Walk, world: World):
    walk.until(StepKind.QUYET_DINH_CONG_NHAN)
    member, before = walk.member, heads()
    stood = pointers(member)

    walk.step(StepKind.LAM_LAI_QUYET_DINH)

    assert pointers(member) == stood
    assert heads() == before
    kinds = [line.kind for line in member.movements.standing().in_order()]
    assert kinds == [Kind.KET_NAP, Kind.CONG_NHAN]
    recognitions = Movement.objects.filter(kind=Kind.CONG_NHAN, member=member)
    assert sum(recognitions.values_list("weight", flat=True)) == 1


def test_X13_is_refused_when_another_line_followed(walk: Walk, world: World):
    walk.until(StepKind.LE_KET_NAP)
    day = walk.day + timedelta(days=10)
    factories.movement(walk.member, world.a1, Kind.CHUYEN_DI, day)
    factories.movement(walk.member, world.a1, Kind.CHUYEN_DEN, day)

    with pytest.raises(Refused, match="Đính chính dòng ấy trước"):
        walk.step(StepKind.LAM_LAI_QUYET_DINH, day + timedelta(days=5))


def test_X14_two_votes_and_a_decision_strike_a_probationer_off(walk: Walk, an: User):
    walk.until(StepKind.LE_KET_NAP)
    member, before, stood = walk.member, heads(), pointers(walk.member)
    for kind in (StepKind.NQ_DANG_UY_XOA_TEN, StepKind.QUYET_DINH_XOA_TEN):
        with pytest.raises(Refused, match="Chưa có nghị quyết của chi bộ"):
            walk.step(kind)
    walk.step(StepKind.NQ_CHI_BO_XOA_TEN)
    with pytest.raises(Refused, match="Chưa có nghị quyết của đảng ủy cơ sở"):
        walk.step(StepKind.QUYET_DINH_XOA_TEN)
    voted = walk.step(StepKind.NQ_DANG_UY_XOA_TEN)
    assert walk.probation.state == CaseState.D01

    step = walk.step(StepKind.QUYET_DINH_XOA_TEN)

    assert step.movement is not None
    assert (step.movement.kind, step.movement.sign) == (Kind.XOA_TEN, -1)
    assert heads() == before - 1
    assert pointers(member)[0] is None
    case = walk.candidate.person.cases.get(member=member)
    assert (case.state, case.is_open) == (CaseState.X14, False)
    with pytest.raises(Refused, match="dựa vào bước này"):
        reverse_step(by=an, step=voted, reason="Nhầm", today=walk.today)

    reverse_step(by=an, step=step, reason="Ghi nhầm người", today=walk.today)

    assert heads() == before
    assert pointers(member) == stood
    assert walk.probation.state == CaseState.D01
    reverse_step(by=an, step=voted, reason="Ghi nhầm người", today=walk.today)


def test_X14_a_short_vote_of_the_cell_leads_no_further(walk: Walk):
    walk.until(StepKind.LE_KET_NAP)
    walk.step(StepKind.NQ_CHI_BO_XOA_TEN, vote=VoteFacts(convened=9, present=9, agree=5, disagree=4))

    with pytest.raises(Refused, match="không đủ phiếu"):
        walk.step(StepKind.NQ_DANG_UY_XOA_TEN)


def test_X14_an_official_member_is_not_struck_off_this_way(walk: Walk):
    walk.until(StepKind.QUYET_DINH_CONG_NHAN)

    with pytest.raises(Refused, match="Đã chính thức"):
        walk.step(StepKind.NQ_CHI_BO_XOA_TEN)
