"""Thin Celery tasks of the reports, every night: the drafts that are due, the texts whose time is over."""

from __future__ import annotations

from celery import shared_task
from django.utils.timezone import localdate

from reports import checking, drafting


@shared_task(name="reports.tasks.ask_for_due_drafts", ignore_result=True)
def ask_for_due_drafts() -> None:
    """Ask for the draft of every report whose period is over."""
    drafting.ask_for_due_drafts(localdate())


@shared_task(name="reports.tasks.forget_old_drafts", ignore_result=True)
def forget_old_drafts() -> None:
    """Delete the texts of drafts whose figures were tested, once their time is over."""
    checking.forget_old_drafts(localdate())
