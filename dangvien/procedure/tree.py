"""The tree of organizations as it stood on a day, with its cells and members counted from the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from dangvien.models import Organization, OrganizationKind, Placement
from dangvien.procedure.closing import headcounts_on
from dangvien.scope import Scope

FOLD_ABOVE = 60
"""A tree with more organizations than this is shown with its cells folded away, unless they are asked for."""


@dataclass
class Branch:
    """One organization of the tree: what it was that day, what hung under it, and its own part of the counts."""

    placement: Placement
    code: str
    depth: int = 0
    children: list[Branch] = field(default_factory=list)
    cells: int = 0
    members: int = 0

    @property
    def is_fold(self) -> bool:
        """A cell below a committee, or an archive: what is folded away in a large tree."""
        return self.placement.kind in (OrganizationKind.CHI_BO, OrganizationKind.LUU_TRU)

    def walk(self) -> Iterator[Branch]:
        """This organization and everything under it, in official order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Tree:
    """The roots a person may see on a day, and the members counted in organizations that did not stand that day."""

    day: date
    roots: tuple[Branch, ...]
    homeless: int

    def walk(self) -> Iterator[Branch]:
        for root in self.roots:
            yield from root.walk()

    @property
    def cells(self) -> int:
        return sum(root.cells for root in self.roots)

    @property
    def members(self) -> int:
        return sum(root.members for root in self.roots)

    def rows(self, *, with_cells: bool | None) -> list[Branch]:
        """The organizations to print; cells below committees as asked, or by the size of the tree (None)."""
        everything = list(self.walk())
        if with_cells is None:
            with_cells = len(everything) <= FOLD_ABOVE
        return everything if with_cells else [branch for branch in everything if not branch.is_fold]


def tree_on(scope: Scope, day: date, top: Organization | None = None, known_at: datetime | None = None) -> Tree:
    """Draw the tree of a day, or its part under `top`: placements, the newest closing, a sum of the signs after it.

    With `known_at` members are counted from the lines written up to that moment; a closing does not know them apart.
    """
    movements, placements = scope.movements.until(day), scope.placements.in_force_on(day)
    balances = scope.closing_balances
    if top is not None:
        subtree = scope.organizations.under([top.pk], on=day)
        movements = movements.filter(organization__in=subtree)
        placements = placements.filter(organization__in=subtree)
        balances = balances.filter(organization__in=subtree)
    known = movements.known_at(known_at) if known_at else movements
    present = headcounts_on(day, known, None if known_at else balances)
    rows = placements.select_related("organization").in_order()
    branches = {row.organization_id: Branch(row, row.organization.code) for row in rows}
    roots: list[Branch] = []
    for key, branch in branches.items():
        above = branches.get(branch.placement.parent_id or 0)
        (above.children if above else roots).append(branch)
        branch.members = present.get(key, 0)
        branch.cells = int(branch.placement.is_cell)
    reached = {branch.placement.organization_id for root in roots for branch in _settle(root, 0)}
    homeless = sum(count for key, count in present.items() if key not in reached)
    return Tree(day, tuple(roots), homeless)


def _settle(branch: Branch, depth: int) -> Iterator[Branch]:
    """Give every branch its depth and add up the counts from the leaves."""
    branch.depth = depth
    yield branch
    for child in branch.children:
        yield from _settle(child, depth + 1)
        branch.cells += child.cells
        branch.members += child.members
