"""`manage.py backup`: the whole register into one encrypted file, and whether it can be brought back."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from dangvien.actions.backing_up import register_backed_up
from dangvien.backups.keeping import make
from dangvien.backups.keys import BackupRefused, new_key, own_key
from dangvien.backups.taking import take
from dangvien.text import thousands


class Command(BaseCommand):
    """For operators and their timers; the schedule of the worker does the same every night."""

    help = "Sao lưu cả sổ (cơ sở dữ liệu và các tệp đã in) vào một tệp mã hóa trong BACKUP_DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="chỉ tạo và in một khóa sao lưu mới")
        parser.add_argument("--verify", action="store_true", help="khôi phục thử vào chỗ trống, rồi xóa bản thử")
        parser.add_argument("--output", type=Path, metavar="TỆP", help="ghi vào tệp này thay cho BACKUP_DIR")

    def handle(self, *, new_key: bool, verify: bool, output: Path | None, **options: Any) -> None:
        if new_key:
            self.new_key()
            return
        try:
            if output is not None:
                manifest = take(output.absolute(), own_key())
                self.stdout.write(f"Đã sao lưu {thousands(manifest.rows)} dòng vào {output}.")
                self.note(output.name, manifest.rows, "Chưa khôi phục thử.")
                return
            kept = make(verify=verify)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Đã sao lưu {thousands(kept.rows)} dòng vào {Path(settings.BACKUP_DIR) / kept.name}.")
        if verify:
            self.stdout.write(kept.verdict)
        self.note(kept.name, kept.rows, kept.verdict)

    def note(self, file: str, rows: int, verdict: str) -> None:
        """The entry of the trail; before an upgrade the tables may be older than the program, and the backup counts."""
        try:
            register_backed_up(by=None, file=file, rows=rows, verdict=verdict)
        except DatabaseError:
            self.stderr.write("Bản sao lưu đã xong, chỉ chưa ghi được dòng nhật ký: bảng của cơ sở dữ liệu còn cũ.")

    def new_key(self) -> None:
        self.stdout.write(new_key())
        self.stderr.write(
            "Đặt dòng trên vào biến BACKUP_KEY của máy chủ. In ra giấy, cất ở nơi khác máy chủ: mất khóa thì mọi bản "
            "sao lưu đã làm với khóa này không mở được nữa."
        )
