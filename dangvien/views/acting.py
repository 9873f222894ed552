"""One way to answer a form that changes something: show it, carry it out once, or show it again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from dangvien.actions.reading import numbers_met
from dangvien.actions.submission import once, outcome_of
from dangvien.forms.base import HouseForm
from dangvien.http import Request
from dangvien.procedure.problem import Met, Refused

CROSSED = (
    "Cùng lúc này có người khác ghi nội dung trùng với nội dung này, nên chưa lưu. "
    "Xem lại danh sách rồi bấm lưu lần nữa nếu vẫn cần."
)
"""Said when another request wrote the same number or name between the check and the saving."""


def sent(request: Request) -> QueryDict | None:
    """The data of a form that was sent, even when every box was left empty; None for a form only asked for."""
    return request.POST if request.method == "POST" else None


def answer(
    request: Request,
    form: HouseForm,
    act: Callable[[], str],
    *,
    template: str,
    done: str | Callable[[], str],
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer GET with the empty form, POST with `act` (gives the next address) or with the form and its errors.

    `done` is the sentence for the next page; one that tells what was sent is asked for once the form is valid.

    The same form sent twice is carried out once; the second sender is led to the first outcome, before the form is
    checked: what the first sending wrote would stand in the way of the second. What is not carried out leaves no entry,
    except that it answered whether a number of somebody elsewhere is in the register.
    """
    if request.method == "POST":
        token = form.claimed_token
        earlier = outcome_of(by=request.user, token=token) if token else None
        if earlier is not None:
            return _already(request, earlier)
        met: frozenset[Met] = frozenset()
        if form.is_valid():
            try:
                address, now = once(by=request.user, token=form.sent_token, act=act)
            except Refused as refused:
                met = refused.met
                form.take(refused)
            except IntegrityError:
                form.add_error(None, CROSSED)
            else:
                if not now:
                    return _already(request, address)
                messages.success(request, done if isinstance(done, str) else done())
                return redirect(address)
        numbers_met(by=request.user, met=met | form.met, today=request.scope.today)
    return render(request, template, {**(context or {}), "form": form})


def _already(request: Request, address: str) -> HttpResponse:
    messages.info(request, "Nội dung này đã được ghi từ trước; không ghi lần nữa.")
    return redirect(address)
