"""Who may be sent to a class: people on the way for the first kind, members on probation for the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from dangvien.models import Candidate, ClassProposal, Enrollment, Member, Organization, Person, TrainingClass
from dangvien.models.candidate import CandidateQuerySet
from dangvien.models.member import MemberQuerySet
from dangvien.procedure.deadlines import oldest_valid_certificate
from dangvien.scope import Scope

Row = Candidate | Member
"""Where a learner comes from: both have `person` and `organization`."""


@dataclass(frozen=True)
class Learner:
    """Somebody to be sent to a class, and the cell that sends them."""

    person: Person
    sent_by: Organization


def learner_of(row: Row) -> Learner:
    """The learner a row stands for. A member is present, so that there is a cell."""
    assert row.organization is not None
    return Learner(row.person, row.organization)


def pool(scope: Scope, training_class: TrainingClass, *, everybody: bool = False) -> CandidateQuerySet | MemberQuerySet:
    """Who in scope may be sent to the class: not on its list, not proposed for it and waiting.

    Without `everybody` those are left out who are in another class now, or hold a certificate that still serves.
    """
    kind = TrainingClass.Kind(training_class.kind)
    of_person = Enrollment.objects.of_kind(kind).filter(person=OuterRef("person"))
    there = Exists(of_person.filter(training_class=training_class))
    waiting = ClassProposal.objects.open().filter(training_class=training_class, person=OuterRef("person"))
    busy = Q(result=Enrollment.Result.DANG_HOC)
    if kind == TrainingClass.Kind.NHAN_THUC:
        served = busy | Q(certificate_on__gte=oldest_valid_certificate(scope.today))
        found: CandidateQuerySet | MemberQuerySet = scope.candidates.open()
    else:
        served = busy | Q(certificate_on__isnull=False)
        found = scope.present_members.probationary()
    found = found.filter(~there, ~Exists(waiting))
    if not everybody:
        found = found.filter(~Exists(of_person.filter(served)))
    return found.select_related("person", "organization").in_name_order()


def rows_of(found: CandidateQuerySet | MemberQuerySet, most: int | None = None) -> list[Row]:
    """The rows of a pool, or the first of them."""
    if isinstance(found, CandidateQuerySet):
        return [*found[:most]]
    return [*found[:most]]


def still_sendable(training_class: TrainingClass, people: Iterable[int]) -> frozenset[int]:
    """Those of these people who are still what the class is for: on the list of a cell, or members on probation."""
    keys = list(people)
    if training_class.kind == TrainingClass.Kind.NHAN_THUC:
        return frozenset(Candidate.objects.open().filter(person__in=keys).values_list("person_id", flat=True))
    return frozenset(Member.objects.probationary().filter(person__in=keys).values_list("person_id", flat=True))


def organizations_of(rows: Sequence[Row]) -> list[int | None]:
    """The cells of some rows, to look up their names at once."""
    return [row.organization_id for row in rows]
