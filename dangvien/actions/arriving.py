"""Taking in a member who comes with a paper of a place outside of the register."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.correction import set_pointers
from dangvien.actions.progress import lock_people, refresh_person
from dangvien.actions.taking_up import tell_places_before
from dangvien.models import (
    Kind,
    Member,
    Movement,
    Organization,
    Person,
    Transfer,
    TransferKind,
    TransferStep,
    TransferStepKind,
    User,
)
from dangvien.procedure.checks.people import person_problems
from dangvien.procedure.elsewhere import places_before
from dangvien.procedure.problem import Problem, refuse_if_any
from dangvien.procedure.transfer_checks import ArrivalFacts, arrival_problems
from dangvien.scope import Scope


@transaction.atomic
def receive_member(*, by: User, person: Person, facts: ArrivalFacts, today: date) -> Transfer:
    """Take somebody in: the person (without pk: entered with it), the member with the dates of the papers, one line.

    What the register knows of a person already stays. Somebody who stays for a time gets no line: they count at their
    official place. Somebody who is held elsewhere in the register is not taken in; where they were before hears of it.
    Raises `Refused` with every reason; then nothing is kept.
    """
    # Of two writers the second sees whom the first wrote.
    Organization.objects.select_for_update(no_key=True).get(pk=facts.cell.pk)
    if not person._state.adding:
        lock_people([person.pk])
    refuse_if_any([*_entering(person, today), *arrival_problems(person, facts, Scope.of(by, today), today)])
    before = [] if person._state.adding else places_before(person)
    if person._state.adding:
        person.save()
    member, _ = Member.objects.select_related("person").get_or_create(person=person)
    arrival = None
    if facts.kind in TransferKind.moving():
        arrival = _arrived(by, member, facts)
    taken_in = Transfer.objects.create(
        member=member,
        kind=facts.kind,
        reason=facts.reason,
        origin_name=facts.origin_name,
        destination=facts.cell,
        recorded_by=by,
    )
    TransferStep.objects.create(
        transfer=taken_in,
        kind=TransferStepKind.TIEP_NHAN,
        occurred_on=facts.occurred_on,
        number=facts.number,
        organization=facts.cell,
        until=facts.until,
        arrival=arrival,
        recorded_by=by,
    )
    after = {"loại": taken_in.get_kind_display(), "nơi đi": facts.origin_name, "ngày": facts.occurred_on}
    note(by=by, verb="tiếp nhận từ nơi khác", subject=member, organization=facts.cell, after=after)
    tell_places_before(
        by=by, person=member.person, before=before, cell=facts.cell, on=today, what=taken_in.get_kind_display()
    )
    refresh_person(member.person, today)
    return taken_in


def _entering(person: Person, today: date) -> list[Problem]:
    """K35 and K42 for a person who is new to the register; what only has to be compared was shown by the form."""
    if not person._state.adding:
        return []
    return person_problems(
        full_name=person.full_name,
        birth=person.birth,
        gender=person.gender,
        citizen_id=person.citizen_id or "",
        native_place=person.native_place,
        day=today,
    )


def _arrived(by: User, member: Member, facts: ArrivalFacts) -> Movement:
    member.admitted_on = member.admitted_on or facts.admitted_on
    member.official_on = member.official_on or facts.official_on
    member.card_number = member.card_number or facts.card_number or None
    line = Movement.objects.create(
        member=member,
        organization=facts.cell,
        kind=Kind.CHUYEN_DEN,
        occurred_on=facts.occurred_on,
        reason=facts.origin_name,
        recorded_by=by,
    )
    set_pointers(member)
    member.save()
    after = {"dòng": line.get_kind_display(), "ngày": facts.occurred_on}
    note(by=by, verb="ghi dòng sổ", subject=member, organization=facts.cell, after=after)
    return line
