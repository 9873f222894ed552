"""Having drafting, approving and issuing of an organization's reports held by different people, and no longer so."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import Organization, User
from dangvien.procedure.problem import Problem, refuse_if_any
from dangvien.text import day_short
from reports.models import DutySeparation


@transaction.atomic
def separate_duties(*, by: User, organization: Organization, since: date, document: str) -> DutySeparation:
    """From a day on different people draft, approve and issue. Raises `Refused`."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    problems = []
    if not document.strip():
        problems.append(Problem("document", "Nhập căn cứ, ví dụ Quy chế làm việc 03-QC/ĐU."))
    later = DutySeparation.objects.filter(organization=organization, valid_to__gt=since).order_by("valid_from").first()
    if later is not None:
        problems.append(
            Problem("since", f"Đơn vị đã đặt tách người từ ngày {day_short(later.valid_from)}. Chọn ngày sau lần ấy.")
        )
    refuse_if_any(problems)
    made = DutySeparation.objects.create(
        organization=organization, valid_from=since, document=document.strip(), recorded_by=by
    )
    note(
        by=by,
        verb="đặt tách người lập, duyệt, ban hành",
        subject=organization,
        organization=organization,
        after={"từ ngày": since, "căn cứ": made.document},
    )
    return made


@transaction.atomic
def end_separation(*, by: User, separation: DutySeparation, last_day: date, reason: str) -> DutySeparation:
    """Let it end with a day, with a reason. Raises `Refused`."""
    separation = DutySeparation.objects.select_for_update(no_key=True).get(pk=separation.pk)
    problems = []
    if not reason.strip():
        problems.append(Problem("reason", "Nhập văn bản hoặc lý do cho thôi."))
    if last_day < separation.valid_from:
        told = f"Ngày cuối trước ngày bắt đầu ({day_short(separation.valid_from)}). Kiểm tra lại hai ngày."
        problems.append(Problem("last_day", told))
    if not separation.is_open:
        problems.append(Problem("last_day", "Việc này đã cho thôi từ trước."))
    refuse_if_any(problems)
    separation.valid_to = last_day + timedelta(days=1)
    separation.save(update_fields=["valid_to"])
    note(
        by=by,
        verb="thôi tách người lập, duyệt, ban hành",
        subject=separation.organization,
        organization=separation.organization_id,
        after={"ngày cuối": last_day},
        reason=reason.strip(),
    )
    return separation
