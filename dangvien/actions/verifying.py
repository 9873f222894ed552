"""Verifying the whole audit trail as a job, because it grows for ever; what was found is itself an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from dangvien.actions.auditing import broken_entries, note
from dangvien.actions.jobs import request_job
from dangvien.models import AuditEntry, AuditHead, Job, User

KIND = "kiem_nhat_ky"
VERB = "kiểm tra nhật ký"

MOST_NAMED = 20
"""Broken entries named in the result; a torn trail may have very many."""


@dataclass(frozen=True)
class Finding:
    """What one verification found: when, over how many entries, how many breaks, and where the first of them are."""

    at: datetime
    entries: int
    breaks: int
    places: tuple[int, ...]

    @classmethod
    def of(cls, entry: AuditEntry) -> Finding:
        """The finding that an entry of this verb wrote down."""
        said = entry.after or {}
        return cls(entry.at, said.get("số dòng", 0), said.get("số dòng sai", 0), tuple(said.get("dòng sai", ())))


def ask_to_verify(*, by: User, organization: int) -> Job:
    """Ask the worker to verify the chain; `organization` decides who may read the result."""
    return request_job(by=by, kind=KIND, title="Kiểm tra toàn bộ nhật ký", params={"organization": organization})


def verify_trail(job: Job) -> str:
    """Verify every entry and write down what was found. Safe to run again: it only adds another finding."""
    last = AuditHead.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0
    broken = broken_entries(lambda done, total: job.advance(done, total, f"Đã đối chiếu {done} trên {total} dòng"))
    with transaction.atomic():
        head, _ = AuditHead.objects.get_or_create(pk=1)
        note(
            by=job.requested_by,
            verb=VERB,
            subject=head,
            organization=job.params["organization"],
            after={"số dòng": last, "số dòng sai": len(broken)} | ({"dòng sai": broken[:MOST_NAMED]} if broken else {}),
        )
    return reverse("nhat-ky")
