"""Leaving the Party and coming back: one line of the ledger each, with its decision and the member's pointers."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.correction import set_pointers
from dangvien.actions.deciding import decision_problems, record_decision
from dangvien.actions.progress import lock_people, refresh_person
from dangvien.models import Decision, Kind, Member, Movement, Organization, User
from dangvien.procedure.departures import MovementFacts, movement_problems
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import refuse_if_any

SUBJECTS = {
    Kind.KHAI_TRU: Decision.Subject.KHAC,
    Kind.XOA_TEN: Decision.Subject.HUY,
    Kind.XIN_RA: Decision.Subject.KHAC,
    Kind.PHUC_HOI: Decision.Subject.KHAC,
}
"""What the decision behind each line is about."""


def record_death(*, by: User, member: Member, occurred_on: date, paper: str = "", today: date) -> Movement:
    """A member has died. There is no decision; `paper` is what the day was taken from. Raises `Refused`."""
    facts = MovementFacts(Kind.TU_TRAN, occurred_on, paper=paper)
    return _write(by=by, member=member, facts=facts, today=today)


def expel(*, by: User, member: Member, decision: DecisionFacts, occurred_on: date, today: date) -> Movement:
    """An official member is expelled by a decision. Raises `Refused` with every reason; then nothing is kept."""
    facts = MovementFacts(Kind.KHAI_TRU, occurred_on, decision)
    return _write(by=by, member=member, facts=facts, today=today)


def strike_off(
    *, by: User, member: Member, decision: DecisionFacts, occurred_on: date, ground: str, today: date
) -> Movement:
    """An official member's name is struck off, on a ground of the code list. Probationers: steps of their case."""
    facts = MovementFacts(Kind.XOA_TEN, occurred_on, decision, ground=ground)
    return _write(by=by, member=member, facts=facts, today=today)


def accept_resignation(
    *, by: User, member: Member, decision: DecisionFacts, occurred_on: date, today: date
) -> Movement:
    """A member who asked to leave the Party is let go by a decision."""
    facts = MovementFacts(Kind.XIN_RA, occurred_on, decision)
    return _write(by=by, member=member, facts=facts, today=today)


def restore(
    *, by: User, member: Member, cell: Organization, decision: DecisionFacts, occurred_on: date, today: date
) -> Movement:
    """Somebody who had left the Party is a member again, in a cell, with the dates they had."""
    facts = MovementFacts(Kind.PHUC_HOI, occurred_on, decision, cell=cell)
    return _write(by=by, member=member, facts=facts, today=today)


@transaction.atomic
def _write(*, by: User, member: Member, facts: MovementFacts, today: date) -> Movement:
    """The decision, the line, the pointers, the trace, and what is due; or every reason at once."""
    lock_people([member.person_id])
    locked = Member.objects.select_related("organization", "person").get(pk=member.pk)
    papers = decision_problems(facts.decision, today) if facts.decision else []
    refuse_if_any([*papers, *movement_problems(locked, facts, today)])
    paper = None
    if facts.decision is not None:
        paper = record_decision(by=by, facts=facts.decision, subject=SUBJECTS[facts.kind], today=today)
    place = facts.cell or locked.organization
    assert place is not None  # movement_problems has refused this
    line = Movement.objects.create(
        member=locked,
        organization=place,
        kind=facts.kind,
        occurred_on=facts.occurred_on,
        decision=paper,
        ground=facts.ground,
        reason=facts.paper,
        recorded_by=by,
    )
    set_pointers(locked)
    locked.save()
    told = {"quyết định": paper.reference} if paper else {}
    if facts.ground:
        told["lý do xóa tên"] = line.ground_label
    if facts.paper:
        told["giấy tờ"] = facts.paper
    after = {"dòng": line.get_kind_display(), "ngày": facts.occurred_on, **told}
    note(by=by, verb="ghi dòng sổ", subject=locked, organization=place, after=after)
    refresh_person(locked.person, today)
    return line
