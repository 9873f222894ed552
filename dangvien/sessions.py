"""Sessions that know whose they are, and end: after an hour without a click, after twelve hours whatever happens.

Django's own way of keeping sessions in the database, with rows of our own (`models/session.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dangvien.actions.auditing import origin
from dangvien.actions.session import session_expired
from dangvien.models import User, UserSession
from dangvien.page_owner import new_secret
from dangvien.scope import Scope

BEGAN, CONFIRMED = "began", "confirmed"
"""Seconds since 1970 in a session: signed in, password typed last."""
MACHINE, BROWSER = "machine", "browser"

TIMED = "hen_gio"
"""Parameter of an address that a page asks for by itself, every second or so: whoever left it open is not there."""

TOLD_EVERY = timedelta(minutes=1)
"""Between two writings of the last click."""

IDLE, TOO_LONG = "để yên quá lâu", "mở quá lâu"
"""Why a session is closed, as the audit trail says it."""


class SessionStore(DatabaseStore):
    """Sessions in `UserSession`: the columns repeat what the content says, so that rows can be listed and ended.

    The last click stands in its column alone: written into the content, it would now and then carry an older content
    with it over what another click has just kept.
    """

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[UserSession]:
        return UserSession

    def create_model_instance(self, data: dict[str, Any]) -> UserSession:
        row = cast(UserSession, super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.address, row.browser = data.get(MACHINE, ""), data.get(BROWSER, "")
        row.began_at = datetime.fromtimestamp(data[BEGAN], UTC) if BEGAN in data else None
        row.seen_at = self.seen_at = timezone.now()
        return row

    def see(self, now: datetime) -> None:
        """Somebody has clicked; written when the last writing is some time ago."""
        if self.seen_at is None or abs(now - self.seen_at) > TOLD_EVERY:
            UserSession.objects.all().see(str(self.session_key), now)
            self.seen_at = now

    def _get_session_from_db(self) -> UserSession | None:
        row = cast("UserSession | None", super()._get_session_from_db())  # type: ignore[misc]  # no stub tells of it
        self.seen_at = row.seen_at if row else None
        return row


@receiver(user_logged_in)
def begin_session(request: HttpRequest, user: User, **_: Any) -> None:
    """Write down when and from where somebody signed in, and give the pages of this session a mark of the account."""
    now = time.time()
    request.META["CSRF_COOKIE"] = new_secret(user.pk)  # in place of the one that signing in has just made
    request.session.update({
        BEGAN: now,
        CONFIRMED: now,
        MACHINE: origin.get().address,
        BROWSER: browser_name(request.META.get("HTTP_USER_AGENT", "")),
    })  # fmt: skip


def confirmed_lately(session: SessionBase) -> bool:
    """Whether the password was typed in this session a short while ago."""
    since: float = session.get(CONFIRMED, 0)
    return bool(abs(time.time() - since) <= settings.CONFIRMED_FOR)  # of the future: the clock was set back


def confirm(session: SessionBase) -> None:
    """The password was typed again."""
    session[CONFIRMED] = time.time()


class SessionLimitsMiddleware:
    """Closes a session that was left alone or has lasted too long: `request.session_closed` says why, or is empty, and
    `request.closed_for` whose it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.session_closed, request.closed_for = "", None
        if SESSION_KEY in request.session:
            self._look_at(request, timezone.now())
        return self.get_response(request)

    def _look_at(self, request: Any, now: datetime) -> None:
        why = _reason_to_close(request.session, now)
        if not why:
            if TIMED not in request.GET:
                request.session.see(now)
            return
        if request.user.is_authenticated:
            request.closed_for = request.user.pk
            session_expired(user=request.user, why=why)
        logout(request)
        request.held = request.scope = Scope.empty()
        request.session_closed = why


def _reason_to_close(session: SessionStore, now: datetime) -> str:
    """Empty while the session may go on."""
    if now.timestamp() - session.get(BEGAN, 0) > settings.SESSION_LIMIT:
        return TOO_LONG
    idle = now - session.seen_at if session.seen_at else timedelta()
    return IDLE if idle.total_seconds() > settings.IDLE_LIMIT else ""


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
             ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "điện thoại Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "máy Windows"),
            ("Mac OS", "máy Mac"), ("Linux", "máy Linux"))  # fmt: skip


def browser_name(told: str) -> str:
    """A browser as people call it, by what it says: "Chrome, máy Windows"; empty when that is nothing known."""
    found = [next((name for sign, name in known if sign in told), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)
