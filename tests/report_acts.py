"""The acts of issuing reports and of asking for them, on the stage of `tests.acts`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from dangvien.actions import committee_terms
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.procedure.committee_terms import CommitteeTermFacts
from dangvien.scope import Scope
from reports import checking, issuing, lifecycle, requiring, separating
from reports.lifecycle import NumberFacts
from reports.models import CheckedDraft, DraftFinding, DutySeparation, Issue, PeriodKind, ReportRequirement
from reports.narrative import keeping
from reports.narrative.telling import About
from reports.requiring import RequirementFacts
from tests import factories
from tests.reports.narrative.files import word

Stage = Any
"""`tests.acts.Stage`, which runs these."""


def draft(on: Stage) -> Issue:
    """The ward's admissions of 2024, frozen."""
    question = on.city.ask("R02", Period.year(2024), place="p1")
    return issuing.freeze(by=on.actor, question=question)


def checked(on: Stage) -> Issue:
    return lifecycle.check(by=on.actor, issue=draft(on), reason="Chi bộ mới lập, đang rà soát")


def approved(on: Stage) -> Issue:
    return lifecycle.approve(by=on.actor, issue=checked(on))


def issued(on: Stage, number: int = 5) -> Issue:
    today = localdate()
    return lifecycle.publish(by=on.actor, issue=approved(on), facts=NumberFacts("BC", number, "ĐU", today), today=today)


def requirement(on: Stage) -> ReportRequirement:
    facts = RequirementFacts(
        on.city["tp"], "R02", PeriodKind.NAM, 10, "Quy chế 05-QC/TU", checked=False, since=date(2024, 1, 1)
    )
    return requiring.require_report(by=on.actor, facts=facts)


def _term(on: Stage) -> Any:
    facts = CommitteeTermFacts(on.ward, "2025-2030", date(2025, 6, 21), "Nghị quyết Đại hội")
    return committee_terms.record_committee_term(by=on.actor, facts=facts)


def _replacement(on: Stage) -> Issue:
    scope = Scope.whole(on.city["tp"], [Permission.VIEW_REPORTS, Permission.ISSUE_REPORTS])
    return issuing.draft_replacement(by=on.actor, issue=issued(on), scope=scope)


def _template(on: Stage) -> Any:
    content = word("Kết nạp {{ket_nap}} đảng viên.")
    return keeping.bring_template(by=on.actor, organization=on.ward, name="Báo cáo quý", content=content)


def _written(on: Stage) -> Any:
    scope = Scope.whole(on.city["tp"], [Permission.VIEW_REPORTS, Permission.ISSUE_REPORTS])
    about = About(scope, on.ward, Period.year(2024))
    return keeping.write_report(by=on.actor, source=keeping.Source.of_row(_template(on)), about=about)


def brought(on: Stage) -> CheckedDraft:
    """A draft of the ward, as it waits for the worker."""
    return checking.keep_draft(by=on.actor, organization=on.ward, content=b"17 + 31 = 49", file_name="")


def _tested(on: Stage) -> CheckedDraft:
    return checking.keep_result(draft=brought(on), result=factories.check_result())


def _answered(on: Stage) -> DraftFinding:
    facts = checking.AnswerFacts(DraftFinding.State.IGNORED, "", "Số của hai năm khác nhau", 0)
    return checking.answer_finding(by=on.actor, finding=_tested(on).findings.get(), facts=facts)


def separation(on: Stage) -> DutySeparation:
    return separating.separate_duties(
        by=on.actor, organization=on.ward, since=date(2030, 1, 1), document="Quy chế 03-QC/ĐU"
    )


REPORT_ACTS: dict[str, Callable[[Stage], Any]] = {
    "issuing.freeze": draft,
    "separating.separate_duties": separation,
    "separating.end_separation": lambda on: separating.end_separation(
        by=on.actor, separation=separation(on), last_day=date(2031, 1, 1), reason="Thiếu người"
    ),
    "issuing.draft_replacement": _replacement,
    "lifecycle.check": checked,
    "lifecycle.approve": approved,
    "lifecycle.publish": issued,
    "lifecycle.send_back": lambda on: lifecycle.send_back(by=on.actor, issue=checked(on), reason="Thiếu một chi bộ"),
    "lifecycle.drop": lambda on: lifecycle.drop(by=on.actor, issue=draft(on), reason="Lập bản khác"),
    "lifecycle.withdraw": lambda on: lifecycle.withdraw(
        by=on.actor,
        issue=issued(on),
        document="Công văn số 12-CV/ĐU",
        on=localdate(),
        reason="Sai phạm vi",
        today=localdate(),
    ),
    "checking.keep_draft": brought,
    "checking.answer_finding": _answered,
    "checking.drop_draft": lambda on: checking.drop_draft(by=on.actor, draft=_tested(on)),
    "checking.findings_taken": lambda on: checking.findings_taken(by=on.actor, draft=_tested(on)),
    "requiring.require_report": requirement,
    "requiring.end_requirement": lambda on: requiring.end_requirement(
        by=on.actor, requirement=requirement(on), last_day=date(2025, 12, 31), reason="Quy chế mới"
    ),
    "requiring.set_automatic_drafts": lambda on: requiring.set_automatic_drafts(
        by=on.actor, organization=on.ward, kinds=[PeriodKind.NAM]
    ),
    "requiring.keep_document_type": lambda on: requiring.keep_document_type(
        by=on.actor, code="ThM", label="Thư mời", in_use=True, organization=on.city["tp"]
    ),
    "keeping.bring_template": _template,
    "keeping.retire_template": lambda on: keeping.retire_template(by=on.actor, template=_template(on)),
    "keeping.write_report": _written,
    "committee_terms.record_committee_term": _term,
    "committee_terms.take_back_committee_term": lambda on: committee_terms.take_back_committee_term(
        by=on.actor, term=_term(on), reason="Ghi nhầm ngày"
    ),
}

REPORT_PARTS = {
    "separating.set_at": "reads",
    "separating.cannot_be_ended_by": "reads",
    "keeping.digest_of": "reads",
    "keeping.is_whole": "reads",
    "keeping.kept_figures": "reads",
    "keeping.kept_tables": "reads",
    "keeping.paper_of": "reads",
    "keeping.read_source": "reads a file that somebody sent; what is kept of it is noted by `keeping.bring_template`",
    "issuing.changes_since": "reads",
    "issuing.frozen_evidence": "reads",
    "issuing.frozen_table": "reads",
    "issuing.is_whole": "reads",
    "issuing.question_of": "reads",
    "issuing.visible": "reads",
    "checking.keep_result": "the worker's; `checking.keep_draft` noted that it was asked",
    "checking.refuse_draft": "the worker's; `checking.keep_draft` noted that it was asked",
    "checking.forget_old_drafts": "the schedule's; `checking.keep_draft` noted the day",
    "lifecycle.other_approvers": "reads",
    "drafting.ask_for_due_drafts": "puts jobs in the queue; the draft that one makes is noted by `issuing.freeze`",
    "drafting.make_draft": "the worker's; `issuing.freeze` notes the draft",
}
