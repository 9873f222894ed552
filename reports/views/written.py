"""The report in words: making one, its text with every number open, its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from dangvien.actions.reading import downloaded, list_opened
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.text import search_key
from dangvien.views.acting import answer, sent
from dangvien.views.jobs import state_of
from dangvien.views.listing import count_of, page_of
from reports.definition import Thing
from reports.engine.cells import thing_of
from reports.engine.listing import entries
from reports.issuing import visible
from reports.models import WordTemplate, WrittenReport
from reports.narrative import keeping, page
from reports.narrative.forms import AboutForm, TypedForm
from reports.narrative.keeping import Source, kept_figures, kept_tables
from reports.narrative.ours import OWN
from reports.narrative.telling import About, is_table
from reports.render import FORMATS
from reports.render.layout import headers_of


@require_GET
@requires(Permission.VIEW_REPORTS)
def index(request: Request) -> HttpResponse:
    """The reports made, newest first; our templates and those that were brought."""
    reports = WrittenReport.objects.within(request.scope).newest_first().select_related("organization", "frozen_by")
    shown = page_of(request, reports.defer("content", "layout", "figures", "tables", "evidence"))
    templates = WordTemplate.objects.within(request.scope).in_use().in_order().select_related("organization")
    context = {
        "page": shown,
        "caption": count_of(shown, "báo cáo bằng lời"),
        "names": {report.pk: report.organization.name_on(report.last) for report in shown},
        "ours": list(OWN.values()),
        "templates": [
            (template, template.organization.name_on(request.scope.today))
            for template in templates.defer("content", "layout")
        ],
        "may_make": Permission.ISSUE_REPORTS in request.held.permissions,
    }
    return render(request, "reports/written_index.html", context)


@requires(Permission.ISSUE_REPORTS)
def make(request: Request) -> HttpResponse:
    """Choose template, organization and period; type what the template leaves open; count and keep."""
    templates = _offered(request)
    form = AboutForm(request.GET or None, scope=request.scope, templates=templates)
    if not (form.is_bound and form.is_valid()):
        return render(request, "reports/written_make.html", {"form": form})
    source, question = _source(request, form.cleaned_data["mau"] or templates[0][0]), form.question
    typed = TypedForm(sent(request), asked=source.asked)

    def act() -> str:
        about = About(
            request.scope,
            question.organization,
            question.period,
            keeping.paper_of(question.organization, request.scope.today),
            typed.written,
            typed.quotes,
        )
        report = keeping.write_report(by=request.user, source=source, about=about)
        return reverse("bao-cao-bang-loi-xem", args=[report.pk])

    context = {
        "about_form": form,
        "source": source,
        "place": question.organization_name,
        "period": question.period,
        "figures": len([key for key in source.asked if not is_table(key)]),
        "tables": len([key for key in source.asked if is_table(key)]),
        "back": reverse("bao-cao-bang-loi"),
    }
    done = "Đã lập báo cáo. Tệp Word và PDF đang được làm."
    return answer(request, typed, act, template="reports/written_type.html", done=done, context=context)


def _offered(request: Request) -> list[tuple[str, str]]:
    brought = WordTemplate.objects.within(request.scope).in_use().in_order().only("pk", "name")
    return [
        *((template.slug, template.name) for template in OWN.values()),
        *((str(template.pk), f"{template.name} (mẫu đã đưa lên)") for template in brought),
    ]


def _source(request: Request, code: str) -> Source:
    if code in OWN:
        return Source.of_ours(OWN[code])
    return Source.of_row(get_object_or_404(WordTemplate.objects.within(request.scope).in_use(), pk=int(code)))


@require_safe
@requires(Permission.VIEW_REPORTS)
def show(request: Request, pk: UUID) -> HttpResponse:
    """The text with its numbers, each leading to what stood behind it; its files."""
    report = _report(request, pk)
    places = {figure["key"]: place for place, figure in enumerate(report.figures)}
    known = kept_figures(report)

    def link(key: str, cell: int | None) -> str:
        if not (known[key]["cells"] or known[key]["document"]):
            return ""
        if cell is None:
            return reverse("bao-cao-bang-loi-so", args=[pk, places[key]])
        return reverse("bao-cao-bang-loi-so-o", args=[pk, places[key], cell])

    def table_link(key: str) -> Any:
        number = sorted(report.tables).index(key)
        return lambda row, column: reverse("bao-cao-bang-loi-bang-o", args=[pk, number, row, column])

    text = page.filled(report.layout, known, kept_tables(report), link=link, table_link=table_link)
    context = {
        "report": report,
        "place": report.organization.name_on(report.last),
        "text": text,
        "whole": keeping.is_whole(report),
        **_files(report),
    }
    return render(request, "reports/written_show.html", context)


@require_safe
@requires(Permission.VIEW_REPORTS)
def files(request: Request, pk: UUID) -> HttpResponse:
    """How the files stand: the piece of the page that is asked for again until all are there."""
    return render(request, "reports/_written_files.html", _files(_report(request, pk)))


def _files(report: WrittenReport) -> dict[str, Any]:
    made = [(FORMATS[ending], report.files[ending]) for ending in ("docx", "pdf") if ending in report.files]
    job = report.job
    return {
        "report": report,
        "files": made,
        "job": state_of(job) if job else None,
        "printed": job is None or job.is_over,
    }


@require_safe
@requires(Permission.VIEW_REPORTS)
def figure(request: Request, pk: UUID, number: int, cell: int | None = None) -> HttpResponse:
    """One number of the text: what it means, and who stood behind it when it was kept."""
    report = _report(request, pk)
    if number >= len(report.figures):
        raise Http404
    told = report.figures[number]
    cells = told["cells"]
    if cell is not None and cell >= len(cells):
        raise Http404
    chosen = cells[cell] if cell is not None else cells[0] if len(cells) == 1 else None
    context: dict[str, Any] = {
        "report": report,
        "told": told,
        "chosen": chosen,
        "parts": [
            (part.get("label") or (told["parts"][place]["label"] if place < len(told["parts"]) else ""),
             reverse("bao-cao-bang-loi-so-o", args=[pk, number, place]), part.get("things"))
            for place, part in enumerate(cells)
        ] if chosen is None else [],
    }  # fmt: skip
    if chosen is not None and chosen.get("evidence"):
        things = _things(report, chosen["evidence"])
        context |= _people(request, report, Thing(chosen["thing"]), things, f"{told['key']}")
    return render(request, "reports/written_figure.html", context)


@require_safe
@requires(Permission.VIEW_REPORTS)
def table_cell(request: Request, pk: UUID, number: int, row: str, column: str) -> HttpResponse:
    """Who stood behind a number of a table inside the text."""
    report = _report(request, pk)
    keys = sorted(report.tables)
    if number >= len(keys):
        raise Http404
    table = kept_tables(report)[keys[number]]
    name = f"{keys[number]}/{row}|{column}"
    if name not in report.evidence or column not in table.columns:
        raise Http404
    cell = table.cell(row, column)
    label = next((line.label for line in table.all_rows if line.key == row), "")
    told = {"text": cell.text, "label": f"{label}: {headers_of(table)[column]}", "meaning": "", "key": keys[number]}
    context = {"report": report, "told": told, "chosen": {"things": 0}, "parts": []}
    context |= _people(request, report, thing_of(cell), _things(report, name), name)
    return render(request, "reports/written_figure.html", context)


def _things(report: WrittenReport, name: str) -> dict[int, int]:
    return {int(thing): int(n) for thing, n in report.evidence.get(name, [])}


def _people(request: Request, report: WrittenReport, thing: Thing, things: dict[int, int], what: str) -> dict[str, Any]:
    """The list behind a number, as far as the reader may see it by name; to open it leaves a trace."""
    shown = visible(thing, things, request.scope)
    listed = entries(thing, shown, report.last)
    found = page_of(request, listed)
    list_opened(by=request.user, organization=report.organization, what=f"{report} {what}"[:200], rows=len(listed))
    links = request.held.member_keys_of_people([entry.pk for entry in found]) if thing is Thing.PERSON else {}
    return {
        "page": found,
        "things": things,
        "several": any(n > 1 for n in things.values()),
        "hidden": len(things) - len(shown),
        "links": links,
        "opened": True,
    }


@require_safe
@requires(Permission.VIEW_REPORTS)
def download(request: Request, pk: UUID, wanted: str) -> HttpResponse | FileResponse:
    """A printed file, the very bytes that were made then."""
    report = _report(request, pk)
    file = report.files.get(wanted)
    if file is None:
        raise Http404
    downloaded(
        by=request.user,
        file=report,
        organization=report.organization,
        name=str(report),
        what=FORMATS[wanted].label,
    )
    words = "".join(char if char.isalnum() else " " for char in search_key(report.name)).split()
    return FileResponse(
        (Path(settings.MEDIA_ROOT) / file["path"]).open("rb"),
        as_attachment=True,
        filename=f"{'-'.join(words)[:60]}_{report.first}_{report.last}.{wanted}",
        content_type=FORMATS[wanted].mime,
    )


def _report(request: Request, pk: UUID) -> WrittenReport:
    found = WrittenReport.objects.within(request.scope).select_related("organization", "frozen_by", "job")
    return get_object_or_404(found, pk=pk)
