"""`manage.py demo`: an invented register whose counts are those of a real report of 2022."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dangvien.actions.accounts import slip_password
from dangvien.demo import accounts, build
from dangvien.models import Organization


class Command(BaseCommand):
    """Fill an empty register.

    Without --reform the city of 2022 still stands, though its level ended on 1 July 2025: its organization board, its
    ward committees and the printed report belong to that tree, and people who try the program should be able to work
    in it as the report's authors did. --reform shows the tree that came after, with the same history under it.
    """

    help = (
        "Tạo sổ mẫu trong một cơ sở dữ liệu còn trống. Con người đều hư cấu; số đếm đến ngày 20/5/2022 khớp báo cáo "
        "tổng kết của Thành ủy Đông Hà, còn những năm sau đó đến ngày 31/10/2026 hoàn toàn là hư cấu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="đã có dữ liệu thì không làm gì, chỉ in lại tài khoản của sổ mẫu"
        )
        parser.add_argument(
            "--reform", action="store_true", help="thêm việc sắp xếp ngày 01/7/2025: phường mới, lưu trữ tổ chức cũ"
        )
        parser.add_argument("--password", default="", help="mật khẩu chung của các tài khoản (mặc định: ngẫu nhiên)")

    def handle(self, *, if_empty: bool, reform: bool, password: str, **options: Any) -> None:
        if Organization.objects.exists():
            if not if_empty:
                raise CommandError("Sổ đã có dữ liệu, không tạo sổ mẫu đè lên. Chỉ dùng lệnh này với sổ còn trống.")
            self.stdout.write(accounts.kept_slip(), ending="")
            return
        started = time.monotonic()
        built = build.dong_ha(password=password or slip_password(), reformed=reform)
        seconds = time.monotonic() - started
        self.stdout.write(
            f"Đã tạo sổ mẫu {built.city.city.name} trong {seconds:.1f} giây".replace(".", ",")
            + f": {Organization.objects.count()} tổ chức."
        )
        self.stdout.write(built.slip, ending="")
