"""Transfers in and out of a set of organizations: moves inside it are neither."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Kind, Movement, Organization
from tests.worlds import City

pytestmark = pytest.mark.django_db

DAY = date(2020, 5, 1)


@pytest.fixture
def city():
    """Somebody of Phường 1 moves to its other cell, on to Phường 2, and then out of the register."""
    city = City()
    member = city.member()
    city.line(member, "p1c1", Kind.KET_NAP, date(2019, 1, 1))
    for start, end, day in (("p1c1", "p1c2", DAY), ("p1c2", "p2c1", date(2021, 5, 1))):
        city.line(member, start, Kind.CHUYEN_DI, day, counterpart=city[end])
        city.line(member, end, Kind.CHUYEN_DEN, day, counterpart=city[start])
    city.line(member, "p2c1", Kind.CHUYEN_DI, date(2022, 5, 1), reason="Chuyển về Huế")
    return city


def crossing(city: City, *roots: str) -> list[tuple[str, str]]:
    keys = Organization.objects.under([city[root].pk for root in roots], DAY).values_list("pk", flat=True)
    lines = Movement.objects.filter(organization__in=keys).crossing(keys).in_order()
    return [(line.organization.code, line.kind) for line in lines]


def test_each_cell_counts_its_own_moves(city):
    assert crossing(city, "p1c1") == [("p1c1", "chuyen_di")]
    assert crossing(city, "p1c2") == [("p1c2", "chuyen_den"), ("p1c2", "chuyen_di")]


def test_a_committee_counts_only_what_crosses_its_border(city):
    assert crossing(city, "p1") == [("p1c2", "chuyen_di")]
    assert crossing(city, "p2") == [("p2c1", "chuyen_den"), ("p2c1", "chuyen_di")]


def test_the_whole_city_counts_only_who_left_it(city):
    assert crossing(city, "tp") == [("p2c1", "chuyen_di")]
    assert crossing(city, "p1", "p2") == [("p2c1", "chuyen_di")]


def test_none_stands_for_every_organization(city):
    assert [line.reason for line in Movement.objects.crossing(None)] == ["Chuyển về Huế"]


def test_no_organization_at_all_lets_every_transfer_cross(city):
    assert Movement.objects.crossing([]).count() == 5


def test_other_kinds_never_cross(city):
    city.line(city.member(), "p1c1", Kind.DEN_NOI_BO, DAY, counterpart=city["p2c1"])

    assert set(Movement.objects.crossing([]).values_list("kind", flat=True)) == {"chuyen_den", "chuyen_di"}


def test_a_reversal_crosses_with_its_line_and_cancels_it(city):
    line = Movement.objects.get(organization=city["p2c1"], kind=Kind.CHUYEN_DEN)
    Movement.objects.create(
        member=line.member,
        organization=line.organization,
        counterpart=line.counterpart,
        kind=line.kind,
        occurred_on=line.occurred_on,
        reverses=line,
        reason="Ghi nhầm",
    )
    arrivals = (
        Movement.objects.filter(kind=Kind.CHUYEN_DEN).crossing([city["p2c1"].pk]).filter(organization=city["p2c1"])
    )

    assert sorted(line.weight for line in arrivals) == [-1, 1]
