"""A move during the process (X09): its outcomes by how far the case is, what each side may record, leaving the book."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dangvien.actions.casework import record, reverse_step
from dangvien.models import Candidate, CaseState, Kind, Member, Organization, Outcome, Step, StepKind, User
from dangvien.models import OrganizationKind as OrgKind
from dangvien.procedure.casefile import candidate_file
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.moves import last_useful_day, outcome_now, outcome_of_move, pending_move
from dangvien.procedure.problem import Refused
from tests import factories
from tests.people import World
from tests.ways import Walk

FOUND_NOTHING = "Đang chuyển đi nơi khác"


@pytest.fixture
def walk(world: World, an: User) -> Walk:
    return Walk(an, world.a1, world.city)


@pytest.fixture
def elsewhere(world: World) -> Organization:
    """A cell under another committee that decides: a huyện of its own."""
    huyen = factories.organization("huyen", "Đảng bộ huyện Cam Sơn", OrgKind.CAP_TREN)
    xa = factories.organization("xa", "Đảng bộ xã Cam Sơn", OrgKind.DANG_BO_CO_SO, huyen)
    return factories.organization("x-1", "Chi bộ thôn Một", OrgKind.CHI_BO, xa)


def refusal(walk: Walk, kind: StepKind, day: date | None = None, **given: Any) -> str:
    with pytest.raises(Refused) as refused:
        walk.step(kind, day, **given)
    return str(refused.value)


def taken_in(walk: Walk, cell: Organization, **given: Any) -> Step:
    return walk.step(StepKind.TIEP_NHAN, organization=cell, **given)


def case_of(walk: Walk):
    walk.candidate = Candidate.objects.select_related("person", "organization").get(pk=walk.candidate.pk)
    return candidate_file(walk.candidate, walk.today)


def test_X09_without_a_resolution_a_certificate_and_a_new_helper(walk: Walk, world: World):
    walk.until(StepKind.GIOI_THIEU_DANG_VIEN)
    moved = walk.step(StepKind.CHUYEN_NOI, organization=world.b1)

    assert moved.outcome == Outcome.CHUA_CO_NGHI_QUYET
    assert moved.origin == world.a1
    assert walk.case.state == CaseState.X09
    assert "giấy chứng nhận" in refusal(walk, StepKind.TIEP_NHAN, organization=world.b1, helper=walk.helpers[0])
    assert FOUND_NOTHING in refusal(walk, StepKind.Y_KIEN_DOAN_THE)
    walk.step(StepKind.CHUYEN_HO_SO, number="02-GCN/ĐU")
    assert "Đã chuyển hồ sơ" in refusal(walk, StepKind.CHUYEN_HO_SO, number="03-GCN/ĐU")
    assert "Chọn đảng viên chính thức của nơi mới" in refusal(walk, StepKind.TIEP_NHAN, organization=world.b1)
    probationer = factories.member(world.b1, admitted_on=date(2023, 9, 1), official=False)
    assert "chưa là đảng viên chính thức" in refusal(
        walk, StepKind.TIEP_NHAN, organization=world.b1, helper=probationer
    )
    step = taken_in(walk, world.b1, helper=factories.member(world.b1))

    assert step.answers == moved
    assert step.origin == world.a1
    walk.candidate.refresh_from_db()
    assert walk.candidate.organization == world.b1
    assert walk.case.organization == world.b1
    assert walk.case.state == CaseState.S10
    assert pending_move(case_of(walk)) is None


def test_X09_the_certificate_may_stand_on_the_move_itself(walk: Walk, world: World):
    walk.until(StepKind.DON)
    walk.step(StepKind.CHUYEN_NOI, organization=world.b1, number="02-GCN/ĐU")

    taken_in(walk, world.b1, helper=factories.member(world.b1))

    assert walk.case.state == CaseState.S07


def test_X09_with_a_resolution_the_dossier_goes_to_the_new_decider(walk: Walk, elsewhere: Organization):
    walk.until(StepKind.NQ_DANG_UY)
    moved = walk.step(StepKind.CHUYEN_NOI, organization=elsewhere)

    assert moved.outcome == Outcome.GUI_NOI_MOI
    assert "Nơi cũ chưa chuyển hồ sơ" in refusal(walk, StepKind.TIEP_NHAN, organization=elsewhere)
    walk.step(StepKind.CHUYEN_HO_SO, number="11-CV/ĐU")
    taken_in(walk, elsewhere)
    assert walk.case.state == CaseState.S15
    walk.step(StepKind.TRINH)
    huyen = Organization.objects.get(code="huyen")
    day = walk.day + timedelta(days=1)
    walk.step(StepKind.QUYET_DINH_KET_NAP, day, decision=DecisionFacts(huyen, 71, "HU", day))

    assert walk.case.state == CaseState.S17


def test_X09_a_dossier_with_the_old_decider_is_forwarded_and_decided_anew(walk: Walk, elsewhere: Organization):
    walk.until(StepKind.TRINH)
    moved = walk.step(StepKind.CHUYEN_NOI, organization=elsewhere)

    assert moved.outcome == Outcome.CAP_CU_CHUYEN
    walk.step(StepKind.CHUYEN_HO_SO, number="11-CV/TU")
    assert FOUND_NOTHING in refusal(walk, StepKind.QUYET_DINH_KET_NAP)
    taken_in(walk, elsewhere)
    assert "không có thẩm quyền" in refusal(walk, StepKind.QUYET_DINH_KET_NAP)
    huyen = Organization.objects.get(code="huyen")
    day = walk.day + timedelta(days=1)
    walk.step(StepKind.QUYET_DINH_KET_NAP, day, decision=DecisionFacts(huyen, 72, "HU", day))

    assert walk.case.state == CaseState.S17


@pytest.mark.parametrize("received", [False, True], ids=["before the old cell received it", "after it did"])
def test_X09_the_same_decider_the_ceremony_is_held_at_the_new_cell(walk: Walk, world: World, received: bool):
    walk.until(StepKind.NHAN_QUYET_DINH if received else StepKind.QUYET_DINH_KET_NAP)
    moved = walk.step(StepKind.CHUYEN_NOI, organization=world.b1)

    assert moved.outcome == Outcome.CUNG_CAP
    assert FOUND_NOTHING in refusal(walk, StepKind.LE_KET_NAP)
    assert FOUND_NOTHING in refusal(walk, StepKind.NHAN_QUYET_DINH)
    taken_in(walk, world.b1)
    assert walk.case.state == CaseState.S17
    assert "chưa nhận quyết định" in refusal(walk, StepKind.LE_KET_NAP)
    walk.step(StepKind.NHAN_QUYET_DINH)
    assert "không tổ chức ở nơi cũ" in refusal(walk, StepKind.LE_KET_NAP, organization=world.a1)
    walk.step(StepKind.LE_KET_NAP)

    line = walk.member.movements.get()
    assert (line.kind, line.organization) == (Kind.KET_NAP, world.b1)
    assert walk.member.organization == world.b1


def test_X09_another_decider_a_decision_in_time_serves_at_the_new_place(walk: Walk, elsewhere: Organization):
    walk.until(StepKind.QUYET_DINH_KET_NAP)
    moved = walk.step(StepKind.CHUYEN_NOI, organization=elsewhere)

    assert moved.outcome == Outcome.LE_NOI_MOI
    taken_in(walk, elsewhere)
    walk.step(StepKind.NHAN_QUYET_DINH)
    walk.step(StepKind.LE_KET_NAP)

    assert walk.member.organization == elsewhere


def late_decision(walk: Walk, elsewhere: Organization) -> Step:
    """The decision came out more than 30 working days after the day of the move, which is recorded afterwards."""
    walk.until(StepKind.TRINH)
    moved_on = walk.day
    decided_on = moved_on + timedelta(days=60)
    walk.step(StepKind.QUYET_DINH_KET_NAP, decided_on, decision=DecisionFacts(walk.decider, 3001, "TU", decided_on))
    return walk.step(StepKind.CHUYEN_NOI, moved_on, organization=elsewhere)


def test_X11_a_decision_that_came_too_late_is_cancelled_and_the_new_cell_votes_anew(
    walk: Walk, elsewhere: Organization
):
    moved = late_decision(walk, elsewhere)
    walk.day += timedelta(days=70)

    assert moved.outcome == Outcome.PHAI_HUY
    for kind in (StepKind.TIEP_NHAN, StepKind.CHUYEN_HO_SO, StepKind.NHAN_QUYET_DINH, StepKind.LE_KET_NAP):
        given: dict[str, Any] = {"organization": elsewhere} if kind == StepKind.TIEP_NHAN else {}
        assert "phải hủy quyết định" in refusal(walk, kind, **given)
    huyen = Organization.objects.get(code="huyen")
    wrong = DecisionFacts(huyen, 9, "HU", walk.day)
    assert "cấp ấy mới hủy được" in refusal(walk, StepKind.HUY_QUYET_DINH, walk.day, decision=wrong)
    walk.step(StepKind.HUY_QUYET_DINH)
    assert walk.case.state == CaseState.X09
    assert case_of(walk).resolution is None
    assert "Nơi cũ chưa chuyển hồ sơ" in refusal(walk, StepKind.TIEP_NHAN, organization=elsewhere)
    walk.step(StepKind.CHUYEN_HO_SO, number="15-CV/TU")
    taken_in(walk, elsewhere)

    assert walk.case.state == CaseState.X11
    assert "Chưa có nghị quyết" in refusal(walk, StepKind.TRINH)
    walk.step(StepKind.NQ_CHI_BO)
    assert walk.case.state == CaseState.S13
    walk.step(StepKind.NQ_DANG_UY)
    walk.step(StepKind.TRINH)
    day = walk.day + timedelta(days=1)
    walk.step(StepKind.QUYET_DINH_KET_NAP, day, decision=DecisionFacts(huyen, 73, "HU", day))
    walk.step(StepKind.NHAN_QUYET_DINH)
    walk.step(StepKind.LE_KET_NAP)

    assert walk.member.organization == elsewhere
    assert walk.member.movements.count() == 1


def test_X11_reversing_the_cancellation_brings_the_decision_back(walk: Walk, an: User):
    walk.until(StepKind.QUYET_DINH_KET_NAP)
    cancelled = walk.step(StepKind.HUY_QUYET_DINH)
    assert walk.case.state == CaseState.X11

    reverse_step(by=an, step=cancelled, reason="Ghi nhầm người", today=walk.today)

    assert walk.case.state == CaseState.S17
    walk.step(StepKind.NHAN_QUYET_DINH)
    assert walk.case.state == CaseState.S18


def test_X09_a_place_outside_of_the_register_ends_the_case_once_the_dossier_is_sent(walk: Walk, an: User):
    walk.until(StepKind.NQ_DANG_UY)
    walk.step(StepKind.CHUYEN_NOI, body="Đảng bộ xã Bình Minh, tỉnh khác")

    assert walk.case.state == CaseState.X09
    assert "ngoài sổ này" in refusal(walk, StepKind.TIEP_NHAN, organization=walk.cell)
    sent = walk.step(StepKind.CHUYEN_HO_SO, number="11-CV/ĐU")
    walk.candidate.refresh_from_db()
    assert walk.candidate.closed_on == sent.occurred_on
    assert walk.candidate.close_reason == "Chuyển đi nơi khác"
    assert (walk.case.state, walk.case.is_open) == (CaseState.X09, False)
    assert "Đã thôi theo dõi" in refusal(walk, StepKind.CHUYEN_HO_SO, number="12-CV/ĐU")

    reverse_step(by=an, step=sent, reason="Ghi nhầm", today=walk.today)

    reopened = Candidate.objects.get(pk=walk.candidate.pk)
    assert reopened.closed_on is None
    assert (walk.case.state, walk.case.is_open) == (CaseState.X09, True)


def test_X09_a_move_must_say_where_to(walk: Walk, world: World):
    walk.until(StepKind.DON)

    assert "Chọn nơi chuyển đến" in refusal(walk, StepKind.CHUYEN_NOI)
    assert "để trống ô cơ quan khác" in refusal(walk, StepKind.CHUYEN_NOI, organization=world.b1, body="Nơi khác")
    assert "đang là chi bộ theo dõi" in refusal(walk, StepKind.CHUYEN_NOI, organization=world.a1)


def test_X09_a_move_to_a_committee_is_taken_in_by_one_of_its_cells_only(walk: Walk, world: World):
    walk.until(StepKind.NQ_CHI_BO)
    moved = walk.step(StepKind.CHUYEN_NOI, organization=world.ward_b)
    walk.step(StepKind.CHUYEN_HO_SO, number="11-CV/ĐU")

    assert moved.outcome == Outcome.GUI_NOI_MOI
    assert "Chọn chi bộ tiếp nhận" in refusal(walk, StepKind.TIEP_NHAN)
    assert "không phải chi bộ" in refusal(walk, StepKind.TIEP_NHAN, organization=world.ward_b)
    assert "không thuộc nơi được chuyển đến" in refusal(walk, StepKind.TIEP_NHAN, organization=world.a2)
    taken_in(walk, world.b1)

    assert walk.case.organization == world.b1


def test_X09_the_committee_of_a_commune_decides_itself_from_july_2025(world: World, an: User):
    """A move to a commune's committee and to its cell have the same decider."""
    walk = Walk(an, world.a1, world.city)
    commune = factories.organization("xa-moi", "Đảng bộ xã Mới", OrgKind.CAP_TREN)
    cell = factories.organization("xm-1", "Chi bộ thôn Một", OrgKind.CHI_BO, commune)
    walk.until(StepKind.QUYET_DINH_KET_NAP)
    case, day = case_of(walk), date(2025, 8, 1)

    for place in (commune, cell):
        facts = walk.facts(StepKind.CHUYEN_NOI, day, organization=place)
        assert outcome_of_move(case, facts) == Outcome.LE_NOI_MOI


