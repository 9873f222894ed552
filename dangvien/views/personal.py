"""Correcting a person's own data, and writing down what somebody on the way has learned."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dangvien.actions.personal import correct_person
from dangvien.actions.reading import opened
from dangvien.actions.record import record_standing
from dangvien.forms.personal import PersonalForm
from dangvien.forms.records import StandingForm
from dangvien.http import Request, requires
from dangvien.models import Candidate, Member
from dangvien.permissions import Permission
from dangvien.procedure.records import standing_on
from dangvien.views.acting import answer, sent


@requires(Permission.RECORD_CANDIDATE)
def of_candidate(request: Request, pk: int) -> HttpResponse:
    """Correct the data of somebody who is followed."""
    return _correct(request, _candidate(request, pk), reverse("nguon-chi-tiet", args=[pk]))


@requires(Permission.RECORD_MEMBER)
def of_member(request: Request, pk: int) -> HttpResponse:
    """Correct the data of a member."""
    member = get_object_or_404(request.scope.present_members.select_related("person", "organization"), pk=pk)
    return _correct(request, member, reverse("dang-vien-chi-tiet", args=[pk]))


def _correct(request: Request, subject: Candidate | Member, back: str) -> HttpResponse:
    form = PersonalForm(sent(request), subject=subject, scope=request.scope)

    def act() -> str:
        given = form.cleaned_data
        seen = given["seen"]
        correct_person(
            by=request.user,
            subject=subject,
            facts=form.facts,
            reason=given["reason"],
            number=given.get("number") or "",
            seen=subject.person.version if seen is None else seen,
            today=request.scope.today,
        )
        return back

    if request.method != "POST":
        opened(by=request.user, file=subject)
    context = {"subject": subject, "back": back, "of_member": isinstance(subject, Member)}
    return answer(request, form, act, template="personal/correct.html", done="Đã sửa thông tin.", context=context)


@requires(Permission.RECORD_CANDIDATE)
def schooling(request: Request, pk: int) -> HttpResponse:
    """Write down what somebody who is followed has learned and works as since a day."""
    candidate = _candidate(request, pk)
    now = standing_on(candidate.person_id, request.scope.today)
    form = StandingForm(sent(request), now=now)
    back = reverse("nguon-chi-tiet", args=[pk])

    def act() -> str:
        record_standing(
            by=request.user,
            member=candidate,
            since=form.cleaned_data["since"],
            schooling=form.schooling,
            today=request.scope.today,
        )
        return back

    context = {"subject": candidate, "back": back}
    done = "Đã ghi trình độ, nghề nghiệp."
    return answer(request, form, act, template="personal/schooling.html", done=done, context=context)


def _candidate(request: Request, pk: int) -> Candidate:
    """Somebody in scope who is still followed."""
    found = request.scope.candidates.open().select_related("person", "organization")
    candidate: Candidate = get_object_or_404(found, pk=pk)
    return candidate
