"""Writing the audit trail: one entry, chained to the one before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import Any, NamedTuple

from django.db import models, transaction
from django.utils import timezone

from dangvien.models import AuditEntry, AuditHead, AuditRedaction, AuditSeal, Organization, User
from dangvien.models.audit import chained
from dangvien.models.erasure import digest_of
from dangvien.models.inserting import insert_columns, new_keys

CHUNK = 2000
"""Entries read at a time when the whole chain is verified."""


@dataclass(frozen=True)
class Origin:
    """Where an act came from: the network address and the number of the request."""

    address: str = ""
    request_id: str = ""


ERASED = "xóa danh tính"
"""The verb of the entry that says which entries no longer tell of whom."""

LET_GO = "thôi giữ nhật ký cũ"
"""The verb of the entry that says which old entries were let go."""

ERASED_DIGEST = "mã băm"
"""Where that entry tells the digest of all of them."""

OPERATOR = "Người vận hành máy chủ"
"""Who acts when nobody is signed in: whoever works at the server's own shell."""

NOWHERE = Origin()
origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)
"""Set by the request middleware; empty in the worker and at the shell."""


class Subject(NamedTuple):
    """What an entry is about: the kind of thing, its key and how it is called; for acts on thousands at once."""

    kind: str
    key: str
    text: str

    @classmethod
    def of(cls, row: models.Model) -> Subject:
        return cls(str(row._meta.verbose_name), str(row.pk or ""), str(row))


@dataclass(frozen=True, slots=True)
class Noted:
    """What one entry says: what was done to what, and which values changed how."""

    verb: str
    subject: models.Model | Subject
    organization: Organization | int | None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str = ""


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
    actor: str = OPERATOR,
) -> AuditEntry:
    """Add an entry in the caller's transaction: either both the change and its entry are kept, or neither.

    `by` is None for somebody without an account, whom `actor` names. `organization` decides who may read the entry.
    The head row is locked first, so that entries follow one another in one chain on both databases. Everybody who
    writes waits for whoever holds it: what takes long (reading a case anew) is done before, where that is possible.
    """
    head = _locked_head()
    entry = _entry(by, Noted(verb, subject, organization, before, after, reason), actor, head)
    entry.save()
    head.save()
    return entry


@transaction.atomic
def note_all(*, by: User | None, entries: Iterable[Noted], actor: str = OPERATOR) -> None:
    """Add many entries of one act, as `note` adds one: thousands are written at once, the head is locked once."""
    head, at, where = _locked_head(), _moment(), origin.get()
    if by is not None:
        actor = _named(by)
    actor_id, moment = by.pk if by else None, at.isoformat()
    columns: dict[str, list[Any]] = {name: [] for name in _OF_ITSELF}
    for noted in entries:
        kind, key, text = noted.subject if isinstance(noted.subject, Subject) else Subject.of(noted.subject)
        text, place = text[:_LONGEST_SUBJECT], noted.organization
        place = place.pk if isinstance(place, Organization) else place
        head.sequence += 1
        head.digest = chained(
            head.digest,
            [head.sequence, moment, actor_id, actor, noted.verb, kind, key, text, place, noted.before, noted.after,
             noted.reason, where.address, where.request_id],
        )  # fmt: skip
        told = (head.sequence, noted.verb, kind, key, text, place, noted.before, noted.after, noted.reason, head.digest)
        for column, value in zip(columns.values(), told, strict=True):
            column.append(value)
    insert_columns(
        AuditEntry,
        new_keys(AuditEntry, len(columns["sequence"])),
        {
            **columns,
            "at": repeat(at),
            "actor_id": repeat(actor_id),
            "actor": repeat(actor),
            "address": repeat(where.address),
            "request_id": repeat(where.request_id),
        },
    )
    head.save()


_LONGEST_SUBJECT = 250
_OF_ITSELF = (
    "sequence", "verb", "subject_type", "subject_id", "subject", "organization_id", "before", "after", "reason",
    "digest",
)  # fmt: skip
"""The columns that differ from entry to entry of one act."""


