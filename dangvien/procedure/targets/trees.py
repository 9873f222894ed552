"""Which organization lies below which, on any day: read once for all the years a page looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dangvien.models import OrganizationKind
from dangvien.scope import Scope


@dataclass(frozen=True)
class Seat:
    """One placement: whose, under whom, what it was called and was, from a day up to another."""

    organization: int
    code: str
    parent: int | None
    name: str
    kind: str
    area: str
    position: int
    first: date
    end: date

    @property
    def is_archive(self) -> bool:
        return self.kind == OrganizationKind.LUU_TRU


class Trees:
    """The placements of a scope, as trees of days. One query; a nation has some ten thousands of them."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._days: dict[date, Mapping[int, Seat]] = {}

    @cached_property
    def _seats(self) -> list[Seat]:
        rows = self.scope.placements.order_by("organization", "valid_from").values_list(
            "organization", "organization__code", "parent", "name", "kind", "area", "position", "valid_from", "valid_to"
        )
        return [Seat(*row) for row in rows]

    def on(self, day: date) -> Mapping[int, Seat]:
        """Organization → its seat on a day."""
        if day not in self._days:
            self._days[day] = {seat.organization: seat for seat in self._seats if seat.first <= day < seat.end}
        return self._days[day]

    def below(self, top: int, day: date) -> list[Seat]:
        """The organizations directly under one, without archives, in the official order."""
        seats = [seat for seat in self.on(day).values() if seat.parent == top and not seat.is_archive]
        return sorted(seats, key=lambda seat: (seat.position, seat.name))

    def parent_of(self, organization: int, day: date) -> int | None:
        seat = self.on(day).get(organization)
        return seat.parent if seat else None

    def lines(self, tops: Iterable[int], day: date) -> Mapping[int, int]:
        """Organization → which of these it lies under on a day (itself for one of them); others are absent.

        Of two tops that lie within one another the nearer wins.
        """
        wanted, seats = frozenset(tops), self.on(day)
        found: dict[int, int | None] = {top: top for top in wanted}
        for start in seats:
            path: list[int] = []
            here: int | None = start
            while here is not None and here not in found and here not in path:
                path.append(here)
                here = seats[here].parent if here in seats else None
            line = found.get(here) if here is not None else None
            found.update(dict.fromkeys(path, line))
        return {key: line for key, line in found.items() if line is not None}

    def within(self, top: int, day: date) -> frozenset[int]:
        """An organization and everything under it on a day, archives too."""
        return frozenset(self.lines([top], day))

    def line(self, organization: int, day: date) -> tuple[int, ...]:
        """An organization and those above it on a day, nearest first."""
        seats, found = self.on(day), [organization]
        here = seats[organization].parent if organization in seats else None
        while here is not None and here not in found:
            found.append(here)
            here = seats[here].parent if here in seats else None
        return tuple(found)

    def stood(self, organization: int, first: date, last: date) -> bool:
        """Whether it worked, and was not merely an archive, on some day from `first` to `last`."""
        return any(
            seat.organization == organization and not seat.is_archive and seat.first <= last and seat.end > first
            for seat in self._seats
        )