def test_X09_reversing_the_taking_in_sends_the_person_back(walk: Walk, world: World, an: User):
    walk.until(StepKind.QUYET_DINH_KET_NAP)
    moved = walk.step(StepKind.CHUYEN_NOI, organization=world.b1)
    step = taken_in(walk, world.b1)
    with pytest.raises(Refused, match="Đính chính bước ấy trước"):
        reverse_step(by=an, step=moved, reason="Nhầm", today=walk.today)
    received = walk.step(StepKind.NHAN_QUYET_DINH)
    with pytest.raises(Refused, match="Nơi mới đã ghi bước"):
        reverse_step(by=an, step=step, reason="Nhầm", today=walk.today)
    reverse_step(by=an, step=received, reason="Nhầm", today=walk.today)

    reverse_step(by=an, step=step, reason="Nhầm", today=walk.today)

    walk.candidate.refresh_from_db()
    assert walk.candidate.organization == world.a1
    assert (walk.case.state, walk.case.organization) == (CaseState.X09, world.a1)
    reverse_step(by=an, step=moved, reason="Nhầm", today=walk.today)
    assert walk.case.state == CaseState.S17


def test_X09_the_new_place_asks_to_look_again_before_the_ceremony(walk: Walk, world: World):
    walk.until(StepKind.QUYET_DINH_KET_NAP)
    assert "Chỉ nơi mới" in refusal(walk, StepKind.DE_NGHI_XEM_LAI, number="01-CV/ĐU")
    walk.step(StepKind.CHUYEN_NOI, organization=world.b1)
    taken_in(walk, world.b1)
    walk.step(StepKind.NHAN_QUYET_DINH)
    walk.step(StepKind.DE_NGHI_XEM_LAI, number="01-CV/ĐU")

    assert "chưa kết luận" in refusal(walk, StepKind.LE_KET_NAP)
    walk.step(StepKind.KET_LUAN_XEM_LAI, number="02-CV/TU", outcome=Outcome.DONG_Y)
    walk.step(StepKind.LE_KET_NAP)
    assert walk.member.organization == world.b1


