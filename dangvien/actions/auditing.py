"""Writing the audit trail: one entry, chained to the one before it."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from dangvien.models import AuditEntry, AuditHead, Organization, User


@dataclass(frozen=True)
class Origin:
    """Where an act came from: the network address and the number of the request."""

    address: str = ""
    request_id: str = ""


NOWHERE = Origin()
origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)
"""Set by the request middleware; empty in the worker and at the shell."""


@transaction.atomic
def note(
    *,
    by: User | None,
    verb: str,
    subject: models.Model,
    organization: Organization | int | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Add an entry in the caller's transaction: either both the change and its entry are kept, or neither.

    `by` is None for the operator at the server's shell. `organization` decides who may read the entry.
    The head row is locked first, so that entries follow one another in one chain on both databases.
    """
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    where = origin.get()
    entry = AuditEntry(
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor_id=by.pk if by else None,
        actor=f"{by.full_name} ({by.username})" if by else "Người vận hành máy chủ",
        verb=verb,
        subject_type=str(subject._meta.verbose_name),
        subject_id=str(subject.pk or ""),
        subject=str(subject)[:250],
        organization_id=organization.pk if isinstance(organization, Organization) else organization,
        before=before,
        after=after,
        reason=reason,
        address=where.address,
        request_id=where.request_id,
    )
    entry.digest = entry.computed_digest(head.digest)
    entry.save()
    head.sequence, head.digest = entry.sequence, entry.digest
    head.save()
    return entry


def broken_entries() -> list[int]:
    """Sequence numbers at which the chain does not hold: altered, missing or foreign entries. Empty when whole."""
    broken, previous, expected = [], "", 1
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected or entry.computed_digest(previous) != entry.digest:
            broken.append(entry.sequence)
        previous, expected = entry.digest, entry.sequence + 1
    head = AuditHead.objects.filter(pk=1).first()
    if head and (head.sequence, head.digest) != (expected - 1, previous):
        broken.append(head.sequence)
    return broken
