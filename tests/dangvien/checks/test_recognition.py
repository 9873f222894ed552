"""K36–K38: the end of probation, the official day, the class for new members."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dangvien.models import Matter, Outcome, StepKind, TrainingClass
from dangvien.procedure.problem import Level
from tests.dangvien.checks.cases import E1, E3, E5, case_of, certificate, consent, judge, weighs

ONE_DAY = timedelta(days=1)
NEW = TrainingClass.Kind.DANG_VIEN_MOI
VOTED, DECIDED = StepKind.NQ_CHI_BO_CONG_NHAN, StepKind.QUYET_DINH_CONG_NHAN


@pytest.mark.parametrize("kind", [StepKind.TU_KIEM_DIEM, StepKind.NHAN_XET_GIUP_DO, VOTED, DECIDED])
@pytest.mark.parametrize("begun", [date(2023, 5, 10), date(2025, 7, 1), date(2026, 7, 27)])
def test_K36_refuses_before_twelve_months(kind, begun):
    case, ends = case_of(admitted_on=begun), begun.replace(year=begun.year + 1)

    assert weighs("K36", case, kind, ends - ONE_DAY) is Level.REFUSE
    assert weighs("K36", case, kind, ends) is None


def test_K36_ends_a_leap_day_on_28_february():
    case = case_of(admitted_on=date(2024, 2, 29))

    assert weighs("K36", case, VOTED, date(2025, 2, 27)) is Level.REFUSE
    assert weighs("K36", case, VOTED, date(2025, 2, 28)) is None


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K37_refuses_another_official_day(day):
    begun = day.replace(year=day.year - 1, month=2)
    case, right = case_of(admitted_on=begun), begun.replace(year=day.year)

    assert weighs("K37", case, DECIDED, day, basis_on=right) is None
    assert weighs("K37", case, DECIDED, day) is None
    assert weighs("K37", case, DECIDED, day, basis_on=right + ONE_DAY) is Level.REFUSE
    assert weighs("K37", case, DECIDED, day, basis_on=day) is Level.REFUSE


def test_K37_is_allowed_by_a_decision_that_corrects_the_day():
    case = case_of(consent(Matter.DINH_CHINH_NGAY), admitted_on=date(2024, 8, 1))

    assert weighs("K37", case, DECIDED, E3, basis_on=date(2025, 8, 5)) is Level.INFORM
    assert judge("K37", case, DECIDED, E3, basis_on=E3, outcome=Outcome.KHONG_DONG_Y) is None


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K38_refuses_without_the_class_for_new_members(day):
    begun = day.replace(year=day.year - 1)

    def held(*enrollments) -> Level | None:
        return weighs("K38", case_of(admitted_on=begun, enrollments=enrollments), VOTED, day)

    assert held() is Level.REFUSE
    assert held(certificate(day)) is Level.REFUSE
    assert held(certificate(day, NEW)) is None
    assert held(certificate(day + ONE_DAY, NEW)) is Level.REFUSE
    assert held(certificate(begun - ONE_DAY, NEW)) is Level.REFUSE
