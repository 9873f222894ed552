"""R11: people admitted in a period."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Kind, StepKind
from dangvien.period import Period
from reports.engine.computing import compute
from reports.engine.listing import behind
from tests import factories
from tests.reports.lists.reading import foot, headings, lines, names
from tests.worlds import City

YEAR = Period.year(2024)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


def admit(city, cell, name, day, **more):
    candidate = factories.candidate(city[cell], name, date(2022, 1, 10), date(1998, 2, 3))
    member = factories.admitted(candidate, day)
    return member, candidate


def test_everybody_admitted_in_the_period_stands_on_it_with_paper_day_place_source_and_helper(city):
    decision = factories.decision(city["tp"], date(2024, 2, 20), 7)
    helper = factories.member(city["p1c1"], "Trần Văn Giúp")
    candidate = factories.candidate(city["p1c1"], "Lê Thị Bình", date(2022, 1, 10), date(1998, 5, 3))
    member = factories.admitted(candidate, date(2024, 3, 3))
    city.line(city.member(), "p1c2", Kind.KET_NAP, date(2024, 3, 26), decision=decision)
    factories.step(member, StepKind.PHAN_CONG_GIUP_DO, date(2024, 3, 4), helper=helper)

    table = compute(city.ask("R11", YEAR, place="p1"))

    assert lines(table) == [
        ("1.", "Lê Thị Bình", "03/5/1998", "", "", "03/3/2024", "Tên p1c1", "Nông thôn", "Trần Văn Giúp"),
        ("2.", "Nguyễn Văn 1", "01/01/1990", "07-QĐ/TU", "20/02/2024", "26/3/2024", "Tên p1c2", "", ""),
    ]
    assert headings(table) == []
    assert foot(table) == "Tổng cộng: 2 người"


def test_names_stand_by_committee_cell_and_given_name(city):
    for cell, name in (
        ("p2c1", "Trần Ơn"), ("p1c2", "Đinh An"), ("p1c1", "Nguyễn Thị Yến"), ("p1c1", "Lê Ấn"), ("p1c1", "Đỗ Văn Bảo"),
    ):  # fmt: skip
        admit(city, cell, name, date(2024, 5, 19))

    table = compute(city.ask("R11", YEAR))

    assert names(table) == ["Lê Ấn", "Đỗ Văn Bảo", "Nguyễn Thị Yến", "Đinh An", "Trần Ơn"]
    assert headings(table) == ["Tên p1: 4 người", "Tên p2: 1 người"]
    assert [line[0] for line in lines(table)] == ["1.", "2.", "3.", "4.", "5."]


def test_a_line_that_was_reversed_vanishes(city):
    line = city.line(city.member(), "p1c1", Kind.KET_NAP, date(2024, 3, 3))
    city.line(city.member(), "p1c1", Kind.KET_NAP, date(2024, 3, 4))

    city.reverse(line)

    assert names(compute(city.ask("R11", YEAR))) == ["Nguyễn Văn 2"]


def test_the_day_that_counts_is_the_readers_choice(city):
    decision = factories.decision(city["tp"], date(2023, 12, 28))
    city.line(city.member(), "p1c1", Kind.KET_NAP, date(2024, 1, 8), decision=decision)

    assert len(names(compute(city.ask("R11", YEAR)))) == 1
    assert names(compute(city.ask("R11", YEAR, ngay_ket_nap="quyet_dinh"))) == []
    assert len(names(compute(city.ask("R11", Period.year(2023), ngay_ket_nap="quyet_dinh")))) == 1


def test_as_many_people_as_the_reports_count(city):
    for day in (2, 9, 16):
        city.line(city.member(), "p1c1", Kind.KET_NAP, date(2024, 4, day))
    city.line(city.member(), "p2c1", Kind.CHUYEN_DEN, date(2024, 4, 3))

    counted = behind(city.ask("R02", YEAR), "2024", "ket_nap")
    table = compute(city.ask("R11", YEAR), with_evidence=True)

    assert {row.person for row in table.rows if row.person} == set(counted.things)
    assert table.evidence["tong|danh_sach"] == counted.things


def test_the_cell_is_called_as_on_the_day(city):
    admit(city, "p1c1", "Lê Thị Bình", date(2024, 3, 3))
    placement = city["p1c1"].placements.get()
    placement.valid_to = date(2024, 6, 1)
    placement.save()
    city["p1c1"].placements.create(
        parent=city["p1"], name="Tên mới", kind=placement.kind, position=1, valid_from=date(2024, 6, 1)
    )
    admit(city, "p1c1", "Lê Thị Chi", date(2024, 7, 3))

    assert [line[6] for line in lines(compute(city.ask("R11", YEAR)))] == ["Tên p1c1", "Tên mới"]


def test_nobody_admitted_is_said_in_words(city):
    table = compute(city.ask("R11", YEAR))

    assert (table.rows, table.total) == ((), None)
    assert table.empty == "Không có đảng viên nào được kết nạp trong kỳ này."


def test_another_wards_people_are_not_on_it(city):
    admit(city, "p1c1", "Lê Thị Bình", date(2024, 3, 3))
    admit(city, "p2c1", "Lê Thị Chi", date(2024, 3, 3))

    assert names(compute(city.ask("R11", YEAR, place="p2"))) == ["Lê Thị Chi"]


@pytest.mark.parametrize("people", [2, 12])
def test_the_queries_do_not_grow_with_the_list(city, people, django_assert_max_num_queries):
    for place in range(people):
        admit(city, f"p{place % 2 + 1}c1", f"Lê Thị {place}", date(2024, 3, 3))

    with django_assert_max_num_queries(12):
        compute(city.ask("R11", YEAR))
