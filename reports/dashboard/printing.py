"""Printing an overview as a job: counted again within the scope of whoever asked, kept for a day."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse

from dangvien import day_files
from dangvien.actions.jobs import JobFailed
from dangvien.actions.overviews import OverviewFile, OverviewFormat
from dangvien.models import Job
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.dashboard import paper, word
from reports.dashboard.asked import Asked
from reports.dashboard.panels import overview
from reports.fonts import FontError
from reports.jobs import store

_RENDERERS = {OverviewFormat.PDF: paper.render, OverviewFormat.WORD: word.render}


def print_overview(job: Job) -> str:
    """Make the file that was asked for; safe to run again."""
    wanted = OverviewFile.from_params(job.params)
    scope = Scope.of(job.requested_by).limited_to(Permission.VIEW_REPORTS)
    organization = scope.organizations.filter(pk=wanted.organization).first()
    if organization is None:
        raise JobFailed("Tổ chức này không còn trong phạm vi của người yêu cầu.")
    day_files.forget_old_files()
    job.advance(0, 2, "Đang đếm và vẽ")
    try:
        counted = overview(Asked(scope, organization, wanted.year), with_png=wanted.format is OverviewFormat.WORD)
        job.advance(1, 2, f"Đang làm tệp {wanted.format.label}")
        content = _RENDERERS[wanted.format](counted, paper.Mark(job.requested_by.full_name, job.created_at))
    except FontError as missing:
        raise JobFailed(str(missing)) from missing
    store(path_of(job), content)
    job.advance(2, 2, "")
    return reverse("tong-quan-tep", args=[job.pk])


def path_of(job: Job) -> Path:
    """Where the file of a request lies."""
    wanted = OverviewFile.from_params(job.params)
    return day_files.place_of(day_files.OVERVIEWS, f"{job.pk}.{wanted.format.value}")


def is_there(job: Job) -> bool:
    """Whether the file of a request may still be taken."""
    return job.state == Job.State.XONG and day_files.is_there(path_of(job), job.finished_at)
