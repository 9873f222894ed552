"""Writing down where a case stands and what is due for it: after every step, and for all cases when rules change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from dangvien.models import Candidate, Case, Deadline, Member, Movement, Organization, Person
from dangvien.procedure.casefile import CaseFile, candidate_file, probation_file
from dangvien.procedure.casefiles import PART, Surroundings, candidate_files, in_parts, probation_files
from dangvien.procedure.clocks import deadlines_of
from dangvien.procedure.standing import admission_standing, probation_standing

Report = Callable[[int, int], object]
"""Told how many cases are done, and of how many."""


def lock_people(people: Iterable[int]) -> None:
    """Lock every way and the membership of these people until the transaction ends, always in the same order.

    Whoever reads a case in order to write it down locks first, and before the audit trail is written to: of two
    writers the second reads what the first has kept, and neither waits for the other.
    """
    keys = list(people)
    list(Candidate.objects.select_for_update(no_key=True).filter(person__in=keys).order_by("pk").values_list("pk"))
    list(Member.objects.select_for_update(no_key=True).filter(person__in=keys).order_by("pk").values_list("pk"))


@transaction.atomic
def write_down(case: CaseFile) -> None:
    """Set the rows of a file: the candidate's way when it has one, the probation when there is or was one."""
    if case.candidate is not None:
        _settle(Case.objects.filter(candidate=case.candidate).first(), case, of_probation=False)
    member = case.member
    if member is not None and member.organization_id is None and not Movement.objects.standing().filter(member=member):
        Case.objects.filter(member=member).delete()  # what was written of them was taken back: they never were one
    elif member is not None and _has_probation(member):
        own = case if case.of_probation else probation_file(member, case.today, case.regulations)
        _settle(Case.objects.filter(member=member).first(), own, of_probation=True)


def _has_probation(member: Member) -> bool:
    """Members on probation have a case; others only when one was begun here."""
    on_probation = member.organization_id is not None and member.official_on is None
    return on_probation or Case.objects.filter(member=member).exists()


def _settle(row: Case | None, case: CaseFile, *, of_probation: bool) -> None:
    wanted = standing_row(row, case, of_probation=of_probation)
    wanted.save()
    _set_deadlines({wanted: deadlines_of(wanted, case) if wanted.is_open else []})


def standing_row(row: Case | None, case: CaseFile, *, of_probation: bool) -> Case:
    """A case's row as its facts have it, unsaved: the one there is, changed, or a new one."""
    standing = probation_standing(case) if of_probation else admission_standing(case)
    row = row or Case()
    if of_probation:
        assert case.member is not None
        row.member, row.organization_id = case.member, case.member.organization_id or case.organization.pk
    else:
        assert case.candidate is not None
        row.candidate, row.organization_id = case.candidate, case.candidate.organization_id
    row.person = case.person
    row.state, row.since, row.is_open = standing.state, standing.since, standing.is_open
    return row


def _set_deadlines(wanted: dict[Case, list[Deadline]]) -> None:
    """Set what is due of saved cases. What stands already is left as it is: most of it does, most of the time."""
    kept: set[tuple[Any, ...]] = set()
    gone = []
    expected = {said(item) for items in wanted.values() for item in items}
    for item in Deadline.objects.filter(case__in=[row.pk for row in wanted]):
        if said(item) in expected and said(item) not in kept:
            kept.add(said(item))
        else:
            gone.append(item.pk)
    if gone:
        Deadline.objects.filter(pk__in=gone).delete()
    Deadline.objects.bulk_create(item for items in wanted.values() for item in items if said(item) not in kept)


def said(item: Deadline) -> tuple[Any, ...]:
    """Everything a deadline says, for comparing two."""
    return (
        item.case_id,
        item.organization_id,
        item.clock,
        item.step_id,
        item.started_on,
        item.due_on,
        item.waiting_for,
        item.next_step,
        item.rules_key,
        item.source,
    )


@transaction.atomic
def refresh_candidate(candidate: Candidate, today: date) -> CaseFile:
    """Write down one candidate's way anew from its facts; gives the file it was read from."""
    lock_people([candidate.person_id])
    case = candidate_file(candidate, today)
    write_down(case)
    return case


@transaction.atomic
def refresh_member(member: Member, today: date) -> CaseFile:
    """The same for a member's probation."""
    lock_people([member.person_id])
    case = probation_file(member, today)
    write_down(case)
    return case


