"""Relations between cells of a table, and between tables of several reports, tested and put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from dangvien.text import thousands
from reports.catalog import by_code
from reports.definition import Check, Ref, Relation
from reports.engine.question import Question
from reports.table import CellKind, CheckResult, Table


def relations_of(
    question: Question, table: Table, compute: Callable[..., Table], *, related: bool
) -> Iterator[CheckResult]:
    """The report's own relations; those with other reports only when `related`.

    Another report is counted for the same organization, period, tree and choices, as far as it offers them.
    """
    others: dict[str, Table] = {}
    for check in question.report.checks:
        for code in sorted({check.left.report, check.right.report} - {"", *others}):
            if related:
                others[code] = compute(_asked(question, code), related=False)
        sides = (check.left, check.right)
        left, right = (_value(ref, others.get(ref.report) if ref.report else table) for ref in sides)
        if left is not None and right is not None:
            yield _told(check, left, right)


def _asked(question: Question, code: str) -> Question:
    report = by_code(code)
    values = {option.code: dict(option.values) for option in report.options}
    shared = {key: value for key, value in question.choices.items() if value in values.get(key, {})}
    return replace(question, report=report, choices=report.chosen(shared), sheet="")


def _value(ref: Ref, table: Table | None) -> int | None:
    """The sum of the cells; a line that is not printed because it counts nothing counts as nothing."""
    if table is None or ref.column not in table.columns:
        return None
    found = 0
    for key in ref.rows:
        try:
            cell = table.cell(key, ref.column)
        except KeyError:
            continue
        if cell.kind is CellKind.COUNT:
            found += int(cell.value or 0)
    return found


def _told(check: Check, left: int, right: int) -> CheckResult:
    holds = left == right if check.relation is Relation.EQUAL else left <= right
    signs = {Relation.EQUAL: ("=", "≠"), Relation.AT_MOST: ("≤", ">")}
    sign = signs[check.relation][0 if holds else 1]
    return CheckResult(f"{check.sentence}: {thousands(left)} {sign} {thousands(right)}", holds)
