"""Kiểm tra số liệu: drafts brought, a new one, one with its findings beside the text, answering, taking, dropping."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from dangvien.forms.base import HouseForm
from dangvien.http import Request, requires
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.text import day_full, thousands
from dangvien.views.acting import answer, sent
from dangvien.views.jobs import state_of
from dangvien.views.listing import page_of
from reports import catalog
from reports.beside.counting import Beside
from reports.check_forms import AnswerForm, DraftForm, FindingFilterForm, first_values
from reports.checking import State, answer_finding, drop_draft, findings_taken, keep_draft
from reports.engine.question import Question
from reports.figure_check.findings import Klass, Verdict
from reports.forms import address_of
from reports.marked_text import anchor, blocks
from reports.models import CheckedDraft, DraftFinding
from reports.render.findings import Finding as PaperFinding
from reports.render.findings import Findings, render_findings
from reports.stored_check import figures_of, pieces_of, spans_of

TONES = {Verdict.WRONG: "wrong", Verdict.DOUBTFUL: "warn", Verdict.UNSUPPORTED: ""}
ANSWER_TONES = {DraftFinding.State.OPEN: "", DraftFinding.State.ACCEPTED: "good", DraftFinding.State.IGNORED: "over"}

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it."""

    row: DraftFinding
    klass: str
    verdict: str
    tone: str
    answer_tone: str
    places: list[str]
    where: str

    @classmethod
    def of(cls, row: DraftFinding, pieces: list[Any]) -> Shown:
        verdict = Verdict(row.verdict)
        spans = spans_of(row)
        return cls(
            row,
            Klass(row.klass).label,
            verdict.label,
            TONES[verdict],
            ANSWER_TONES[DraftFinding.State(row.state)],
            [anchor(row.position, number) for number in range(len(spans))],
            pieces[row.found["piece"]].place if row.found["piece"] < len(pieces) else "",
        )


@dataclass(frozen=True)
class Compared:
    """A number of the register beside a printed one, as the page shows it."""

    beside: Beside
    anchor: str
    time: str
    address: str

    @property
    def off(self) -> str:
        """The difference with its sign."""
        return f"{'+' if self.beside.off > 0 else '−'}{thousands(abs(self.beside.off))}" if self.beside.off else ""


@require_safe
@requires(Permission.VIEW_REPORTS)
def index(request: Request) -> HttpResponse:
    """The drafts brought for organizations in scope, newest first."""
    drafts = CheckedDraft.objects.within(request.scope).select_related("recorded_by").with_counts().newest_first()
    page = page_of(request, drafts)
    names = places_of([draft.organization_id for draft in page], request.scope.today)
    return render(request, "reports/checks/index.html", {"page": page, "names": names})


@requires(Permission.VIEW_REPORTS)
def new(request: Request) -> HttpResponse:
    """Bring a draft: a file, or a text pasted into the box."""
    old = _replaced(request)
    form = DraftForm(sent(request), request.FILES or None, scope=request.scope, initial=first_values(old))

    def act() -> str:
        draft = keep_draft(
            by=request.user,
            organization=form.cleaned_data["organization"],
            content=form.content,
            file_name=form.file_name,
            as_of=form.cleaned_data["as_of"],
            instead_of=old,
        )
        return reverse("bao-cao-kiem-tra-so-lieu-xem", args=[draft.pk])

    return answer(request, form, act, template="reports/checks/new.html", done="Đã nhận văn bản.")


def _replaced(request: Request) -> CheckedDraft | None:
    """The draft that could not be read and is sent again mended, named in the address."""
    try:
        asked = UUID(request.GET.get("thay", ""))
    except ValueError:
        return None
    return CheckedDraft.objects.within(request.scope).select_related("organization").filter(pk=asked).first()


@require_safe
@requires(Permission.VIEW_REPORTS)
def detail(request: Request, pk: UUID) -> HttpResponse:
    """One draft: how far the worker has come, then the findings beside the marked text, and the register's numbers."""
    draft = _draft(request, pk)
    running = draft.state == State.READING and draft.job is not None and not draft.job.is_over
    if request.htmx and not request.htmx.boosted:
        return _progress(request, draft) if running else HttpResponseClientRefresh()
    context: dict[str, Any] = {
        "draft": draft,
        "name": draft.organization.name_on(request.scope.today),
        "running": running,
        "settled": not running,
        "may_drop": draft.recorded_by_id == request.user.pk,
    }
    if draft.job is not None:
        context |= state_of(draft.job)
    if draft.state == State.CHECKED:
        context |= _checked(request, draft)
    return render(request, "reports/checks/detail.html", context)


def _progress(request: Request, draft: CheckedDraft) -> HttpResponse:
    assert draft.job is not None
    return render(request, "reports/checks/_progress.html", {"draft": draft, **state_of(draft.job)})


def _checked(request: Request, draft: CheckedDraft) -> dict[str, Any]:
    rows = list(draft.findings.in_order().select_related("answered_by"))
    kinds = Counter(row.klass for row in rows)
    classes = [(klass.value, f"{klass.label} ({kinds[klass]})") for klass in Klass if kinds[klass]]
    form = FindingFilterForm(request.GET or None, classes=classes)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    klass, state = wanted.get("loai", ""), wanted.get("tra_loi", "")
    kept = [row for row in rows if (not klass or row.klass == klass) and (not state or row.state == state)]
    pieces, figures = pieces_of(draft), figures_of(draft)
    compared = _compared(request, draft)
    return {
        "filter_form": form,
        "total": len(rows),
        "waiting": sum(row.state == DraftFinding.State.OPEN for row in rows),
        "wrong": sum(row.verdict == Verdict.WRONG for row in rows),
        "figures": len(figures),
        "findings": [Shown.of(row, pieces) for row in kept],
        "blocks": blocks(pieces, [figure.span for figure in figures], {row.position: spans_of(row) for row in kept}),
        "compared": compared,
        "differing": sum(bool(each.beside.off) for each in compared),
    }


