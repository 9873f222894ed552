"""Taking in members who come from places outside of the register."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from dangvien.actions.arriving import receive_member
from dangvien.forms.transfers import ArrivalForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.views.acting import answer, sent


@requires(Permission.RECORD_MOVEMENT)
def receive(request: Request) -> HttpResponse:
    """One person with a paper of a place outside; somebody already known is told apart or taken up again."""
    form = ArrivalForm(sent(request), scope=request.scope, initial={"occurred_on": request.scope.today})

    def act() -> str:
        taken_in = receive_member(by=request.user, person=form.person, facts=form.facts, today=request.scope.today)
        return reverse("chuyen-sinh-hoat-chi-tiet", args=[taken_in.pk])

    context = {"back": reverse("chuyen-sinh-hoat")}
    return answer(request, form, act, template="transfers/receive.html", done="Đã tiếp nhận.", context=context)
