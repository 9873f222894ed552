"""The catalogue through the engine, beside the best statements written by hand for the same figures.

Both run warm on one connection in one process, in turns; the figures are compared before anything is measured.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks import handwritten, nation
from benchmarks.handwritten import Figures
from benchmarks.measuring import Result, database_name, in_turns, queries_of, report
from dangvien.models import Movement, Organization
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.scope import Scope
from dangvien.text import thousands
from reports.catalog import by_code
from reports.definition import Column, ItemRows
from reports.engine.computing import compute
from reports.engine.question import Question
from reports.table import CellKind, Table

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
    "city": Register("thanh-pho-dong-ha", date(2022, 5, 20), date(2022, 6, 1), "city"),
    "province": Register("tinh-mau", date(2025, 12, 31), date(2026, 3, 1), "province"),
    "nation": Register(nation.ROOT, date(2025, 12, 31), date(2026, 3, 1), "nation"),
}
FIRST = date(2012, 1, 1)
LONG = ("R01", "R02", "R20")
"""Reports of several years; the others speak of the year up to the last day."""
CHOICES = {"R19": {"so_nam": "2"}, "R20": {"so_nam_lien": "0"}}


def ask(code: str, register: Register, organization: Organization) -> Question:
    """The question, new every time: nothing of an earlier answer is kept."""
    scope = Scope.whole(organization, [Permission.VIEW_REPORTS], register.today)
    report = by_code(code)
    first = FIRST if code in LONG else date(register.last.year, 1, 1)
    period = Period(register.last if report.as_of_day else first, register.last)
    return Question(report, scope, organization, period, report.chosen(CHOICES.get(code, {})))


def figures_of(question: Question, table: Table) -> Figures:
    """What is counted in a table, cells of nothing left out; of a list which lines it has."""
    if isinstance(question.report.rows, ItemRows):
        return {(row.key, ""): 1 for row in table.rows if not row.key.startswith("nhom_")}
    kept = (CellKind.COUNT, CellKind.FRACTION, CellKind.DECIMAL)
    places = [place for place, column in enumerate(question.leaves) if isinstance(column, Column)]
    return {
        (row.key, table.columns[place]): cell.value
        for row in table.all_rows
        for place in places
        if (cell := row.cells[place]).kind in kept and cell.value
    }


@dataclass(frozen=True)
class Pair:
    """One report of a register: through the engine and by hand."""

    code: str
    register: Register
    organization: Organization

    def count(self) -> Table:
        """Through the engine, without the checks against other reports, which nobody asks of the statements by hand."""
        return compute(ask(self.code, self.register, self.organization), related=False)

    def page(self) -> Table:
        """As a page shows it, with those checks."""
        return compute(ask(self.code, self.register, self.organization))

    def by_hand(self) -> Figures:
        """The figures of the statements by hand."""
        period = ask(self.code, self.register, self.organization).period
        return handwritten.BY_HAND[self.code](self.organization.pk, period)

    def agree(self) -> Table:
        """The counted table. Raises FiguresDiffer."""
        table = self.count()
        ours = figures_of(ask(self.code, self.register, self.organization), table)
        if found := _differences(ours, self.by_hand()):
            raise FiguresDiffer(f"{self.code}, {self.register.title}: {found}")
        return table


def pairs(register: Register, codes: Sequence[str] = ()) -> list[Pair]:
    """Every report, or those of some codes, for the whole of a register."""
    organization = Organization.objects.get(code=register.organization)
    return [Pair(code, register, organization) for code in codes or handwritten.BY_HAND]


def measure(register: Register, runs: int, codes: Sequence[str] = (), patience: float | None = None) -> list[Result]:
    """Every report on one register. Raises FiguresDiffer before measuring what is not the same.

    With a patience (seconds) each is counted once, and a statement by hand that takes longer is given up.
    """
    members = thousands(Movement.objects.until(register.last).headcount())
    found = []
    for pair in pairs(register, codes):
        what = f"{pair.code}, {register.title}, {members} members"
        found.append(_measured(pair, what, runs) if patience is None else once(pair, what, patience))
    return found


def _measured(pair: Pair, what: str, runs: int) -> Result:
    print(f"{pair.code} …", file=sys.stderr, flush=True)
    table = pair.agree()
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter  # SQLite works in this process
    ours, other, ratio = in_turns(pair.count, pair.by_hand, runs, clock)
    return Result(
        what=what,
        where=database_name(),
        ours=ours,
        other=other,
        ratio=ratio,
        aim=AIM,
        queries=queries_of(pair.page),
        most_queries=MOST_QUERIES,
        note=f"{len(table.rows)} rows; {queries_of(pair.count)} queries beside {queries_of(pair.by_hand)} by hand",
    )


def once(pair: Pair, what: str, patience: float) -> Result:
    """A report of a register so large that nothing is repeated: counted cold, and by hand for at most some seconds.

    A statement by hand that takes longer is given up, which only PostgreSQL can; then nothing was compared and the note
    says so. Queries are those of the count. Raises FiguresDiffer.
    """
    print(f"{pair.code} …", file=sys.stderr, flush=True)
    with CaptureQueriesContext(connection) as sent:
        started = time.perf_counter()
        table = pair.count()
        ours = time.perf_counter() - started
    other, note = None, f"{len(table.rows)} rows; by hand: given up after {patience:.0f} s, so not compared"
    with suppress(OperationalError), transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute("SELECT set_config('statement_timeout', %s, true)", [str(int(patience * 1000))])
        started = time.perf_counter()
        by_hand = pair.by_hand()
        other, note = time.perf_counter() - started, f"{len(table.rows)} rows; once each, cold"
        if found := _differences(figures_of(ask(pair.code, pair.register, pair.organization), table), by_hand):
            raise FiguresDiffer(f"{pair.code}, {pair.register.title}: {found}")
    ratio = ours / other if other else None
    return Result(what, database_name(), ours, other, ratio, AIM, len(sent), MOST_QUERIES, note=note)


def _differences(ours: Figures, by_hand: Figures) -> str:
    """The first few cells that are not the same."""
    wrong = [key for key in {**ours, **by_hand} if ours.get(key) != by_hand.get(key)]
    return "; ".join(f"{key}: {ours.get(key)} by the engine, {by_hand.get(key)} by hand" for key in wrong[:5])


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks reports --register city`: on the database that DATABASE_URL names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks reports", description=__doc__)
    parser.add_argument("--register", choices=sorted(REGISTERS), default="province")
    parser.add_argument("--report", action="append", choices=sorted(handwritten.BY_HAND), help="only this report")
    parser.add_argument("--members", type=int, default=900_000, help="of a nation, which is made where there is none")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--patience", type=float, help="count each once, and give up by hand after so many seconds")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.register == "nation":
        call_command("migrate", verbosity=0)
        if not Organization.objects.exists():
            nation.make(asked.members)
    report(measure(REGISTERS[asked.register], asked.runs, asked.report or (), asked.patience), as_json=asked.json)
    return 0
