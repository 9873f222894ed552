"""How far one person reaches today: the subtrees they serve, and the organizations in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from dangvien.models import Organization
from dangvien.models.organization import Within
from dangvien.permissions import Permission

FEW = 100
"""So many organizations are named in a statement without asking whether they are all there are."""


@dataclass(frozen=True)
class Holding:
    """A role held at an organization: the root of a subtree and what may be done in it."""

    organization: int
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class Fence:
    """What every door is built on: whose it is, the subtrees that person serves, and the day."""

    user_id: int | None
    holdings: tuple[Holding, ...]
    today: date

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything the person may do somewhere."""
        return frozenset().union(*(item.permissions for item in self.holdings))

    @property
    def roots(self) -> frozenset[int]:
        return frozenset(item.organization for item in self.holdings)

    @cached_property
    def keys(self) -> frozenset[int]:
        """The organizations in scope. The tree is walked once for all doors, when the first row is asked for."""
        if not self.holdings:
            return frozenset()
        return frozenset(Organization.objects.under(self.roots, on=self.today).values_list("pk", flat=True))

    @cached_property
    def is_whole(self) -> bool:
        """Whether there is no organization outside: then no door has to name thousands to leave out none.

        Not asked where there are few: to name them costs nothing.
        """
        return len(self.keys) > FEW and len(self.keys) == Organization.objects.count()

    def _in(self, *paths: str) -> Q:
        """Rows one of whose organizations, at the end of these paths, is in scope."""
        return Q(*(Within(path, lambda: None if self.is_whole else self.keys) for path in paths), _connector=Q.OR)
