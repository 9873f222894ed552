"""The target of every cell: what its place asks, by whom it is asked, and who is exempt."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Amendment, Kind, User
from dangvien.permissions import Permission
from dangvien.procedure.targets.cells import CellGroup, CellState, cell_targets, group_of
from dangvien.scope import Scope
from tests import factories
from tests.worlds import City


@pytest.fixture
def clerk(db) -> User:
    return User.objects.create_user("ghi", full_name="Người Ghi")


@pytest.fixture
def city(db) -> City:
    return City()


def ask(city: City, clerk: User, rule: str, value: str, code: str = "tp") -> Amendment:
    return Amendment.objects.create(
        rule=rule,
        value=value,
        since=date(2024, 1, 1),
        organization=city[code],
        document="Nghị quyết của Thành ủy",
        recorded_by=clerk,
    )


def scope(city: City, today: date = date(2024, 12, 31), code: str = "tp") -> Scope:
    return Scope.whole(city[code], list(Permission), today)


def admit(city: City, cell: str, *days: date) -> None:
    for day in days:
        city.line(city.member(), cell, Kind.KET_NAP, day)


def states(city: City, **more) -> dict[str, CellState]:
    return {row.code: row.state for row in cell_targets(scope(city, **more), city["tp"], 2024).rows}


def test_nothing_is_asked_where_nobody_resolved_anything(city):
    found = cell_targets(scope(city), city["tp"], 2024)

    assert not found.asks_anything
    assert {row.state for row in found.rows} == {CellState.NOT_ASKED}
    assert [(group.group, group.cells, group.reached) for group in found.groups] == [(CellGroup.RESIDENTIAL, 4, None)]


def test_an_average_is_reached_by_the_cells_together(city, clerk):
    ask(city, clerk, "cell_target_residential", "1")
    admit(city, "p1c1", date(2024, 1, 2), date(2024, 5, 2), date(2024, 6, 2))
    admit(city, "p1c2", date(2024, 5, 2))

    (group,) = cell_targets(scope(city), city["tp"], 2024).groups
    assert (group.averaged, group.average_words, group.met, group.share_words, group.reached) == (
        True,
        "1,00",
        2,
        "50,0%",
        True,
    )
    assert states(city) == {
        "p1c1": CellState.MET,
        "p1c2": CellState.MET,
        "p2c1": CellState.AVERAGED,
        "p2c2": CellState.AVERAGED,
    }


def test_every_cell_by_itself_while_the_year_runs_and_after_it(city, clerk):
    ask(city, clerk, "cell_target_residential", "1")
    ask(city, clerk, "cell_target_residential_counted", "moi_chi_bo")
    admit(city, "p1c1", date(2024, 1, 2))

    assert states(city, today=date(2024, 6, 1))["p2c1"] is CellState.NOT_YET
    assert states(city)["p2c1"] is CellState.NOT_MET
    (group,) = cell_targets(scope(city), city["tp"], 2024).groups
    assert group.reached is False


def test_an_amendment_of_a_ward_holds_for_its_cells_alone(city, clerk):
    ask(city, clerk, "cell_target_residential", "1", "p1")
    ask(city, clerk, "cell_target_residential_counted", "moi_chi_bo", "p1")

    assert states(city) == {
        "p1c1": CellState.NOT_MET,
        "p1c2": CellState.NOT_MET,
        "p2c1": CellState.NOT_ASKED,
        "p2c2": CellState.NOT_ASKED,
    }


def test_an_exempt_cell_is_left_out_of_the_average_while_its_exemption_holds(city, clerk):
    ask(city, clerk, "cell_target_residential", "1")
    for cell in ("p1c2", "p2c1", "p2c2"):
        factories.exemption(city[cell], date(2024, 2, 1), recorded_by=clerk)
    admit(city, "p1c1", date(2024, 3, 1))

    (group,) = cell_targets(scope(city), city["tp"], 2024).groups
    assert (group.exempt, group.bound, group.reached) == (3, 1, True)
    assert states(city)["p2c1"] is CellState.EXEMPT
    assert states(city, today=date(2024, 1, 31))["p2c1"] is CellState.AVERAGED


def test_the_newest_admission_of_any_year_is_told(city):
    admit(city, "p1c1", date(2021, 5, 19))

    rows = {row.code: row for row in cell_targets(scope(city), city["tp"], 2024).rows}

    assert (rows["p1c1"].last_on, rows["p1c1"].admitted) == (date(2021, 5, 19), 0)
    assert rows["p1c2"].last_on is None


@pytest.mark.parametrize(
    ("area", "group"),
    [
        ("khu_dan_cu", CellGroup.RESIDENTIAL),
        ("doanh_nghiep", CellGroup.ENTERPRISE),
        ("truong_hoc", CellGroup.OFFICE),
        ("quan_su", None),
        ("", None),
    ],
)
def test_kinds_of_cells(area, group):
    assert group_of(area) is group