@transaction.atomic
def refresh_person(person: Person, today: date) -> None:
    """Write down every way of a person that is open: after a class's result, a correction of the ledger."""
    lock_people([person.pk])
    for candidate in person.candidacies.select_related("person", "organization"):
        refresh_candidate(candidate, today)
    member = Member.objects.filter(person=person).select_related("person", "organization").first()
    if member is None or not _has_probation(member):
        return
    if Movement.objects.standing().filter(member=member).exists():
        refresh_member(member, today)
    else:
        Case.objects.filter(member=member).delete()


def refresh_all(today: date, organizations: Iterable[Organization] | None = None, report: Report | None = None) -> int:
    """Write down every open case anew, and those never written down; gives how many there were.

    Of all organizations, or of these.

    For changes that touch many cases at once: an amendment, a holiday, the day itself. Works through parts of a few
    hundred, each in a transaction of its own, so that memory and locks stay small; safe to run again.
    """
    around = Surroundings.load(today)
    ways, probations = open_ways(organizations), open_probations(organizations)
    total, done = ways.count() + probations.count(), 0
    for rows, settle in ((ways, _settle_ways), (probations, _settle_probations)):
        for part in in_parts(rows):
            settle(part, around)
            done += len(part)
            if report is not None:
                report(done, total)
    return done


def open_ways(organizations: Iterable[Organization] | None = None) -> QuerySet[Candidate]:
    """Candidates whose way is open, is open still by what was last written down of it, or was never written down."""
    settled = Case.objects.filter(candidate=OuterRef("pk"), is_open=False)
    found = Candidate.objects.filter(Q(pk__in=Candidate.objects.open().values("pk")) | ~Exists(settled))
    return found if organizations is None else found.filter(organization__in=list(organizations))


def open_probations(organizations: Iterable[Organization] | None = None) -> QuerySet[Member]:
    """Members on probation, and those whose case is open still by what was last written down of it."""
    written = Case.objects.open().filter(member=OuterRef("pk"))
    found = Member.objects.filter(Q(organization__isnull=False, official_on__isnull=True) | Exists(written))
    if organizations is None:
        return found
    places = list(organizations)
    return found.filter(Q(organization__in=places) | Exists(written.filter(organization__in=places)))


def unwritten() -> bool:
    """Whether somebody under way has no row yet: the register comes from a version that kept none."""
    members = Member.objects.probationary().filter(~Exists(Case.objects.filter(member=OuterRef("pk"))))
    return Candidate.objects.open().filter(case__isnull=True).exists() or members.exists()


@transaction.atomic
def _settle_ways(part: Sequence[int], around: Surroundings) -> None:
    list(Candidate.objects.select_for_update(no_key=True).filter(pk__in=part).order_by("pk").values_list("pk"))
    files = candidate_files(part, around)
    known = {row.candidate_id: row for row in Case.objects.filter(candidate__in=part)}
    _settle_many([(known.get(_key(case.candidate)), case) for case in files], of_probation=False)


@transaction.atomic
def _settle_probations(part: Sequence[int], around: Surroundings) -> None:
    list(Member.objects.select_for_update(no_key=True).filter(pk__in=part).order_by("pk").values_list("pk"))
    files = probation_files(part, around)
    known = {row.member_id: row for row in Case.objects.filter(member__in=part)}
    _settle_many([(known.get(_key(case.member)), case) for case in files], of_probation=True)


def _key(owner: Candidate | Member | None) -> int:
    assert owner is not None
    return owner.pk


_WRITTEN = ("person", "organization", "state", "since", "is_open")


def _settle_many(found: Sequence[tuple[Case | None, CaseFile]], *, of_probation: bool) -> None:
    """Save the rows that are new or changed, then what is due of all of them."""
    new, changed, rows = [], [], []
    for row, case in found:
        before = _columns(row) if row is not None else None
        wanted = standing_row(row, case, of_probation=of_probation)
        rows.append((wanted, case))
        if before is None:
            new.append(wanted)
        elif before != _columns(wanted):
            changed.append(wanted)
    Case.objects.bulk_create(new, batch_size=PART)
    Case.objects.bulk_update(changed, _WRITTEN, batch_size=PART)
    _set_deadlines({row: deadlines_of(row, case) if row.is_open else [] for row, case in rows})


def _columns(row: Case) -> tuple[Any, ...]:
    return (row.person_id, row.organization_id, str(row.state), row.since, row.is_open)
