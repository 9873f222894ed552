"""The list behind one cell. Number and list come from the same lines, so they cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from dangvien.models import Locality, Organization, Person
from dangvien.procedure.places import places_of
from reports.definition import Column, CriteriaRows, Indicator, OrganizationRows, Thing
from reports.engine import counting, criteria, organizational, yearly
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
    column = next((item for item in question.report.leaves if item.code == column_code), None)
    if not isinstance(column, Column):
        raise KeyError(column_code)
    row, indicator, lines = _lines(question, row_key, column)
    by_place = counting.evidence_by_place(indicator, lines)
    things = counting.merged(by_place.values())
    return Behind(
        row=row,
        column=column.header,
        value=len(things) if column.counts_once(question.choices) else sum(things.values()),
        thing=indicator.thing,
        things=things,
        place_of={thing: place for place, found in by_place.items() for thing, n in found.items() if n > 0},
    )


def _lines(question: Question, row_key: str, column: Column) -> tuple[str, Indicator, QuerySet[Any]]:
    rows = question.report.rows
    if isinstance(rows, CriteriaRows):
        return criteria.lines_of_cell(question, rows, row_key)
    if isinstance(rows, OrganizationRows):
        row, lines = organizational.lines_of_cell(question, rows, row_key, column)
    else:
        row, lines = yearly.lines_of_cell(question, row_key, column)
    return row, column.indicator, lines


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


def place_names(behind: Behind, things: Iterable[int], day: date) -> dict[int, str]:
    """For some of the things, the name of the place where their line stands."""
    wanted = {thing: behind.place_of[thing] for thing in things if thing in behind.place_of}
    names = places_of(set(wanted.values()), day)
    return {thing: str(names[place]) for thing, place in wanted.items() if place in names}
