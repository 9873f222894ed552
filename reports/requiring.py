"""Asking for a report, letting a requirement end, switching automatic drafts, naming kinds of documents."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import Organization, User
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.text import day_short
from reports.catalog import by_code
from reports.models import AutomaticDraft, DocumentType, PeriodKind, ReportRequirement

LONGEST_DEADLINE = 120
"""Days after a period beyond which a deadline is a slip of the keyboard."""

_CODE = re.compile(r"[^\W\d_]{2,6}")


@dataclass(frozen=True)
class RequirementFacts:
    """What a document asks for, as it is typed."""

    organization: Organization
    report: str
    period_kind: PeriodKind
    deadline_days: int
    document: str
    checked: bool
    since: date


def requirement_problems(facts: RequirementFacts) -> list[Problem]:
    """Every reason against a requirement: its deadline, its document, another one of the same report and period."""
    problems = []
    if not 0 <= facts.deadline_days <= LONGEST_DEADLINE:
        problems.append(
            Problem("deadline_days", f"Hạn gửi tính bằng số ngày sau khi hết kỳ, từ 0 đến {LONGEST_DEADLINE}.")
        )
    if not facts.document.strip():
        problems.append(Problem("document", "Nhập văn bản yêu cầu báo cáo này."))
    same = ReportRequirement.objects.filter(
        organization=facts.organization, report=facts.report, period_kind=facts.period_kind, valid_to__gt=facts.since
    ).order_by("valid_from")
    if (other := same.first()) is not None:
        problems.append(
            Problem(
                "report",
                f"Đã yêu cầu báo cáo này {other.get_period_kind_display().lower()} từ ngày "
                f"{day_short(other.valid_from)}. Cho thôi yêu cầu ấy trước khi ghi hạn khác.",
            )
        )
    return problems


@transaction.atomic
def require_report(*, by: User, facts: RequirementFacts) -> ReportRequirement:
    """Ask everybody directly below an organization for a report from a day on. Raises `Refused` with every reason."""
    Organization.objects.select_for_update(no_key=True).get(pk=facts.organization.pk)
    refuse_if_any(requirement_problems(facts))
    requirement = ReportRequirement.objects.create(
        organization=facts.organization,
        report=facts.report,
        period_kind=facts.period_kind,
        deadline_days=facts.deadline_days,
        document=facts.document.strip(),
        checked=facts.checked,
        valid_from=facts.since,
    )
    note(
        by=by,
        verb="yêu cầu báo cáo",
        subject=requirement,
        organization=facts.organization,
        after={
            "báo cáo": by_code(facts.report).name,
            "kỳ": facts.period_kind.label,
            "số ngày sau kỳ": facts.deadline_days,
            "văn bản": facts.document.strip(),
            "đã đối chiếu": facts.checked,
            "từ ngày": facts.since,
        },
    )
    return requirement


@transaction.atomic
def end_requirement(*, by: User, requirement: ReportRequirement, last_day: date, reason: str) -> ReportRequirement:
    """Let a requirement end with a day: periods that end later are not asked for. Raises `Refused`."""
    requirement = ReportRequirement.objects.select_for_update(no_key=True).get(pk=requirement.pk)
    problems = []
    if not reason.strip():
        problems.append(Problem("reason", "Nhập văn bản hoặc lý do cho thôi."))
    if last_day < requirement.valid_from:
        problems.append(
            Problem(
                "last_day",
                f"Ngày cuối trước ngày bắt đầu ({day_short(requirement.valid_from)}). Kiểm tra lại hai ngày.",
            )
        )
    if not requirement.is_open:
        problems.append(Problem("last_day", "Yêu cầu này đã cho thôi từ trước."))
    refuse_if_any(problems)
    requirement.valid_to = last_day + timedelta(days=1)
    requirement.save(update_fields=["valid_to"])
    note(
        by=by,
        verb="thôi yêu cầu báo cáo",
        subject=requirement,
        organization=requirement.organization_id,
        after={"báo cáo": by_code(requirement.report).name, "ngày cuối": last_day},
        reason=reason.strip(),
    )
    return requirement


@transaction.atomic
def set_automatic_drafts(*, by: User, organization: Organization, kinds: Collection[PeriodKind]) -> None:
    """For which kinds of period the schedule makes an organization's drafts; with the rights of whoever says so."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    before = {item.period_kind: item for item in AutomaticDraft.objects.filter(organization=organization)}
    for kind in PeriodKind:
        setting = before.get(kind)
        if setting is None and kind in kinds:
            AutomaticDraft.objects.create(organization=organization, period_kind=kind, set_by=by)
        elif setting is not None and (setting.on != (kind in kinds) or (setting.on and setting.set_by_id != by.pk)):
            setting.on, setting.set_by = kind in kinds, by
            setting.save()
    note(
        by=by,
        verb="đặt tự lập bản thảo",
        subject=organization,
        organization=organization,
        before={"kỳ": [PeriodKind(kind).label for kind, item in sorted(before.items()) if item.on]},
        after={"kỳ": [kind.label for kind in PeriodKind if kind in kinds]},
    )


@transaction.atomic
def keep_document_type(*, by: User, code: str, label: str, in_use: bool, organization: Organization) -> DocumentType:
    """Name a kind of document, a new one or one of the list, and whether it is offered; noted at `organization`."""
    if not _CODE.fullmatch(code):
        raise Refused.at("code", "Ký hiệu loại gồm từ 2 đến 6 chữ cái, ví dụ BC, TTr, ĐA.")
    if not label.strip():
        raise Refused.at("label", "Nhập tên loại văn bản, ví dụ Báo cáo.")
    before = DocumentType.objects.select_for_update(no_key=True).filter(code=code).first()
    said = {"tên loại": before.label, "đang dùng": before.in_use} if before else None
    kept = before or DocumentType(code=code)
    kept.label, kept.in_use = label.strip(), in_use
    kept.save()
    note(
        by=by,
        verb="ghi loại văn bản",
        subject=kept,
        organization=organization,
        before=said,
        after={"tên loại": kept.label, "đang dùng": kept.in_use},
    )
    return kept
