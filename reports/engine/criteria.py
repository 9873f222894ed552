"""Tables with a fixed list of criteria: one number a line, parts below their whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from dangvien.text import thousands
from reports.definition import CriteriaRows, Criterion, Indicator, Partition
from reports.engine import counting
from reports.engine.laying import Body, Evidences, cell_key
from reports.engine.question import Question
from reports.table import Cell, CellKind, CheckResult, Row, RowStyle


def count(question: Question, rows: CriteriaRows, with_evidence: bool) -> Body:
    """Count every criterion and check that the parts add up to their whole."""
    column = question.report.leaves[0].code
    items = [item for item, _ in _walk(rows.criteria) if isinstance(item, Criterion)]
    wholes = [item.out_of for item in items if item.out_of is not None]
    counted = counting.whole(question, [*(item.indicator for item in items), *wholes])
    values = {item.code: counted[item.indicator] for item in items}
    evidence: Evidences = {}
    laid: list[Row] = []
    checks: list[CheckResult] = []
    number = 0
    for item, level in _walk(rows.criteria):
        if isinstance(item, Partition):
            laid.append(
                Row(f"chia_{item.of}_{len(laid)}", "", item.label, (Cell(CellKind.BLANK, None),), RowStyle.HEADING, 1)
            )
            continue
        if not (values[item.code] or item.kept_at_zero):
            continue
        things = None
        if with_evidence:
            behind = counting.evidence(item.indicator, counting.lines_of(question, item.indicator))
            evidence[cell_key(item.code, column)] = behind
            things = len(behind)
        if level == 0:
            number += 1
        label = question.report.number_format.format(number) if level == 0 else ""
        style = RowStyle.LINE if level == 0 else RowStyle.PART
        laid.append(Row(item.code, label, item.label, (_cell(item, counted, things),), style, level))
    checks.extend(_checks(rows.criteria, values))
    return Body(tuple(laid), None, checks=tuple(checks), evidence=evidence)


def _walk(criteria: Sequence[Criterion | Partition], level: int = 0) -> Iterator[tuple[Criterion | Partition, int]]:
    for item in criteria:
        yield item, level
        parts = item.parts
        yield from _walk(parts, 2 if isinstance(item, Partition) else level + 1)


def _cell(item: Criterion, counted: Mapping[Indicator, int], things: int | None) -> Cell:
    value = counted[item.indicator]
    if item.out_of is None:
        return Cell(CellKind.COUNT, value, opens=True, things=things)
    fraction = f"{thousands(value)}/{thousands(counted[item.out_of])}"
    return Cell(CellKind.FRACTION, fraction, opens=True, things=things)


def _checks(criteria: Sequence[Criterion | Partition], values: dict[str, int]) -> Iterator[CheckResult]:
    labels = {item.code: item.label for item, _ in _walk(criteria) if isinstance(item, Criterion)}
    for item, _ in _walk(criteria):
        of, adds_up = (item.of, True) if isinstance(item, Partition) else (item.code, item.adds_up)
        if item.parts and adds_up:
            shown = [part for part in item.parts if values[part.code] or part.kept_at_zero]
            yield _adds_up(labels[of], [values[part.code] for part in shown], values[of])


def _adds_up(label: str, parts: list[int], whole: int) -> CheckResult:
    total = sum(parts)
    terms = " + ".join(thousands(part) for part in parts)
    differs = "" if total == whole else f" ≠ {thousands(whole)}"
    return CheckResult(f"{label}: {terms} = {thousands(total)}{differs}", total == whole)


def lines_of_cell(question: Question, rows: CriteriaRows, row_key: str) -> tuple[str, Indicator, QuerySet[Any]]:
    """The label, indicator and lines of one criterion. Raises KeyError when the table has no such line."""
    for item, _ in _walk(rows.criteria):
        if isinstance(item, Criterion) and item.code == row_key:
            return item.label, item.indicator, counting.lines_of(question, item.indicator)
    raise KeyError(row_key)
