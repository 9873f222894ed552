"""Thin Celery tasks: do a job, ring again for forgotten ones, look at how the register has grown."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from dangvien import planning
from dangvien.actions import jobs


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


@worker_ready.connect
def sweep_at_start(**_: Any) -> None:
    """A worker that starts first looks for what the last one left, and at how the register has grown."""
    jobs.sweep()
    planning.refresh_statistics()
