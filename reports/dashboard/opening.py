"""The people behind a number of an overview: cells of the reports, joined where a number is made of several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.dashboard.asked import Asked, Part
from reports.dashboard.panels import REST, SEXES, TOTAL
from reports.engine.computing import compute
from reports.engine.listing import Behind, behind

_OPENS = {Part.TARGETS: ("ket_nap",), Part.YEARS: ("ket_nap",), Part.WAY: ("so_luong",), Part.AGES: SEXES}
"""The counted columns of each part."""


@dataclass(frozen=True)
class Opened:
    """Who stands behind a number: person → how often, and the organization of one of their lines."""

    things: Mapping[int, int]
    place_of: Mapping[int, int]

    @property
    def value(self) -> int:
        return sum(self.things.values())


def opened(asked: Asked, part: Part, row: str, column: str) -> Opened:
    """The people behind one number. Raises KeyError for a cell that an overview does not have or that does not open."""
    if part is Part.TARGETS:
        return _targets(asked, row, column)
    if column not in _OPENS[part]:
        raise KeyError(f"{row}|{column}")
    return _joined([behind(asked.question(part), row, column)])


def _targets(asked: Asked, row: str, column: str) -> Opened:
    if column not in _OPENS[Part.TARGETS]:
        raise KeyError(f"{row}|{column}")
    question = asked.question(Part.TARGETS)
    if row not in (TOTAL, REST):
        return _joined([behind(question, row, column)])
    whole = behind(asked.question(Part.YEARS), str(asked.year), column)
    if row == TOTAL:
        return _joined([whole])
    shown = [behind(question, line.key, column) for line in compute(question).rows]
    return _joined([whole], without=shown)


def _joined(parts: Iterable[Behind], without: Iterable[Behind] = ()) -> Opened:
    things: dict[int, int] = defaultdict(int)
    places: dict[int, int] = {}
    for found in parts:
        for thing, n in found.things.items():
            things[thing] += n
        places.update(found.place_of)
    for found in without:
        for thing, n in found.things.items():
            things[thing] -= n
    left = {thing: n for thing, n in things.items() if n}
    return Opened(left, {thing: place for thing, place in places.items() if thing in left})
