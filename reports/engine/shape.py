"""The tree that gives a table its rows: which organization rolls up into which row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from dangvien.models import Placement
from reports.definition import OrganizationRows
from reports.engine.question import Question

T = TypeVar("T")


@dataclass(frozen=True)
class RowPlace:
    """An organization that is a row of the table."""

    organization: int
    code: str
    label: str


@dataclass(frozen=True)
class Shape:
    """Rows in the official order, and for every organization that stood that day the row it belongs to (or None)."""

    rows: tuple[RowPlace, ...]
    row_of: Mapping[int, int | None] = field(repr=False)

    def gathered(self, by_place: Mapping[int, T]) -> tuple[dict[int, list[T]], list[T]]:
        """What was found at each place, put under its row; apart, what lies at places without a place in the tree."""
        under: dict[int, list[T]] = defaultdict(list)
        homeless: list[T] = []
        for place, found in by_place.items():
            if place not in self.row_of:
                homeless.append(found)
                continue
            row = self.row_of[place]
            if row is not None:
                under[row].append(found)
        return under, homeless


def shape_of(question: Question, rows: OrganizationRows) -> Shape:
    """Read the tree of the question's day once and say where everything belongs."""
    area = question.area()
    placements = list(
        Placement.objects.in_force_on(question.tree_day)
        .filter(organization__in=area)
        .select_related("organization")
        .only("organization__code", "parent", "name", "short_name", "kind", "sector", "position")
    )
    by_organization = {item.organization_id: item for item in placements}
    wanted = {
        item.organization_id
        for item in placements
        if item.kind in rows.kinds and (not rows.sectors or item.sector in rows.sectors)
    }
    row_of: dict[int, int | None] = {}
    for organization in by_organization:
        row_of[organization] = _row_above(organization, by_organization, wanted)
    ordered = sorted(
        (item for item in placements if item.organization_id in wanted),
        key=lambda item: (_path(item, by_organization), item.position, item.name),
    )
    places = tuple(RowPlace(item.organization_id, item.organization.code, item.label) for item in ordered)
    return Shape(places, row_of)


def _row_above(organization: int, tree: Mapping[int, Placement], wanted: set[int]) -> int | None:
    seen: set[int] = set()
    current: int | None = organization
    while current is not None and current not in seen:
        if current in wanted:
            return current
        seen.add(current)
        current = tree[current].parent_id if current in tree else None
    return None


def _path(item: Placement, tree: Mapping[int, Placement]) -> tuple[int, ...]:
    """Positions of the superiors from the top, so that rows of different superiors keep the official order."""
    path: list[int] = []
    above = item.parent_id
    while above is not None and above in tree and len(path) < 20:
        path.append(tree[above].position)
        above = tree[above].parent_id
    return tuple(reversed(path))
