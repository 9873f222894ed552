"""Card numbers and số lý lịch: their length, whom they belong to."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import StepKind
from dangvien.procedure.checks.numbers import number_problems
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from tests import factories
from tests.dangvien.checks.cases import E1, E3, E5, case_of
from tests.people import World

pytestmark = pytest.mark.django_db
CARD, FILE = StepKind.PHAT_THE, StepKind.HO_SO_DANG_VIEN


def weights(kind: StepKind, number: str, day: date = E5, **person) -> list[Level]:
    return [problem.level for problem in number_problems(case_of(**person), StepFacts(kind, day, number=number))]


@pytest.mark.parametrize(("day", "digits"), [(E1, 8), (E3, 8), (date(2025, 9, 1), 8), (date(2025, 9, 2), 12), (E5, 12)])
def test_a_card_has_as_many_digits_as_on_its_day(day, digits):
    assert weights(CARD, "1" * digits, day) == []
    for wrong in (digits - 1, digits + 1, 20 - digits):
        assert weights(CARD, "1" * wrong, day) == [Level.REFUSE]
    assert weights(CARD, "", day) == weights(CARD, "a" * digits, day) == [Level.REFUSE]


def test_a_card_of_somebody_else_is_refused(world: World):
    other = factories.member(world.a1)
    other.card_number = "045098001234"
    other.save()

    assert weights(CARD, "045098001234") == [Level.REFUSE]


def test_a_new_card_that_differs_from_the_citizen_number_is_warned_of():
    assert weights(CARD, "045098001235", citizen_id="045098001234") == [Level.WARN]
    assert weights(CARD, "045098001234", citizen_id="045098001234") == []
    assert weights(CARD, "12345678", E1, citizen_id="045098001234") == []


def test_a_file_number_is_used_once_and_has_its_shape(world: World):
    other = factories.member(world.a1)
    other.file_number = "043210 QT"
    other.save()

    assert weights(FILE, "043210 QT") == [Level.REFUSE]
    assert weights(FILE, "043211 QT") == weights(FILE, "043211QTR") == weights(FILE, "") == []
    assert weights(FILE, "43211 QT") == weights(FILE, "043211") == [Level.WARN]
