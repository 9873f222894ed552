"""How traits and dimensions find their way from a line to the person, the member and the day."""

from __future__ import annotations

from django.db.models import DateField, Expression, F, OuterRef, Value

from dangvien.period import Period
from reports.definition import Choices, Indicator


def of_member(indicator: Indicator) -> str:
    """The path from a line to the member: of a line of the ledger directly, else by the person."""
    if indicator.item == "member__person" or indicator.item.endswith("__member__person"):
        return indicator.item.removesuffix("__person")
    return f"{indicator.item}__member"


def event_day(indicator: Indicator, period: Period, choices: Choices) -> F | Expression:
    """The day a line speaks of: its own for what happened, the end of the period for what stands."""
    return F(indicator.day(choices)) if indicator.day else Value(period.last, output_field=DateField())


def event_day_outside(indicator: Indicator, period: Period, choices: Choices) -> OuterRef | Value:
    """The same day, inside a subquery about the line."""
    return OuterRef(indicator.day(choices)) if indicator.day else Value(period.last, output_field=DateField())
