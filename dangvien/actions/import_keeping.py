"""Keeping the rows of a file as it was read and checked: the batch's own rows, nothing of the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import repeat

from django.db import transaction
from django.utils import timezone

from dangvien.models import ImportBatch, ImportRow, Job
from dangvien.models.import_batch import CheckedRow
from dangvien.models.inserting import Written, insert_columns, new_keys

_COLUMNS = ("sheet", "number", "part", "hidden", "cells", "verdict", "before", "issues", "person_id", "alike", "choice")
CHECKED_COLUMNS = ("part", "hidden", "cells", "verdict", "record", "before", "issues", "person", "alike")
"""What a check says of a row; what the user typed and chose stays."""


def keep_rows(batch: ImportBatch, rows: Sequence[CheckedRow], *, over: bool) -> None:
    """Keep checked rows; `over` those of an earlier check. Rows that are in the register already stay as they are."""
    open_rows = [row for row in rows if not row.committed]
    if over:
        ImportRow.objects.bulk_create(
            [
                ImportRow(batch=batch, record=row.record, **{name: getattr(row, name) for name in _COLUMNS})
                for row in open_rows
            ],
            update_conflicts=True,
            unique_fields=["batch", "sheet", "number"],
            update_fields=list(CHECKED_COLUMNS),
        )
    else:
        with transaction.atomic(savepoint=False):
            insert_columns(
                ImportRow,
                new_keys(ImportRow, len(open_rows)),
                {
                    **{name: [getattr(row, name) for row in open_rows] for name in _COLUMNS},
                    "batch_id": repeat(batch.pk),
                    "record": [row.record if row.text is None else Written(row.text) for row in open_rows],
                },
            )


def forget_rows(batch: ImportBatch, *, but: Iterable[int] = ()) -> None:
    """Forget the rows of the sheets that are not taken any more; what went into the register stays."""
    batch.rows.exclude(sheet__in=list(but)).filter(committed=False).delete()


def open_again(batch: ImportBatch, sentence: str) -> None:
    """A batch that could not be written is as it was checked, with the sentence that says why."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.COMMITTING)
    waiting.update(state=ImportBatch.State.CHECKED, message=sentence[:400])


def mark_unreadable(batch: ImportBatch, sentence: str) -> None:
    """A file that could not be read says why."""
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.UNREADABLE, message=sentence[:400])


def take_job(batch: ImportBatch) -> None:
    """The batch's job is done by this process, from the shell: no worker takes it."""
    if batch.job is not None:
        until = timezone.now() + timedelta(hours=6)
        Job.objects.filter(pk=batch.job.pk).update(state=Job.State.CHAY, lease_until=until)


def end_job(batch: ImportBatch) -> None:
    """What was done from the shell is over."""
    if batch.job is not None:
        now = timezone.now()
        Job.objects.filter(pk=batch.job.pk).update(state=Job.State.XONG, lease_until=None, finished_at=now)
