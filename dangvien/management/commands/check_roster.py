"""`manage.py check_roster`: what a file of people says and what it would do to the register.

Nothing is written but an audit entry: the answer tells whom the register knows.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.timezone import localdate

from dangvien.actions.reading import file_compared
from dangvien.imports.shell import look_at, table
from dangvien.management.rosters import add_roster_arguments, asked_of


class Command(BaseCommand):
    """Exit status 0 when the file could be judged, whatever was found; 1 when it could not be read."""

    help = (
        "Kiểm tra một danh sách trong tệp Excel hoặc CSV và so với sổ; không đổi gì trong sổ, chỉ ghi một dòng nhật ký."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_roster_arguments(parser)

    def handle(self, **options: Any) -> None:
        asked = asked_of(options)
        look = look_at(
            asked.content, asked.file_name, kind=asked.kind, organization=asked.organization, as_of=asked.as_of,
            today=localdate(), training_class=asked.training_class, document=asked.document, options=asked.options,
        )  # fmt: skip
        if not look.refused:
            file_compared(
                by=None, organization=asked.organization, file=asked.file_name, rows=sum(look.counts.values())
            )
        if options["json"]:
            self.stdout.write(json.dumps(look.answer, ensure_ascii=False, indent=1))
        else:
            for line in [look.refused] if look.refused else table(look):
                self.stdout.write(line)
        if look.refused:
            raise SystemExit(1)
