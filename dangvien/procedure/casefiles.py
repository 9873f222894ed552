"""The files of many cases at once: as casefile.py reads one, in parts and with a fixed number of queries for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from dangvien.models import (
    Candidate,
    ClassProposal,
    Enrollment,
    Introduction,
    Mandate,
    Member,
    Movement,
    Organization,
    Person,
    Placement,
    Standing,
    Step,
)
from dangvien.models.step import StepQuerySet
from dangvien.procedure.casefile import CaseFile, Line, Membership
from dangvien.procedure.regulations import Regulations

PART = 500
"""Cases read together."""

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Surroundings:
    """What all cases share, read once: the regulations, what stands above each organization, the mandates."""

    today: date
    regulations: Regulations
    above: Mapping[int, tuple[int | None, str, date]]
    mandates: tuple[Mandate, ...]

    @classmethod
    def load(cls, today: date) -> Surroundings:
        """In four queries."""
        placements = Placement.objects.in_force_on(today).values_list(
            "organization_id", "parent_id", "kind", "valid_from"
        )
        above = {key: (parent, kind, since) for key, parent, kind, since in placements}
        return cls(today, Regulations.load(), above, tuple(Mandate.objects.all()))

    def line(self, organization: int) -> Line:
        """The organizations above one, nearest first, each with its kind: as `places.superior_line`."""
        line: dict[int, str] = {}
        here = self.above[organization][0] if organization in self.above else None
        while here is not None and here in self.above and here not in line:
            parent, kind, _ = self.above[here]
            line[here] = kind
            here = parent
        return tuple(line.items())

    def since(self, organization: int, line: Line) -> date:
        """Since when that line stands as it does: as `places.line_since`."""
        known = [self.above[key][2] for key in (organization, *(key for key, _ in line)) if key in self.above]
        return max(known, default=self.today)

    def mandates_of(self, organization: int, line: Line) -> tuple[Mandate, ...]:
        concerned = {organization, *(key for key, _ in line)}
        return tuple(item for item in self.mandates if item.organization_id in concerned)


def candidate_files(candidates: Iterable[int], around: Surroundings) -> list[CaseFile]:
    """The files of some candidates' ways, by their keys; those of one call are held in memory together."""
    rows = list(Candidate.objects.filter(pk__in=list(candidates)).select_related("person", "organization"))
    people = [row.person_id for row in rows]
    found = _Read.of(people, [row.pk for row in rows], around)
    steps = _steps(Step.objects.filter(candidate__in=rows), "candidate_id")
    return [
        found.file(row.person, row.organization, tuple(steps.get(row.pk, ())), row, found.members.get(row.person_id))
        for row in rows
    ]


def probation_files(members: Iterable[int], around: Surroundings) -> list[CaseFile]:
    """The files of some members' probations, by the members' keys. Members without any place are left out."""
    rows = list(Member.objects.filter(pk__in=list(members)).select_related("person", "organization"))
    known = Movement.objects.standing().filter(member__in=rows).select_related("candidate", "organization").in_order()
    lines = _grouped(_by(known, "member_id"), "member_id")
    memberships = {row.pk: Membership.of(lines.get(row.pk, ())) for row in rows}
    admitted = [held.admission for held in memberships.values() if held.admission]
    ways = [line.candidate_id for line in admitted if line.candidate_id is not None]
    found = _Read.of([row.person_id for row in rows], ways, around)
    own = _steps(Step.objects.filter(probationer__in=rows), "probationer_id")
    before = _steps(Step.objects.filter(candidate__in=ways), "candidate_id")
    files = []
    for row in rows:
        held = memberships[row.pk]
        candidate = held.admission.candidate if held.admission else None
        place = row.organization or held.place
        if place is None:
            continue
        steps = [step for step in own.get(row.pk, ()) if step.occurred_on > held.after]
        steps += before.get(candidate.pk, ()) if candidate else ()
        steps.sort(key=lambda step: (step.occurred_on, step.pk))
        files.append(found.file(row.person, place, tuple(steps), candidate, row, of_probation=True))
    return files


def in_parts(rows: QuerySet[Any], size: int = PART) -> Iterator[list[int]]:
    """The keys of rows in parts, each asked for when the one before is done with: memory holds one part."""
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
        yield part
        last = part[-1]


@dataclass(frozen=True)
class _Read:
    """What was read of the people of one part, by person or by candidate."""

    around: Surroundings
    members: Mapping[int, Member]
    enrollments: Mapping[int, Sequence[Enrollment]]
    proposals: Mapping[int, Sequence[ClassProposal]]
    introductions: Mapping[int, Sequence[Introduction]]
    lines: Mapping[int, Sequence[Movement]]
    standings: Mapping[int, Sequence[Standing]]

    @classmethod
    def of(cls, people: list[int], candidates: list[int], around: Surroundings) -> _Read:
        members = Member.objects.filter(person__in=people).select_related("organization")
        enrollments = Enrollment.objects.filter(person__in=people).select_related("training_class__organizer")
        lines = Movement.objects.standing().filter(member__person__in=people).in_order()
        standings = Standing.objects.standing().filter(person__in=people, since__lte=around.today)
        introductions = Introduction.objects.filter(candidate__in=candidates)
        person_of = {member.pk: member.person_id for member in members}
        return cls(
            around=around,
            members={member.person_id: member for member in members},
            enrollments=_grouped(enrollments.order_by("person", "training_class__starts_on", "pk"), "person_id"),
            proposals=_grouped(ClassProposal.objects.open().filter(person__in=people).order_by("person"), "person_id"),
            introductions=_grouped(introductions.order_by("candidate", "pk"), "candidate_id"),
            lines={person_of[member]: own for member, own in _grouped(_by(lines, "member_id"), "member_id").items()},
            standings=_grouped(standings.order_by("person", "-since"), "person_id"),
        )

    def file(
        self,
        person: Person,
        organization: Organization,
        steps: tuple[Step, ...],
        candidate: Candidate | None,
        member: Member | None,
        *,
        of_probation: bool = False,
    ) -> CaseFile:
        line = self.around.line(organization.pk)
        return CaseFile(
            person=person,
            organization=organization,
            today=self.around.today,
            regulations=self.around.regulations,
            candidate=candidate,
            member=member,
            steps=steps,
            enrollments=tuple(self.enrollments.get(person.pk, ())),
            proposals=tuple(self.proposals.get(person.pk, ())),
            introductions=tuple(self.introductions.get(candidate.pk, ())) if candidate else (),
            lines=tuple(self.lines.get(person.pk, ())),
            standing=next(iter(self.standings.get(person.pk, ())), None),
            line=line,
            line_since=self.around.since(organization.pk, line),
            mandates=self.around.mandates_of(organization.pk, line),
            of_probation=of_probation,
        )


def _steps(rows: StepQuerySet, owner: str) -> dict[int, list[Step]]:
    """Standing steps with their votes, which is all of their papers that states and clocks look at."""
    return _grouped(_by(rows.standing().in_order().select_related("vote"), owner), owner)


def _by(rows: Iterable[Row], key: str) -> list[Row]:
    """In the order of a key; what has the same one stays in its order."""
    return sorted(rows, key=lambda row: getattr(row, key))


def _grouped(rows: Iterable[Row], key: str) -> dict[int, list[Row]]:
    return {owner: list(own) for owner, own in groupby(rows, key=lambda row: getattr(row, key))}
