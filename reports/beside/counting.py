"""Counting what was asked: through the reports, within one person's scope, and only for organizations in it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dangvien.models import Organization
from dangvien.models.organization import COMMITTEES, Within
from dangvien.period import Period
from dangvien.scope import Scope
from reports import catalog
from reports.beside.matching import Asked, Names, asked, day_of, name_key
from reports.beside.meanings import words
from reports.engine.computing import compute
from reports.engine.question import Question
from reports.figure_check.findings import Figure, Piece
from reports.figure_check.reading.bounds import COUNT_SECONDS
from reports.table import CellKind, Table

_OVERVIEW = "khai-quat"
"""A report of one day, by whose question the tree of a draft's day is found."""

_KINDS_OF_PLACE = ("thanh pho ", "thi xa ", "thi tran ", "phuong ", "xa ", "huyen ", "quan ", "tinh ")


@dataclass(frozen=True)
class Beside:
    """The register's number beside a printed one, and the cell that opens its people. Days are written as in ISO."""

    figure: int
    printed: str
    label: str
    value: int
    off: int
    """How many more the register counts than is printed; 0 when it agrees, or when a "hơn", "trên" leaves it open."""
    report: str
    row: str
    column: str
    organization: str
    place: str
    first: str
    last: str

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Beside:
        return cls(**data)


def counted(
    scope: Scope,
    organization: Organization,
    pieces: Sequence[Piece],
    figures: Sequence[Figure],
    as_of: date | None,
    seconds: float = COUNT_SECONDS,
) -> tuple[list[Beside], bool]:
    """What the register counts for each figure that is understood, and whether there was time for all of them.

    `organization` is in scope. How many tables a text asks for is its author's choice: after `seconds` on the clock no
    more is counted.
    """
    until = time.monotonic() + seconds
    as_of = as_of or day_of(pieces)
    names, places = _names(scope, organization, min(as_of or scope.today, scope.today))
    questions = asked(pieces, figures, words(), names, as_of, scope.today)
    tables: dict[tuple[str, int, date, date], Table] = {}
    found: list[Beside] = []
    for each in questions:
        if time.monotonic() >= until:
            return found, False
        place = organization if each.place is None else places[each.place]
        report = catalog.reports()[each.cell.report]
        key = (each.cell.report, place.pk, each.first, each.last)
        if key not in tables:
            question = Question(report, scope, place, Period(each.first, each.last), report.chosen({}))
            tables[key] = compute(question, related=False)
        beside = _beside(each, figures[each.figure], tables[key], place)
        if beside is not None:
            found.append(beside)
    return found, True


def _beside(each: Asked, figure: Figure, table: Table, place: Organization) -> Beside | None:
    try:
        cell = table.cell(each.cell.row, each.cell.column)
    except (KeyError, ValueError):
        return None  # a line that is left out where it counts nothing
    if cell.kind is not CellKind.COUNT or cell.value is None or not cell.opens:
        return None
    value = int(cell.value)
    return Beside(
        each.figure,
        f"{figure.qualifier} {figure.printed}".strip(),
        each.meaning.title(each.cell),
        value,
        0 if figure.qualifier else value - int(figure.value),
        each.cell.report,
        each.cell.row,
        each.cell.column,
        place.code,
        table.organization,
        each.first.isoformat(),
        each.last.isoformat(),
    )


def _names(scope: Scope, organization: Organization, day: date) -> tuple[Names, dict[int, Organization]]:
    """How the organization and those below it that a report is asked for are called, on the draft's day or today.

    A name that two of them bear names nobody.
    """
    overview = catalog.reports()[_OVERVIEW]
    keys = Question(overview, scope, organization, Period.day(day), overview.chosen({})).area_keys
    named = scope.placements.in_force_on(day).filter(Within("organization", lambda: keys), kind__in=COMMITTEES)
    own: set[str] = set()
    several: dict[str, set[int]] = {}
    places: dict[int, Organization] = {}
    for row in named.select_related("organization"):
        called = {variant for name in (row.name, row.short_name) if name for variant in _variants(name)}
        if row.organization_id == organization.pk:
            own |= called
            continue
        places[row.organization_id] = row.organization
        for key in called:
            several.setdefault(key, set()).add(row.organization_id)
    alone = {key: next(iter(found)) for key, found in several.items() if len(found) == 1 and key not in own}
    return Names(frozenset(own), alone), places


def _variants(name: str) -> Iterator[str]:
    """A name as it may be written: "Đảng bộ thành phố Đông Hà" is also "Đông Hà"; of "Phường 1" no more is left out."""
    key = name_key(name)
    yield key
    for kind in _KINDS_OF_PLACE:
        rest = key.removeprefix(kind)
        if rest != key and not rest[:1].isdigit():
            yield rest
