"""What the commands about files of people are told: the file, what it is about, for which organization and day."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import localdate

from dangvien.dates import DayError, parse_day
from dangvien.models import Organization, TrainingClass
from dangvien.rosters.fields import FORMS, form_of_command
from dangvien.rosters.sizes import MOST_BYTES, TOO_LARGE


@dataclass(frozen=True)
class Asked:
    """What was typed, looked up."""

    content: bytes
    file_name: str
    kind: str
    organization: Organization
    as_of: date
    training_class: TrainingClass | None
    document: str
    options: dict[str, Any]


def day(text: str) -> date:
    """A day in any spelling the screens take."""
    try:
        return parse_day(text)
    except DayError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from wrong


def add_roster_arguments(parser: CommandParser) -> None:
    """The arguments that both commands take."""
    kinds = [form.command for form in FORMS.values()]
    told = "; ".join(f"{form.command}: {form.label.lower()}" for form in FORMS.values())
    parser.add_argument("file", type=Path, help="tệp danh sách (.xlsx, .xlsm, .xls, .csv, .txt)")
    parser.add_argument("--kind", required=True, choices=kinds, help=f"danh sách gì ({told})")
    parser.add_argument("--organization", required=True, help="mã tổ chức, ví dụ phuong-1")
    parser.add_argument("--as-of", dest="as_of", type=day, help="danh sách đúng vào ngày nào; bỏ trống là hôm nay")
    parser.add_argument("--class", dest="training_class", help="mã lớp, cho danh sách học viên")
    parser.add_argument("--document", default="", help="văn bản có các số, cho chỉ tiêu và số liệu")
    parser.add_argument("--skip-hidden", action="store_true", help="bỏ các dòng ẩn trong tệp")
    parser.add_argument("--keep-capitals", action="store_true", help="giữ họ tên viết hoa toàn bộ như trong tệp")
    parser.add_argument(
        "--fill-blank", action="store_true", help="người mới để trống dân tộc, tôn giáo thì ghi “Kinh”, “Không”"
    )
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def asked_of(options: dict[str, Any]) -> Asked:
    """What was typed, looked up. Raises `CommandError` with a sentence."""
    organization = Organization.objects.filter(code=options["organization"]).first()
    if organization is None:
        raise CommandError(f"Không có tổ chức mã {options['organization']}.")
    held = None
    if options["training_class"]:
        held = TrainingClass.objects.filter(code=options["training_class"]).first()
        if held is None:
            raise CommandError(f"Không có lớp mã {options['training_class']}.")
    path: Path = options["file"]
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(TOO_LARGE)
        content = path.read_bytes()
    except OSError as wrong:
        raise CommandError(f"Không đọc được tệp {path}: {wrong.strerror}.") from wrong
    return Asked(
        content=content,
        file_name=path.name,
        kind=form_of_command(options["kind"]).kind,
        organization=organization,
        as_of=options["as_of"] or localdate(),
        training_class=held,
        document=options["document"],
        options={
            "hidden_rows": not options["skip_hidden"],
            "capitals": not options["keep_capitals"],
            "assume": options["fill_blank"],
        },
    )