def test_X09_a_conclusion_against_the_decision_leaves_only_its_cancelling(walk: Walk, world: World):
    walk.until(StepKind.QUYET_DINH_KET_NAP)
    walk.step(StepKind.CHUYEN_NOI, organization=world.b1)
    taken_in(walk, world.b1)
    walk.step(StepKind.NHAN_QUYET_DINH)
    walk.step(StepKind.DE_NGHI_XEM_LAI, number="01-CV/ĐU")
    walk.step(StepKind.KET_LUAN_XEM_LAI, number="02-CV/TU", outcome=Outcome.KHONG_DONG_Y)

    assert "hủy quyết định ấy trước" in refusal(walk, StepKind.LE_KET_NAP)
    walk.step(StepKind.HUY_QUYET_DINH)
    assert walk.case.state == CaseState.X11


def test_a_probationer_who_came_from_elsewhere_gets_a_new_helper(walk: Walk, world: World, an: User):
    """Full transfers stand in the ledger; the new cell names who helps from now on (06-HD/TW, 3.10)."""
    walk.until(StepKind.LE_KET_NAP)
    member = walk.member
    day = walk.day + timedelta(days=20)
    factories.movement(member, world.a1, Kind.CHUYEN_DI, day)
    factories.movement(member, world.b1, Kind.CHUYEN_DEN, day)
    member.organization = world.b1
    member.save()

    helper = factories.member(world.b1)
    step = record(
        by=an,
        subject=member,
        facts=walk.facts(StepKind.PHAN_CONG_GIUP_DO, day + timedelta(days=1), helper=helper),
        today=walk.today,
    )

    assert step.helper == helper
    assert walk.probation.organization == world.b1


