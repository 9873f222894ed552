"""Accounts and appointments. Closing an account ends its sessions; nothing is deleted."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import note
from dangvien.actions.session import forget_sessions
from dangvien.models import FOREVER, Appointment, Organization, User
from dangvien.permissions import ROLES, Permission
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.text import day_short

SLIP_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""For slips of paper: without l, o, 0 and 1, which are read for one another."""

SLIP_LIVES = timedelta(days=7)
"""A slip that nobody has used opens the door so long."""

SLIP_LIVES_ONCE_USED = timedelta(hours=1)
"""Once it has opened the door, its owner has so long to choose a password; then it is only paper."""


def slip_password() -> str:
    """A random first password for a paper slip: four groups of four (about 79 bits)."""
    return "-".join("".join(secrets.choice(SLIP_ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def create_account(
    *, by: User | None, username: str, full_name: str, organization: Organization, role: str, since: date
) -> tuple[User, str]:
    """Open an account with its first appointment; gives the password for the slip, which is stored only as a hash."""
    if User.objects.filter(username__iexact=username).exists():
        raise Refused.at("username", f"Tên đăng nhập {username} đã có. Chọn tên khác.")
    password = slip_password()
    user = User(
        username=username, full_name=full_name, must_change_password=True, slip_until=timezone.now() + SLIP_LIVES
    )
    user.set_password(password)
    user.save()
    note(by=by, verb="mở tài khoản", subject=user, organization=organization, after={"tên đăng nhập": username})
    appoint(by=by, user=user, organization=organization, role=role, since=since)
    return user, password


@transaction.atomic
def reset_password(*, by: User | None, user: User, reason: str = "") -> str:
    """Give a new slip password; the old one and every session end at once. One's own is changed by oneself instead."""
    if user == by:
        raise Refused.at("", "Mật khẩu của mình thì tự đổi ở trang Đổi mật khẩu, không cấp lại bằng phiếu.")
    password = slip_password()
    _set_password(user, password, slip_until=timezone.now() + SLIP_LIVES)
    forget_sessions(user=user)
    note(
        by=by,
        verb="cấp lại mật khẩu",
        subject=user,
        organization=user.first_organization_id or (by.first_organization_id if by else None),
        reason=reason,
    )
    return password


@transaction.atomic
def change_own_password(*, user: User, password: str, but_session: str | None = None) -> None:
    """A person sets their own password; a slip is thereby used up, and every session but this one ends."""
    _set_password(user, password, slip_until=None)
    forget_sessions(user=user, but=but_session or "")
    note(by=user, verb="đổi mật khẩu", subject=user, organization=user.first_organization_id)


@transaction.atomic
def set_own_address(*, user: User, email: str) -> None:
    """A person gives the address to which they are reminded of what is due, or takes it back with an empty one."""
    user.email = email
    user.save(update_fields=("email",))
    note(
        by=user,
        verb="đổi địa chỉ thư",
        subject=user,
        organization=user.first_organization_id,
        after={"nhận thư": bool(email)},
    )


def slip_presented(*, user: User) -> bool:
    """Whether a slip, whose password was just typed, still opens the door; from now on it does so for an hour only."""
    now = timezone.now()
    if user.slip_until is None or user.slip_until <= now:
        return user.slip_until is None
    user.slip_until = min(user.slip_until, now + SLIP_LIVES_ONCE_USED)
    user.save(update_fields=("slip_until",))
    return True


def _set_password(user: User, password: str, *, slip_until: datetime | None) -> None:
    """`slip_until`: the password stands on a slip, which opens the door until then."""
    # Only these columns: an account that is closed at the same moment stays closed.
    user.set_password(password)
    user.must_change_password, user.slip_until = slip_until is not None, slip_until
    user.save(update_fields=("password", "must_change_password", "slip_until"))


@transaction.atomic
def set_active(*, by: User, user: User, active: bool, reason: str) -> None:
    """Close or open an account. A closed account sees nothing from its next click on, and has to sign in again when it
    is opened: its sessions end for good."""
    if user == by and not active:
        raise Refused.at("", "Không tự khóa tài khoản của mình được. Nhờ quản trị viên khác.")
    if not reason.strip():
        raise Refused.at("reason", "Ghi lý do.")
    user.refresh_from_db(fields=("is_active",), from_queryset=User.objects.select_for_update(no_key=True))
    if user.is_active == active:
        raise Refused.at("", "Tài khoản này đang mở." if active else "Tài khoản này đã khóa từ trước.")
    user.is_active = active
    user.save(update_fields=("is_active",))
    if not active:
        forget_sessions(user=user)
    verb = "mở lại tài khoản" if active else "khóa tài khoản"
    note(
        by=by,
        verb=verb,
        subject=user,
        organization=user.first_organization_id or by.first_organization_id,
        reason=reason,
    )


@transaction.atomic
def appoint(
    *,
    by: User | None,
    user: User,
    organization: Organization,
    role: str,
    since: date,
    last_day: date | None = None,
    reason: str = "",
) -> Appointment:
    """Give a role at an organization from a day on, until a last day when there is one. Who gives it to themselves
    must write why."""
    problems = appointment_problems(by, user, organization, role, since, reason)
    if last_day is not None and last_day < since:
        problems.append(Problem("until", f"Ngày cuối sớm hơn ngày bắt đầu ({day_short(since)}). Kiểm tra lại ngày."))
    refuse_if_any(problems)
    appointment = Appointment.objects.create(
        user=user,
        organization=organization,
        role=role,
        valid_from=since,
        valid_to=last_day + timedelta(days=1) if last_day else FOREVER,
    )
    until = {"đến hết ngày": last_day} if last_day else {}
    note(
        by=by,
        verb="phân công",
        subject=user,
        organization=organization,
        after={"vai trò": ROLES[role].label, "tại": organization.name_on(since), "từ ngày": since, **until},
        reason=reason,
    )
    return appointment


def appointment_problems(
    by: User | None, user: User, organization: Organization, role: str, since: date, reason: str
) -> list[Problem]:
    """Reasons against an appointment: unknown role, organization not working then, role held already, no reason."""
    problems = []
    if role not in ROLES:
        problems.append(Problem("role", "Vai trò không có trong danh sách. Chọn lại."))
    placement = organization.placement_on(since)
    if placement is None or placement.is_archive:
        problems.append(
            Problem(
                "organization",
                f"{organization.name_on(since)} không hoạt động vào ngày {day_short(since)}. Chọn tổ chức khác.",
            )
        )
    held = Appointment.objects.filter(user=user, organization=organization, role=role, valid_to__gt=since)
    if held.exists():
        problems.append(Problem("role", f"{user} đang giữ vai trò này tại {organization.name_on(since)}."))
    if user == by and not reason.strip():
        problems.append(Problem("reason", "Tự phân công cho mình thì phải ghi lý do; lý do nằm trong nhật ký."))
    return problems


@transaction.atomic
def end_appointment(*, by: User, appointment: Appointment, last_day: date, reason: str) -> Appointment:
    """End a role: `last_day` is the last day on which it holds. What has ended stays ended."""
    locked = (
        Appointment.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=appointment.pk)
    )
    ends = locked.last_day
    problems = []
    if last_day < locked.valid_from:
        problems.append(
            Problem(
                "last_day",
                f"Ngày cuối sớm hơn ngày bắt đầu ({day_short(locked.valid_from)}). Kiểm tra lại ngày.",
            )
        )
    if ends and last_day >= ends:
        problems.append(Problem("last_day", f"Phân công này đã thôi sau ngày {day_short(ends)}; không kéo dài được."))
    if locked.user == by and Permission.MANAGE_ACCOUNTS in locked.permissions:
        problems.append(Problem("", "Không tự thôi vai trò quản trị của mình được. Nhờ quản trị viên khác."))
    if not reason.strip():
        problems.append(Problem("reason", "Ghi lý do thôi phân công."))
    refuse_if_any(problems)
    locked.valid_to = last_day + timedelta(days=1)
    locked.save()
    note(
        by=by,
        verb="thôi phân công",
        subject=locked.user,
        organization=locked.organization_id,
        before={"ngày cuối": ends},
        after={
            "vai trò": locked.get_role_display(),
            "tại": locked.organization.name_on(last_day),
            "ngày cuối": last_day,
        },
        reason=reason,
    )
    return locked
