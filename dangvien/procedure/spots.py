"""Where the people of a list stood, each on a day of their own: the cell's name, what was above it, the official order.

For one day alone `places.places_of` is enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dangvien.models import OrganizationKind, Placement

DEEPEST = 10
"""Levels of a tree that are walked up; more would be a circle."""


@dataclass(frozen=True)
class Spot:
    """A cell on a day. `order` puts cells into the official order, superiors first; `alone` is a chi bộ cơ sở."""

    name: str
    above: str
    order: tuple[tuple[int, str], ...]
    alone: bool = False

    @property
    def full(self) -> str:
        """The cell with the committee it belongs to: "Chi bộ khu phố 3, Đảng bộ Phường 1"."""
        return f"{self.name}, {self.above}" if self.above and not self.alone else self.name

    @property
    def committee(self) -> str:
        """The committee under which a list names the cell; a chi bộ cơ sở is its own."""
        return f"Chi bộ cơ sở trực thuộc {self.above}" if self.alone and self.above else self.above


NOWHERE = Spot("", "", ())


@dataclass(frozen=True)
class Places:
    """Every place that some organizations and their superiors ever had; each spot is worked out once."""

    placements: Mapping[int, Sequence[Placement]]
    _known: dict[tuple[int | None, date], Spot] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, organizations: Iterable[int | None]) -> Places:
        """In one query for each level of the tree."""
        found: dict[int, list[Placement]] = defaultdict(list)
        wanted = {key for key in organizations if key is not None}
        for _ in range(DEEPEST):
            if not wanted:
                break
            rows = list(Placement.objects.filter(organization__in=wanted).order_by("organization", "valid_from"))
            for row in rows:
                found[row.organization_id].append(row)
            wanted = {row.parent_id for row in rows if row.parent_id is not None} - found.keys()
        return cls(found)

    def on(self, organization: int | None, day: date) -> Spot:
        """The spot of an organization on a day; outside of its life that of the nearest day."""
        if (organization, day) not in self._known:
            self._known[organization, day] = self._found(organization, day)
        return self._known[organization, day]

    def _found(self, organization: int | None, day: date) -> Spot:
        here = self._placement(organization, day)
        if here is None:
            return NOWHERE
        above = self._placement(here.parent_id, day)
        alone = here.kind == OrganizationKind.CHI_BO_CO_SO
        return Spot(here.name, above.name if above else "", self._order(here, day), alone)

    def _placement(self, organization: int | None, day: date) -> Placement | None:
        rows = self.placements.get(organization, ()) if organization is not None else ()
        if len(rows) == 1:
            return rows[0]
        begun = [row for row in rows if row.valid_from <= day]
        return begun[-1] if begun else next(iter(rows), None)

    def _order(self, placement: Placement, day: date) -> tuple[tuple[int, str], ...]:
        line: list[Placement] = []
        here: Placement | None = placement
        while here is not None and len(line) < DEEPEST:
            line.append(here)
            here = self._placement(here.parent_id, day)
        return tuple((row.position, row.name) for row in reversed(line))
