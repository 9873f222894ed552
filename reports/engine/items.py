"""Rows that are the things of a list: people, transfers, dossiers; under the headings of their groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from dangvien.text import day_short, thousands
from reports.definition import Item, ItemRows, Text, Total
from reports.engine.organizations import roman, total_label
from reports.engine.plan import TOTAL_KEY, Line, Plan
from reports.engine.question import Question
from reports.table import RowStyle

PEOPLE = "danh_sach"
"""The column under which the line of totals keeps whom the list holds."""


def plan(question: Question, rows: ItemRows) -> Plan:
    """A line for each item, in the order the list gives them; groups with their headings and, if wished, their sums."""
    items = list(rows.items(question.narrowed, question.period, question.choices))
    texts = [column for column in question.leaves if isinstance(column, Text)]
    lines: list[Line] = []
    form, number, groups = question.report.number_format, 0, _groups(question, rows, items)
    for place, (group, label, here) in enumerate(groups, start=1):
        key = f"nhom_{group}"
        if label:
            heading = f"{label}: {thousands(len(here))} {rows.count_unit}"
            lines.append(Line(key, heading, roman(place), style=RowStyle.HEADING))
        number = 0 if rows.restart else number
        for item in here:
            number += 1
            lines.append(_line(item, form.format(number), texts, key if label else ""))
        if rows.subtotals and here:
            lines.append(_closing(f"cong_{key}", rows.subtotals, here, texts, RowStyle.SUBTOTAL))
    total = None
    if items and question.report.total is not Total.NONE:
        label = f"{total_label(question)}: {thousands(len(items))} {rows.count_unit}"
        total = _closing(TOTAL_KEY, label, items, texts, RowStyle.TOTAL)
    remarks = rows.remarks(question.narrowed, question.period, question.choices, items) if rows.remarks else ()
    return Plan(tuple(lines), total, notes=tuple(remarks))


def _groups(question: Question, rows: ItemRows, items: Sequence[Item]) -> list[tuple[str, str, list[Item]]]:
    """(key, label, items) of each group; one without a label when the list is not grouped."""
    by_group: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_group[item.group].append(item)
    if rows.groups is None:
        if set(by_group) <= {""}:
            return [("", "", list(items))]
        return [(key, key, found) for key, found in by_group.items()]
    named = [(key, label, by_group.pop(key, [])) for key, label in rows.groups(question.period, question.choices)]
    found = [group for group in named if group[2] or rows.empty_groups]
    return [*found, *((key, key or "Chưa rõ", rest) for key, rest in by_group.items())]


def _line(item: Item, number: str, texts: Sequence[Text], group: str) -> Line:
    words = {column.code: _words(item.values.get(column.code)) for column in texts}
    return Line(item.key, item.label, number, level=1 if group else 0, texts=words, person=item.thing, parent=group)


def _closing(key: str, label: str, items: Sequence[Item], texts: Sequence[Text], style: RowStyle) -> Line:
    """The line under some items: how many have something in each column that counts."""
    counts = {
        column.code: thousands(sum(1 for item in items if item.values.get(column.code) not in (None, "")))
        for column in texts
        if column.counts
    }
    return Line(key, label, style=style, texts=counts)


def _words(value: str | int | date | None) -> str:
    if value is None:
        return ""
    return day_short(value) if isinstance(value, date) else str(value)


def people(plan: Plan) -> dict[int, int]:
    """Whom the list holds, and how often each."""
    found: dict[int, int] = defaultdict(int)
    for line in plan.lines:
        if line.person is not None:
            found[line.person] += 1
    return dict(found)