def test_X09_the_helper_is_of_the_place_that_takes_the_person_in(walk: Walk, world: World):
    walk.until(StepKind.GIOI_THIEU_DANG_VIEN)
    walk.step(StepKind.CHUYEN_NOI, organization=world.b1, number="4-GCN")

    told = refusal(walk, StepKind.TIEP_NHAN, organization=world.b1, helper=walk.helpers[0])
    assert "không phải đảng viên của chi bộ tiếp nhận" in told
    taken_in(walk, world.b1, helper=factories.member(world.b1))


def test_X12_of_a_member_the_register_began_with_is_decided_by_who_is_competent(walk: Walk, world: World):
    book = Member.objects.create(person=walk.candidate.person, organization=world.a1, admitted_on=date(2024, 5, 1))
    factories.movement(book, world.a1, Kind.DAU_SO, date(2024, 5, 2))
    day = date(2025, 6, 10)

    told = refusal(walk, StepKind.HUY_KET_NAP, day, decision=DecisionFacts(world.ward_b, 5, "ĐU", day))
    assert "Đảng bộ thành phố hủy" in told
    walk.step(StepKind.HUY_KET_NAP, day)
    book.refresh_from_db()
    assert book.organization is None


def test_X09_a_decision_issued_soon_after_the_move_serves_the_new_place(walk: Walk, elsewhere: Organization):
    walk.until(StepKind.TRINH)
    moved = walk.step(StepKind.CHUYEN_NOI, organization=elsewhere)
    walk.step(StepKind.QUYET_DINH_KET_NAP)

    assert outcome_now(case_of(walk), moved) == Outcome.LE_NOI_MOI
    assert FOUND_NOTHING in refusal(walk, StepKind.NHAN_QUYET_DINH)
    taken_in(walk, elsewhere, helper=factories.member(elsewhere))
    walk.step(StepKind.NHAN_QUYET_DINH)
    assert walk.case.state == CaseState.S18


