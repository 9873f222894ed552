"""One case: its screen, the form of each step, why a step could be recorded, mending one.

A case is a candidate's way (`/nguon/…`) or a member's probation (`/dang-vien/…`); the same views serve both, and `of`
says which.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dangvien import rules
from dangvien.actions.casework import newest_step, record, reverse_step, to_reverse_first
from dangvien.actions.reading import opened
from dangvien.forms.members import CorrectionForm
from dangvien.forms.steps import StepForm, step_form, symbol_in
from dangvien.http import Request, requires
from dangvien.models import Candidate, CheckResult, Member, Step, StepKind
from dangvien.paper_forms import paper_form
from dangvien.permissions import Permission
from dangvien.procedure.casefile import CaseFile, candidate_file, probation_file
from dangvien.procedure.casepage import case_page, next_step, state_tone, told_inputs
from dangvien.procedure.checks.catalog import CHECKS
from dangvien.procedure.dossier import missing_of
from dangvien.procedure.known import known_of, organ_of
from dangvien.procedure.moves import pending_move
from dangvien.procedure.places import places_of
from dangvien.procedure.standing import admission_standing
from dangvien.procedure.step_definition import StepDefinition, Track
from dangvien.procedure.way import definition
from dangvien.procedure.wayline import Subject, exists_on, fits, kind_at, slug_of
from dangvien.procedure.wording import WORDING
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.help import HELP_PAGES
from dangvien.views.rights import may

Of = Literal["nguon", "dang-vien"]

_SERIES = "ky-hieu-van-ban"
"""The symbols last typed in this session: organization and usual symbol → symbol."""

_LAST = "quyet-dinh-vua-ghi"
"""Issuer and signer of the last decision in this session: the next one usually has the same."""

_DAY = "ngay-vua-ghi"
"""The next step's address and the day of the step before it: papers of one day are written down one after another."""

_DAYS = ("occurred_on", "issued_on")
_SAME_DAY = "Đã điền ngày của bước vừa ghi; gõ ngày khác nếu làm ngày khác"

_RIGHTS = (
    Permission.RECORD_CANDIDATE,
    Permission.RECORD_ADMISSION,
    Permission.RECORD_RECOGNITION,
    Permission.RECORD_CLASS,
)


@dataclass(frozen=True)
class Desk:
    """A case that lies on somebody's desk: whose it is, its file, and where it is looked at."""

    subject: Subject
    case: CaseFile
    organization: int

    @property
    def of(self) -> Of:
        return "dang-vien" if isinstance(self.subject, Member) else "nguon"

    @property
    def page(self) -> str:
        return reverse("du-bi" if self.of == "dang-vien" else "nguon-chi-tiet", args=[self.subject.pk])

    def step(self, kind: StepKind) -> str:
        return reverse(f"{self.of}-buoc", args=[self.subject.pk, slug_of(kind)])


# The screen of a case


@requires(Permission.VIEW)
def candidate(request: Request, pk: int) -> HttpResponse:
    """A candidate's way: what is done, what is due, what may be done next. Opening it leaves a trace."""
    desk = _desk(request, "nguon", pk)
    opened(by=request.user, file=desk.subject)
    member = request.scope.members.filter(pk=desk.case.member.pk).first() if desk.case.member else None
    restricted = desk.subject.person.requests.restricting().first()
    context = {"candidate": desk.subject, "member": member, "restricted": restricted}
    return _page(request, desk, "candidates/detail.html", context)


@requires(Permission.VIEW)
def probation(request: Request, pk: int) -> HttpResponse:
    """A member's probation, up to the card."""
    desk = _desk(request, "dang-vien", pk)
    opened(by=request.user, file=desk.subject)
    way = desk.case.candidate
    earlier = request.scope.candidates.filter(pk=way.pk).first() if way else None
    return _page(request, desk, "members/probation.html", {"member": desk.subject, "earlier": earlier})


def _page(request: Request, desk: Desk, template: str, context: dict[str, Any]) -> HttpResponse:
    page = case_page(desk.case, desk.subject, request.scope)
    shared = {
        "page": page,
        "desk": desk,
        "tone": state_tone(page.standing.state),
        "place": page.places.get(desk.case.organization.pk),
        "rights": {right for right in _RIGHTS if may(request, right, desk.organization)},
        "helps": HELP_PAGES,
        "direct": _direct(request, desk),
        "papers_missing": missing_of(desk.case, desk.subject) if page.standing.is_open else [],
    }
    return render(request, template, {**shared, **context})


