"""Nobody passes the door with half a proof: who owes a code, or the choice how to give one, is led there first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

OWED = "owed"
"""In a session: what is still owed at the door; absent when nothing is."""
CODE, CHOICE = "code", "choice"
"""A code; or the choice of a second proof, by somebody who must have one and has none."""

_TARGET = "owed_target"
_ALWAYS = frozenset({"dang-xuat", "dang-nhap", "tro-giup", "tro-giup-trang", "suc-khoe"})
_LEADS = {CODE: "ma-xac-nhan", CHOICE: "lop-thu-hai"}
_FREE = {
    CODE: _ALWAYS | {"ma-xac-nhan"},
    CHOICE: _ALWAYS | {"lop-thu-hai", "lop-thu-hai-dien-thoai", "lop-thu-hai-ma-giay", "doi-mat-khau", "xac-nhan"},
}


def owe(session: SessionBase, what: str, target: str) -> None:
    """Nothing else is opened before this is given; then the page `target` that was asked for."""
    session[OWED], session[_TARGET] = what, target


def owed_target(session: SessionBase) -> str:
    """The page that was asked for at the door; empty when nothing is owed."""
    return str(session.get(_TARGET, "")) if OWED in session else ""


def paid(session: SessionBase) -> None:
    """The door is open."""
    session.pop(OWED, None)
    session.pop(_TARGET, None)


class SecondFactorMiddleware:
    """Leads whoever owes something at the door to the page where it is given, whatever they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """None lets the request pass."""
        owed = request.session.get(OWED)
        if not owed or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if match and match.view_name in _FREE.get(owed, _FREE[CODE]):
            return None
        query = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
        return redirect(reverse(_LEADS.get(owed, _LEADS[CODE])) + query)
