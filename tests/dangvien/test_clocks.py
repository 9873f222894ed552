"""Every clock of a case: its day by the rules of E1, E3 and E5, its clause, who is waited for, which step stops it."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.dates import add_months
from dangvien.models import Case, CaseState, Clock, Mandate, Matter, Outcome, Step, StepKind, User, WaitingFor
from tests import factories
from tests.people import World
from tests.trails import PASSED, SHORT, Trail
from tests.ways import Walk


@pytest.fixture
def trail(world: World) -> Trail:
    return Trail.candidate(world.a1)


# The decision on admission (K31)


@pytest.mark.parametrize(
    ("voted_on", "due_on", "extended_to"),
    [
        pytest.param(date(2024, 1, 15), date(2024, 4, 15), date(2024, 5, 30), id="E1 across Tết"),
        pytest.param(date(2024, 7, 10), date(2024, 10, 4), date(2024, 11, 15), id="E1 across 2 September"),
        pytest.param(date(2024, 1, 31), date(2024, 5, 6), date(2024, 6, 17), id="E1, a worked Saturday"),
        pytest.param(date(2025, 6, 30), date(2025, 9, 24), date(2025, 11, 5), id="E2, last day"),
        pytest.param(date(2025, 7, 1), date(2025, 9, 4), date(2025, 9, 25), id="E3, first day"),
        pytest.param(date(2025, 7, 15), date(2025, 9, 18), date(2025, 10, 9), id="E3 across 2 September"),
        pytest.param(date(2025, 9, 30), date(2025, 12, 2), date(2025, 12, 23), id="E3 from the end of September"),
        pytest.param(date(2025, 12, 15), date(2026, 2, 24), date(2026, 3, 17), id="E3 across Tết, a worked Saturday"),
        pytest.param(date(2026, 7, 27), date(2026, 9, 30), date(2026, 10, 21), id="E5 across 2 September"),
    ],
)
def test_decision_K31(trail: Trail, voted_on: date, due_on: date, extended_to: date) -> None:
    vote = trail.resolved(voted_on)

    found = trail.only(Clock.QUYET_DINH_KET_NAP)
    trail.put(StepKind.GIA_HAN, voted_on, matter=Matter.QUYET_DINH_KET_NAP)
    longer = trail.only(Clock.QUYET_DINH_KET_NAP)

    assert (found.started_on, found.due_on, found.step_id) == (voted_on, due_on, vote.pk)
    assert longer.due_on == extended_to
    assert "gia hạn" in longer.source
    assert "gia hạn" not in found.source


def test_the_clause_is_that_of_the_day_of_the_vote_with_its_mark(trail: Trail) -> None:
    trail.resolved(date(2025, 7, 15))
    certain = trail.only(Clock.QUYET_DINH_KET_NAP)
    trail.resolved(date(2026, 7, 27))
    unread = trail.only(Clock.QUYET_DINH_KET_NAP)

    assert (certain.rules_key, unread.rules_key) == ("E3", "E5")
    assert certain.source == "Quy định 294-QĐ/TW ngày 26/5/2025, điểm 4.3.1"
    assert unread.source.endswith("chưa đối chiếu văn bản")


def test_a_day_in_a_year_without_a_plan_is_provisional(trail: Trail) -> None:
    trail.resolved(date(2026, 11, 30))

    found = trail.only(Clock.QUYET_DINH_KET_NAP)

    assert found.due_on.year == 2027
    assert "tạm tính, chưa có lịch nghỉ năm 2027" in found.source


def test_an_extension_of_an_earlier_term_extends_no_later_one(trail: Trail) -> None:
    trail.resolved(date(2024, 1, 15))
    trail.put(StepKind.GIA_HAN, date(2024, 3, 1), matter=Matter.QUYET_DINH_KET_NAP)
    trail.decided(date(2024, 5, 6))
    trail.put(StepKind.HUY_QUYET_DINH, date(2024, 6, 3))
    trail.resolved(date(2024, 7, 10))

    assert trail.only(Clock.QUYET_DINH_KET_NAP).due_on == date(2024, 10, 4)


def test_who_is_waited_for_follows_the_dossier(trail: Trail) -> None:
    def turn() -> tuple[str, str]:
        found = trail.only(Clock.QUYET_DINH_KET_NAP)
        return found.waiting_for, found.next_step

    trail.resolved(date(2025, 7, 15))
    assert turn() == (WaitingFor.CAP_UY, StepKind.NQ_DANG_UY)
    trail.put(StepKind.NQ_DANG_UY, date(2025, 8, 4), PASSED)
    assert turn() == (WaitingFor.THAM_QUYEN, StepKind.TRINH)
    trail.put(StepKind.TRINH, date(2025, 8, 11), outcome=Outcome.THIEU)
    assert turn() == (WaitingFor.CAP_UY, StepKind.TRINH)
    trail.put(StepKind.TRINH, date(2025, 8, 18), outcome=Outcome.DU)
    assert turn() == (WaitingFor.THAM_QUYEN, StepKind.QUYET_DINH_KET_NAP)
    trail.decided(date(2025, 8, 25))
    assert Clock.QUYET_DINH_KET_NAP not in trail.due()


def test_in_a_converted_commune_the_vote_goes_straight_to_who_decides(world: World, trail: Trail) -> None:
    Mandate.objects.create(
        organization=world.ward_a, kind=Mandate.Kind.MO_HINH_MOI, valid_from=date(2026, 9, 30),
        document="06-ĐA/ĐU", issued_on=date(2026, 9, 1),
    )  # fmt: skip
    trail.resolved(date(2026, 10, 5))

    found = trail.only(Clock.QUYET_DINH_KET_NAP)

    assert (found.waiting_for, found.next_step) == (WaitingFor.THAM_QUYEN, StepKind.TRINH)


def test_X06_too_few_votes_in_the_cell_start_no_decision_and_the_papers_go_on(world: World, trail: Trail) -> None:
    factories.certificate(trail.subject, factories.training_class(world.city), date(2023, 6, 20))
    trail.dossier(date(2025, 3, 3)).resolved(date(2025, 7, 15), SHORT)

    found = trail.due()

    assert set(found) == {Clock.GIAY_CHUNG_NHAN, Clock.HO_SO}
    assert {item.waiting_for for item in found.values()} == {WaitingFor.CHI_BO}
    trail.resolved(date(2025, 8, 11))
    assert set(trail.due()) == {Clock.QUYET_DINH_KET_NAP}


def test_X06_too_few_votes_in_the_committee_are_sent_up_by_it(trail: Trail) -> None:
    trail.resolved(date(2025, 7, 15))
    trail.put(StepKind.NQ_DANG_UY, date(2025, 8, 4), SHORT)

    found = trail.only(Clock.QUYET_DINH_KET_NAP)

    assert (found.waiting_for, found.next_step) == (WaitingFor.CAP_UY, StepKind.TRINH)


def test_X11_after_a_cancelled_decision_the_papers_run_again(trail: Trail) -> None:
    trail.dossier(date(2024, 3, 4)).resolved(date(2024, 7, 10))
    trail.decided(date(2024, 9, 9))
    trail.put(StepKind.HUY_QUYET_DINH, date(2024, 9, 30))

    assert set(trail.due()) == {Clock.HO_SO}


def test_a_reversed_vote_stops_its_clock(trail: Trail) -> None:
    vote = trail.resolved(date(2025, 7, 15))
    assert Clock.QUYET_DINH_KET_NAP in trail.due()

    trail.put(StepKind.NQ_CHI_BO, date(2025, 7, 15), reverses=vote, reason="Ghi nhầm người")

    assert trail.due() == {}


# Papers: K08, K09, K11, K20


@pytest.mark.parametrize(
    ("issued_on", "ends_on"),
    [
        pytest.param(date(2023, 6, 20), date(2028, 6, 20), id="an ordinary day"),
        pytest.param(date(2020, 2, 29), date(2025, 2, 28), id="29 February"),
        pytest.param(date(2019, 2, 28), date(2024, 2, 28), id="into a leap year"),
        pytest.param(date(2020, 8, 31), date(2025, 8, 31), id="the end of a month"),
    ],
)
def test_certificate_K09(world: World, trail: Trail, issued_on: date, ends_on: date) -> None:
    factories.certificate(trail.subject, factories.training_class(world.city), issued_on)

    found = trail.only(Clock.GIAY_CHUNG_NHAN)

    assert (found.started_on, found.due_on) == (issued_on, ends_on)
    assert (found.waiting_for, found.next_step) == (WaitingFor.CHI_BO, StepKind.VAO_DANH_SACH)


@pytest.mark.parametrize(
    ("begun_on", "ends_on"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 3, 31), date(2026, 3, 31)),
        (date(2026, 7, 27), date(2027, 7, 27)),
    ],
)
def test_dossier_counts_from_the_later_of_application_and_history(trail: Trail, begun_on: date, ends_on: date) -> None:
    trail.put(StepKind.DON, add_months(begun_on, -1))
    trail.put(StepKind.LY_LICH, begun_on)

    assert trail.only(Clock.HO_SO).due_on == ends_on


def test_papers_made_anew_give_the_dossier_another_year(trail: Trail) -> None:
    trail.dossier(date(2024, 3, 4))
    for kind in (StepKind.GIOI_THIEU_DANG_VIEN, StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU):
        trail.put(kind, date(2024, 4, 1))
    assert trail.only(Clock.HO_SO).due_on == date(2025, 3, 4)

    trail.put(StepKind.GIOI_THIEU_DANG_VIEN, date(2025, 3, 10))
    trail.put(StepKind.Y_KIEN_DOAN_THE, date(2025, 3, 17))
    assert trail.only(Clock.HO_SO).due_on == date(2025, 3, 4)
    trail.put(StepKind.Y_KIEN_CU_TRU, date(2025, 3, 24))
    assert trail.only(Clock.HO_SO).due_on == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("asked_on", "abroad", "due_on"),
    [
        (date(2024, 1, 31), False, date(2024, 3, 20)),
        (date(2024, 1, 31), True, date(2024, 6, 17)),
        (date(2025, 8, 20), False, date(2025, 10, 3)),
        (date(2026, 8, 12), False, date(2026, 9, 25)),
    ],
)
def test_verification_K20_runs_for_each_place_until_it_answers(
    trail: Trail, asked_on: date, abroad: bool, due_on: date
) -> None:
    trail.dossier(date(2023, 12, 1))
    asked = trail.put(StepKind.GUI_THAM_TRA, asked_on, matter=Matter.CHA_ME, abroad=abroad)
    trail.put(StepKind.GUI_THAM_TRA, asked_on, matter=Matter.VO_CHONG)

    trail.due()
    item = asked.deadlines.get()
    assert (item.due_on, item.waiting_for, item.next_step) == (
        due_on, WaitingFor.NOI_THAM_TRA, StepKind.TRA_LOI_THAM_TRA,
    )  # fmt: skip
    trail.put(StepKind.TRA_LOI_THAM_TRA, date(2026, 11, 2), answers=asked)
    trail.due()
    assert not asked.deadlines.exists()
    assert Step.objects.filter(deadlines__clock=Clock.THAM_TRA).count() == 1


def test_a_verification_sent_after_the_vote_runs_too(trail: Trail) -> None:
    trail.resolved(date(2025, 7, 15))
    asked = trail.put(StepKind.GUI_THAM_TRA, date(2025, 8, 20), matter=Matter.CHA_ME)

    assert trail.only(Clock.THAM_TRA).step_id == asked.pk
    assert set(trail.due()) == {Clock.QUYET_DINH_KET_NAP, Clock.THAM_TRA}


# The ceremony (K32)


@pytest.mark.parametrize(
    ("decided_on", "received_on", "due_on"),
    [
        pytest.param(date(2024, 8, 5), date(2024, 8, 12), date(2024, 9, 25), id="E1 from receipt across 2 September"),
        pytest.param(date(2025, 8, 4), date(2025, 8, 11), date(2025, 9, 24), id="E3 from receipt across 2 September"),
        pytest.param(date(2026, 8, 3), date(2026, 8, 12), date(2026, 9, 16), id="E5 from issue"),
        pytest.param(date(2026, 7, 24), date(2026, 8, 12), date(2026, 9, 25), id="issued in E4, received in E5"),
    ],
)
def test_ceremony_K32(trail: Trail, decided_on: date, received_on: date, due_on: date) -> None:
    trail.resolved(add_months(decided_on, -1))
    trail.sent_up(add_months(decided_on, -1)).decided(decided_on)
    waiting = trail.due().get(Clock.LE_KET_NAP)
    trail.put(StepKind.NHAN_QUYET_DINH, received_on)

    found = trail.only(Clock.LE_KET_NAP)

    assert found.due_on == due_on
    assert (found.waiting_for, found.next_step) == (WaitingFor.CHI_BO, StepKind.LE_KET_NAP)
    by_issue = decided_on >= date(2026, 7, 26)
    assert (waiting.next_step if waiting else None) == (StepKind.NHAN_QUYET_DINH if by_issue else None)


def test_S17_a_decision_not_yet_handed_over_is_due_though_the_ceremony_s_term_has_not_begun(trail: Trail) -> None:
    trail.resolved(date(2025, 7, 15))
    trail.sent_up(date(2025, 7, 28)).decided(date(2025, 8, 4))

    found = trail.only(Clock.NHAN_QUYET_DINH)

    assert (found.due_on, found.next_step) == (date(2025, 8, 11), StepKind.NHAN_QUYET_DINH)
    trail.put(StepKind.NHAN_QUYET_DINH, date(2025, 8, 29))
    assert set(trail.due()) == {Clock.LE_KET_NAP}


def test_after_the_ceremony_nothing_runs_for_the_way(trail: Trail) -> None:
    trail.resolved(date(2025, 7, 15))
    trail.decided(date(2025, 8, 4))
    trail.put(StepKind.NHAN_QUYET_DINH, date(2025, 8, 11))
    trail.admitted(date(2025, 8, 25))

    assert trail.due() == {}


# A move during the process


def _moved(trail: Trail, day: date, outcome: Outcome) -> Step:
    return trail.put(StepKind.CHUYEN_NOI, day, outcome=outcome)


def test_X09_a_move_before_any_vote_makes_the_new_place_act(trail: Trail) -> None:
    trail.dossier(date(2025, 3, 3))
    moved = _moved(trail, date(2025, 8, 4), Outcome.CHUA_CO_NGHI_QUYET)
    assert trail.only(Clock.HO_SO).waiting_for == WaitingFor.NOI_MOI

    trail.put(StepKind.TIEP_NHAN, date(2025, 8, 20), answers=moved)
    assert trail.only(Clock.HO_SO).waiting_for == WaitingFor.CHI_BO


def test_X09_the_old_decider_sends_on_in_15_days_and_the_new_one_decides_in_30(trail: Trail) -> None:
    trail.resolved(date(2025, 7, 15))
    trail.sent_up(date(2025, 7, 28))
    moved = _moved(trail, date(2025, 8, 4), Outcome.CAP_CU_CHUYEN)

    sending = trail.only(Clock.CHUYEN_HO_SO)
    assert (sending.due_on, sending.waiting_for) == (date(2025, 8, 25), WaitingFor.THAM_QUYEN)
    trail.put(StepKind.CHUYEN_HO_SO, date(2025, 8, 15))
    on_the_road = trail.due()
    assert Clock.CHUYEN_HO_SO not in on_the_road
    assert on_the_road[Clock.QUYET_DINH_KET_NAP].waiting_for == WaitingFor.NOI_MOI
    trail.put(StepKind.TIEP_NHAN, date(2025, 8, 20), answers=moved)
    taken = trail.only(Clock.QUYET_DINH_KET_NAP)
    assert (taken.started_on, taken.due_on) == (date(2025, 8, 20), date(2025, 10, 3))
    assert taken.source == "Hướng dẫn 06-HD/TW ngày 09/6/2025, điểm 3.9"


def test_X09_a_dossier_not_sent_up_yet_is_sent_by_the_old_committee(trail: Trail) -> None:
    trail.resolved(date(2025, 7, 15))
    _moved(trail, date(2025, 8, 4), Outcome.GUI_NOI_MOI)

    found = trail.due()

    assert set(found) == {Clock.QUYET_DINH_KET_NAP}
    turn = found[Clock.QUYET_DINH_KET_NAP]
    assert (turn.waiting_for, turn.next_step) == (WaitingFor.CAP_UY, StepKind.CHUYEN_HO_SO)


@pytest.mark.parametrize(
    ("outcome", "turn"),
    [
        (Outcome.CUNG_CAP, (WaitingFor.NOI_MOI, StepKind.TIEP_NHAN)),
        (Outcome.LE_NOI_MOI, (WaitingFor.NOI_MOI, StepKind.TIEP_NHAN)),
        (Outcome.PHAI_HUY, (WaitingFor.THAM_QUYEN, StepKind.HUY_QUYET_DINH)),
    ],
)
def test_X10_after_a_move_the_ceremony_is_the_new_place_s_or_the_decision_is_cancelled(
    trail: Trail, outcome: Outcome, turn: tuple[WaitingFor, StepKind]
) -> None:
    trail.resolved(date(2025, 7, 15))
    trail.decided(date(2025, 8, 4))
    trail.put(StepKind.NHAN_QUYET_DINH, date(2025, 8, 11))
    _moved(trail, date(2025, 8, 12), outcome)

    found = trail.only(Clock.LE_KET_NAP)

    assert (found.waiting_for, found.next_step) == turn


def test_a_review_asked_for_takes_60_days_at_most(trail: Trail) -> None:
    trail.resolved(date(2025, 7, 15))
    trail.decided(date(2025, 8, 4))
    asked = trail.put(StepKind.DE_NGHI_XEM_LAI, date(2025, 8, 20))

    found = trail.only(Clock.XEM_LAI)
    assert (found.due_on, found.waiting_for, found.next_step) == (
        date(2025, 11, 14), WaitingFor.THAM_QUYEN, StepKind.KET_LUAN_XEM_LAI,
    )  # fmt: skip
    trail.put(StepKind.KET_LUAN_XEM_LAI, date(2025, 9, 15), answers=asked, outcome=Outcome.DONG_Y)
    assert Clock.XEM_LAI not in trail.due()


# Probation


@pytest.mark.parametrize(
    ("admitted_on", "ends_on", "review_by", "papers_by"),
    [
        pytest.param(date(2024, 2, 29), date(2025, 2, 28), date(2025, 4, 14), date(2024, 4, 11), id="E1, 29 February"),
        pytest.param(date(2024, 8, 31), date(2025, 8, 31), date(2025, 10, 14), date(2024, 10, 15), id="E1 ends in E3"),
        pytest.param(date(2025, 1, 31), date(2026, 1, 31), date(2026, 3, 20), date(2025, 3, 14), id="E2 ends in E3"),
        pytest.param(date(2025, 8, 12), date(2026, 8, 12), date(2026, 9, 25), date(2025, 9, 25), id="E3 ends in E5"),
    ],
)
def test_probation_D03_D05(world: World, admitted_on: date, ends_on: date, review_by: date, papers_by: date) -> None:
    found = Trail.probation(world.a1, admitted_on).due()

    assert set(found) == {Clock.HET_DU_BI, Clock.XET_CONG_NHAN, Clock.HO_SO_DANG_VIEN}
    assert found[Clock.HET_DU_BI].due_on == ends_on
    assert (found[Clock.XET_CONG_NHAN].started_on, found[Clock.XET_CONG_NHAN].due_on) == (ends_on, review_by)
    assert found[Clock.HO_SO_DANG_VIEN].due_on == papers_by
    assert {item.waiting_for for item in found.values()} == {WaitingFor.CHI_BO}


def test_the_notice_of_the_end_makes_way_for_the_review_on_the_day_itself(world: World) -> None:
    trail = Trail.probation(world.a1, date(2025, 8, 12))
    trail.put(StepKind.HO_SO_DANG_VIEN, date(2025, 9, 1))
    trail.due()
    running = trail.subject.case.deadlines.running_on

    assert [item.clock for item in running(date(2026, 8, 11))] == [Clock.HET_DU_BI]
    assert [item.clock for item in running(date(2026, 8, 12))] == [Clock.XET_CONG_NHAN]
    assert [item.clock for item in running(date(2029, 8, 12))] == [Clock.XET_CONG_NHAN]


@pytest.mark.parametrize(
    ("voted_on", "due_on", "extended_to"),
    [
        pytest.param(date(2025, 2, 28), date(2025, 4, 14), date(2025, 4, 14), id="E2 knows no extension"),
        pytest.param(date(2025, 8, 20), date(2025, 10, 3), date(2025, 10, 24), id="E3"),
        pytest.param(date(2026, 8, 12), date(2026, 9, 25), date(2026, 10, 16), id="E5"),
    ],
)
def test_recognition_D08(world: World, voted_on: date, due_on: date, extended_to: date) -> None:
    trail = Trail.probation(world.a1, date(2024, 2, 1))
    trail.put(StepKind.HO_SO_DANG_VIEN, date(2024, 3, 1))
    trail.put(StepKind.NQ_CHI_BO_CONG_NHAN, voted_on, PASSED)

    found = trail.due()

    assert set(found) == {Clock.QUYET_DINH_CONG_NHAN}
    item = found[Clock.QUYET_DINH_CONG_NHAN]
    assert (item.due_on, item.waiting_for, item.next_step) == (
        due_on, WaitingFor.CAP_UY, StepKind.NQ_DANG_UY_CONG_NHAN,
    )  # fmt: skip
    trail.put(StepKind.NQ_DANG_UY_CONG_NHAN, voted_on, PASSED)
    trail.put(StepKind.GIA_HAN, voted_on, matter=Matter.QUYET_DINH_CONG_NHAN)
    longer = trail.only(Clock.QUYET_DINH_CONG_NHAN)
    assert (longer.due_on, longer.waiting_for) == (extended_to, WaitingFor.THAM_QUYEN)


def test_D09_D10_the_decision_is_read_out_and_the_card_handed_over(world: World, an: User) -> None:
    walk = Walk(an, world.a1, world.city).until(StepKind.QUYET_DINH_CONG_NHAN)
    decided = walk.day

    def running() -> list[tuple[str, date, str]]:
        return [(item.clock, item.due_on, item.next_step) for item in walk.probation.deadlines.all()]

    assert running() == [(Clock.CONG_BO, add_months(decided, 1), StepKind.CONG_BO)]
    walk.step(StepKind.CONG_BO)
    assert running() == [(Clock.PHAT_THE, add_months(decided, 3), StepKind.PHAT_THE)]
    walk.step(StepKind.PHAT_THE)
    assert running() == []


def test_K39_a_failed_vote_leaves_the_question_with_the_cell_until_the_third(world: World) -> None:
    trail = Trail.probation(world.a1, date(2024, 8, 12))
    turns = []
    for day in (date(2025, 8, 20), date(2025, 9, 15), date(2025, 10, 15)):
        trail.put(StepKind.NQ_CHI_BO_CONG_NHAN, day, SHORT)
        found = trail.only(Clock.XET_CONG_NHAN)
        turns.append((found.due_on, found.waiting_for))

    first = turns[0][0]
    assert turns == [(first, WaitingFor.CHI_BO), (first, WaitingFor.CHI_BO), (first, WaitingFor.CAP_UY)]
    assert trail.only(Clock.XET_CONG_NHAN).next_step == StepKind.NQ_DANG_UY_CONG_NHAN
    assert Case.objects.get(member=trail.subject).state == CaseState.X06


def test_a_decision_against_recognition_gives_the_question_back_to_the_cell(world: World) -> None:
    trail = Trail.probation(world.a1, date(2024, 8, 12))
    trail.put(StepKind.NQ_CHI_BO_CONG_NHAN, date(2025, 8, 20), PASSED)
    trail.put(StepKind.QUYET_DINH_CONG_NHAN, date(2025, 9, 15), outcome=Outcome.KHONG_DONG_Y)

    found = trail.due()

    assert Clock.QUYET_DINH_CONG_NHAN not in found
    assert found[Clock.XET_CONG_NHAN].waiting_for == WaitingFor.CHI_BO


def test_X14_a_vote_to_strike_the_name_is_answered_by_the_committees(world: World) -> None:
    trail = Trail.probation(world.a1, date(2024, 8, 12))
    trail.put(StepKind.NQ_CHI_BO_XOA_TEN, date(2025, 8, 20), PASSED)
    item = trail.only(Clock.XET_CONG_NHAN)
    assert (item.waiting_for, item.next_step) == (WaitingFor.CAP_UY, StepKind.NQ_DANG_UY_XOA_TEN)

    trail.put(StepKind.NQ_DANG_UY_XOA_TEN, date(2025, 9, 1), PASSED)
    item = trail.only(Clock.XET_CONG_NHAN)
    assert (item.waiting_for, item.next_step) == (WaitingFor.THAM_QUYEN, StepKind.QUYET_DINH_XOA_TEN)


def test_the_next_paper_of_recognition_is_named_one_after_another(world: World) -> None:
    trail = Trail.probation(world.a1, date(2024, 8, 12))
    named = []
    for kind in (StepKind.TU_KIEM_DIEM, StepKind.NHAN_XET_GIUP_DO, StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU):
        named.append(trail.only(Clock.XET_CONG_NHAN).next_step)
        trail.put(kind, date(2025, 8, 13))

    assert named == ["tu_kiem_diem", "nhan_xet_giup_do", "y_kien_doan_the", "y_kien_cu_tru"]
    assert trail.only(Clock.XET_CONG_NHAN).next_step == StepKind.NQ_CHI_BO_CONG_NHAN


# What a province sets itself


def test_terms_of_a_province_run_once_they_are_amended(world: World, an: User, trail: Trail) -> None:
    trail.resolved(date(2025, 9, 30))
    assert set(trail.due()) == {Clock.QUYET_DINH_KET_NAP}

    for rule, days in (("committee_vote_days", "25"), ("decide_after_committee_days", "15")):
        factories.amendment(world.city, an, rule=rule, value=days)
    found = trail.due()
    assert set(found) == {Clock.QUYET_DINH_KET_NAP, Clock.DANG_UY_XET}
    assert found[Clock.DANG_UY_XET].source.startswith("Hướng dẫn 02-HD/BTCTU")
    trail.sent_up(date(2025, 10, 20))
    assert set(trail.due()) == {Clock.QUYET_DINH_KET_NAP, Clock.THAM_QUYEN_XET}


def test_a_resolution_on_recognition_can_be_made_to_lapse(world: World, an: User) -> None:
    factories.amendment(world.ward_a, an, rule="recognition_vote_days", value="45")
    trail = Trail.probation(world.a1, date(2024, 8, 12))
    trail.put(StepKind.NQ_CHI_BO_CONG_NHAN, date(2025, 9, 30), PASSED)

    assert trail.only(Clock.NGHI_QUYET_CONG_NHAN).due_on == date(2025, 12, 2)


def test_the_cell_s_own_term_to_send_its_resolution_up_runs_once_it_is_amended(
    world: World, an: User, trail: Trail
) -> None:
    factories.amendment(world.city, an, rule="cell_send_days", value="5")
    trail.resolved(date(2025, 9, 30))

    assert trail.only(Clock.GUI_NGHI_QUYET).due_on == date(2025, 10, 7)
    trail.put(StepKind.NQ_DANG_UY, date(2025, 10, 3), PASSED)
    assert Clock.GUI_NGHI_QUYET not in trail.due()


def test_a_place_that_counts_the_first_day_is_a_day_earlier(world: World, an: User) -> None:
    factories.amendment(world.ward_a, an, rule="first_day_counted", value="ngay_dau")
    here, there = Trail.candidate(world.a1), Trail.candidate(world.b1)
    for trail in (here, there):
        trail.resolved(date(2025, 9, 30))

    assert there.only(Clock.QUYET_DINH_KET_NAP).due_on == date(2025, 12, 2)
    assert here.only(Clock.QUYET_DINH_KET_NAP).due_on == date(2025, 12, 1)


def test_an_amended_term_holds_below_its_organization_only(world: World, an: User) -> None:
    factories.amendment(world.ward_b, an, rule="decision_days", value="30", since=date(2025, 8, 1))
    here, there = Trail.candidate(world.a1), Trail.candidate(world.b1)
    for trail in (here, there):
        trail.resolved(date(2025, 8, 20))

    assert there.only(Clock.QUYET_DINH_KET_NAP).due_on == date(2025, 10, 3)
    assert here.only(Clock.QUYET_DINH_KET_NAP).due_on > date(2025, 10, 3)
