"""K31–K33: terms of decision and ceremony across Tết and 2 September; one person at a time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dangvien.models import Kind, Matter, Outcome, StepKind, User
from dangvien.procedure.casefile import candidate_file
from dangvien.procedure.problem import Level
from tests import factories
from tests.dangvien.checks.cases import case_of, consent, finding, step, today_of, told, weighs
from tests.people import World
from tests.ways import Walk

pytestmark = pytest.mark.django_db  # a step's ballots are looked for

MEETING, DECISION, CEREMONY = StepKind.NQ_CHI_BO, StepKind.QUYET_DINH_KET_NAP, StepKind.LE_KET_NAP
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("met_on", "last", "extended"),
    [
        (date(2024, 8, 15), date(2024, 11, 11), date(2024, 12, 23)),  # E1: 60 + 30 working days
        (date(2025, 8, 15), date(2025, 10, 21), date(2025, 11, 11)),  # E3: 45 + 15, over 2 September
        (date(2026, 8, 14), date(2026, 10, 20), date(2026, 11, 10)),  # E5
    ],
)
def test_K31_tells_every_day_that_the_decision_is_overdue(met_on, last, extended):
    met = step(MEETING, met_on)
    longer = step(StepKind.GIA_HAN, met_on + ONE_DAY, matter=Matter.QUYET_DINH_KET_NAP)

    assert today_of("K31", case_of(met, today=last)) is None
    assert today_of("K31", case_of(met, today=last + ONE_DAY)) is Level.WARN
    assert today_of("K31", case_of(met, longer, today=extended)) is None
    assert today_of("K31", case_of(met, longer, today=extended + ONE_DAY)) is Level.WARN


def test_K31_is_silent_once_it_is_decided():
    decided = step(DECISION, date(2025, 12, 1), outcome=Outcome.DONG_Y)

    assert today_of("K31", case_of(step(MEETING, date(2025, 8, 15)), decided, today=date(2026, 1, 5))) is None


def test_K31_runs_for_recognition_too():
    voted = step(StepKind.NQ_CHI_BO_CONG_NHAN, date(2025, 8, 8))

    assert today_of("K31", case_of(voted, admitted_on=date(2024, 8, 1), today=date(2025, 9, 23))) is None
    assert today_of("K31", case_of(voted, admitted_on=date(2024, 8, 1), today=date(2025, 9, 24))) is Level.WARN


def decided(issued_on: date, received_on: date):
    return [
        step(MEETING, issued_on - ONE_DAY),
        step(DECISION, issued_on, outcome=Outcome.DONG_Y),
        step(StepKind.NHAN_QUYET_DINH, received_on),
    ]


TERMS = [
    (date(2024, 1, 22), date(2024, 1, 25), date(2024, 3, 14)),  # E1, from receipt, over Tết
    (date(2025, 8, 1), date(2025, 8, 8), date(2025, 9, 23)),  # E3, from receipt, over 2 September
    (date(2026, 8, 14), date(2026, 8, 28), date(2026, 9, 29)),  # E5, from issue
]


class TestCeremony:
    @pytest.mark.parametrize(("issued_on", "received_on", "last"), TERMS)
    def test_K32_refuses_after_the_term_without_consent(self, issued_on, received_on, last):
        case = case_of(*decided(issued_on, received_on))

        assert weighs("K32", case, CEREMONY, last) is None
        assert weighs("K32", case, CEREMONY, last + ONE_DAY) is Level.REFUSE

    @pytest.mark.parametrize(("issued_on", "received_on", "last"), TERMS)
    def test_K32_warns_with_the_consent_of_the_higher_level(self, issued_on, received_on, last):
        case = case_of(*decided(issued_on, received_on), consent(Matter.LE_MUON, last))

        found = finding("K32", case, CEREMONY, last + ONE_DAY)
        assert (told(found).level, found.verdict) == (Level.WARN, "vuot")
        assert found.consent is not None
        assert found.consent.number == "15-CV/TU"

    @pytest.mark.parametrize(("issued_on", "received_on", "last"), TERMS)
    def test_K32_is_told_every_day(self, issued_on, received_on, last):
        assert today_of("K32", case_of(*decided(issued_on, received_on), today=last)) is None
        assert today_of("K32", case_of(*decided(issued_on, received_on), today=last + ONE_DAY)) is Level.WARN

    def test_K32_does_not_take_a_consent_of_a_later_day(self):
        issued_on, received_on, last = TERMS[1]
        case = case_of(*decided(issued_on, received_on), consent(Matter.LE_MUON, last + 2 * ONE_DAY))

        assert weighs("K32", case, CEREMONY, last + ONE_DAY) is Level.REFUSE


class TestOneAtATime:
    def test_K33_warns_of_another_ceremony_of_the_cell_that_day(self, world: World, an: User):
        walk = Walk(an, world.a1, world.city)
        walk.until(StepKind.NHAN_QUYET_DINH)
        case, day = candidate_file(walk.candidate, walk.today), walk.day + ONE_DAY
        assert weighs("K33", case, CEREMONY, day) is None
        other = factories.candidate(world.a1, "Hà Cùng Ngày")
        factories.movement(factories.member(world.a1), world.a1, Kind.KET_NAP, day, candidate=other)

        assert weighs("K33", case, CEREMONY, day) is Level.WARN
        assert weighs("K33", case, CEREMONY, day + ONE_DAY) is None
        made = walk.step(CEREMONY, day)
        assert made.checks.get(check_id="K33").inputs == {"ngay": day.isoformat(), "nguoi_khac": 1}