def _named(by: User) -> str:
    return f"{by.full_name} ({by.username})"[:160]


def _locked_head() -> AuditHead:
    locked = AuditHead.objects.select_for_update(no_key=True)
    head = locked.filter(pk=1).first()
    if head is None:  # the first entry of all
        AuditHead.objects.get_or_create(pk=1)
        head = locked.get(pk=1)
    return head


def _entry(by: User | None, noted: Noted, actor: str, head: AuditHead) -> AuditEntry:
    """The next entry, unsaved; the head is moved on to it."""
    where, place = origin.get(), noted.organization
    kind, key, text = noted.subject if isinstance(noted.subject, Subject) else Subject.of(noted.subject)
    entry = AuditEntry(
        sequence=head.sequence + 1,
        at=_moment(),
        actor_id=by.pk if by else None,
        actor=_named(by) if by else actor,
        verb=noted.verb,
        subject_type=kind,
        subject_id=key,
        subject=text[:_LONGEST_SUBJECT],
        organization_id=place.pk if isinstance(place, Organization) else place,
        before=noted.before,
        after=noted.after,
        reason=noted.reason,
        address=where.address,
        request_id=where.request_id,
    )
    entry.digest = entry.computed_digest(head.digest)
    head.sequence, head.digest = entry.sequence, entry.digest
    return entry


def _moment() -> datetime:
    """Now, to the millisecond: as much as every form of dump keeps, so that digests hold after a move."""
    now = timezone.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def broken_entries(report: Callable[[int, int], object] | None = None) -> list[int]:
    """Sequence numbers at which the chain does not hold: altered, missing or foreign entries. Empty when whole.

    Begins behind the newest seal, which an entry must tell of. An entry that no longer tells of whom is held against
    what was kept of it then (`AuditRedaction`), all those of one erasure against the entry that tells of it. Looks as
    far as the head stood at the beginning, so that entries added meanwhile do not count as foreign. `report` is told
    now and then how many entries are done out of how many.
    """
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    seal = AuditSeal.objects.order_by("-sequence").first()
    broken, previous, expected = [], seal.digest if seal else "", seal.sequence + 1 if seal else 1
    if seal and not _is_told(seal):
        broken.append(seal.sequence)
    redacted = dict(AuditRedaction.objects.filter(sequence__gte=expected).values_list("sequence", "content"))
    broken += _untold_redactions(expected)
    for entry in AuditEntry.objects.filter(sequence__lte=head.sequence).order_by("sequence").iterator(CHUNK):
        said = redacted.get(entry.sequence, entry.digest)
        if entry.sequence != expected or entry.computed_digest(previous) != said:
            broken.append(entry.sequence)
        previous, expected = entry.digest, entry.sequence + 1
        if report and entry.sequence % CHUNK == 0:
            report(entry.sequence, head.sequence)
    if (head.sequence, head.digest) != (expected - 1, previous):
        broken.append(head.sequence)
    return broken


def _untold_redactions(first: int) -> list[int]:
    """Entries from a number on that were rewritten without the trail telling of it, or otherwise than it tells."""
    by_erasure: dict[int, list[tuple[int, str]]] = {}
    for erasure, number, content in AuditRedaction.objects.values_list("erasure", "sequence", "content"):
        by_erasure.setdefault(erasure, []).append((number, content))
    told = {str((entry.after or {}).get(ERASED_DIGEST)) for entry in AuditEntry.objects.filter(verb=ERASED)}
    untold = [lines for lines in by_erasure.values() if digest_of(lines) not in told]
    return sorted(number for lines in untold for number, _ in lines if number >= first)


def _is_told(seal: AuditSeal) -> bool:
    """Whether the trail itself says that this seal was set."""
    return any(entry.after == seal.told for entry in AuditEntry.objects.filter(verb=LET_GO))
