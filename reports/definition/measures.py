"""What is counted: indicators, the traits and dimensions that divide them, and the days a number speaks of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Expression, F, Q, QuerySet

from dangvien import codes
from dangvien.period import Period
from dangvien.scope import Scope


class Thing(StrEnum):
    """What stands behind a number, and therefore what a click on it lists."""

    PERSON = "nguoi"
    ORGANIZATION = "to_chuc"
    LOCALITY = "khu_pho"
    FIGURE = "so_lieu"


Choices = Mapping[str, str]
"""The options a reader chose: option code → value code."""

Lines = Callable[[Scope, Period, Choices], "QuerySet[Any]"]
"""Gives the rows behind a number: in scope, in the period, under the chosen options."""

Condition = Callable[[Period, Choices], Q]
"""Which of the lines of one indicator count; about the line itself, never by a join that repeats it."""


class Summary(StrEnum):
    """How the lines of an indicator become one number."""

    SUM = "cong"
    MEDIAN = "trung_vi"


@dataclass(frozen=True)
class Indicator:
    """A named measure. The number and the list behind it come from the same `lines`, so they cannot disagree.

    `place`, `day` and `item` are lookup paths from a line to its organization, its day (None for a stock, which is
    taken at the end of the period) and the thing counted. `weight` names the column summed over the lines (a ledger's
    `weight` or `sign`); None counts every line once. `only` says which of the lines count: indicators with the same
    `lines` and different conditions are counted together, in one reading of the lines.

    `amount` gives what each line brings instead of one (an age in years, the value of a target); the list behind the
    number still counts lines. `own` keeps a line at its own organization: a ward's target is not added to its city's.
    `summary` MEDIAN takes the middle of the amounts instead of their sum; an amount may then be a time between two
    days. With `blank` no lines are no number instead of 0: a unit without a target was not asked for nothing.

    Two promises let several periods be counted in one reading. `joins`: the lines over a longer period are those of all
    shorter ones in it, cut by `day` or, without one, by `only`. `until`, of a stock: a path to the day of a line, and
    the lines are all of which it is not later than the period's last.
    """

    code: str
    label: str
    unit: str
    lines: Lines
    place: str
    item: str
    day: Callable[[Choices], str] | None = None
    weight: str | None = None
    thing: Thing = Thing.PERSON
    only: Condition | None = None
    amount: Callable[[Period, Choices], F | Expression] | None = None
    own: bool = False
    summary: Summary = Summary.SUM
    blank: bool = False
    joins: bool = False
    until: str = ""


Trait = Callable[[Indicator, Period, Choices], Q]
"""A condition that fits many indicators: it finds its way from the line by the indicator's `item`, `place` or `day`."""


def about_person(**conditions: Any) -> Trait:
    """The trait of people with these fields: `about_person(gender="nu")`. For indicators that count people."""

    def trait(indicator: Indicator, _period: Period, _choices: Choices) -> Q:
        return Q(**{f"{indicator.item}__{field}": value for field, value in conditions.items()})

    return trait


@dataclass(frozen=True)
class Dimension:
    """A property by which lines divide, each line into exactly one of its values (an ethnicity, an age band).

    `value` gives the expression of a line's value code; `codes` are the values in their official order with their
    labels. What has none of these codes falls under `unknown`, which is printed only when it counts something.

    Four things make it cheaper, none of them changes a number. `of_event` promises that the value of a line with a day
    of its own does not depend on the period asked for. `among` tells the lines that have any value, where these are few
    (a badge given in the year). `joint` gives the codes of several dimensions that come from one
    row (a person's standing), joined by "|"; `joint_place` says which of them this one is. `of_place` gives the values
    by organization, where a line's value is that of its place, so that nothing but the place is asked of the lines.
    """

    code: str
    label: str
    value: Callable[[Indicator, Period, Choices], F | Expression]
    codes: tuple[tuple[str, str], ...]
    unknown: str = "Chưa rõ"
    of_event: bool = False
    joint: Callable[[Indicator, Period, Choices], F | Expression] | None = None
    joint_place: int = 0
    of_place: Callable[[Period], Mapping[int, str]] | None = None
    among: Trait | None = None

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The codes and, last, the empty code of what is unknown."""
        return (*self.codes, ("", self.unknown))


def person_dimension(code: str, label: str, field: str, *, codes_from: str = "", unknown: str = "Chưa rõ") -> Dimension:
    """The dimension of a field of the person, over a code list: `person_dimension("dan_toc", "Dân tộc", "ethnicity")`.

    `codes_from` names the list in fixtures/codes; by default it is called like the field.
    """
    return Dimension(
        code,
        label,
        lambda indicator, _period, _choices: F(f"{indicator.item}__{field}"),
        tuple(codes.of(codes_from or field).choices),
        unknown,
        of_event=True,
    )


@dataclass(frozen=True)
class Slice:
    """Some values of a dimension."""

    dimension: Dimension
    codes: tuple[str, ...]


@dataclass(frozen=True)
class When:
    """Which days a number speaks of, seen from the period asked for. `label` is printed in notes."""

    code: str
    label: str
    shift: Callable[[Period], Period]


def _day_before(period: Period) -> Period:
    return Period.day(period.first - timedelta(days=1))


def _new_year(period: Period) -> Period:
    return Period.day(date(period.last.year - 1, 12, 31))


THIS = When("ky_nay", "kỳ này", lambda period: period)
SAME_LAST_YEAR = When("cung_ky", "cùng kỳ năm trước", Period.previous_year)
OPENING = When("dau_ky", "cuối kỳ trước", _day_before)
NEW_YEAR = When("dau_nam", "đầu năm", _new_year)
YEAR_TO_DATE = When("luy_ke", "lũy kế từ đầu năm", lambda period: Period.year_to(period.last))
WHOLE_YEAR = When("ca_nam", "cả năm", lambda period: Period.year(period.last.year))
YEAR_BEFORE = When("nam_truoc", "năm trước", lambda period: Period.year(period.last.year - 1))
