"""A member leaves the Party, or comes back: the forms that write these lines of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dangvien.actions import departure
from dangvien.forms.base import HouseForm
from dangvien.forms.departures import DeathForm, DepartureForm, RestoreForm
from dangvien.http import Request, requires
from dangvien.models import Kind, Member
from dangvien.permissions import Permission
from dangvien.procedure.deciders import deciders_of
from dangvien.procedure.departures import last_move, obstacles
from dangvien.procedure.places import cell_options, places_of
from dangvien.views.acting import answer, sent


@dataclass(frozen=True)
class _Way:
    """How a departure is asked for on its page."""

    kind: Kind
    heading: str
    submit: str
    told: str


WAYS = {
    "tu-tran": _Way(Kind.TU_TRAN, "Ghi đảng viên từ trần", "Lưu từ trần", "từ trần"),
    "khai-tru": _Way(Kind.KHAI_TRU, "Ghi khai trừ", "Lưu khai trừ", "khai trừ"),
    "xoa-ten": _Way(Kind.XOA_TEN, "Ghi xóa tên", "Lưu xóa tên", "xóa tên"),
    "xin-ra": _Way(Kind.XIN_RA, "Ghi xin ra khỏi Đảng", "Lưu xin ra", "xin ra khỏi Đảng"),
}
"""Address → the departure it records."""

TEMPLATE = "members/movement.html"


@requires(Permission.RECORD_MOVEMENT)
def leave(request: Request, pk: int, way: str) -> HttpResponse:
    """Record that a member died, was expelled, struck off, or left."""
    if (asked := WAYS.get(way)) is None:
        raise Http404
    member = get_object_or_404(request.scope.members.select_related("person", "organization"), pk=pk)
    form = _form_of(request, member, asked.kind)
    back = reverse("dang-vien-chi-tiet", args=[member.pk])

    def act() -> str:
        _ACTS[asked.kind](request, member, form)
        return back

    context = {
        **_context(request, member, asked.kind),
        "heading": asked.heading,
        "submit": asked.submit,
        "back": back,
    }
    return answer(request, form, act, template=TEMPLATE, done=f"Đã ghi {asked.told}: {member}.", context=context)


@requires(Permission.RECORD_MOVEMENT)
def restore(request: Request, pk: int) -> HttpResponse:
    """Record that somebody who had left the Party is a member again."""
    member = get_object_or_404(request.scope.members.select_related("person", "organization"), pk=pk)
    last = last_move(member)
    deciders = deciders_of(request.scope, last.organization if last else None)
    form = RestoreForm(
        sent(request),
        issuers=deciders.options,
        cells=cell_options(deciders.subtree),
        initial={
            "issuer": deciders.usual,
            "signer": deciders.signer,
            "cell": last.organization if last else None,
        },
    )
    back = reverse("dang-vien-chi-tiet", args=[member.pk])

    def act() -> str:
        given = form.cleaned_data
        departure.restore(
            by=request.user,
            member=member,
            cell=given["cell"],
            decision=form.decision,
            occurred_on=given["occurred_on"],
            today=request.scope.today,
        )
        return back

    context = {
        **_context(request, member, Kind.PHUC_HOI),
        "heading": "Ghi phục hồi đảng tịch",
        "submit": "Lưu phục hồi",
        "back": back,
    }
    return answer(request, form, act, template=TEMPLATE, done=f"Đã ghi phục hồi đảng tịch: {member}.", context=context)


def _form_of(request: Request, member: Member, kind: Kind) -> DeathForm | DepartureForm:
    if kind == Kind.TU_TRAN:
        return DeathForm(sent(request))
    deciders = deciders_of(request.scope, member.organization)
    initial = {"issuer": deciders.usual, "signer": deciders.signer}
    return DepartureForm(sent(request), kind=kind, issuers=deciders.options, initial=initial)


def _context(request: Request, member: Member, kind: Kind) -> dict[str, Any]:
    last = last_move(member)
    return {
        "member": member,
        "kind": kind,
        "last": last,
        "places": places_of([member.organization_id, last.organization_id if last else None], request.scope.today),
        "obstacles": obstacles(member, kind),
    }


def _died(request: Request, member: Member, form: HouseForm) -> None:
    given = form.cleaned_data
    departure.record_death(
        by=request.user,
        member=member,
        occurred_on=given["occurred_on"],
        paper=given["paper"],
        today=request.scope.today,
    )


def _decided(act: Callable[..., object]) -> Callable[[Request, Member, HouseForm], None]:
    def run(request: Request, member: Member, form: HouseForm) -> None:
        assert isinstance(form, DepartureForm)
        given = form.cleaned_data
        more = {"ground": given["ground"]} if "ground" in form.fields else {}
        act(
            by=request.user,
            member=member,
            decision=form.decision,
            occurred_on=given["occurred_on"],
            today=request.scope.today,
            **more,
        )

    return run


_ACTS: dict[Kind, Callable[[Request, Member, HouseForm], None]] = {
    Kind.TU_TRAN: _died,
    Kind.KHAI_TRU: _decided(departure.expel),
    Kind.XOA_TEN: _decided(departure.strike_off),
    Kind.XIN_RA: _decided(departure.accept_resignation),
}
