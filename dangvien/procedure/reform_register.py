"""The register as a reform plan finds it: every organization of the đảng bộ on the day, with its members and places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max

from dangvien.models import FOREVER, Locality, Member, Movement, Organization, OrganizationKind, Placement


@dataclass(frozen=True)
class Node:
    """One organization on the eve of the reform; `parent` is a code, empty at the top."""

    pk: int
    code: str
    name: str
    short_name: str
    kind: str
    parent: str
    sector: str
    area: str
    position: int
    locality: int | None
    since: date
    is_newest: bool
    members: int = 0

    @property
    def is_archive(self) -> bool:
        return self.kind == OrganizationKind.LUU_TRU


@dataclass(frozen=True)
class Spot:
    """A khu phố or thôn of an organization (by code), and the cells that stand for it."""

    pk: int
    name: str
    owner: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """Every organization under `root` by its code; `taken` are codes of the plan used by anybody at all."""

    root: str
    day: date
    nodes: dict[str, Node]
    spots: tuple[Spot, ...] = ()
    taken: frozenset[str] = frozenset()
    children: dict[str, list[Node]] = field(default_factory=dict)

    @property
    def members(self) -> int:
        return sum(node.members for node in self.nodes.values())

    def standing(self, code: str) -> Node | None:
        """The organization of that code, when it works on the day."""
        node = self.nodes.get(code)
        return node if node and not node.is_archive else None

    def below(self, code: str) -> list[Node]:
        """Those that work directly under an organization."""
        return [node for node in self.children.get(code, ()) if not node.is_archive]


def register_on(organization: Organization, day: date, codes: Iterable[str] = ()) -> Register:
    """Read the subtree of an organization as it stands on a day (four queries, whatever its size)."""
    inside = Organization.objects.under([organization.pk], on=day)
    placements = Placement.objects.in_force_on(day).filter(organization__in=inside).in_order()
    rows = list(placements.select_related("organization", "parent"))
    heads = dict(
        Member.objects.filter(organization__in=inside).order_by().values_list("organization").annotate(n=Count("pk"))
    )
    nodes = {row.organization.code: _node(row, heads.get(row.organization_id, 0)) for row in rows}
    cells: dict[int, list[str]] = {}
    for row in rows:
        if row.locality_id and row.kind != OrganizationKind.LUU_TRU:
            cells.setdefault(row.locality_id, []).append(row.organization.code)
    places = Locality.objects.filter(organization__in=inside, valid_from__lte=day, valid_to__gt=day)
    spots = tuple(
        Spot(place.pk, place.name, place.organization.code, tuple(cells.get(place.pk, ())))
        for place in places.select_related("organization")
    )
    used = Placement.objects.filter(organization__code__in=set(codes))
    taken = frozenset(used.values_list("organization__code", flat=True))
    children: dict[str, list[Node]] = {}
    for node in nodes.values():
        children.setdefault(node.parent, []).append(node)
    return Register(organization.code, day, nodes, spots, taken, children)


def stamp_of(organization: Organization, day: date) -> dict[str, int]:
    """How far the register had come: the newest keys of what a reform depends on. Another stamp: something was
    written since."""
    inside = Organization.objects.under([organization.pk], on=day)
    placements = Placement.objects.filter(organization__in=inside)
    movements = Movement.objects.filter(organization__in=inside)
    return {
        "placement": placements.aggregate(last=Max("pk", default=0))["last"],
        "placements": placements.count(),
        "movement": movements.aggregate(last=Max("pk", default=0))["last"],
        "open": placements.filter(valid_to=FOREVER).count(),
    }


def _node(row: Placement, members: int) -> Node:
    return Node(
        pk=row.organization_id,
        code=row.organization.code,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        parent=row.parent.code if row.parent else "",
        sector=row.sector,
        area=row.area,
        position=row.position,
        locality=row.locality_id,
        since=row.valid_from,
        is_newest=row.valid_to == FOREVER,
        members=members,
    )
