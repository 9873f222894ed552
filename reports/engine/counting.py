"""Counting an indicator's lines: grouped by place, by year, or whole; with or without the things behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from dangvien.period import Period
from reports.definition import Choices, Indicator

Evidence = dict[int, int]
"""Thing's primary key → how many lines it has (a ledger's lines net of reversals)."""


def _measure(indicator: Indicator, **conditions: Any) -> Any:
    where = Q(**conditions) if conditions else None
    if indicator.weight:
        return Sum(indicator.weight, filter=where, default=0)
    return Count("pk", filter=where)


def by_place(indicator: Indicator, lines: QuerySet[Any]) -> dict[int, int]:
    """Organization → value, in one query."""
    grouped = lines.order_by().values(indicator.place).annotate(n=_measure(indicator))
    return {row[indicator.place]: row["n"] for row in grouped}


def by_period(indicator: Indicator, lines: QuerySet[Any], periods: Iterable[Period], choices: Choices) -> list[int]:
    """The value of each period, in one query over the lines of all of them. For flows only."""
    assert indicator.day is not None
    day = indicator.day(choices)
    measures = {
        f"p{index}": _measure(indicator, **{f"{day}__range": (period.first, period.last)})
        for index, period in enumerate(periods)
    }
    counted = lines.aggregate(**measures)
    return [counted[name] for name in measures]


def whole(indicator: Indicator, lines: QuerySet[Any]) -> int:
    """One value for all the lines."""
    return int(lines.aggregate(n=_measure(indicator))["n"])


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
