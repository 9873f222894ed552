"""Ages in full years, by the database: on the day of the event for what happened, at the period's end for a stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Expression, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Mod
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThan

from dangvien.dates import add_months
from dangvien.period import Period
from reports.definition import Choices, Dimension, Indicator, Trait

_BANDS = (
    (18, "18_30", "18 - 30 tuổi"),
    (31, "31_35", "31 - 35 tuổi"),
    (36, "36_40", "36 - 40 tuổi"),
    (41, "41_45", "41 - 45 tuổi"),
    (46, "46_50", "46 - 50 tuổi"),
    (51, "51_55", "51 - 55 tuổi"),
    (56, "56_60", "56 - 60 tuổi"),
    (61, "tren_60", "Trên 60 tuổi"),
)
"""The bands of the forms of 2021: the youngest age of each, its code, its label."""

_YEAR = 10_000
"""Days as numbers, 2024-03-01 as 20.240.301: a year is this much more, and full years are whole ones of it."""


class DayNumber(Func):
    """A day as such a number."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Days are kept as text."""
        return self.as_sql(compiler, connection, template="CAST(REPLACE(%(expressions)s, '-', '') AS INTEGER)")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Days are kept as days; to write one out and read it again takes several times as long as its three parts."""
        day, params = compiler.compile(self.source_expressions[0])
        parts = (
            f"date_part('{part}', {day}) * {times}" for part, times in (("year", _YEAR), ("month", 100), ("day", 1))
        )
        return f"CAST({' + '.join(parts)} AS INTEGER)", [*params] * 3


def youngest_birth(age: int, day: date) -> date:
    """The last birthday with which somebody is at least so many years old on a day (born on 29/2 counts on 28/2)."""
    born = add_months(day, -12 * age)
    after = born + timedelta(days=1)
    return after if add_months(after, 12 * age) <= day else born


def _lived(indicator: Indicator, period: Period, choices: Choices) -> Expression:
    """From birth to the day the line speaks of, as a difference of such numbers.

    On 28 February of a year without a 29th, who was born on the 29th has come to that age (`dangvien.dates`). Leap
    years are every fourth one here: the register holds no day of 1900 or 2100.
    """
    birth = DayNumber(F(f"{indicator.item}__birth_date"))
    if indicator.day is None:
        last = period.last
        ends = last.month == 2 and (last + timedelta(days=1)).month == 3
        return Value(last.year * _YEAR + (229 if ends else last.month * 100 + last.day)) - birth
    day = DayNumber(F(indicator.day(choices)))
    leap = Exact(Mod(day / Value(_YEAR), Value(4)), 0)
    eves = Exact(Mod(day, Value(_YEAR)), 228)
    eve = Case(When(leap, then=0), When(eves, then=1), default=0, output_field=IntegerField())
    return day + eve - birth


def age_of(indicator: Indicator, period: Period, choices: Choices) -> Expression:
    """Full years of the person on the day the line speaks of."""
    return _lived(indicator, period, choices) / Value(_YEAR)


def by_age(code: str, label: str, bands: Sequence[tuple[int, str, str]], unknown: str) -> Dimension:
    """Bands of ages: the youngest age of each, its code, its label, the youngest first; `unknown` are those younger."""

    def band(indicator: Indicator, period: Period, choices: Choices) -> Expression:
        """The code of the band; of a stock by the birthday, which costs less than the age of each."""
        cases = []
        for age, value, _ in reversed(bands):
            if indicator.day is None:
                old_enough = Q(**{f"{indicator.item}__birth_date__lte": youngest_birth(age, period.last)})
                cases.append(When(old_enough, then=Value(value)))
            else:
                lived = _lived(indicator, period, choices)
                cases.append(When(GreaterThanOrEqual(lived, age * _YEAR), then=Value(value)))
        return Case(*cases, default=Value(""), output_field=CharField())

    return Dimension(code, label, band, tuple((value, words) for _, value, words in bands), unknown, of_event=True)


AGE = by_age("tuoi", "Tuổi đời", _BANDS, "Dưới 18 tuổi")


def in_years(indicator: Indicator) -> Indicator:
    """The indicator with the age of each person instead of one: what an average age is worked out of."""

    def years(period: Period, choices: Choices) -> Expression:
        return age_of(indicator, period, choices)

    return replace(
        indicator, code=f"tuoi_{indicator.code}", label=f"Tuổi của {indicator.label}", unit="tuổi", amount=years
    )


def aged(least: int, most: int | None = None) -> Trait:
    """People of these ages, both included, on the day the line speaks of: `aged(18, 30)`, `aged(61)`."""

    def trait(indicator: Indicator, period: Period, choices: Choices) -> Q:
        birth = f"{indicator.item}__birth_date"
        if indicator.day is None:
            found = Q((f"{birth}__lte", youngest_birth(least, period.last)))
            return found & Q((f"{birth}__gt", youngest_birth(most + 1, period.last))) if most is not None else found
        lived = _lived(indicator, period, choices)
        found = Q(GreaterThanOrEqual(lived, least * _YEAR))
        return found & Q(LessThan(lived, (most + 1) * _YEAR)) if most is not None else found

    return trait
