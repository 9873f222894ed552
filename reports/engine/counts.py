"""The counted values of a plan: each measure once, whatever number of cells asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from reports.definition import Summary
from reports.engine import counting, summing
from reports.engine.counting import Evidence, Measure
from reports.engine.plan import Pick, Plan
from reports.engine.question import Question

T = TypeVar("T")


class Counts:
    """Answers what a pick counts. With evidence it also knows the things behind it."""

    def __init__(self, question: Question, plan: Plan, *, with_evidence: bool = False) -> None:
        self.question, self.by_place, self.with_evidence = question, plan.by_place, with_evidence
        picks = [pick for line in plan.every_line for pick in line.every_pick()]
        sums = [pick.measure for pick in picks if not pick.once and pick.measure.indicator.summary is Summary.SUM]
        listed = [pick.measure for pick in picks if pick.once or with_evidence]
        middles = dict.fromkeys(p.measure for p in picks if p.measure.indicator.summary is Summary.MEDIAN)
        self._sums = summing.counted(question, sums, by_place=self.by_place)
        self._things = counting.evidence(question, listed, by_place=self.by_place)
        self._amounts = {m: counting.amounts(question, m, by_place=self.by_place) for m in middles}

    def value(self, pick: Pick) -> int | None:
        """The number of a cell; None for the middle of nothing, and for no lines where these are no number."""
        if pick.once:
            return len(self.things(pick))
        if pick.measure.indicator.summary is Summary.MEDIAN:
            return counting.median(_at(self._amounts[pick.measure], pick.places))
        found = list(_at(self._sums[pick.measure], pick.places))
        return None if pick.measure.indicator.blank and not found else sum(found)

    def things(self, pick: Pick) -> Evidence:
        """The things behind a cell, and how many lines each. Only for what was counted with its evidence."""
        return counting.merged(_at(self._things[pick.measure], pick.places))

    def by_places(self, measure: Measure) -> dict[int, int]:
        """Place → value of one measure, as counted."""
        if measure in self._sums:
            return self._sums[measure]
        return {place: sum(found.values()) for place, found in self._things[measure].items()}


def _at(found: Mapping[int, T], places: frozenset[int] | None) -> Iterable[T]:
    if places is None:
        return found.values()
    if len(found) < len(places):
        return (value for place, value in found.items() if place in places)
    return (found[place] for place in places if place in found)


def whole(question: Question, measures: Iterable[Measure]) -> dict[Measure, int]:
    """One number for each measure over the whole area: for whoever needs figures without a table."""
    return {m: sum(found.values()) for m, found in summing.counted(question, measures).items()}
