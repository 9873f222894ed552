"""Tables with one row for each calendar year of the period, the last possibly partial."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from dangvien.period import YearPart
from dangvien.text import day_short, decimal, thousands
from reports.definition import Column, Total
from reports.engine import counting
from reports.engine.laying import Body, Counted, Evidences, cell_key, cells_of, footing
from reports.engine.organizational import TOTAL_KEY, total_label
from reports.engine.question import Question
from reports.table import CheckResult, Row, RowStyle


def count(question: Question, with_evidence: bool) -> Body:
    """Count every column for all years, those that read the same lines in one query."""
    report, years = question.report, list(question.period.years())
    columns = [column for column in report.leaves if isinstance(column, Column)]
    values: dict[str, dict[str, int]] = {_key(part): {} for part in years}
    evidence: Evidences = {}
    checks: list[CheckResult] = []
    by_year = counting.by_period(question, (column.indicator for column in columns), [part.period for part in years])
    for column in columns:
        found = by_year[column.indicator]
        for place, part in enumerate(years):
            values[_key(part)][column.code] = found.get(place, 0)
        if with_evidence:
            for part in years:
                _, within = lines_of_cell(question, _key(part), column)
                behind = counting.evidence(column.indicator, within)
                evidence[cell_key(_key(part), column.code)] = behind
            evidence[cell_key(TOTAL_KEY, column.code)] = counting.evidence(
                column.indicator, counting.lines_of(question, column.indicator)
            )
        parts = [values[_key(part)][column.code] for part in years]
        checks.append(footing(column.header, parts, sum(found.values()), source="đếm cả kỳ"))
    counted = [
        Counted(_key(part), _label(part), values[_key(part)], part.partial, _things(_key(part), evidence))
        for part in years
    ]
    rows = tuple(
        Row(
            item.key,
            report.number_format.format(number),
            item.label,
            cells_of(report.leaves, item, counted[: number - 1]),
        )
        for number, item in enumerate(counted, start=1)
    )
    return Body(
        rows, _total(question, columns, counted, evidence), _notes(question, columns, counted), tuple(checks), evidence
    )


def _key(part: YearPart) -> str:
    return str(part.year)


def _label(part: YearPart) -> str:
    return part.label if part.partial else str(part.year)


def _things(key: str, evidence: Evidences) -> dict[str, int] | None:
    if not evidence:
        return None
    return {name.partition("|")[2]: len(things) for name, things in evidence.items() if name.partition("|")[0] == key}


def _total(question: Question, columns: list[Column], counted: list[Counted], evidence: Evidences) -> Row | None:
    if question.report.total is Total.NONE:
        return None
    values = {column.code: sum(item.values[column.code] for item in counted) for column in columns}
    row = Counted(TOTAL_KEY, total_label(question), values, things=_things(TOTAL_KEY, evidence))
    return Row(TOTAL_KEY, "", row.label, cells_of(question.report.leaves, row, counted, total=True), RowStyle.TOTAL)


def _notes(question: Question, columns: list[Column], counted: list[Counted]) -> tuple[str, ...]:
    """The series as a sentence for the body text, and the average of the complete years."""
    if not counted:
        return ()
    column, period = columns[0], question.period
    name = question.organization_name
    series = "; ".join(
        f"{item.label if item.partial else 'năm ' + item.label}: {thousands(item.values[column.code])}"
        for item in counted
    )
    total = sum(item.values[column.code] for item in counted)
    span = f"Từ {day_short(period.first)} đến {day_short(period.last)}"
    sentences = [f"{span}, {name} kết nạp {thousands(total)} đảng viên: {series}."]
    complete = [item for item in counted if not item.partial]
    if complete:
        mean = Decimal(sum(item.values[column.code] for item in complete)) / len(complete)
        sentences.append(f"Bình quân mỗi năm, tính {len(complete)} năm đủ 12 tháng: {decimal(mean, 1)}.")
    return tuple(sentences)


def lines_of_cell(question: Question, row_key: str, column: Column) -> tuple[str, QuerySet[Any]]:
    """The label of a row and the lines behind one of its cells. Raises KeyError when the table has no such row."""
    if row_key == TOTAL_KEY and question.report.total is not Total.NONE:
        return total_label(question), counting.lines_of(question, column.indicator)
    for part in question.period.years():
        if _key(part) == row_key:
            assert column.indicator.day is not None
            day = column.indicator.day(question.choices)
            within = {f"{day}__range": (part.period.first, part.period.last)}
            return _label(part), counting.lines_of(question, column.indicator).filter(**within)
    raise KeyError(row_key)
