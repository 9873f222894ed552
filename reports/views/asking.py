"""Reports asked for now: choose, look, open a number, freeze."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dangvien.actions.reading import list_opened
from dangvien.actions.submission import once
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.views.listing import page_of
from reports import catalog
from reports.definition import Thing
from reports.engine.computing import compute
from reports.engine.listing import behind, entries, place_names
from reports.engine.question import Question
from reports.forms import FreezeForm, QuestionForm, address_of
from reports.issuing import freeze
from reports.models import Issue
from reports.render.html import table_view
from reports.views.finding import drawings_of, people_pages, report_at, report_names, title_of


@require_GET
@requires(Permission.VIEW_REPORTS)
def index(request: Request) -> HttpResponse:
    """The catalogue and what was frozen last."""
    issues = Issue.objects.within(request.scope).newest_first().select_related("organization", "frozen_by")
    context = {"shelves": catalog.shelves(), "issues": issues.kept()[:5], "names": report_names()}
    return render(request, "reports/index.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def show(request: Request, slug: str) -> HttpResponse:
    """One report: its form, and the table once something was asked."""
    report = report_at(slug)
    form = QuestionForm(request.GET or None, report=report, scope=request.scope)
    context = {"report": report, "form": form}
    if form.is_bound and form.is_valid():
        question = form.question
        if form.cleaned_data["ky"]:  # the address names the two days, so that it means the same next month
            return redirect(f"{reverse('bao-cao-xem', args=[slug])}?{address_of(question)}")
        context |= _counted(request, question) | {
            "freeze_form": FreezeForm(),
            "may_freeze": Permission.ISSUE_REPORTS in request.held.permissions,
        }
    return render(request, "reports/show.html", context)


def _counted(request: Request, question: Question) -> dict[str, Any]:
    """A table counted now, every number of it a link to the list behind it; to see a list of people leaves a trace."""
    slug, address = question.report.slug, address_of(question)
    table = compute(question)

    def cell_url(row: str, column: str) -> str:
        return f"{reverse('bao-cao-o', args=[slug, row, column])}?{address}"

    listed = sum(row.person is not None for row in table.rows)
    if listed:
        list_opened(by=request.user, organization=question.organization, what=title_of(question), rows=listed)
    view = table_view(table, cell_url, people=people_pages(request.held, table))
    return {"table": table, "view": view, "listed": listed, "drawings": drawings_of(table)}


@require_GET
@requires(Permission.VIEW_REPORTS)
def cell(request: Request, slug: str, row: str, column: str) -> HttpResponse:
    """The people (or organizations) behind one number, a page at a time."""
    report = report_at(slug)
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
        by=request.user,
        organization=question.organization,
        what=f"{title_of(question)}: {found.row}, {found.column}",
        rows=len(listed),
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


@require_POST
@requires(Permission.ISSUE_REPORTS)
def freeze_report(request: Request, slug: str) -> HttpResponse:
    """Freeze what the form asks as a draft and put its printing in the queue."""
    report = report_at(slug)
    form = QuestionForm(request.POST, report=report, scope=request.scope)
    freezing = FreezeForm(request.POST)
    if not form.is_valid():
        return render(request, "reports/show.html", {"report": report, "form": form}, status=422)
    question = form.question
    freezing.full_clean()

    def act() -> str:
        issue = freeze(by=request.user, question=question)
        return reverse("bao-cao-da-chot", args=[issue.pk])

    address, _ = once(by=request.user, token=freezing.sent_token, act=act)
    return redirect(address)
