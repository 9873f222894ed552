"""Recording several cases at once: one meeting of a cell, one batch of decisions, one day of ceremonies."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangvien.actions.casework_bulk import record_together
from dangvien.forms.together import CeremonyForm, DecisionsForm, GatheringForm, MeetingForm, TogetherForm
from dangvien.http import Request, requires
from dangvien.models import StepKind
from dangvien.permissions import Permission
from dangvien.procedure.deciders import deciders_of
from dangvien.procedure.gatherings import Attendant, attendants, helpers_of_cells, ready_for
from dangvien.procedure.known import voters_of_cell
from dangvien.procedure.places import cell_options, places_of
from dangvien.scope import Scope
from dangvien.views.acting import answer, sent
from dangvien.views.listing import page_of

MEETINGS = [
    (StepKind.NQ_CHI_BO, "Xét kết nạp"),
    (StepKind.NQ_CHI_BO_CONG_NHAN, "Xét công nhận chính thức"),
    (StepKind.VAO_DANH_SACH, "Đưa vào danh sách cảm tình Đảng"),
]
BATCHES = [
    (StepKind.QUYET_DINH_KET_NAP, "Kết nạp đảng viên"),
    (StepKind.QUYET_DINH_CONG_NHAN, "Công nhận đảng viên chính thức"),
]


@requires(Permission.RECORD_CANDIDATE)
def meeting(request: Request) -> HttpResponse:
    """One meeting of one cell: who was voted on, each with own ballots."""
    asking = GatheringForm(_asked(request), kinds=MEETINGS, cells=cell_options(request.scope))
    context = {"title": "Ghi một cuộc họp chi bộ", "asking": asking, "submit": "Lưu cuộc họp"}
    if not asking.is_bound or not asking.is_valid():
        return render(request, "cases/together.html", context)
    cell, kind = asking.cleaned_data["chi_bo"], StepKind(asking.cleaned_data["viec"])
    found = _people(request, request.scope, kind, context, cell=cell)
    voters = voters_of_cell(cell)
    form = MeetingForm(
        sent(request),
        kind=kind,
        attendants=found,
        today=request.scope.today,
        cell=cell,
        members=helpers_of_cells(request.scope, [cell.pk]).get(cell.pk, []),
        initial={"occurred_on": request.scope.today, "convened": voters, "present": voters, "excluded": 0},
    )
    return _answer(request, form, context)


@requires(Permission.RECORD_ADMISSION)
def decisions(request: Request) -> HttpResponse:
    """A batch of decisions: one issuer, one day, one signer, running numbers."""
    asking = GatheringForm(_asked(request), kinds=BATCHES)
    context = {"title": "Ghi một đợt quyết định", "asking": asking, "submit": "Lưu các quyết định"}
    if not asking.is_bound or not asking.is_valid():
        return render(request, "cases/together.html", context)
    kind = StepKind(asking.cleaned_data["viec"])
    scope = request.scope
    if kind is StepKind.QUYET_DINH_CONG_NHAN:
        scope = scope.limited_to(Permission.RECORD_RECOGNITION)
    found = _people(request, scope, kind, context)
    deciders = deciders_of(scope, found[0].case.organization if found else None)
    form = DecisionsForm(
        sent(request),
        kind=kind,
        attendants=found,
        today=scope.today,
        issuers=deciders.options,
        initial={"issuer": deciders.usual, "signer": deciders.signer, "issued_on": scope.today, "excluded": 0},
    )
    return _answer(request, form, context)


@requires(Permission.RECORD_ADMISSION)
def ceremony(request: Request) -> HttpResponse:
    """The ceremonies of one day: each person's own, one after the other."""
    context: dict[str, Any] = {"title": "Ghi lễ kết nạp của một ngày", "submit": "Lưu các lễ kết nạp"}
    found = _people(request, request.scope, StepKind.LE_KET_NAP, context)
    form = CeremonyForm(
        sent(request),
        kind=StepKind.LE_KET_NAP,
        attendants=found,
        today=request.scope.today,
        members=helpers_of_cells(request.scope, [one.case.organization_id for one in found]),
        initial={"occurred_on": request.scope.today},
    )
    return _answer(request, form, context)


def _asked(request: Request) -> Any:
    return request.GET if "viec" in request.GET else None


def _people(request: Request, scope: Scope, kind: StepKind, context: dict[str, Any], **only: Any) -> list[Attendant]:
    """The people of this page of the list, whom the form has rows for."""
    page = page_of(request, ready_for(scope, kind, **only))
    context["page"] = page
    context["places"] = places_of([case.organization_id for case in page], scope.today)
    return attendants(page.object_list, kind)


def _answer(request: Request, form: TogetherForm, context: dict[str, Any]) -> HttpResponse:
    def act() -> str:
        record_together(by=request.user, entries=form.entries, today=request.scope.today)
        return reverse("nguon")

    return answer(
        request,
        form,
        act,
        template="cases/together.html",
        done=lambda: f"Đã ghi cho {len(form.entries)} người.",
        context=context,
    )
