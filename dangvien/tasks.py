"""Two thin Celery tasks: do a job, and ring again for forgotten ones. All else is in `actions/jobs.py`."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from dangvien.actions import jobs


@shared_task(name="dangvien.tasks.run_job", ignore_result=True)
def run_job(job_id: str) -> None:
    """Do one job, if nobody else has it."""
    jobs.run(job_id)


@shared_task(name="dangvien.tasks.sweep_jobs", ignore_result=True)
def sweep_jobs() -> None:
    """Ring again for jobs whose message or worker was lost."""
    jobs.sweep()


@worker_ready.connect
def sweep_at_start(**_: Any) -> None:
    """A worker that starts first looks for what the last one left."""
    jobs.sweep()
