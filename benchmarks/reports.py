"""R00, R01 and R02 through the engine, beside the best statement written by hand for the same figures.

Both run warm on one connection in one process, in turns; the figures are compared before anything is measured.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from benchmarks import handwritten
from benchmarks.measuring import Result, database_name, in_turns, queries_of, report
from dangvien.models import Organization
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.catalog import by_code
from reports.engine.computing import compute
from reports.engine.question import Question
from reports.table import Table

AIM = 1.3
MOST_QUERIES = 15


class FiguresDiffer(AssertionError):
    """The engine and the statement written by hand do not give the same figures."""


@dataclass(frozen=True)
class Register:
    """A register to count in: whose it is, until which day, and what to call it."""

    organization: str
    last: date
    today: date
    title: str


REGISTERS = {
    "city": Register("thanh-pho-dong-ha", date(2022, 5, 20), date(2022, 6, 1), "city, 6.913 members"),
    "province": Register("tinh-mau", date(2025, 12, 31), date(2026, 3, 1), "province, 90.000 members"),
}
FIRST = date(2012, 1, 1)


def ask(code: str, register: Register, organization: Organization) -> Question:
    """The question, new every time: nothing of an earlier answer is kept."""
    scope = Scope.whole(organization, [Permission.VIEW_REPORTS], register.today)
    first = register.last if code == "R00" else FIRST
    report = by_code(code)
    return Question(report, scope, organization, Period(first, register.last), report.chosen({}))


def _lines(table: Table, *columns: int) -> list[tuple[Any, ...]]:
    return [(row.key, *(row.cells[column].value for column in columns)) for row in table.all_rows]


def _overview(table: Table) -> Mapping[str, object]:
    return {row.key: row.cells[0].value for row in table.rows if row.cells[0].value}


def _overview_by_hand(root: int, period: Period) -> Mapping[str, object]:
    return {line: value for line, value in handwritten.r00(root, period).items() if value}


FIGURES: dict[str, tuple[Callable[[Table], Any], Callable[[int, Period], Any]]] = {
    "R00": (_overview, _overview_by_hand),
    "R01": (lambda table: _lines(table, 0, 1), handwritten.r01),
    "R02": (lambda table: _lines(table, 0, 3), handwritten.r02),
}
"""Code → the figures in a counted table, and those of the statements written by hand."""


def measure(register: Register, runs: int) -> list[Result]:
    """Every report on one register. Raises FiguresDiffer before measuring what is not the same."""
    return [_compared(code, register, runs) for code in FIGURES]


def _compared(code: str, register: Register, runs: int) -> Result:
    figures_of, by_hand = FIGURES[code]
    organization = Organization.objects.get(code=register.organization)
    period = ask(code, register, organization).period

    def count() -> Table:
        return compute(ask(code, register, organization))

    def hand() -> object:
        return by_hand(organization.pk, period)

    table = count()
    if figures_of(table) != hand():
        raise FiguresDiffer(f"{code} on {register.title}: {figures_of(table)} != {hand()}")
    ours, other, ratio = in_turns(count, hand, runs)
    return Result(
        what=f"{code}, {register.title}",
        where=database_name(),
        ours=ours,
        other=other,
        ratio=ratio,
        aim=AIM,
        queries=queries_of(count),
        most_queries=MOST_QUERIES,
        note=f"{len(table.rows)} rows; {queries_of(hand)} statement(s) by hand, without checks",
    )


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks reports --register city`: on the database that DATABASE_URL names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks reports", description=__doc__)
    parser.add_argument("--register", choices=sorted(REGISTERS), default="province")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    report(measure(REGISTERS[asked.register], asked.runs), as_json=asked.json)
    return 0
