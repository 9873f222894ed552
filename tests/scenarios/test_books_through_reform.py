"""The books of ten years across the reform: the same lines asked in the tree of then and in today's.

In the demo nine wards of a city became two in July 2025; which old ward went to which new one is an assumption of it.
"""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.reorganization import Place, archive, found, replace
from dangvien.models import Kind, Movement, Organization, OrganizationKind
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.procedure.balances import NOW, THEN, Sheet, area_of, sheet_of
from dangvien.procedure.rolling import balances_by_row
from dangvien.scope import Scope
from tests.scenarios.test_appendix_of_2022 import DECADE, WARDS
from tests.worlds import City

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2022, 6, 1), date(2026, 3, 1)


def ask(organization: str, today: date, tree: str = THEN, reader: str = "") -> Sheet:
    """The sheet of an organization over the decade, read by somebody who serves it (or the `reader`'s place)."""
    place = Organization.objects.get(code=organization)
    served = Organization.objects.get(code=reader or organization)
    scope = Scope.whole(served, [Permission.VIEW_REPORTS], today)
    return sheet_of(scope, area_of(scope, place, DECADE, tree))


def admitted(sheet: Sheet) -> dict[str, int]:
    return {row.label: balance.flows[Kind.KET_NAP] for row, balance in sheet.balances}


def test_the_city_of_2022_closes_and_has_the_admissions_of_the_appendix(dong_ha):
    sheet = ask("thanh-pho-dong-ha", BEFORE)

    assert sheet.holds
    assert sheet.total.closing == sheet.counted == 6913
    assert {label: str(admitted(sheet)[label]) for _, label, _, _ in WARDS} == {
        label: count for _, label, _, count in WARDS
    }
    assert sheet.total.flows[Kind.KET_NAP] == 1587


def test_its_heirs_of_2026_find_the_same_in_the_tree_of_then(dong_ha_after_reform):
    sheet = ask("thanh-pho-dong-ha", AFTER, reader="tinh-quang-tri")

    assert sheet.holds
    assert {label: str(admitted(sheet)[label]) for _, label, _, _ in WARDS} == {
        label: count for _, label, _, count in WARDS
    }
    assert (sheet.total.closing, sheet.total.flows[Kind.KET_NAP]) == (6913, 1587)


def test_todays_wards_carry_what_they_absorbed_and_nothing_is_lost(dong_ha_after_reform):
    then, now = ask("tinh-quang-tri", AFTER), ask("tinh-quang-tri", AFTER, NOW)

    assert then.holds
    assert now.holds
    assert (then.total.opening, then.total.closing) == (now.total.opening, now.total.closing)
    assert then.total.flows == now.total.flows
    south = ask("phuong-nam-dong-ha", AFTER, NOW)
    row = next(balance for row, balance in now.balances if row.code == "phuong-nam-dong-ha")
    assert (row.opening, row.flows, row.closing) == (south.total.opening, south.total.flows, south.total.closing)
    assert {"Phường 2", "Phường 5", "Phường Đông Lương", "Phường Đông Lễ"} <= {
        item.label for item, _ in south.balances if item.archived
    }  # fmt: skip


class TestSplitAndMergeInOneYear:
    """In 2015 ward 1 gives a cell to a new ward, and ward 2 is absorbed by it; people came and went all the while."""

    YEAR = Period(date(2015, 1, 1), date(2015, 12, 31))

    @pytest.fixture
    def city(self) -> City:
        city = City()
        for cell in ("p1c1", "p1c2", "p1c2", "p2c1", "p2c2"):
            city.line(city.member(), cell, Kind.DAU_SO, date(2012, 1, 1))
        city.line(city.member(), "p1c2", Kind.KET_NAP, date(2015, 2, 2))
        new = Place("Tên p3", OrganizationKind.DANG_BO_CO_SO, city["tp"], position=3)
        city.organizations["p3"] = found(by=None, code="p3", place=new, on=date(2015, 4, 1))
        self.hang(city, "p1c2", "p3", date(2015, 4, 1))
        city.line(city.member(), "p1c2", Kind.KET_NAP, date(2015, 5, 5))
        mover = Movement.objects.filter(organization=city["p2c2"]).get().member
        city.line(mover, "p2c2", Kind.DI_NOI_BO, date(2015, 9, 1), counterpart=city["p2c1"])
        city.line(mover, "p2c1", Kind.DEN_NOI_BO, date(2015, 9, 1), counterpart=city["p2c2"])
        for cell in ("p2c1", "p2c2"):
            self.hang(city, cell, "p3", date(2015, 9, 2))
        archive(by=None, organization=city["p2"], heir=city["p3"], on=date(2015, 9, 2))
        city.line(mover, "p2c1", Kind.CHUYEN_DI, date(2015, 10, 1), counterpart=city["p1c1"])
        city.line(mover, "p1c1", Kind.CHUYEN_DEN, date(2015, 10, 1), counterpart=city["p2c1"])
        return city

    @staticmethod
    def hang(city: City, cell: str, under: str, on: date) -> None:
        replace(by=None, organization=city[cell], place=Place(cell, OrganizationKind.CHI_BO, city[under]), on=on)

    def sheet(self, city: City, period: Period, tree: str = THEN) -> Sheet:
        scope = Scope.whole(city["tp"], [Permission.VIEW_REPORTS], AFTER)
        return sheet_of(scope, area_of(scope, city["tp"], period, tree))

    def test_the_year_closes_in_the_tree_of_its_end(self, city):
        sheet = self.sheet(city, self.YEAR)

        assert sheet.holds
        assert {row.label: (item.opening, item.increase, item.decrease, item.closing)
                for row, item in sheet.balances} == {
            "Tên p1": (1, 1, 0, 2), "Tên p3": (4, 2, 1, 5),
        }  # fmt: skip
        assert (sheet.total.increase, sheet.total.decrease, sheet.total.inside) == (2, 0, 0)

    def test_before_and_after_differ_exactly_by_the_moved_cells(self, city):
        summer = Period(date(2015, 1, 1), date(2015, 3, 1))

        then, now = self.sheet(city, summer), self.sheet(city, summer, NOW)

        closing = {row.label: item.closing for row, item in then.balances}
        today = {row.label: item.closing for row, item in now.balances}
        assert closing == {"Tên p1": 4, "Tên p2": 2}
        assert today == {"Tên p1": 1, "Tên p3": 5}
        scope = Scope.whole(city["tp"], [Permission.VIEW_REPORTS], AFTER)
        moved = balances_by_row(scope, [city["p1c2"].pk], summer)[city["p1c2"].pk].closing
        assert closing["Tên p1"] - today["Tên p1"] == moved == 3
        assert today["Tên p3"] == closing["Tên p2"] + moved
