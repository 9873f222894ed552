"""K01–K04: ages count by months."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangvien.models import Matter, Outcome, StepKind
from dangvien.procedure.checks.running import problems_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from tests.dangvien.checks.cases import E1, E3, E5, case_of, consent, finding, judge, today_of, told, weighs

MEETING, DECISION, ALLOWED = StepKind.NQ_CHI_BO, StepKind.QUYET_DINH_KET_NAP, StepKind.DUOC_LAM_THU_TUC


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K01_refuses_before_the_month_of_the_eighteenth_birthday(day):
    born = day.replace(year=day.year - 18, day=25)
    month_before = date(day.year, day.month - 1, 28)

    assert weighs("K01", case_of(birth=born), MEETING, month_before) is Level.REFUSE
    assert weighs("K01", case_of(birth=born), MEETING, day.replace(day=1)) is None


def test_K01_says_which_text_of_the_day_it_follows():
    sources = []
    for day in (E1, E3, E5):
        result = finding("K01", case_of(birth=date(2012, 1, 1)), MEETING, day)
        sources.append(result.found.source)

    assert sources[0].startswith("Quy định 24-QĐ/TW")
    assert sources[1] == "Quy định 294-QĐ/TW ngày 26/5/2025, điểm 1.1.1"
    assert sources[2].endswith("chưa đối chiếu văn bản")


def test_K03_a_consent_says_for_which_of_three_reasons():
    paper: dict[str, Any] = {"number": "15-CV/TU", "body": "Tỉnh ủy"}
    case = case_of(birth=date(1960, 1, 1))

    def refusals(**facts: Any) -> list[str]:
        found = problems_of(case, StepFacts(StepKind.VAN_BAN_DONG_Y, E3, **paper, **facts))
        return [problem.sentence for problem in found if problem.field == "outcome"]

    assert refusals(matter=Matter.TREN_60) == [
        "Chọn lý do kết nạp người quá tuổi: cơ sở chưa có tổ chức đảng, chưa có đảng viên hoặc yêu cầu đặc biệt."
    ]
    assert refusals(matter=Matter.TREN_60, outcome=Outcome.CHUA_CO_DANG_VIEN) == []
    assert refusals(matter=Matter.TON_GIAO) == []
    assert refusals(matter=Matter.TON_GIAO, outcome=Outcome.CHUA_CO_DANG_VIEN) == [
        "Lý do chỉ chọn khi đồng ý về việc kết nạp người quá tuổi. Bỏ lý do."
    ]


def test_K02_warns_in_the_month_before_the_day():
    case = case_of(birth=date(2007, 8, 20))

    assert weighs("K02", case, MEETING, date(2025, 8, 19)) is Level.WARN
    assert weighs("K02", case, MEETING, date(2025, 8, 20)) is None
    assert judge("K02", case, MEETING, date(2025, 7, 31)) is None


def test_K02_warns_when_only_the_year_of_birth_is_known():
    case = case_of(birth=date(2007, 1, 1), precision="nam")

    assert weighs("K02", case, MEETING, E3) is Level.WARN


@pytest.mark.parametrize("kind", [MEETING, DECISION])
def test_K03_refuses_after_the_month_of_the_sixtieth_birthday(kind):
    case = case_of(birth=date(1965, 8, 5))

    assert weighs("K03", case, kind, date(2025, 8, 31)) is None
    assert weighs("K03", case, kind, date(2025, 9, 1)) is Level.REFUSE


def test_K03_is_allowed_by_a_paper_that_was_there_on_the_day():
    case = case_of(consent(Matter.TREN_60, date(2025, 9, 10)), birth=date(1965, 8, 5))

    result = finding("K03", case, MEETING, date(2025, 9, 10))
    assert (result.verdict, result.level) == ("vuot", Level.INFORM)
    assert "15-CV/TU" in told(result).sentence
    assert weighs("K03", case, MEETING, date(2025, 9, 9)) is Level.REFUSE


def test_K03_does_not_stand_in_the_way_of_a_refusal():
    assert judge("K03", case_of(birth=date(1950, 1, 1)), DECISION, E3, outcome=Outcome.KHONG_DONG_Y) is None


def test_K04_warns_in_the_year_before_sixty():
    case = case_of(birth=date(1965, 8, 8))

    assert weighs("K04", case, ALLOWED, date(2024, 8, 7)) is None
    assert weighs("K04", case, ALLOWED, date(2024, 8, 8)) is Level.WARN
    assert weighs("K04", case, ALLOWED, date(2025, 8, 31)) is Level.WARN
    assert weighs("K04", case, ALLOWED, date(2025, 9, 1)) is None


def test_K04_is_told_every_day():
    assert today_of("K04", case_of(birth=date(1965, 8, 8), today=date(2025, 3, 1))) is Level.WARN
    assert today_of("K04", case_of(birth=date(1985, 8, 8), today=date(2025, 3, 1))) is None
