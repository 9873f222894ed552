"""Before something weighty whoever sits at the machine types the password again, with a code where they have one, and
goes on where they were."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from dangvien.actions.session import confirmed
from dangvien.context import section_of
from dangvien.forms.session import ConfirmForm
from dangvien.http import Request
from dangvien.keeping import BOX, Kept
from dangvien.sessions import confirm as mark_confirmed
from dangvien.sessions import confirmed_lately

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]


def confirmed_first(view: View[P]) -> View[P]:
    """A view that asks for the password again unless it was typed in this session a short while ago.

    Asked for with GET, the page comes back after the password. What was already sent is kept and offered again.
    """

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if confirmed_lately(request.session):
            return view(request, *args, **kwargs)
        kept = Kept.of(request)
        if kept is None:
            return HttpResponseRedirect(f"{reverse('xac-nhan')}?{urlencode({'next': request.get_full_path()})}")
        return _ask(request, ConfirmForm(request.user), kept, request.get_full_path())

    vars(guarded)["confirmed_first"] = True  # read by the test that names what is guarded
    return cast(View[P], guarded)


@sensitive_post_parameters("password", "code")
@never_cache
def confirm(request: Request) -> HttpResponse:
    """One box; then the page that was asked for, or what was typed there."""
    kept = Kept.unsealed(request.POST.get(BOX, ""))
    sent = request.method == "POST"
    form = ConfirmForm(request.user, request.POST if sent else None)
    if sent and form.is_valid():
        mark_confirmed(request.session)
        confirmed(user=request.user)
        return carry_on(request, kept, target_of(request))
    return _ask(request, form, kept, target_of(request))


def carry_on(request: HttpRequest, kept: Kept | None, target: str) -> HttpResponse:
    """Behind the door: what was kept is offered once more to whose page it was, else the page that was asked for."""
    if kept is None or kept.user is None or kept.user != request.user.pk:
        return HttpResponseRedirect(target)
    return render(request, "registration/carry_on.html", {"kept": kept, "section": section_of(kept.path)})


def target_of(request: HttpRequest) -> str:
    """Where to go behind the door: the page asked for when it is one of ours, else the home page.

    Only an address that begins with "/": other words would be taken for the name of a view, or for a part of this one.
    """
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    doors = tuple(reverse(name) for name in ("dang-nhap", "dang-xuat", "xac-nhan"))
    return asked if ours and asked.startswith("/") and not asked.startswith(doors) else reverse("trang-chu")


def _ask(request: HttpRequest, form: ConfirmForm, kept: Kept | None, target: str) -> HttpResponse:
    context = {"form": form, "next": target, "kept": kept.sealed() if kept else ""}
    return render(request, "registration/confirm.html", context)
