"""What an act on organizations is to do, as plain data: by codes of organizations and keys of people.

The same data is checked (`checks.py`), shown before it is agreed to (`effects.py`), carried out by
`actions/restructuring.py` and kept with the act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from dangvien.models import OrganizationKind, Placement, Reorganization
from dangvien.models.organization import CELLS


@dataclass(frozen=True)
class Seat:
    """What an organization is from a day on. `parent` is its superior's code (None at the top of the tree),
    `locality` the key of its residential place."""

    name: str
    kind: OrganizationKind
    parent: str | None
    short_name: str = ""
    sector: str = ""
    area: str = ""
    position: int = 0
    locality: int | None = None

    @classmethod
    def of(cls, placement: Placement, parent: str | None) -> Seat:
        """What an organization is now, under a superior named by its code."""
        return cls(
            name=placement.name,
            kind=OrganizationKind(placement.kind),
            parent=parent,
            short_name=placement.short_name,
            sector=placement.sector,
            area=placement.area,
            position=placement.position,
            locality=placement.locality_id,
        )

    @property
    def is_cell(self) -> bool:
        return self.kind in CELLS


@dataclass(frozen=True)
class Move:
    """People named one by one who go from a cell to another: keys of members and of candidates."""

    source: str
    target: str
    members: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True)
class Restructuring:
    """One act. Every organization is named by its code; codes of `founded` are new.

    `main` is the organization the act is filed under, one that stands already (of the first organization of all:
    itself). `changed` keep their identity and get a new seat; `ended` are kept as archives under their heirs. Of a
    cell's people those named in `moves` go where it says; everybody else, members and open candidates, goes where
    `rest` says. A cell that is in neither keeps its people.
    """

    kind: Reorganization.Kind
    main: str
    on: date
    founded: Mapping[str, Seat] = field(default_factory=dict)
    changed: Mapping[str, Seat] = field(default_factory=dict)
    ended: Mapping[str, str] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    rest: Mapping[str, str] = field(default_factory=dict)

    @property
    def sources(self) -> list[str]:
        """The cells that people leave, each once."""
        return list(dict.fromkeys([*(move.source for move in self.moves), *self.rest]))

    @property
    def targets(self) -> list[str]:
        """The cells that people come to, each once."""
        return list(dict.fromkeys([*(move.target for move in self.moves), *self.rest.values()]))

    @property
    def standing_codes(self) -> set[str]:
        """Organizations that must be there already: everything named but not founded."""
        seats = [*self.founded.values(), *self.changed.values()]
        above = {seat.parent for seat in seats if seat.parent is not None}
        named = {*self.changed, *self.ended, *self.ended.values(), *self.sources, *self.targets, *above, self.main}
        return named - set(self.founded)

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the act."""
        return {
            "kind": self.kind.value,
            "main": self.main,
            "on": self.on.isoformat(),
            "founded": {code: asdict(seat) for code, seat in self.founded.items()},
            "changed": {code: asdict(seat) for code, seat in self.changed.items()},
            "ended": dict(self.ended),
            "moves": [
                {
                    "source": move.source,
                    "target": move.target,
                    "members": list(move.members),
                    "candidates": list(move.candidates),
                }
                for move in self.moves
            ],
            "rest": dict(self.rest),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Restructuring:
        """What `as_json` gave. Raises `KeyError` or `ValueError` for anything else."""
        return cls(
            kind=Reorganization.Kind(kept["kind"]),
            main=kept["main"],
            on=date.fromisoformat(kept["on"]),
            founded={code: _seat(seat) for code, seat in kept["founded"].items()},
            changed={code: _seat(seat) for code, seat in kept["changed"].items()},
            ended=dict(kept["ended"]),
            moves=tuple(
                Move(move["source"], move["target"], tuple(move["members"]), tuple(move["candidates"]))
                for move in kept["moves"]
            ),
            rest=dict(kept["rest"]),
        )


def _seat(kept: Mapping[str, Any]) -> Seat:
    return Seat(**{**kept, "kind": OrganizationKind(kept["kind"])})
