"""K26–K29: people who were members before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dangvien.dates import add_months
from dangvien.models import Kind, Matter, Outcome, StepKind
from dangvien.procedure.problem import Level
from tests.dangvien.checks.cases import E3, case_of, consent, judge, line, note, weighs

MEETING, DECISION = StepKind.NQ_CHI_BO, StepKind.QUYET_DINH_KET_NAP
ONE_DAY = timedelta(days=1)
IN, OUT = line(Kind.KET_NAP, date(2012, 2, 3)), line(Kind.XOA_TEN, date(2021, 5, 19))


@pytest.mark.parametrize("left_on", [date(2021, 5, 19), date(2022, 7, 15), date(2023, 8, 1)])
def test_K26_refuses_before_36_months(left_on):
    case, earliest = case_of(lines=(IN, line(Kind.XOA_TEN, left_on))), add_months(left_on, 36)

    assert weighs("K26", case, MEETING, earliest - ONE_DAY) is Level.REFUSE
    assert weighs("K26", case, MEETING, earliest) is None


def test_K26_counts_60_months_from_the_clearing_of_a_record():
    cleared = note(Matter.XOA_AN_TICH, date(2024, 1, 10), basis_on=date(2020, 8, 8))
    case = case_of(cleared, lines=(IN, line(Kind.KHAI_TRU, date(2015, 1, 1))))

    assert weighs("K26", case, MEETING, date(2025, 8, 7)) is Level.REFUSE
    assert weighs("K26", case, MEETING, date(2025, 8, 8)) is None


def test_K26_knows_members_of_other_places_by_the_note():
    dated = note(Matter.KET_NAP_LAI, basis_on=date(2022, 8, 8))

    assert weighs("K26", case_of(dated), MEETING, date(2025, 8, 7)) is Level.REFUSE
    assert weighs("K26", case_of(dated), MEETING, date(2025, 8, 8)) is None
    assert weighs("K26", case_of(note(Matter.KET_NAP_LAI)), MEETING, E3) is Level.REFUSE


@pytest.mark.parametrize("number", ["K26", "K27", "K28"])
def test_none_of_this_concerns_a_first_admission_or_a_restored_member(number):
    restored = (IN, OUT, line(Kind.PHUC_HOI, date(2022, 1, 1)))

    assert judge(number, case_of(), MEETING, E3) is None
    assert judge(number, case_of(lines=restored), MEETING, E3) is None


def test_K27_refuses_who_asked_to_leave_unless_found_excusable():
    asked = (IN, line(Kind.XIN_RA, date(2018, 1, 1)))

    assert weighs("K27", case_of(lines=asked), MEETING, E3) is Level.REFUSE
    excused = note(Matter.KET_NAP_LAI, outcome=Outcome.DU_DIEU_KIEN)
    assert weighs("K27", case_of(excused, lines=asked), MEETING, E3) is None


def test_K27_asks_for_a_conclusion_and_follows_it():
    assert weighs("K27", case_of(lines=(IN, OUT)), MEETING, E3) is Level.WARN
    unfit = note(Matter.KET_NAP_LAI, outcome=Outcome.KHONG_DU_DIEU_KIEN)
    assert weighs("K27", case_of(unfit, lines=(IN, OUT)), MEETING, E3) is Level.REFUSE


def test_K28_refuses_a_second_readmission():
    twice = (IN, OUT, line(Kind.KET_NAP, date(2022, 1, 1)), line(Kind.XOA_TEN, date(2022, 6, 1)))

    assert weighs("K28", case_of(lines=(IN, OUT)), MEETING, E3) is None
    assert weighs("K28", case_of(lines=twice), MEETING, E3) is Level.REFUSE


def test_K29_refuses_a_decision_without_consent():
    paper = consent(Matter.KET_NAP_LAI, E3)

    assert weighs("K29", case_of(lines=(IN, OUT)), DECISION, E3) is Level.REFUSE
    assert weighs("K29", case_of(paper, lines=(IN, OUT)), DECISION, E3) is Level.INFORM
    assert weighs("K29", case_of(paper, lines=(IN, OUT)), DECISION, E3 - ONE_DAY) is Level.REFUSE
    assert judge("K29", case_of(), DECISION, E3) is None
    assert judge("K29", case_of(lines=(IN, OUT)), DECISION, E3, outcome=Outcome.KHONG_DONG_Y) is None
