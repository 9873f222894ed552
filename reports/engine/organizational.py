"""Tables with one row for each organization."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dangvien.models import Organization
from reports.definition import Column, OrganizationRows, Total
from reports.engine import counting
from reports.engine.laying import Body, Counted, Evidences, cell_key, cells_of, footing
from reports.engine.question import Question
from reports.engine.shape import Shape, shape_of
from reports.table import CheckResult, Row, RowStyle

TOTAL_KEY = "tong"


def count(question: Question, rows: OrganizationRows, with_evidence: bool) -> Body:
    """Count the columns by organization, those that read the same lines in one query; roll the places up into rows."""
    report = question.report
    shape = shape_of(question, rows)
    columns = [column for column in report.leaves if isinstance(column, Column)]
    values: dict[int, dict[str, int]] = {place.organization: {} for place in shape.rows}
    evidence: Evidences = {}
    checks: list[CheckResult] = []
    footings: list[CheckResult] = []
    listed = [column for column in columns if with_evidence or column.counts_once(question.choices)]
    sums = counting.by_place(question, (column.indicator for column in columns if column not in listed))
    for column in columns:
        if column in listed:
            by_place = _list_column(question, column, shape, values, evidence)
        else:
            by_place = sums[column.indicator]
            under = shape.gathered(by_place)
            for place in shape.rows:
                values[place.organization][column.code] = sum(under[place.organization])
        homeless = sum(n for place, n in by_place.items() if place not in shape.row_of)
        if homeless:
            checks.append(
                CheckResult(
                    f"{column.header}: {homeless} dòng sổ thuộc tổ chức không có trong cây tổ chức ngày cuối kỳ", False
                )
            )
        if not column.counts_once(question.choices):
            parts = [values[place.organization][column.code] for place in shape.rows]
            below = sum(by_place.get(place, 0) for place in shape.below)
            footings.append(footing(column.header, parts, below, source="đếm thẳng trong cả phạm vi"))
    counted = [
        Counted(
            place.code,
            place.label,
            values[place.organization],
            things=_things(place.code, columns, evidence) if with_evidence else None,
        )
        for place in shape.rows
    ]
    laid = tuple(
        Row(item.key, report.number_format.format(number), item.label, cells_of(report.leaves, item, ()))
        for number, item in enumerate(counted, start=1)
    )
    total = _total(question, columns, counted, evidence, with_evidence)
    return Body(laid, total, checks=(*checks, *footings), evidence=evidence)


def _list_column(
    question: Question, column: Column, shape: Shape, values: dict[int, dict[str, int]], evidence: Evidences
) -> dict[int, int]:
    """Fill one column with its evidence; gives the lines counted at each place."""
    by_place = counting.evidence_by_place(column.indicator, lines_of(question, column))
    things = shape.gathered(by_place)
    for place in shape.rows:
        behind = counting.merged(things[place.organization])
        once = column.counts_once(question.choices)
        values[place.organization][column.code] = len(behind) if once else sum(behind.values())
        evidence[cell_key(place.code, column.code)] = behind
    return {place: sum(found.values()) for place, found in by_place.items()}


def lines_of(question: Question, column: Column) -> QuerySet[Any]:
    """The lines behind a whole column, inside the question's area."""
    return counting.lines_of(question, column.indicator)


def _things(code: str, columns: list[Column], evidence: Evidences) -> dict[str, int]:
    return {column.code: len(evidence[cell_key(code, column.code)]) for column in columns}


def _total(
    question: Question, columns: list[Column], counted: list[Counted], evidence: Evidences, with_evidence: bool
) -> Row | None:
    report = question.report
    if report.total is Total.NONE:
        return None
    values: dict[str, int] = {}
    for column in columns:
        if column.counts_once(question.choices):
            behind = counting.merged(evidence[cell_key(item.key, column.code)] for item in counted)
            values[column.code] = len(behind)
        else:
            values[column.code] = sum(item.values[column.code] for item in counted)
        if with_evidence:
            parts = [evidence[cell_key(item.key, column.code)] for item in counted]
            evidence[cell_key(TOTAL_KEY, column.code)] = counting.merged(parts)
    things = _things(TOTAL_KEY, columns, evidence) if with_evidence else None
    row = Counted(TOTAL_KEY, total_label(question), values, things=things)
    number = report.number_format.format(len(counted) + 1) if report.total is Total.LAST_NUMBERED else ""
    return Row(TOTAL_KEY, number, row.label, cells_of(report.leaves, row, (), total=True), RowStyle.TOTAL)


def total_label(question: Question) -> str:
    """The label of the line of totals: the reader's choice where the report offers one."""
    chosen = question.choices.get("nhan_tong")
    if chosen:
        option = next(item for item in question.report.options if item.code == "nhan_tong")
        return dict(option.values)[chosen]
    return question.report.total_label


def within_rows(question: Question, column: Column, rows: OrganizationRows) -> QuerySet[Any]:
    """The lines of a column under any of the rows, found by walking down from them instead of up to them."""
    tops = question.narrowed.placements.in_force_on(question.tree_day).filter(kind__in=rows.kinds).order_by()
    if rows.sectors:
        tops = tops.filter(sector__in=rows.sectors)
    below = Organization.objects.under(list(tops.values_list("organization", flat=True)), on=question.tree_day)
    return lines_of(question, column).filter(**{f"{column.indicator.place}__in": below})


def lines_of_cell(
    question: Question, rows: OrganizationRows, row_key: str, column: Column
) -> tuple[str, QuerySet[Any]]:
    """The label of a row and the lines behind one of its cells. Raises KeyError when the table has no such row."""
    lines = lines_of(question, column)
    if row_key == TOTAL_KEY and question.report.total is not Total.NONE:
        return total_label(question), within_rows(question, column, rows)
    shape = shape_of(question, rows)
    row = next((place for place in shape.rows if place.code == row_key), None)
    if row is None:
        raise KeyError(row_key)
    places = [place for place, above in shape.row_of.items() if above == row.organization]
    return row.label, lines.filter(**{f"{column.indicator.place}__in": places})
