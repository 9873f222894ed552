"""How many years in a row an organization has missed its target, counted back from the last whole year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dangvien.models import Indicator, Tier
from dangvien.procedure.targets.counting import results_by_year
from dangvien.procedure.targets.trees import Trees
from dangvien.scope import Scope

LONGEST = 10
"""So many years are looked back at."""


@dataclass(frozen=True)
class YearOf:
    """One year of one organization: its target, its result and whether that reached it."""

    year: int
    target: int
    result: int
    met: bool

    @property
    def percent(self) -> Fraction | None:
        return Fraction(self.result * 100, self.target) if self.target else None


def history_of(
    scope: Scope,
    organizations: Iterable[int],
    last_year: int,
    indicator: Indicator = Indicator.ADMITTED,
    source: str = "",
    tier: Tier = Tier.GIVEN,
    *,
    met_percent: int = 100,
    trees: Trees | None = None,
) -> Mapping[int, list[YearOf]]:
    """Organization → its years with a target up to `last_year`, the newest first; results in each year's own tree."""
    wanted = list(organizations)
    years = range(last_year - LONGEST + 1, last_year + 1)
    trees = trees or Trees(scope)
    targets: dict[int, dict[int, int]] = defaultdict(dict)
    found = scope.declared_figures.standing().targets().of_indicator(indicator).of_source(source).of_tier(tier)
    rows = found.filter(first_year__in=years, organization__in=wanted)
    for key, first, last, value in rows.values_list("organization", "first_year", "last_year", "value"):
        if first == last:
            targets[first][key] = value
    if not targets:
        return {}
    counted = results_by_year(scope, years, indicator, source)
    history: dict[int, list[YearOf]] = defaultdict(list)
    for year in reversed(years):
        if year not in targets:
            continue
        sums = rolled_up(trees, counted.get(year, {}), wanted, date(year, 12, 31))
        for key, target in targets[year].items():
            result = sums.get(key, 0)
            history[key].append(YearOf(year, target, result, result * 100 >= target * met_percent))
    return history


def missed_years(
    scope: Scope,
    organizations: Iterable[int],
    last_year: int,
    indicator: Indicator = Indicator.ADMITTED,
    source: str = "",
    tier: Tier = Tier.GIVEN,
    *,
    met_percent: int = 100,
    trees: Trees | None = None,
) -> Mapping[int, int]:
    """Organization → years missed in a row up to `last_year`. A year without a target ends it."""
    history = history_of(scope, organizations, last_year, indicator, source, tier, met_percent=met_percent, trees=trees)
    return {key: streak_of(years, last_year) for key, years in history.items()}


def streak_of(years: Iterable[YearOf], last_year: int) -> int:
    """Missed years in a row among years given newest first."""
    found = 0
    for item in years:
        if item.met or item.year != last_year - found:
            break
        found += 1
    return found


def rolled_up(trees: Trees, own: Mapping[int, int], tops: Iterable[int], day: date) -> Mapping[int, int]:
    """Results of organizations added up to each of some that may lie within one another, in the tree of a day."""
    wanted, seats = frozenset(tops), trees.on(day)
    sums: dict[int, int] = defaultdict(int)
    for start, n in own.items():
        seen: set[int] = set()
        here: int | None = start
        while here is not None and here not in seen:
            seen.add(here)
            if here in wanted:
                sums[here] += n
            here = seats[here].parent if here in seats else None
    return sums
