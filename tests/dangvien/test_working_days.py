"""Working days and months: the shipped calendar, the deadlines of E1, E3 and E5 across holidays, months' ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dangvien import holidays, rules
from dangvien.dates import add_months
from dangvien.holidays import DAYS_BY_LAW, Calendar, DayKind, SpecialDay, calendar

SHIPPED = calendar()


def walked(known: Calendar, start: date, days: int) -> date:
    """The same as `Calendar.after`, day by day."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= known.is_working_day(day)
    return day


@pytest.mark.parametrize("year", holidays.years(), ids=lambda year: str(year.year))
def test_each_year_has_its_days_by_law_and_as_many_swaps_as_worked_saturdays(year):
    off = [special for special in year.days if special.kind is DayKind.OFF]
    worked = [special for special in year.days if special.kind is DayKind.WORKED]

    assert len(off) == DAYS_BY_LAW + len(worked)
    assert all(special.day.weekday() == holidays.SATURDAY for special in worked)
    assert all(any(f"{special.day:%d/}" in item.name for item in off) for special in worked)
    assert year.note
    assert year.document.startswith("Bộ luật Lao động")


def test_the_shipped_years_follow_each_other_and_the_last_is_not_official_yet():
    assert [year.year for year in holidays.years()] == list(range(2021, 2028))
    assert [year.year for year in holidays.years() if not year.official] == [2027]
    assert not any(year.checked for year in holidays.years()), "nobody has held a year against its text yet"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2023, 1, 20), date(2023, 1, 26)),
        (date(2024, 2, 8), date(2024, 2, 14)),
        (date(2025, 1, 25), date(2025, 2, 2)),
        (date(2026, 2, 14), date(2026, 2, 22)),
    ],
)
def test_nobody_works_through_tet(first, last):
    assert SHIPPED.between(first, last) == 0
    assert SHIPPED.is_working_day(first - timedelta(days=1))
    assert SHIPPED.is_working_day(last + timedelta(days=1))


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ],
)
def test_swapped_days(off, worked):
    assert not SHIPPED.is_working_day(off)
    assert SHIPPED.is_working_day(worked)
    assert worked.weekday() == holidays.SATURDAY


def test_the_day_of_culture_is_not_counted_until_its_first_year_is_known():
    assert SHIPPED.is_working_day(date(2026, 11, 24))
    assert "24/11" in next(year.note for year in holidays.years() if year.year == 2026)


@pytest.mark.parametrize(
    ("era", "rule", "start", "due"),
    [
        # Tết of 2023, New Year made up for on a Monday.
        ("E1", "decision_days", date(2022, 12, 15), date(2023, 3, 17)),
        # Giỗ Tổ, a Monday off and the Saturday worked for it in 2024.
        ("E1", "official_decision_days", date(2024, 4, 12), date(2024, 5, 29)),
        # Tết of 2025.
        ("E1", "ceremony_days", date(2025, 1, 10), date(2025, 2, 28)),
        # 2 September 2025.
        ("E3", "decision_days", date(2025, 7, 14), date(2025, 9, 17)),
        ("E3", "decision_extension_days", date(2025, 9, 17), date(2025, 10, 8)),
        # New Year swapped against Saturday 10 January, and Tết of 2026.
        ("E3", "decision_days", date(2025, 12, 26), date(2026, 3, 9)),
        # Saturday 22 August worked, 31 August to 2 September 2026 off.
        ("E5", "decision_days", date(2026, 7, 31), date(2026, 10, 6)),
        ("E5", "ceremony_days", date(2026, 8, 28), date(2026, 10, 14)),
        # From a Saturday, and from the first day of Tết.
        ("E3", "ceremony_days", date(2025, 8, 30), date(2025, 10, 14)),
        ("E3", "official_review_days", date(2026, 2, 16), date(2026, 4, 3)),
    ],
)
def test_deadlines_of_the_eras_across_holidays(era, rule, start, due):
    found = rules.on(start)

    assert found.era.key == era
    assert SHIPPED.after(start, getattr(found, rule).value) == due
    assert walked(SHIPPED, start, getattr(found, rule).value) == due


