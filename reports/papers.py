"""Which letterhead a report is printed under, and how the paper of an issued one is kept."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from dangvien.models import Letterhead, Organization
from dangvien.text import day_short, nfc
from reports.models import Issue, IssueStep
from reports.render.layout import tidy
from reports.render.letterhead import Paper
from reports.table import Table


def letterhead_on(organization: Organization, day: date) -> Letterhead | None:
    """The organization's letterhead in force on a day; before its first the first, after its last the last."""
    known = list(Letterhead.objects.filter(organization=organization).order_by("valid_from"))
    begun = [letterhead for letterhead in known if letterhead.valid_from <= day]
    return begun[-1] if begun else (known[0] if known else None)


def draft_paper(issue: Issue) -> Paper:
    """The paper of a frozen report not issued: DỰ THẢO, under the letterhead of the day it was frozen, number and day
    left to write."""
    frozen_on = localdate(issue.frozen_at)
    return Paper.of(
        letterhead_on(issue.organization, frozen_on),
        day=None,
        month=frozen_on,
        draft=True,
        digest=issue.digest,
        frozen_at=issue.frozen_at,
    )


def published_paper(issue: Issue, *, type_label: str) -> Paper:
    """The paper of a report that is being issued, under the letterhead of its own day, with the record of checks that
    did not hold."""
    assert issue.issued_on is not None
    paper = Paper.of(
        letterhead_on(issue.organization, issue.issued_on),
        day=issue.issued_on,
        number=issue.number,
        digest=issue.digest,
        frozen_at=issue.frozen_at,
        symbol=issue.symbol,
        type_code=issue.document_type,
        type_label=type_label,
    )
    return replace(paper, record=record_of(issue))


def record_of(issue: Issue) -> tuple[str, ...]:
    """What a report that was checked although a check did not hold says of it: which, why, who took it on and when.

    Empty when every check holds, or while nobody has given the reason.
    """
    if not issue.reason:
        return ()
    step = issue.steps.filter(kind=IssueStep.Kind.KIEM_TRA).select_related("by").latest("pk")
    broken = [check.sentence for check in tidy(Table.from_json(issue.table)).checks if not check.holds]
    reason = nfc(issue.reason).rstrip(".")
    return (
        *(f"Kiểm tra không khớp khi ban hành: {sentence}." for sentence in broken),
        f"Lý do vẫn dùng số liệu: {reason}. Người kiểm tra: {nfc(step.by.full_name)}, "
        f"ngày {day_short(localdate(step.at))}.",
    )


def paper_of(issue: Issue) -> Paper:
    """What stands around the table of a frozen report: as it was issued, or as a draft."""
    return paper_from_json(issue.paper) if issue.paper else draft_paper(issue)


def paper_for(organization: Organization, day: date) -> Paper:
    """The paper of a report printed from the shell: nothing was frozen, so it carries no digest."""
    return Paper.of(letterhead_on(organization, day), day=None, month=day)


def paper_to_json(paper: Paper) -> dict[str, Any]:
    """A paper as it is kept: days and moments as ISO text."""
    said = {field.name: getattr(paper, field.name) for field in fields(paper)}
    return {
        name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in said.items()
    }


def paper_from_json(kept: dict[str, Any]) -> Paper:
    """The paper that was kept, part by part."""
    said = dict(kept)
    for name in ("day", "month"):
        said[name] = date.fromisoformat(said[name]) if said[name] else None
    said["frozen_at"] = datetime.fromisoformat(said["frozen_at"]) if said["frozen_at"] else None
    said["recipients"] = tuple(said["recipients"])
    said["record"] = tuple(said.get("record", ()))  # papers kept before there was one say nothing
    return Paper(**said)
