"""K22–K25: special cases and the papers that allow them."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Matter, Outcome, StepKind
from dangvien.procedure.problem import Level
from tests.dangvien.checks.cases import E1, E3, E5, case_of, consent, finding, judge, note, weighs

MEETING, DECISION, ALLOWED = StepKind.NQ_CHI_BO, StepKind.QUYET_DINH_KET_NAP, StepKind.DUOC_LAM_THU_TUC


@pytest.mark.parametrize("kind", [MEETING, DECISION])
def test_K22_refuses_under_proceedings_until_they_end(kind):
    charged, cleared = note(Matter.BI_KHOI_TO, date(2025, 3, 3)), note(Matter.HET_BI_KHOI_TO, date(2025, 8, 1))

    assert weighs("K22", case_of(charged), kind, E3) is Level.REFUSE
    assert weighs("K22", case_of(charged), kind, date(2025, 3, 2)) is None
    assert weighs("K22", case_of(charged, cleared), kind, date(2025, 7, 31)) is Level.REFUSE
    assert weighs("K22", case_of(charged, cleared), kind, date(2025, 8, 1)) is None
    assert weighs("K22", case_of(), kind, E3) is None


def test_K22_is_allowed_by_no_paper():
    charged = note(Matter.BI_KHOI_TO, date(2025, 3, 3))

    assert weighs("K22", case_of(charged, consent(Matter.CHINH_TRI)), DECISION, E3) is Level.REFUSE


def test_K22_cites_the_text_of_the_day():
    sources = [finding("K22", case_of(), MEETING, day).found.source for day in (E1, E3, E5)]

    assert ["58-QĐ/TW" in sources[0], "58-QĐ/TW" in sources[1], "367-QĐ/TW" in sources[2]] == [True, True, True]


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K23_refuses_to_begin_papers_of_a_religious_person_without_consent(day):
    assert weighs("K23", case_of(religion="02"), ALLOWED, day) is Level.REFUSE
    assert weighs("K23", case_of(note(Matter.TON_GIAO)), ALLOWED, day) is Level.REFUSE
    assert weighs("K23", case_of(consent(Matter.TON_GIAO), religion="02"), ALLOWED, day) is Level.INFORM
    assert weighs("K23", case_of(), ALLOWED, day) is None


def test_K23_wants_the_consent_before():
    case = case_of(consent(Matter.TON_GIAO, date(2025, 8, 9)), religion="02")

    assert weighs("K23", case, ALLOWED, date(2025, 8, 8)) is Level.REFUSE
    assert weighs("K23", case, ALLOWED, date(2025, 8, 9)) is Level.INFORM


def test_K24_refuses_a_decision_without_the_paper_of_each_matter():
    spouse, chinese = note(Matter.HON_NHAN_NUOC_NGOAI), note(Matter.NGUOI_HOA)
    first, second = consent(Matter.HON_NHAN_NUOC_NGOAI), consent(Matter.NGUOI_HOA)

    assert weighs("K24", case_of(), DECISION, E3) is None
    assert weighs("K24", case_of(spouse), DECISION, E3) is Level.REFUSE
    assert weighs("K24", case_of(spouse, first), DECISION, E3) is Level.INFORM
    assert weighs("K24", case_of(spouse, chinese, first), DECISION, E3) is Level.REFUSE
    assert weighs("K24", case_of(spouse, chinese, first, second), DECISION, E3) is Level.INFORM
    assert finding("K24", case_of(spouse, first), DECISION, E3).verdict == "vuot"


def test_K24_knows_the_ethnicity():
    assert weighs("K24", case_of(ethnicity="04"), DECISION, E3) is Level.REFUSE


def test_K25_refuses_a_decision_without_conclusion_or_consent():
    noted = note(Matter.CHINH_TRI)

    assert weighs("K25", case_of(noted), DECISION, E3) is Level.REFUSE
    assert weighs("K25", case_of(noted, consent(Matter.CHINH_TRI)), DECISION, E3) is Level.INFORM
    assert weighs("K25", case_of(), DECISION, E3) is None


def test_K25_takes_the_conclusion_noted_with_the_case():
    for outcome, wanted in ((Outcome.DU_DIEU_KIEN, None), (Outcome.KHONG_DU_DIEU_KIEN, Level.REFUSE)):
        noted = note(Matter.CHINH_TRI, outcome=outcome)
        assert weighs("K25", case_of(noted), DECISION, E3) is wanted


@pytest.mark.parametrize("number", ["K22", "K24", "K25"])
def test_what_speaks_against_admission_does_not_stand_in_the_way_of_a_refusal(number):
    flags = (note(Matter.BI_KHOI_TO), note(Matter.NGUOI_HOA), note(Matter.CHINH_TRI))

    assert judge(number, case_of(*flags), DECISION, E3, outcome=Outcome.KHONG_DONG_Y) is None
