"""Erasing who somebody was: whose time is over, proposing, and another person's answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions.erasing import confirm_erasure, drop_erasure, propose_erasure
from dangvien.actions.reading import opened
from dangvien.forms.erasing import CONFIRM, ProposeForm, SettleForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.erasing import due_in, erasing_problems, kept_until, last_way, pseudonym
from dangvien.procedure.places import places_of
from dangvien.procedure.regulations import Regulations
from dangvien.views.acting import answer, sent
from dangvien.views.confirming import confirmed_first
from dangvien.views.listing import count_of, page_of


@require_safe
@requires(Permission.ANSWER_REQUESTS)
def index(request: Request) -> HttpResponse:
    """Proposals that wait for a second person, then people whose time is over."""
    waiting = list(request.scope.erasures.waiting().select_related("person", "proposed_by"))
    page = page_of(request, due_in(request.scope, request.scope.today))
    context = {
        "waiting": waiting,
        "page": page,
        "caption": count_of(page, "người hết thời hạn giữ"),
        "places": places_of([item.organization_id for item in waiting], request.scope.today),
        "rule": Regulations.load().on(request.scope.today).candidate_keep_months,
        "may_settle": Permission.ERASE_PEOPLE in request.held.permissions,
    }
    return render(request, "erasing/index.html", context)


@requires(Permission.ANSWER_REQUESTS)
def propose(request: Request, pk: int) -> HttpResponse:
    """Propose to erase who somebody was; where it may not be, the page says why."""
    person = get_object_or_404(request.scope.everybody, pk=pk)
    form = ProposeForm(sent(request))

    def act() -> str:
        propose_erasure(by=request.user, person=person, reason=form.cleaned_data["reason"], today=request.scope.today)
        return reverse("xoa-danh-tinh")

    context = {
        "person": person,
        "against": [problem.sentence for problem in erasing_problems(person, request.scope.today)],
        "back": reverse("tim-nguoi-chi-tiet", args=[pk]),
    }
    done = "Đã đề nghị. Người khác có quyền xác nhận thì danh tính mới bị xóa."
    return answer(request, form, act, template="erasing/propose.html", done=done, context=context)


@requires(Permission.ERASE_PEOPLE)
@confirmed_first
def settle(request: Request, pk: int) -> HttpResponse:
    """Confirm what somebody else proposed, or drop it."""
    erasure = get_object_or_404(request.scope.erasures.waiting().select_related("person", "proposed_by"), pk=pk)
    form = SettleForm(sent(request))
    if request.method != "POST":
        opened(by=request.user, file=last_way(erasure.person))

    def act() -> str:
        if form.cleaned_data["answer"] == CONFIRM:
            confirm_erasure(by=request.user, erasure=erasure, today=request.scope.today)
        else:
            drop_erasure(by=request.user, erasure=erasure)
        return reverse("xoa-danh-tinh")

    context = {
        "erasure": erasure,
        "place": places_of([erasure.organization_id], request.scope.today).get(erasure.organization_id),
        "kept_until": kept_until(erasure.person, request.scope.today),
        "pseudonym": pseudonym(erasure.person),
        "is_own": erasure.proposed_by_id == request.user.pk,
    }
    return answer(request, form, act, template="erasing/settle.html", done=lambda: _done(form), context=context)


def _done(form: SettleForm) -> str:
    confirmed = form.cleaned_data["answer"] == CONFIRM
    return "Đã xóa danh tính." if confirmed else "Đã bỏ đề nghị. Người ấy giữ nguyên trong sổ."
