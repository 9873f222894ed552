"""Coming and going leaves a trace: sign-ins, failed ones too, and sign-outs."""

from __future__ import annotations

from dangvien.actions.auditing import note
from dangvien.models import AuditEntry, User

STRANGER = "Người chưa đăng nhập"


def signed_in(*, user: User) -> AuditEntry:
    """Somebody came in."""
    return note(by=user, verb="đăng nhập", subject=user, organization=user.first_organization_id)


def signed_out(*, user: User) -> AuditEntry:
    """Somebody left."""
    return note(by=user, verb="đăng xuất", subject=user, organization=user.first_organization_id)


def sign_in_failed(*, username: str) -> AuditEntry | None:
    """Somebody tried an account's door in vain. A name that no account has leaves no entry: it may be a password."""
    user = User.objects.filter(username__iexact=username).first() if username else None
    if user is None:
        return None
    return note(
        by=None, actor=STRANGER, verb="đăng nhập không được", subject=user, organization=user.first_organization_id
    )
