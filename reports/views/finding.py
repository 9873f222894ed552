"""What an address of the reports names: a report of the catalogue, a frozen one in the reader's scope."""

from __future__ import annotations

import logging
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from dangvien.http import Request
from dangvien.period import Period
from dangvien.scope import Scope
from dangvien.scope.people import PART
from reports import catalog
from reports.definition import Report
from reports.engine.question import Question
from reports.fonts import FontError
from reports.models import Issue
from reports.pictures.of_table import pictures_of
from reports.table import Table

log = logging.getLogger(__name__)


def report_at(slug: str) -> Report:
    """The report of an address, or "not found"."""
    report = catalog.reports().get(slug)
    if report is None:
        raise Http404
    return report


def report_names() -> dict[str, str]:
    """Code of a report → its name."""
    return {report.code: report.name for report in catalog.reports().values()}


def title_of(report: Issue | Question) -> str:
    """What the audit trail calls a report: its name and its period. One that left the catalogue keeps its code."""
    if isinstance(report, Question):
        return f"{report.report.name}, {report.period}"
    return f"{report_names().get(report.report, report.report)}, {Period(report.first, report.last)}"


def people_pages(scope: Scope, table: Table) -> dict[int, str]:
    """Person of a list → the address of their page, for those whom the reader may open: members, then candidates."""
    people = [row.person for row in table.rows if row.person is not None]
    found: dict[int, str] = {}
    for start in range(0, len(people), PART):
        part = people[start : start + PART]
        ways = scope.candidate_keys_of_people(part)
        found |= {person: reverse("nguon-chi-tiet", args=[key]) for person, key in ways.items()}
        files = scope.member_keys_of_people(part)
        found |= {person: reverse("dang-vien-chi-tiet", args=[key]) for person, key in files.items()}
    return found


def drawings_of(table: Table) -> tuple[SafeString, ...]:
    """The pictures of a report as they stand in its page; none where the letters to draw with are missing."""
    try:
        pictures = pictures_of(table)
    except FontError as missing:
        log.error("report without pictures: %s", missing)
        return ()
    # Written by our own drawing, its texts escaped.
    return tuple(mark_safe(picture.svg.decode()) for picture in pictures)  # noqa: S308


def issue_at(request: Request, pk: UUID) -> Issue:
    """A frozen report in scope, or "not found"."""
    found = Issue.objects.within(request.scope).select_related("organization", "frozen_by", "job")
    return get_object_or_404(found, pk=pk)
