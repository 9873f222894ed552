"""Transfers: started, each step, mistaken steps taken back. One step changes the ledger, at both ends at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import note
from dangvien.actions.casework_bulk import RowsRefused
from dangvien.actions.correction import set_pointers, take_back
from dangvien.actions.deciding import record_decision
from dangvien.actions.progress import lock_people, refresh_person
from dangvien.models import (
    Decision,
    Kind,
    Member,
    Movement,
    Organization,
    Transfer,
    TransferStep,
    TransferStepKind,
    User,
)
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.procedure.transfer_checks import (
    TransferFacts,
    TransferStepFacts,
    taking_back_problems,
    transfer_problems,
    transfer_step_problems,
)
from dangvien.procedure.transfers import TransferFile

One = TypeVar("One")
Made = TypeVar("Made")


@transaction.atomic
def start_transfer(
    *, by: User, member: Member, facts: TransferFacts, today: date, decision: Decision | None = None
) -> Transfer:
    """Send a member elsewhere: the transfer, and its paper when that was written already.

    A paper that leads out of the register writes the line of departure. Raises `Refused` with every reason; then
    nothing is kept.
    """
    lock_people([member.person_id])
    locked = Member.objects.select_related("person", "organization").get(pk=member.pk)
    refuse_if_any(transfer_problems(locked, facts, today))
    started = Transfer.objects.create(
        member=locked,
        kind=facts.kind,
        reason=facts.reason,
        origin=locked.organization,
        destination=facts.destination,
        destination_name=facts.destination_name,
        decided_on=facts.decided_on,
        decision=decision,
        recorded_by=by,
    )
    after = {"loại": started.get_kind_display(), "nơi đến": destination_of(started, today)}
    for place in _concerned(started):
        note(by=by, verb="ghi việc chuyển sinh hoạt", subject=locked, organization=place, after=after)
    if facts.introduced_on is not None:
        kind = TransferStepKind.GIOI_THIEU
        paper = TransferStepFacts(kind, facts.introduced_on, facts.number, until=facts.until)
        _record(by, TransferFile.of(started), paper, today)
    return started


@transaction.atomic
def record_transfer_step(*, by: User, transfer: Transfer, facts: TransferStepFacts, today: date) -> TransferStep:
    """Record one step of a transfer. Taking a member in writes two lines of that day, or none.

    Raises `Refused` with every reason; then nothing is kept.
    """
    return _record(by, _locked(transfer), facts, today)


@transaction.atomic
def take_back_transfer_step(*, by: User, step: TransferStep, reason: str, today: date) -> None:
    """Take back the last step of a transfer, with a reason; the lines it wrote are reversed with it, all or none."""
    file = _locked(step.transfer)
    refuse_if_any(taking_back_problems(file, step, reason.strip()))
    member = file.transfer.member
    for line in (step.arrival, step.departure):  # the arrival is the newer one of the day
        if line is not None:
            take_back(by=by, line=line, reason=reason)
    if file.comes_in:
        _never_here(member)
    step.voided_at, step.void_reason = timezone.now(), reason
    step.save(update_fields=["voided_at", "void_reason"])
    for place in _concerned(file.transfer):
        note(
            by=by,
            verb="đính chính bước chuyển sinh hoạt",
            subject=member,
            organization=place,
            after={"bước": step.get_kind_display(), "ngày": step.occurred_on},
            reason=reason,
        )
    refresh_person(member.person, today)


# Several at once


@dataclass(frozen=True)
class Leaving:
    """One of several who leave together: the member and the number of their own paper."""

    member: Member
    number: str = ""


@transaction.atomic
def transfer_together(
    *, by: User, leaving: Sequence[Leaving], facts: TransferFacts, decision: DecisionFacts | None, today: date
) -> list[Transfer]:
    """Send several members to one place, by one decision if there is one: all of them or none.

    Raises `RowsRefused` with what stands against each (`rows`: place in the list → problems), or `Refused` for what
    they share.
    """
    lock_people({one.member.person_id for one in leaving})
    paper = None
    if decision is not None:
        paper = record_decision(by=by, facts=decision, subject=Decision.Subject.KHAC, today=today)

    def start(one: Leaving) -> Transfer:
        own = TransferFacts(**{**vars(facts), "number": one.number or facts.number})
        return start_transfer(by=by, member=one.member, facts=own, today=today, decision=paper)

    return _all_or_none(leaving, start)


@transaction.atomic
def record_transfer_steps(
    *, by: User, entries: Sequence[tuple[Transfer, TransferStepFacts]], today: date
) -> list[TransferStep]:
    """Record a step of several transfers, all or none; raises `RowsRefused` as `transfer_together` does."""
    lock_people({transfer.member.person_id for transfer, _ in entries})
    return _all_or_none(
        entries, lambda entry: record_transfer_step(by=by, transfer=entry[0], facts=entry[1], today=today)
    )


def _all_or_none(entries: Sequence[One], act: Callable[[One], Made]) -> list[Made]:
    made: list[Made] = []
    wrong: dict[int, tuple[Problem, ...]] = {}
    for place, entry in enumerate(entries):
        try:
            made.append(act(entry))
        except Refused as refused:
            wrong[place] = refused.problems
    if wrong:
        raise RowsRefused(wrong, {})
    return made


# What a step does


def _locked(transfer: Transfer) -> TransferFile:
    """The transfer's file, read after the member was locked: of two writers the second sees what the first wrote."""
    lock_people([transfer.member.person_id])
    rows = Transfer.objects.select_related("member__person", "member__organization", "origin", "destination")
    return TransferFile.of(rows.get(pk=transfer.pk))


