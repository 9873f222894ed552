"""Having drafting, approving and issuing of an organization's reports held by different people, and no longer so.

What was set from above is ended from above: else those whom it binds would lift it for an hour.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from dangvien.actions.auditing import note
from dangvien.models import Appointment, Organization, User
from dangvien.permissions import Permission
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.scope import Scope
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


def set_at(separation: DutySeparation) -> list[Organization]:
    """The organizations at which whoever set this held the permission for it on that day: this one, those above it."""
    keys = [separation.organization_id]
    keys += Organization.objects.ever_above(keys).values_list("pk", flat=True)
    held = Appointment.objects.filter(user=separation.recorded_by, organization__in=keys)
    held = held.in_force_on(localdate(separation.recorded_at)).select_related("organization").order_by("pk")
    return [item.organization for item in held if Permission.SET_REPORTING in item.permissions]


def cannot_be_ended_by(by: User, separation: DutySeparation) -> str:
    """Why somebody may not end this; empty when they serve the organization that set it, or one above it."""
    scope = Scope.of(by).limited_to(Permission.SET_REPORTING)
    above = [place for place in set_at(separation) if place.pk not in scope.keys]
    if not above and separation.organization_id in scope.keys:
        return ""
    names = ", ".join(place.name_on(scope.today) for place in above) or "Cấp trên"
    return (
        f"Việc tách người này do {names} đặt, nên chỉ nơi ấy hoặc cấp trên cho thôi được. Cần thôi thì đề nghị nơi ấy."
    )


@transaction.atomic
def end_separation(*, by: User, separation: DutySeparation, last_day: date, reason: str) -> DutySeparation:
    """Let it end with a day, today or later, with a reason; it holds through that day. Raises `Refused`."""
    separation = DutySeparation.objects.select_for_update(no_key=True).get(pk=separation.pk)
    if refusal := cannot_be_ended_by(by, separation):
        raise Refused.at("", refusal)
    problems = []
    if not reason.strip():
        problems.append(Problem("reason", "Nhập văn bản hoặc lý do cho thôi."))
    if last_day < (today := localdate()):
        told = f"Ngày cuối trước hôm nay ({day_short(today)}), mà hết ngày cuối vẫn áp dụng. Chọn hôm nay hoặc sau."
        problems.append(Problem("last_day", told))
    elif last_day < separation.valid_from:
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
        before={"căn cứ": separation.document, "người đặt": separation.recorded_by.full_name},
        after={"ngày cuối": last_day},
        reason=reason.strip(),
    )
    return separation
