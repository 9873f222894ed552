"""Asking for an overview in pictures as a file, and taking it: it holds counts only, and still leaves a trace."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.models import AuditEntry, Job, Organization, User

PRINT_OVERVIEW = "in_tong_quan"
"""The kind of job that writes the file (`reports.dashboard.printing`)."""


class OverviewFormat(StrEnum):
    """A form in which an overview is printed; the value is the file's ending."""

    PDF = "pdf"
    WORD = "docx"

    @property
    def label(self) -> str:
        return "PDF" if self is OverviewFormat.PDF else "Word"


@dataclass(frozen=True)
class OverviewFile:
    """What was asked for: of which organization, for which year, in which form."""

    organization: int
    year: int
    format: OverviewFormat
    title: str

    @classmethod
    def from_params(cls, params: dict[str, Any]) -> OverviewFile:
        """As a job carries it."""
        return cls(params["organization"], params["year"], OverviewFormat(params["format"]), str(params["title"]))


@transaction.atomic
def ask_for_overview(*, by: User, organization: Organization, name: str, year: int, wanted: OverviewFormat) -> Job:
    """Ask the worker for an overview as a file. `name` is what the organization is called today."""
    title = f"Tổng quan năm {year}: {name}"[:200]
    note(
        by=by,
        verb="in tổng quan",
        subject=organization,
        organization=organization,
        after={"năm": str(year), "dạng": wanted.label},
    )
    params = {"organization": organization.pk, "year": year, "format": wanted.value, "title": title}
    return request_job(by=by, kind=PRINT_OVERVIEW, title=f"{title} ({wanted.label})"[:250], params=params)


def overview_taken(*, by: User, job: Job) -> AuditEntry:
    """Somebody took the overview they had asked for."""
    asked = OverviewFile.from_params(job.params)
    organization = Organization.objects.get(pk=asked.organization)
    return note(
        by=by,
        verb="tải tổng quan",
        subject=organization,
        organization=organization,
        after={"năm": str(asked.year), "dạng": asked.format.label},
    )
