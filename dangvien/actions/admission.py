"""Admission and recognition: the two acts that make a candidate a member."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.deciding import DecisionFacts, decision_problems, record_decision
from dangvien.models import Candidate, Decision, Kind, Member, Movement, Organization, User
from dangvien.procedure.checks.admission import (
    AdmissionFacts,
    RecognitionFacts,
    admission_problems,
    official_day,
    recognition_problems,
)
from dangvien.procedure.problem import refuse_if_any


@transaction.atomic
def admit(
    *, by: User, candidate: Candidate, cell: Organization, decision: DecisionFacts, ceremony_on: date, today: date
) -> Movement:
    """Write an admission: the decision, the member, the line of the ledger dated with the ceremony.

    The candidate's person becomes the member's person. Raises `Refused` with every reason; then nothing is kept.
    """
    locked = Candidate.objects.select_for_update().get(pk=candidate.pk)
    facts = AdmissionFacts(locked, cell, decision.issued_on, ceremony_on)
    refuse_if_any([*decision_problems(decision, today), *admission_problems(facts, today)])
    paper = record_decision(by=by, facts=decision, subject=Decision.Subject.KET_NAP, today=today)
    member, _ = Member.objects.select_for_update().get_or_create(person=locked.person)
    line = Movement.objects.create(
        member=member,
        organization=cell,
        kind=Kind.KET_NAP,
        occurred_on=ceremony_on,
        decision=paper,
        candidate=locked,
        recorded_by=by,
    )
    member.organization, member.admitted_on, member.official_on = cell, ceremony_on, None
    member.save()
    note(
        by=by,
        verb="ghi kết nạp",
        subject=member,
        organization=cell,
        after={"quyết định": paper.reference, "ngày quyết định": paper.issued_on, "ngày lễ": ceremony_on},
    )
    return line


@transaction.atomic
def recognize(*, by: User, member: Member, decision: DecisionFacts, today: date) -> Movement:
    """Write an official recognition. The line carries the official day (admission + 12 months), not the decision's."""
    locked = Member.objects.select_for_update(of=("self",)).select_related("organization", "person").get(pk=member.pk)
    facts = RecognitionFacts(locked, decision.issued_on)
    refuse_if_any([*decision_problems(decision, today), *recognition_problems(facts, today)])
    paper = record_decision(by=by, facts=decision, subject=Decision.Subject.CONG_NHAN, today=today)
    admitted_on, cell = locked.admitted_on, locked.organization
    assert admitted_on is not None  # recognition_problems has refused this and the next
    assert cell is not None
    line = Movement.objects.create(
        member=locked,
        organization=cell,
        kind=Kind.CONG_NHAN,
        occurred_on=official_day(admitted_on),
        decision=paper,
        recorded_by=by,
    )
    locked.official_on = line.occurred_on
    locked.save()
    note(
        by=by,
        verb="ghi công nhận chính thức",
        subject=locked,
        organization=cell,
        after={
            "quyết định": paper.reference,
            "ngày quyết định": paper.issued_on,
            "ngày chính thức": line.occurred_on,
        },
    )
    return line