def test_X11_a_decision_issued_too_late_after_the_move_is_cancelled_first(walk: Walk, elsewhere: Organization):
    walk.until(StepKind.TRINH)
    moved = walk.step(StepKind.CHUYEN_NOI, organization=elsewhere)
    late = last_useful_day(case_of(walk), moved.occurred_on) + timedelta(days=1)
    walk.step(StepKind.QUYET_DINH_KET_NAP, late)

    assert outcome_now(case_of(walk), moved) == Outcome.PHAI_HUY
    assert "phải hủy quyết định" in refusal(walk, StepKind.CHUYEN_HO_SO, number="04-CV/TU")
    walk.step(StepKind.HUY_QUYET_DINH)
    walk.step(StepKind.CHUYEN_HO_SO, number="04-CV/TU")
    taken_in(walk, elsewhere, helper=factories.member(elsewhere))
    assert walk.case.state == CaseState.X11


def test_X09_no_decision_once_the_dossier_has_gone_on(walk: Walk, elsewhere: Organization):
    walk.until(StepKind.TRINH).step(StepKind.CHUYEN_NOI, organization=elsewhere)
    walk.step(StepKind.CHUYEN_HO_SO, number="04-CV/TU")

    assert FOUND_NOTHING in refusal(walk, StepKind.QUYET_DINH_KET_NAP)
