"""Counting an indicator's lines: grouped by place, by year, or whole; with or without the things behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Case, Count, IntegerField, Q, QuerySet, Sum, When

from dangvien.period import Period
from reports.definition import Indicator
from reports.engine.question import Question

Evidence = dict[int, int]
"""Thing's primary key → how many lines it has (a ledger's lines net of reversals)."""


@dataclass(frozen=True)
class _Together:
    """Indicators that read the same lines, and their measures by name: counted in one query."""

    indicators: tuple[Indicator, ...]
    lines: QuerySet[Any]
    measures: dict[str, Aggregate]


def lines_of(question: Question, indicator: Indicator) -> QuerySet[Any]:
    """The lines that count for an indicator, inside the question's area."""
    lines = indicator.lines(question.narrowed, question.period, question.choices)
    return lines if indicator.only is None else lines.filter(indicator.only(question.period, question.choices))


def whole(question: Question, indicators: Iterable[Indicator]) -> dict[Indicator, int]:
    """One value for each, in one query for all that read the same lines."""
    found: dict[Indicator, int] = {}
    for together in _together(question, indicators):
        counted = together.lines.aggregate(**together.measures)
        found |= zip(together.indicators, (counted[name] for name in together.measures), strict=True)
    return found


def by_place(question: Question, indicators: Iterable[Indicator]) -> dict[Indicator, dict[int, int]]:
    """For each the value of every organization that has lines, in one query for all that read the same lines."""
    found: dict[Indicator, dict[int, int]] = {}
    for together in _together(question, indicators):
        place = together.indicators[0].place
        grouped = list(together.lines.order_by().values_list(place).annotate(**together.measures))
        for column, indicator in enumerate(together.indicators, start=1):
            found[indicator] = {row[0]: row[column] for row in grouped}
    return found


def by_period(
    question: Question, indicators: Iterable[Indicator], periods: Sequence[Period]
) -> dict[Indicator, dict[int | None, int]]:
    """For each the value of every period that has lines, by its place in `periods`; None is what lies in no period.

    For flows only; in one query for all that read the same lines.
    """
    found: dict[Indicator, dict[int | None, int]] = {}
    for together in _together(question, indicators):
        day_of = together.indicators[0].day
        assert day_of is not None
        day = f"{day_of(question.choices)}__range"
        parts = [When(Q((day, (part.first, part.last))), then=place) for place, part in enumerate(periods)]
        lines = together.lines.order_by().annotate(part=Case(*parts, output_field=IntegerField()))
        grouped = list(lines.values_list("part").annotate(**together.measures))
        for column, indicator in enumerate(together.indicators, start=1):
            found[indicator] = {row[0]: row[column] for row in grouped}
    return found


def _together(question: Question, indicators: Iterable[Indicator]) -> Iterator[_Together]:
    shared: dict[object, list[Indicator]] = defaultdict(list)
    for indicator in dict.fromkeys(indicators):
        shared[indicator.lines, indicator.place, indicator.day].append(indicator)
    for found in shared.values():
        conditions: list[Q | None] = [None]
        lines = lines_of(question, found[0])
        if len(found) > 1:
            conditions = [item.only(question.period, question.choices) if item.only else None for item in found]
            lines = found[0].lines(question.narrowed, question.period, question.choices)
        measures = {
            f"n{place}": _measure(indicator, condition)
            for place, (indicator, condition) in enumerate(zip(found, conditions, strict=True))
        }
        yield _Together(tuple(found), lines, measures)


def _measure(indicator: Indicator, condition: Q | None = None) -> Aggregate:
    if indicator.weight:
        return Sum(indicator.weight, filter=condition, default=0)
    return Count("pk", filter=condition)


def evidence_by_place(indicator: Indicator, lines: QuerySet[Any]) -> dict[int, Evidence]:
    """Organization → the things behind its value and how often each."""
    found: dict[int, Evidence] = defaultdict(dict)
    grouped = lines.order_by().values_list(indicator.place, indicator.item).annotate(n=_measure(indicator))
    for place, item, n in grouped:
        if n:
            found[place][item] = n
    return found


def evidence(indicator: Indicator, lines: QuerySet[Any]) -> Evidence:
    """The things behind one value and how often each."""
    return merged(evidence_by_place(indicator, lines).values())


def merged(parts: Iterable[Mapping[int, int]]) -> Evidence:
    """Several places' evidence as one; somebody who came and left inside them cancels out."""
    total: Evidence = defaultdict(int)
    for part in parts:
        for item, n in part.items():
            total[item] += n
    return {item: n for item, n in total.items() if n}
