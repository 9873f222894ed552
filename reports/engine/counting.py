"""Measures, the lines behind them, and the things on these lines; their sums are `summing.py`'s."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from statistics import median_low
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, When
from django.db.models.lookups import IsNull

from dangvien.period import Period
from reports.definition import Dimension, Indicator, Slice, Summary, Trait
from reports.engine.question import Question

Evidence = dict[int, int]
"""Thing's primary key → how many lines it has (a ledger's lines net of reversals)."""

NOWHERE = 0
"""The place of a number that was not counted by place."""


@dataclass(frozen=True)
class Measure:
    """One number to count: an indicator over a period, cut down to a part of the period, to traits and to a slice.

    `part` needs an indicator with a day. Conditions see `period`, not `part`: the years of a series are counted under
    the conditions of the whole.
    """

    indicator: Indicator
    period: Period
    part: Period | None = None
    traits: tuple[Trait, ...] = ()
    slice: Slice | None = None


def amounts(question: Question, measure: Measure, *, by_place: bool = False) -> dict[int, dict[int, int]]:
    """Place → amount → how many lines bring it, reversed ones taken away: what a median is taken of.

    A time between two days is taken in whole days.
    """
    indicator = measure.indicator
    assert indicator.amount is not None
    lines = lines_of(question, measure).annotate(amount=indicator.amount(measure.period, question.choices))
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for place, weight, amount in lines.order_by().values_list(indicator.place, indicator.weight or "pk", "amount"):
        if amount is not None:
            whole = amount.days if isinstance(amount, timedelta) else int(amount)
            found[place if by_place else NOWHERE][whole] += weight if indicator.weight else 1
    return found


def median(parts: Iterable[Mapping[int, int]]) -> int | None:
    """The lower middle of the amounts of several places; None when there are none."""
    total = merged(parts)
    spread = [amount for amount, n in sorted(total.items()) for _ in range(n)]
    return median_low(spread) if spread else None


def evidence(
    question: Question, measures: Iterable[Measure], *, by_place: bool = False
) -> dict[Measure, dict[int, Evidence]]:
    """For each measure the things behind its value at every place, and how often each; see `counted`."""
    found: dict[Measure, dict[int, Evidence]] = {}
    for reading in _readings(question, list(dict.fromkeys(measures)), by_place):
        found |= reading.things()
    return found


def lines_of(question: Question, measure: Measure) -> QuerySet[Any]:
    """The lines that count for a measure, inside the question's area."""
    indicator, choices = measure.indicator, question.choices
    lines = indicator.lines(question.narrowed, measure.period, choices).filter(condition_of(question, measure))
    if measure.part is not None:
        lines = lines.filter(Q((f"{_day(question, indicator)}__range", (measure.part.first, measure.part.last))))
    if measure.slice is not None:
        dimension = measure.slice.dimension
        lines = lines.annotate(slice_value=dimension.value(indicator, measure.period, choices))
        lines = lines.filter(_falls_in(measure.slice))
    return lines


def things_of(indicator: Indicator, lines: QuerySet[Any]) -> dict[int, Evidence]:
    """Place → the things behind some lines of an indicator, and how often each."""
    number = Sum(indicator.weight, default=0) if indicator.weight else Count("pk")
    found: dict[int, Evidence] = defaultdict(dict)
    for place, item, n in lines.order_by().values_list(indicator.place, indicator.item).annotate(n=number):
        if n:
            found[place or NOWHERE][item] = n
    return found


def merged(parts: Iterable[Mapping[int, int]]) -> Evidence:
    """Several places' evidence as one; somebody who came and left inside them cancels out."""
    total: Evidence = defaultdict(int)
    for part in parts:
        for item, n in part.items():
            total[item] += n
    return {item: n for item, n in total.items() if n}


