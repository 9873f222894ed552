"""A list of members that is held against the register: kept until it is dropped, never written into the register."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.models import ImportBatch, ImportFile, ImportRow, Organization, RosterKind, User
from dangvien.models.import_batch import COMPARE_ONLY
from dangvien.procedure.problem import Refused

COMPARE = "doi_chieu_danh_sach"
"""The kind of job that reads the list and compares it (`dangvien.imports.central_job`)."""

PART = 2000
"""Rows written in one statement."""

DROPPED = "Lần đối chiếu này đã bỏ."


@transaction.atomic
def keep_comparison(
    *, by: User, organization: Organization, content: bytes, file_name: str, today: date
) -> ImportBatch:
    """Keep a list that was sent and ask the worker to hold it against the members of an organization."""
    batch = ImportBatch.objects.create(
        organization=organization,
        kind=RosterKind.MEMBERS,
        as_of=today,
        file_name=file_name[:200],
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        options={COMPARE_ONLY: True},
        recorded_by=by,
    )
    ImportFile.objects.create(batch=batch, content=content)
    batch.job = request_job(
        by=by, kind=COMPARE, title=f"Đối chiếu danh sách: {batch.file_name}"[:250], params={"batch": batch.pk}
    )
    batch.save(update_fields=["job"])
    note(
        by=by,
        verb="đối chiếu danh sách",
        subject=batch,
        organization=organization,
        after={"tệp": batch.file_name, "mã tệp": batch.digest},
    )
    return batch


@transaction.atomic
def drop_comparison(*, by: User, batch: ImportBatch) -> None:
    """Forget a comparison: its file and its rows are deleted, that it was made stays written down.

    Refused for a file that is to be written, and for one that was dropped before.
    """
    kept = ImportBatch.objects.select_for_update(of=("self",), no_key=True).to_compare().filter(pk=batch.pk).first()
    if kept is None or kept.state == ImportBatch.State.DROPPED:
        raise Refused.at("", DROPPED)
    kept.rows.all().delete()
    ImportFile.objects.filter(batch=kept).delete()
    kept.state, kept.counts, kept.message = ImportBatch.State.DROPPED, {}, ""
    kept.save(update_fields=["state", "counts", "message"])
    note(by=by, verb="bỏ lần đối chiếu", subject=kept, organization=kept.organization_id)


@transaction.atomic
def keep_outcomes(
    *, batch: ImportBatch, rows: Iterable[ImportRow], finish: Callable[[], dict[str, int]]
) -> ImportBatch:
    """Keep what was found of each row, in place of what an earlier run of the worker left; `finish` gives the counts
    once the last row has passed. The file itself is not needed any more and goes."""
    kept = ImportBatch.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    if kept.state == ImportBatch.State.DROPPED:
        return kept
    kept.rows.all().delete()
    walk = iter(rows)
    while part := list(islice(walk, PART)):
        ImportRow.objects.bulk_create(part)
    ImportFile.objects.filter(batch=kept).delete()
    kept.state, kept.counts, kept.message = ImportBatch.State.COMPARED, finish(), ""
    kept.save(update_fields=["state", "counts", "message"])
    return kept


@transaction.atomic
def refuse_comparison(*, batch: ImportBatch, sentence: str) -> ImportBatch:
    """The list could not be read: keep the sentence that says why."""
    kept = ImportBatch.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    if kept.state == ImportBatch.State.READING:
        kept.state, kept.message = ImportBatch.State.UNREADABLE, sentence[:400]
        kept.save(update_fields=["state", "message"])
        ImportFile.objects.filter(batch=kept).delete()
    return kept
