"""The report in words: templates and the figures they may use, making a report, its pages and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from reports import catalog
from reports.definition import Thing
from reports.engine.cells import thing_of
from reports.engine.listing import entries
from reports.engine.question import Question
from reports.forms import address_of
from reports.issuing import visible
from reports.models import WordTemplate, WrittenReport
from reports.narrative import keeping, page
from reports.narrative.changes import BARE, DAYS
from reports.narrative.figures import FIGURES, CellFigure, QuotedFigure
from reports.narrative.forms import AboutForm, BringForm, RetireForm, TypedForm
from reports.narrative.keeping import Source, kept_figures, kept_tables
from reports.narrative.ours import OWN
from reports.narrative.telling import About, Telling, Told, is_table
from reports.render import FORMATS
from reports.render.layout import headers_of

WORD = FORMATS["docx"].mime


@dataclass(frozen=True)
class FigureLine:
    """A figure as the page of figures shows it: its present words, and the address of what stands behind them."""

    told: Told
    url: str

    @property
    def written(self) -> str:
        """How a template writes it."""
        return braced(self.told.key)


def braced(key: str) -> str:
    """A key as a template writes it."""
    return "{{" + key + "}}"


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


@require_GET
@requires(Permission.VIEW_REPORTS)
def figures(request: Request) -> HttpResponse:
    """Every figure that may be used, how it is written, and its present value for an organization and period."""
    form = AboutForm(request.GET or None, scope=request.scope)
    groups: dict[str, list[FigureLine]] = {}
    chosen = form.question if form.is_bound and form.is_valid() else None
    telling = None
    if chosen is not None:
        paper = keeping.paper_of(chosen.organization, request.scope.today)
        telling = Telling(About(request.scope, chosen.organization, chosen.period, paper))
    for name, figure in FIGURES.items():
        told = Told(name, figure.label, figure.meaning, "")
        if telling is not None and not isinstance(figure, QuotedFigure):
            told = telling.told(name)
        url = _live_url(told, chosen) if chosen and isinstance(figure, CellFigure) else ""
        groups.setdefault(figure.group, []).append(FigureLine(told, url))
    context = {
        "form": form,
        "groups": groups.items(),
        "chosen": chosen,
        "changes": [
            *((braced(f"ket_nap|{word}"), label) for word, (_, label) in DAYS.items()),
            (braced("ket_nap|nam 2021"), "cả năm 2021, hay năm nào khác"),
            (braced(f"ket_nap|{BARE}"), "viết 9 thay cho 09, để đứng trong bảng"),
        ],
        "tables": [
            (braced(f"bang {report.code}"), report.name)
            for heading, shelf in catalog.shelves()
            if heading != "Danh sách"
            for report in shelf
        ],
        "written": braced("ghi Tên văn bản"),
    }
    return render(request, "reports/written_figures.html", context)


def _live_url(told: Told, chosen: Question) -> str:
    """The ordinary page of the people behind a number that is counted now."""
    if not told.cells or not told.cells[0]["opens"]:
        return ""
    cell = told.cells[0]
    report = catalog.by_code(cell["report"])
    question = Question(report, chosen.scope, chosen.organization, chosen.period, report.chosen({}))
    return f"{reverse('bao-cao-o', args=[report.slug, cell['row'], cell['column']])}?{address_of(question)}"


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


# Templates ---------------------------------------------------------------------------------------------------------


@requires(Permission.ISSUE_REPORTS)
def bring(request: Request) -> HttpResponse:
    """Send a Word file; what it asks for in vain is listed with the nearest names."""
    form = BringForm(sent(request), request.FILES or None, scope=request.scope)

    def act() -> str:
        given = form.cleaned_data
        template = keeping.bring_template(
            by=request.user, organization=given["organization"], name=given["name"], content=form.content
        )
        return reverse("bao-cao-mau", args=[template.pk])

    return answer(
        request,
        form,
        act,
        template="reports/written_bring.html",
        done="Đã nhận mẫu.",
        context={"back": reverse("bao-cao-bang-loi")},
    )


@require_safe
@requires(Permission.VIEW_REPORTS)
def template(request: Request, pk: int) -> HttpResponse:
    """One template: what it asks for, and its file."""
    found = _template(request, pk)
    context = {
        "template": found,
        "place": found.organization.name_on(request.scope.today),
        "asked": _named(found.asked),
        "may_make": Permission.ISSUE_REPORTS in request.held.permissions,
        "own": request.scope.organizations.filter(pk=found.organization_id).exists(),
    }
    return render(request, "reports/written_template.html", context)


def _named(keys: Sequence[str]) -> list[tuple[str, str]]:
    """Each key with what it is."""
    found = []
    for key in keys:
        figure = FIGURES.get(key.partition("|")[0])
        found.append((braced(key), figure.label if figure else "bảng số liệu" if is_table(key) else "lời nhập khi lập"))
    return found


@requires(Permission.ISSUE_REPORTS)
def retire(request: Request, pk: int) -> HttpResponse:
    """Offer a template no more; one of an organization above is for that organization to take away."""
    found = _template(request, pk)
    get_object_or_404(request.scope.organizations, pk=found.organization_id)

    def act() -> str:
        keeping.retire_template(by=request.user, template=found)
        return reverse("bao-cao-bang-loi")

    context = {"template": found, "back": reverse("bao-cao-mau", args=[pk])}
    done = "Mẫu đã thôi dùng; báo cáo đã lập theo mẫu vẫn giữ nguyên."
    return answer(
        request, RetireForm(sent(request)), act, template="reports/written_retire.html", done=done, context=context
    )


@require_safe
@requires(Permission.VIEW_REPORTS)
def template_file(request: Request, pk: int) -> HttpResponse:
    """The Word file of a template, as it was brought."""
    found = _template(request, pk)
    downloaded(by=request.user, file=found, organization=found.organization, what="mẫu Word")
    return _word(bytes(found.content), f"mau-{found.name}")


@require_safe
@requires(Permission.VIEW_REPORTS)
def our_file(request: Request, slug: str) -> HttpResponse:
    """The Word file of one of our templates: it says nothing of anybody."""
    if slug not in OWN:
        raise Http404
    return _word(OWN[slug].content, f"mau-{slug}")


def _word(content: bytes, name: str) -> HttpResponse:
    words = "".join(char if char.isalnum() else " " for char in search_key(name)).split()
    file = f"{'-'.join(words)[:80]}.docx"
    return HttpResponse(content, WORD, headers={"Content-Disposition": f'attachment; filename="{file}"'})


def _template(request: Request, pk: int) -> WordTemplate:
    found = WordTemplate.objects.within(request.scope).select_related("organization", "uploaded_by")
    return get_object_or_404(found, pk=pk)


# A report that was made --------------------------------------------------------------------------------------------


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
    downloaded(by=request.user, file=report, organization=report.organization, what=FORMATS[wanted].label)
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
