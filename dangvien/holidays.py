"""Working days: Monday to Friday without public holidays, and with the weekends worked in place of swapped weekdays.

fixtures/rules/holidays.toml holds what is shipped; what administrators record comes on top (procedure/regulations.py).
Of a year without any data only weekends are known, and of one whose plan was not announced the days are reckoned from
the law: `Calendar.knows` tells both apart from years that can be relied on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

from dangvien import rules

DAYS_BY_LAW = 11
"""Paid days off a year, none lost on a weekend: Labour Code of 2019, articles 111 and 112."""

SATURDAY = 5


class DayKind(StrEnum):
    """What a day that is not as its weekday would have it is: off, or worked."""

    OFF = "nghi"
    WORKED = "lam_bu"


@dataclass(frozen=True)
class SpecialDay:
    """A weekday off or a weekend worked, and the text that says so. `recorded`: an administrator wrote it."""

    day: date
    kind: DayKind
    name: str
    document: str
    recorded: bool = False


@dataclass(frozen=True)
class Year:
    """The shipped days of one year. `official`: its plan was announced; `checked`: it was held against the text."""

    year: int
    official: bool
    checked: bool
    document: str
    note: str
    days: tuple[SpecialDay, ...]


@dataclass(frozen=True)
class Calendar:
    """Special days by day, at most one a day, and the years whose plan is known."""

    days: tuple[SpecialDay, ...]
    years: frozenset[int]

    def knows(self, day: date) -> bool:
        """Whether the official plan of the day's year is known."""
        return day.year in self.years

    def of_year(self, year: int) -> list[SpecialDay]:
        """The special days of a year in order."""
        return [special for special in self.days if special.day.year == year]

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on a day."""
        special = self._by_day.get(day)
        return special.kind is DayKind.WORKED if special else day.weekday() < SATURDAY

    def after(self, start: date, days: int) -> date:
        """The day `days` working days after `start`: the next working day is day 1; 0 gives `start` itself.

        Raises ValueError for a negative number.
        """
        if days < 0:
            raise ValueError(f"not a number of days: {days}")
        if days == 0:
            return start
        first = start.toordinal()
        latest = first + 7 * ((days + len(self.days)) // 5 + 2)
        return date.fromordinal(
            bisect_left(range(latest + 1), self._worked_until(first) + days, lo=first + 1, key=self._worked_until)
        )

    def between(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both included; 0 when `last` is earlier."""
        if last < first:
            return 0
        return self._worked_until(last.toordinal()) - self._worked_until(first.toordinal() - 1)

    @cached_property
    def _by_day(self) -> dict[date, SpecialDay]:
        return {special.day: special for special in self.days}

    @cached_property
    def _changes(self) -> tuple[list[int], list[int]]:
        """Ordinals of the weekdays off and of the weekends worked, each going up."""
        off = [s.day for s in self._by_day.values() if s.kind is DayKind.OFF and s.day.weekday() < SATURDAY]
        worked = [s.day for s in self._by_day.values() if s.kind is DayKind.WORKED and s.day.weekday() >= SATURDAY]
        return sorted(day.toordinal() for day in off), sorted(day.toordinal() for day in worked)

    def _worked_until(self, ordinal: int) -> int:
        """Working days from 1/1/0001, a Monday, to the day of this ordinal, counted without walking through them."""
        weeks, rest = divmod(ordinal, 7)
        off, worked = self._changes
        return weeks * 5 + min(rest, 5) - bisect_right(off, ordinal) + bisect_right(worked, ordinal)


def calendar(recorded: Iterable[SpecialDay] = ()) -> Calendar:
    """The shipped days with those an administrator recorded in their place.

    A year whose plan was not shipped is known once the days off by law have all been recorded.
    """
    own = {special.day: special for special in recorded}
    shipped = {special.day: special for year in years() for special in year.days}
    weekdays = [day.year for day, special in own.items() if special.kind is DayKind.OFF and day.weekday() < SATURDAY]
    known = {year.year for year in years() if year.official}
    known |= {year for year in set(weekdays) if weekdays.count(year) >= DAYS_BY_LAW}
    merged = shipped | own
    return Calendar(tuple(merged[day] for day in sorted(merged)), frozenset(known))


@cache
def years() -> tuple[Year, ...]:
    """The shipped years in order. Raises rules.RuleFileError for a file that cannot be used."""
    return rules.in_file("holidays.toml", lambda content: tuple(_year(line) for line in content["year"]))


def _year(line: dict[str, Any]) -> Year:
    number, document = line["year"], line["document"]
    days = [_special(item, DayKind.OFF, document) for item in line["off"]]
    days += [_special(item, DayKind.WORKED, document) for item in line["worked"]]
    for special in days:
        if special.day.year != number:
            raise ValueError(f"{special.day} stands under {number}")
        if (special.day.weekday() < SATURDAY) is not (special.kind is DayKind.OFF):
            raise ValueError(f"{special.day} is a {special.day:%A}: it changes nothing as {special.kind}")
    if len({special.day for special in days}) != len(days):
        raise ValueError(f"a day stands twice under {number}")
    if type(line["official"]) is not bool or type(line["checked"]) is not bool:
        raise ValueError(f"{number}: official and checked must be true or false")
    ordered = tuple(sorted(days, key=lambda special: special.day))
    return Year(number, line["official"], line["checked"], document, line["note"], ordered)


def _special(item: dict[str, Any], kind: DayKind, document: str) -> SpecialDay:
    if type(item["day"]) is not date or not item["name"]:
        raise ValueError(f"no day or no name: {item}")
    return SpecialDay(item["day"], kind, item["name"], document)
