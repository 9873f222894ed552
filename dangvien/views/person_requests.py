"""Requests of the people the register is about: which wait, writing one down, answering, the paper with the answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from dangvien.actions.person_requests import answer_request, record_request
from dangvien.actions.reading import request_shown
from dangvien.forms.person_requests import AnswerForm, RequestForm
from dangvien.http import Request, requires
from dangvien.models import PersonRequest
from dangvien.permissions import Permission
from dangvien.procedure.people_search import was_member
from dangvien.procedure.places import places_of
from dangvien.procedure.regulations import Regulations
from dangvien.views.acting import answer, sent
from dangvien.views.listing import count_of, page_of


@require_safe
@requires(Permission.ANSWER_REQUESTS)
def index(request: Request) -> HttpResponse:
    """Those that wait, the most urgent first; below them those that were answered."""
    found = request.scope.person_requests.select_related("person", "answered_by")
    waiting = list(found.waiting())
    page = page_of(request, found.answered())
    rule = Regulations.load().on(request.scope.today).request_answer_days
    context = {
        "waiting": waiting,
        "page": page,
        "caption": count_of(page, "yêu cầu đã trả lời"),
        "places": places_of([item.organization_id for item in (*waiting, *page)], request.scope.today),
        "day": request.scope.today,
        "rule": rule,
    }
    return render(request, "person_requests/index.html", context)


@sensitive_post_parameters("content", "asked_by")
@requires(Permission.ANSWER_REQUESTS)
def add(request: Request, pk: int) -> HttpResponse:
    """Write down what somebody asks."""
    person = get_object_or_404(request.scope.everybody, pk=pk)
    form = RequestForm(sent(request), initial={"asked_on": request.scope.today})

    def act() -> str:
        given = form.cleaned_data
        made = record_request(
            by=request.user,
            person=person,
            kind=PersonRequest.Kind(given["kind"]),
            asked_on=given["asked_on"],
            asked_by=given["asked_by"],
            content=given["content"],
            today=request.scope.today,
        )
        return reverse("yeu-cau-chi-tiet", args=[made.pk])

    context = {"person": person, "back": reverse("tim-nguoi-chi-tiet", args=[pk])}
    return answer(request, form, act, template="person_requests/add.html", done="Đã ghi yêu cầu.", context=context)


@require_safe
@requires(Permission.ANSWER_REQUESTS)
def detail(request: Request, pk: int) -> HttpResponse:
    """One request; answered, it prints as the paper that is handed to the person."""
    found = _one(request, pk)
    request_shown(by=request.user, request=found)
    return render(request, "person_requests/detail.html", _about(request, found))


@sensitive_post_parameters("answer")
@requires(Permission.ANSWER_REQUESTS)
def reply(request: Request, pk: int) -> HttpResponse:
    """Write down what they were answered."""
    found = _one(request, pk)
    form = AnswerForm(sent(request), initial={"answered_on": request.scope.today})
    if request.method != "POST":
        request_shown(by=request.user, request=found)

    def act() -> str:
        given = form.cleaned_data
        answer_request(
            by=request.user,
            request=found,
            outcome=PersonRequest.Outcome(given["outcome"]),
            answer=given["answer"],
            answered_on=given["answered_on"],
            today=request.scope.today,
        )
        return reverse("yeu-cau-chi-tiet", args=[pk])

    done = "Đã ghi trả lời. In phiếu trả lời ở trang này."
    return answer(request, form, act, template="person_requests/reply.html", done=done, context=_about(request, found))


def _one(request: Request, pk: int) -> PersonRequest:
    found = request.scope.person_requests.select_related("person", "answered_by", "recorded_by")
    one: PersonRequest = get_object_or_404(found, pk=pk)
    return one


def _about(request: Request, found: PersonRequest) -> dict[str, object]:
    return {
        "asked": found,
        "place": places_of([found.organization_id], request.scope.today).get(found.organization_id),
        "day": request.scope.today,
        "is_late": found.is_waiting and found.due_on < request.scope.today,
        "may_open": request.scope.everybody.filter(pk=found.person_id).exists(),
        "ever_member": was_member(found.person),
        "rule": Regulations.load().on(found.asked_on).request_answer_days,
    }
