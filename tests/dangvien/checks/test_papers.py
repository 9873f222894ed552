"""K07–K09, K11, K17, K18: the certificate, old papers, papers that must come first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dangvien.models import Introduction, Matter, Member, Outcome, Step, StepKind
from dangvien.procedure.facts import VoteFacts
from dangvien.procedure.problem import Level
from dangvien.procedure.terms import dossier_counts_from
from tests.dangvien.checks.cases import (
    E1,
    E3,
    E5,
    case_of,
    certificate,
    consent,
    finding,
    months_before,
    step,
    today_of,
    told,
    weighs,
)

MEETING, ALLOWED = StepKind.NQ_CHI_BO, StepKind.DUOC_LAM_THU_TUC
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K07_refuses_without_a_certificate(day):
    assert weighs("K07", case_of(), ALLOWED, day) is Level.REFUSE
    assert weighs("K07", case_of(enrollments=(certificate(day),)), ALLOWED, day) is None


def test_K07_refuses_a_certificate_issued_later():
    result = finding("K07", case_of(enrollments=(certificate(E3 + ONE_DAY),)), ALLOWED, E3)

    assert "sớm hơn ngày cấp giấy chứng nhận số 07/GCN" in told(result).sentence
    assert told(result).field == "occurred_on"


def test_K07_refuses_a_certificate_without_a_number():
    result = finding("K07", case_of(enrollments=(certificate(E3, certificate_number=""),)), ALLOWED, E3)

    assert told(result).level is Level.REFUSE
    assert "số giấy" in told(result).sentence


def test_K07_is_text_of_its_day():
    sources = [finding("K07", case_of(enrollments=(certificate(d),)), ALLOWED, d).found.source for d in (E1, E3, E5)]

    assert sources == [
        "Hướng dẫn 01-HD/TW ngày 28/9/2021; chưa đối chiếu văn bản",
        "Hướng dẫn 06-HD/TW ngày 09/6/2025, điểm 3.1",
        "Hướng dẫn 06-HD/TW ngày 09/6/2025, điểm 3.1; chưa đối chiếu văn bản",
    ]


@pytest.mark.parametrize("day", [E1, E3, E5])
@pytest.mark.parametrize("kind", [MEETING, ALLOWED])
def test_K08_refuses_a_certificate_of_more_than_60_months(day, kind):
    last = months_before(day, 60)

    assert weighs("K08", case_of(enrollments=(certificate(last),)), kind, day) is None
    assert weighs("K08", case_of(enrollments=(certificate(last - ONE_DAY),)), kind, day) is Level.REFUSE


def test_K08_refuses_a_certificate_of_61_months_and_takes_a_newer_one():
    old = certificate(months_before(E3, 61))

    assert weighs("K08", case_of(enrollments=(old,)), MEETING, E3) is Level.REFUSE
    assert weighs("K08", case_of(enrollments=(old, certificate(months_before(E3, 1)))), MEETING, E3) is None
    assert weighs("K08", case_of(), MEETING, E3) is Level.REFUSE


def test_K08_counts_to_the_end_of_february():
    case = case_of(enrollments=(certificate(date(2020, 2, 29)),))

    assert weighs("K08", case, MEETING, date(2025, 2, 28)) is None
    assert weighs("K08", case, MEETING, date(2025, 3, 1)) is Level.REFUSE


def test_K09_reminds_in_the_last_six_months_and_after():
    issued = date(2021, 3, 10)  # until 10 March 2026

    def on(today: date) -> Level | None:
        return today_of("K09", case_of(enrollments=(certificate(issued),), today=today))

    assert [on(date(2025, 9, 9)), on(date(2025, 9, 10)), on(date(2026, 3, 11))] == [None, Level.WARN, Level.WARN]


@pytest.mark.parametrize(("agree", "level"), [(9, None), (5, Level.WARN)])
def test_K09_is_silent_once_the_cell_has_voted_enough(agree, level):
    voted = step(MEETING, date(2025, 10, 1), vote=VoteFacts(convened=9, present=9, agree=agree), passed=agree > 5)
    case = case_of(voted, enrollments=(certificate(date(2021, 3, 10)),), today=date(2026, 1, 5))

    assert today_of("K09", case) is level


def dossier(begun: date, papers: date) -> list[Step]:
    """A dossier begun on a day whose four papers that grow old are of another."""
    return [
        step(StepKind.DON, begun - ONE_DAY),
        step(StepKind.LY_LICH, begun),
        step(StepKind.GIOI_THIEU_DANG_VIEN, papers, helper=Member(pk=1)),
        step(StepKind.GIOI_THIEU_DOAN_THE, papers, body="Đoàn TNCS Hồ Chí Minh", number="4-NQ/ĐTN"),
        step(StepKind.Y_KIEN_DOAN_THE, papers),
        step(StepKind.Y_KIEN_CU_TRU, papers),
    ]


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K11_refuses_a_dossier_older_than_12_months(day):
    limit = months_before(day, 12)

    assert weighs("K11", case_of(*dossier(limit, limit)), MEETING, day) is None
    assert weighs("K11", case_of(*dossier(limit - ONE_DAY, limit - ONE_DAY)), MEETING, day) is Level.REFUSE


def test_K11_passes_with_the_four_papers_renewed():
    old = months_before(E3, 14)
    renewed = [*dossier(old, old), *dossier(old, months_before(E3, 1))[2:]]

    assert weighs("K11", case_of(*renewed), MEETING, E3) is None
    result = finding("K11", case_of(*renewed[:-1]), MEETING, E3)
    assert told(result).level is Level.REFUSE
    assert "Làm lại: ý kiến chi ủy nơi cư trú;" in told(result).sentence


def test_K11_and_the_clock_take_only_papers_made_since_the_dossier_was_over():
    old = months_before(E3, 13)
    early = [*dossier(old, old), *dossier(old, months_before(E3, 2))[2:]]
    case = case_of(*early)

    assert dossier_counts_from(case, E3) == old
    assert weighs("K11", case, MEETING, E3) is Level.REFUSE
    again = case_of(*early, *dossier(old, months_before(E3, 1))[2:])
    assert dossier_counts_from(again, E3) == months_before(E3, 1)
    assert weighs("K11", again, MEETING, E3) is None
    assert dossier_counts_from(again, months_before(E3, 1) - ONE_DAY) == old


def test_K11_looks_at_each_paper_of_a_young_dossier():
    papers = dossier(months_before(E3, 2), months_before(E3, 13))

    result = finding("K11", case_of(*papers), MEETING, E3)
    assert "Có giấy đã quá 12 tháng" in told(result).sentence
    for name in ("giấy giới thiệu của đảng viên", "nghị quyết giới thiệu của đoàn thể", "ý kiến đoàn thể"):
        assert name in told(result).sentence


def test_K11_asks_for_no_opinion_of_the_residence_where_it_is_spared():
    old = months_before(E3, 14)
    papers = [*dossier(old, old)[:-1], *dossier(old, months_before(E3, 1))[2:-1]]

    assert weighs("K11", case_of(*papers), MEETING, E3) is Level.REFUSE
    assert weighs("K11", case_of(*papers, consent(Matter.CU_TRU_DAC_BIET)), MEETING, E3) is None


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (StepKind.DON, "đơn xin vào Đảng"),
        (StepKind.LY_LICH, "lý lịch"),
        (StepKind.GIOI_THIEU_DANG_VIEN, "giấy giới thiệu"),
        (StepKind.GIOI_THIEU_DOAN_THE, "nghị quyết giới thiệu"),
        (StepKind.Y_KIEN_DOAN_THE, "ý kiến đoàn thể"),
        (StepKind.Y_KIEN_CU_TRU, "ý kiến chi ủy"),
    ],
)
def test_K17_refuses_a_meeting_before_its_papers(kind, word):
    result = finding("K17", case_of(step(kind, E3 + ONE_DAY)), MEETING, E3)

    assert told(result).level is Level.REFUSE
    assert word in told(result).sentence
    assert weighs("K17", case_of(step(kind, E3)), MEETING, E3) is None


def test_K17_refuses_a_meeting_before_the_certificate():
    assert weighs("K17", case_of(enrollments=(certificate(E3 + ONE_DAY),)), MEETING, E3) is Level.REFUSE
    assert weighs("K17", case_of(enrollments=(certificate(E3),)), MEETING, E3) is None


def test_K18_refuses_a_history_not_certified_by_the_meeting():
    history = step(StepKind.LY_LICH, date(2025, 5, 5))
    certified = step(StepKind.CHUNG_NHAN_LY_LICH, E3, outcome=Outcome.DU_DIEU_KIEN)

    assert weighs("K18", case_of(history), MEETING, E3) is Level.REFUSE
    assert weighs("K18", case_of(history, certified), MEETING, E3) is None
    assert weighs("K18", case_of(history, certified), MEETING, E3 - ONE_DAY) is Level.REFUSE


def test_K18_refuses_a_history_certified_as_unfit_or_before_it_was_rewritten():
    unfit = step(StepKind.CHUNG_NHAN_LY_LICH, date(2025, 6, 6), outcome=Outcome.KHONG_DU_DIEU_KIEN)
    fit = step(StepKind.CHUNG_NHAN_LY_LICH, date(2025, 6, 6), outcome=Outcome.DU_DIEU_KIEN)
    rewritten = step(StepKind.LY_LICH, date(2025, 7, 1))

    assert weighs("K18", case_of(unfit), MEETING, E3) is Level.REFUSE
    assert weighs("K18", case_of(fit, rewritten), MEETING, E3) is Level.REFUSE


def test_K16_takes_an_introduction_recorded_without_a_step():
    case = case_of()
    told = Introduction(body="doan_thanh_nien", resolution="4-NQ/ĐTN", resolved_on=E3)

    assert weighs("K16", case, MEETING, E3) is Level.REFUSE
    object.__setattr__(case, "introductions", (told,))
    assert weighs("K16", case, MEETING, E3) is None
