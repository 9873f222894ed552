"""How often somebody has knocked in vain: by account and machine, account, machine. No name, no address is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from dangvien.models.account import User

FORGOTTEN_AFTER = timedelta(hours=1)
"""Failures count together while no hour without one lies between them."""

LONGEST_WAIT = timedelta(minutes=15)
"""Nobody waits longer than this for the next try, however often they failed: the door slows down and never locks."""

KNOWN_FOR = timedelta(days=60)
"""So long a machine from which an account was entered is one that this account may be expected at."""


@dataclass(frozen=True)
class Patience:
    """So many failures without a wait, then `first` (timedelta), twice that, four times …, up to LONGEST_WAIT."""

    free: int
    first: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """How long after the last of so many failures the next try must wait."""
        beyond = failures - self.free
        return min(self.first * 2 ** min(beyond - 1, 20), LONGEST_WAIT) if beyond > 0 else timedelta()


SKEW = timedelta(minutes=1)
"""By how much a failure may lie ahead: of two tries at once the later one may have been written first."""


class SignInThrottleQuerySet(models.QuerySet["SignInThrottle"]):
    def in_use(self) -> SignInThrottleQuerySet:
        """Rows that make somebody wait, or may soon."""
        return self.exclude(failures=0)

    def stale(self, now: datetime) -> SignInThrottleQuerySet:
        """Rows that say nothing any more: failures long ago, and no machine that is still known."""
        known = Q(welcomed_at__gt=now - KNOWN_FOR)
        return self.filter(Q(last_failed_at__isnull=True) | Q(last_failed_at__lt=now - FORGOTTEN_AFTER)).exclude(known)

    def welcome(self, key: str, now: datetime) -> None:
        """The account was entered from this machine, through the whole door."""
        self.filter(key=key).update(welcomed_at=now)

    def forgive(self, key: str) -> None:
        """The right password was typed at this account and machine: nothing counts against them any more."""
        self.filter(key=key).update(failures=0)

    def take_one_off(self, key: str) -> None:
        """A try that was counted before it was looked at was none that failed."""
        self.filter(key=key, failures__gt=0).update(failures=F("failures") - 1)


class SignInThrottle(models.Model):
    """Failed tries in a row under one `key`: a keyed digest of the name that was typed, of the machine, or of both.

    A digest, because what is typed into the box of the name may be a password, and because a name that no account has
    must be counted as one that has. `user` is the account when there is one: an administrator lifts the wait by it.
    """

    class Kind(models.TextChoices):
        PAIR = "cap", "tài khoản tại một máy"
        ACCOUNT = "tai_khoan", "tài khoản"
        MACHINE = "may", "máy"

    key = models.CharField("mã", max_length=64, primary_key=True)
    kind = models.CharField("loại", max_length=10, choices=Kind.choices)
    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sign_in_throttles", verbose_name="tài khoản"
    )
    failures = models.PositiveIntegerField("số lần sai liền nhau", default=0)
    last_failed_at = models.DateTimeField("lần sai cuối", null=True)
    welcomed_at = models.DateTimeField("lần vào được cuối", null=True)

    objects = SignInThrottleQuerySet.as_manager()

    class Meta:
        verbose_name = "số lần thử đăng nhập"
        verbose_name_plural = "số lần thử đăng nhập"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.failures}"

    @property
    def patience(self) -> Patience:
        return PATIENCE[SignInThrottle.Kind(self.kind)]

    def failures_at(self, now: datetime) -> int:
        """Failures in a row that still count at `now`."""
        forgotten = self.last_failed_at is None or now - self.last_failed_at > FORGOTTEN_AFTER
        return 0 if forgotten else self.failures

    def open_at(self, now: datetime) -> datetime:
        """When the next try is looked at: `now`, or the end of the wait."""
        failures = self.failures_at(now)
        if not failures or self.last_failed_at is None or self.last_failed_at > now + SKEW:
            return now  # a failure of the future says only that the clock was set back; the next one waits again
        return max(now, self.last_failed_at + self.patience.wait_after(failures))

    def is_known(self, now: datetime) -> bool:
        """Whether the account was entered from this machine lately."""
        return self.welcomed_at is not None and now - self.welcomed_at < KNOWN_FOR


PATIENCE = {
    SignInThrottle.Kind.PAIR: Patience(5, timedelta(seconds=30)),
    SignInThrottle.Kind.ACCOUNT: Patience(20, timedelta(minutes=1)),
    SignInThrottle.Kind.MACHINE: Patience(60, timedelta(minutes=1)),
}
"""What each kind bears. A machine is a whole office behind one address, so it bears the most."""
