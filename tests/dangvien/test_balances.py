"""Đối chiếu sổ: opening + in − out = closing, moves inside a row not counted, late lines told apart, both trees."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dangvien.actions.reorganization import Place, archive, replace
from dangvien.models import Kind, Movement, OrganizationKind
from dangvien.models.movement import MovementQuerySet
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.procedure.balances import FLOWS, INSIDE, NOW, THEN, area_of, end_of, lines_behind, people_behind, sheet_of
from dangvien.procedure.rolling import balances_by_row, headcounts_by_row
from dangvien.procedure.tree import tree_on
from dangvien.scope import Scope
from tests.worlds import City

YEAR = Period(date(2015, 1, 1), date(2015, 12, 31))
TODAY = date(2026, 1, 1)
MAY = date(2015, 5, 5)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def scope_of(city: City, code: str = "tp") -> Scope:
    return Scope.whole(city[code], [Permission.VIEW_REPORTS], TODAY)


def sheet(city: City, code: str = "tp", period: Period = YEAR, tree: str = THEN, known_at: datetime | None = None):
    scope = scope_of(city)
    return sheet_of(scope, area_of(scope, city[code], period, tree), known_at)


def rows(found) -> dict[str, tuple[int, dict[str, int], int]]:
    """Label → opening, the flows that are not 0, closing."""
    return {
        row.label: (item.opening, {code: n for code, n in item.flows.items() if n}, item.closing)
        for row, item in found.balances
    }


def written(line: Movement, day: date) -> None:
    """As if the line had been written on that day."""
    super(MovementQuerySet, Movement.objects.filter(pk=line.pk)).update(recorded_at=end_of(day))


def transfer(city: City, member, before: str, after: str, day: date, back: date | None = None) -> None:
    city.line(member, before, Kind.CHUYEN_DI, day, counterpart=city[after])
    city.line(member, after, Kind.CHUYEN_DEN, back or day, counterpart=city[before])


def test_every_departure_and_arrival_is_a_column():
    assert {flow.kind for flow in FLOWS if flow.side > 0} == set(Kind.arrivals())
    assert {flow.kind for flow in FLOWS if flow.side < 0} == set(Kind.departures())


def test_a_year_closes_for_each_subordinate_and_for_the_whole(city):
    old = city.member()
    city.line(old, "p1c1", Kind.DAU_SO, date(2012, 1, 1))
    city.line(city.member(), "p1c2", Kind.KET_NAP, MAY)
    city.line(old, "p1c1", Kind.TU_TRAN, MAY)
    city.line(city.member(), "p2c1", Kind.CHUYEN_DEN, MAY)

    found = sheet(city)

    assert rows(found) == {"Tên p1": (1, {"ket_nap": 1, "tu_tran": 1}, 1), "Tên p2": (0, {"chuyen_den": 1}, 1)}
    assert (found.total.opening, found.total.closing, found.counted) == (1, 2, 2)
    assert found.holds


def test_a_move_counts_only_where_it_crosses(city):
    member = city.member()
    city.line(member, "p1c1", Kind.DAU_SO, date(2012, 1, 1))
    transfer(city, member, "p1c1", "p1c2", MAY)
    transfer(city, member, "p1c2", "p2c1", date(2015, 9, 9))

    whole, ward = sheet(city), sheet(city, "p1")

    assert rows(whole) == {"Tên p1": (1, {"chuyen_di": 1}, 0), "Tên p2": (0, {"chuyen_den": 1}, 1)}
    assert (whole.total.increase, whole.total.decrease, whole.total.inside) == (0, 0, 0)
    assert rows(ward) == {
        "Tên p1c1": (1, {"chuyen_di": 1}, 0),
        "Tên p1c2": (0, {"chuyen_den": 1, "chuyen_di": 1}, 0),
    }
    assert (ward.total.increase, ward.total.decrease) == (0, 1)
    assert whole.holds
    assert ward.holds


def test_a_move_whose_ends_lie_in_two_periods_stands_in_a_column_of_its_own(city):
    member = city.member()
    city.line(member, "p1c1", Kind.DAU_SO, date(2012, 1, 1))
    transfer(city, member, "p1c1", "p1c2", date(2015, 12, 30), back=date(2016, 1, 2))

    found = sheet(city)

    assert (found.total.inside, found.total.closing) == (-1, 0)
    assert found.has_inside
    assert found.holds


def test_a_reversal_takes_the_line_out_of_its_column(city):
    city.reverse(city.line(city.member(), "p1c1", Kind.KET_NAP, MAY))

    found = sheet(city)

    assert (found.total.flows["ket_nap"], found.total.closing) == (0, 0)


def test_somebody_counted_twice_is_seen_by_the_check(city):
    member = city.member()
    for cell in ("p1c1", "p2c1"):
        city.line(member, cell, Kind.DAU_SO, MAY)

    found = sheet(city)

    assert (found.total.closing, found.counted) == (2, 1)
    assert not found.holds


def test_the_ledger_as_it_was_known(city):
    written(city.line(city.member(), "p1c1", Kind.KET_NAP, MAY), date(2015, 5, 6))
    written(city.line(city.member(), "p1c1", Kind.KET_NAP, MAY), date(2016, 2, 2))
    written(city.line(city.member(), "p1c2", Kind.DAU_SO, date(2012, 1, 1)), date(2017, 1, 1))
    then = end_of(date(2015, 12, 31))

    now, known = sheet(city), sheet(city, known_at=then)

    assert (now.total.opening, now.total.flows["ket_nap"], now.total.late) == (1, 2, 1)
    assert (known.total.opening, known.total.flows["ket_nap"], known.total.closing) == (0, 1, 1)
    assert known.total.late == 2
    assert known.holds


def test_both_trees_after_a_cell_moved(city):
    city.line(city.member(), "p1c1", Kind.KET_NAP, MAY)
    city.line(city.member(), "p2c1", Kind.KET_NAP, MAY)
    replace(by=None, organization=city["p1c1"], place=Place("Dời", OrganizationKind.CHI_BO, city["p2"]),
            on=date(2025, 7, 1))  # fmt: skip

    then, now = sheet(city), sheet(city, tree=NOW)

    assert {label: row[2] for label, row in rows(then).items()} == {"Tên p1": 1, "Tên p2": 1}
    assert {label: row[2] for label, row in rows(now).items()} == {"Tên p1": 0, "Tên p2": 2}
    assert (then.total.closing, now.total.closing) == (2, 2)


def test_a_merged_ward_is_a_row_of_its_heir_and_its_move_is_inside(city):
    member = city.member()
    city.line(member, "p2c1", Kind.DAU_SO, date(2012, 1, 1))
    city.line(member, "p2c1", Kind.DI_NOI_BO, MAY, counterpart=city["p1c1"])
    city.line(member, "p1c1", Kind.DEN_NOI_BO, MAY, counterpart=city["p2c1"])
    archive(by=None, organization=city["p2c1"], heir=city["p1"], on=date(2015, 6, 1))

    found = sheet(city, "p1")

    assert {row.label: row.archived for row, _ in found.balances} == {
        "Tên p1c1": False, "Tên p1c2": False, "Tên p2c1": True,
    }  # fmt: skip
    assert (found.total.opening, found.total.increase, found.total.decrease, found.total.closing) == (1, 0, 0, 1)
    assert found.holds


def test_an_organization_that_had_no_place_that_day_has_a_row(city):
    city.line(city.member(), "p1c1", Kind.DAU_SO, date(2009, 1, 1))

    found = sheet(city, period=Period(date(2009, 1, 1), date(2009, 6, 1)))
    city.add("moi", OrganizationKind.CHI_BO, "p1", since=date(2020, 1, 1))
    city.line(city.member(), "moi", Kind.DAU_SO, MAY)
    later = sheet(city)

    assert found.total.closing == 1  # the whole tree is younger than the period: today's is taken
    assert rows(later)["Tổ chức chưa có chỗ trong hệ thống ngày này"][2] == 1
    assert later.total.closing == 2


def test_what_stands_elsewhere_today_is_told_not_shown(city):
    replace(by=None, organization=city["p1c1"], place=Place("Dời", OrganizationKind.CHI_BO, city["p2"]),
            on=date(2025, 7, 1))  # fmt: skip
    city.line(city.member(), "p1c1", Kind.KET_NAP, MAY)
    scope = scope_of(city, "p1")

    area = area_of(scope, city["p1"], YEAR, THEN)

    assert area.elsewhere == 1
    assert sheet_of(scope, area).total.closing == 0


def test_every_number_opens_into_as_many_lines_or_people(city):
    member = city.member()
    city.line(member, "p1c1", Kind.DAU_SO, date(2012, 1, 1))
    transfer(city, member, "p1c1", "p1c2", MAY)
    transfer(city, member, "p1c2", "p2c1", date(2015, 9, 9))
    city.line(city.member(), "p1c1", Kind.KET_NAP, MAY)
    city.line(city.member(), "p1c1", Kind.CHUYEN_DEN, MAY)
    scope = scope_of(city)
    area = area_of(scope, city["tp"], YEAR)
    found = sheet_of(scope, area)

    for row, item in [*found.balances, (area.whole, found.total)]:
        for flow in FLOWS:
            lines = lines_behind(scope, area, row, flow.code)
            assert sum(line.weight for line in lines) == item.flows[flow.code]
        assert sum(line.sign for line in lines_behind(scope, area, row, INSIDE)) == item.inside
        assert people_behind(scope, area, row, "dau_ky")[0].count() == item.opening
        assert people_behind(scope, area, row, "cuoi_ky")[0].count() == item.closing


def test_many_rows_take_as_few_queries_as_few(django_assert_num_queries):
    city = City(wards=1)
    city.line(city.member(), "p1c1", Kind.DAU_SO, date(2012, 1, 1))
    with django_assert_num_queries(8):
        sheet(city)

    for number in range(2, 9):
        city.add(f"p{number}", OrganizationKind.CHI_BO_CO_SO, "tp")
        city.line(city.member(), f"p{number}", Kind.DAU_SO, date(2012, 1, 1))
    with django_assert_num_queries(8):
        sheet(city)


def test_the_tree_counts_what_was_known(city):
    written(city.line(city.member(), "p1c1", Kind.KET_NAP, MAY), date(2015, 5, 6))
    written(city.line(city.member(), "p1c1", Kind.KET_NAP, MAY), date(2016, 2, 2))

    then = end_of(date(2015, 12, 31))
    assert tree_on(scope_of(city), YEAR.last).members == 2
    assert tree_on(scope_of(city), YEAR.last, known_at=then).members == 1


def test_rolling_looks_no_further_than_the_scope(city):
    city.line(city.member(), "p1c1", Kind.KET_NAP, MAY)
    city.line(city.member(), "p2c1", Kind.KET_NAP, MAY)
    ward = scope_of(city, "p1")

    found = balances_by_row(ward, [city["p1"].pk, city["p2"].pk, city["tp"].pk], YEAR)

    assert {key: row.closing for key, row in found.items()} == {city["p1"].pk: 1}
    assert headcounts_by_row(ward, [city["p2"].pk], YEAR.last) == {}


def test_rolling_leaves_out_what_stands_elsewhere_today(city):
    city.line(city.member(), "p1c1", Kind.KET_NAP, MAY)
    replace(by=None, organization=city["p1c1"], place=Place("Dời", OrganizationKind.CHI_BO, city["p2"]),
            on=date(2025, 7, 1))  # fmt: skip

    whole = balances_by_row(scope_of(city), [city["p1"].pk], YEAR)
    ward = balances_by_row(scope_of(city, "p1"), [city["p1"].pk], YEAR)

    assert (whole[city["p1"].pk].closing, ward[city["p1"].pk].closing) == (1, 0)
