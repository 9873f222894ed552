"""Nobody works with a password that stood on a slip of paper: first they choose their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

FREE = frozenset({"doi-mat-khau", "dang-xuat", "dang-nhap", "tro-giup", "tro-giup-trang", "suc-khoe", "ma-xac-nhan"})
"""Addresses that stay open: changing the password, a code that is owed before, leaving, and help about them."""


class FirstPasswordMiddleware:
    """Leads whoever still has a slip password to the page where they choose another, whatever they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """None lets the request pass."""
        match = request.resolver_match
        if not getattr(request.user, "must_change_password", False) or (match and match.view_name in FREE):
            return None
        return redirect("doi-mat-khau")
