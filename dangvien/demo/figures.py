"""The figures that the demo register must count, read from fixtures/seeds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dangvien.models import OrganizationKind
from dangvien.period import Period

SEEDS = Path(__file__).resolve().parent.parent.parent / "fixtures" / "seeds"


@dataclass(frozen=True)
class Unit:
    """A grassroots organization (TCCSĐ): what stands in the tree, and its figures on the last day of the report.

    `cells` counts the cells below it by area; a chi bộ cơ sở has none and is itself a cell of the given `area`.
    `trained` and `admitted` are flows of the report's period, `members` the people on its last day.
    """

    code: str
    name: str
    short_name: str
    kind: OrganizationKind
    sector: str
    position: int
    cells: Mapping[str, int]
    area: str
    members: int
    trained: int
    admitted: int

    @property
    def is_ward(self) -> bool:
        return self.sector == "phuong"


@dataclass(frozen=True)
class Head:
    """The organization above all units, or above it: how the tree names it."""

    code: str
    name: str
    short_name: str
    kind: OrganizationKind


@dataclass(frozen=True)
class Introduced:
    """How many of the people admitted in the wards were introduced by whom."""

    by_youth_only: int
    by_others_only: int
    by_both: int


@dataclass(frozen=True)
class City:
    """One city with everything the demo needs to know about it."""

    province: Head
    city: Head
    units: tuple[Unit, ...]
    period: Period
    admitted_by_year: Mapping[int, int]
    introduced: Introduced
    ward_youths: int
    city_youths: int
    letterhead: Mapping[str, Any]
    ward_letterhead: Mapping[str, Any]

    @property
    def wards(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.is_ward)

    @property
    def members(self) -> int:
        """Members on the last day of the period."""
        return sum(unit.members for unit in self.units)

    @property
    def admitted(self) -> int:
        """Admissions of the whole period."""
        return sum(unit.admitted for unit in self.units)


def dong_ha() -> City:
    """The city of the report of 2022."""
    return city_of(dong_ha_seed())


def dong_ha_seed() -> dict[str, Any]:
    """The file of that report, as it stands."""
    return _read("dong_ha_2022.toml")


def dong_ha_reform() -> dict[str, Any]:
    """What became of that city on 1 July 2025, as the file tells it."""
    return _read("dong_ha_reform_2025.toml")


def city_of(seed: Mapping[str, Any]) -> City:
    """The city that a seed file describes. Raises KeyError for a file of another shape."""
    document, admissions = seed["document"], seed["admissions"]
    printed = {figure["id"]: figure for figure in seed["figure"]}
    return City(
        province=_head(seed["root"], "province"),
        city=_head(seed["root"], "city"),
        units=tuple(_unit(line) for line in seed["organization"]),
        period=Period(_day(document["first_day"]), _day(document["last_day"])),
        admitted_by_year={int(year): count for year, count in printed["S0-26"]["values"].items()},
        introduced=Introduced(
            by_youth_only=admissions["wards_introduced_by_youth_only"],
            by_others_only=admissions["wards_introduced_by_others_only"],
            by_both=admissions["wards_introduced_by_both"],
        ),
        ward_youths=admissions["wards_aged_18_30"],
        city_youths=admissions["city_aged_18_30"],
        letterhead=seed["letterhead"],
        ward_letterhead=seed["ward_letterhead"],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SEEDS / name).read_text(encoding="utf-8"))


def _head(root: Mapping[str, str], which: str) -> Head:
    return Head(
        code=root[f"{which}_code"],
        name=root[f"{which}_name"],
        short_name=root[f"{which}_short_name"],
        kind=OrganizationKind(root[f"{which}_kind"]),
    )


def _unit(line: Mapping[str, Any]) -> Unit:
    return Unit(
        code=line["code"],
        name=line["name"],
        short_name=line["short_name"],
        kind=OrganizationKind(line["kind"]),
        sector=line["sector"],
        position=line["position"],
        cells=line.get("cells_by_area", {}),
        area=line.get("area", ""),
        members=line["members"],
        trained=line.get("trained", 0),
        admitted=line.get("admitted", 0),
    )


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is not a day")
    return value
