"""Thin Celery tasks: do a job, ring again for forgotten ones, the works of every night and every morning."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localdate

from dangvien import day_files, planning
from dangvien.actions import backing_up, closing_books, digest, jobs, progress, reconciling, throttling
from dangvien.backups import keeping
from dangvien.sessions import SessionStore


@shared_task(name="dangvien.tasks.run_job", ignore_result=True)
def run_job(job_id: str) -> None:
    """Do one job, if nobody else has it."""
    jobs.run(job_id)


@shared_task(name="dangvien.tasks.sweep_jobs", ignore_result=True)
def sweep_jobs() -> None:
    """Ring again for jobs whose message or worker was lost."""
    jobs.sweep()


@shared_task(name="dangvien.tasks.refresh_statistics", ignore_result=True)
def refresh_statistics() -> None:
    """Tell the database how its rows are spread now."""
    planning.refresh_statistics()


@shared_task(name="dangvien.tasks.back_up", ignore_result=True)
def back_up() -> None:
    """Back the register up, once there is a key; without an administrator who would see the job, at once."""
    if settings.BACKUP_KEY and backing_up.ask_for_nightly(localdate()) is None:
        keeping.make(verify=True)


@shared_task(name="dangvien.tasks.refresh_deadlines", ignore_result=True)
def refresh_deadlines() -> None:
    """Work out every deadline by the tree, the mandates and the classes of the new day."""
    progress.refresh_all(localdate())


@shared_task(name="dangvien.tasks.close_last_year", ignore_result=True)
def close_last_year() -> None:
    """Close the books of the year before, once it is over."""
    closing_books.close_last_year(localdate())


@shared_task(name="dangvien.tasks.send_digests", ignore_result=True)
def send_digests() -> None:
    """Remind by mail of what is due."""
    digest.send_digests(localdate())


@shared_task(name="dangvien.tasks.forget_old_files", ignore_result=True)
def forget_old_files() -> None:
    """Remove what is over: files that nobody may take any more, sessions, counts of tries, findings of old checks."""
    day_files.forget_old_files()
    SessionStore.clear_expired()
    throttling.forget_old_tries()
    reconciling.forget_old_findings(now=timezone.now())


@worker_ready.connect
def sweep_at_start(**_: Any) -> None:
    """A worker that starts first looks for what the last one left, and at how the register has grown."""
    jobs.sweep()
    planning.refresh_statistics()
