"""Sums of measures in as few readings of the lines as their definitions allow.

Measures of the same lines are one query: their conditions stand at the sums, their dimensions and days at the groups.
Days divide the calendar at the ends of all periods asked for, so that periods may overlap; dimensions are read together
while few combinations of their values are possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import prod
from typing import Any

from django.db.models import Aggregate, Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When

from dangvien.period import Period
from reports.definition import Dimension, Indicator
from reports.engine.counting import NOWHERE, Measure, condition_of
from reports.engine.question import Question

MOST_VALUES = 2_000
"""Dimensions are read together while their values have no more combinations than this."""
FAR_APART = 3
"""Periods are read together while the days from the first to the last are at most so many times their own."""

Days = tuple[date | None, date]
"""The days of which a measure counts, both included; a stock has no first."""


def counted(
    question: Question, measures: Iterable[Measure], *, by_place: bool = False
) -> dict[Measure, dict[int, int]]:
    """For each measure its sum at every place that has lines; without `by_place` one number at NOWHERE."""
    alike: dict[Any, list[Measure]] = defaultdict(list)
    for measure in dict.fromkeys(measures):
        indicator = measure.indicator
        alike[indicator.lines, indicator.place, indicator.item, indicator.day, indicator.until].append(measure)
    found: dict[Measure, dict[int, int]] = {}
    for of_the_same_lines in alike.values():
        for of_the_same_days in _by_days(of_the_same_lines):
            for together in _by_dimensions(of_the_same_days, by_place):
                found |= _Reading(question, tuple(together), by_place).sums()
    return found


def _by_days(measures: Sequence[Measure]) -> Iterator[list[Measure]]:
    """Those whose periods may be read together."""
    by_period: dict[Period, list[Measure]] = defaultdict(list)
    free: list[Measure] = []
    for measure in measures:
        (free if _joins(measure) else by_period[measure.period]).append(measure)
    if measures[0].indicator.until:
        for measure in list(free):
            if measure.period in by_period:  # that day is read anyway
                by_period[measure.period].append(measure)
                free.remove(measure)
    elif free and not _near(free):
        for measure in free:
            by_period[measure.period].append(measure)
        free = []
    yield from by_period.values()
    if free:
        yield free


def _joins(measure: Measure) -> bool:
    indicator, dimension = measure.indicator, measure.slice.dimension if measure.slice else None
    if indicator.until:
        return dimension is None
    if not indicator.joins:
        return False
    return dimension is None or (dimension.of_event and indicator.day is not None)


def _near(measures: Sequence[Measure]) -> bool:
    """Whether hardly a day is read in vain."""
    periods = {measure.period for measure in measures}
    return _hull(periods).days <= FAR_APART * sum(period.days for period in periods)


def _hull(periods: Iterable[Period]) -> Period:
    known = list(periods)
    return Period(min(period.first for period in known), max(period.last for period in known))


def _by_dimensions(measures: Sequence[Measure], by_place: bool) -> Iterator[list[Measure]]:
    """Those whose dimensions may be read together; undivided ones go with the first of them."""
    batches: list[list[Dimension]] = []
    for dimension in dict.fromkeys(measure.slice.dimension for measure in measures if measure.slice):
        fitting = (batch for batch in batches if _fit([*batch, dimension], by_place))
        batch = next(fitting, None)
        if batch is None:
            batches.append([dimension])
        else:
            batch.append(dimension)
    batches.sort(key=lambda batch: batch[0].joint is not None)
    plain = [measure for measure in measures if measure.slice is None]
    for batch in batches:
        divided = [m for m in measures if m.slice is not None and m.slice.dimension in batch]
        if _sparse(divided):
            yield divided
        else:
            yield [*plain, *divided]
            plain = []
    if plain:
        yield plain


def _sparse(measures: Sequence[Measure]) -> bool:
    """Whether only lines matter that have a value, and these can be told."""
    slices = [measure.slice for measure in measures]
    return all(part is not None and part.dimension.among and "" not in part.codes for part in slices)


def _fit(batch: Sequence[Dimension], by_place: bool) -> bool:
    if any(dimension.among for dimension in batch):
        return len(batch) == 1
    if any(dimension.joint for dimension in batch):
        return len({dimension.joint for dimension in batch}) == 1
    if any(dimension.of_place for dimension in batch):
        return all(dimension.of_place for dimension in batch)
    return not by_place and prod(len(dimension.values) for dimension in batch) <= MOST_VALUES


@dataclass(frozen=True)
class _Reading:
    """Measures answered by one query."""

    question: Question
    measures: tuple[Measure, ...]
    by_place: bool

    def sums(self) -> dict[Measure, dict[int, int]]:
        """Every measure's sums by place."""
        name_of, totals, lines = self._totals()
        names = self._groups()
        if self._cut:
            cases = [When(Q((f"{self._day}__lte", end)), then=place) for place, end in enumerate(self._ends)]
            lines = lines.annotate(days_until=Case(*cases, default=-1, output_field=IntegerField()))
        for name, value in self._values.items():
            lines = lines.annotate(**{name: value})
        if names:
            rows: list[tuple[Any, ...]] = list(lines.values_list(*names).annotate(**totals))
        else:
            rows = [tuple(lines.aggregate(**totals).values())]
        place_of = {name: place for place, name in enumerate((*names, *totals))}
        tallies: dict[Any, dict[Any, dict[int, int]]] = {}
        found: dict[Measure, dict[int, int]] = {}
        for measure in self.measures:
            dimension = measure.slice.dimension if measure.slice else None
            key = (name_of[measure], dimension, self._days_of(measure) if self._cut else None)
            if key not in tallies:
                tallies[key] = self._tally(rows, place_of, name_of[measure], dimension, measure)
            found[measure] = _falling_in(measure, tallies[key])
        return found

    # What is asked -------------------------------------------------------------------------------------------------

    @property
    def _indicator(self) -> Indicator:
        return self.measures[0].indicator

    @cached_property
    def _period(self) -> Period:
        """The period whose lines hold those of every measure."""
        periods = {measure.period for measure in self.measures}
        if self._indicator.until:
            return max(periods, key=lambda period: period.last)
        return _hull(periods)

    @property
    def _day(self) -> str:
        indicator = self._indicator
        if indicator.until:
            return indicator.until
        assert indicator.day is not None
        return indicator.day(self.question.choices)

    def _days_of(self, measure: Measure) -> Days:
        if measure.indicator.until:
            return None, measure.period.last
        days = measure.part or measure.period
        return days.first, days.last

    @cached_property
    def _cut(self) -> bool:
        """Whether the lines have to be told apart by their days."""
        if self._indicator.day is None and not self._indicator.until:
            return False
        whole = None if self._indicator.until else self._period.first, self._period.last
        return any(self._days_of(measure) != whole for measure in self.measures)

    @cached_property
    def _ends(self) -> list[date]:
        """The last days of the pieces into which the periods cut the calendar."""
        found = set()
        for first, last in map(self._days_of, self.measures):
            found |= {last} if first is None else {last, first - timedelta(days=1)}
        return sorted(found)

    def _pieces(self, measure: Measure) -> frozenset[int]:
        first, last = self._days_of(measure)
        return frozenset(n for n, end in enumerate(self._ends) if (first is None or end >= first) and end <= last)

    def _totals(self) -> tuple[dict[Measure, str], dict[str, Aggregate], QuerySet[Any]]:
        """The name of each measure's sum, the sums, and the lines under the conditions that all have in common."""
        question = self.question
        lines = self._indicator.lines(question.narrowed, self._period, question.choices).order_by()
        periods = {measure.period for measure in self.measures}
        if len(periods) > 1 and self._indicator.day is not None and self._period.days > sum(p.days for p in periods):
            ranges = [Q((f"{self._day}__range", (p.first, p.last))) for p in sorted(periods)]
            lines = lines.filter(Q(*ranges, _connector=Q.OR))
        if _sparse(self.measures):
            among = self._dimensions[0].among
            assert among is not None
            lines = lines.filter(among(self._indicator, self._period, question.choices))
        built: dict[Any, Q] = {}  # each is built once, though many measures may share it
        for measure in self.measures:
            key = _condition_key(measure)
            if key not in built:
                built[key] = condition_of(question, measure)
        same: list[Q] = []
        for condition in built.values():
            if condition not in same:
                same.append(condition)
        if len(same) == 1:
            lines = lines.filter(same[0])
        named: dict[Any, str] = {}
        totals: dict[str, Aggregate] = {}
        name_of: dict[Measure, str] = {}
        for measure in self.measures:
            indicator = measure.indicator
            number = same.index(built[_condition_key(measure)])
            of_period = measure.period if indicator.amount else None
            name = named.setdefault((indicator.weight, indicator.amount, of_period, number), f"n{len(named)}")
            if name not in totals:
                totals[name] = _total(indicator, measure, question, None if len(same) == 1 else same[number])
            name_of[measure] = name
        return name_of, totals, lines

    @cached_property
    def _dimensions(self) -> list[Dimension]:
        return list(dict.fromkeys(measure.slice.dimension for measure in self.measures if measure.slice))

    @cached_property
    def _values(self) -> dict[str, Any]:
        """What is asked of each line for its dimensions."""
        found: dict[str, Any] = {}
        for dimension in self._dimensions:
            if dimension.of_place is None:
                value = dimension.joint or dimension.value
                found[self._name(dimension)] = value(self._indicator, self._period, self.question.choices)
        return found

    def _name(self, dimension: Dimension) -> str:
        return "value_joint" if dimension.joint else f"value_{self._dimensions.index(dimension)}"

    def _groups(self) -> list[str]:
        placed = self.by_place or any(dimension.of_place for dimension in self._dimensions)
        names = [self._indicator.place] if placed else []
        return [*names, *(["days_until"] if self._cut else []), *self._values]

    # What is answered ----------------------------------------------------------------------------------------------

    def _tally(
        self,
        rows: Iterable[tuple[Any, ...]],
        place_of: Mapping[str, int],
        name: str,
        dimension: Dimension | None,
        measure: Measure,
    ) -> dict[Any, dict[int, int]]:
        """Value of the dimension → place → sum."""
        number, days = place_of[name], place_of.get("days_until")
        pieces = self._pieces(measure) if days is not None else frozenset[int]()
        place = place_of[self._indicator.place] if self.by_place else None
        value = self._reader(dimension, place_of) if dimension else None
        found: dict[Any, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for row in rows:
            n = row[number]
            if n is None or (days is not None and row[days] not in pieces):
                continue
            found[value(row) if value else None][NOWHERE if place is None else row[place] or NOWHERE] += n
        return found

    def _reader(self, dimension: Dimension, place_of: Mapping[str, int]) -> Callable[[tuple[Any, ...]], Any]:
        if dimension.of_place is not None:
            values, at = self.question.values_by_place(dimension, self._period), place_of[self._indicator.place]
            return lambda row: values.get(row[at], "")
        column, nth = place_of[self._name(dimension)], dimension.joint_place
        if dimension.joint is None:
            return lambda row: row[column]
        return lambda row: row[column].split("|")[nth] if row[column] else ""


def _condition_key(measure: Measure) -> Any:
    return measure.indicator.only, measure.traits, measure.indicator.item, measure.period


def _total(indicator: Indicator, measure: Measure, question: Question, condition: Q | None) -> Aggregate:
    condition = condition or None
    amount = indicator.amount(measure.period, question.choices) if indicator.amount else None
    if amount is not None:
        weighted = amount * F(indicator.weight) if indicator.weight else amount
        return Sum(weighted, filter=condition, default=None if indicator.blank else Value(0))
    if indicator.weight:
        return Sum(indicator.weight, filter=condition, default=0)
    return Count("pk", filter=condition)


def _falling_in(measure: Measure, tally: Mapping[Any, Mapping[int, int]]) -> dict[int, int]:
    """Place → sum of the values a measure takes; "" is whatever none of the dimension's codes is."""
    wanted = measure.slice
    if wanted is None:
        return dict(tally.get(None, {}))
    known = {code for code, _ in wanted.dimension.codes}
    values = [code for code in wanted.codes if code in tally]
    if "" in wanted.codes:
        values += [value for value in tally if value not in known and value not in values]
    found: dict[int, int] = defaultdict(int)
    for value in values:
        for place, n in tally[value].items():
            found[place] += n
    return dict(found)
