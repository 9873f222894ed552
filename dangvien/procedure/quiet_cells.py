"""Cells in which nobody has been admitted for years: since when, how many members they have, how old these are.

Admissions of an organization that is kept as an archive count for the cell it is kept under.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import F, Max, OuterRef, Subquery, Sum

from dangvien.dates import add_months, full_years
from dangvien.models import Kind, OrganizationKind, Placement
from dangvien.models.organization import CELLS
from dangvien.procedure.surveys import Surveyed, overview
from dangvien.scope import Scope


@dataclass(frozen=True)
class Cell:
    """A cell that stood on a day: since when it works, and the day of its newest admission (None: never any)."""

    organization: int
    code: str
    name: str
    above: str
    founded_on: date
    last_on: date | None

    def is_quiet(self, years: int, day: date) -> bool:
        """Whether nobody was admitted in the last years up to a day; a cell younger than that is not yet counted."""
        return self.has_stood(years, day) and (self.last_on is None or self.last_on < add_months(day, -12 * years))

    def has_stood(self, years: int, day: date) -> bool:
        """Whether it worked all these years."""
        return self.founded_on <= add_months(day, -12 * years)

    def years(self, day: date) -> int:
        """Whole years since the newest admission, or since it was founded."""
        return full_years(self.last_on or self.founded_on, day)


@dataclass(frozen=True)
class Headcount:
    """The members of a cell on a day and the sum of their ages in full years."""

    members: int = 0
    ages: int = 0

    @property
    def mean_age(self) -> Fraction | None:
        return Fraction(self.ages, self.members) if self.members else None


def cells_on(scope: Scope, day: date) -> list[Cell]:
    """Every cell that stood on a day, in official order, from three queries."""
    first = Placement.objects.filter(organization=OuterRef("organization"), kind__in=CELLS).order_by("valid_from")
    standing = scope.placements.standing_on(day).filter(kind__in=CELLS).in_tree_order(day)
    facts = standing.annotate(founded_on=Subquery(first.values("valid_from")[:1])).values_list(
        "organization_id", "organization__code", "name", F("above_name"), F("founded_on")
    )
    newest = _newest_admissions(scope, day)
    return [Cell(key, code, name, above or "", since, newest.get(key)) for key, code, name, above, since in facts]


def _newest_admissions(scope: Scope, day: date) -> Mapping[int, date]:
    lines = scope.movements.standing().filter(kind=Kind.KET_NAP).until(day).order_by()
    kept = scope.placements.in_force_on(day).filter(kind=OrganizationKind.LUU_TRU, parent__isnull=False)
    heirs: dict[int, int] = dict(kept.values_list("organization_id", "parent_id"))
    found: dict[int, date] = {}
    for key, newest in lines.values_list("organization").annotate(Max("occurred_on")):
        for place in _with_heirs(key, heirs):
            found[place] = max(newest, found.get(place, newest))
    return found


def _with_heirs(key: int, heirs: Mapping[int, int]) -> Iterator[int]:
    seen: set[int] = set()
    here: int | None = key
    while here is not None and here not in seen:
        seen.add(here)
        yield here
        here = heirs.get(here)


def headcounts(scope: Scope, cells: Iterable[Cell], day: date) -> Mapping[int, Headcount]:
    """Cell → its members on a day, from one query that reads a row for each day of birth in these cells."""
    keys = [cell.organization for cell in cells]
    lines = scope.movements.until(day).filter(organization__in=keys).order_by()
    grouped = lines.values_list("organization", "member__person__birth_date").annotate(n=Sum("sign"))
    members: Counter[int] = Counter()
    ages: Counter[int] = Counter()
    age_of: dict[date, int] = {}  # thousands were born on one of some thousand days
    for key, born, people in grouped:
        if born not in age_of:
            age_of[born] = full_years(born, day)
        members[key] += people
        ages[key] += people * age_of[born]
    return {key: Headcount(count, ages[key]) for key, count in members.items()}


def surveys_of(scope: Scope, year: int) -> Mapping[int, Surveyed]:
    """Cell → what it counted in the survey of sources of a year."""
    return {row.organization_id: row for row in overview(scope, year).rows}
