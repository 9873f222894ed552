"""Kiểm tra số liệu from the shell: what contradicts itself in a draft, for people and for scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.figure_check.checking import check
from reports.figure_check.findings import Checked, Finding
from reports.figure_check.reading import Unreadable, read_draft


class Command(BaseCommand):
    help = (
        "Kiểm tra số liệu của một văn bản (DOCX, PDF có chữ, XLSX, TXT): manage.py check_figures bao-cao.docx --json."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp văn bản")
        parser.add_argument("--json", action="store_true", help="in ra dạng JSON cho máy đọc")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as wrong:
            raise CommandError(f"Không đọc được {path}: {wrong.strerror}.") from wrong
        try:
            checked = check(read_draft(content, path.name))
        except Unreadable as sentence:
            raise CommandError(str(sentence)) from sentence
        self.stdout.write(_as_json(path.name, checked) if options["json"] else _as_text(path.name, checked))


def _as_json(name: str, checked: Checked) -> str:
    told = {
        "file": name,
        "partial": list(checked.draft.partial),
        "notes": list(checked.notes),
        "figures": len(checked.figures),
        "findings": [_told(checked, finding) for finding in checked.findings],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _told(checked: Checked, finding: Finding) -> dict[str, Any]:
    return {
        "key": finding.key,
        "class": finding.klass.value,
        "label": finding.klass.label,
        "verdict": finding.verdict.value,
        "verdict_label": finding.verdict.label,
        "place": checked.draft.pieces[finding.piece].place,
        "sentence": finding.quote,
        "explanation": finding.sentence,
        "printed": finding.printed,
        "computed": finding.computed,
        "arithmetic": finding.arithmetic,
        "base": finding.base,
        "repairs": list(finding.repairs),
    }


def _as_text(name: str, checked: Checked) -> str:
    lines = [f"{name}: {len(checked.figures)} số liệu, {len(checked.findings)} chỗ cần xem."]
    lines += [f"  Chưa đọc: {sentence}" for sentence in checked.draft.partial]
    lines += [f"  {note}" for note in checked.notes]
    for number, finding in enumerate(checked.findings, start=1):
        place = checked.draft.pieces[finding.piece].place
        lines += ["", f"{number}. {finding.klass.label} ({finding.verdict.label}) – {place}", f"   {finding.sentence}"]
        lines.append(f"   Trong văn bản: {_short(finding.quote)}")
        if finding.arithmetic:
            lines.append(f"   Phép tính: {finding.arithmetic}")
        if finding.base:
            lines.append(f"   Đúng nếu tính trên: {finding.base}")
        lines += [f"   Cách sửa: {repair}" for repair in finding.repairs]
    return "\n".join(lines)


def _short(quote: str) -> str:
    most = 300
    return quote if len(quote) <= most else f"{quote[:most].rstrip()}…"
