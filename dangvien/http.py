"""The request as views see it, and the middleware that fences every request."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from functools import cache, wraps
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from dangvien.actions.auditing import Origin, origin
from dangvien.logs import number
from dangvien.models import User
from dangvien.permissions import Permission
from dangvien.scope import Scope

log = logging.getLogger(__name__)


class Request(HttpRequest):
    """A signed-in person's request: who, what they may see here (`scope`) and anywhere (`held`), its log number."""

    user: User
    scope: Scope
    held: Scope
    request_id: str
    htmx: HtmxDetails


P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]


METHODS = ("GET", "HEAD", "POST")
"""What browsers send. Whatever else comes is a program trying doors."""


class NumberMiddleware:
    """Gives every request its number, by which its lines in the log and in the audit trail are found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.request_id = secrets.token_hex(8)
        token = number.set(request.request_id)
        try:
            return self.get_response(request)
        finally:
            number.reset(token)


class HeadersMiddleware:
    """Tells browsers what Django does not: which of their devices no page uses, and that nothing is for other sites."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class MethodsMiddleware:
    """Answers what was asked in a way an address does not take (405) with a page instead of an empty window."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        page = render(request, "405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        return page


class ScopeMiddleware:
    """Gives every request its scope, and tells the audit trail where it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.held = Scope.of(request.user) if request.user.is_authenticated else Scope.empty()
        request.scope = request.held
        token = origin.set(Origin(address=client_address(request), request_id=request.request_id))
        try:
            response = self.get_response(request)
        finally:
            origin.reset(token)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response


def client_address(request: HttpRequest) -> str:
    """The address a request came from; behind a proxy we trust, the one that proxy says it heard from.

    Exactly one address: a list may be of the asking machine's own making, and which of it the proxy wrote nobody knows.
    What a trusted proxy does not say so is asked for in the log, once for each proxy.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not _is_trusted(direct):
        return direct
    try:
        return str(ip_address(str(request.META.get("HTTP_X_FORWARDED_FOR", "")).strip()))
    except ValueError:
        if not request.path.startswith(reverse("suc-khoe")):  # health checks ask from the machine itself
            _ask_for_header(direct)
        return direct


@cache
def _ask_for_header(proxy: str) -> None:
    log.error(
        "Proxy %s (trong TRUSTED_PROXY) không gửi X-Forwarded-For gồm đúng một địa chỉ IP: mọi người dùng bị coi là một"
        " máy, một người gõ sai mật khẩu làm người khác phải chờ. Sửa proxy như ví dụ ở docs/operations.md, mục 2.",
        proxy,
    )


def _is_trusted(address: str) -> bool:
    """Whether an address lies in one of the networks of TRUSTED_PROXY."""
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in ip_network(network) for network in settings.TRUSTED_PROXY)


def requires(permission: Permission) -> Callable[[View[P]], View[P]]:
    """A view for those who hold `permission` somewhere; its `request.scope` is narrowed to where they hold it.

    Without the permission anywhere: 403 with the page that says whom to ask. An object outside the narrowed scope is
    simply not found, because the view has no other door.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            narrowed = request.scope.limited_to(permission)
            if not narrowed.holdings:
                raise PermissionDenied
            request.scope = narrowed
            return view(request, *args, **kwargs)

        vars(guarded)["permission"] = permission  # read by the role × address test
        return cast(View[P], guarded)

    return decorate
