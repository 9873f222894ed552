"""Relations between cells of a table, and between tables of several reports, tested and put into words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from dangvien.text import thousands
from reports.catalog import by_code
from reports.definition import Check, Column, CriteriaRows, Ref, Relation
from reports.engine import criteria
from reports.engine.counts import Counts
from reports.engine.figures import Figures
from reports.engine.plan import Line
from reports.engine.question import Question
from reports.table import CellKind, CheckResult, Table


def relations_of(
    question: Question, table: Table, compute: Callable[..., Table], *, related: bool
) -> Iterator[CheckResult]:
    """The report's own relations; those with other reports only when `related`.

    Another report is counted for the same organization, period, tree and choices, as far as it offers them.
    """
    wanted: dict[str, list[Ref]] = defaultdict(list)
    for check in question.report.checks if related else ():
        for ref in (check.left, check.right):
            if ref.report:
                wanted[ref.report].append(ref)
    told = {ref: value for code, refs in wanted.items() for ref, value in _told_by(question, code, refs, compute)}
    for check in question.report.checks:
        left, right = (told.get(ref) if ref.report else _value(ref, table) for ref in (check.left, check.right))
        if left is not None and right is not None:
            yield _told(check, left, right)


def _told_by(
    question: Question, code: str, refs: Sequence[Ref], compute: Callable[..., Table]
) -> Iterator[tuple[Ref, int | None]]:
    """What another report says of some cells; of a list of criteria nothing else of it is counted."""
    report = by_code(code)
    values = {option.code: dict(option.values) for option in report.options}
    shared = {key: value for key, value in question.choices.items() if value in values.get(key, {})}
    asked = question.about(report, report.chosen(shared))
    columns = {column.code: column for column in asked.leaves}
    if isinstance(report.rows, CriteriaRows) and all(isinstance(columns.get(ref.column), Column) for ref in refs):
        yield from _of_criteria(asked, report.rows, refs)
        return
    table = compute(asked, related=False)
    for ref in refs:
        yield ref, _value(ref, table)


def _of_criteria(question: Question, rows: CriteriaRows, refs: Sequence[Ref]) -> Iterator[tuple[Ref, int]]:
    plan = criteria.plan(question, rows)
    lines = {line.key: line for line in plan.every_line}
    wanted = {ref.column for ref in refs}
    kept = _with_parts({key for ref in refs for key in ref.rows}, lines)
    picked = tuple(_only(line, wanted) for line in plan.lines if line.key in kept)
    total = _only(plan.total, wanted) if plan.total and plan.total.key in kept else None
    plan = replace(plan, lines=picked, total=total)
    figures = Figures(question, plan, Counts(question, plan))
    for ref in refs:
        here = [line for key in ref.rows if (line := figures.by_key.get(key)) and not line.out_of]
        yield ref, sum(int(figures.number(line, ref.column) or 0) for line in here)


def _with_parts(keys: Set[str], lines: Mapping[str, Line]) -> set[str]:
    """The lines of some keys and those that they are worked out of."""
    found: set[str] = set()
    waiting = [key for key in keys if key in lines]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [part for part in (*lines[key].plus, *lines[key].minus) if part in lines]
    return found


def _only(line: Line, columns: Set[str]) -> Line:
    return replace(
        line,
        picks={code: pick for code, pick in line.picks.items() if code in columns},
        out_of={code: pick for code, pick in line.out_of.items() if code in columns},
        mean={},
    )


def _value(ref: Ref, table: Table) -> int | None:
    """The sum of the cells; a line that is not printed because it counts nothing counts as nothing."""
    if ref.column not in table.columns:
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
