"""`manage.py restore FILE`: bring a backup back, into an empty place or beside the old one that is put aside."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime

from dangvien.actions.restored import register_restored
from dangvien.backups.keys import BackupRefused, key_in, own_key
from dangvien.backups.manifest import About
from dangvien.backups.places import Place
from dangvien.backups.restoring import Outcome, look, restore
from dangvien.text import day_full, thousands


class Command(BaseCommand):
    """For operators. Exit status 1 and a sentence when nothing was restored."""

    help = "Khôi phục sổ từ một bản sao lưu (SQLite hoặc PostgreSQL), kiểm tra đủ rồi mới đưa vào dùng."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP", help="bản sao lưu")
        parser.add_argument("--key-file", type=Path, metavar="TỆP", help="tệp chứa khóa, dùng thay cho biến BACKUP_KEY")
        parser.add_argument("--look", action="store_true", help="chỉ đọc hết bản sao lưu và nói trong đó có gì")
        parser.add_argument("--replace", action="store_true", help="giữ dữ liệu đang có bên cạnh, thay bằng bản này")
        parser.add_argument("--without-files", action="store_true", help="chỉ cơ sở dữ liệu, để yên các tệp đã in")
        parser.add_argument("--json", action="store_true", help="in kết quả cho máy đọc")

    def handle(self, **options: Any) -> None:
        file: Path = options["file"].absolute()
        try:
            key = key_in(options["key_file"]) if options["key_file"] else own_key()
            if options["look"]:
                outcome = Outcome(look(file, key))
            else:
                outcome = restore(file, key, Place(options["replace"]), with_files=not options["without_files"])
                about = outcome.contents.about
                register_restored(by=None, file=file.name, made_at=moment(about), rows=outcome.contents.manifest.rows)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps({"breaks": outcome.breaks, "faults": outcome.faults, "more": outcome.more}))
        else:
            self.tell(outcome, looked=options["look"])

    def tell(self, outcome: Outcome, *, looked: bool) -> None:
        about, manifest = outcome.contents.about, outcome.contents.manifest
        self.stdout.write(
            f"Bản sao lưu của bản {about.version}, làm lúc {moment(about)}: {thousands(manifest.rows)} dòng trong "
            f"{len(manifest.tables)} bảng, {thousands(manifest.files[0])} tệp, "
            f"{thousands(manifest.audit[0])} dòng nhật ký."
        )
        if looked:
            self.stdout.write("Tệp nguyên vẹn. Chưa khôi phục gì.")
            return
        for aside in outcome.aside:
            self.stdout.write(f"Dữ liệu cũ được giữ ở: {aside}")
        for sentence in outcome.faults:
            self.stdout.write(f"Cần xem lại: {sentence}")
        if outcome.breaks:
            count = thousands(outcome.breaks)
            self.stdout.write(f"Chuỗi nhật ký trong bản sao lưu đã đứt ở {count} chỗ từ trước khi sao lưu.")
        whole = "" if outcome.faults or outcome.breaks else " Sổ khớp."
        self.stdout.write(f"Đã khôi phục: mọi bảng, mọi tệp đúng như lúc sao lưu.{whole}")


def moment(about: About) -> str:
    """When a backup was made, as people here say it."""
    at = localtime(datetime.fromisoformat(about.made_at))
    return f"{at:%H:%M} ngày {day_full(at.date())}"
