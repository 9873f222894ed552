"""What people read when something went wrong: what happened, what to do now, and a code for the telephone.

What was typed is offered again wherever sending it again can help.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from dangvien.actions.jobs import FULL
from dangvien.keeping import BOX, Kept
from dangvien.logs import spoken
from dangvien.page_owner import page_owner
from dangvien.views.session import door_for

log = logging.getLogger(__name__)

NO_ROOM_IN_POSTGRESQL = "53100"
"""Its code for a full disk."""

RETRY_AFTER = 60
"""Seconds after which a client may ask a busy server again."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when the form was larger than the server takes."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a page for another role."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page that was sent is older than the session. What one of our own pages sent is offered again to the
    account whose page it was: at once, or behind the door to whoever has to sign in first."""
    kept = _kept_of_old_page(request)
    if kept and not request.user.is_authenticated and not request.headers.get("HX-Request"):
        return door_for(request, kept)
    if kept and kept.user != request.user.pk:
        kept = None
    return render(request, "403_csrf.html", {"kept": kept}, status=403)


def _kept_of_old_page(request: HttpRequest) -> Kept | None:
    """Only what the browser itself says came from here, and only where the page tells whose it was: another site must
    not get its form sent by a friendly button, and nobody what somebody else typed at this browser."""
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return None
    with contextlib.suppress(Exception):
        if BOX in request.POST:  # the door itself, opened in two windows: what waits behind it was sealed by us
            return Kept.unsealed(request.POST[BOX])
        if page_owner(request) and request.path not in map(reverse, ("dang-nhap", "xac-nhan", "ma-xac-nhan")):
            return Kept.of(request)
    return None


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here, or nothing that this person may see; the page does not tell which."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a code that finds the error in the log, or 503 when only the database is away or busy.

    The page stands alone: whatever broke here (database, session, templates' context) is not needed to print it.
    """
    error = sys.exc_info()[1]
    code = spoken(getattr(request, "request_id", "") or secrets.token_hex(8))
    full = is_full(error)
    away = full or isinstance(error, (OperationalError, InterfaceError))
    log.error("error page, code %s", code, exc_info=error)
    kept = kept_of(request)
    context = {
        "code": code,
        "static": settings.STATIC_URL,
        "support": settings.SUPPORT_CONTACT,
        "kept": kept,
        "full": full,
        "csrf_token": get_token(request) if kept else "",
    }
    response = HttpResponse(render_to_string("503.html" if away else "500.html", context), status=503 if away else 500)
    response["Cache-Control"] = "no-store"
    if away:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def is_full(error: BaseException | None) -> bool:
    """Whether something could not be written because there is no room left: to a file, by PostgreSQL, by SQLite."""
    if isinstance(error, OSError):
        return error.errno in FULL
    if not isinstance(error, OperationalError):
        return False
    beneath = error.__cause__
    words = ("disk is full", "disk I/O error", "No space left")
    return getattr(beneath, "sqlstate", "") == NO_ROOM_IN_POSTGRESQL or any(word in str(error) for word in words)


def kept_of(request: HttpRequest) -> Kept | None:
    """What a form sent, if it can still be read: the error may have come from the reading itself."""
    with contextlib.suppress(Exception):
        return Kept.of(request)
    return None
