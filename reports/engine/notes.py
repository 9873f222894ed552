"""What the engine prints under a table: the reader's choices, what a ratio divides, what a median leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dangvien.period import Period
from dangvien.text import day_short, decimal
from reports.definition import THIS, Column, Option, OrganizationRows, Quotient, Ratio, Share
from reports.engine.figures import Figures
from reports.engine.question import TREE, Question


def notes_of(question: Question, figures: Figures) -> Iterator[str]:
    """The report's own notes, then the engine's."""
    yield from question.report.notes
    yield from dict.fromkeys(_of_ratios(question))
    yield from _of_shares(figures)
    yield from _of_choices(question)


def _of_choices(question: Question) -> Iterator[str]:
    report = question.report
    if question.period.last > question.scope.today:
        yield f"Kỳ chưa kết thúc: số liệu đến ngày {day_short(question.scope.today)}."
    for option in report.options:
        if option.noted:
            yield f"{option.label}: {_chosen(option, question)}."
    if isinstance(report.rows, OrganizationRows):
        yield f"{TREE.label}: {dict(TREE.values)[question.tree]}."


def _chosen(option: Option, question: Question) -> str:
    """The label of what was chosen; its code when the reader no longer sees it in the register."""
    value = question.choices[option.code]
    return dict(option.values).get(value) or dict(option.offered(question.scope)).get(value, value)


def _of_ratios(question: Question) -> Iterator[str]:
    """What is divided by what, and of which days, where the two do not speak of the same days."""
    columns = {column.code: column for column in question.leaves}
    for column in question.leaves:
        if not isinstance(column, Ratio | Quotient):
            continue
        upper, lower = (columns[code] for code in column.refs_in_order)
        if isinstance(upper, Column) and isinstance(lower, Column) and _days(question, upper) != _days(question, lower):
            yield (
                f"{column.header}: {upper.header.lower()} ({_days(question, upper)}) "
                f"chia cho {lower.header.lower()} ({_days(question, lower)})."
            )


def _days(question: Question, column: Column) -> str:
    """The days a column speaks of; what an organization was given is given for calendar years."""
    period: Period = column.when.shift(question.period) if column.when is not THIS else question.period
    if column.indicator is not None and column.indicator.own:
        return Period(date(period.first.year, 1, 1), date(period.last.year, 12, 31)).exact_label
    if column.indicator is not None and column.indicator.day is None:
        return f"đến hết ngày {day_short(period.last)}"
    return period.exact_label


def _of_shares(figures: Figures) -> Iterator[str]:
    """The real sum of rounded parts, where it is not 100: percentages are never bent to fit."""
    for column in figures.question.leaves:
        if not isinstance(column, Share) or figures.plan.total is None:
            continue
        tops = [line for line in figures.rows if line.top]
        parts = [part for line in tops if (part := figures.rounded(line, column)) is not None]
        total = sum(parts, Decimal(0))
        if parts and total != 100:
            yield f"{column.header}: các tỷ lệ đã làm tròn cộng lại được {decimal(total, column.places)}."
