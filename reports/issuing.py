"""Freezing a report: its numbers, and who stood behind each, kept as they were; and what has changed since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.models import User
from dangvien.period import Period
from dangvien.procedure.problem import Refused
from dangvien.scope import Scope
from reports.catalog import by_code
from reports.definition import Thing
from reports.engine.cells import BLANK, thing_of
from reports.engine.computing import compute
from reports.engine.listing import entries
from reports.engine.question import SHEET, TREE, Question
from reports.models import Issue, ReportRequirement
from reports.render.layout import headers_of
from reports.table import WORDS, Cell, Row, Table, evidence_to_json

PRINT_JOB = "in_bao_cao"


@transaction.atomic
def freeze(
    *,
    by: User,
    question: Question,
    replaces: Issue | None = None,
    drafted_for: ReportRequirement | None = None,
) -> Issue:
    """Count once more with evidence, keep it for ever as a draft, and ask the worker for the files.

    `replaces` is the issued report that this one is meant for; `drafted_for` the requirement by which the schedule
    asked. Numbers whose checks do not hold are frozen as they are: `lifecycle.check` asks for the reason.
    """
    table = compute(question, with_evidence=True)
    issue = Issue.objects.create(
        report=question.report.code,
        organization=question.organization,
        first=question.period.first,
        last=question.period.last,
        options=table.options,
        table=table.to_json(),
        evidence=evidence_to_json(table.evidence),
        digest=table.digest(),
        frozen_at=timezone.now(),
        frozen_by=by,
        replaces=replaces,
        drafted_for=drafted_for,
    )
    title = f"In {question.report.name} – {table.organization}"
    issue.job = request_job(by=by, kind=PRINT_JOB, title=title[:250], params={"issue": str(issue.pk)})
    issue.save(update_fields=["job"])
    note(
        by=by,
        verb="chốt báo cáo",
        subject=issue,
        organization=question.organization,
        after={"báo cáo": question.report.name, "từ": issue.first, "đến": issue.last, "mã kiểm": issue.digest},
    )
    return issue


@transaction.atomic
def draft_replacement(*, by: User, issue: Issue, scope: Scope) -> Issue:
    """A new draft of the same report, counted today, to replace one that was issued. Raises `Refused`."""
    if not issue.is_out:
        raise Refused.at("", "Chỉ thay thế được báo cáo đã ban hành.")
    living = issue.replacements.kept().first()
    if living is not None:
        raise Refused.at("", "Đã có một bản thay thế báo cáo này. Mở bản ấy ở dưới và làm tiếp.")
    return freeze(by=by, question=question_of(issue, scope), replaces=issue)


def frozen_table(issue: Issue) -> Table:
    """The table as it was frozen. Never counted again."""
    return Table.from_json(issue.table)


def frozen_evidence(issue: Issue) -> dict[str, dict[int, int]]:
    """Cell key → thing → lines, as frozen."""
    return {key: {int(thing): int(n) for thing, n in pairs} for key, pairs in issue.evidence.items()}


def is_whole(issue: Issue) -> bool:
    """Whether what is stored still has the digest that was printed."""
    table = frozen_table(issue)
    table.evidence.update(frozen_evidence(issue))
    return table.digest() == issue.digest


@dataclass(frozen=True)
class Change:
    """One cell that differs now: what was frozen, what is counted today, and the names that came and went.

    `hidden` is how many of those who went are not named: they are of a cell that is outside the reader's scope today.
    """

    row: str
    column: str
    before: str
    now: str
    came: tuple[str, ...]
    went: tuple[str, ...]
    hidden: int = 0


def changes_since(issue: Issue, scope: Scope) -> list[Change]:
    """Every counted cell whose number or people differ today, in the order of the table.

    Rows that exist only on one side (an organization renamed or founded with effect in the past) are compared with
    nothing.
    """
    (before, _), now = as_seen(frozen_table(issue), scope), compute(question_of(issue, scope), with_evidence=True)
    earlier = frozen_evidence(issue)
    old_rows = {row.key: row for row in before.all_rows}
    new_rows = {row.key: row for row in now.all_rows}
    headers = headers_of(now)
    found = []
    for key in [*old_rows, *(key for key in new_rows if key not in old_rows)]:
        only = [row for row in (old_rows.get(key), new_rows.get(key)) if row is not None]
        if len(only) == 1 and _is_of_a_list(only[0]):
            found.append(_came_or_went(only[0], came=key in new_rows))
            continue
        for column in now.columns:
            old, new = _cell(before, old_rows.get(key), column), _cell(now, new_rows.get(key), column)
            name = f"{key}|{column}"
            was, isnow = earlier.get(name, {}), now.evidence.get(name, {})
            if (old and old.text) == (new and new.text) and was == isnow:
                continue
            label = (old_rows.get(key) or new_rows[key]).label
            gone = was.keys() - isnow.keys()
            thing = thing_of(new or old or BLANK)
            told = visible(thing, gone, scope) if gone else gone
            found.append(
                Change(
                    row=label,
                    column=headers.get(column, ""),
                    before=old.text if old else "",
                    now=new.text if new else "",
                    came=_named(thing, isnow.keys() - was.keys(), issue.last),
                    went=_named(thing, told, issue.last),
                    hidden=len(gone) - len(told),
                )
            )
    return found


def _is_of_a_list(row: Row) -> bool:
    """Whether a row tells of one person (or dossier, transfer) in words, not in numbers that open."""
    return not any(cell.opens for cell in row.cells) and any(cell.kind in WORDS for cell in row.cells)


def _came_or_went(row: Row, *, came: bool) -> Change:
    there, gone = "có trong danh sách", "không có trong danh sách"
    before, now = (gone, there) if came else (there, gone)
    return Change(row.label, "Cả dòng", before, now, came=(), went=())


def visible(thing: Thing, keys: Collection[int], scope: Scope) -> set[int]:
    """Those of the things behind a frozen number that a reader may see by name.

    Numbers of a whole committee may have been frozen by one above it; when a cell has gone to another committee since,
    its people are no longer this reader's to see. Names of organizations and places are no secret.
    """
    return set(scope.known_of_people(keys) if thing is Thing.PERSON else keys)


ELSEWHERE = "Người nay thuộc nơi khác, không hiện tên"


def as_seen(table: Table, scope: Scope) -> tuple[Table, int]:
    """A frozen list as a reader may see it today, and how many of its lines are closed to them (decision 0035).

    Whoever is behind no door of theirs any more, because their cell went to another committee, keeps the line and its
    number, without name and particulars. Tables of numbers come back as they are.
    """
    people = [row.person for row in table.rows if row.person is not None]
    seen = scope.known_of_people(people) if people else frozenset()
    hidden = len(people) - sum(person in seen for person in people)
    if not hidden:
        return table, 0
    rows = tuple(row if row.person is None or row.person in seen else _closed(row) for row in table.rows)
    return replace(table, rows=rows), hidden


def _closed(row: Row) -> Row:
    return replace(row, label=ELSEWHERE, cells=(BLANK,) * len(row.cells), person=None)


def _named(thing: Thing, things: set[int], day: date) -> tuple[str, ...]:
    if not things:
        return ()
    return tuple(entry.name for entry in entries(thing, things, day))


def _cell(table: Table, row: Row | None, column: str) -> Cell | None:
    return row.cells[table.columns.index(column)] if row and column in table.columns else None


def question_of(issue: Issue, scope: Scope) -> Question:
    """The question an issue answered, asked again within a scope."""
    options: dict[str, Any] = dict(issue.options)
    tree, sheet = options.pop(TREE.code, TREE.default), options.pop(SHEET.code, "")
    report = by_code(issue.report)
    return Question(
        report=report,
        scope=scope,
        organization=issue.organization,
        period=Period(issue.first, issue.last),
        choices=report.chosen(options),
        tree=tree,
        sheet=sheet,
    )
