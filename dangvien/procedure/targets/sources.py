"""Targets and results of one organization by source of candidates, with what has no source beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dangvien import codes
from dangvien.models import DeclaredFigure, Indicator, Organization, Tier
from dangvien.procedure.targets.arithmetic import percent
from dangvien.procedure.targets.counting import results_of
from dangvien.procedure.targets.progress import Progress
from dangvien.procedure.targets.trees import Trees
from dangvien.scope import Scope
from dangvien.text import decimal


@dataclass(frozen=True)
class SourceLine:
    """One source: its target, what was reached, and its share of all that was reached."""

    code: str
    label: str
    target: DeclaredFigure | None
    result: int
    whole: int

    @property
    def percent(self) -> str:
        found = percent(self.result, self.target.value) if self.target else None
        return f"{decimal(found)}%" if found is not None else "–"

    @property
    def share(self) -> str:
        found = percent(self.result, self.whole)
        return f"{decimal(found)}%" if found is not None else "–"


def source_lines(scope: Scope, top: Organization, shown: Progress, tier: Tier) -> Sequence[SourceLine]:
    """The lines of the code list `source` for an organization and all below it; their results add up to its own."""
    inside = Trees(scope).within(top.pk, shown.day)
    first, last = shown.period.first.year, shown.period.last.year
    found = scope.declared_figures.standing().targets().for_years(first, last).of_indicator(Indicator.ADMITTED)
    targets = {row.source: row for row in found.of_tier(tier).filter(organization=top).order_by("pk") if row.source}
    counted = {
        code: sum(n for key, n in results_of(scope, shown.period, Indicator.ADMITTED, code).items() if key in inside)
        for code, _ in codes.of("source").choices
    }
    whole = sum(counted.values())
    return [
        SourceLine(code, label, targets.get(code), counted[code], whole) for code, label in codes.of("source").choices
    ]
