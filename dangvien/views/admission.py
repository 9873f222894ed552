"""The two acts that make a member: recording an admission, recording an official recognition."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dangvien.actions import admission
from dangvien.forms.admission import AdmissionForm, RecognitionForm
from dangvien.http import Request, requires
from dangvien.models import Organization
from dangvien.permissions import Permission
from dangvien.procedure.deadlines import probation_end
from dangvien.procedure.deciders import Deciders, deciders_of
from dangvien.procedure.files import certificate_of
from dangvien.procedure.places import cell_options, places_of
from dangvien.views.acting import answer, sent

_LAST = "quyet-dinh-vua-ghi"
"""Issuer and signer of the last decision in this session: the next one usually has the same."""


@requires(Permission.RECORD_ADMISSION)
def admit(request: Request, pk: int) -> HttpResponse:
    """Record the admission of one candidate: decision, ceremony, cell."""
    candidate = get_object_or_404(request.scope.candidates.select_related("person", "organization"), pk=pk)
    deciders = deciders_of(request.scope, candidate.organization)
    form = AdmissionForm(
        sent(request),
        scope=request.scope,
        candidate=candidate,
        issuers=deciders.options,
        cells=cell_options(deciders.subtree),
        initial={"cell": candidate.organization, **_first(request, deciders)},
    )

    def act() -> str:
        given = form.cleaned_data
        line = admission.admit(
            by=request.user,
            candidate=candidate,
            cell=given["cell"],
            decision=form.decision,
            ceremony_on=given["ceremony_on"],
            today=request.scope.today,
            why=form.reason,
        )
        _keep(request, given["issuer"], given["signer"])
        return f"{reverse('dang-vien-chi-tiet', args=[line.member_id])}?vua-ghi=ket-nap"

    context = {
        "candidate": candidate,
        "places": places_of([candidate.organization_id], request.scope.today),
        "certificate": certificate_of(candidate, request.scope.today),
        "back": reverse("nguon-chi-tiet", args=[candidate.pk]),
    }
    done = f"Đã ghi kết nạp đồng chí {candidate}."
    return answer(request, form, act, template="candidates/admit.html", done=done, context=context)


@requires(Permission.RECORD_RECOGNITION)
def recognize(request: Request, pk: int) -> HttpResponse:
    """Record the recognition of one member on probation; the official day is shown, not asked."""
    member = get_object_or_404(request.scope.members.present().select_related("person", "organization"), pk=pk)
    deciders = deciders_of(request.scope, member.organization)
    form = RecognitionForm(
        sent(request),
        scope=request.scope,
        member=member,
        issuers=deciders.options,
        initial=_first(request, deciders),
    )

    def act() -> str:
        admission.recognize(
            by=request.user, member=member, decision=form.decision, today=request.scope.today, why=form.reason
        )
        _keep(request, form.cleaned_data["issuer"], form.cleaned_data["signer"])
        return f"{reverse('dang-vien-chi-tiet', args=[member.pk])}?vua-ghi=cong-nhan"

    context = {
        "member": member,
        "places": places_of([member.organization_id], request.scope.today),
        "probation": probation_end(member, request.scope.today),
        "back": reverse("dang-vien-chi-tiet", args=[member.pk]),
    }
    done = f"Đã ghi công nhận chính thức đồng chí {member}."
    return answer(request, form, act, template="members/recognize.html", done=done, context=context)


def _first(request: Request, deciders: Deciders) -> dict[str, Any]:
    """What is known before anything is typed: who decides today, and who signed the last decision of theirs."""
    return deciders.first(request.session.get(_LAST, {}))


def _keep(request: Request, issuer: Organization, signer: str) -> None:
    request.session[_LAST] = {"issuer": issuer.pk, "signer": signer}