def _record(by: User, file: TransferFile, facts: TransferStepFacts, today: date) -> TransferStep:
    refuse_if_any(transfer_step_problems(file, facts, today))
    write = _LINES.get(facts.kind)
    departure, arrival = write(by, file, facts) if write else (None, None)
    step = TransferStep.objects.create(
        transfer=file.transfer,
        kind=facts.kind,
        occurred_on=facts.occurred_on,
        number=facts.number,
        organization=facts.organization,
        until=facts.until,
        reason=facts.reason,
        departure=departure,
        arrival=arrival,
        recorded_by=by,
    )
    after: dict[str, object] = {"bước": step.get_kind_display(), "ngày": step.occurred_on}
    if facts.organization is not None:
        after["tiếp nhận tại"] = facts.organization.name_on(step.occurred_on)
    if facts.until is not None:
        after["đến hết ngày"] = facts.until
    for place in _concerned(file.transfer):
        note(
            by=by,
            verb="ghi bước chuyển sinh hoạt",
            subject=file.transfer.member,
            organization=place,
            after=after,
            reason=facts.reason,
        )
    if departure is not None or arrival is not None:
        refresh_person(file.transfer.member.person, today)
    return step


Lines = tuple[Movement | None, Movement | None]


def _sent_out(by: User, file: TransferFile, facts: TransferStepFacts) -> Lines:
    """Towards outside the member counts here until the paper is written, and nowhere in the register after it."""
    transfer, member = file.transfer, file.transfer.member
    if not file.leads_out or file.is_temporary:
        return None, None
    assert member.organization is not None  # transfer_step_problems has refused this
    departure = _write(
        by, transfer, member.organization, Kind.CHUYEN_DI, facts.occurred_on, reason=transfer.destination_name
    )
    _point(member)
    return departure, None


def _taken_in(by: User, file: TransferFile, facts: TransferStepFacts) -> Lines:
    """Both lines of the day of reception; a temporary member goes on counting at the official place."""
    transfer, member, cell = file.transfer, file.transfer.member, facts.organization
    if file.is_temporary:
        return None, None
    left = member.organization
    assert left is not None  # transfer_step_problems has refused both
    assert cell is not None
    departure = _write(by, transfer, left, Kind.CHUYEN_DI, facts.occurred_on, counterpart=cell)
    arrival = _write(by, transfer, cell, Kind.CHUYEN_DEN, facts.occurred_on, counterpart=left)
    _point(member)
    return departure, arrival


def _stayed(by: User, file: TransferFile, facts: TransferStepFacts) -> Lines:
    """Taken back: what a paper towards outside wrote is reversed, on its own day."""
    begun = file.begun
    if not file.leads_out or begun is None or begun.departure is None:
        return None, None
    return take_back(by=by, line=begun.departure, reason=facts.reason), None


_LINES: Mapping[TransferStepKind, Callable[[User, TransferFile, TransferStepFacts], Lines]] = {
    TransferStepKind.GIOI_THIEU: _sent_out,
    TransferStepKind.TIEP_NHAN: _taken_in,
    TransferStepKind.TRA_LAI: _stayed,
}


def _write(
    by: User,
    transfer: Transfer,
    place: Organization,
    kind: Kind,
    day: date,
    *,
    counterpart: Organization | None = None,
    reason: str = "",
) -> Movement:
    """One line of the ledger and its trace at the place that loses or gains the member."""
    line = Movement.objects.create(
        member=transfer.member,
        organization=place,
        counterpart=counterpart,
        kind=kind,
        occurred_on=day,
        decision=transfer.decision,
        reason=reason,
        recorded_by=by,
    )
    after = {"dòng": line.get_kind_display(), "ngày": day}
    note(by=by, verb="ghi dòng sổ", subject=transfer.member, organization=place, after=after)
    return line


def _point(member: Member) -> None:
    set_pointers(member)
    member.save()


def _never_here(member: Member) -> None:
    """Dates that came with a paper from outside go with the line, when nothing else of the person stands here."""
    fresh = Member.objects.get(pk=member.pk)
    if not fresh.movements.standing().exists():
        fresh.admitted_on = fresh.official_on = fresh.card_number = None
        fresh.save()


def _concerned(transfer: Transfer) -> list[Organization]:
    """Whose audit trail tells of a transfer: both ends, as far as they are in the register."""
    return [place for place in (transfer.origin, transfer.destination) if place is not None]


def destination_of(transfer: Transfer, day: date) -> str:
    """What the place a transfer leads to is called."""
    return transfer.destination.name_on(day) if transfer.destination else transfer.destination_name
