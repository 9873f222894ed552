"""Coming and going leaves a trace: sign-ins, failed ones too, and sign-outs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import AuditEntry, User

STRANGER = "Người chưa đăng nhập"


def signed_in(*, user: User) -> AuditEntry:
    """Somebody came in."""
    return note(by=user, verb="đăng nhập", subject=user, organization=user.first_organization_id)


def signed_out(*, user: User) -> AuditEntry:
    """Somebody left."""
    return note(by=user, verb="đăng xuất", subject=user, organization=user.first_organization_id)


def session_expired(*, user: User, why: str) -> AuditEntry:
    """A session was closed because it was left alone or lasted too long."""
    return note(by=user, verb="hết phiên", subject=user, organization=user.first_organization_id, after={"vì": why})


def confirmed(*, user: User) -> AuditEntry:
    """Somebody typed their password again before something weighty."""
    return note(by=user, verb="xác nhận mật khẩu", subject=user, organization=user.first_organization_id)


def sign_in_failed(*, username: str, closed: bool = False) -> AuditEntry | None:
    """Somebody tried an account's door in vain; `closed`: with the right password of a closed account.

    A name that no account has leaves no entry: it may be a password.
    """
    user = User.objects.filter(username__iexact=username).first() if username else None
    if closed:
        return note_of_stranger(verb="đăng nhập tài khoản đã khóa", user=user)
    return note_of_stranger(verb="đăng nhập không được", user=user)


def slip_failed(*, user: User) -> AuditEntry | None:
    """Somebody typed the right password of a slip whose time is over."""
    return note_of_stranger(verb="đăng nhập bằng phiếu hết hạn", user=user)


@transaction.atomic
def end_own_sessions(*, user: User, keys: Iterable[str]) -> int:
    """End sessions of one's own account on other machines; gives how many there were."""
    ended, _ = user.sessions.filter(pk__in=list(keys)).delete()
    if ended:
        note(
            by=user,
            verb="đóng phiên của mình",
            subject=user,
            organization=user.first_organization_id,
            after={"số phiên": ended},
        )
    return ended


@transaction.atomic
def end_sessions(*, by: User, user: User) -> int:
    """End every session of an account; gives how many there were. Whoever sits there signs in again."""
    ended = forget_sessions(user=user)
    note(
        by=by,
        verb="đóng mọi phiên",
        subject=user,
        organization=user.first_organization_id or by.first_organization_id,
        after={"số phiên": ended},
    )
    return ended


def forget_sessions(*, user: User, but: str = "") -> int:
    """Drop the rows of an account's sessions, except the one with this key."""
    ended, _ = user.sessions.exclude(pk=but).delete()
    return ended


@transaction.atomic
def note_of_stranger(*, verb: str, user: User | None, after: dict[str, Any] | None = None) -> AuditEntry | None:
    """An entry about what somebody outside did at an account's door.

    Without an account the same is done and taken back, so that the answer takes as long and does not tell.
    """
    subject = user or User(pk=0)
    with transaction.atomic():
        entry = note(
            by=None,
            actor=STRANGER,
            verb=verb,
            subject=subject,
            organization=subject.first_organization_id,
            after=after,
        )
        if user is None:
            transaction.set_rollback(True)
    return entry if user else None
