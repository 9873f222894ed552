"""The tree that gives a table its rows: which organization rolls up into which row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

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
    """Rows in the official order, and for every organization that stood that day the row it belongs to (or None).

    `below` are the organizations at and under the rows, found by walking down from them instead of up to them: what
    the rows are checked against.
    """

    rows: tuple[RowPlace, ...]
    row_of: Mapping[int, int | None] = field(repr=False)
    below: frozenset[int] = field(repr=False)

    def gathered(self, by_place: Mapping[int, T]) -> dict[int, list[T]]:
        """What was found at each place, put under its row; what lies outside of all rows is left out."""
        under: dict[int, list[T]] = defaultdict(list)
        for place, found in by_place.items():
            row = self.row_of.get(place)
            if row is not None:
                under[row].append(found)
        return under


class _Node(NamedTuple):
    """A placement of the tree's day, as far as the shape needs it."""

    organization: int
    code: str
    parent: int | None
    name: str
    short_name: str
    kind: str
    sector: str
    position: int


def shape_of(question: Question, rows: OrganizationRows) -> Shape:
    """Read the tree of the question's day once and say where everything belongs."""
    standing = question.narrowed.placements.in_force_on(question.tree_day)
    found = standing.values_list(
        "organization_id", "organization__code", "parent_id", "name", "short_name", "kind", "sector", "position"
    )
    tree = {node.organization: node for node in map(_Node._make, found)}
    wanted = [
        node for node in tree.values() if node.kind in rows.kinds and (not rows.sectors or node.sector in rows.sectors)
    ]
    tops = {node.organization for node in wanted}
    ordered = sorted(wanted, key=lambda node: (_path(node, tree), node.position, node.name))
    return Shape(
        tuple(RowPlace(node.organization, node.code, node.short_name or node.name) for node in ordered),
        {organization: _row_above(organization, tree, tops) for organization in tree},
        _below(tops, tree),
    )


def _row_above(organization: int, tree: Mapping[int, _Node], tops: set[int]) -> int | None:
    seen: set[int] = set()
    current: int | None = organization
    while current is not None and current not in seen:
        if current in tops:
            return current
        seen.add(current)
        current = tree[current].parent if current in tree else None
    return None


def _below(tops: set[int], tree: Mapping[int, _Node]) -> frozenset[int]:
    children: dict[int | None, list[int]] = defaultdict(list)
    for node in tree.values():
        children[node.parent].append(node.organization)
    reached: set[int] = set()
    waiting = list(tops)
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting.extend(children[here])
    return frozenset(reached)


def _path(node: _Node, tree: Mapping[int, _Node]) -> tuple[int, ...]:
    """Positions of the superiors from the top, so that rows of different superiors keep the official order."""
    path: list[int] = []
    above = node.parent
    while above is not None and above in tree and len(path) < 20:
        path.append(tree[above].position)
        above = tree[above].parent
    return tuple(reversed(path))
