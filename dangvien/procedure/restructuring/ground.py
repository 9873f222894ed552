"""What the register says of the organizations and people of a plan, read in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import Count

from dangvien.models import (
    FOREVER,
    Candidate,
    Member,
    Movement,
    Organization,
    OrganizationKind,
    Placement,
)
from dangvien.models.movement import MovementQuerySet
from dangvien.models.organization import CELLS
from dangvien.procedure.restructuring.plan import Restructuring

PART = 5000
"""Keys named in one statement: databases limit its parameters."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class Held:
    """What stands in the tree on the act's day, before the act."""

    parent: int | None
    kind: str
    name: str

    @property
    def is_archive(self) -> bool:
        return self.kind == OrganizationKind.LUU_TRU

    @property
    def is_cell(self) -> bool:
        return self.kind in CELLS


@dataclass(frozen=True)
class Ground:
    """The register around a plan.

    `organizations` are those of the plan that stand already, by code; `leftover` those that have the code of one to be
    founded: another organization, or what is left of an act that was taken back; `newest` their newest places by key;
    `tree` every place of the act's day; `later` what hangs under organizations of the plan on that day or after it,
    archives apart.
    """

    plan: Restructuring
    organizations: Mapping[str, Organization]
    leftover: Mapping[str, Organization]
    codes: Mapping[int, str]
    newest: Mapping[int, Placement]
    tree: Mapping[int, Held]
    later: Mapping[int, Sequence[Placement]]

    @classmethod
    def of(cls, plan: Restructuring) -> Ground:
        """In four queries."""
        wanted = {*plan.standing_codes, *plan.founded}
        known = {row.code: row for row in Organization.objects.filter(code__in=wanted)}
        leftover = {code: row for code, row in known.items() if code in plan.founded}
        found = {code: row for code, row in known.items() if code not in plan.founded}
        keys = [row.pk for row in found.values()]
        newest = {row.organization_id: row for row in Placement.objects.filter(organization__in=keys, valid_to=FOREVER)}
        standing = Placement.objects.in_force_on(plan.on)
        tree = {
            key: Held(parent, kind, name)
            for key, parent, kind, name in standing.values_list("organization_id", "parent_id", "kind", "name")
        }
        later: dict[int, list[Placement]] = {}
        working = Placement.objects.exclude(kind=OrganizationKind.LUU_TRU)
        leaving = [found[code].pk for code in (*plan.ended, *plan.changed) if code in found]
        for row in working.filter(parent__in=leaving, valid_to__gt=plan.on):
            later.setdefault(row.parent_id or 0, []).append(row)
        return cls(plan, found, leftover, {row.pk: row.code for row in found.values()}, newest, tree, later)

    def key(self, code: str) -> int | None:
        """The key of an organization of the plan; None for one that is yet to be founded."""
        return self.organizations[code].pk if code in self.organizations else None

    def name(self, code: str) -> str:
        """What an organization is called on the act's day; one to be founded by its new name."""
        if code in self.plan.founded:
            return self.plan.founded[code].name
        key = self.key(code)
        if key is None:
            return code
        if key in self.tree:
            return self.tree[key].name
        return self.newest[key].name if key in self.newest else code

    def kind_after(self, code: str) -> str:
        """The kind an organization has after the act; empty when it does not stand on its day."""
        if code in self.plan.ended:
            return OrganizationKind.LUU_TRU
        seat = self.plan.founded.get(code) or self.plan.changed.get(code)
        if seat is not None:
            return seat.kind
        held = self.tree.get(self.key(code) or 0)
        return held.kind if held else ""

    def parent_after(self, code: str) -> str | None:
        """The code of what an organization hangs under after the act, as far as the plan or the tree knows it."""
        seat = self.plan.founded.get(code) or self.plan.changed.get(code)
        if seat is not None:
            return seat.parent
        if code in self.plan.ended:
            return self.plan.ended[code]
        held = self.tree.get(self.key(code) or 0)
        return self.codes.get(held.parent or 0) if held else None

    def line_before(self, key: int) -> list[int]:
        """An organization and everything above it on the act's day before the act, nearest first."""
        line: list[int] = []
        here: int | None = key
        while here is not None and here not in line:
            line.append(here)
            here = self.tree[here].parent if here in self.tree else None
        return line

    def line_after(self, start: int | str) -> list[int | str]:
        """The same after the act; what is founded by its code, everything else by its key."""
        line: list[int | str] = []
        here: int | str | None = start
        while here is not None and here not in line:
            line.append(here)
            here = self._above_after(here)
        return line

    def _above_after(self, here: int | str) -> int | str | None:
        code = here if isinstance(here, str) else self.codes.get(here)
        plan = self.plan
        if code is not None:
            seat = plan.founded.get(code) or plan.changed.get(code)
            above = seat.parent if seat is not None else plan.ended.get(code)
            if seat is not None or above is not None:
                return self.node(above) if above is not None else None
        held = self.tree.get(here) if isinstance(here, int) else None
        return held.parent if held else None

    def node(self, code: str) -> int | str:
        """How the lines after the act name an organization."""
        return code if code in self.plan.founded else (self.key(code) or code)

    @cached_property
    def founded_under(self) -> Counter[str | None]:
        """Code → how many organizations the act founds under it."""
        return Counter(seat.parent for seat in self.plan.founded.values())

    @cached_property
    def emptied(self) -> list[str]:
        """Cells that hold nobody any more after the act: ended, or turned into a committee."""
        turned = [
            code
            for code, seat in self.plan.changed.items()
            if not seat.is_cell and (held := self.tree.get(self.key(code) or 0)) is not None and held.is_cell
        ]
        return [*self.plan.ended, *turned]

    def keys(self, codes: Iterable[str]) -> list[int]:
        """Keys of those organizations that exist already."""
        return [self.organizations[code].pk for code in codes if code in self.organizations]


def lines_that_count(day: date) -> MovementQuerySet:
    """Lines of a day or later, without those that acts wrote which were taken back since."""
    return Movement.objects.filter(occurred_on__gte=day).exclude(reorganization__taken_back_at__isnull=False)


def members_in(keys: Sequence[int]) -> dict[int, int]:
    """Organization → how many members it holds now, by the pointers."""
    counted = Member.objects.filter(organization__in=keys).order_by().values_list("organization_id")
    return {key: number for key, number in counted.annotate(n=Count("pk")) if key is not None}


def candidates_in(keys: Sequence[int]) -> dict[int, int]:
    """Organization → how many people it follows now whose way is open."""
    counted = Candidate.objects.open().filter(organization__in=keys).order_by().values_list("organization_id")
    return dict(counted.annotate(n=Count("pk")))


def in_parts(items: Sequence[Item], size: int = PART) -> Iterator[Sequence[Item]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]
