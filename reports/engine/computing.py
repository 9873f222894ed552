"""Definition + question → table. One way for every report: plan, count, work out, check."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dangvien.text import day_short
from reports.definition import (
    BandRows,
    CriteriaRows,
    ItemRows,
    OrganizationRows,
    PeriodRows,
    Total,
)
from reports.engine import bands, criteria, items, organizations, periods
from reports.engine.cells import Drawing
from reports.engine.counts import Counts
from reports.engine.declared import stated_in
from reports.engine.divided import divided
from reports.engine.figures import Figures
from reports.engine.header import header_of
from reports.engine.notes import notes_of
from reports.engine.plan import TOTAL_KEY, Plan, cell_key
from reports.engine.question import SHEET, TREE, Question
from reports.engine.relations import relations_of
from reports.engine.shape import shape_of
from reports.table import CheckResult, Table


@dataclass(frozen=True)
class Worked:
    """A counted plan: its lines in their final order, the figures, the checks and the notes that come of counting."""

    plan: Plan
    figures: Figures
    checks: tuple[CheckResult, ...]
    notes: tuple[str, ...] = ()


def compute(question: Question, *, with_evidence: bool = False, related: bool = True) -> Table:
    """Count a report. With evidence every cell knows the things behind it (for freezing, listing and JSON).

    Without `related` the checks against other reports are left out, as when this one is counted for such a check.
    """
    report = question.report
    worked = work_out(question, with_evidence=with_evidence)
    plan, drawing = worked.plan, Drawing(worked.figures)
    rows = tuple(drawing.row(line) for line in plan.lines)
    total = drawing.row(plan.total) if plan.total else None
    if isinstance(report.rows, ItemRows) and with_evidence:
        drawing.evidence[cell_key(TOTAL_KEY, items.PEOPLE)] = items.people(plan)
    table = Table(
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
        header=header_of(question.heads, report.number_title, report.row_title, numbered=report.numbered),
        columns=tuple(column.code for column in question.leaves),
        rows=rows,
        total=total,
        notes=(*worked.notes, *notes_of(question, worked.figures)),
        checks=(*worked.checks, *divided(worked.figures)),
        sheet=question.sheet_code,
        landscape=report.landscape,
        options={**question.choices, TREE.code: question.tree, SHEET.code: question.sheet_code},
        total_first=report.total is Total.FIRST,
        panels=plan.panels,
        facing=report.facing,
        numbered=report.numbered,
        form=report.form,
        drawn=report.picture.kept() if report.picture else {},
        empty=report.rows.nothing if isinstance(report.rows, ItemRows) else "",
        evidence=drawing.evidence,
    )
    if not report.checks:
        return table
    return replace(table, checks=(*table.checks, *relations_of(question, table, compute, related=related)))


def planned(question: Question) -> Plan:
    """The lines of a table without their numbers; counted only where the numbers decide which rows there are."""
    rows = question.report.rows
    if isinstance(rows, OrganizationRows) and rows.ranking is None:
        return organizations.plan(question, rows, shape_of(question, rows))
    if isinstance(rows, CriteriaRows):
        return criteria.plan(question, rows)
    if isinstance(rows, PeriodRows):
        return periods.plan(question, rows)
    return work_out(question).plan


def work_out(question: Question, *, with_evidence: bool = False) -> Worked:
    """Plan the rows and count them."""
    rows = question.report.rows
    if isinstance(rows, OrganizationRows):
        return _organizations(question, rows, with_evidence)
    if isinstance(rows, CriteriaRows):
        plan = criteria.plan(question, rows)
        figures = Figures(question, plan, Counts(question, plan, with_evidence=with_evidence))
        plan = criteria.without_zeros(plan, figures)
        figures = Figures(question, plan, figures.counts)
        return Worked(plan, figures, tuple(criteria.checks(question, rows, plan, figures)))
    if isinstance(rows, PeriodRows):
        plan = periods.plan(question, rows)
        counts = Counts(question, plan, with_evidence=with_evidence)
        checks = tuple(periods.checks(question, plan, counts))
        stated = stated_in(question, plan, counts)
        notes = (*periods.notes(question, plan, counts, stated), *stated.notes)
        return Worked(plan, Figures(question, plan, counts, stated), checks, notes)
    plan = bands.plan(question, rows) if isinstance(rows, BandRows) else items.plan(question, rows)
    return Worked(plan, Figures(question, plan, Counts(question, plan)), (), plan.notes)


def _organizations(question: Question, rows: OrganizationRows, with_evidence: bool) -> Worked:
    shape = shape_of(question, rows)
    plan = organizations.plan(question, rows, shape)
    counts = Counts(question, plan, with_evidence=with_evidence)
    checks = tuple(organizations.checks(question, plan, counts, shape))
    if rows.ranking is not None:
        plan = organizations.ranked(question, plan, counts, rows.ranking)
    return Worked(plan, Figures(question, plan, counts), checks, plan.notes)


def _period_words(question: Question) -> str:
    period = question.period
    return question.report.period_words.format(
        years=period.stage_label,
        label=period.label,
        day=day_short(period.last),
        year=period.last.year,
        first_year=period.first.year,
    )
