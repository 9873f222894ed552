"""`manage.py let_in ACCOUNT`: for a sole administrator who has lost password or telephone; printed once, audited."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from dangvien.actions.accounts import SLIP_LIVES
from dangvien.actions.second_factor import let_in
from dangvien.models import Appointment, User
from dangvien.permissions import ROLES, Permission
from dangvien.procedure.problem import Refused


class Command(BaseCommand):
    """For operators, when nobody can do it in the browser."""

    help = "Cho một tài khoản vào lại: cấp mật khẩu mới, gỡ lớp thứ hai, đóng mọi phiên; mật khẩu in ra một lần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="TÀI_KHOẢN", help="tên đăng nhập, ví dụ quantri")

    def handle(self, *, username: str, **options: Any) -> None:
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản {username}. Tài khoản quản trị đang có: {administrators()}.")
        try:
            password = let_in(by=None, user=user)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Mật khẩu dùng một lần của {user.full_name} ({user.username}): {password}")
        self.stdout.write(
            f"Dùng được trong {SLIP_LIVES.days} ngày; đăng nhập lần đầu phải chọn mật khẩu mới. Lớp thứ hai đã gỡ, mọi "
            "phiên đã đóng. Việc này đã vào nhật ký với tên “Người vận hành máy chủ”."
        )


def administrators() -> str:
    """The names with which administrators of today sign in."""
    roles = [code for code, role in ROLES.items() if Permission.MANAGE_ACCOUNTS in role.permissions]
    held = Appointment.objects.in_force_on(localdate()).filter(role__in=roles, user__is_active=True)
    return ", ".join(sorted({appointment.user.username for appointment in held.select_related("user")})) or "không có"
