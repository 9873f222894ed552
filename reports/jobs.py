"""Printing as a job: the frozen table becomes files, whose bytes are kept."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from dangvien.actions.jobs import JobFailed
from dangvien.models import Job
from dangvien.scope import Scope
from reports.issuing import frozen_table
from reports.models import Issue, IssueFile
from reports.papers import paper_of
from reports.render import RENDERERS
from reports.render.fonts import FontError
from reports.table import Table


def print_issue(job: Job) -> str:
    """Make every file of an issue that is not there yet; safe to run again after a killed worker.

    The files are written under the name of their own hash and only then recorded, so that a half-written file is never
    handed out.
    """
    issue = (
        Issue.objects.within(Scope.of(job.requested_by))
        .select_related("organization", "frozen_by")
        .filter(pk=job.params["issue"])
        .first()
    )
    if issue is None:
        raise JobFailed("Báo cáo này không còn trong phạm vi của người yêu cầu.")
    table, formats = frozen_table(issue), list(IssueFile.Format)
    draft = not issue.is_out
    for step, wanted in enumerate(formats):
        job.advance(step, len(formats), f"Đang làm tệp {wanted.label}")
        if not issue.files.filter(format=wanted, draft=draft).exists():
            _make(issue, wanted, table, draft=draft)
    job.advance(len(formats), len(formats), "")
    return reverse("bao-cao-da-chot", args=[issue.pk])


def printed(issue: Issue, wanted: str) -> bytes:
    """The bytes of one form of an issue, made anew from what is kept of it: for an issued one always the same."""
    return RENDERERS[wanted](frozen_table(issue), paper_of(issue))


def _make(issue: Issue, wanted: IssueFile.Format, table: Table, *, draft: bool) -> None:
    try:
        content = RENDERERS[wanted.value](table, paper_of(issue))
    except FontError as missing:
        raise JobFailed(str(missing)) from missing
    digest = hashlib.sha256(content).hexdigest()
    relative = Path("bao-cao") / f"{digest}.{wanted.value}"
    store(Path(settings.MEDIA_ROOT) / relative, content)
    IssueFile.objects.get_or_create(
        issue=issue,
        format=wanted,
        draft=draft,
        defaults={"path": str(relative), "size": len(content), "digest": digest},
    )


def store(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: under a temporary name, flushed to the disk, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
