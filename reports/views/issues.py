"""Frozen reports: their list, their numbers and the lists behind these, their files, and what has changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dangvien.actions.reading import downloaded, list_opened
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.text import search_key, thousands
from dangvien.views.jobs import state_of
from dangvien.views.listing import count_of, page_of
from dangvien.views.rights import may
from reports import catalog
from reports.definition import Thing
from reports.engine.cells import thing_of
from reports.engine.listing import entries
from reports.issue_forms import IssueFilterForm
from reports.issuing import as_seen, changes_since, frozen_evidence, frozen_table, is_whole, visible
from reports.lifecycle import ALONE
from reports.models import Issue, IssueFile
from reports.render import FORMATS, file_name
from reports.render.html import table_view
from reports.render.layout import headers_of
from reports.table import Table
from reports.views.finding import drawings_of, issue_at, people_pages, report_names, title_of
from reports.views.steps import next_step


@require_GET
@requires(Permission.VIEW_REPORTS)
def issues(request: Request) -> HttpResponse:
    """Everything frozen in scope, newest first, narrowed by report, organization, state and period."""
    form = IssueFilterForm(request.GET, scope=request.scope)
    found = Issue.objects.within(request.scope).newest_first().select_related("organization", "frozen_by")
    page = page_of(request, form.rows(found).defer("evidence", "paper"))
    context = {
        "filter_form": form,
        "page": page,
        "names": report_names(),
        "caption": count_of(page, "báo cáo"),
    }
    return render(request, "reports/issues.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def issue(request: Request, pk: UUID) -> HttpResponse:
    """A frozen report: where it stands, its next step, its numbers as they were, its files, what was done to it."""
    found = issue_at(request, pk)
    table, hidden = as_seen(frozen_table(found), request.scope)

    def cell_url(row: str, column: str) -> str:
        return reverse("bao-cao-da-chot-o", args=[pk, row, column])

    listed = sum(row.person is not None for row in table.rows)
    if listed:
        list_opened(by=request.user, organization=found.organization, what=title_of(found), rows=listed)
    context = {
        "report": catalog.by_code(found.report),
        "table": table,
        "view": table_view(table, cell_url, people=people_pages(request.held, table)),
        "listed": listed,
        "hidden": hidden,
        "drawings": drawings_of(table),
        "whole": is_whole(found),
        "steps": found.steps.select_related("by"),
        "before": found.replaces,
        "after": found.replacements.kept().newest_first(),
        "alone": ALONE,
        **_files(request, found, hidden),
        **next_step(request, found),
    }
    return render(request, "reports/issue.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def files(request: Request, pk: UUID) -> HttpResponse:
    """How the printing of an issue stands: the piece of its page that is asked for again until all files are there."""
    found = issue_at(request, pk)
    _, hidden = as_seen(frozen_table(found), request.scope)
    return render(request, "reports/_files.html", _files(request, found, hidden))


def _closed(request: Request, issue: Issue, hidden: int) -> bool:
    """Whether the files hold names that this reader sees no more, and they are not who keeps the unit's papers."""
    return hidden > 0 and not may(request, Permission.ISSUE_REPORTS, issue.organization_id)


def _files(request: Request, issue: Issue, hidden: int) -> dict[str, Any]:
    made = {file.format: file for file in issue.files.all() if file.draft is not issue.is_out}
    job = issue.job
    return {
        "issue": issue,
        "files": [made[code] for code in FORMATS if code in made],
        "closed": _closed(request, issue, hidden),
        "job": state_of(job) if job else None,
        "printed": job is None or job.is_over,
    }


@require_GET
@requires(Permission.VIEW_REPORTS)
def issue_cell(request: Request, pk: UUID, row: str, column: str) -> HttpResponse:
    """Who stood behind a number when it was frozen."""
    found = issue_at(request, pk)
    things = frozen_evidence(found).get(f"{row}|{column}")
    table = frozen_table(found)
    if things is None or column not in table.columns:
        raise Http404
    report = catalog.by_code(found.report)
    thing = thing_of(table.cell(row, column))
    shown = visible(thing, things, request.scope)
    listed = entries(thing, shown, found.last)
    page = page_of(request, listed)
    what = f"{title_of(found)}: {heading_of(table, row)}, {headers_of(table)[column]}"
    list_opened(by=request.user, organization=found.organization, what=what, rows=len(listed))
    links = request.held.member_keys_of_people([entry.pk for entry in page]) if thing is Thing.PERSON else {}
    context = {
        "issue": found,
        "report": report,
        "heading": heading_of(table, row),
        "value": table.cell(row, column).text,
        "column": headers_of(table)[column],
        "page": page,
        "things": things,
        "several": any(n > 1 for n in things.values()),
        "hidden": len(things) - len(shown),
        "links": links,
    }
    return render(request, "reports/issue_cell.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def changes(request: Request, pk: UUID) -> HttpResponse:
    """What differs today from what was frozen, number by number and person by person."""
    found = issue_at(request, pk)
    differing = changes_since(found, request.scope)
    named = sum(len(change.came) + len(change.went) for change in differing)
    if named:
        list_opened(by=request.user, organization=found.organization, what=f"{title_of(found)}, so với nay", rows=named)
    return render(request, "reports/changes.html", {"issue": found, "changes": differing})


@require_GET
@requires(Permission.VIEW_REPORTS)
def download(request: Request, pk: UUID, wanted: str) -> FileResponse:
    """A printed file, the very bytes that were made then."""
    found = issue_at(request, pk)
    file = get_object_or_404(found.files, format=wanted, draft=not found.is_out)
    _, hidden = as_seen(frozen_table(found), request.scope)
    if _closed(request, found, hidden):
        raise PermissionDenied
    what = IssueFile.Format(wanted).label + (f", có {thousands(hidden)} người nay thuộc nơi khác" if hidden else "")
    downloaded(by=request.user, file=found, organization=found.organization, name=title_of(found), what=what)
    stored = (Path(settings.MEDIA_ROOT) / file.path).open("rb")
    mime = FORMATS[wanted].mime
    name = file_name(frozen_table(found), wanted)
    if found.is_out:
        name = f"so-{found.number:02d}-{search_key(found.document_type)}_{name}"
    return FileResponse(stored, as_attachment=True, filename=name, content_type=mime)


def heading_of(table: Table, row_key: str) -> str:
    """The label of a row, as the heading of the list behind one of its numbers."""
    return next((row.label for row in table.all_rows if row.key == row_key), "")