@dataclass(frozen=True)
class _Reading:
    """Measures answered by one query: the same lines, divided by the same dimension."""

    question: Question
    measures: tuple[Measure, ...]
    dimension: Dimension | None
    by_place: bool

    @cached_property
    def parts(self) -> list[Period]:
        return list(dict.fromkeys(measure.part for measure in self.measures if measure.part is not None))

    def _lines(self) -> tuple[QuerySet[Any], dict[Measure, Q | None]]:
        """The lines, and for each measure the condition that is not already laid on all of them."""
        first, question = self.measures[0], self.question
        lines = first.indicator.lines(question.narrowed, first.period, question.choices).order_by()
        different: dict[Any, Q] = {}  # each is built once, though many measures may share it
        for measure in self.measures:
            key = (measure.indicator.only, measure.traits, measure.indicator.item)
            if key not in different:
                different[key] = condition_of(question, measure)
        conditions: dict[Measure, Q | None] = {
            m: different[m.indicator.only, m.traits, m.indicator.item] for m in self.measures
        }
        if len(different) == 1:
            lines = lines.filter(conditions[first] or Q())
            conditions = dict.fromkeys(self.measures)
        if self.parts:
            day = _day(question, first.indicator)
            cases = [When(Q((f"{day}__range", (p.first, p.last))), then=place) for place, p in enumerate(self.parts)]
            lines = lines.annotate(part_of_period=Case(*cases, default=-1, output_field=IntegerField()))
        if self.dimension is not None:
            value = self.dimension.value(first.indicator, first.period, question.choices)
            lines = lines.annotate(slice_value=value)
        return lines, conditions

    def _grouped(self, *more: str) -> list[str]:
        names = [self.measures[0].indicator.place] if self.by_place else []
        names += ["part_of_period"] if self.parts else []
        names += ["slice_value"] if self.dimension is not None else []
        return [*names, *more]

    def things(self) -> dict[Measure, dict[int, Evidence]]:
        found: dict[Measure, dict[int, Evidence]] = {}
        same: dict[Any, list[Measure]] = defaultdict(list)
        for measure in self.measures:
            indicator = measure.indicator
            middle = indicator.amount if indicator.summary is Summary.MEDIAN else None
            same[indicator.only, measure.traits, indicator.item, indicator.weight, middle].append(measure)
        for alike in same.values():
            reading = _Reading(self.question, tuple(alike), self.dimension, self.by_place)
            lines, _ = reading._lines()
            indicator = alike[0].indicator
            number = Sum(indicator.weight, default=0) if indicator.weight else Count("pk")
            names = reading._grouped(indicator.item)
            grouped = lines.values_list(*names).annotate(n=number)
            rows = [dict(zip((*names, "n"), row, strict=True)) for row in grouped]
            for measure in alike:
                into: dict[int, Evidence] = defaultdict(lambda: defaultdict(int))
                for row in reading._rows_for(measure, rows):
                    if row["n"]:
                        into[self._place(row)][row[indicator.item]] += row["n"]
                found[measure] = {place: {k: n for k, n in things.items() if n} for place, things in into.items()}
        return found

    def _rows_for(self, measure: Measure, rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        part = self.parts.index(measure.part) if measure.part is not None else None
        fits = _fitting(measure.slice)
        for row in rows:
            if part is not None and row["part_of_period"] != part:
                continue
            if measure.slice is None or fits(row["slice_value"]):
                yield row

    def _place(self, row: Mapping[str, Any]) -> int:
        return row[self.measures[0].indicator.place] or NOWHERE if self.by_place else NOWHERE


def _readings(question: Question, measures: Sequence[Measure], by_place: bool) -> Iterator[_Reading]:
    shared: dict[Any, list[Measure]] = defaultdict(list)
    for measure in measures:
        indicator = measure.indicator
        dimension = measure.slice.dimension if measure.slice else None
        shared[indicator.lines, indicator.place, indicator.day, measure.period, dimension].append(measure)
    for key, found in shared.items():
        yield _Reading(question, tuple(found), key[-1], by_place)


def condition_of(question: Question, measure: Measure) -> Q:
    indicator, period, choices = measure.indicator, measure.period, question.choices
    found = indicator.only(period, choices) if indicator.only else Q()
    for trait in measure.traits:
        found &= trait(indicator, period, choices)
    if indicator.summary is Summary.MEDIAN and indicator.amount is not None:
        found &= Q(IsNull(indicator.amount(period, choices), rhs=False))
    return found


def _day(question: Question, indicator: Indicator) -> str:
    assert indicator.day is not None
    return indicator.day(question.choices)


def _fitting(wanted: Slice | None) -> Callable[[Any], bool]:
    if wanted is None:
        return lambda _: True
    codes = set(wanted.codes)
    others = {code for code, _ in wanted.dimension.codes}
    return lambda value: value in codes or ("" in codes and value not in others)


def _falls_in(wanted: Slice) -> Q:
    found = Q(slice_value__in=[code for code in wanted.codes if code])
    if "" in wanted.codes:
        others = [code for code, _ in wanted.dimension.codes]
        found |= Q(slice_value__isnull=True) | ~Q(slice_value__in=others)
    return found
