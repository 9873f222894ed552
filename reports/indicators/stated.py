"""What documents of the units themselves state as results: beside what is counted, never among it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from dangvien.models import Indicator as Declared
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition import Choices, Indicator, Thing
from reports.indicators.admissions import ADMITTED
from reports.indicators.members import MEMBERS
from reports.indicators.movements import RECOGNIZED
from reports.indicators.training import CERTIFICATES, TRAINED


def _results(scope: Scope, period: Period, choices: Choices) -> QuerySet[Any]:
    """The standing figures about everybody of exactly the years of the period; none for a part of a year."""
    figures = scope.declared_figures.standing().results().of_source()
    if any(part.partial for part in period.years()):
        return figures.none()
    return figures.for_years(period.first.year, period.last.year)


def stated(declared: Declared) -> Indicator:
    """What an organization itself stated of an indicator, blank where it stated nothing."""
    return Indicator(
        f"bao_{declared.value}",
        declared.label,
        "người",
        _results,
        place="organization",
        item="pk",
        thing=Thing.FIGURE,
        only=lambda period, choices: Q(indicator=declared),
        amount=lambda period, choices: F("value"),
        own=True,
        blank=True,
    )


COUNTED: Mapping[Declared, Indicator] = {
    Declared.ADMITTED: ADMITTED,
    Declared.TRAINED: TRAINED,
    Declared.CERTIFIED: CERTIFICATES,
    Declared.RECOGNIZED: RECOGNIZED,
    Declared.MEMBERS: MEMBERS,
}
"""What a document may state → what the register counts of it."""

STATED: Mapping[str, Declared] = {
    indicator.code: declared for declared, indicator in COUNTED.items() if indicator.day is not None
}
"""Indicator's code → what a document may state in its place, for years of which nobody is recorded."""
