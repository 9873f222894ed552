"""The door: signing in, signing out, changing one's own password."""

from __future__ import annotations

import math
from datetime import datetime

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from dangvien.actions import throttling
from dangvien.actions.accounts import change_own_password
from dangvien.actions.session import sign_in_failed, signed_in, signed_out
from dangvien.forms.session import ChangePasswordForm, SignInForm, until_the_minute
from dangvien.http import Request
from dangvien.models import User


@login_not_required
@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Two boxes, then the page that was asked for; somebody with a slip password chooses their own first."""
    target = _target(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    tried = throttling.count_try(username=form.data["username"]) if form.is_filled else None
    if tried and tried.wait_until:
        return _wait(request, tried.wait_until, target)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        throttling.try_succeeded(username=form.data["username"])
        login(request, user)
        signed_in(user=user)
        return redirect("doi-mat-khau") if user.must_change_password else HttpResponseRedirect(target)
    if request.method == "POST":
        sign_in_failed(username=str(form.cleaned_data.get("username", "")))
    return render(request, "registration/login.html", {"form": form, "next": target})


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
        change_own_password(user=request.user, password=form.cleaned_data["new"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "Đã đổi mật khẩu. Lần sau đăng nhập bằng mật khẩu mới.")
        return redirect("trang-chu")
    return render(request, "registration/password_change.html", {"form": form})


def _wait(request: HttpRequest, until: datetime, target: str) -> HttpResponse:
    """429: too many wrong passwords; when to come back. The same for every name, whether an account has it or not."""
    seconds = math.ceil((until - timezone.now()).total_seconds())
    context = {"until": until_the_minute(until), "minutes": math.ceil(seconds / 60), "next": target}
    response = render(request, "registration/wait.html", context, status=429)
    response["Retry-After"] = str(max(seconds, 1))
    return response


def _target(request: HttpRequest) -> str:
    """Where to go after signing in: the page asked for when it is one of ours, else the home page.

    Only an address that begins with "/": other words would be taken for the name of a view, or for a part of this one.
    """
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    doors = (reverse("dang-nhap"), reverse("dang-xuat"))
    return asked if ours and asked.startswith("/") and not asked.startswith(doors) else reverse("trang-chu")
