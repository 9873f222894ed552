"""A member as of a day, by the lines up to it: where, since when, on probation or official; and who was in a place.

With a moment (`known_at`) only what was written down by then counts; lines of those days that were written later are
shown and told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from dangvien.models import Kind, Member, Movement, Organization
from dangvien.models.member import MemberQuerySet
from dangvien.procedure.party_age import party_age
from dangvien.procedure.records import MemberRecord, record_on
from dangvien.scope import Scope

OFFICIAL, PROBATION, OUT, NOT_YET = "Chính thức", "Dự bị", "Không còn trong sổ", "Chưa vào sổ"


@dataclass(frozen=True)
class LineThen:
    """A line up to the day; `late` when it was written after the moment asked for."""

    line: Movement
    late: bool


@dataclass(frozen=True)
class StateThen:
    """What the lines up to a day make of somebody."""

    place: int | None
    admitted_on: date | None
    official_on: date | None
    status: str
    since: date | None
    """Of the place; for somebody who is out, of that."""


@dataclass(frozen=True)
class MemberThen:
    """A member's file as of a day."""

    state: StateThen
    lines: tuple[LineThen, ...]
    age: int
    party_age: int | None
    record: MemberRecord

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)


def member_then(member: Member, day: date, known_at: datetime | None = None) -> MemberThen:
    """Read one member's file as of a day. What was taken back from the record since is not shown."""
    every = member.movements.select_related("decision", "recorded_by", "reversed_by", "reverses").in_order()
    lines = list(every)
    upto = [line for line in lines if line.occurred_on <= day]
    state = state_of(member, lines, day, known_at)
    age = party_age(member, day) if state.status == OFFICIAL else None
    told = tuple(LineThen(line, known_at is not None and line.recorded_at > known_at) for line in reversed(upto))
    return MemberThen(
        state, told, member.person.age_on(day), age.years_on(day) if age else None, record_on(member, day)
    )


def state_of(member: Member, lines: Iterable[Movement], day: date, known_at: datetime | None = None) -> StateThen:
    """What all lines of a member, in order, say of a day. Dates that came from another book stand on the member."""
    known = [line for line in lines if known_at is None or line.recorded_at <= known_at]
    reversed_keys = {line.reverses_id for line in known}
    standing = [line for line in known if line.reverses_id is None and line.pk not in reversed_keys]
    upto = [line for line in standing if line.occurred_on <= day]
    place: int | None = None
    since: date | None = None
    for line in upto:
        if line.sign:
            place, since = (line.organization_id if line.sign > 0 else None), line.occurred_on
    brought = any(line.kind in Kind.from_outside() for line in standing)
    admitted = _day(upto, standing, Kind.KET_NAP, member.admitted_on if brought else None, day)
    official = _day(upto, standing, Kind.CONG_NHAN, member.official_on if brought else None, day)
    if official and admitted and official < admitted:  # of an earlier membership
        official = None
    if place is not None:
        status = OFFICIAL if official else PROBATION
    else:
        status = OUT if since else NOT_YET
    return StateThen(place, admitted, official, status, since)


def _day(
    upto: Iterable[Movement], standing: Iterable[Movement], kind: Kind, brought: date | None, day: date
) -> date | None:
    """The newest day of a kind up to a day; without any line of it ever, the day brought along."""
    days = [line.occurred_on for line in upto if line.kind == kind]
    if days:
        return days[-1]
    if brought is None or brought > day or any(line.kind == kind for line in standing):
        return None
    return brought


def roster_on(scope: Scope, organization: Organization, day: date) -> MemberQuerySet:
    """Who was in an organization or below it on a day, by name; of those whose files the reader may open today."""
    subtree = scope.organizations.under([organization.pk], on=day)
    return scope.members.there_on(subtree, day).select_related("person").in_name_order()


def states_on(members: Iterable[Member], day: date) -> Mapping[int, StateThen]:
    """The states of some members on a day, in one query."""
    wanted = {member.pk: member for member in members}
    lines = Movement.objects.filter(member__in=list(wanted)).order_by("member_id", "occurred_on", "pk")
    found = {key: state_of(wanted[key], list(own), day) for key, own in groupby(lines, key=lambda line: line.member_id)}
    return {key: found.get(key) or state_of(member, [], day) for key, member in wanted.items()}
