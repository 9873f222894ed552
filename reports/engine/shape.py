"""The tree that gives a table its rows: which organization rolls up into which row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from reports.definition import Level, OrganizationRows
from reports.engine.question import Question


@dataclass(frozen=True)
class RowPlace:
    """An organization that is a row of the table.

    `depth` is its level, `parent` the code of the row it stands under; `has_rows` says that rows stand under it,
    `heading` that it only names them, `top` that its numbers go into the line of totals.
    """

    organization: int
    code: str
    label: str
    sector: str = ""
    depth: int = 0
    parent: str = ""
    has_rows: bool = False
    heading: bool = False
    top: bool = True


@dataclass(frozen=True)
class Shape:
    """Rows in the official order, and for every organization that stood that day the row it belongs to (or None).

    `under` are the organizations whose lines a row counts, by the row's organization. `below` are the organizations at
    and under the rows, found by walking down from them instead of up to them: what the rows are checked against.
    """

    rows: tuple[RowPlace, ...]
    row_of: Mapping[int, int | None] = field(repr=False)
    under: Mapping[int, frozenset[int]] = field(repr=False)
    below: frozenset[int] = field(repr=False)


class _Node(NamedTuple):
    """A placement of the tree's day, as far as the shape needs it."""

    organization: int
    code: str
    parent: int | None
    name: str
    short_name: str
    kind: str
    sector: str
    area: str
    position: int


def shape_of(question: Question, rows: OrganizationRows) -> Shape:
    """Read the tree of the question's day once and say where everything belongs."""
    standing = question.narrowed.placements.in_force_on(question.tree_day)
    found = standing.values_list(
        "organization_id", "organization__code", "parent_id", "name", "short_name", "kind", "sector", "area", "position"
    )
    tree = {node.organization: node for node in map(_Node._make, found)}
    levels = [*rows.levels, Level(rows.kinds, rows.sectors, areas=rows.areas)]
    level_of = {node.organization: place for node in tree.values() if (place := _level(node, levels)) is not None}
    if rows.direct:
        here = question.organization.pk
        below = {key for key in level_of if tree[key].parent == here}
        level_of = dict.fromkeys(below or {here} & tree.keys(), 0)
    _without_empty(level_of, levels, tree)
    above = _rows_above(tree, tree, level_of)
    row_of = {key: chain[0] if chain else None for key, chain in above.items()}
    under: dict[int, set[int]] = defaultdict(set)
    for key, chain in above.items():
        for row in _counting(chain, level_of, levels):
            under[row].add(key)
    ordered = sorted((tree[key] for key in level_of), key=lambda node: (*_path(node, tree), (node.position, node.name)))
    parents = {key: _parent(key, above[key], level_of) for key in level_of}
    having = set(parents.values())
    return Shape(
        tuple(_place(node, tree, levels, level_of, parents, having) for node in ordered),
        row_of,
        {key: frozenset(under[key]) for key in level_of},
        _below({key for key, place in level_of.items() if levels[place].counts}, tree),
    )


def _without_empty(level_of: dict[int, int], levels: Sequence[Level], tree: Mapping[int, _Node]) -> None:
    """Take away the headings and sums of rows that have no row under them, the lowest level first."""
    for place in reversed(range(len(levels))):
        if not levels[place].counts:
            above = _rows_above(level_of, tree, level_of)
            having = {row for key in level_of for row in above[key] if row != key}
            for key in [key for key, level in level_of.items() if level == place and key not in having]:
                del level_of[key]


def _place(
    node: _Node,
    tree: Mapping[int, _Node],
    levels: Sequence[Level],
    level_of: Mapping[int, int],
    parents: Mapping[int, int | None],
    having: Set[int | None],
) -> RowPlace:
    chain: list[int] = []
    above = parents[node.organization]
    while above is not None:
        chain.append(above)
        above = parents[above]
    return RowPlace(
        node.organization,
        node.code,
        node.short_name or node.name,
        node.sector,
        depth=len(chain),
        parent=tree[chain[0]].code if chain else "",
        has_rows=node.organization in having,
        heading=levels[level_of[node.organization]].heading,
        top=all(levels[level_of[key]].heading for key in chain),
    )


def _level(node: _Node, levels: Sequence[Level]) -> int | None:
    for place, level in enumerate(levels):
        if (
            (not level.kinds or node.kind in level.kinds)
            and (not level.sectors or node.sector in level.sectors)
            and (not level.areas or node.area in level.areas)
        ):
            return place
    return None


def _rows_above(
    organizations: Iterable[int], tree: Mapping[int, _Node], level_of: Mapping[int, int]
) -> dict[int, tuple[int, ...]]:
    """For each organization the rows on its way to the top of the tree, itself among them, the nearest first.

    Each way is walked up to where another has been before.
    """
    above: dict[int, tuple[int, ...]] = {}
    for organization in organizations:
        way: list[int] = []
        current: int | None = organization
        while current is not None and current not in above and current not in way:
            way.append(current)
            current = tree[current].parent if current in tree else None
        rows = above.get(current, ()) if current is not None else ()
        for key in reversed(way):
            rows = (key, *rows) if key in level_of else rows
            above[key] = rows
    return above


def _counting(chain: Sequence[int], level_of: Mapping[int, int], levels: Sequence[Level]) -> Iterator[int]:
    """Of the rows above a place those that count it: the nearest one, and of every higher level the nearest.

    A sum of rows counts what a row below it counts.
    """
    reached: int | None = None
    for row in chain:
        if reached is None and not levels[level_of[row]].counts:
            continue
        if reached is None or level_of[row] < reached:
            reached = level_of[row]
            yield row


def _parent(key: int, chain: Sequence[int], level_of: Mapping[int, int]) -> int | None:
    return next((row for row in chain if row != key and level_of[row] < level_of[key]), None)


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


def _path(node: _Node, tree: Mapping[int, _Node]) -> tuple[tuple[int, str], ...]:
    """Places of the superiors from the top, so that rows of different superiors keep the official order."""
    path: list[tuple[int, str]] = []
    above = node.parent
    while above is not None and above in tree and len(path) < 20:
        path.append((tree[above].position, tree[above].name))
        above = tree[above].parent
    return tuple(reversed(path))
