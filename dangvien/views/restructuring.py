"""Acts on organizations as a guided way: which act, its form, what will change, carrying it out, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dangvien.actions.restructuring import carry_out
from dangvien.actions.restructuring_undo import take_back as undo
from dangvien.forms.acts import ActForm
from dangvien.forms.restructuring import DissolveForm, JoinForm, MergeForm, SplitForm, TakeBackForm, WhichForm
from dangvien.http import Request, requires
from dangvien.models import Organization
from dangvien.permissions import Permission
from dangvien.procedure.organizations import issuers_of_changes
from dangvien.procedure.places import working_options
from dangvien.procedure.restructuring import effects
from dangvien.procedure.restructuring.done import acts_in, done_by, is_within
from dangvien.procedure.restructuring.listing import MOST_ROWS, lines_of
from dangvien.views.acting import answer, sent
from dangvien.views.confirming import confirmed_first
from dangvien.views.listing import page_of

TEMPLATE = "restructuring/act.html"
CARRY_OUT = "thuc-hien"
"""Sent by the button below the preview; the form's own button asks for the preview."""


@requires(Permission.MANAGE_ORGANIZATIONS)
def index(request: Request) -> HttpResponse:
    """Which act, and those that were carried out."""
    context = {"page": page_of(request, acts_in(request.scope))}
    return render(request, "restructuring/index.html", context)


@requires(Permission.MANAGE_ORGANIZATIONS)
def choose(request: Request, act: str) -> HttpResponse:
    """Which organization gets a new name, kind or superior, or is kept as an archive."""
    addresses = {"thay-doi": "to-chuc-thay-doi", "luu-tru": "to-chuc-luu-tru"}
    if act not in addresses:
        raise Http404
    asking = _asking(request)
    if asking.is_bound and asking.is_valid():
        return redirect(addresses[act], asking.cleaned_data["to_chuc"].code)
    heading = {"thay-doi": "Đổi tên, loại, cấp trên", "luu-tru": "Đưa vào lưu trữ"}[act]
    return render(request, TEMPLATE, {"heading": heading, "asking": asking})


@requires(Permission.MANAGE_ORGANIZATIONS)
def merge(request: Request) -> HttpResponse:
    """One or two organizations into one that goes on."""
    options = working_options(request.scope)
    form = MergeForm(sent(request), options=options, **_common(request))
    return answer_act(request, form, {"heading": "Sáp nhập"})


@requires(Permission.MANAGE_ORGANIZATIONS)
def join(request: Request) -> HttpResponse:
    """Two or three organizations into a new one."""
    options = working_options(request.scope)
    form = JoinForm(sent(request), options=options, **_common(request))
    return answer_act(request, form, {"heading": "Hợp nhất thành tổ chức mới"})


@requires(Permission.MANAGE_ORGANIZATIONS)
def split(request: Request) -> HttpResponse:
    """New organizations out of one, with its people by list."""
    asking = _asking(request)
    if not asking.is_bound or not asking.is_valid():
        return render(request, TEMPLATE, {"heading": "Chia tách", "asking": asking})
    organization: Organization = asking.cleaned_data["to_chuc"]
    lines = lines_of(request.scope, organization)
    form = SplitForm(sent(request), organization=organization, lines=lines, **_common(request))
    return answer_act(request, form, _of("Chia tách", organization, request, len(lines)))


@requires(Permission.MANAGE_ORGANIZATIONS)
def dissolve(request: Request) -> HttpResponse:
    """The end of an organization; its people go to others by list."""
    asking = _asking(request)
    if not asking.is_bound or not asking.is_valid():
        return render(request, TEMPLATE, {"heading": "Giải thể", "asking": asking})
    organization: Organization = asking.cleaned_data["to_chuc"]
    placement = organization.latest_placement()
    of_cells = placement is not None and placement.is_cell
    every = working_options(request.scope)
    options = [one for one in every if one.organization != organization and bool(one.group) == of_cells]
    lines = lines_of(request.scope, organization)
    form = DissolveForm(sent(request), organization=organization, lines=lines, options=options, **_common(request))
    return answer_act(request, form, _of("Giải thể", organization, request, len(lines)))


@requires(Permission.MANAGE_ORGANIZATIONS)
def detail(request: Request, pk: int) -> HttpResponse:
    """What one act did, and whether it can be taken back."""
    act = get_object_or_404(acts_in(request.scope), pk=pk)
    context = {"act": act, "done": done_by(act), "may_take_back": is_within(request.scope, act)}
    return render(request, "restructuring/detail.html", context)


@requires(Permission.MANAGE_ORGANIZATIONS)
@confirmed_first
def take_back(request: Request, pk: int) -> HttpResponse:
    """Set back what an act did, with a reason."""
    act = get_object_or_404(acts_in(request.scope), pk=pk)
    if not is_within(request.scope, act):
        raise Http404
    form = TakeBackForm(sent(request))

    def carry() -> str:
        undo(by=request.user, act=act, reason=form.cleaned_data["reason"], today=request.scope.today)
        return reverse("sap-xep-viec", args=[act.pk])

    context = {"act": act, "done": done_by(act), "back": reverse("sap-xep-viec", args=[act.pk])}
    return answer(request, form, carry, template="restructuring/take_back.html", done="Đã rút lại.", context=context)


def answer_act(request: Request, form: ActForm, context: dict[str, Any]) -> HttpResponse:
    """The form, then what it would change, then the act itself: each by a button of its own."""
    if request.method == "POST" and CARRY_OUT not in request.POST and form.is_valid() and form.plan is not None:
        if "sua" in request.POST:
            return render(request, TEMPLATE, {**context, "form": form})
        preview = {
            **context,
            "form": form,
            "kept": _kept(request),
            "effects": effects(form.plan, request.scope.today),
            "plan": form.plan,
        }
        return render(request, "restructuring/preview.html", preview)
    return answer(request, form, _act(request, form), template=TEMPLATE, done="Đã thực hiện.", context=context)


def _act(request: Request, form: ActForm) -> Callable[[], str]:
    def act() -> str:
        assert form.plan is not None
        today = request.scope.today
        done = carry_out(by=request.user, restructuring=form.plan, decision=form.paper, today=today)
        return reverse("sap-xep-viec", args=[done.pk])

    return act


def _kept(request: Request) -> list[tuple[str, str]]:
    """What was typed, to be sent again below the preview."""
    left_out = {"csrfmiddlewaretoken", CARRY_OUT, "sua"}
    return [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values if value]


def _common(request: Request) -> dict[str, Any]:
    return {
        "scope": request.scope,
        "issuers": issuers_of_changes(request.scope),
        "initial": {"on": request.scope.today},
    }


def _asking(request: Request) -> WhichForm:
    return WhichForm(request.GET if "to_chuc" in request.GET else None, options=working_options(request.scope))


def _of(heading: str, organization: Organization, request: Request, rows: int) -> dict[str, Any]:
    name = organization.name_on(request.scope.today)
    return {"heading": f"{heading}: {name}", "organization": organization, "name": name, "is_cut": rows >= MOST_ROWS}
