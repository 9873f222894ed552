"""Giving a committee a mandate by a document, and ending it; the cases below it are then computed anew."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.progress import refresh_all
from dangvien.models import FOREVER, Mandate, Organization, User
from dangvien.procedure.mandates import mandate_problems
from dangvien.procedure.problem import Refused, refuse_if_any
from dangvien.text import day_short


@transaction.atomic
def grant_mandate(
    *,
    by: User,
    organization: Organization,
    kind: Mandate.Kind,
    since: date,
    until: date | None,
    document: str,
    issued_on: date,
    today: date,
) -> Mandate:
    """Write down a mandate from a day on, up to and including `until` when there is one.

    Raises `Refused` with every reason. States and deadlines of the open cases below follow at once.
    """
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    valid_to = date.fromordinal(until.toordinal() + 1) if until else FOREVER
    refuse_if_any(
        mandate_problems(
            organization=organization,
            kind=kind,
            since=since,
            until=valid_to,
            document=document,
            issued_on=issued_on,
            today=today,
        )
    )
    mandate = Mandate.objects.create(
        organization=organization,
        kind=kind,
        valid_from=since,
        valid_to=valid_to,
        document=document,
        issued_on=issued_on,
    )
    note(
        by=by,
        verb="ghi giao quyền",
        subject=mandate,
        organization=organization,
        after={"từ ngày": since, "đến trước ngày": valid_to, "văn bản": document, "ngày văn bản": issued_on},
    )
    _refresh_below(organization, today)
    return mandate


@transaction.atomic
def end_mandate(*, by: User, mandate: Mandate, last_day: date, reason: str, today: date) -> Mandate:
    """Let a mandate end with a day, the last on which it holds; `reason` names the document. Raises `Refused`."""
    mandate = Mandate.objects.select_for_update(no_key=True).get(pk=mandate.pk)
    if not reason.strip():
        raise Refused.at("reason", "Nhập văn bản cho thôi hoặc lý do.")
    if last_day < mandate.valid_from:
        raise Refused.at(
            "last_day", f"Ngày cuối trước ngày bắt đầu ({day_short(mandate.valid_from)}). Kiểm tra lại hai ngày."
        )
    ends = date.fromordinal(last_day.toordinal() + 1)
    if ends >= mandate.valid_to:
        raise Refused.at("last_day", f"Việc này đã hết từ ngày {day_short(mandate.valid_to)}. Kiểm tra lại ngày.")
    before, mandate.valid_to = mandate.valid_to, ends
    mandate.save(update_fields=["valid_to"])
    note(
        by=by,
        verb="thôi giao quyền",
        subject=mandate,
        organization=mandate.organization_id,
        before={"đến trước ngày": before},
        after={"đến trước ngày": ends},
        reason=reason,
    )
    _refresh_below(mandate.organization, today)
    return mandate


def _refresh_below(organization: Organization, today: date) -> None:
    refresh_all(today, organizations=Organization.objects.under([organization.pk], on=today))
