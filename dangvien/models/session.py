"""Which browsers are signed in, as whom, from where, since when: a row can be ended without the browser's help."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac

from dangvien.models.account import User


class UserSessionQuerySet(models.QuerySet["UserSession"]):
    def living(self, now: datetime) -> UserSessionQuerySet:
        """Signed-in sessions that the next click would not close, used last first."""
        return self.filter(
            user__isnull=False,
            expire_date__gt=now,
            seen_at__gt=now - timedelta(seconds=settings.IDLE_LIMIT),
            began_at__gt=now - timedelta(seconds=settings.SESSION_LIMIT),
        ).order_by("-seen_at", "pk")

    def see(self, key: str, now: datetime) -> None:
        """Somebody has clicked in this session."""
        self.filter(pk=key).update(seen_at=now)


class UserSession(AbstractBaseSession):
    """A session as Django keeps it, and whose it is. Times and places come from the session's own content."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions", verbose_name="tài khoản")
    address = models.CharField("từ máy", max_length=64, blank=True)
    browser = models.CharField("trình duyệt", max_length=60, blank=True)
    began_at = models.DateTimeField("đăng nhập lúc", null=True)
    seen_at = models.DateTimeField("dùng gần nhất", null=True)

    objects = UserSessionQuerySet.as_manager()  # type: ignore[assignment, misc]  # its own only encodes

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "phiên đăng nhập"
        verbose_name_plural = "phiên đăng nhập"

    def __str__(self) -> str:
        return f"{self.user} – {self.browser}"

    @property
    def mark(self) -> str:
        """What names the session on a page: its key opens the register, so the key itself is never shown."""
        return salted_hmac("dangvien.session-mark", self.session_key, algorithm="sha256").hexdigest()[:16]
