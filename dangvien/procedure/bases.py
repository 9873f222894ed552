"""The regulations in force on a day, as the page "Căn cứ" prints them: shipped values, amendments, days off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dangvien import holidays, rules
from dangvien.holidays import DayKind, SpecialDay
from dangvien.models import Amendment, Organization
from dangvien.procedure.amending import WEEKDAYS
from dangvien.procedure.checks.catalog import titles
from dangvien.procedure.checks.sources import Source, histories, in_force
from dangvien.procedure.places import places_of, superior_line
from dangvien.procedure.regulations import Regulations
from dangvien.scope import Scope

ADDED = "bổ sung"
"""The mark of a value that administrators added; where it is one place's, followed by its name."""


@dataclass(frozen=True)
class Value:
    """One value of a rule in words: since when, on which text, and the mark of what nobody has checked.

    `added` says that administrators gave it, and for which place; empty for what is shipped.
    """

    text: str
    since: date
    source: str
    mark: str
    note: str
    in_force: bool
    added: str = ""


@dataclass(frozen=True)
class Basis:
    """A rule by its stored name and by its label, with every value it has had, the newest first."""

    name: str
    label: str
    values: tuple[Value, ...]

    @property
    def in_force(self) -> Value:
        """The value of the day that was asked for."""
        return next(value for value in self.values if value.in_force)


@dataclass(frozen=True)
class DayLine:
    """A day off or worked as a table shows it. `key` is that of the recorded row, None for a shipped day."""

    day: date
    weekday: str
    works: bool
    name: str
    document: str
    key: int | None


@dataclass(frozen=True)
class YearPage:
    """The days off and worked of one year. `known`: its official plan is known; `note` on what was shipped."""

    year: int
    known: bool
    checked: bool
    note: str
    days: tuple[DayLine, ...]
    working_days: int


def bases_on(
    day: date,
    regulations: Regulations | None = None,
    organizations: Iterable[int] = (),
    places: Mapping[int, str] | None = None,
) -> list[Basis]:
    """Every rule as it stood on a day, in the order of `rules.Rules`, each with its whole history.

    With `regulations` the amendments that concern `organizations` (nearest first) are put in; `places` are their names.
    """
    line = tuple(organizations)
    added: dict[str, list[Amendment]] = {}
    for amendment in regulations.amendments if regulations else ():
        if amendment.organization_id is None or amendment.organization_id in line:
            added.setdefault(amendment.rule, []).append(amendment)
    found = []
    for rule in rules.on(day).all:
        chosen = regulations.amendment_of(rule.name, day, line) if regulations else None
        found.append(_basis(rule, added.get(rule.name, []), chosen, places or {}))
    return found


def check_sources_on(day: date) -> list[tuple[str, Source]]:
    """The title and the source of every check that compares with no value of a rule, as of a day, by number."""
    known = histories()
    return [(title, in_force(number, day)) for number, title in titles().items() if number in known]


def line_of(scope: Scope, place: Organization | None, day: date) -> tuple[int, ...]:
    """The place asked for, or the first in which the person serves, and everything above it on a day, nearest first."""
    here = place.pk if place else min(scope.roots)
    return (here, *(key for key, _ in superior_line(Organization(pk=here), day)))


def names_of(amendments: Iterable[Amendment], today: date) -> dict[int, str]:
    """The names of the places that amendments are for."""
    found = places_of((amendment.organization_id for amendment in amendments), today)
    return {key: str(place) for key, place in found.items()}


def year_page(calendar: holidays.Calendar, year: int, recorded: Mapping[date, int]) -> YearPage:
    """One year for the screen; `recorded` are the keys of the rows that administrators wrote, by day."""
    shipped = next((known for known in holidays.years() if known.year == year), None)
    return YearPage(
        year=year,
        known=calendar.knows(date(year, 1, 1)),
        checked=bool(shipped and shipped.checked),
        note=shipped.note if shipped else "",
        days=tuple(_day_line(special, recorded.get(special.day)) for special in calendar.of_year(year)),
        working_days=calendar.between(date(year, 1, 1), date(year, 12, 31)),
    )


def unknown_years(calendar: holidays.Calendar, years: Iterable[int]) -> list[int]:
    """Those of these years whose official plan is not known."""
    return [year for year in years if not calendar.knows(date(year, 1, 1))]


def _day_line(special: SpecialDay, key: int | None) -> DayLine:
    weekday = WEEKDAYS[special.day.weekday()]
    return DayLine(special.day, weekday, special.kind is DayKind.WORKED, special.name, special.document, key)


def _basis(
    rule: rules.Rule[object], added: list[Amendment], chosen: Amendment | None, places: Mapping[int, str]
) -> Basis:
    name = rules.names()[rule.name]
    history = [
        Value(
            name.written(line.value),
            line.since,
            line.source,
            line.mark,
            line.note,
            in_force=chosen is None and line == rule,
        )
        for line in rules.values()[rule.name]
    ]
    history += [
        Value(
            amendment.written,
            amendment.since,
            amendment.source,
            "" if amendment.checked else rules.UNCHECKED_MARK,
            "",
            in_force=amendment == chosen,
            added=_added(amendment, places),
        )
        for amendment in added
        if amendment.withdrawn_on != amendment.since
    ]
    history.sort(key=lambda value: value.since)
    return Basis(rule.name, name.label, tuple(reversed(history)))


def _added(amendment: Amendment, places: Mapping[int, str]) -> str:
    place = places.get(amendment.organization_id or 0)
    return f"{ADDED} của {place}" if place else ADDED
