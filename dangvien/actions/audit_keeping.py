"""Letting go of old entries of the audit trail: whole, in order, behind a seal from which the chain goes on."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import LET_GO, broken_entries, note
from dangvien.dates import add_months
from dangvien.models import AuditEntry, AuditHead, AuditSeal, Organization, User
from dangvien.procedure.problem import Refused
from dangvien.procedure.regulations import Regulations

BROKEN = (
    "Nhật ký không còn nguyên vẹn nên không thôi giữ dòng nào: dòng cũ là chứng cứ. "
    "Chạy manage.py reconcile để biết chỗ sai."
)


def old_through(today: date) -> int:
    """The number of the last entry whose term of keeping is over, with everything before it; 0 when there is none."""
    months = Regulations.load().on(today).audit_keep_months.value
    since = timezone.make_aware(datetime.combine(add_months(today, -months), time.min))
    kept = AuditEntry.objects.filter(at__gte=since).order_by("sequence").values_list("sequence", flat=True).first()
    if kept is not None:
        return max(kept - 1, 0)
    return AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


@transaction.atomic
def let_old_entries_go(*, by: User | None, today: date) -> AuditSeal | None:
    """Remove the entries whose term is over and set a seal; None when there is none. Raises `Refused` on a torn trail.

    That it was done is itself an entry, which tells the seal's numbers.
    """
    AuditHead.objects.get_or_create(pk=1)
    AuditHead.objects.select_for_update(no_key=True).get(pk=1)
    last = old_through(today)
    old = AuditEntry.objects.filter(sequence__lte=last).order_by("sequence")
    first, end = old.first(), old.last()
    if first is None or end is None:
        return None
    if broken_entries():
        raise Refused.at("", BROKEN)
    seal = AuditSeal.objects.create(
        sequence=end.sequence, digest=end.digest, entries=old.count(), first_at=first.at, last_at=end.at
    )
    note(
        by=by,
        verb=LET_GO,
        subject=seal,
        organization=Organization.objects.filter(placements__parent__isnull=True).order_by("pk").first(),
        after=seal.told,
    )
    AuditEntry.objects.let_go(seal)
    return seal
