"""Columns by the values of a dimension against the column they add up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dangvien.text import thousands
from reports.definition import AnyHead, EachCode, Group
from reports.engine.figures import Figures
from reports.engine.plan import Line
from reports.table import CheckResult


def divided(figures: Figures) -> Iterator[CheckResult]:
    """For every column of wholes whether the columns under it add up to it in each row, the line of totals too."""
    for head in _heads(figures.question.report.columns):
        for part, whole in head.wholes.items():
            parts = [head.code_of(part, code) for code, _ in head.codes]
            yield _told(figures, head, parts, whole)


def _heads(columns: Sequence[AnyHead]) -> Iterator[EachCode]:
    for column in columns:
        if isinstance(column, EachCode):
            yield column
        elif isinstance(column, Group):
            yield from _heads(column.columns)


def _told(figures: Figures, head: EachCode, parts: Sequence[str], whole: str) -> CheckResult:
    lines = [line for line in figures.plan.every_line if not line.is_heading and whole not in line.crossed]
    wrong = [words for line in lines if (words := _difference(figures, line, parts, whole))]
    words = f"{figures.columns[whole].header}: cộng các cột chia theo {head.dimension.label.lower()}"
    if wrong:
        return CheckResult(f"{words} khác cột chung ở {'; '.join(wrong)}", False)
    return CheckResult(f"{words} bằng cột chung ở mọi dòng", True)


def _difference(figures: Figures, line: Line, parts: Sequence[str], whole: str) -> str:
    total = sum(figures.number(line, code) or 0 for code in parts)
    there = figures.number(line, whole) or 0
    return "" if total == there else f"{line.label} ({thousands(int(total))} ≠ {thousands(int(there))})"
