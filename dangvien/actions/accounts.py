"""Accounts and appointments. Closing an account ends its sessions; nothing is deleted."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import FOREVER, Appointment, Organization, User
from dangvien.permissions import ROLES
from dangvien.procedure.problem import Refused
from dangvien.text import day_short

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""For slips of paper: without l, o, 0 and 1, which are read for one another."""


def slip_password() -> str:
    """A random first password for a paper slip: four groups of four (about 79 bits)."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def create_account(
    *, by: User | None, username: str, full_name: str, organization: Organization, role: str, since: date
) -> tuple[User, str]:
    """Open an account with its first appointment; gives the password for the slip, which is stored only as a hash."""
    if User.objects.filter(username__iexact=username).exists():
        raise Refused.at("username", f"Tên đăng nhập {username} đã có. Chọn tên khác.")
    password = slip_password()
    user = User(username=username, full_name=full_name, must_change_password=True)
    user.set_password(password)
    user.save()
    note(by=by, verb="mở tài khoản", subject=user, organization=organization, after={"tên đăng nhập": username})
    appoint(by=by, user=user, organization=organization, role=role, since=since)
    return user, password


@transaction.atomic
def reset_password(*, by: User, user: User) -> str:
    """Give a new slip password; the old one and every session end at once."""
    password = slip_password()
    user.set_password(password)
    user.must_change_password = True
    user.save()
    note(by=by, verb="cấp lại mật khẩu", subject=user, organization=_home(user))
    return password


@transaction.atomic
def change_own_password(*, user: User, password: str) -> None:
    """A person sets their own password; a slip password is thereby used up."""
    user.set_password(password)
    user.must_change_password = False
    user.save()
    note(by=user, verb="đổi mật khẩu", subject=user, organization=_home(user))


@transaction.atomic
def set_active(*, by: User, user: User, active: bool, reason: str) -> None:
    """Close or open an account. A closed account sees nothing from its next click on."""
    if user == by and not active:
        raise Refused.at("", "Không tự khóa tài khoản của mình được. Nhờ quản trị viên khác.")
    user.is_active = active
    user.save()
    verb = "mở lại tài khoản" if active else "khóa tài khoản"
    note(by=by, verb=verb, subject=user, organization=_home(user), reason=reason)


@transaction.atomic
def appoint(*, by: User | None, user: User, organization: Organization, role: str, since: date) -> Appointment:
    """Give a role at an organization from a day on."""
    if role not in ROLES:
        raise Refused.at("role", "Vai trò không có trong danh sách. Chọn lại.")
    placement = organization.placement_on(since)
    if placement is None:
        raise Refused.at("organization", f"Tổ chức không hoạt động vào ngày {day_short(since)}. Chọn lại.")
    if Appointment.objects.filter(user=user, organization=organization, role=role, valid_to=FOREVER).exists():
        raise Refused.at("role", f"{user} đang giữ vai trò này tại {placement.name}.")
    appointment = Appointment.objects.create(user=user, organization=organization, role=role, valid_from=since)
    note(
        by=by,
        verb="phân công",
        subject=user,
        organization=organization,
        after={"vai trò": ROLES[role].label, "tại": placement.name, "từ ngày": since},
    )
    return appointment


@transaction.atomic
def end_appointment(*, by: User, appointment: Appointment, last_day: date, reason: str) -> Appointment:
    """End a role: `last_day` is the last day on which it holds."""
    if last_day < appointment.valid_from:
        raise Refused.at(
            "last_day", f"Ngày cuối sớm hơn ngày bắt đầu ({day_short(appointment.valid_from)}). Kiểm tra lại ngày."
        )
    before = {"đến trước ngày": appointment.valid_to}
    appointment.valid_to = last_day + timedelta(days=1)
    appointment.save()
    note(
        by=by,
        verb="thôi phân công",
        subject=appointment.user,
        organization=appointment.organization_id,
        before=before,
        after={"vai trò": appointment.get_role_display(), "ngày cuối": last_day},
        reason=reason,
    )
    return appointment


def _home(user: User) -> int | None:
    """The organization in whose audit trail an act about the account is read."""
    first = Appointment.objects.filter(user=user).order_by("pk").first()
    return first.organization_id if first else None
