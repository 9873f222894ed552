"""What is to be counted for each cell before anything is counted: the common shape of every kind of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reports.definition import Thing
from reports.engine.counting import Measure
from reports.table import RowStyle

TOTAL_KEY = "tong"


@dataclass(frozen=True)
class Pick:
    """What one counted cell counts: a measure at some places (None: everywhere), each thing once if so wished."""

    measure: Measure
    places: frozenset[int] | None = None
    once: bool = False


@dataclass(frozen=True)
class Line:
    """A row before it is counted.

    `picks` and `out_of` say by column what a cell counts, and what it is written over ("62/62"); `plus` and `minus` are
    the lines a computed one is worked out of, by key, and `shared_by` how many these are where it is their average;
    `mean` are two picks to be divided, with decimal places.
    `parent` is the line it is a part of, `top` says that it counts in the line of totals. `partial` marks an incomplete
    part of the calendar. `texts` are the words of a list; `listed` are things that stand behind a text, by column.
    """

    key: str
    label: str
    number: str = ""
    level: int = 0
    style: RowStyle = RowStyle.LINE
    picks: Mapping[str, Pick] = field(default_factory=dict)
    out_of: Mapping[str, Pick] = field(default_factory=dict)
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    shared_by: int = 0
    mean: Mapping[str, tuple[Pick, Pick]] = field(default_factory=dict)
    mean_places: int = 1
    crossed: frozenset[str] = frozenset()
    kept_at_zero: bool = True
    parent: str = ""
    top: bool = True
    partial: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    listed: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    listed_thing: Thing = Thing.PERSON
    person: int | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it only names what follows."""
        return self.style is RowStyle.HEADING

    def every_pick(self) -> Iterator[Pick]:
        """Everything that has to be counted for the line."""
        yield from self.picks.values()
        yield from self.out_of.values()
        for pair in self.mean.values():
            yield from pair


def summed(line: Line, by_key: Mapping[str, Line], column: str) -> list[Pick]:
    """What a line that only adds up others counts in a column, piece by piece; empty when it cannot be opened.

    A line that also takes others away has no list of its own.
    """
    if line.minus or not line.plus:
        return []
    found: list[Pick] = []
    for key in line.plus:
        part = by_key.get(key)
        if part is None:
            continue  # not printed, because it counts nothing
        pick = part.picks.get(column)
        below = [pick] if pick is not None else summed(part, by_key, column)
        if not below:
            return []
        found += below
    return found


@dataclass(frozen=True)
class Plan:
    """The lines of a table in their order, the line of totals apart. `by_place` says that picks name places."""

    lines: tuple[Line, ...]
    total: Line | None = None
    by_place: bool = False
    notes: tuple[str, ...] = ()
    panels: tuple[int, ...] = ()

    @property
    def every_line(self) -> tuple[Line, ...]:
        return (*self.lines, self.total) if self.total else self.lines


def names_places(lines: Iterable[Line]) -> bool:
    """Whether one of the picks is counted at named places."""
    return any(pick.places is not None for line in lines for pick in line.every_pick())


def cell_key(row: str, column: str) -> str:
    """The name of a cell in addresses and evidence."""
    return f"{row}|{column}"
