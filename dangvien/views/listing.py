"""What every list shares: pages of fifty, and searching by name without the name in an address.

The words of a search are kept in the session under a key, and the address carries the key: going back, other pages
and a second window work, no history or log holds a person's name, and links from elsewhere know no old search.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from dangvien.actions.reading import searched
from dangvien.forms.filtering import NameFilterForm
from dangvien.http import Request
from dangvien.text import thousands

PER_PAGE = 50
SEARCHES_KEPT = 20
_KEPT = "tim"


def page_of(request: Request, rows: QuerySet[Any] | Sequence[Any], per_page: int = PER_PAGE) -> Page[Any]:
    """The page asked for by `trang`; nonsense gives the first page, too far the last."""
    return Paginator(rows, per_page).get_page(request.GET.get("trang"))


def count_of(page: Page[Any], noun: str) -> str:
    """How many rows the whole list has, in words: "1.703 đảng viên"."""
    return f"{thousands(page.paginator.count)} {noun}"


def asked_of(request: Request) -> tuple[QueryDict, bool]:
    """The data of a list's filter, and whether the words of its search are no longer known.

    From POST as sent; from an address with the words its key stands for. Words typed into the address do not count.
    """
    if request.method == "POST":
        return request.POST, False
    data = request.GET.copy()
    words = request.session.get(_KEPT, {}).get(data.get("tim", ""), "")
    data["ten"] = words
    return data, bool(data.get("tim")) and not words


def remember(request: Request, form: NameFilterForm, url_name: str, where: str, found: QuerySet[Model]) -> HttpResponse:
    """Answer a sent filter: keep the words, note the search, and lead to the list's address."""
    params = form.params
    if words := form.cleaned_data["ten"]:
        kept = {**request.session.get(_KEPT, {}), (key := secrets.token_urlsafe(6)): words}
        request.session[_KEPT] = dict(list(kept.items())[-SEARCHES_KEPT:])
        params["tim"] = key
        searched(by=request.user, where=where, found=found.count(), organization=min(request.scope.roots))
    address = reverse(url_name)
    return redirect(f"{address}?{urlencode(params)}" if params else address)