def _compared(request: Request, draft: CheckedDraft) -> list[Compared]:
    """What the register counted, what differs first; each opens its people through its report, as the reader may."""
    found = [Beside.from_json(each) for each in draft.counted]
    codes = {each.organization for each in found}
    places = {place.code: place for place in request.scope.organizations.filter(code__in=codes)}
    shown = []
    for each in found:
        report, period = catalog.reports().get(each.report), Period(_day(each.first), _day(each.last))
        address = ""
        if report is not None and each.organization in places:
            question = Question(report, request.scope, places[each.organization], period, report.chosen({}))
            address = f"{reverse('bao-cao-o', args=[each.report, each.row, each.column])}?{address_of(question)}"
        same = period.first == period.last
        time = day_full(period.last) if same else f"{day_full(period.first)} – {day_full(period.last)}"
        shown.append(Compared(each, f"so-{each.figure}", time, address))
    return sorted(shown, key=lambda each: not each.beside.off)


def _day(text: str) -> date:
    return date.fromisoformat(text)


@requires(Permission.VIEW_REPORTS)
def finding(request: Request, pk: UUID, number: int) -> HttpResponse:
    """Answer one finding: accept it with a repair, pass over it with a note, leave it open."""
    draft = _draft(request, pk)
    row = get_object_or_404(draft.findings.select_related("answered_by"), position=number)
    form = AnswerForm(sent(request), finding=row)
    back = f"{reverse('bao-cao-kiem-tra-so-lieu-xem', args=[draft.pk])}#diem-{row.position}"

    def act() -> str:
        answer_finding(by=request.user, finding=row, facts=form.facts)
        return back

    context = {"draft": draft, "item": Shown.of(row, pieces_of(draft)), "back": back}
    return answer(
        request, form, act, template="reports/checks/finding.html", done=f"Đã ghi câu trả lời ở điểm {number}.",
        context=context,
    )  # fmt: skip


@require_safe
@requires(Permission.VIEW_REPORTS)
def take(request: Request, pk: UUID) -> HttpResponse:
    """What was found and answered as a Word file; taking it leaves a trace."""
    draft = _draft(request, pk)
    if draft.state != State.CHECKED:
        messages.warning(request, "Văn bản này chưa kiểm tra xong nên chưa có kết quả để xuất.")
        return redirect("bao-cao-kiem-tra-so-lieu-xem", pk=draft.pk)
    pieces = pieces_of(draft)
    rows = [Shown.of(row, pieces) for row in draft.findings.in_order().select_related("answered_by")]
    content = render_findings(
        Findings(
            title=str(draft),
            organization=draft.organization.name_on(request.scope.today),
            checked=day_full(localdate(draft.checked_at)) if draft.checked_at else "",
            made_by=request.user.full_name,
            made_on=request.scope.today,
            unread=tuple(draft.unread),
            findings=tuple(_on_paper(each) for each in rows),
            compared=tuple(
                (each.beside.label, each.beside.place, each.time, each.beside.printed, thousands(each.beside.value))
                for each in _compared(request, draft)
            ),
        )
    )
    findings_taken(by=request.user, draft=draft)
    name = f"ket-qua-kiem-tra-so-lieu-{localdate():%Y-%m-%d}.docx"
    return HttpResponse(content, content_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _on_paper(shown: Shown) -> PaperFinding:
    row, found = shown.row, shown.row.found
    said = [
        row.get_state_display(),
        *([f"Cách sửa: {row.repair}"] if row.repair else []),
        *([row.note] if row.note else []),
    ]
    return PaperFinding(
        number=str(row.position),
        where=shown.where,
        klass=f"{shown.klass}. {shown.verdict}",
        quote=found["quote"],
        sentence=found["sentence"],
        arithmetic=found["arithmetic"],
        base=found["base"] or "",
        repairs=tuple(found["repairs"]),
        answer=". ".join(part.rstrip(".") for part in said) + ".",
    )


@requires(Permission.VIEW_REPORTS)
def drop(request: Request, pk: UUID) -> HttpResponse:
    """Delete a draft's text before its time is over; only whoever brought it."""
    draft = _draft(request, pk)
    back = reverse("bao-cao-kiem-tra-so-lieu-xem", args=[draft.pk])
    if draft.recorded_by_id != request.user.pk:
        messages.warning(request, f"Chỉ {draft.recorded_by}, người đưa lên, mới bỏ được văn bản này.")
        return redirect(back)
    form = HouseForm(sent(request))

    def act() -> str:
        drop_draft(by=request.user, draft=draft)
        return reverse("bao-cao-kiem-tra-so-lieu")

    context = {"draft": draft, "back": back}
    return answer(request, form, act, template="reports/checks/drop.html", done="Đã bỏ văn bản.", context=context)


def _draft(request: Request, pk: UUID) -> CheckedDraft:
    """A draft in scope; another one is not found."""
    drafts = CheckedDraft.objects.within(request.scope).select_related("organization", "recorded_by", "job")
    return get_object_or_404(drafts, pk=pk)
