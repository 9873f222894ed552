"""What the statements written by hand share: how they are asked, the walk down the tree, ages, days of two years."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection

from dangvien.period import Period
from reports.indicators import youngest_birth

Rows = list[tuple[Any, ...]]

Figures = dict[tuple[str, str], int | str]
"""(key of a row, code of a column) → what is counted there. Cells that count nothing are left out."""

ByHand = Callable[[int, Period], Figures]
"""Root of the subtree and period → the figures of one report."""

AREA = """
    area(id) AS (
        SELECT CAST(%(root)s AS bigint)
        UNION ALL
        SELECT p.organization_id FROM dangvien_placement p JOIN area ON p.parent_id = area.id
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s
    )"""
"""Everything under the root on the last day."""

LINES = """
    line(id, code) AS (
        SELECT p.organization_id, o.code FROM dangvien_placement p JOIN dangvien_organization o
            ON o.id = p.organization_id
        WHERE p.parent_id = %(root)s AND p.valid_from <= %(last)s AND p.valid_to > %(last)s
    ),
    below(id, line) AS (
        SELECT id, code FROM line
        UNION ALL
        SELECT p.organization_id, below.line FROM dangvien_placement p JOIN below ON p.parent_id = below.id
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s
    )"""
"""What stands directly under the root, and everything below each of these."""

KY_NAY, CUNG_KY = "ky_nay", "cung_ky"
TOTAL = "tong"


def ask(statement: str, root: int, period: Period, **more: Any) -> Rows:
    """The rows of a statement about a subtree, a period and the same days of the year before.

    Days `first`, `last`, `day` (the last), those of the year before `first_before` and `last_before`.
    """
    before = period.previous_year()
    asked: dict[str, Any] = {
        "root": root,
        "first": period.first,
        "last": period.last,
        "day": period.last,
        "first_before": before.first,
        "last_before": before.last,
        **more,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [tuple(row) for row in cursor.fetchall()]


def on(database: dict[str, str]) -> str:
    """The words of the database at hand."""
    return database[connection.vendor]


def quoted(values: Iterable[str]) -> str:
    """Codes of the program's own lists, as a list of SQL."""
    return ", ".join(f"'{value}'" for value in values)


def which(day: str = "m.occurred_on") -> str:
    """SQL for which of the two periods a day lies in."""
    return f"CASE WHEN {day} >= %(first)s THEN '{KY_NAY}' ELSE '{CUNG_KY}' END"


def in_both(day: str = "m.occurred_on") -> str:
    """SQL for a day that lies in one of the two periods."""
    return f"({day} BETWEEN %(first)s AND %(last)s OR {day} BETWEEN %(first_before)s AND %(last_before)s)"


def number_of(day: str) -> str:
    """SQL for a day as a number, 2024-03-01 as 20240301."""
    return on(
        {
            "postgresql": f"(date_part('year', {day}) * 10000 + date_part('month', {day}) * 100"
            f" + date_part('day', {day}))::int",
            "sqlite": f"CAST(REPLACE({day}, '-', '') AS INTEGER)",
        }
    )


def last_birth(day: date) -> int:
    """The day as a number from which a birthday is taken: who was born on 29 February is a year older on the 28th."""
    ends = day.month == 2 and (day + timedelta(days=1)).month == 3
    return day.year * 10_000 + (229 if ends else day.month * 100 + day.day)


BANDS = (
    (61, "tren_60"), (56, "56_60"), (51, "51_55"), (46, "46_50"), (41, "41_45"), (36, "36_40"), (31, "31_35"),
    (18, "18_30"),
)  # fmt: skip
"""The bands of the national forms, the oldest first: the youngest age of each and its code."""


def band_on(day: date, birth: str = "p.birth_date", bands: Iterable[tuple[int, str]] = BANDS) -> str:
    """SQL for the band of ages in which somebody born on a day lies on another."""
    cases = " ".join(f"WHEN {birth} <= '{youngest_birth(age, day)}' THEN '{code}'" for age, code in bands)
    return f"CASE {cases} ELSE '' END"


def add(found: Figures, row: str, column: str, number: Any) -> None:
    """Put more into a cell; nothing is left out."""
    if number:
        found[row, column] = int(found.get((row, column), 0)) + int(number)


def with_total(found: Figures) -> Figures:
    """The rows and, under them, their sum."""
    for (_, column), number in list(found.items()):
        add(found, TOTAL, column, number)
    return found
