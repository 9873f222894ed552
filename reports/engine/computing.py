"""Definition + question → table. One way for every report: count, lay out, check."""

from __future__ import annotations

from collections.abc import Iterable

from dangvien.text import day_short
from reports.definition import AnyColumn, CriteriaRows, Group, OrganizationRows
from reports.engine import criteria, organizational, yearly
from reports.engine.laying import Body
from reports.engine.question import SHEET, TREE, Question
from reports.table import HeaderCell, Table


def compute(question: Question, *, with_evidence: bool = False) -> Table:
    """Count a report. With evidence every cell knows the things behind it (for freezing, listing and JSON)."""
    report = question.report
    body = _body(question, with_evidence)
    return Table(
        report=report.code,
        title=report.title,
        period_words=_period_words(question),
        basis=report.basis,
        organization=question.organization_name,
        organization_code=question.organization.code,
        first=question.period.first.isoformat(),
        last=question.period.last.isoformat(),
        number_title=report.number_title,
        row_title=report.row_title,
        header=header_of(report.columns, report.number_title, report.row_title),
        columns=tuple(column.code for column in report.leaves),
        rows=body.rows,
        total=body.total,
        notes=(*body.notes, *_option_notes(question)),
        checks=body.checks,
        sheet=question.sheet_code,
        landscape=report.landscape,
        options={**question.choices, TREE.code: question.tree, SHEET.code: question.sheet_code},
        evidence=body.evidence,
    )


def _body(question: Question, with_evidence: bool) -> Body:
    rows = question.report.rows
    if isinstance(rows, OrganizationRows):
        return organizational.count(question, rows, with_evidence)
    if isinstance(rows, CriteriaRows):
        return criteria.count(question, rows, with_evidence)
    return yearly.count(question, with_evidence)


def _period_words(question: Question) -> str:
    period = question.period
    return question.report.period_words.format(years=period.stage_label, label=period.label, day=day_short(period.last))


def _option_notes(question: Question) -> Iterable[str]:
    report = question.report
    if question.period.last > question.scope.today:
        yield f"Kỳ chưa kết thúc: số liệu đến ngày {day_short(question.scope.today)}."
    for option in report.options:
        if option.noted:
            yield f"{option.label}: {dict(option.values)[question.choices[option.code]]}."
    if isinstance(report.rows, OrganizationRows):
        yield f"{TREE.label}: {dict(TREE.values)[question.tree]}."


def header_of(
    columns: tuple[AnyColumn | Group, ...], number: str, row_title: str
) -> tuple[tuple[HeaderCell, ...], ...]:
    """The header as lines of spanning cells, from the tree of groups and columns."""
    depth = max(_depth(column) for column in columns)
    lines: list[list[HeaderCell]] = [[] for _ in range(depth)]
    lead = [HeaderCell(number, rows=depth)] if number else []
    lines[0].extend([*lead, HeaderCell(row_title, rows=depth)])
    for column in columns:
        _put(column, 0, depth, lines)
    return tuple(tuple(line) for line in lines)


def _depth(column: AnyColumn | Group) -> int:
    return 1 + max(_depth(inner) for inner in column.columns) if isinstance(column, Group) else 1


def _width(column: AnyColumn | Group) -> int:
    return sum(_width(inner) for inner in column.columns) if isinstance(column, Group) else 1


def _put(column: AnyColumn | Group, line: int, depth: int, lines: list[list[HeaderCell]]) -> None:
    if isinstance(column, Group):
        lines[line].append(HeaderCell(column.header, columns=_width(column)))
        for inner in column.columns:
            _put(inner, line + 1, depth, lines)
    else:
        lines[line].append(HeaderCell(column.header, rows=depth - line))
