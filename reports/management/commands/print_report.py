"""Prints a report from the shell, for operators and scripts; the same numbers as on the screen, and an audit entry."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dangvien.actions.reading import printed_at_server
from dangvien.dates import DayError, parse_day
from dangvien.models import Organization
from dangvien.period import Period, PeriodError
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.catalog import by_code, reports
from reports.definition import Report
from reports.engine.computing import compute
from reports.engine.question import SHEET, TREE, Question
from reports.jobs import store
from reports.papers import paper_for
from reports.render import RENDERERS


def day(text: str) -> date:
    """A day in any spelling the screens take."""
    try:
        return parse_day(text)
    except DayError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from wrong


class Command(BaseCommand):
    help = "In một báo cáo ra tệp: manage.py print_report R01 --organization dong-ha --from 2012-01-01 --to 2022-05-20."

    def add_arguments(self, parser: CommandParser) -> None:
        codes = ", ".join(f"{report.code} ({report.slug})" for report in reports().values())
        parser.add_argument("code", help=f"mã báo cáo: {codes}")
        parser.add_argument("--organization", required=True, help="mã tổ chức, ví dụ dong-ha")
        parser.add_argument("--from", dest="first", type=day, help="ngày đầu kỳ; bỏ trống với báo cáo tính đến ngày")
        parser.add_argument("--to", dest="last", type=day, required=True, help="ngày cuối kỳ")
        parser.add_argument("--format", choices=sorted(RENDERERS), default="json", help="dạng tệp")
        parser.add_argument("--output", type=Path, help="tệp ghi ra; bỏ trống thì ghi ra màn hình")
        parser.add_argument("--tree", choices=[value for value, _ in TREE.values], default=TREE.default)
        parser.add_argument("--sheet", choices=[value for value, _ in SHEET.values], help="thể thức trang in")
        parser.add_argument("--option", action="append", default=[], help="lựa chọn của báo cáo, dạng mã=giá_trị")

    def handle(self, *args: Any, **options: Any) -> None:
        question = self._question(options)
        table = compute(question, with_evidence=True)
        paper = paper_for(question.organization, question.period.last)
        content = RENDERERS[options["format"]](table, paper)
        printed_at_server(
            by=None, organization=question.organization, report=question.report.code,
            period=question.period.exact_label, form=options["format"],
        )  # fmt: skip
        target: Path | None = options["output"]
        if target is None:
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
            return
        try:
            store(target.absolute(), content)
        except OSError as wrong:
            raise CommandError(f"Không ghi được tệp {target}: {wrong.strerror}.") from wrong
        self.stderr.write(f"Đã ghi {target} ({len(content)} byte).")

    def _question(self, options: dict[str, Any]) -> Question:
        report = self._report(options["code"])
        organization = Organization.objects.filter(code=options["organization"]).first()
        if organization is None:
            raise CommandError(f"Không có tổ chức mã {options['organization']}.")
        try:
            period = Period(options["first"] or options["last"], options["last"])
            choices = report.chosen(dict(pair.partition("=")[::2] for pair in options["option"]))
        except PeriodError as wrong:
            raise CommandError(wrong.sentence) from wrong
        except KeyError as unknown:
            raise CommandError(f"Báo cáo {report.code} không có lựa chọn {unknown.args[0]}.") from unknown
        if options["first"] is None and not report.as_of_day:
            raise CommandError(f"Báo cáo {report.code} cần ngày đầu kỳ (--from).")
        scope = Scope.whole(organization, [Permission.VIEW_REPORTS])
        for option in report.options:
            if choices[option.code] not in dict(option.offered(scope)):
                raise CommandError(f"Báo cáo {report.code} không có lựa chọn {option.code}={choices[option.code]}.")
        return Question(report, scope, organization, period, choices, options["tree"], options["sheet"] or "")

    def _report(self, code: str) -> Report:
        try:
            return by_code(code)
        except KeyError:
            known = ", ".join(report.code for report in reports().values())
            raise CommandError(f"Không có báo cáo mã {code}. Các mã: {known}.") from None
