"""`manage.py move_database`: the register into another, empty database; the way from SQLite to PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dangvien.backups.keys import BackupRefused, key_of, new_key
from dangvien.backups.rehearsing import LEFT_OVER
from dangvien.backups.taking import audit_head, stand, take
from dangvien.environment import DATABASES, handed_on
from dangvien.text import thousands

HELD = {"DATABASE_URL", "BACKUP_KEY", "BACKUP_KEY_FILE"}


class Command(BaseCommand):
    """A backup under a key that nobody keeps, restored into the new database by the operator's own command."""

    help = "Chuyển sổ sang một cơ sở dữ liệu trống khác (SQLite sang PostgreSQL hoặc ngược lại), so từng bảng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", metavar="ĐỊA_CHỈ", help="postgres://nguoi_dung:mat_khau@may:5432/ten; bỏ trống thì lệnh hỏi"
        )

    def handle(self, *, to: str | None, **options: Any) -> None:
        target = (to or input("Địa chỉ cơ sở dữ liệu mới: ")).strip()
        if not target.startswith(DATABASES):
            raise CommandError("Địa chỉ phải bắt đầu bằng postgres:// hoặc sqlite:/// .")
        with tempfile.TemporaryDirectory(prefix=LEFT_OVER, dir=settings.DATA_DIR) as place:
            path, key = Path(place) / "so.age", new_key()
            try:
                manifest = take(path, key_of(key))
            except BackupRefused as refused:
                raise CommandError(str(refused)) from refused
            environment = handed_on(but=HELD)
            environment |= {"DATABASE_URL": target, "BACKUP_KEY": key}
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(path), "--without-files"]
            done = subprocess.run(
                command, env=environment, cwd=settings.BASE_DIR, check=False, capture_output=True, text=True
            )
        if done.returncode:
            sentence = (done.stderr.strip().splitlines() or ["không rõ vì sao."])[-1].removeprefix("CommandError: ")
            raise CommandError(f"Chưa chuyển: {sentence}")
        if audit_head(stand("default")[1], "default") != manifest.audit:
            raise CommandError(
                "Trong lúc chuyển có người ghi thêm vào sổ cũ nên sổ mới thiếu những điều ấy. "
                "Dừng sổ, làm trống cơ sở dữ liệu mới rồi chuyển lại."
            )
        self.stdout.write(done.stdout)
        self.stdout.write(
            f"Đã chuyển {thousands(manifest.rows)} dòng, bảng nào cũng khớp. Đặt DATABASE_URL sang cơ sở dữ liệu mới "
            "rồi khởi động sổ; thư mục dữ liệu giữ nguyên. Cơ sở dữ liệu cũ không bị sửa."
        )
