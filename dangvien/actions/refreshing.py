"""Working out every deadline anew in the background, after a change of the regulations or of the calendar."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate

from dangvien.actions.jobs import request_job
from dangvien.actions.progress import refresh_all
from dangvien.models import Job, User
from dangvien.text import thousands

KIND = "tinh_lai_han"


def ask_to_refresh(*, by: User) -> Job:
    """Ask the worker to work out every deadline anew once this transaction is kept.

    A request that still waits serves this change too: it is locked until the change is kept, so that no worker can
    take it up and read what was there before.
    """
    waiting = Job.objects.select_for_update(no_key=True).filter(kind=KIND, state=Job.State.CHO).first()
    return waiting or request_job(by=by, kind=KIND, title="Tính lại thời hạn của các hồ sơ", params={})


def refresh_deadlines(job: Job) -> str:
    """Do it; safe to run again after a killed worker. The result is the list of what is due."""
    refresh_all(
        localdate(),
        report=lambda done, total: job.advance(done, total, f"Đã tính {thousands(done)} trên {thousands(total)} hồ sơ"),
    )
    return reverse("viec-den-han")
