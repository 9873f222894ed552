"""Asking for the regulations of a case: amendments over shipped values, the nearest place first, the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dangvien import rules
from dangvien.procedure.regulations import AMENDED, Regulations
from tests import factories

DAY = date(2025, 9, 1)


@pytest.fixture
def line(world):
    """Cell A1 and everything above it, nearest first."""
    return (world.a1.pk, world.ward_a.pk, world.city.pk)


def days_for(line, day=DAY):
    return Regulations.load().on(day, line).decision_days.value


@pytest.mark.django_db
def test_without_amendments_the_shipped_rules_hold():
    regulations = Regulations.load()

    assert regulations.on(DAY) is rules.on(DAY)
    assert regulations.amendment_of("decision_days", DAY) is None
    assert [regulations.era_key(day) for day in (date(2024, 1, 1), DAY, date(2026, 8, 1))] == ["E1", "E3", "E5"]


def test_everything_is_read_at_once(world, dung, line):
    for number in range(5):
        factories.amendment(world.ward_a, dung, since=date(2025, 8, 1 + number))
        factories.holiday(dung, date(2028, 1, 3 + number))

    with CaptureQueriesContext(connection) as captured:
        regulations = Regulations.load()
        regulations.on(DAY, line)
        regulations.after_working_days(DAY, 45)

    assert len(captured) == 2


def test_an_amendment_looks_like_a_rule(world, dung, line):
    factories.amendment(world.ward_a, dung, point="điểm 2.1", checked=False)

    rule = Regulations.load().on(DAY, line).decision_days

    assert isinstance(rule, rules.Rule)
    assert (rule.name, rule.value, rule.since) == ("decision_days", 40, date(2025, 8, 1))
    assert rule.source == "Hướng dẫn 02-HD/BTCTU, điểm 2.1"
    assert rule.cited == "Hướng dẫn 02-HD/BTCTU, điểm 2.1; chưa đối chiếu văn bản"
    assert rule.note == AMENDED
    others = [other for other in Regulations.load().on(DAY, line).all if other.name != "decision_days"]
    assert others == [other for other in rules.on(DAY).all if other.name != "decision_days"]


def test_a_text_keeps_its_words(world, dung):
    factories.amendment(None, dung, rule="vote_cell", value="3/4", checked=True)

    rule = Regulations.load().on(DAY).vote_cell

    assert (rule.value, rule.mark, rule.source) == ("3/4", "", "Hướng dẫn 02-HD/BTCTU")


def test_the_days_on_which_it_holds(world, dung, line):
    factories.amendment(
        world.ward_a, dung, since=date(2025, 8, 1), withdrawn_on=date(2025, 10, 1), withdraw_reason="Hết hiệu lực"
    )

    held = [days_for(line, day) for day in (date(2025, 7, 31), date(2025, 8, 1), date(2025, 9, 30), date(2025, 10, 1))]
    assert held == [45, 40, 40, 45]


def test_one_withdrawn_on_its_first_day_never_held(world, dung, line):
    factories.amendment(world.ward_a, dung, withdrawn_on=date(2025, 8, 1), withdraw_reason="Ghi nhầm")

    assert days_for(line) == 45


def test_another_place_is_not_concerned(world, dung, line):
    factories.amendment(world.ward_b, dung)

    assert days_for(line) == 45
    assert days_for(()) == 45
    assert days_for((world.b1.pk, world.ward_b.pk)) == 40


def test_the_nearest_place_wins_over_a_higher_one_and_over_everywhere(world, dung, line):
    factories.amendment(None, dung, value="41", since=date(2025, 8, 9))
    assert days_for(line) == 41
    factories.amendment(world.city, dung, value="42", since=date(2025, 8, 8))
    assert days_for(line) == 42
    factories.amendment(world.ward_a, dung, value="43", since=date(2025, 8, 7))
    assert days_for(line) == 43
    factories.amendment(world.a1, dung, value="44", since=date(2025, 8, 6))
    assert days_for(line) == 44
    assert days_for(line[1:]) == 43
    assert days_for(()) == 41


def test_of_one_place_the_newer_wins_once_it_began(world, dung, line):
    factories.amendment(world.ward_a, dung, value="41", since=date(2025, 8, 1))
    factories.amendment(world.ward_a, dung, value="42", since=date(2025, 8, 20))

    assert [days_for(line, day) for day in (date(2025, 8, 19), date(2025, 8, 20))] == [41, 42]


def test_a_later_shipped_value_does_not_push_it_out(world, dung, line):
    factories.amendment(world.ward_a, dung)

    assert days_for(line, date(2026, 8, 1)) == 40


def test_a_rule_that_this_version_does_not_know_is_left_aside(world, dung, line):
    factories.amendment(world.ward_a, dung, rule="gone_days")

    assert Regulations.load().on(DAY, line) == rules.on(DAY)


def test_a_line_may_be_any_iterable_and_may_name_a_place_twice(world, dung, line):
    factories.amendment(world.ward_a, dung)

    assert Regulations.load().on(DAY, iter([*line, *line])).decision_days.value == 40


@pytest.mark.django_db
def test_the_calendar_of_the_administrator(dung):
    before = Regulations.load()
    factories.holiday(dung, date(2026, 11, 24))
    after = Regulations.load()

    assert before.is_working_day(date(2026, 11, 24))
    assert not after.is_working_day(date(2026, 11, 24))
    assert [known.after_working_days(date(2026, 11, 20), 2) for known in (before, after)] == [
        date(2026, 11, 24),
        date(2026, 11, 25),
    ]
    assert [known.working_days_between(date(2026, 11, 23), date(2026, 11, 27)) for known in (before, after)] == [5, 4]
    assert [after.calendar_known(day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [True, False]


@pytest.mark.django_db
def test_which_day_is_the_first_is_a_rule_too(dung):
    assert Regulations.load().after_working_days(date(2025, 8, 28), 2) == date(2025, 9, 3)
    factories.amendment(None, dung, rule="first_day_counted", value="ngay_dau")

    regulations = Regulations.load()
    assert regulations.after_working_days(date(2025, 8, 28), 2) == date(2025, 8, 29)
    assert regulations.after_working_days(date(2025, 8, 30), 1) == date(2025, 9, 3)
    assert regulations.after_working_days(date(2025, 8, 28), 0) == date(2025, 8, 28)
    assert regulations.after_working_days(date(2025, 7, 31), 1) == date(2025, 8, 1)
