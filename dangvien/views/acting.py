"""One way to answer a form that changes something: show it, carry it out once, or show it again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from dangvien.actions.submission import once
from dangvien.forms.base import HouseForm
from dangvien.http import Request
from dangvien.procedure.problem import Refused


def answer(
    request: Request,
    form: HouseForm,
    act: Callable[[], str],
    *,
    template: str,
    done: str,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer GET with the empty form, POST with `act` (gives the next address) or with the form and its errors.

    The same form sent twice is carried out once; the second sender is led to the first outcome.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address, now = once(by=request.user, token=form.sent_token, act=act)
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, done if now else "Nội dung này đã được ghi từ trước; không ghi lần nữa.")
            return redirect(address)
    return render(request, template, {**(context or {}), "form": form})
