"""Admission and recognition: the two acts that make a candidate a member.

Written at once, an act is one step of the case, which keeps why and what every check found, and by whose reversal it is
taken back.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dangvien import rules
from dangvien.actions.auditing import note
from dangvien.actions.deciding import decision_problems, record_decision
from dangvien.actions.progress import lock_people, refresh_person
from dangvien.actions.step_results import keep_results
from dangvien.models import (
    Candidate,
    Decision,
    Kind,
    Matter,
    Member,
    Movement,
    Organization,
    Outcome,
    Step,
    StepKind,
    User,
)
from dangvien.procedure.checks.admission import (
    AdmissionFacts,
    RecognitionFacts,
    admission_examined,
    official_day,
    recognition_examined,
    why_told,
)
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import refuse_if_any


@transaction.atomic
def admit(
    *,
    by: User,
    candidate: Candidate,
    cell: Organization,
    decision: DecisionFacts,
    ceremony_on: date,
    today: date,
    why: Matter | None = None,
) -> Movement:
    """Write an admission at once: the decision, the member, the line of the ledger dated with the ceremony.

    The candidate's person becomes the member's person. `why` is asked of a ceremony held since the register began.
    Raises `Refused` with every reason; then nothing is kept.
    """
    lock_people([candidate.person_id])
    locked = Candidate.objects.get(pk=candidate.pk)
    facts = AdmissionFacts(locked, cell, decision.issued_on, ceremony_on, decision.issuer, why)
    problems, results = admission_examined(facts, today)
    refuse_if_any([*decision_problems(decision, today), *problems])
    paper = record_decision(by=by, facts=decision, subject=Decision.Subject.KET_NAP, today=today)
    earlier = Member.objects.filter(person=locked.person_id).first()
    reason = why_told(why)
    line = write_admission(by=by, candidate=locked, cell=cell, paper=paper, ceremony_on=ceremony_on, why=reason)
    step = Step.objects.create(
        candidate=locked,
        kind=StepKind.LE_KET_NAP,
        occurred_on=ceremony_on,
        organization=cell,
        signer=decision.signer,
        matter=reason,
        decision=paper,
        movement=line,
        replaced=dates_of(earlier) if earlier else {},
        rules_key=rules.on(ceremony_on).era.key,
        recorded_by=by,
    )
    keep_results(step, results)
    refresh_person(locked.person, today)
    return line


DATES = ("admitted_on", "official_on")


def dates_of(member: Member) -> dict[str, str]:
    """The dates of an earlier membership, which a readmission writes over; as a step keeps them."""
    return {name: day.isoformat() for name in DATES if (day := getattr(member, name)) is not None}


def write_admission(
    *,
    by: User,
    candidate: Candidate,
    cell: Organization,
    paper: Decision | None,
    ceremony_on: date,
    why: Matter | None = None,
) -> Movement:
    """The member's row, the line of the ledger dated with the ceremony, and its trace; the caller has checked."""
    member, _ = Member.objects.select_for_update(no_key=True).get_or_create(person=candidate.person)
    line = Movement.objects.create(
        member=member,
        organization=cell,
        kind=Kind.KET_NAP,
        occurred_on=ceremony_on,
        decision=paper,
        candidate=candidate,
        recorded_by=by,
    )
    member.organization, member.admitted_on, member.official_on = cell, ceremony_on, None
    member.save()
    told = {**_of_paper(paper), "ngày lễ": ceremony_on, **_at_once(why)}
    note(by=by, verb="ghi kết nạp", subject=member, organization=cell, after=told)
    return line


def _of_paper(paper: Decision | None) -> dict[str, object]:
    return {"quyết định": paper.reference, "ngày quyết định": paper.issued_on} if paper else {}


def _at_once(why: Matter | None) -> dict[str, object]:
    return {"ghi tắt": why.label} if why else {}


@transaction.atomic
def recognize(*, by: User, member: Member, decision: DecisionFacts, today: date, why: Matter | None = None) -> Movement:
    """Write an official recognition at once.

    The line carries the official day (admission + 12 months), not the decision's. `why` is asked of a decision issued
    since the register began.
    """
    lock_people([member.person_id])
    locked = Member.objects.select_related("organization", "person").get(pk=member.pk)
    facts = RecognitionFacts(locked, decision.issued_on, decision.issuer, why)
    problems, results = recognition_examined(facts, today)
    refuse_if_any([*decision_problems(decision, today), *problems])
    paper = record_decision(by=by, facts=decision, subject=Decision.Subject.CONG_NHAN, today=today)
    assert locked.admitted_on is not None  # recognition_examined has refused this
    reason = why_told(why)
    line = write_recognition(
        by=by, member=locked, paper=paper, official_on=official_day(locked.admitted_on), why=reason
    )
    step = Step.objects.create(
        probationer=locked,
        kind=StepKind.QUYET_DINH_CONG_NHAN,
        occurred_on=decision.issued_on,
        organization=decision.issuer,
        signer=decision.signer,
        outcome=Outcome.DONG_Y,
        matter=reason,
        decision=paper,
        movement=line,
        rules_key=rules.on(decision.issued_on).era.key,
        recorded_by=by,
    )
    keep_results(step, results)
    refresh_person(locked.person, today)
    return line


def write_recognition(
    *, by: User, member: Member, paper: Decision | None, official_on: date, why: Matter | None = None
) -> Movement:
    """The line of the ledger dated with the official day, and its trace; the caller has checked and locked."""
    cell = member.organization
    assert cell is not None
    line = Movement.objects.create(
        member=member,
        organization=cell,
        kind=Kind.CONG_NHAN,
        occurred_on=official_on,
        decision=paper,
        recorded_by=by,
    )
    member.official_on = official_on
    member.save()
    after = {**_of_paper(paper), "ngày chính thức": official_on, **_at_once(why)}
    note(by=by, verb="ghi công nhận chính thức", subject=member, organization=cell, after=after)
    return line
