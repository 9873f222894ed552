"""The worker's part: a backup as a job with progress, tried before it counts as good."""

from __future__ import annotations

import time

from django.urls import reverse

from dangvien import health
from dangvien.actions.backing_up import register_backed_up
from dangvien.actions.jobs import JobFailed
from dangvien.backups.keeping import Kept, make
from dangvien.backups.keys import BackupRefused
from dangvien.models import Job
from dangvien.text import thousands

OFTEN = 1.0
"""Seconds between two reports of progress."""
PATIENCE = 1800.0
"""Seconds to wait for another backup: the nightly one, or this very job in a worker that was taken for dead while the
database was away and still holds the folder."""


def back_up(job: Job) -> str:
    """Make and try a backup. Safe to run again: it makes another."""
    told = 0.0

    def report(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > OFTEN or done == total:
            told = time.monotonic()
            health.give_sign()
            text = f"Đã sao lưu {thousands(done)} trên {thousands(total)} dòng"
            job.advance(done, total, text if done < total else "Đã sao lưu xong, đang khôi phục thử để kiểm tra")

    try:
        made = make(verify=True, report=report, patience=PATIENCE)
    except BackupRefused as refused:
        raise JobFailed(str(refused)) from refused
    _noted(made, job)
    if not made.verified:
        raise JobFailed(made.verdict)
    return reverse("sao-luu")


def _noted(made: Kept, job: Job) -> None:
    by = None if job.params else job.requested_by
    register_backed_up(by=by, file=made.name, rows=made.rows, verdict=made.verdict)
