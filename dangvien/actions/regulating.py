"""What administrators add to the regulations: amended values, days off and days worked.

Every due date hangs on them: after each of these acts the worker works all of them out anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.refreshing import ask_to_refresh
from dangvien.models import Amendment, Holiday, User
from dangvien.procedure.amending import (
    AmendmentFacts,
    HolidayFacts,
    amend_problems,
    holiday_problems,
    planned_year,
    read_value,
    withdraw_problems,
)
from dangvien.procedure.problem import Refused, refuse_if_any

EVERYWHERE = "mọi nơi"
"""How the trail says that an amendment is for everybody."""


@transaction.atomic
def amend(*, by: User, facts: AmendmentFacts, desk: int) -> Amendment:
    """Give a rule a value from a day on, by a text. `desk` is the organization whose trail tells of it."""
    refuse_if_any(amend_problems(facts))
    amendment = Amendment.objects.create(
        rule=facts.rule,
        value=read_value(facts.rule, facts.value),
        since=facts.since,
        organization=facts.organization,
        document=facts.document,
        point=facts.point,
        checked=facts.checked,
        recorded_by=by,
    )
    note(
        by=by,
        verb="ghi bổ sung quy định",
        subject=amendment,
        organization=amendment.organization_id or desk,
        after={
            "giá trị": amendment.written,
            "từ ngày": facts.since,
            "áp dụng": facts.organization.name_on(facts.since) if facts.organization else EVERYWHERE,
            "văn bản": amendment.source,
            "đã đối chiếu": facts.checked,
        },
    )
    ask_to_refresh(by=by)
    return amendment


@transaction.atomic
def withdraw_amendment(*, by: User, amendment: Amendment, on: date, reason: str, desk: int) -> Amendment:
    """End an amendment: from `on` the value below it holds again. On the day it began, it never held. Kept for ever."""
    locked = Amendment.objects.select_for_update(no_key=True).get(pk=amendment.pk)
    refuse_if_any(withdraw_problems(locked, on))
    locked.withdrawn_on, locked.withdraw_reason = on, reason
    locked.save()
    note(
        by=by,
        verb="thôi áp dụng bổ sung quy định",
        subject=locked,
        organization=locked.organization_id or desk,
        before={"giá trị": locked.written, "từ ngày": locked.since},
        after={"thôi từ ngày": on},
        reason=reason,
    )
    ask_to_refresh(by=by)
    return locked


@transaction.atomic
def set_holiday(*, by: User, facts: HolidayFacts, desk: int) -> Holiday:
    """Record a day off or a day worked in place of what the register knew of that day."""
    refuse_if_any(holiday_problems(facts))
    holiday = Holiday.objects.select_for_update(no_key=True).filter(day=facts.day).first()
    before = _said(holiday) if holiday else None
    holiday = holiday or Holiday(day=facts.day)
    holiday.name, holiday.kind, holiday.document = facts.name, facts.kind.value, facts.document
    holiday.recorded_by = by
    holiday.save()
    note(
        by=by,
        verb="ghi ngày nghỉ, ngày làm việc",
        subject=holiday,
        organization=desk,
        before=before,
        after=_said(holiday),
    )
    ask_to_refresh(by=by)
    return holiday


@transaction.atomic
def remove_holiday(*, by: User, holiday: Holiday, reason: str, desk: int) -> None:
    """Take back a recorded day; what is shipped for that day holds again. The trail keeps what it was."""
    locked = Holiday.objects.select_for_update(no_key=True).filter(pk=holiday.pk).first()
    if locked is None:
        raise Refused.at("", "Ngày này vừa được người khác bỏ.")
    note(
        by=by,
        verb="bỏ ngày nghỉ, ngày làm việc",
        subject=locked,
        organization=desk,
        before=_said(locked),
        reason=reason,
    )
    locked.delete()
    ask_to_refresh(by=by)


@transaction.atomic
def confirm_calendar(*, by: User, year: int, document: str, desk: int) -> list[Holiday]:
    """Record every shipped day of a year that nobody has recorded yet, by the text of the year's plan."""
    planned = planned_year(year)
    if not planned:
        raise Refused.at("", f"Mọi ngày nghỉ có sẵn của năm {year} đã được ghi.")
    return [set_holiday(by=by, facts=replace(facts, document=document), desk=desk) for facts in planned]


def _said(holiday: Holiday) -> dict[str, str]:
    return {"tên": holiday.name, "loại ngày": holiday.get_kind_display(), "văn bản": holiday.document}
