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
from dangvien.text import thousands
from reports.fonts import FontError
from reports.issuing import frozen_table
from reports.models import Issue, IssueFile
from reports.papers import paper_of
from reports.press import PressError
from reports.render import RENDERERS, pdf
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
    rows = max(1, len(table.all_rows))
    steps = rows * len(formats)
    for place, wanted in enumerate(formats):
        job.advance(place * rows, steps, f"Đang làm tệp {wanted.label}")
        if not issue.files.filter(format=wanted, draft=draft).exists():
            _make(issue, wanted, _drawn(job, issue, wanted, table, place * rows, steps), draft=draft)
    job.advance(steps, steps, "")
    return reverse("bao-cao-da-chot", args=[issue.pk])


def _drawn(job: Job, issue: Issue, wanted: IssueFile.Format, table: Table, done: int, steps: int) -> bytes:
    """The bytes of one form. A long PDF tells after each part how far it is, which keeps the job's lease as well."""

    def told(drawn: int, of: int) -> None:
        job.advance(
            done + min(drawn, of), steps, f"Đang làm tệp {wanted.label}: {thousands(drawn)}/{thousands(of)} dòng"
        )

    paper = paper_of(issue)
    try:
        if wanted == IssueFile.Format.PDF:
            return pdf.render(table, paper, progress=told)
        return RENDERERS[wanted.value](table, paper)
    except (FontError, PressError) as fault:
        raise JobFailed(str(fault)) from fault


def printed(issue: Issue, wanted: str) -> bytes:
    """The bytes of one form of an issue, made anew from what is kept of it: for an issued one always the same."""
    return RENDERERS[wanted](frozen_table(issue), paper_of(issue))


def _make(issue: Issue, wanted: IssueFile.Format, content: bytes, *, draft: bool) -> None:
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
