"""Rows that are parts of the calendar: years, quarters or months of the period, the last possibly incomplete."""

from __future__ import annotations

from decimal import Decimal

from dangvien.period import Period
from dangvien.text import day_short, decimal, lower_first, thousands
from reports.definition import Column, PeriodRows, Total
from reports.engine.counting import Measure
from reports.engine.counts import Counts
from reports.engine.declared import Stated
from reports.engine.organizations import footing, total_label
from reports.engine.plan import TOTAL_KEY, Line, Pick, Plan, names_places
from reports.engine.question import Question
from reports.table import DECLARED_MARK, CheckResult, RowStyle

MEAN_KEY = "binh_quan"


def plan(question: Question, rows: PeriodRows) -> Plan:
    """A line for each part, all under the conditions of the whole period, and the line of totals over the whole."""
    report, columns = question.report, _columns(question)
    lines = [
        Line(
            part.key,
            part.short,
            report.number_format.format(number),
            picks={column.code: _pick(question, column, part.period) for column in columns},
            partial=part.partial,
        )
        for number, part in enumerate(question.period.parts(rows.by.value), start=1)
    ]
    complete = tuple(line.key for line in lines if not line.partial)
    if rows.mean and complete:
        style = RowStyle.SUBTOTAL
        lines.append(Line(MEAN_KEY, rows.mean, style=style, plus=complete, shared_by=len(complete), top=False))
    total = None
    if report.total is not Total.NONE:
        picks = {column.code: _pick(question, column) for column in columns}
        total = Line(TOTAL_KEY, total_label(question), style=RowStyle.TOTAL, picks=picks)
    return Plan(tuple(lines), total, by_place=names_places(lines))


def _columns(question: Question) -> list[Column]:
    return [column for column in question.leaves if isinstance(column, Column)]


def _pick(question: Question, column: Column, part: Period | None = None) -> Pick:
    assert column.indicator is not None  # looked after when the catalogue was read
    traits = (column.only,) if column.only else ()
    measure = Measure(column.indicator, question.period, part=part, traits=traits, slice=column.of)
    return Pick(measure, question.own_place(column.indicator), column.counts_once(question.choices))


def checks(question: Question, plan: Plan, counts: Counts) -> list[CheckResult]:
    """Whether the parts add up to what the whole period holds."""
    found = []
    for column in _columns(question):
        if plan.total is None or column.counts_once(question.choices):
            continue
        parts = [counts.value(line.picks[column.code]) or 0 for line in plan.lines if line.picks]
        whole = counts.value(plan.total.picks[column.code]) or 0
        found.append(footing(column.header, parts, whole, source="đếm cả kỳ"))
    return found


def notes(question: Question, plan: Plan, counts: Counts, stated: Stated) -> tuple[str, ...]:
    """The series as a sentence for the body text, and the average of the complete parts."""
    if not plan.lines:
        return ()
    column, period = _columns(question)[0], question.period
    lines = [line for line in plan.lines if line.picks]
    code = column.code
    values = {line.key: stated.value(line.key, code, counts.value(line.picks[code])) or 0 for line in lines}
    marks = {line.key: DECLARED_MARK if stated.marks(line.key, code) else "" for line in lines}
    series = "; ".join(f"{_named(line)}: {thousands(values[line.key])}{marks[line.key]}" for line in lines)
    assert column.indicator is not None
    what = f"{thousands(sum(values.values()))}{DECLARED_MARK if any(marks.values()) else ''} {column.indicator.unit}"
    span = f"Từ {day_short(period.first)} đến {day_short(period.last)}"
    sentences = [f"{span}, {question.organization_name} {lower_first(column.header)} {what}: {series}."]
    complete = [values[line.key] for line in lines if not line.partial]
    if complete and all(line.label.isdigit() for line in lines if not line.partial):
        mean = Decimal(sum(complete)) / len(complete)
        mark = DECLARED_MARK if any(marks.values()) else ""
        sentences.append(f"Bình quân mỗi năm, tính {len(complete)} năm đủ 12 tháng: {decimal(mean, 1)}{mark}.")
    return tuple(sentences)


def _named(line: Line) -> str:
    """The part in a sentence: "năm 2012", "5 tháng đầu năm 2022"."""
    return f"năm {line.label}" if line.label.isdigit() else line.label
