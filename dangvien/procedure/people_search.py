"""Looking for one human being in all of a person's scope: by name, by number, and with whom they were joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q

from dangvien.models import Candidate, Enrollment, Member, Movement, Person, PersonLink
from dangvien.models.person import PersonQuerySet
from dangvien.scope import Scope

_DIGITS = re.compile(r"[\d\s.\-]{6,}")
_NUMBERED = re.compile(r"\S*\d\S*")


@dataclass
class Found:
    """One person with everything of theirs that the viewer may open."""

    person: Person
    member: Member | None = None
    candidates: list[Candidate] = field(default_factory=list)
    joined: list[Person] = field(default_factory=list)
    hidden: int = 0
    """How many more entries of theirs lie outside of the scope: counted, never named."""


def people_like(scope: Scope, words: str) -> PersonQuerySet:
    """People in scope by what was typed: a name in any order, with or without marks, or a number.

    A number is a số căn cước, a card's number, a số lý lịch or a certificate's number, whole.
    """
    if not words:
        return scope.everybody.none()
    number = words.strip()
    if _DIGITS.fullmatch(number):
        digits = re.sub(r"\D", "", number)
        return scope.everybody.filter(Q(citizen_id=digits) | _numbered(digits) | _numbered(number)).in_name_order()
    if _NUMBERED.search(number):
        return scope.everybody.filter(_numbered(number)).in_name_order()
    return scope.everybody.matching(words).in_name_order()


def _numbered(number: str) -> Q:
    members = Member.objects.filter(person=OuterRef("pk"))
    learned = Enrollment.objects.filter(person=OuterRef("pk"), certificate_number__iexact=number)
    known = members.filter(Q(card_number=number) | Q(file_number__iexact=number))
    return Q(Exists(known)) | Q(Exists(learned))


def told_of(scope: Scope, people: Iterable[Person]) -> list[Found]:
    """What the viewer may open of each of these people, in a few queries for all."""
    found = {person.pk: Found(person) for person in people}
    for member in scope.members.filter(person__in=found).select_related("person"):
        found[member.person_id].member = member
    for candidate in scope.candidates.filter(person__in=found).order_by("pk"):
        found[candidate.person_id].candidates.append(candidate)
    joined = joined_with(found)
    others = {other.pk for several in joined.values() for other in several}
    seen = set(scope.everybody.filter(pk__in=others).values_list("pk", flat=True)) if others else set()
    for key, several in joined.items():
        found[key].joined = [other for other in several if other.pk in seen]
        found[key].hidden = len(several) - len(found[key].joined)
    return list(found.values())


def joined_with(people: Iterable[int]) -> Mapping[int, list[Person]]:
    """Person → the others who are the same human being."""
    keys = set(people)
    links = PersonLink.objects.standing().filter(Q(kept__in=keys) | Q(other__in=keys)).select_related("kept", "other")
    found: dict[int, list[Person]] = {}
    for link in links:
        for one, other in ((link.kept, link.other), (link.other, link.kept)):
            if one.pk in keys:
                found.setdefault(one.pk, []).append(other)
    return found


@dataclass(frozen=True)
class Event:
    """One line of a person's history: when, what, where, and under which of the joined entries it was written."""

    on: date
    what: str
    organization_id: int | None
    person: Person


def history_of(scope: Scope, people: Iterable[Person]) -> list[Event]:
    """The histories of joined entries as one, the newest first, as far as they lie in scope."""
    by_key = {person.pk: person for person in people}
    lines = scope.movements.standing().filter(member__person__in=by_key).select_related("member")
    events = [
        Event(line.occurred_on, line.get_kind_display(), line.organization_id, by_key[line.member.person_id])
        for line in lines
    ]
    for candidate in scope.candidates.filter(person__in=by_key):
        whose = by_key[candidate.person_id]
        events.append(Event(candidate.opened_on, "Vào danh sách nguồn", candidate.organization_id, whose))
        if candidate.closed_on:
            events.append(Event(candidate.closed_on, "Thôi theo dõi", candidate.organization_id, whose))
    for learned in scope.sent_enrollments.filter(person__in=by_key).select_related("training_class"):
        told = f"{learned.training_class.name}: {learned.get_result_display()}"
        events.append(Event(learned.training_class.starts_on, told, learned.sent_by_id, by_key[learned.person_id]))
    return sorted(events, key=lambda event: event.on, reverse=True)


def present_at(person: Person) -> int | None:
    """Where somebody is a member today; None for others."""
    return Member.objects.filter(person=person).values_list("organization", flat=True).first()


def was_member(person: Person) -> bool:
    """Whether somebody is or ever was a member: then their file is kept for good."""
    return Member.objects.filter(person=person).exists()


def last_place(person: Person) -> int | None:
    """Where an audit entry about somebody belongs: their cell, or the place of their last line or way."""
    here = present_at(person)
    if here is not None:
        return here
    line = Movement.objects.filter(member__person=person).order_by("-occurred_on", "-pk").first()
    way = Candidate.objects.filter(person=person).order_by("-pk").first()
    learned = Enrollment.objects.filter(person=person).order_by("-pk").first()
    if line is not None:
        return line.organization_id
    return way.organization_id if way else learned.sent_by_id if learned else None
