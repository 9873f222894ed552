"""Guessing passwords takes time: every try is counted before it is looked at, and after some failures it must wait.

Three things are counted: an account at a machine, an account wherever it is tried, a machine whatever account it tries.
The last two stop guessing from many machines and guessing at many accounts; they do not touch an account at a machine
from which it was entered lately, so that nobody can shut a person out of their own desk, nor a guesser a whole office.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dangvien.actions.auditing import note, origin
from dangvien.actions.session import note_of_stranger
from dangvien.models import SignInThrottle, User

_SALT = "dangvien.sign-in-throttle"


@dataclass(frozen=True)
class Try:
    """One try that was counted: either it may be looked at, or it must wait until `wait_until`."""

    username: str
    wait_until: datetime | None = None


@transaction.atomic
def count_try(*, username: str) -> Try:
    """Count a try at an account's door, from the machine of this request, unless it has to wait.

    It is counted as a failure before the password is looked at: of many tries at once none slips through. A wait is not
    made longer by whoever tries meanwhile, and nothing is written then: names thought up in a row leave no rows.
    """
    now, name = timezone.now(), _plain(username)
    if waits := _machine_waits(name, now):
        return Try(username, waits)
    owner = User.objects.filter(username__iexact=name).first() if name else None
    rows = _locked(name)
    pair = rows[SignInThrottle.Kind.PAIR]
    asked = [pair] if pair.is_known(now) else list(rows.values())
    opens = max(row.open_at(now) for row in asked)
    if opens > now:
        return Try(username, opens)
    for kind, row in rows.items():
        row.failures, row.last_failed_at = row.failures_at(now) + 1, now
        row.user = None if kind == SignInThrottle.Kind.MACHINE else owner
        row.save(update_fields=("failures", "last_failed_at", "user"))
    wait = max(row.open_at(now) for row in asked)
    if wait > now:
        minutes = -(-(wait - now) // timedelta(minutes=1))
        note_of_stranger(
            verb="phải chờ đăng nhập", user=owner, after={"số lần": max(row.failures for row in asked), "phút": minutes}
        )
    return Try(username)


def try_succeeded(*, username: str) -> None:
    """The password of the try counted last was right: it counts against nobody. No machine is known by that yet."""
    keys = _keys(_plain(username))
    SignInThrottle.objects.all().forgive(keys.pop(SignInThrottle.Kind.PAIR))
    for key in keys.values():  # a statement each: two rows at once might be locked in another order than by `count_try`
        SignInThrottle.objects.all().take_one_off(key)


def door_passed(*, username: str) -> None:
    """Somebody is in, with everything the door asked for: this machine is one where the account may be expected."""
    SignInThrottle.objects.all().welcome(_keys(_plain(username))[SignInThrottle.Kind.PAIR], timezone.now())


@transaction.atomic
def lift_wait(*, by: User, user: User) -> None:
    """Let an account be tried again at once, from every machine. What it failed before is forgotten."""
    user.sign_in_throttles.in_use().update(failures=0)
    note(
        by=by,
        verb="bỏ chờ đăng nhập",
        subject=user,
        organization=user.first_organization_id or by.first_organization_id,
    )


def forget_old_tries(*, now: datetime | None = None) -> int:
    """Drop counts that say nothing any more; gives how many."""
    gone, _ = SignInThrottle.objects.stale(now or timezone.now()).delete()
    return gone


def waiting_until(user: User, now: datetime) -> datetime | None:
    """Until when somebody who tries this account has to wait, at the machine where it is longest; None when nobody has
    to."""
    opens = max((row.open_at(now) for row in user.sign_in_throttles.in_use()), default=now)
    return opens if opens > now else None


def _plain(username: str) -> str:
    return unicodedata.normalize("NFKC", username).strip().casefold()


def _keys(name: str) -> dict[SignInThrottle.Kind, str]:
    machine = origin.get().address
    kinds = SignInThrottle.Kind
    told = {kinds.PAIR: f"{name}\n{machine}", kinds.ACCOUNT: name, kinds.MACHINE: machine}
    return {kind: salted_hmac(f"{_SALT}.{kind}", text, algorithm="sha256").hexdigest() for kind, text in told.items()}


def _machine_waits(name: str, now: datetime) -> datetime | None:
    """Until when this machine has to wait whatever name is tried; None when it need not, or is known to the account."""
    keys, kinds = _keys(name), SignInThrottle.Kind
    rows = {row.kind: row for row in SignInThrottle.objects.filter(key__in=keys.values())}
    machine, pair = rows.get(kinds.MACHINE), rows.get(kinds.PAIR)
    if machine is None or machine.open_at(now) <= now or (pair is not None and pair.is_known(now)):
        return None
    return max(row.open_at(now) for row in rows.values())


def _locked(name: str) -> dict[SignInThrottle.Kind, SignInThrottle]:
    """The three rows, made when missing and locked in one order, so that two tries never wait for each other."""
    keys = _keys(name)
    made = [SignInThrottle(key=key, kind=kind) for kind, key in sorted(keys.items(), key=lambda item: item[1])]
    SignInThrottle.objects.bulk_create(made, ignore_conflicts=True)
    locked = SignInThrottle.objects.select_for_update(no_key=True).filter(key__in=keys.values()).order_by("key")
    return {SignInThrottle.Kind(row.kind): row for row in locked}
