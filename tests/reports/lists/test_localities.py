"""R21 and R22: residential places, their heads, their cells and the committees of these."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Kind, Locality, Post
from dangvien.period import Period
from reports.engine.computing import compute
from reports.engine.listing import behind
from tests import factories
from tests.reports.lists.reading import lines
from tests.worlds import SINCE, City

DAY = Period.day(date(2024, 12, 31))

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    """Two wards; the first has three residential places of which two have a cell, the second has one of two."""
    made = City()
    for ward, cell in (("p1", "p1c1"), ("p1", "p1c2"), ("p1", ""), ("p2", "p2c1"), ("p2", "")):
        number = Locality.objects.count() + 1
        place = Locality.objects.create(
            name=f"Khu phố {number}", kind="khu_pho", organization=made[ward], valid_from=SINCE
        )
        if cell:
            made[cell].placements.update(locality=place)
    return made


def member(city, cell):
    made = city.member()
    city.line(made, cell, Kind.DAU_SO, date(2015, 1, 1))
    return made


def test_heads_who_are_members_and_secretaries_against_the_year_before(city):
    one, two, three = member(city, "p1c1"), member(city, "p1c2"), member(city, "p2c1")
    factories.post(one)
    Post.objects.create(person=one.person, title="bi_thu", organization=city["p1c1"], since=date(2022, 1, 1))
    factories.post(two, since=date(2024, 3, 1))
    Post.objects.create(
        person=three.person, title="truong_thon", place="Khu phố 4", since=date(2020, 1, 1), until=date(2024, 6, 1)
    )

    table = compute(city.ask("R21", DAY, muc_tieu="75"))

    assert lines(table) == [
        ("1.", "Tên p1", "3", "2", "66,7", "1", "33,3", "3", "1", "33,3", "33,4"),
        ("2.", "Tên p2", "2", "0", "0,0", "0", "0,0", "2", "1", "50,0", "-50,0"),
    ]
    assert table.total is not None
    assert [cell.text for cell in table.total.cells] == ["5", "2", "40,0", "1", "20,0", "5", "2", "40,0", "0,0"]
    assert all(check.holds for check in table.checks)
    assert "Mục tiêu trưởng thôn, tổ trưởng tổ dân phố là đảng viên: từ 75% trở lên." in table.notes
    assert set(behind(city.ask("R21", DAY), "p1", "dang_vien").things) == {one.person_id, two.person_id}


def test_a_head_who_left_or_whose_post_was_taken_back_does_not_count(city):
    one, two = member(city, "p1c1"), member(city, "p1c1")
    factories.post(one)
    city.line(one, "p1c1", Kind.CHUYEN_DI, date(2024, 5, 1))
    post = factories.post(two)
    post.voided_at, post.void_reason = "2024-06-01T00:00Z", "ghi nhầm"
    post.save()

    assert compute(city.ask("R21", DAY)).cell("p1", "dang_vien").value == 0


def test_residential_places_with_a_cell_and_with_a_committee(city):
    one = member(city, "p1c1")
    Post.objects.create(person=one.person, title="chi_uy_vien", organization=city["p1c1"], since=date(2022, 1, 1))
    Post.objects.create(person=one.person, title="bi_thu", organization=city["p1c2"], since=date(2022, 1, 1))

    table = compute(city.ask("R22", DAY))

    assert lines(table) == [
        ("1.", "Tên p1", "3", "2/3", "66,67", "1/3", "33,33"),
        ("2.", "Tên p2", "2", "1/2", "50,00", "0/2", "0,00"),
    ]
    assert table.total is not None
    assert [cell.text for cell in table.total.cells] == ["5", "3/5", "60,00", "1/5", "20,00"]
    assert len(behind(city.ask("R22", DAY), "p1", "chi_bo").things) == 2


def test_before_the_posts_and_the_places_there_is_nothing(city):
    table = compute(city.ask("R22", Period.day(date(2009, 1, 1))))

    assert table.rows == ()
