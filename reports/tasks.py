"""Thin Celery tasks of the reports: the drafts that are due, every night."""

from __future__ import annotations

from celery import shared_task
from django.utils.timezone import localdate

from reports import drafting


@shared_task(name="reports.tasks.ask_for_due_drafts", ignore_result=True)
def ask_for_due_drafts() -> None:
    """Ask for the draft of every report whose period is over."""
    drafting.ask_for_due_drafts(localdate())
