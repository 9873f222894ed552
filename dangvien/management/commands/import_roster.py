"""`manage.py import_roster`: a file of people into the register: good rows go in, the others stay."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.timezone import localdate

from dangvien.actions import import_keeping, importing
from dangvien.imports import stages
from dangvien.imports.shell import look_at, table
from dangvien.limited import Unreadable
from dangvien.management.rosters import add_roster_arguments, asked_of
from dangvien.models import ImportBatch, User, Verdict
from dangvien.permissions import Permission
from dangvien.procedure.problem import Refused
from dangvien.scope import Scope


class Command(BaseCommand):
    """Exit status 0 when the rows that may go in went in; 1 when the file could not be read or nothing was written."""

    help = "Nhập một danh sách từ tệp vào sổ: ghi các dòng đúng, để lại và kể ra các dòng phải sửa; hoàn tác được."

    def add_arguments(self, parser: CommandParser) -> None:
        add_roster_arguments(parser)
        parser.add_argument("--by", required=True, help="tên đăng nhập của người nhập; việc nhập ghi tên người ấy")

    def handle(self, **options: Any) -> None:
        asked = asked_of(options)
        by = self._actor(options["by"], asked.organization)
        try:
            batch = self._checked(by, asked)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except Unreadable as why:
            self._say({"file": asked.file_name, "accept": "refuse", "reason": str(why)}, [str(why)], options)
            raise SystemExit(1) from None
        written = self._commit(by, batch)
        look = look_at(
            asked.content, asked.file_name, kind=asked.kind, organization=asked.organization, as_of=asked.as_of,
            today=localdate(), training_class=asked.training_class, document=asked.document, options=asked.options,
        )  # fmt: skip
        rest = batch.rows.data().filter(committed=False, verdict__in=(Verdict.WRONG, Verdict.MAYBE)).count()
        told = {"batch": batch.pk, "written": written, "held": rest}
        self._say(look.answer | told, [f"Đã ghi {written} dòng vào sổ; để lại {rest} dòng.", *table(look)], options)
        if not written and rest:
            raise SystemExit(1)

    def _actor(self, name: str, organization: Any) -> User:
        by = User.objects.filter(username=name, is_active=True).first()
        if by is None:
            raise CommandError(f"Không có tài khoản {name}, hoặc tài khoản đã khóa.")
        scope = Scope.of(by).limited_to(Permission.IMPORT_ROSTERS)
        if not scope.organizations.filter(pk=organization.pk).exists():
            raise CommandError(f"Tài khoản {name} không được nhập danh sách cho tổ chức này.")
        return by

    def _checked(self, by: User, asked: Any) -> ImportBatch:
        """The file kept, read and checked; its job is done here, not by the worker."""
        with transaction.atomic():
            batch = importing.keep_batch(
                by=by, organization=asked.organization, kind=asked.kind, as_of=asked.as_of, content=asked.content,
                file_name=asked.file_name, training_class=asked.training_class, document=asked.document,
                options=asked.options,
            )  # fmt: skip
            import_keeping.take_job(batch)
        try:
            stages.read(batch, by)
        except Unreadable as why:
            import_keeping.mark_unreadable(batch, str(why))
            import_keeping.end_job(batch)
            raise
        import_keeping.end_job(batch)
        return batch

    def _commit(self, by: User, batch: ImportBatch) -> int:
        try:
            with transaction.atomic():
                importing.ask_to_commit(by=by, batch=batch, seen=batch.stamp)
                batch.refresh_from_db()
                import_keeping.take_job(batch)
        except Refused as refused:
            if str(refused) == importing.NOTHING:
                return 0
            raise CommandError(str(refused)) from refused
        try:
            stages.commit(batch, by, batch.stamp)
        except Refused as refused:
            import_keeping.open_again(batch, str(refused))
            raise CommandError(str(refused)) from refused
        finally:
            import_keeping.end_job(batch)
        batch.refresh_from_db()
        return int(batch.counts.get("committed", 0))

    def _say(self, answer: dict[str, Any], lines: list[str], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for line in lines:
            self.stdout.write(line)
