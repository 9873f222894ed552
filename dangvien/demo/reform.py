"""1 July 2025 in the demo: the city and its wards are archived under their heirs, the cells move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace as changed
from datetime import date
from typing import Any

from dangvien.actions import reorganization
from dangvien.actions.reorganization import Place
from dangvien.demo.tree import Cell, Tree
from dangvien.models import FOREVER, Organization, OrganizationKind, Placement


def carry_out(tree: Tree, reform: Mapping[str, Any]) -> None:
    """Change the saved tree by the actions an administrator would use, and tell it who decides from that day on.

    Raises `Refused` when an action finds something wrong with the list.
    """
    day: date = reform["event"]["day"]
    heirs: dict[str, Organization] = {}
    known = {organization.code: organization for organization in [tree.province, tree.city]} | tree.units
    for line in reform["heir"]:
        heir = reorganization.found(by=None, code=line["code"], place=_ward(line, known[line["parent"]]), on=day)
        known[line["code"]] = heir
        for code in line["receives"]:
            _move(known[code], heir, day)
            heirs[code] = heir
        for code in line["absorbs"]:
            _move_cells(tree, code, heir, day)
            reorganization.archive(by=None, organization=known[code], heir=heir, on=day)
            heirs[code] = heir
    for line in reform["move"]:
        for code in line["organizations"]:
            _move(known[code], known[line["parent"]], day)
            heirs[code] = known[line["parent"]]
    city = reform["city"]
    reorganization.archive(by=None, organization=known[city["code"]], heir=known[city["heir"]], on=day)
    tree.reformed_on, tree.heirs = day, heirs


def _ward(line: Mapping[str, Any], parent: Organization) -> Place:
    return Place(
        name=line["name"],
        short_name=line["short_name"],
        kind=OrganizationKind(line["kind"]),
        parent=parent,
        sector=line["sector"],
        position=line["position"],
    )


def _move(organization: Organization, to: Organization, day: date) -> None:
    reorganization.replace(by=None, organization=organization, place=_place_under(to, organization), on=day)


def _move_cells(tree: Tree, old_ward: str, to: Organization, day: date) -> None:
    """Every cell of an old ward hangs directly under the new one; those of khu phố add its old name to theirs."""
    for position, cell in enumerate(_of_unit(tree.cells, old_ward), start=1):
        place = _place_under(to, cell.organization)
        if cell.is_residential:
            name = f"{cell.name} - {cell.unit.short_name}"
            place = changed(place, name=f"Chi bộ {name}", short_name=name)
        place = changed(place, position=cell.unit.position * 100 + position)
        reorganization.replace(by=None, organization=cell.organization, place=place, on=day)


def _of_unit(cells: Iterable[Cell], code: str) -> list[Cell]:
    return [cell for cell in cells if cell.unit.code == code]


def _place_under(parent: Organization, organization: Organization) -> Place:
    """Where the organization stands now, but under another superior."""
    now = Placement.objects.get(organization=organization, valid_to=FOREVER)
    return Place(
        name=now.name,
        kind=OrganizationKind(now.kind),
        parent=parent,
        short_name=now.short_name,
        sector=now.sector,
        area=now.area,
        position=now.position,
        locality=now.locality,
    )
