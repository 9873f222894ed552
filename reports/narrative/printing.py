"""Filling the files of a written report as a job: Word out of the template itself, PDF by a walk over it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from dangvien.actions.jobs import JobFailed
from dangvien.limited import Unreadable
from dangvien.models import Job
from dangvien.scope import Scope
from dangvien.text import day_short
from reports.fonts import FontError
from reports.jobs import store
from reports.models import WrittenReport
from reports.narrative import page, wordfile
from reports.narrative.keeping import kept_figures, kept_tables
from reports.render.docx import table_alone

FOLDER = "bao-cao"


def print_written(job: Job) -> str:
    """Make the files that are not there yet; safe to run again after a killed worker."""
    report = (
        WrittenReport.objects.within(Scope.of(job.requested_by))
        .select_related("organization")
        .filter(pk=job.params["report"])
        .first()
    )
    if report is None:
        raise JobFailed("Báo cáo này không còn trong phạm vi của người yêu cầu.")
    made = dict(report.files)
    for step, (ending, maker) in enumerate(MAKERS.items()):
        job.advance(step, len(MAKERS), f"Đang làm tệp {'Word' if ending == 'docx' else 'PDF'}")
        if ending not in made:
            made[ending] = _kept(ending, _made(report, maker))
            report.files = made
            report.save(update_fields=["files"])
    job.advance(len(MAKERS), len(MAKERS), "")
    return reverse("bao-cao-bang-loi-xem", args=[report.pk])


def word(report: WrittenReport) -> bytes:
    """The Word file, made of what is kept: printing it again gives the same digits."""
    values = {key: str(figure["text"]) for key, figure in kept_figures(report).items()}
    tables = {key: table_alone(table) for key, table in kept_tables(report).items()}
    return wordfile.fill_safely(bytes(report.content), values, tables)


def pdf(report: WrittenReport) -> bytes:
    """The PDF of the same words."""
    moment = localtime(report.frozen_at)
    text = page.filled(report.layout, kept_figures(report), kept_tables(report))
    return page.pdf(
        text,
        title=report.name,
        author=report.organization.name_on(report.last),
        moment=moment.isoformat(timespec="seconds"),
        digest=report.digest,
        foot=f"Số liệu chốt lúc {moment:%H:%M}, ngày {day_short(moment.date())}; mã kiểm {report.digest}",
    )


MAKERS: dict[str, Callable[[WrittenReport], bytes]] = {"docx": word, "pdf": pdf}
"""The printed forms, by their endings."""


def _made(report: WrittenReport, maker: Callable[[WrittenReport], bytes]) -> bytes:
    try:
        return maker(report)
    except (FontError, Unreadable) as missing:
        raise JobFailed(str(missing)) from missing


def _kept(ending: str, content: bytes) -> dict[str, str | int]:
    digest = hashlib.sha256(content).hexdigest()
    relative = Path(FOLDER) / f"{digest}.{ending}"
    store(Path(settings.MEDIA_ROOT) / relative, content)
    return {"path": str(relative), "size": len(content), "digest": digest}
