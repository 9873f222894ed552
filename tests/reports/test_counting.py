"""The engine against a count by hand, on registers made at random."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dangvien.models import Kind, Movement, Organization, OrganizationKind, Placement
from dangvien.period import Period
from reports.engine.computing import compute
from reports.engine.listing import behind
from reports.indicators import MEMBERS
from tests.worlds import City

YEARS = Period(date(2012, 1, 1), date(2014, 12, 31))
FIRST = date(2011, 1, 1)

CELLS = ["p1c1", "p1c2", "p2c1", "p2c2"]

life = st.lists(st.tuples(st.sampled_from(CELLS), st.integers(0, 2000), st.booleans()), min_size=1, max_size=4)
"""A member's stays: cell, days until the next event, and whether the last departure is reversed."""


class RandomLedgers(TestCase):
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(life, max_size=6))
    def test_admissions_and_headcount_are_what_a_person_would_count(self, lives):
        city = City()
        admitted: Counter[tuple[str, int]] = Counter()
        present: Counter[str] = Counter()
        for stays in lives:
            member, day, here = city.member(), FIRST, ""
            for cell, days, _ in stays:
                if not here:
                    city.line(member, cell, Kind.KET_NAP, day)
                    if day in YEARS:
                        admitted[cell[:2], day.year] += 1
                else:
                    city.line(member, here, Kind.CHUYEN_DI, day)
                    city.line(member, cell, Kind.CHUYEN_DEN, day)
                here, last = cell, day
                day += timedelta(days=days)
            undone = stays[-1][2]
            departure = city.line(member, here, Kind.TU_TRAN, day)
            if undone:
                city.reverse(departure)
            if last <= YEARS.last and (undone or day > YEARS.last):
                present[here[:2]] += 1
            elif last > YEARS.last:
                present[_where_on(stays, YEARS.last)[:2]] += 1

        by_ward = compute(city.ask("R01", YEARS))
        by_year = compute(city.ask("R02", YEARS))

        for ward in ("p1", "p2"):
            assert by_ward.cell(ward, "ket_nap").value == sum(n for (w, _), n in admitted.items() if w == ward)
        for year in (2012, 2013, 2014):
            assert by_year.cell(str(year), "ket_nap").value == sum(n for (_, y), n in admitted.items() if y == year)
        overview = compute(city.ask("R00", Period(YEARS.last, YEARS.last)), with_evidence=True)
        assert overview.cell("dang_vien", "so_luong").value == sum(present.values())
        assert overview.cell("dang_vien", "so_luong").things == sum(present.values())
        assert by_ward.holds
        assert by_year.holds
        assert overview.holds


def _where_on(stays, day):
    """The cell of the stay that covers the day; the member's last line lies after it."""
    here, when = "", FIRST
    for cell, days, _ in stays:
        if when <= day:
            here = cell
        when += timedelta(days=days)
    return here


pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


def test_a_reversed_admission_counts_nowhere_and_opens_into_nobody(city):
    line = city.line(city.member(), "p1c1", Kind.KET_NAP, date(2013, 5, 1))
    kept = city.line(city.member(), "p1c2", Kind.KET_NAP, date(2013, 5, 1))
    city.reverse(line)
    question = city.ask("R01", YEARS)

    assert compute(question).cell("p1", "ket_nap").value == 1
    assert list(behind(question, "p1", "ket_nap").things) == [kept.member.person_id]


def test_both_ends_of_the_period_belong_to_it(city):
    for day in (date(2011, 12, 31), date(2012, 1, 1), date(2014, 12, 31), date(2015, 1, 1)):
        city.line(city.member(), "p1c1", Kind.KET_NAP, day)

    assert compute(city.ask("R01", YEARS)).cell("tong", "ket_nap").value == 2


def test_a_cell_that_ended_without_an_archive_is_not_lost_in_silence(city):
    lost = Organization.objects.create(code="lac")
    Placement.objects.create(
        organization=lost, parent=city["p1"], name="Chi bộ lạc", kind=OrganizationKind.CHI_BO, area="khu_dan_cu",
        valid_from=date(2010, 1, 1), valid_to=date(2013, 1, 1),
    )  # fmt: skip
    city.organizations["lac"] = lost
    city.line(city.member(), "lac", Kind.KET_NAP, date(2012, 5, 1))

    table = compute(city.ask("R01", Period(YEARS.first, date(2012, 12, 31))))

    assert table.cell("p1", "ket_nap").value == 1
    assert table.holds


