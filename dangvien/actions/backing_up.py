"""Asking for a backup of the whole register, by a person or by the schedule; what came of it is an entry."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.actions.restored import top_organization
from dangvien.models import Appointment, AuditEntry, AuditHead, Job, User
from dangvien.permissions import ROLES, Permission

BACK_UP = "sao_luu"
"""The kind of job that makes a backup (`dangvien.backups.job`)."""


@transaction.atomic
def ask_to_back_up(*, by: User) -> Job:
    """Ask the worker for a backup now; one that waits or runs already is not asked for twice."""
    under_way = Job.objects.filter(kind=BACK_UP, requested_by=by, state__in=(Job.State.CHO, Job.State.CHAY)).first()
    if under_way is not None:
        return under_way
    head, _ = AuditHead.objects.get_or_create(pk=1)
    note(by=by, verb="yêu cầu sao lưu", subject=head, organization=top_organization())
    return request_job(by=by, kind=BACK_UP, title="Sao lưu sổ", params={})


@transaction.atomic
def ask_for_nightly(today: date) -> Job | None:
    """Ask for the backup of the night in the name of the first administrator; None where nobody may be told of it."""
    roles = [code for code, role in ROLES.items() if Permission.BACK_UP in role.permissions]
    held = Appointment.objects.in_force_on(today).filter(role__in=roles, user__is_active=True)
    first = held.order_by("organization_id", "pk").select_related("user").first()
    if first is None:
        return None
    return request_job(by=first.user, kind=BACK_UP, title="Sao lưu sổ hằng đêm", params={"hằng đêm": True})


@transaction.atomic
def register_backed_up(*, by: User | None, file: str, rows: int, verdict: str) -> AuditEntry:
    """Note that a backup was made, how many rows it holds and whether it came back whole."""
    head, _ = AuditHead.objects.get_or_create(pk=1)
    return note(
        by=by,
        verb="sao lưu sổ",
        subject=head,
        organization=top_organization(),
        after={"tệp": file, "số dòng": rows, "kết quả": verdict},
    )
