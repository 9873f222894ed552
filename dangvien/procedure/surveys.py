"""The survey of a year over the cells of a scope: who has surveyed, what was counted, added up by superior."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import F

from dangvien.models import Organization
from dangvien.models.organization import CELLS
from dangvien.models.survey import surveyed_sources
from dangvien.scope import Scope
from dangvien.text import decimal

YEARS_BACK = 5
"""So many past years can be chosen above the table."""


@dataclass(frozen=True)
class Number:
    """Of one source: how many are eligible, how many of them are worth following."""

    eligible: int = 0
    following: int = 0

    def __add__(self, other: Number) -> Number:
        return Number(self.eligible + other.eligible, self.following + other.following)


@dataclass(frozen=True)
class Surveyed:
    """One cell in a year's survey. `surveyed_on` is None where nothing has been recorded."""

    organization_id: int
    code: str
    name: str
    above: str
    surveyed_on: date | None
    none_reason: str
    numbers: tuple[Number, ...]

    @property
    def total(self) -> Number:
        return sum(self.numbers, Number())


@dataclass
class Sum:
    """Cells added up: of one superior, or of all that were asked for."""

    name: str
    cells: int = 0
    surveyed: int = 0
    without: int = 0
    numbers: list[Number] = field(default_factory=lambda: [Number() for _ in surveyed_sources()])

    def take(self, row: Surveyed) -> None:
        self.cells += 1
        self.surveyed += row.surveyed_on is not None
        self.without += bool(row.none_reason)
        self.numbers = [one + other for one, other in zip(self.numbers, row.numbers, strict=True)]

    @property
    def total(self) -> Number:
        return sum(self.numbers, Number())

    @property
    def share(self) -> str:
        """Cells that have surveyed, in percent; a dash where there are none to survey."""
        return f"{decimal(Fraction(self.surveyed * 100, self.cells))}%" if self.cells else "–"


@dataclass(frozen=True)
class Overview:
    """The survey of one year: every cell in official order, and sums by superior and of all."""

    year: int
    rows: Sequence[Surveyed]
    wards: Sequence[Sum]
    total: Sum


def day_of_year(year: int, today: date) -> date:
    """On which day the cells of a survey are taken: the year's last, or today while it runs."""
    return min(today, date(year, 12, 31))


def overview(scope: Scope, year: int, top: Organization | None = None) -> Overview:
    """The cells that stood at the end of a year (or stand today), each with what it counted, from three queries."""
    day = day_of_year(year, scope.today)
    placements = scope.placements.in_force_on(day).filter(kind__in=CELLS).in_tree_order(day)
    if top is not None:
        placements = placements.filter(organization__in=scope.organizations.under([top.pk], on=day))
    counts = scope.survey_counts.of_year(year).by_organization_and_source()
    surveys = {
        key: (on, reason)
        for key, on, reason in scope.source_surveys.of_year(year).values_list(
            "organization", "surveyed_on", "none_reason"
        )
    }
    sources = [code for code, _ in surveyed_sources()]
    rows = []
    facts = placements.values_list("organization_id", "organization__code", "name", F("above_name"))
    for key, code, name, above in facts:
        surveyed_on, reason = surveys.get(key, (None, ""))
        numbers = tuple(Number(*counts.get((key, source), (0, 0))) for source in sources)
        rows.append(Surveyed(key, code, name, above or "", surveyed_on, reason, numbers))
    return Overview(year, rows, _wards(rows), _sum("Cộng", rows))


def _wards(rows: Iterable[Surveyed]) -> list[Sum]:
    found: dict[str, Sum] = {}
    for row in rows:
        found.setdefault(row.above or row.name, Sum(row.above or row.name)).take(row)
    return list(found.values())


def _sum(name: str, rows: Iterable[Surveyed]) -> Sum:
    total = Sum(name)
    for row in rows:
        total.take(row)
    return total


def years_of(today: date) -> list[int]:
    """The years that can be chosen, newest first."""
    return list(range(today.year, today.year - YEARS_BACK - 1, -1))
