"""Headcounts and balances from the ledger beside the best SQL by hand and a plain scan, with and without closings.

Ours is `procedure/rolling.py`, whole: the fence, the newest closing, every flow of its own. By hand is one statement
for the same figures. The figures are compared before anything is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.management import call_command
from django.db import connection

from benchmarks import nation
from benchmarks.measuring import Result, database_name, in_turns, queries_of, report
from benchmarks.whole import SIZES
from dangvien.actions.closing_books import close_books
from dangvien.models import ClosingBalance, Movement, Organization
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.procedure.rolling import balances_by_row, headcounts_by_row
from dangvien.scope import Scope
from dangvien.text import thousands
from tests.services import postgresql

PERIOD = Period(date(2025, 1, 1), date(2025, 12, 31))
CLOSED = date(2024, 12, 31)
TODAY = date(2026, 1, 5)
AIM = 1.3
NATION = 5_400_000
CROSSING = "('chuyen_den', 'chuyen_di')"

BELOW = """
    CREATE TEMPORARY TABLE below AS WITH RECURSIVE below(id, line) AS (
        SELECT organization_id, organization_id FROM dangvien_placement
        WHERE organization_id IN ({roots}) AND valid_from <= %(last)s AND valid_to > %(last)s
        UNION ALL
        SELECT p.organization_id, below.line FROM dangvien_placement p JOIN below ON p.parent_id = below.id
        WHERE p.valid_from <= %(last)s AND p.valid_to > %(last)s
    ) SELECT id, line FROM below"""
"""What somebody who knows the planner does first: a table of its own, counted, so that joins are planned rightly."""
_LATER = "(occurred_on > %(closed)s OR id > %(line)s)"

HEADCOUNT = """
    SELECT below.line, SUM(h.n) FROM (
        SELECT organization_id, SUM(sign) AS n FROM dangvien_movement WHERE occurred_on <= %(last)s GROUP BY 1
    ) h JOIN below ON below.id = h.organization_id GROUP BY 1"""
HEADCOUNT_CLOSED = f"""
    SELECT below.line, SUM(h.n) FROM (
        SELECT organization_id, headcount AS n FROM dangvien_closingbalance WHERE closed_on = %(closed)s
        UNION ALL
        SELECT organization_id, SUM(sign) FROM dangvien_movement WHERE occurred_on <= %(last)s AND {_LATER} GROUP BY 1
    ) h JOIN below ON below.id = h.organization_id GROUP BY 1"""
ONE_SUBTREE = """
    SELECT MIN(below.line), SUM(m.sign) FROM dangvien_movement m JOIN below ON below.id = m.organization_id
    WHERE m.occurred_on <= %(last)s"""
_FLOWS = """
    SELECT b.line AS line, 0 AS opening,
        SUM(CASE WHEN kind = 'ket_nap' THEN weight ELSE 0 END) AS admitted,
        SUM(CASE WHEN kind = 'chuyen_den' AND (c.line IS NULL OR c.line <> b.line) THEN weight ELSE 0 END) AS came,
        SUM(CASE WHEN sign * weight > 0 AND kind NOT IN ('ket_nap', 'chuyen_den') THEN weight ELSE 0 END) AS other_in,
        SUM(CASE WHEN kind = 'chuyen_di' AND (c.line IS NULL OR c.line <> b.line) THEN weight ELSE 0 END) AS went,
        SUM(CASE WHEN sign * weight < 0 AND kind <> 'chuyen_di' THEN weight ELSE 0 END) AS other_out,
        SUM(sign) AS closing
    FROM dangvien_movement m JOIN below b ON b.id = m.organization_id LEFT JOIN below c ON c.id = m.counterpart_id
    WHERE m.occurred_on BETWEEN %(first)s AND %(last)s AND m.sign <> 0 GROUP BY 1"""
_SUMS = """
    SELECT line, SUM(opening), SUM(admitted), SUM(came), SUM(other_in), SUM(went), SUM(other_out), SUM(closing)
    FROM ({openings} UNION ALL {flows}) AS parts GROUP BY 1"""
BALANCES = _SUMS.format(
    openings="""
    SELECT below.line, h.n AS opening, 0 AS admitted, 0 AS came, 0 AS other_in, 0 AS went, 0 AS other_out,
        h.n AS closing
    FROM (SELECT organization_id, SUM(sign) AS n FROM dangvien_movement WHERE occurred_on < %(first)s GROUP BY 1) h
    JOIN below ON below.id = h.organization_id""",
    flows=_FLOWS,
)
BALANCES_CLOSED = _SUMS.format(
    openings=f"""
    SELECT below.line, h.n AS opening, 0 AS admitted, 0 AS came, 0 AS other_in, 0 AS went, 0 AS other_out,
        h.n AS closing
    FROM (
        SELECT organization_id, headcount AS n FROM dangvien_closingbalance WHERE closed_on = %(closed)s
        UNION ALL
        SELECT organization_id, SUM(sign) FROM dangvien_movement WHERE occurred_on < %(first)s AND {_LATER} GROUP BY 1
    ) h JOIN below ON below.id = h.organization_id""",
    flows=_FLOWS,
)
SCAN = "SELECT SUM(sign) FROM dangvien_movement WHERE occurred_on <= %(last)s"


class FiguresDiffer(AssertionError):
    """Ours and the statement by hand do not give the same figures."""


def _by_hand(statement: str, roots: Iterable[int]) -> Callable[[], list[tuple[Any, ...]]]:
    line = int(ClosingBalance.objects.values_list("last_line", flat=True).first() or 0)
    asked: dict[str, date | int] = {"first": PERIOD.first, "last": PERIOD.last, "closed": CLOSED, "line": line}
    walk = BELOW.replace("{roots}", ", ".join(map(str, roots)))

    def ask() -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            if "below" in statement:
                cursor.execute("DROP TABLE IF EXISTS below")
                cursor.execute(walk, asked)
                cursor.execute("ANALYZE below")
            cursor.execute(statement, asked)
            return sorted(tuple(int(value or 0) for value in row) for row in cursor.fetchall())

    return ask


def _ours_of(balances: Mapping[int, Any]) -> list[tuple[int, ...]]:
    """Row, opening, five flows, closing: what the statement by hand gives."""
    found = []
    for key, row in balances.items():
        flows = row.flows
        other_in = row.increase - flows["ket_nap"] - flows["chuyen_den"]
        other_out = row.decrease - flows["chuyen_di"]
        found.append(
            (key, row.opening, flows["ket_nap"], flows["chuyen_den"], other_in, flows["chuyen_di"], other_out,
             row.closing)
        )  # fmt: skip
    return sorted(found)


def measure(members: int, runs: int) -> list[Result]:
    """Everything on the register in this database, which is made first when there is none."""
    if not Organization.objects.exists():
        nation.make(members)
    shape = nation.Shape(members)
    top = Organization.objects.get(code=nation.ROOT)
    communes = range(shape.first_commune, shape.first_cell)
    lines = thousands(Movement.objects.count())
    words = f"{thousands(members)} members, {thousands(len(communes))} communes, {lines} lines"
    found = []
    for closed in (False, True):
        if closed:
            ClosingBalance.objects.all().delete()
            close_books(by=None, on=CLOSED, today=TODAY)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE dangvien_closingbalance")
        note = "with the closing of the year before" if closed else "from the ledger alone"
        scope = Scope.whole(top, [Permission.VIEW_REPORTS], TODAY)
        pairs: list[tuple[str, Callable[[], list[tuple[int, ...]]], Callable[[], Any]]] = [
            (
                "headcount of every commune",
                lambda: sorted(headcounts_by_row(scope, communes, PERIOD.last, closed=closed).items()),  # noqa: B023
                _by_hand(HEADCOUNT_CLOSED if closed else HEADCOUNT, communes),
            ),
            (
                "opening, five flows, closing of every commune",
                lambda: _ours_of(balances_by_row(scope, communes, PERIOD, closed=closed)),  # noqa: B023
                _by_hand(BALANCES_CLOSED if closed else BALANCES, communes),
            ),
        ]
        if not closed:
            one = [communes[0]]
            pairs.insert(
                0,
                (
                    "headcount of one commune",
                    lambda: sorted(headcounts_by_row(scope, one, PERIOD.last, closed=False).items()),  # noqa: B023
                    _by_hand(ONE_SUBTREE, one),
                ),
            )
        for what, ours, other in pairs:
            if ours() != other():
                raise FiguresDiffer(f"{what}, {note}: {ours()[:3]} != {other()[:3]}")
            mine, theirs, ratio = in_turns(ours, other, runs)
            found.append(
                Result(f"{what}, {words}", database_name(), mine, theirs, ratio, AIM, queries_of(ours), note=note)
            )
        if not closed:
            scan = _by_hand(SCAN, [])
            mine, theirs, ratio = in_turns(pairs[-1][1], scan, runs)
            found.append(
                Result(f"{pairs[-1][0]}, {words}", database_name(), mine, theirs, ratio, note="beside a plain scan")
            )
    return found


def growth(found: Sequence[Result], sizes: Sequence[int]) -> list[Result]:
    """How much longer a tenfold register takes: the same operations of two runs, one beside the other."""
    by_what: dict[tuple[str, str], list[float]] = {}
    for result in found:
        by_what.setdefault((result.what.partition(",")[0], result.note), []).append(result.ours)
    return [
        Result(f"{what}, {sizes[-1] / sizes[0]:.0f} times the members", found[0].where, times[-1], times[0],
               times[-1] / times[0], sizes[-1] / sizes[0], note=note)
        for (what, note), times in by_what.items() if len(times) > 1
    ]  # fmt: skip


def on_its_own_database(members: int, runs: int) -> list[Result]:
    """A new private PostgreSQL, migrated and filled; ended when the measuring is over."""
    with postgresql() as address, tempfile.TemporaryDirectory(prefix="dangvien-ledger-") as folder:
        variables = {**os.environ, "DATABASE_URL": address, "DATA_DIR": folder}
        command = [sys.executable, "-m", "benchmarks", "ledger", "--here", "--json", "--members", str(members)]
        done = subprocess.run(
            [*command, "--runs", str(runs)], check=True, stdout=subprocess.PIPE, text=True, env=variables
        )
    return [Result(**json.loads(line)) for line in done.stdout.splitlines() if line.startswith("{")]


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks ledger [--nation]`: on private databases; `--here` on the one DATABASE_URL names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks ledger", description=__doc__)
    parser.add_argument("--members", type=int, action="append", help="a register of this size; may be given again")
    parser.add_argument("--nation", action="store_true", help=f"{NATION} members; takes some ten minutes and 8 GB")
    parser.add_argument("--here", action="store_true", help="in the database of DATABASE_URL, made when empty")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    sizes = sorted(asked.members or [*SIZES, *([NATION] if asked.nation else [])])
    found: list[Result] = []
    if asked.here:
        call_command("migrate", verbosity=0)
        found = measure(sizes[0], asked.runs)
    else:
        for size in sizes:
            found += on_its_own_database(size, asked.runs)
        found += growth(found, sizes) if len(sizes) > 1 else []
    report(found, as_json=asked.json)
    return 0