@pytest.mark.parametrize(
    ("ceremony", "ends", "review_due"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 4, 14)),
        (date(2023, 2, 28), date(2024, 2, 28), date(2024, 4, 10)),
        (date(2024, 8, 31), date(2025, 8, 31), date(2025, 10, 14)),
        (date(2024, 12, 31), date(2025, 12, 31), date(2026, 2, 12)),
        (date(2024, 10, 10), date(2025, 10, 10), date(2025, 11, 21)),
    ],
)
def test_probation_ends_in_months_and_its_review_in_working_days(ceremony, ends, review_due):
    assert add_months(ceremony, rules.on(ceremony).probation_months.value) == ends
    assert SHIPPED.after(ends, rules.on(ends).official_review_days.value) == review_due


def test_the_day_after_is_day_one():
    assert SHIPPED.after(date(2025, 8, 29), 1) == date(2025, 9, 3)
    assert SHIPPED.after(date(2025, 8, 29), 0) == date(2025, 8, 29)
    with pytest.raises(ValueError, match="-1"):
        SHIPPED.after(date(2025, 8, 29), -1)


def test_counting_agrees_with_walking_and_with_itself():
    day = date(2020, 11, 1)
    while day < date(2028, 2, 1):
        for days in (1, 5, 30, 90):
            due = SHIPPED.after(day, days)
            assert due == walked(SHIPPED, day, days)
            assert SHIPPED.between(day + timedelta(days=1), due) == days
        day += timedelta(days=3)


def test_a_span_that_ends_before_it_begins_has_no_day():
    assert SHIPPED.between(date(2025, 3, 2), date(2025, 3, 1)) == 0
    assert SHIPPED.between(date(2025, 3, 3), date(2025, 3, 3)) == 1


def test_a_year_without_data_knows_weekends_only_and_says_so():
    assert [SHIPPED.knows(date(year, 5, 1)) for year in (2020, 2021, 2026, 2027, 2028)] == [
        False, True, True, False, False,
    ]  # fmt: skip
    assert SHIPPED.is_working_day(date(2019, 5, 1))
    assert not SHIPPED.is_working_day(date(2019, 5, 4))


def special(day: date, kind: DayKind = DayKind.OFF) -> SpecialDay:
    return SpecialDay(day, kind, "Ngày", "Thông báo", recorded=True)


def test_recorded_days_stand_in_place_of_shipped_ones():
    known = calendar([special(date(2026, 11, 24)), special(date(2026, 9, 1), DayKind.WORKED)])

    assert not known.is_working_day(date(2026, 11, 24))
    assert known.is_working_day(date(2026, 9, 1))
    assert known.after(date(2026, 11, 23), 1) == date(2026, 11, 25)


def test_a_saturday_off_and_a_weekday_worked_change_no_count():
    known = calendar([special(date(2025, 6, 7)), special(date(2025, 6, 9), DayKind.WORKED)])

    assert known.between(date(2025, 6, 1), date(2025, 6, 30)) == SHIPPED.between(date(2025, 6, 1), date(2025, 6, 30))


def test_a_year_is_known_when_all_its_days_by_law_are_recorded():
    year = next(known for known in holidays.years() if known.year == 2027)
    some = [special(item.day) for item in year.days]

    assert not calendar(some[:-1]).knows(date(2027, 2, 1))
    assert calendar(some).knows(date(2027, 2, 1))


@pytest.mark.parametrize(
    ("off", "worked", "fault"),
    [
        ('{ day = 2030-05-04, name = "x" }', "", "changes nothing as nghi"),
        ("", '{ day = 2030-05-06, name = "x" }', "changes nothing as lam_bu"),
        ('{ day = 2031-05-05, name = "x" }', "", "2031-05-05 stands under 2030"),
        ('{ day = "5/5", name = "x" }', "", "no day or no name"),
        ('{ day = 2030-05-06, name = "x" }, { day = 2030-05-06, name = "y" }', "", "a day stands twice under 2030"),
    ],
)
def test_a_malformed_calendar_stops_with_its_file(tmp_path, monkeypatch, off, worked, fault):
    head = '[[year]]\nyear = 2030\nofficial = true\nchecked = false\ndocument = "d"\nnote = "n"\n'
    (tmp_path / "holidays.toml").write_text(f"{head}off = [{off}]\nworked = [{worked}]", encoding="utf-8")
    monkeypatch.setattr(rules, "FOLDER", tmp_path)
    holidays.years.cache_clear()

    with pytest.raises(rules.RuleFileError, match=f"holidays.toml: ValueError .*{fault}"):
        holidays.years()
    holidays.years.cache_clear()
