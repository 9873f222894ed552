"""`manage.py close_books --on 31/12/2025`: write down the headcounts of a day, so that large registers count faster."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from dangvien.actions.closing_books import close_books
from dangvien.dates import DayError, parse_day
from dangvien.procedure.problem import Refused
from dangvien.text import day_full, thousands


class Command(BaseCommand):
    """For operators of large registers; the schedule closes each year by itself."""

    help = "Chốt sổ: ghi số đảng viên của mọi tổ chức đến hết một ngày. Số đếm không đổi, chỉ nhanh hơn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", required=True, metavar="NGÀY", help="chốt đến hết ngày nào, ví dụ 31/12/2025")

    def handle(self, *, on: str, **options: Any) -> None:
        try:
            day = parse_day(on)
            count = close_books(by=None, on=day, today=localdate())
        except DayError as wrong:
            raise CommandError(wrong.sentence) from wrong
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Đã chốt sổ đến hết ngày {day_full(day)}: {thousands(count)} tổ chức.")