def _direct(request: Request, desk: Desk) -> dict[str, str]:
    """The short way for papers that were all done before the register was used; nothing once they are recorded here."""
    case, today = desk.case, request.scope.today
    if isinstance(desk.subject, Member):
        over = case.probation_ends_on is not None and case.probation_ends_on <= today
        open_way = (
            not case.has(StepKind.TU_KIEM_DIEM, StepKind.NQ_CHI_BO_CONG_NHAN)
            and over
            and desk.subject.official_on is None
        )
        if open_way and may(request, Permission.RECORD_RECOGNITION, desk.organization):
            return {
                "url": reverse("cong-nhan", args=[desk.subject.pk]),
                "label": "Ghi công nhận chính thức",
            }
        return {}
    if case.has(StepKind.DUOC_LAM_THU_TUC) or case.certificate(today) is None or not admission_standing(case).is_open:
        return {}
    if pending_move(case) is not None:
        return {}
    if not may(request, Permission.RECORD_ADMISSION, desk.organization):
        return {}
    return {"url": reverse("ket-nap", args=[desk.subject.pk]), "label": "Ghi kết nạp"}


# Recording a step


@requires(Permission.VIEW)
def step(request: Request, pk: int, kind: str, of: Of) -> HttpResponse:
    """Record one step of a case. Somebody else's step meanwhile is told, and nothing typed is lost."""
    wanted = kind_at(kind)
    if wanted is None:
        raise Http404
    if wanted is StepKind.TIEP_NHAN:  # whoever takes in does not have the person in scope yet
        return redirect("chuyen-den-tiep-nhan", pk=pk)
    desk = _desk(request, of, pk)
    asked = definition(wanted)
    if not fits(wanted, desk.subject) or not exists_on(desk.case, wanted):
        raise Http404
    if not may(request, asked.permission, desk.organization):
        raise PermissionDenied
    form = _step_form(request, desk, asked)

    def act() -> str:
        facts = form.facts_given
        made = record(
            by=request.user,
            subject=desk.subject,
            facts=facts,
            today=request.scope.today,
            seen=form.cleaned_data.get("seen"),
        )
        _keep(request, form, desk)
        return _after(request, desk, made)

    context = {
        "desk": desk,
        "asked": asked,
        "words": WORDING[wanted],
        "place": places_of([desk.case.organization.pk], request.scope.today).get(desk.case.organization.pk),
        "papers": [paper_form(code, request.scope.today) for code in asked.forms],
        "why": asked.before(desk.case) if request.method == "GET" else "",
        "more": asked.track is not Track.BESIDE,
        "helps": HELP_PAGES,
    }
    return answer(request, form, act, template="cases/step.html", done=lambda: _told(form), context=context)


def _step_form(request: Request, desk: Desk, asked: StepDefinition) -> StepForm:
    known = known_of(desk.case, asked, request.scope)
    initial: dict[str, Any] = {**known.initial, "seen": newest_step(desk.subject)}
    if known.deciders is not None:
        initial |= known.deciders.first(request.session.get(_LAST, {}))
    if day := _day_before(request, desk.step(asked.kind)):
        known = replace(known, hints={"occurred_on": _SAME_DAY, "issued_on": _SAME_DAY, **known.hints})
        initial |= {name: day for name in _DAYS if initial.get(name) == request.scope.today}
    return step_form(
        sent(request), step=asked, case=desk.case, known=known, series=_series(request, desk, asked), initial=initial
    )


def _day_before(request: Request, address: str) -> date | None:
    """The day of the step before, when this form was opened by "Lưu và ghi bước tiếp theo" and that day is past."""
    kept = request.session.get(_DAY, {})
    day = date.fromisoformat(kept["day"]) if kept.get("address") == address else None
    return day if day != request.scope.today else None


def _series(request: Request, desk: Desk, asked: StepDefinition) -> dict[str, str]:
    """Box → the symbol last typed in this session for the same organ's papers of this sort."""
    kept = request.session.get(_SERIES, {})
    usual = WORDING[asked.kind].series
    return {name: kept[key] for name in usual if (key := _series_key(desk, asked, name)) in kept}


def _series_key(desk: Desk, asked: StepDefinition, name: str) -> str:
    return f"{organ_of(desk.case, asked.kind, desk.case.today)}:{WORDING[asked.kind].series[name]}"


def _keep(request: Request, form: StepForm, desk: Desk) -> None:
    """Remember in the session what the next form may begin with."""
    symbols = {
        _series_key(desk, form.step, name): symbol
        for name in form.words.series
        if (symbol := symbol_in(str(form.cleaned_data.get(name) or "")))
    }
    if symbols:
        request.session[_SERIES] = {**request.session.get(_SERIES, {}), **symbols}
    if (paper := form.decision_given) is not None:
        request.session[_LAST] = {"issuer": paper.issuer.pk, "signer": paper.signer}


def _after(request: Request, desk: Desk, made: Step) -> str:
    """Where to go: the next step's form when that was asked for and is the same person's to record, else the case."""
    if made.kind == StepKind.LE_KET_NAP and made.movement is not None:
        desk = _desk(request, "dang-vien", made.movement.member_id)
    request.session.pop(_DAY, None)
    if "them_tiep" not in request.POST:
        return desk.page
    fresh = _desk(request, desk.of, desk.subject.pk)
    following = next_step(fresh.case, fresh.subject)
    if following is None or not may(request, definition(following).permission, fresh.organization):
        return desk.page
    request.session[_DAY] = {"address": fresh.step(following), "day": made.occurred_on.isoformat()}
    return fresh.step(following)


