"""1 July 2025 in the demo: the city and its wards are archived under their heirs, the cells move, all in one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace as changed
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from dangvien.actions.restructuring import carry_out as perform
from dangvien.demo.tree import Cell, Tree
from dangvien.models import FOREVER, Organization, OrganizationKind, Placement, Reorganization
from dangvien.procedure.restructuring import Restructuring, Seat


def carry_out(tree: Tree, reform: Mapping[str, Any]) -> None:
    """Change the saved tree by the act an administrator would use, and tell it who decides from that day on.

    Raises `Refused` when the act finds something wrong with the list.
    """
    day: date = reform["event"]["day"]
    founded: dict[str, Seat] = {}
    seats: dict[str, Seat] = {}
    ended: dict[str, str] = {}
    heirs: dict[str, str] = {}
    for line in reform["heir"]:
        heir = line["code"]
        founded[heir] = _ward(line)
        for code in line["receives"]:
            seats[code] = _seat_under(heir, tree.units[code])
            heirs[code] = heir
        for code in line["absorbs"]:
            seats |= _cells_under(tree, code, heir)
            ended[code] = heirs[code] = heir
    for line in reform["move"]:
        for code in line["organizations"]:
            seats[code] = _seat_under(line["parent"], tree.units[code])
            heirs[code] = line["parent"]
    city = reform["city"]
    ended[city["code"]] = city["heir"]
    plan = Restructuring(
        Reorganization.Kind.DE_AN, tree.province.code, day, founded=founded, changed=seats, ended=ended
    )
    perform(by=None, restructuring=plan, today=localdate())
    known = {row.code: row for row in Organization.objects.filter(code__in=set(heirs.values()))}
    tree.reformed_on, tree.heirs = day, {code: known[heir] for code, heir in heirs.items()}


def _ward(line: Mapping[str, Any]) -> Seat:
    return Seat(
        name=line["name"],
        short_name=line["short_name"],
        kind=OrganizationKind(line["kind"]),
        parent=line["parent"],
        sector=line["sector"],
        position=line["position"],
    )


def _cells_under(tree: Tree, old_ward: str, to: str) -> dict[str, Seat]:
    """Every cell of an old ward hangs directly under the new one; those of khu phố add its old name to theirs."""
    seats = {}
    for position, cell in enumerate(_of_unit(tree.cells, old_ward), start=1):
        seat = _seat_under(to, cell.organization)
        if cell.is_residential:
            name = f"{cell.name} - {cell.unit.short_name}"
            seat = changed(seat, name=f"Chi bộ {name}", short_name=name)
        seats[cell.organization.code] = changed(seat, position=cell.unit.position * 100 + position)
    return seats


def _of_unit(cells: Iterable[Cell], code: str) -> list[Cell]:
    return [cell for cell in cells if cell.unit.code == code]


def _seat_under(parent: str, organization: Organization) -> Seat:
    """What the organization is now, but under another superior."""
    return Seat.of(Placement.objects.get(organization=organization, valid_to=FOREVER), parent)
