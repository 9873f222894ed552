"""`manage.py refresh_deadlines`: work out where every case stands and what is due for it."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from dangvien.actions.progress import refresh_all, unwritten
from dangvien.text import thousands


class Command(BaseCommand):
    """For operators, after a restore or a doubt. The worker does the same every night and after every amendment."""

    help = "Tính lại trạng thái và thời hạn của mọi hồ sơ kết nạp, công nhận. Chạy lại bao nhiêu lần cũng được."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-missing", action="store_true", help="chỉ tính khi còn hồ sơ chưa được tính lần nào, như sau nâng cấp"
        )

    def handle(self, *, if_missing: bool, **options: Any) -> None:
        if if_missing and not unwritten():
            return
        started = time.monotonic()
        count = refresh_all(localdate())
        seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
        self.stdout.write(f"Đã tính lại {thousands(count)} hồ sơ trong {seconds} giây.")
