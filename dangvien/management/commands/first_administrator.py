"""The first organization and administrator of an empty register; everything else is done in the browser."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.timezone import localdate

from dangvien.actions.accounts import create_account
from dangvien.actions.reorganization import Place, found
from dangvien.dates import DayError, parse_day
from dangvien.demo.build import DEMO_MADE
from dangvien.models import AuditEntry, Organization, OrganizationKind
from dangvien.models.organization import COMMITTEES
from dangvien.procedure.problem import Refused

KINDS = [kind.value for kind in COMMITTEES]


class Command(BaseCommand):
    help = "Lập tổ chức đầu tiên và quản trị viên đầu tiên của một sổ còn trống; in mật khẩu dùng một lần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="mã tổ chức, chữ thường không dấu, ví dụ dang-bo-xa-mau")
        parser.add_argument("--name", required=True, help="tên tổ chức, ví dụ “Đảng bộ xã Mẫu”")
        parser.add_argument("--kind", choices=KINDS, default=OrganizationKind.CAP_TREN.value, help="loại tổ chức")
        parser.add_argument("--since", required=True, help="ngày thành lập, ví dụ 01/7/2025")
        parser.add_argument("--username", default="quantri", help="tên đăng nhập của quản trị viên")
        parser.add_argument("--full-name", required=True, help="họ và tên của quản trị viên")

    def handle(self, *args: Any, **options: Any) -> None:
        if Organization.objects.exists():
            if AuditEntry.objects.filter(verb=DEMO_MADE).exists():
                raise CommandError(
                    "Cơ sở dữ liệu này là sổ mẫu. Sổ thật phải bắt đầu từ chỗ trống: dừng sổ, đổi tên thư mục "
                    f"{settings.DATA_DIR} (dùng PostgreSQL thì tạo cơ sở dữ liệu trống khác), rồi chạy lại lệnh "
                    "migrate và lệnh này."
                )
            raise CommandError("Sổ đã có tổ chức. Mở tài khoản và lập tổ chức trên trình duyệt, mục Quản trị.")
        try:
            since = parse_day(options["since"])
        except DayError as wrong:
            raise CommandError(f"Ngày thành lập: {wrong.sentence}") from wrong
        place = Place(name=options["name"], kind=OrganizationKind(options["kind"]), parent=None)
        try:
            with transaction.atomic():
                organization = found(by=None, code=options["code"], place=place, on=since)
                user, password = create_account(
                    by=None,
                    username=options["username"],
                    full_name=options["full_name"],
                    organization=organization,
                    role="quan_tri",
                    since=localdate(),
                )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Đã lập {options['name']} và tài khoản quản trị {user.username}.")
        self.stdout.write(f"Mật khẩu dùng một lần: {password}")
        self.stdout.write("Đăng nhập lần đầu sẽ phải chọn mật khẩu mới.")
