"""Changes of the report in words: a template brought or no longer used, a report made and kept with its numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.limited import Unreadable
from dangvien.models import Organization, User
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.text import nfc
from reports.models import WordTemplate, WrittenReport
from reports.narrative import wordfile
from reports.narrative.changes import asked_in_vain
from reports.narrative.ours import OwnTemplate
from reports.narrative.telling import About, Telling, is_table
from reports.papers import letterhead_on
from reports.render.letterhead import Paper
from reports.table import Table, evidence_to_json

PRINT_WRITTEN = "in_bao_cao_bang_loi"
"""The kind of job that fills the files (`reports.narrative.printing`)."""

MOST_VAIN = 20
"""So many unknown names are listed; a template with more is of something else."""


@dataclass(frozen=True)
class Source:
    """What a report is made of: a Word file, what was read of it, its name, and the row it was kept in, if any."""

    name: str
    content: bytes
    layout: dict[str, Any]
    asked: tuple[str, ...]
    row: WordTemplate | None = None

    @classmethod
    def of_row(cls, template: WordTemplate) -> Source:
        """A template that somebody brought."""
        return cls(template.name, bytes(template.content), template.layout, tuple(template.asked), template)

    @classmethod
    def of_ours(cls, template: OwnTemplate) -> Source:
        """One of ours, read in this process: we wrote the file."""
        found = wordfile.read_template(template.content)
        return cls(template.name, template.content, _layout(found), tuple(found["asked"]))


def read_source(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """What a file holds and asks for. Raises `Refused` at `file` with everything that is wrong with it."""
    try:
        found = wordfile.read_safely(content)
    except Unreadable as wrong:
        raise Refused.at("file", str(wrong)) from wrong
    vain = asked_in_vain(found["asked"])
    told = [Problem("file", str(fault)) for fault in found["faults"][:MOST_VAIN]]
    told += [Problem("file", item.sentence) for item in vain[:MOST_VAIN]]
    if len(vain) > MOST_VAIN:
        told.append(
            Problem("file", f"… và {len(vain) - MOST_VAIN} chỗ khác trong mẫu không có trong danh sách con số.")
        )
    if not found["asked"] and not told:
        told.append(Problem("file", "Mẫu không có con số nào. Viết tên con số trong hai ngoặc, ví dụ {{ket_nap}}."))
    refuse_if_any(told)
    return _layout(found), list(found["asked"])


def _layout(found: dict[str, Any]) -> dict[str, Any]:
    return {"blocks": found["blocks"], "notes": found["notes"]}


@transaction.atomic
def bring_template(*, by: User, organization: Organization, name: str, content: bytes) -> WordTemplate:
    """Keep a Word file as a template, after everything it asks for was found. Raises `Refused`."""
    if not nfc(name):
        raise Refused.at("name", "Nhập tên mẫu.")
    layout, asked = read_source(content)
    template = WordTemplate.objects.create(
        organization=organization,
        name=nfc(name)[:120],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        layout=layout,
        asked=asked,
        uploaded_by=by,
    )
    note(
        by=by,
        verb="đưa mẫu báo cáo lên",
        subject=template,
        organization=organization,
        after={"mẫu": template.name, "số chỗ điền": len(asked), "mã kiểm": template.digest},
    )
    return template


@transaction.atomic
def retire_template(*, by: User, template: WordTemplate) -> WordTemplate:
    """A template is offered no more; reports made of it stay as they are. Raises `Refused`."""
    template = WordTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    if template.retired_at is not None:
        raise Refused.at("", "Mẫu này đã thôi dùng từ trước.")
    template.retired_at = timezone.now()
    template.save(update_fields=["retired_at"])
    note(by=by, verb="thôi dùng mẫu báo cáo", subject=template, organization=template.organization_id)
    return template


@transaction.atomic
def write_report(*, by: User, source: Source, about: About) -> WrittenReport:
    """Count everything the template asks for, keep it for ever, and ask the worker for the files."""
    telling = Telling(about, with_evidence=True)
    tables = {key: telling.table(key).to_json() for key in source.asked if is_table(key)}
    figures = [telling.told(key).to_json() for key in source.asked if not is_table(key)]
    evidence = evidence_to_json(telling.evidence)
    report = WrittenReport.objects.create(
        organization=about.organization,
        first=about.period.first,
        last=about.period.last,
        name=source.name,
        template=source.row,
        content=source.content,
        layout=source.layout,
        figures=figures,
        tables=tables,
        evidence=evidence,
        digest=digest_of(source.layout, figures, tables, evidence),
        frozen_at=timezone.now(),
        frozen_by=by,
    )
    title = f"{source.name} – {about.organization.name_on(about.period.last)}"
    report.job = request_job(by=by, kind=PRINT_WRITTEN, title=title[:250], params={"report": str(report.pk)})
    report.save(update_fields=["job"])
    note(
        by=by,
        verb="lập báo cáo bằng lời",
        subject=report,
        organization=about.organization,
        after={"mẫu": source.name, "từ": report.first, "đến": report.last, "mã kiểm": report.digest},
    )
    return report


def digest_of(layout: Any, figures: Any, tables: Any, evidence: Any) -> str:
    """SHA-256 of a kept report, whatever order a database gives the keys back in."""
    content = {"layout": layout, "figures": figures, "tables": tables, "evidence": evidence}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def is_whole(report: WrittenReport) -> bool:
    """Whether what is stored still has the digest that was printed."""
    return digest_of(report.layout, report.figures, report.tables, report.evidence) == report.digest


def kept_figures(report: WrittenReport) -> dict[str, Mapping[str, Any]]:
    """Key → what the report says of it."""
    return {figure["key"]: figure for figure in report.figures}


def kept_tables(report: WrittenReport) -> dict[str, Table]:
    """Key → the table as it was."""
    return {key: Table.from_json(table) for key, table in report.tables.items()}


def paper_of(organization: Organization, today: date) -> Paper:
    """The letterhead words of a draft made today."""
    return Paper.of(letterhead_on(organization, today), day=None, month=today, draft=True)
