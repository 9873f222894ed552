"""The list behind one cell. Number and list come from the same lines, so they cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangvien.models import DeclaredFigure, Locality, Organization, Person
from dangvien.procedure.places import places_of
from dangvien.text import thousands
from reports.definition import PeriodRows, Summary, Thing
from reports.engine import counting
from reports.engine.computing import planned, work_out
from reports.engine.plan import TOTAL_KEY, Pick, summed
from reports.engine.question import Question


@dataclass(frozen=True)
class Behind:
    """What stands behind a cell: for each thing how many of its lines count, and the place of one of them."""

    row: str
    column: str
    value: int
    thing: Thing
    things: Mapping[int, int]
    place_of: Mapping[int, int]


def behind(question: Question, row_key: str, column_code: str) -> Behind:
    """The things behind a cell. Raises KeyError when the table has no such row or counted column."""
    column = next((item for item in question.leaves if item.code == column_code), None)
    by_key = {line.key: line for line in planned(question).every_line}
    line = by_key.get(row_key)
    if column is None or line is None:
        raise KeyError(f"{row_key}|{column_code}")
    if (figure := _stated_at(question, row_key, column_code)) is not None:
        return Behind(line.label, column.header, figure.value, Thing.FIGURE, {figure.pk: 1}, {})
    if column_code in line.listed:
        things = dict.fromkeys(line.listed[column_code], 1)
        return Behind(line.label, column.header, len(things), line.listed_thing, things, {})
    pick = line.picks.get(column_code)
    picks = [pick] if pick is not None else summed(line, by_key, column_code)
    if not picks:
        raise KeyError(f"{row_key}|{column_code}")
    found = [_by_place(question, part) for part in picks]
    things = counting.merged(place for by_place in found for place in by_place.values())
    return Behind(
        row=line.label,
        column=column.header,
        value=sum(
            _value(question, part, counting.merged(by_place.values()))
            for part, by_place in zip(picks, found, strict=True)
        ),
        thing=picks[0].measure.indicator.thing,
        things=things,
        place_of={
            thing: place for by_place in found for place, here in by_place.items() for thing, n in here.items() if n > 0
        },
    )


def _stated_at(question: Question, row: str, column: str) -> DeclaredFigure | None:
    """What a document states in a table of years, where nobody is counted."""
    if not isinstance(question.report.rows, PeriodRows):
        return None
    stated = work_out(question).figures.stated
    found = stated.figures.get((row, column))
    return found or (stated.whole.get(column) if row == TOTAL_KEY else None)


def _by_place(question: Question, pick: Pick) -> dict[int, counting.Evidence]:
    indicator = pick.measure.indicator
    lines = counting.lines_of(question, pick.measure)
    if pick.places is not None:
        lines = lines.filter(**{f"{indicator.place}__in": pick.places})
    return counting.things_of(indicator, lines)


def _value(question: Question, pick: Pick, things: Mapping[int, int]) -> int:
    """The number itself, which for an amount is not the number of things."""
    indicator = pick.measure.indicator
    if indicator.amount is None:
        return len(things) if pick.once else sum(things.values())
    spread = counting.amounts(question, pick.measure, by_place=True)
    here = [found for place, found in spread.items() if pick.places is None or place in pick.places]
    if indicator.summary is Summary.MEDIAN:
        return counting.median(here) or 0
    return sum(amount * n for found in here for amount, n in found.items())


@dataclass(frozen=True)
class Entry:
    """One thing on the list, in order: what it is called, a detail, and the order it sorts by."""

    pk: int
    name: str
    detail: str
    order: tuple[Any, ...]


def entries(thing: Thing, keys: Iterable[int], day: date) -> list[Entry]:
    """The things by name, in the order rosters have them: people by given name, organizations by stored order."""
    wanted = list(keys)
    if thing is Thing.PERSON:
        found = [_person(person) for part in _parts(wanted) for person in Person.objects.filter(pk__in=part)]
    elif thing is Thing.FIGURE:
        found = [entry for part in _parts(wanted) for entry in _figures(part, day)]
    elif thing is Thing.ORGANIZATION:
        found = [entry for part in _parts(wanted) for entry in _organizations(part, day)]
    else:
        found = [
            Entry(place.pk, place.name, place.organization.name_on(day), (place.organization_id, place.pk))
            for part in _parts(wanted)
            for place in Locality.objects.filter(pk__in=part).select_related("organization")
        ]
    return sorted(found, key=lambda entry: entry.order)


def _parts(keys: list[int], size: int = 5000) -> Iterable[list[int]]:
    """Slices small enough for either database's limit on parameters."""
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _person(person: Person) -> Entry:
    return Entry(
        person.pk, person.full_name, f"sinh năm {person.birth.year}", (person.sort_key, person.birth_date, person.pk)
    )


def _organizations(keys: list[int], day: date) -> Iterable[Entry]:
    for organization in Organization.objects.filter(pk__in=keys).named_on(day):
        then = vars(organization)
        name = then["name_then"] or organization.code
        yield Entry(organization.pk, name, "", (then["position_then"] or 0, name))


def _figures(keys: list[int], day: date) -> Iterable[Entry]:
    for figure in DeclaredFigure.objects.filter(pk__in=keys).select_related("organization"):
        name = f"{figure.get_indicator_display()}: {thousands(figure.value)} – {figure.document}"
        place = figure.organization.name_on(day)
        yield Entry(figure.pk, name, place, (figure.organization_id, figure.first_year, figure.pk))


def place_names(behind: Behind, things: Iterable[int], day: date) -> dict[int, str]:
    """For some of the things, the name of the place where their line stands."""
    wanted = {thing: behind.place_of[thing] for thing in things if thing in behind.place_of}
    names = places_of(set(wanted.values()), day)
    return {thing: str(names[place]) for thing, place in wanted.items() if place in names}
