"""R19: cells without any admission for years running."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Kind, OrganizationKind, SourceSurvey, SurveyCount
from dangvien.period import Period
from reports.engine.computing import compute
from tests.reports.lists.reading import foot, lines, names
from tests.worlds import City

DAY = Period.day(date(2024, 12, 31))

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    """Two wards of two cells: the newest admissions 5 months, 2½ and 4 years ago, and none at all in the last cell."""
    made = City()
    for cell, day in (("p1c1", date(2024, 7, 1)), ("p1c2", date(2022, 6, 1)), ("p2c1", date(2020, 12, 30))):
        made.line(made.member(), cell, Kind.KET_NAP, day)
    return made


def test_cells_with_their_members_ages_and_newest_admission(city):
    city.line(city.member(), "p2c2", Kind.DAU_SO, date(2015, 1, 1))
    left = city.member()
    city.line(left, "p2c2", Kind.DAU_SO, date(2015, 1, 1))
    city.line(left, "p2c2", Kind.TU_TRAN, date(2023, 1, 1))

    table = compute(city.ask("R19", DAY, so_nam="3"))

    assert lines(table) == [
        ("1.", "Tên p2c1", "Tên p2", "1", "34,0", "30/12/2020", "4", "chưa khảo sát", ""),
        ("2.", "Tên p2c2", "Tên p2", "1", "34,0", "chưa có từ khi lập (01/01/2010)", "14", "chưa khảo sát", ""),
    ]
    assert foot(table) == "Tổng cộng: 2 chi bộ"


@pytest.mark.parametrize(
    ("years", "cells"),
    [
        ("1", ["Tên p1c2", "Tên p2c1", "Tên p2c2"]),
        ("2", ["Tên p1c2", "Tên p2c1", "Tên p2c2"]),
        ("3", ["Tên p2c1", "Tên p2c2"]),
        ("5", ["Tên p2c2"]),
    ],
)
def test_the_years_are_the_readers_choice(city, years, cells):
    assert names(compute(city.ask("R19", DAY, so_nam=years))) == cells


def test_on_the_very_day_the_years_are_not_over(city):
    assert names(compute(city.ask("R19", Period.day(date(2023, 12, 30)), so_nam="3", place="p2"))) == ["Tên p2c2"]
    table = compute(city.ask("R19", Period.day(date(2023, 12, 31)), so_nam="3", place="p2"))
    assert names(table) == ["Tên p2c1", "Tên p2c2"]


def test_the_foot_tells_every_number_of_years_of_the_cells_that_have_worked_as_long(city):
    city.add("p1c3", OrganizationKind.CHI_BO, "p1", since=date(2023, 5, 1), position=3)

    notes = compute(city.ask("R19", DAY)).notes

    assert notes[:5] == (
        "Tổng số chi bộ ngày 31/12/2024: 5.",
        "Không kết nạp từ 1 năm trở lên: 4/5 chi bộ hoạt động đủ 1 năm (80,0%).",
        "Không kết nạp từ 2 năm trở lên: 3/4 chi bộ hoạt động đủ 2 năm (75,0%).",
        "Không kết nạp từ 3 năm trở lên: 2/4 chi bộ hoạt động đủ 3 năm (50,0%).",
        "Không kết nạp từ 5 năm trở lên: 1/4 chi bộ hoạt động đủ 5 năm (25,0%).",
    )


def test_a_reversed_admission_never_was_one(city):
    line = city.line(city.member(), "p2c2", Kind.KET_NAP, date(2024, 8, 1))
    assert "Tên p2c2" not in names(compute(city.ask("R19", DAY)))

    city.reverse(line)

    assert "Tên p2c2" in names(compute(city.ask("R19", DAY)))


def test_what_an_absorbed_cell_admitted_counts_for_the_cell_that_keeps_it(city):
    old = city["p1c1"].placements.get()
    old.valid_to = date(2024, 10, 1)
    old.save()
    city["p1c1"].placements.create(
        parent=city["p2c2"], name="Tên p1c1", kind=OrganizationKind.LUU_TRU, valid_from=date(2024, 10, 1)
    )

    assert names(compute(city.ask("R19", DAY))) == ["Tên p1c2", "Tên p2c1"]


def test_the_survey_of_the_year_says_whether_a_source_is_left_and_why_not(city):
    counted = SourceSurvey.objects.create(organization=city["p2c1"], year=2024, surveyed_on=date(2024, 2, 1))
    SurveyCount.objects.create(survey=counted, source="nong_thon", eligible=6, following=2)
    SourceSurvey.objects.create(
        organization=city["p2c2"], year=2024, surveyed_on=date(2024, 2, 1), none_reason="Chỉ còn người cao tuổi"
    )

    table = compute(city.ask("R19", DAY, so_nam="3"))

    assert [line[7:] for line in lines(table)] == [("còn 6 người", ""), ("không còn", "Chỉ còn người cao tuổi")]


def test_none_is_said_in_words(city):
    table = compute(city.ask("R19", DAY, place="p1", so_nam="3"))

    assert (table.rows, table.total, table.empty) == ((), None, "Không có chi bộ nào như vậy trong kỳ này.")


def test_the_queries_do_not_grow_with_the_list(django_assert_max_num_queries):
    city = City(wards=4, cells=6)

    with django_assert_max_num_queries(20):
        compute(city.ask("R19", DAY))
