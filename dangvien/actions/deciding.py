"""Entering decisions. A number serves once per issuer, type and term."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dangvien.actions.auditing import note
from dangvien.models import Decision, User
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import Problem, refuse_if_any
from dangvien.text import day_short


def decision_problems(facts: DecisionFacts, today: date) -> list[Problem]:
    """What is wrong with a new decision: day in the future, issuer not standing, number used twice."""
    problems = []
    if facts.issued_on > today:
        problems.append(
            Problem("issued_on", f"Ngày quyết định ({day_short(facts.issued_on)}) ở tương lai. Kiểm tra lại ngày.")
        )
    placement = facts.issuer.placement_on(facts.issued_on)
    if placement is None or placement.is_archive:
        problems.append(
            Problem(
                "issuer",
                f"{facts.issuer.name_on(facts.issued_on)} không hoạt động vào ngày {day_short(facts.issued_on)}. "
                "Chọn cơ quan ban hành khác hoặc sửa ngày quyết định.",
            )
        )
    used = _with_number(facts).first()
    if used and not _serves_nothing(used):
        problems.append(
            Problem(
                "number",
                f"Số {used.reference} nhiệm kỳ {used.term} đã dùng cho quyết định ngày {day_short(used.issued_on)}. "
                "Mỗi số chỉ dùng một lần; kiểm tra lại số.",
            )
        )
    return problems


@transaction.atomic
def record_decision(*, by: User, facts: DecisionFacts, subject: Decision.Subject, today: date) -> Decision:
    """Enter one decision, or refuse with every reason.

    The number of a decision whose every line and step was reversed may be typed again. The old row keeps what it said,
    for the steps that show it, and is marked as out of use; the new paper has a row of its own.
    """
    # Of two writers the second sees what the first made of it.
    held = list(_with_number(facts).select_for_update(no_key=True))
    refuse_if_any(decision_problems(facts, today))
    for freed in held:
        freed.voided_at = timezone.now()
        freed.save(update_fields=["voided_at"])
    decision = Decision.objects.create(
        issuer=facts.issuer,
        document_type=facts.document_type,
        number=facts.number,
        term=facts.term,
        subject=subject,
        symbol=facts.symbol,
        issued_on=facts.issued_on,
        signer=facts.signer,
        summary=facts.summary,
    )
    note(
        by=by,
        verb="ghi quyết định",
        subject=decision,
        organization=facts.issuer,
        after={"số": decision.reference, "ngày": decision.issued_on, "nhiệm kỳ": decision.term},
    )
    return decision


def _with_number(facts: DecisionFacts) -> QuerySet[Decision]:
    """The decision that has this number in its issuer's series of the term: one at most."""
    return Decision.objects.filter(
        issuer=facts.issuer,
        document_type=facts.document_type,
        term=facts.term,
        number=facts.number,
        voided_at__isnull=True,
    )


def _serves_nothing(decision: Decision) -> bool:
    """Whether everything that rested on a decision has been reversed, so that its number is free to be typed again."""
    lines, steps = decision.movements.all(), decision.steps.all()
    if not lines.exists() and not steps.exists():
        return False
    return not (
        lines.standing().exists()
        or steps.standing().exists()
        or decision.classes.exists()
        or decision.placements.exists()
        or decision.transfers.running().exists()
    )