def test_a_line_older_than_its_organization_turns_the_check_red(city):
    founded = date(2013, 1, 1)
    city.add("p3", OrganizationKind.DANG_BO_CO_SO, "tp", sector="phuong", since=founded)
    city.add("p3c1", OrganizationKind.CHI_BO, "p3", area="khu_dan_cu", since=founded)
    city.line(city.member(), "p3c1", Kind.KET_NAP, date(2012, 5, 1))

    table = compute(city.ask("R01", Period(YEARS.first, date(2012, 12, 31)), place="p3"))

    assert [check.sentence for check in table.checks if not check.holds] == [
        "Số lượng đảng viên kết nạp: 1 dòng sổ thuộc tổ chức không có trong cây tổ chức ngày cuối kỳ"
    ]


def test_admissions_outside_residential_cells_are_not_in_the_appendix(city):
    city.add("p1ca", OrganizationKind.CHI_BO, "p1", area="cong_an")
    city.line(city.member(), "p1ca", Kind.KET_NAP, date(2013, 5, 1))
    city.line(city.member(), "p1c1", Kind.KET_NAP, date(2013, 5, 1))

    assert compute(city.ask("R01", YEARS)).cell("p1", "ket_nap").value == 1
    assert compute(city.ask("R02", YEARS)).cell("2013", "ket_nap").value == 2
    assert compute(city.ask("R02", YEARS)).cell("2013", "khu_dan_cu").value == 1


def test_a_member_who_moved_inside_the_area_is_one_member(city):
    member = city.member()
    city.line(member, "p1c1", Kind.DAU_SO, date(2011, 1, 1))
    city.line(member, "p1c1", Kind.CHUYEN_DI, date(2012, 1, 1))
    city.line(member, "p2c1", Kind.CHUYEN_DEN, date(2012, 1, 1))
    question = city.ask("R00", Period(date(2013, 1, 1), date(2013, 1, 1)))

    found = behind(question, "dang_vien", "so_luong")

    assert dict(found.things) == {member.person_id: 1}
    assert found.place_of[member.person_id] == city["p2c1"].pk


def test_a_period_that_has_not_ended_says_so(city):
    table = compute(city.ask("R01", Period(date(2026, 1, 1), date(2026, 12, 31)), today=date(2026, 11, 21)))

    assert "Kỳ chưa kết thúc: số liệu đến ngày 21/11/2026." in table.notes


def test_what_lies_outside_the_asked_organization_is_not_counted(city):
    city.line(city.member(), "p1c1", Kind.KET_NAP, date(2013, 5, 1))
    city.line(city.member(), "p2c1", Kind.KET_NAP, date(2013, 5, 1))

    table = compute(city.ask("R01", YEARS, place="p1"))

    assert [row.key for row in table.all_rows] == ["p1", "tong"]
    assert table.cell("tong", "ket_nap").value == 1


@pytest.mark.parametrize("code", ["R00", "R01", "R02"])
def test_queries_do_not_grow_with_the_rows(code, django_assert_num_queries):
    small = City(wards=1, cells=1)
    with CaptureQueriesContext(connection) as few:
        compute(small.ask(code, YEARS))
    Placement.objects.all().delete()
    Organization.objects.all().delete()
    big = City(wards=12, cells=4)

    with django_assert_num_queries(len(few)):
        compute(big.ask(code, YEARS))


def test_headcount_of_the_ledger_is_the_indicator_of_members(city):
    for cell in CELLS:
        city.line(city.member(), cell, Kind.DAU_SO, date(2012, 1, 1))
    question = city.ask("R00", Period(date(2012, 1, 1), date(2012, 1, 1)))
    lines = MEMBERS.lines(question.narrowed, question.period, {})

    assert Movement.objects.filter(pk__in=lines).headcount() == Movement.objects.headcount() == 4
