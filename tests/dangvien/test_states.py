"""Every state of the way, and every way out of it, reached through the real actions: one test for each number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dangvien.actions.casework import record, reverse_step
from dangvien.actions.progress import refresh_candidate, refresh_member
from dangvien.dates import add_months
from dangvien.models import (
    CaseState,
    ClassProposal,
    Clock,
    Deadline,
    Enrollment,
    Kind,
    Matter,
    Member,
    Movement,
    Organization,
    OrganizationKind,
    Outcome,
    StepKind,
    TrainingClass,
    User,
)
from dangvien.procedure.facts import VoteFacts
from dangvien.procedure.problem import Refused
from tests import factories
from tests.people import World
from tests.ways import Walk

SHORT = VoteFacts(convened=9, present=9, agree=5, disagree=4)
"""Five of nine: less than two thirds."""


@pytest.fixture
def walk(world: World, an: User) -> Walk:
    return Walk(an, world.a1, world.city)


def noted(walk: Walk) -> None:
    refresh_candidate(walk.candidate, walk.today)


def proposed(walk: Walk) -> None:
    held = factories.training_class(walk.decider, ends_on=date(2026, 3, 6))
    ClassProposal.objects.create(
        training_class=held, person=walk.candidate.person, sent_by=walk.cell, proposed_on=date(2026, 1, 5)
    )
    refresh_candidate(walk.candidate, walk.today)


def learning(walk: Walk) -> None:
    factories.enrollment(factories.training_class(walk.decider, ends_on=date(2026, 1, 20)), walk.candidate)
    refresh_candidate(walk.candidate, walk.today)


def certified(walk: Walk) -> None:
    walk.certify(date(2024, 2, 1))


def up_to(kind: StepKind) -> Callable[[Walk], object]:
    return lambda walk: walk.until(kind)


def assigned_to_a_checking_committee(walk: Walk) -> None:
    """The cell hangs under a đảng bộ bộ phận of the ward."""
    from_day = date(2023, 1, 1)
    between = factories.organization("bp-a", "Đảng bộ bộ phận A", OrganizationKind.DANG_BO_BO_PHAN, ward(walk))
    placement = walk.cell.placements.get()
    placement.valid_to = from_day
    placement.save()
    factories.place(walk.cell, placement.name, OrganizationKind.CHI_BO, between, valid_from=from_day, area="khu_dan_cu")


def ward(walk: Walk) -> Organization:
    parent = walk.cell.placements.get().parent
    assert parent is not None
    return parent


def checked(walk: Walk) -> None:
    assigned_to_a_checking_committee(walk)
    walk.until(StepKind.NQ_CHI_BO).step(StepKind.THAM_DINH_BO_PHAN)


BEFORE_ADMISSION: dict[CaseState, Callable[[Walk], object]] = {
    CaseState.S01: noted,
    CaseState.S02: up_to(StepKind.VAO_DANH_SACH),
    CaseState.S03: proposed,
    CaseState.S04: learning,
    CaseState.S05: certified,
    CaseState.S06: up_to(StepKind.DUOC_LAM_THU_TUC),
    CaseState.S07: up_to(StepKind.DON),
    CaseState.S08: up_to(StepKind.LY_LICH),
    CaseState.S09: up_to(StepKind.GUI_THAM_TRA),
    CaseState.S10: up_to(StepKind.GIOI_THIEU_DANG_VIEN),
    CaseState.S11: up_to(StepKind.Y_KIEN_CU_TRU),
    CaseState.S12: up_to(StepKind.CHUNG_NHAN_LY_LICH),
    CaseState.S13: up_to(StepKind.NQ_CHI_BO),
    CaseState.S14: checked,
    CaseState.S15: up_to(StepKind.NQ_DANG_UY),
    CaseState.S16: up_to(StepKind.TRINH),
    CaseState.S17: up_to(StepKind.QUYET_DINH_KET_NAP),
    CaseState.S18: up_to(StepKind.NHAN_QUYET_DINH),
    CaseState.S19: up_to(StepKind.LE_KET_NAP),
}


@pytest.mark.parametrize("state", BEFORE_ADMISSION, ids=lambda state: state.value)
def test_state_before_admission(walk: Walk, state: CaseState) -> None:
    BEFORE_ADMISSION[state](walk)

    assert walk.case.state == state
    assert walk.case.is_open is (state != CaseState.S19)
    assert walk.case.since <= walk.today


def new_class(walk: Walk) -> None:
    walk.until(StepKind.LE_KET_NAP)
    walk.certify(walk.day, TrainingClass.Kind.DANG_VIEN_MOI)
    refresh_member(walk.member, walk.today)


def papers(walk: Walk) -> None:
    walk.until(StepKind.HO_SO_DANG_VIEN)
    walk.day = add_months(walk.member.admitted_on or walk.day, 12)
    walk.step(StepKind.TU_KIEM_DIEM)


def recognition_voted(walk: Walk, kind: StepKind) -> None:
    walk.until(StepKind.NHAN_XET_GIUP_DO)
    for opinion in (StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU):
        walk.step(opinion)
    for voted in (StepKind.NQ_CHI_BO_CONG_NHAN, StepKind.NQ_DANG_UY_CONG_NHAN):
        walk.step(voted)
        if voted == kind:
            return


def recognition_checked(walk: Walk) -> None:
    assigned_to_a_checking_committee(walk)
    walk.until(StepKind.NQ_CHI_BO)
    for kind in (StepKind.THAM_DINH_BO_PHAN, StepKind.NQ_DANG_UY, StepKind.TRINH, StepKind.QUYET_DINH_KET_NAP):
        walk.step(kind)
    for kind in (StepKind.NHAN_QUYET_DINH, StepKind.LE_KET_NAP):
        walk.step(kind)
    walk.day = add_months(walk.day, 12)
    walk.certify(walk.day, TrainingClass.Kind.DANG_VIEN_MOI)
    for kind in (StepKind.TU_KIEM_DIEM, StepKind.NHAN_XET_GIUP_DO, StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU):
        walk.step(kind)
    walk.step(StepKind.NQ_CHI_BO_CONG_NHAN)
    walk.step(StepKind.THAM_DINH_CONG_NHAN)


ON_PROBATION: dict[CaseState, Callable[[Walk], object]] = {
    CaseState.D01: up_to(StepKind.LE_KET_NAP),
    CaseState.D02: new_class,
    CaseState.D04: papers,
    CaseState.D05: lambda walk: recognition_voted(walk, StepKind.NQ_CHI_BO_CONG_NHAN),
    CaseState.D06: recognition_checked,
    CaseState.D07: lambda walk: recognition_voted(walk, StepKind.NQ_DANG_UY_CONG_NHAN),
    CaseState.D08: up_to(StepKind.QUYET_DINH_CONG_NHAN),
    CaseState.D09: up_to(StepKind.CONG_BO),
    CaseState.D10: up_to(StepKind.PHAT_THE),
}


@pytest.mark.parametrize("state", ON_PROBATION, ids=lambda state: state.value)
def test_state_on_probation(walk: Walk, state: CaseState) -> None:
    ON_PROBATION[state](walk)

    assert walk.probation.state == state
    assert walk.probation.is_open is (state != CaseState.D10)


def test_D03_the_end_of_twelve_months_is_a_deadline_and_no_step(walk: Walk) -> None:
    walk.until(StepKind.LE_KET_NAP)

    due = Deadline.objects.get(case=walk.probation, clock=Clock.HET_DU_BI)
    assert due.due_on == add_months(walk.day, 12)


# Ways out


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        pytest.param(Outcome.KHONG_DU_TIEU_CHUAN, CaseState.X01, id="X01"),
        pytest.param(Outcome.CHINH_TRI, CaseState.X05, id="X05"),
        pytest.param(Outcome.RUT_DON, CaseState.X08, id="X08-withdrawn"),
        pytest.param(Outcome.TU_TRAN, CaseState.X08, id="X08-died"),
    ],
)
def test_leaving_the_list(walk: Walk, outcome: Outcome, state: CaseState) -> None:
    left = walk.until(StepKind.VAO_DANH_SACH).step(StepKind.THOI_THEO_DOI, outcome=outcome)

    walk.candidate.refresh_from_db()
    assert walk.candidate.closed_on == left.occurred_on
    assert (walk.case.state, walk.case.is_open) == (state, False)
    assert not Deadline.objects.filter(case=walk.case).exists()
    with pytest.raises(Refused, match="Đã thôi theo dõi"):
        walk.step(StepKind.DON)


def test_a_mistaken_leaving_is_taken_back(walk: Walk) -> None:
    left = walk.until(StepKind.VAO_DANH_SACH).step(StepKind.THOI_THEO_DOI)

    reverse_step(by=walk.by, step=left, reason="Ghi nhầm người", today=walk.today)

    walk.candidate.refresh_from_db()
    assert walk.candidate.closed_on is None
    assert (walk.case.state, walk.case.is_open) == (CaseState.S02, True)


@pytest.mark.parametrize("result", [Enrollment.Result.KHONG_DAT, Enrollment.Result.BO_HOC])
def test_X02_a_class_not_passed_leaves_the_person_where_they_were(walk: Walk, result: Enrollment.Result) -> None:
    walk.until(StepKind.VAO_DANH_SACH)
    line = factories.enrollment(factories.training_class(walk.decider), walk.candidate)
    line.result = result
    line.save()

    refresh_candidate(walk.candidate, walk.today)

    assert walk.case.state == CaseState.S02


def test_X03_a_certificate_runs_out_after_sixty_months(walk: Walk) -> None:
    walk.until(StepKind.VAO_DANH_SACH).certify(date(2024, 1, 31))

    due = Deadline.objects.get(case=walk.case, clock=Clock.GIAY_CHUNG_NHAN)
    assert due.due_on == date(2029, 1, 31)


@pytest.mark.parametrize("listed", [True, False], ids=["S02", "S01"])
def test_X03_a_certificate_that_has_run_out_no_longer_holds_its_state(walk: Walk, listed: bool) -> None:
    if listed:
        walk.until(StepKind.VAO_DANH_SACH)
    walk.certify(date(2024, 1, 31))

    refresh_candidate(walk.candidate, date(2029, 1, 31))
    assert walk.case.state == CaseState.S05
    refresh_candidate(walk.candidate, date(2029, 2, 1))
    assert walk.case.state == (CaseState.S02 if listed else CaseState.S01)
    assert walk.case.since == date(2029, 2, 1)
    assert Deadline.objects.get(case=walk.case, clock=Clock.GIAY_CHUNG_NHAN).due_on == date(2029, 1, 31)


def test_S03_S04_of_after_the_certificate_come_before_it(walk: Walk) -> None:
    walk.until(StepKind.VAO_DANH_SACH).certify(date(2024, 2, 1))
    again = factories.training_class(walk.decider, ends_on=date(2025, 6, 9))

    factories.proposal(again, walk.candidate, date(2025, 5, 8))
    refresh_candidate(walk.candidate, walk.today)
    assert (walk.case.state, walk.case.since) == (CaseState.S03, date(2025, 5, 8))
    factories.enrollment(again, walk.candidate)
    refresh_candidate(walk.candidate, walk.today)
    assert (walk.case.state, walk.case.since) == (CaseState.S04, date(2025, 6, 1))


def test_S05_is_not_masked_by_a_proposal_of_before(walk: Walk) -> None:
    walk.until(StepKind.VAO_DANH_SACH).certify(date(2024, 2, 1))
    factories.proposal(factories.training_class(walk.decider), walk.candidate, date(2023, 12, 8))

    refresh_candidate(walk.candidate, walk.today)

    assert (walk.case.state, walk.case.since) == (CaseState.S05, date(2024, 2, 1))


def test_S16_is_not_complete_while_the_dossier_lacks_papers(walk: Walk) -> None:
    walk.until(StepKind.NQ_DANG_UY)
    lacking = walk.candidate.papers.create(code="kn-don", is_present=False)

    with pytest.raises(Refused, match="Hồ sơ còn thiếu: đơn xin vào Đảng"):
        walk.step(StepKind.TRINH)
    assert not walk.candidate.steps.filter(kind=StepKind.TRINH).exists()
    walk.step(StepKind.TRINH, outcome=Outcome.THIEU)
    with pytest.raises(Refused, match="Hồ sơ trình còn thiếu giấy tờ"):
        walk.step(StepKind.QUYET_DINH_KET_NAP)
    lacking.is_present = True
    lacking.save()
    walk.step(StepKind.TRINH)
    assert walk.case.state == CaseState.S16


def test_X04_a_dossier_grows_old_after_twelve_months(walk: Walk) -> None:
    walk.until(StepKind.LY_LICH)

    due = Deadline.objects.get(case=walk.case, clock=Clock.HO_SO)
    assert due.due_on == add_months(walk.day, 12)


@pytest.mark.parametrize("kind", [StepKind.NQ_CHI_BO, StepKind.NQ_DANG_UY], ids=["X06-S13", "X06-S15"])
def test_X06_a_short_vote_is_recorded_and_stops_the_decision(walk: Walk, kind: StepKind) -> None:
    walk.until(StepKind.CHUNG_NHAN_LY_LICH)
    if kind == StepKind.NQ_DANG_UY:
        walk.step(StepKind.NQ_CHI_BO)
    short = walk.step(kind, vote=SHORT)

    assert short.vote.passed is False
    assert (walk.case.state, walk.case.is_open) == (CaseState.X06, True)
    if kind == StepKind.NQ_CHI_BO:
        walk.step(StepKind.NQ_DANG_UY)
    walk.step(StepKind.TRINH)
    with pytest.raises(Refused):
        walk.step(StepKind.QUYET_DINH_KET_NAP)


def test_X06_a_new_vote_of_the_cell_sets_the_case_going_again(walk: Walk) -> None:
    walk.until(StepKind.CHUNG_NHAN_LY_LICH).step(StepKind.NQ_CHI_BO, vote=SHORT)

    walk.step(StepKind.NQ_CHI_BO)

    assert walk.case.state == CaseState.S13


def test_X07_a_committee_that_does_not_agree_ends_the_case(walk: Walk) -> None:
    walk.until(StepKind.TRINH)

    walk.step(StepKind.QUYET_DINH_KET_NAP, outcome=Outcome.KHONG_DONG_Y, decision=None, number="31-TB/TU", vote=SHORT)

    assert (walk.case.state, walk.case.is_open) == (CaseState.X07, False)


def test_X10_a_late_ceremony_needs_the_superior_s_consent(walk: Walk) -> None:
    received = walk.until(StepKind.NHAN_QUYET_DINH).day
    late = add_months(received, 3)

    with pytest.raises(Refused):
        walk.step(StepKind.LE_KET_NAP, late)
    walk.step(StepKind.VAN_BAN_DONG_Y, add_months(received, 2), matter=Matter.LE_MUON, number="55-CV/TU")
    held = walk.step(StepKind.LE_KET_NAP, late)

    assert walk.case.state == CaseState.S19
    result = held.checks.get(check_id="K32")
    assert result.consent is not None
    assert (result.verdict, result.consent.number) == ("vuot", "55-CV/TU")


def test_X16_somebody_who_was_a_member_is_admitted_again_after_thirty_six_months(walk: Walk) -> None:
    out = date(2020, 1, 15)
    earlier = Member.objects.create(person=walk.candidate.person)
    factories.movement(earlier, walk.cell, Kind.KET_NAP, date(2018, 5, 19))
    factories.movement(earlier, walk.cell, Kind.XOA_TEN, out, reason="Bỏ sinh hoạt vì đi làm ăn xa")

    walk.until(StepKind.TRINH)
    with pytest.raises(Refused):  # the province has not agreed in writing
        walk.step(StepKind.QUYET_DINH_KET_NAP)
    walk.step(StepKind.VAN_BAN_DONG_Y, matter=Matter.KET_NAP_LAI, number="77-CV/TU")
    for kind in (StepKind.QUYET_DINH_KET_NAP, StepKind.NHAN_QUYET_DINH, StepKind.LE_KET_NAP):
        walk.step(kind)

    lines = [line.kind for line in Movement.objects.filter(member=earlier).in_order()]
    assert lines == [Kind.KET_NAP, Kind.XOA_TEN, Kind.KET_NAP]
    assert walk.member == earlier


# Nothing is lost, nothing comes twice


def test_a_step_before_its_predecessor_is_refused_with_the_reason(walk: Walk) -> None:
    with pytest.raises(Refused, match="Chưa được đồng ý làm thủ tục"):
        walk.until(StepKind.VAO_DANH_SACH).step(StepKind.DON)


def test_a_step_that_another_rests_on_is_not_taken_back_first(walk: Walk) -> None:
    walk.until(StepKind.NQ_DANG_UY)
    vote = walk.candidate.steps.get(kind=StepKind.NQ_CHI_BO)

    with pytest.raises(Refused, match="dựa vào bước này"):
        reverse_step(by=walk.by, step=vote, reason="Nhầm", today=walk.today)


def test_two_writers_the_second_is_told_what_changed(walk: Walk) -> None:
    walk.until(StepKind.DUOC_LAM_THU_TUC)
    seen = walk.candidate.steps.latest("pk").pk
    walk.step(StepKind.DON)

    facts = walk.facts(StepKind.LY_LICH, walk.day)
    with pytest.raises(Refused, match=r"Nguyễn Thị An vừa ghi “Đơn xin vào Đảng"):
        record(by=walk.by, subject=walk.candidate, facts=facts, today=walk.today, seen=seen)


def test_a_ceremony_taken_back_takes_its_line_back_too(walk: Walk) -> None:
    held = walk.until(StepKind.LE_KET_NAP).candidate.steps.get(kind=StepKind.LE_KET_NAP)

    reverse_step(by=walk.by, step=held, reason="Nhầm ngày", today=walk.today)

    member = Member.objects.get(person=walk.candidate.person)
    assert member.organization is None
    assert Movement.objects.filter(member=member).count() == 2
    assert walk.case.state == CaseState.S18


def test_S12_ends_with_a_certificate_against_or_a_new_history(walk: Walk) -> None:
    walk.until(StepKind.CHUNG_NHAN_LY_LICH)
    assert walk.case.state == CaseState.S12
    walk.step(StepKind.CHUNG_NHAN_LY_LICH, outcome=Outcome.KHONG_DU_DIEU_KIEN)
    assert walk.case.state == CaseState.S11
    walk.step(StepKind.CHUNG_NHAN_LY_LICH)
    walk.step(StepKind.LY_LICH)
    assert walk.case.state == CaseState.S11


def test_D08_since_the_decision_and_not_the_official_day(walk: Walk) -> None:
    decided = walk.until(StepKind.NQ_DANG_UY_CONG_NHAN).step(StepKind.QUYET_DINH_CONG_NHAN)

    assert (walk.probation.state, walk.probation.since) == (CaseState.D08, decided.occurred_on)


def test_X06_since_the_first_vote_that_fell_short(walk: Walk) -> None:
    walk.until(StepKind.CHUNG_NHAN_LY_LICH)
    first = walk.step(StepKind.NQ_CHI_BO, vote=SHORT)
    walk.step(StepKind.NQ_DANG_UY)

    assert (walk.case.state, walk.case.since) == (CaseState.X06, first.occurred_on)
