"""What an address of the reports names: a report of the catalogue, a frozen one in the reader's scope."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from dangvien.http import Request
from reports import catalog
from reports.definition import Report
from reports.models import Issue


def report_at(slug: str) -> Report:
    """The report of an address, or "not found"."""
    report = catalog.reports().get(slug)
    if report is None:
        raise Http404
    return report


def report_names() -> dict[str, str]:
    """Code of a report → its name."""
    return {report.code: report.name for report in catalog.reports().values()}


def issue_at(request: Request, pk: UUID) -> Issue:
    """A frozen report in scope, or "not found"."""
    found = Issue.objects.within(request.scope).select_related("organization", "frozen_by", "job")
    return get_object_or_404(found, pk=pk)
