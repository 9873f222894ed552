"""Pages that cost the server much are asked for at the pace of a person; what is faster waits a little (429)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dangvien.views.errors import kept_of

COSTLY = frozenset({
    # Counting.
    "bao-cao-xem", "bao-cao-chot", "bao-cao-o", "bao-cao-so-voi-nay", "tong-quan", "tong-quan-o", "tong-quan-in",
    "doi-chieu", "doi-chieu-nguoi", "doi-chieu-kiem-tra-lai", "nhat-ky-kiem-tra",
    # Searching all people.
    "tim-nguoi", "ghi-hai-lan", "du-lieu-ca-nhan",
    # Testing a draft.
    "bao-cao-kiem-tra-so-lieu-moi",
    # Taking out and bringing in.
    "xuat-danh-sach", "xuat-so", "xuat-so-tep", "to-chuc-danh-sach", "nhap-dua-len", "nhap-doi-chieu",
})  # fmt: skip
"""Names of the addresses that count together against one account's pace."""

MINUTE = 60
"""Seconds of the span in which requests are counted."""


class PaceMiddleware:
    """Counts an account's requests for costly pages in each minute, in each process of the server for itself.

    That the count is not shared makes the bound a little wider than the setting says and costs no other server.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer in place of the view when the minute is full."""
        most, match = settings.COSTLY_PER_MINUTE, request.resolver_match
        if not most or match is None or match.view_name not in COSTLY or not request.user.is_authenticated:
            return None
        now = int(time.time())
        key = f"pace:{request.user.pk}:{now // MINUTE}"
        cache.add(key, 0, MINUTE)
        if cache.incr(key) <= most:
            return None
        wait = MINUTE - now % MINUTE
        page = render(request, "429.html", {"wait": wait, "kept": kept_of(request)}, status=429)
        page["Retry-After"] = str(wait)
        return page
