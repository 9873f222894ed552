"""`manage.py forget_audit`: entries of the audit trail whose term is over; `--yes` lets them go behind a seal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from dangvien.actions.audit_keeping import let_old_entries_go, old_through
from dangvien.models import AuditEntry
from dangvien.procedure.problem import Refused
from dangvien.text import day_full, thousands


class Command(BaseCommand):
    """For operators; nothing does it by itself, because nothing brings the entries back but a backup."""

    help = "Nhật ký quá hạn giữ: đếm; thêm --yes thì thôi giữ các dòng ấy, chuỗi mã băm nối tiếp từ một niêm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="thôi giữ thật; hãy sao lưu trước")

    def handle(self, *, yes: bool, **options: Any) -> None:
        today = localdate()
        if not yes:
            count = AuditEntry.objects.filter(sequence__lte=old_through(today)).count()
            self.stdout.write(
                f"{thousands(count)} dòng nhật ký đã quá hạn giữ. Chưa bỏ dòng nào; thêm --yes để thôi giữ."
            )
            return
        try:
            seal = let_old_entries_go(by=None, today=today)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if seal is None:
            self.stdout.write("Không có dòng nhật ký nào quá hạn giữ.")
            return
        self.stdout.write(
            f"Đã thôi giữ {thousands(seal.entries)} dòng nhật ký, đến dòng số {thousands(seal.sequence)} "
            f"ngày {day_full(seal.last_at)}. Mã băm của dòng cuối: {seal.digest}"
        )
