"""What counts towards a target, and how many years in a row one was missed."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Candidate, Indicator, Kind, Movement, User
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.procedure.targets import missed_years, results_of
from dangvien.procedure.targets.counting import people_behind, results_by_year
from dangvien.procedure.targets.progress import Band, Marks, forecast, progress
from dangvien.scope import Scope
from tests import factories
from tests.worlds import City

YEAR = Period.year(2024)


@pytest.fixture
def city(db) -> City:
    return City()


@pytest.fixture
def clerk(db) -> User:
    return User.objects.create_user("ghi", full_name="Người Ghi")


def scope(city: City, code: str = "tp", today: date = date(2024, 12, 31)) -> Scope:
    return Scope.whole(city[code], list(Permission), today)


def admit(city: City, cell: str, *days: date, source: str = "") -> list[Movement]:
    lines = []
    for day in days:
        member = city.member()
        candidate = None
        if source:
            candidate = Candidate.objects.create(
                person=member.person, organization=city[cell], source=source, opened_on=date(2020, 1, 1)
            )
        lines.append(city.line(member, cell, Kind.KET_NAP, day, candidate=candidate))
    return lines


def target(city: City, clerk: User, code: str, value: int, year: int = 2024, **more):
    return factories.target(city[code], value, year, recorded_by=clerk, **more)


def test_admissions_count_where_they_happened_and_reversals_cancel(city):
    wrong, _ = admit(city, "p1c1", date(2024, 2, 1), date(2024, 3, 1))
    admit(city, "p2c1", date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    city.reverse(wrong)

    assert results_of(scope(city), YEAR, Indicator.ADMITTED) == {city["p1c1"].pk: 1, city["p2c1"].pk: 2}
    assert results_by_year(scope(city), range(2023, 2026), Indicator.ADMITTED) == {
        2023: {city["p2c1"].pk: 1},
        2024: {city["p1c1"].pk: 1, city["p2c1"].pk: 2},
        2025: {city["p2c1"].pk: 1},
    }


def test_the_lines_behind_a_result_are_as_many_as_it_says(city):
    lines = admit(city, "p1c1", date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1))
    city.reverse(lines[1])

    found = people_behind(scope(city), YEAR, Indicator.ADMITTED, frozenset({city["p1c1"].pk}))

    assert list(found) == [lines[0], lines[2]]


def test_sources_are_told_apart_and_the_rest_is_not_classified(city):
    admit(city, "p1c1", date(2024, 2, 1), source="nong_thon")
    admit(city, "p1c1", date(2024, 2, 2), date(2024, 2, 3))

    counts = {
        source: results_of(scope(city), YEAR, Indicator.ADMITTED, source).get(city["p1c1"].pk, 0)
        for source in ("", "nong_thon", "hoc_sinh_sinh_vien", "chua_phan_loai")
    }
    assert counts == {"": 3, "nong_thon": 1, "hoc_sinh_sinh_vien": 0, "chua_phan_loai": 2}


def test_a_scope_counts_its_own_only(city):
    admit(city, "p1c1", date(2024, 2, 1))
    admit(city, "p2c1", date(2024, 2, 1))

    assert results_of(scope(city, "p1"), YEAR, Indicator.ADMITTED) == {city["p1c1"].pk: 1}


def test_members_at_the_end_are_no_flow(city):
    with pytest.raises(ValueError, match="not a flow"):
        results_of(scope(city), YEAR, Indicator.MEMBERS)


def test_years_missed_in_a_row_end_with_a_year_that_was_met_or_had_no_target(city, clerk):
    for year, value in ((2020, 5), (2021, 1), (2022, 3), (2023, 3), (2024, 3)):
        target(city, clerk, "p1", value, year)
    for year in (2022, 2024):
        target(city, clerk, "p2", 1, year)
    admit(city, "p1c1", date(2021, 5, 1), date(2022, 5, 1), date(2023, 5, 1), date(2023, 6, 1))

    tops = [city["p1"].pk, city["p2"].pk]

    assert missed_years(scope(city), tops, 2024, Indicator.ADMITTED) == {tops[0]: 3, tops[1]: 1}
    assert missed_years(scope(city), tops, 2023, Indicator.ADMITTED) == {tops[0]: 2, tops[1]: 0}


def test_progress_adds_up_the_tree_and_says_who_is_behind(city, clerk):
    target(city, clerk, "tp", 9)
    target(city, clerk, "p1", 4)
    admit(city, "p1c1", date(2024, 2, 1))
    admit(city, "p1c2", date(2024, 3, 1))
    admit(city, "p2c1", date(2024, 3, 1))
    factories.follower(city["p1"], "Hà Thị Sáu", recorded_by=clerk)

    found = progress(scope(city, today=date(2024, 8, 1)), city["tp"], 2024, 2024)
    first, second = found.rows

    assert found.total is not None
    assert (found.total.result, found.total.percent, found.total.gap) == (3, "33,3%", "thiếu 6")
    assert (first.name, first.result, first.percent, first.band) == ("Tên p1", 2, "50,0%", Band.ON_WAY)
    assert (second.result, second.percent, second.gap, second.band) == (1, "–", "–", Band.NO_TARGET)
    assert [item.full_name for item in first.followers] == ["Hà Thị Sáu"]
    assert found.unassigned == 5
    assert found.behind == 0
    assert found.total.band is Band.LATE


def test_a_year_over_is_judged_by_its_end_in_its_own_tree(city, clerk):
    target(city, clerk, "p1", 2, 2023)
    target(city, clerk, "p2", 1, 2023)
    admit(city, "p1c1", date(2023, 2, 1))
    admit(city, "p2c1", date(2023, 2, 1), date(2023, 3, 1))

    found = progress(scope(city), city["tp"], 2023, 2023)

    assert found.day == date(2023, 12, 31)
    assert [(row.band, row.missed, row.forecast) for row in found.rows] == [
        (Band.MISSED, 1, None),
        (Band.OVER, 0, None),
    ]
    assert found.behind == 1


MARKS = Marks(100, date(2024, 6, 30), 50, 2)


@pytest.mark.parametrize(
    ("target", "result", "day", "band"),
    [
        (None, 4, date(2024, 3, 1), Band.NO_TARGET),
        (4, 5, date(2024, 3, 1), Band.OVER),
        (4, 4, date(2024, 3, 1), Band.MET),
        (0, 0, date(2024, 3, 1), Band.MET),
        (4, 0, date(2024, 6, 29), Band.EARLY),
        (4, 2, date(2024, 6, 30), Band.ON_WAY),
        (4, 1, date(2024, 6, 30), Band.LATE),
        (4, 3, date(2024, 12, 31), Band.MISSED),
    ],
)
def test_the_bands(target, result, day, band):
    assert MARKS.band(target, result, day, date(2024, 12, 31)) is band


def test_a_forecast_says_how_it_was_reckoned():
    found = forecast(50, date(2023, 7, 1), 20, 60)

    assert found is not None
    assert (found.by_day, found.by_last_year) == (100, 150)
    assert found.sentence == (
        "50 × 365 / 182 ngày = 100; năm trước đến ngày này được 20 trong cả năm 60: 50 × 60 / 20 = 150"
    )
    assert forecast(50, date(2023, 12, 31), 20, 60) is None
    nothing_before = forecast(0, date(2024, 1, 1), 0, 3)
    assert nothing_before is not None
    assert nothing_before.by_last_year is None
