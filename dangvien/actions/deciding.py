"""Entering decisions. A number serves once per issuer, type and term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dangvien import rules
from dangvien.actions.auditing import note
from dangvien.models import Decision, Organization, User
from dangvien.procedure.problem import Problem, refuse_if_any
from dangvien.text import day_short


@dataclass(frozen=True)
class DecisionFacts:
    """What a decision's paper says."""

    issuer: Organization
    number: int
    symbol: str
    issued_on: date
    signer: str = ""
    summary: str = ""
    document_type: str = "QĐ"

    @property
    def term(self) -> str:
        """The committee term whose series the number belongs to."""
        return rules.term_on(self.issued_on)


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
    used = Decision.objects.filter(
        issuer=facts.issuer, document_type=facts.document_type, term=facts.term, number=facts.number
    ).first()
    if used:
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
    """Enter one decision, or refuse with every reason."""
    refuse_if_any(decision_problems(facts, today))
    decision = Decision.objects.create(
        issuer=facts.issuer,
        subject=subject,
        document_type=facts.document_type,
        number=facts.number,
        symbol=facts.symbol,
        term=facts.term,
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
