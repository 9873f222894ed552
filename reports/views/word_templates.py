"""Templates of reports in words: the figures they may use, bringing one, looking at it, taking it out of use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from dangvien.actions.reading import downloaded
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.text import search_key
from dangvien.views.acting import answer, sent
from reports import catalog
from reports.engine.question import Question
from reports.forms import address_of
from reports.models import WordTemplate
from reports.narrative import keeping
from reports.narrative.changes import BARE, DAYS
from reports.narrative.figures import FIGURES, CellFigure, QuotedFigure
from reports.narrative.forms import AboutForm, BringForm, RetireForm
from reports.narrative.ours import OWN
from reports.narrative.telling import About, Telling, Told, is_table
from reports.render import FORMATS

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
    downloaded(by=request.user, file=found, organization=found.organization, name=found.name, what="mẫu Word")
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
