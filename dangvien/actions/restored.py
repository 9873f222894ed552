"""That the register was brought back from a backup is itself an entry of its trail."""

from __future__ import annotations

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import AuditEntry, AuditHead, Placement, User
from dangvien.models.organization import FOREVER


@transaction.atomic
def register_restored(*, by: User | None, file: str, made_at: str, rows: int) -> AuditEntry:
    """Note which backup the register continues from. `rows`: how many it held; `made_at`: ISO 8601."""
    head, _ = AuditHead.objects.get_or_create(pk=1)
    return note(
        by=by,
        verb="khôi phục sổ",
        subject=head,
        organization=top_organization(),
        after={"tệp": file, "sao lưu lúc": made_at, "số dòng": rows},
    )


def top_organization() -> int | None:
    """The organization above all others today, where acts on the whole register are read."""
    top = Placement.objects.filter(parent=None, valid_to=FOREVER).order_by("pk").first()
    return top.organization_id if top else None
