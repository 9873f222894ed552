"""Writing down a term of a committee, and taking a mistaken one back. Numbers already given keep their term."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import note
from dangvien.models import CommitteeTerm, Organization, User
from dangvien.procedure.committee_terms import CommitteeTermFacts, committee_term_problems
from dangvien.procedure.problem import Refused, refuse_if_any


@transaction.atomic
def record_committee_term(*, by: User, facts: CommitteeTermFacts) -> CommitteeTerm:
    """Write down a term from its first day on. Raises `Refused` with every reason."""
    Organization.objects.select_for_update(no_key=True).get(pk=facts.organization.pk)
    refuse_if_any(committee_term_problems(facts))
    term = CommitteeTerm.objects.create(
        organization=facts.organization,
        label=facts.label,
        first_day=facts.first_day,
        document=facts.document.strip(),
    )
    note(
        by=by,
        verb="ghi nhiệm kỳ",
        subject=term,
        organization=term.organization,
        after={"ngày đầu nhiệm kỳ": term.first_day, "văn bản": term.document},
    )
    return term


@transaction.atomic
def take_back_committee_term(*, by: User, term: CommitteeTerm, reason: str) -> CommitteeTerm:
    """Take a mistaken term back; the row stays with the reason. Raises `Refused` without one."""
    term = CommitteeTerm.objects.select_for_update(no_key=True).get(pk=term.pk)
    if not reason.strip():
        raise Refused.at("reason", "Nhập lý do lấy lại.")
    if term.voided_at is not None:
        raise Refused.at("reason", "Nhiệm kỳ này đã lấy lại từ trước.")
    term.voided_at, term.void_reason = timezone.now(), reason.strip()
    term.save(update_fields=["voided_at", "void_reason"])
    note(
        by=by,
        verb="lấy lại nhiệm kỳ",
        subject=term,
        organization=term.organization_id,
        before={"ngày đầu nhiệm kỳ": term.first_day},
        reason=reason.strip(),
    )
    return term