def _told(form: StepForm) -> str:
    kind, facts = form.step.kind, form.facts_given
    return f"Đã ghi “{kind.label}” ngày {day_full(facts.occurred_on)}."


# One recorded step


@requires(Permission.VIEW)
def explain(request: Request, pk: int, step: int, of: Of) -> HttpResponse:
    """What a step rests on: its paper, its ballots, and what every check found when it was recorded."""
    desk, recorded = _recorded(request, of, pk, step)
    opened(by=request.user, file=desk.subject)
    eras = {era.key: era for era in rules.eras()}
    context = {
        "desk": desk,
        "step": recorded,
        "era": eras.get(recorded.rules_key),
        "checks": [(found, _TITLES.get(found.check_id, ""), told_inputs(found.inputs)) for found in _checks(recorded)],
        "count_label": WORDING[StepKind(recorded.kind)].label("count"),
        "mend_url": reverse(f"{of}-buoc-dinh-chinh", args=[pk, recorded.pk]),
        "place": places_of([recorded.organization_id], recorded.occurred_on).get(recorded.organization_id or 0),
        "mended": getattr(recorded, "reversed_by", None),
        "may_mend": _may_mend(request, desk, recorded),
        "helps": HELP_PAGES,
        "help": definition(recorded.kind).help,
    }
    return render(request, "cases/explain.html", context)


_TITLES = {check.id: check.title for check in CHECKS}


def _checks(recorded: Step) -> QuerySet[CheckResult]:
    return recorded.checks.select_related("consent")


@requires(Permission.VIEW)
def correct(request: Request, pk: int, step: int, of: Of) -> HttpResponse:
    """Mend a mistaken step with a reason: it stays in the register, struck."""
    desk, mistaken = _recorded(request, of, pk, step)
    if not _line_is_here(request, mistaken):
        raise Http404
    if not may(request, definition(mistaken.kind).permission, desk.organization):
        raise PermissionDenied
    form = CorrectionForm(sent(request))

    def act() -> str:
        reverse_step(by=request.user, step=mistaken, reason=form.cleaned_data["reason"], today=request.scope.today)
        return desk.page

    done = f"Đã đính chính bước “{mistaken.get_kind_display()}”. Bước cũ vẫn còn trong hồ sơ."
    first = to_reverse_first(desk.case, mistaken) if _may_mend(request, desk, mistaken) else []
    context = {"desk": desk, "step": mistaken, "first": first}
    return answer(request, form, act, template="cases/correct.html", done=done, context=context)


def _may_mend(request: Request, desk: Desk, recorded: Step) -> bool:
    standing = recorded.reverses_id is None and getattr(recorded, "reversed_by", None) is None
    here = standing and _line_is_here(request, recorded)
    return here and may(request, definition(recorded.kind).permission, desk.organization)


def _line_is_here(request: Request, recorded: Step) -> bool:
    """Whether the member whose ledger a step wrote in is still in scope: elsewhere only the new place mends it."""
    line = recorded.movement
    return line is None or request.scope.members.filter(pk=line.member_id).exists()


# Addresses of before


@requires(Permission.RECORD_CANDIDATE)
def introduce(request: Request, pk: int) -> HttpResponse:
    """The former page for introductions leads to the step."""
    return redirect(_desk(request, "nguon", pk).step(StepKind.GIOI_THIEU_DOAN_THE))


@requires(Permission.RECORD_CANDIDATE)
def stop(request: Request, pk: int) -> HttpResponse:
    """The former page for taking somebody off the list leads to the step."""
    return redirect(_desk(request, "nguon", pk).step(StepKind.THOI_THEO_DOI))


# Doors


def _desk(request: Request, of: Of, pk: int) -> Desk:
    """The case at an address, if it lies in scope."""
    today = request.scope.today
    if of == "dang-vien":
        member = get_object_or_404(request.scope.members.select_related("person", "organization"), pk=pk)
        if member.organization_id is None and not request.scope.cases.filter(member=member).exists():
            raise Http404
        case = probation_file(member, today)
        return Desk(member, case, case.organization.pk)
    found: Candidate = get_object_or_404(request.scope.candidates.select_related("person", "organization"), pk=pk)
    return Desk(found, candidate_file(found, today), found.organization_id)


def _recorded(request: Request, of: Of, pk: int, step: int) -> tuple[Desk, Step]:
    """A recorded step of a case in scope, reversals left aside."""
    desk = _desk(request, of, pk)
    own = {"probationer": desk.subject.pk} if desk.of == "dang-vien" else {"candidate": desk.subject.pk}
    rows = request.scope.steps.filter(reverses__isnull=True, **own).with_papers()
    return desk, get_object_or_404(rows, pk=step)
