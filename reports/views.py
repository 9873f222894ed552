"""Reports on the screen: choose, look, open a number, freeze and print, look again later."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dangvien.actions.reading import downloaded, list_opened
from dangvien.actions.submission import once
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.problem import Refused
from dangvien.views.jobs import state_of
from dangvien.views.listing import page_of
from reports import catalog
from reports.definition import Report, Thing
from reports.engine.computing import compute
from reports.engine.listing import behind, entries, place_names
from reports.engine.question import Question
from reports.forms import FreezeForm, QuestionForm, address_of
from reports.issuing import changes_since, freeze, frozen_evidence, frozen_table, is_whole, visible
from reports.models import Issue, IssueFile
from reports.render import FORMATS, file_name
from reports.render.html import table_view
from reports.table import Table


def _report(slug: str) -> Report:
    report = catalog.reports().get(slug)
    if report is None:
        raise Http404
    return report


@require_GET
@requires(Permission.VIEW_REPORTS)
def index(request: Request) -> HttpResponse:
    """The catalogue and what was frozen last."""
    issues = Issue.objects.within(request.scope).newest_first().select_related("organization", "frozen_by")
    context = {"reports": catalog.reports().values(), "issues": issues[:5], "names": _report_names()}
    return render(request, "reports/index.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def show(request: Request, slug: str) -> HttpResponse:
    """One report: its form, and the table once something was asked."""
    report = _report(slug)
    form = QuestionForm(request.GET or None, report=report, scope=request.scope)
    context = {"report": report, "form": form}
    if form.is_bound and form.is_valid():
        question = form.question
        context |= _counted(question) | {
            "freeze_form": FreezeForm(),
            "may_freeze": Permission.ISSUE_REPORTS in request.held.permissions,
        }
    return render(request, "reports/show.html", context)


def _counted(question: Question) -> dict[str, Any]:
    """A table counted now, every number of it a link to the list behind it."""
    slug, address = question.report.slug, address_of(question)
    table = compute(question)

    def cell_url(row: str, column: str) -> str:
        return f"{reverse('bao-cao-o', args=[slug, row, column])}?{address}"

    return {"table": table, "view": table_view(table, cell_url)}


@require_GET
@requires(Permission.VIEW_REPORTS)
def cell(request: Request, slug: str, row: str, column: str) -> HttpResponse:
    """The people (or organizations) behind one number, a page at a time."""
    report = _report(slug)
    form = QuestionForm(request.GET or None, report=report, scope=request.scope)
    if not form.is_valid():
        return redirect(f"{reverse('bao-cao-xem', args=[slug])}?{request.GET.urlencode()}")
    question = form.question
    try:
        found = behind(question, row, column)
    except KeyError:
        raise Http404 from None
    day = question.period.last
    listed = entries(found.thing, found.things, day)
    page = page_of(request, listed)
    list_opened(
        by=request.user, organization=question.organization, what=f"{report.code} {row} {column}", rows=len(listed)
    )
    keys = [entry.pk for entry in page]
    context = {
        "report": report,
        "heading": found.row,
        "value": found.value,
        "column": found.column,
        "period": question.period.exact_label,
        "things": found.things,
        "several": any(n > 1 for n in found.things.values()),
        "back": f"{reverse('bao-cao-xem', args=[slug])}?{address_of(question)}",
        "page": page,
        "places": place_names(found, keys, day),
        "links": request.held.member_keys_of_people(keys) if found.thing is Thing.PERSON else {},
    }
    return render(request, "reports/cell.html", context)


def heading_of(table: Table, row_key: str) -> str:
    """The label of a row, as the heading of the list behind one of its numbers."""
    return next((row.label for row in table.all_rows if row.key == row_key), "")


@require_POST
@requires(Permission.ISSUE_REPORTS)
def freeze_report(request: Request, slug: str) -> HttpResponse:
    """Freeze what the form asks and put the printing in the queue."""
    report = _report(slug)
    form = QuestionForm(request.POST, report=report, scope=request.scope)
    freezing = FreezeForm(request.POST)
    if not form.is_valid():
        return render(request, "reports/show.html", {"report": report, "form": form}, status=422)
    question = form.question
    if not freezing.is_valid():
        return _not_frozen(request, form, freezing)

    def act() -> str:
        issue = freeze(by=request.user, question=question, reason=freezing.cleaned_data["reason"])
        return reverse("bao-cao-da-chot", args=[issue.pk])

    try:
        address, _ = once(by=request.user, token=freezing.sent_token, act=act)
    except Refused as refused:
        freezing.take(refused)
        return _not_frozen(request, form, freezing)
    return redirect(address)


def _not_frozen(request: Request, form: QuestionForm, freezing: FreezeForm) -> HttpResponse:
    """The report again, with what stands against freezing it."""
    context = {"report": form.report, "form": form, "freeze_form": freezing, "may_freeze": True}
    return render(request, "reports/show.html", {**context, **_counted(form.question)}, status=422)


@require_GET
@requires(Permission.VIEW_REPORTS)
def issues(request: Request) -> HttpResponse:
    """Everything frozen in scope, newest first."""
    found = Issue.objects.within(request.scope).newest_first().select_related("organization", "frozen_by", "job")
    page = page_of(request, found)
    return render(request, "reports/issues.html", {"page": page, "names": _report_names()})


def _issue(request: Request, pk: UUID) -> Issue:
    found = Issue.objects.within(request.scope).select_related("organization", "frozen_by", "job")
    return get_object_or_404(found, pk=pk)


@require_GET
@requires(Permission.VIEW_REPORTS)
def issue(request: Request, pk: UUID) -> HttpResponse:
    """A frozen report: its numbers as they were, its files, and how the printing stands."""
    found = _issue(request, pk)
    table = frozen_table(found)

    def cell_url(row: str, column: str) -> str:
        return reverse("bao-cao-da-chot-o", args=[pk, row, column])

    context = {
        "report": catalog.by_code(found.report),
        "table": table,
        "view": table_view(table, cell_url),
        "whole": is_whole(found),
        **_files(found),
    }
    return render(request, "reports/issue.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def files(request: Request, pk: UUID) -> HttpResponse:
    """How the printing of an issue stands: the piece of its page that is asked for again until all files are there."""
    return render(request, "reports/_files.html", _files(_issue(request, pk)))


def _files(issue: Issue) -> dict[str, Any]:
    made = {file.format: file for file in issue.files.all()}
    job = issue.job
    return {
        "issue": issue,
        "files": [made[code] for code in FORMATS if code in made],
        "job": state_of(job) if job else None,
        "printed": job is None or job.is_over,
    }


@require_GET
@requires(Permission.VIEW_REPORTS)
def issue_cell(request: Request, pk: UUID, row: str, column: str) -> HttpResponse:
    """Who stood behind a number when it was frozen."""
    found = _issue(request, pk)
    things = frozen_evidence(found).get(f"{row}|{column}")
    if things is None:
        raise Http404
    report = catalog.by_code(found.report)
    thing = report.thing_behind(row, column)
    shown = visible(thing, things, request.scope)
    listed = entries(thing, shown, found.last)
    page = page_of(request, listed)
    list_opened(by=request.user, organization=found.organization, what=f"{found} {row} {column}", rows=len(listed))
    links = request.held.member_keys_of_people([entry.pk for entry in page]) if thing is Thing.PERSON else {}
    table = frozen_table(found)
    context = {
        "issue": found,
        "report": report,
        "heading": heading_of(table, row),
        "value": table.cell(row, column).text,
        "column": next(item.header for item in report.leaves if item.code == column),
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
    found = _issue(request, pk)
    differing = changes_since(found, request.scope)
    named = sum(len(change.came) + len(change.went) for change in differing)
    if named:
        list_opened(by=request.user, organization=found.organization, what=f"{found} so với nay", rows=named)
    return render(request, "reports/changes.html", {"issue": found, "changes": differing})


@require_GET
@requires(Permission.VIEW_REPORTS)
def download(request: Request, pk: UUID, wanted: str) -> FileResponse:
    """A printed file, the very bytes that were made then."""
    found = _issue(request, pk)
    file = get_object_or_404(found.files, format=wanted)
    downloaded(by=request.user, file=found, organization=found.organization, what=IssueFile.Format(wanted).label)
    stored = (Path(settings.MEDIA_ROOT) / file.path).open("rb")
    mime = FORMATS[wanted].mime
    return FileResponse(stored, as_attachment=True, filename=file_name(frozen_table(found), wanted), content_type=mime)


def _report_names() -> dict[str, str]:
    return {report.code: report.name for report in catalog.reports().values()}
