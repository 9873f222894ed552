"""The door: signing in, signing out, changing one's own password, and coming back after the session was closed."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_htmx.http import HttpResponseClientRefresh

from dangvien.actions import throttling
from dangvien.actions.accounts import change_own_password, slip_presented
from dangvien.actions.session import sign_in_failed, signed_out, slip_failed
from dangvien.forms.session import ChangePasswordForm, SignInForm, until_the_minute
from dangvien.http import Request
from dangvien.keeping import BOX, Kept
from dangvien.models import User
from dangvien.scope import Scope
from dangvien.views.confirming import carry_on, target_of
from dangvien.views.second_factor import greet

CLOSED = "Đã lâu không bấm gì nên sổ tự đóng, để người khác không dùng được. Đăng nhập lại là về đúng trang đang xem."
"""Said at the door to somebody whose session was closed."""


class DoorMiddleware(LoginRequiredMiddleware):
    """Django's guard of every page. Who is sent to the door is told why, and keeps what they have just typed."""

    def handle_no_permission(  # type: ignore[override]  # Django's only ever redirects
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        piece = bool(request.headers.get("HX-Request"))
        kept = Kept.of(request)
        if kept is not None and kept.user and not piece:
            return door_for(request, kept)
        if getattr(request, "session_closed", ""):
            messages.info(request, CLOSED)
        if piece:  # the whole page goes to the door, instead of the door into a piece of the page
            return HttpResponseClientRefresh()
        return super().handle_no_permission(request, view_func)


def door_for(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The door, with what was typed waiting behind it for whose page it stood on."""
    response = _door(request, SignInForm(request), kept, kept.path)
    add_never_cache_headers(response)
    return response


@login_not_required
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Two boxes, then the page that was asked for; somebody with a slip password chooses their own first."""
    target, kept = target_of(request), Kept.unsealed(request.POST.get(BOX, ""))
    if request.user.is_authenticated:
        return carry_on(request, kept, target)
    only_kept = BOX in request.POST and "username" not in request.POST
    sent = request.method == "POST" and not only_kept
    form = SignInForm(request, data=request.POST if sent else None)
    if not sent:
        return _door(request, form, kept, target)
    tried = throttling.count_try(username=form.data["username"]) if form.is_filled else None
    if tried and tried.wait_until:
        return _wait(request, tried.wait_until, kept, target)
    if not form.is_valid():
        if tried:  # what was not counted is slowed by nothing, so it must leave nothing behind either
            sign_in_failed(username=str(form.cleaned_data.get("username", "")), closed=form.right_but_closed)
        return _door(request, form, kept, target)
    user = form.get_user()
    throttling.try_succeeded(username=form.data["username"])
    if user.must_change_password and not slip_presented(user=user):
        slip_failed(user=user)
        form.add_error(None, f"Phiếu mật khẩu này đã hết hạn. Gọi {settings.SUPPORT_CONTACT} để được cấp phiếu mới.")
        return _door(request, form, kept, target)
    login(request, user)
    request.held = request.scope = Scope.of(user)  # type: ignore[attr-defined]  # as the next request will see it
    return greet(cast(Request, request), kept, target)


@login_not_required
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session (POST only: a link or a picture elsewhere must not). Twice is no mistake."""
    if request.method != "POST":
        return redirect("trang-chu")
    if isinstance(request.user, User):
        signed_out(user=request.user)
    logout(request)
    return render(request, "registration/logged_out.html")


@sensitive_post_parameters("old", "new", "again")
@never_cache
def change_password(request: Request) -> HttpResponse:
    """A person's own password. Other sessions of the account end; this one stays."""
    form = ChangePasswordForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        here = request.session.session_key
        change_own_password(user=request.user, password=form.cleaned_data["new"], but_session=here)
        update_session_auth_hash(request, request.user)
        messages.success(request, "Đã đổi mật khẩu. Lần sau đăng nhập bằng mật khẩu mới.")
        return redirect("trang-chu")
    return render(request, "registration/password_change.html", {"form": form})


def _door(request: HttpRequest, form: SignInForm, kept: Kept | None, target: str) -> HttpResponse:
    context = {"form": form, "next": target, "kept": kept.sealed() if kept else ""}
    return render(request, "registration/login.html", context)


def _wait(request: HttpRequest, until: datetime, kept: Kept | None, target: str) -> HttpResponse:
    """429: too many wrong passwords; when to come back. The same for every name, whether an account has it or not."""
    seconds = math.ceil((until - timezone.now()).total_seconds())
    context = {
        "until": until_the_minute(until),
        "minutes": math.ceil(seconds / 60),
        "next": target,
        "kept": kept.sealed() if kept else "",
    }
    response = render(request, "registration/wait.html", context, status=429)
    response["Retry-After"] = str(max(seconds, 1))
    return response
