"""Many people at once: the register as it is served, then Django's own admin with as many people on the same data.

Everybody has an account, a machine and a seed of their own and does one thing in eight seconds, so that nobody meets
the bounds on a person's pace. The admin's side does the nearest the admin offers; what it has no counterpart for
(printing) it fills with a list. The time of a wait goes from the click to the page that is seen in the end.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.crowd import admin, register, serving
from benchmarks.crowd.browser import Log
from benchmarks.crowd.people import hire
from benchmarks.crowd.work import work
from benchmarks.measuring import Result, database_name, report, written_time

MOST_MEMORY = 250.0
"""Megabytes of one web process (docs/performance.md)."""
EVERYTHING = "all waits"


def percentile(seconds: Sequence[float], part: int) -> float:
    """The time within which so many of a hundred waits ended."""
    if len(seconds) < 2:
        return seconds[0]
    return statistics.quantiles(seconds, n=100, method="inclusive")[part - 1]


def _by_kind(log: Log) -> dict[str, list[float]]:
    found: defaultdict[str, list[float]] = defaultdict(list)
    for wait in log.waits:
        found[wait.kind].append(wait.seconds)
        if not wait.kind.startswith("PDF,"):
            found[EVERYTHING].append(wait.seconds)
    return dict(sorted(found.items(), key=lambda pair: pair[0] != EVERYTHING))


def _told(seconds: Sequence[float]) -> str:
    times = " / ".join(written_time(percentile(seconds, part)) for part in (50, 95, 99))
    return f"{len(seconds)} × {times}"


def results(users: int, ours: Log, theirs: Log, memory: float) -> list[Result]:
    """A line for every kind of wait: the 95th percentiles, their ratio, and beside them both sides in full."""
    mine, others = _by_kind(ours), _by_kind(theirs)
    found = []
    for kind, seconds in mine.items():
        other = others.get(kind)
        p95, beside = percentile(seconds, 95), percentile(other, 95) if other else None
        note = f"p50 / p95 / p99: {_told(seconds)}" + (f"; admin {_told(other)}" if other else "")
        if kind == EVERYTHING:
            note += f"; {_answers(ours)}; admin {_answers(theirs)}"
        found.append(
            Result(
                what=f"{kind}, {users} people at once, p95",
                where=database_name(),
                ours=p95,
                other=beside,
                ratio=p95 / beside if beside else None,
                peak=memory if kind == EVERYTHING else None,
                most_peak=MOST_MEMORY if kind == EVERYTHING else None,
                note=note,
            )
        )
    return found


def _answers(log: Log) -> str:
    return f"{log.answers.total()} requests, {len(log.errors)} errors"


def measure(users: int, seconds: float) -> tuple[list[Result], list[str]]:
    """Both sides one after the other, for so long each; the results, and every error in words."""
    people = hire(users)
    with tempfile.TemporaryDirectory(prefix="dangvien-crowd-") as name:
        with serving.register(Path(name) / "register.log") as server:
            ours = work(register.SIDE, people, server, seconds)
            memory = server.memory()
        for person in people:
            person.clear_desk()
        with serving.admin(Path(name) / "admin.log") as server:
            theirs = work(admin.SIDE, people, server, seconds)
        told = [f"{side} {error}" for side, log in (("register,", ours), ("admin,", theirs)) for error in log.errors]
        if told:
            told += [(Path(name) / file).read_text()[-4000:] for file in ("register.log", "admin.log")]
    return results(users, ours, theirs, memory), told


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks crowd`: on the register that DATABASE_URL names, with the broker that BROKER_URL names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks crowd", description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300, help="how long each side is worked with")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    found, errors = measure(asked.users, asked.seconds)
    report(found, as_json=asked.json)
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors and not asked.json else 0  # whoever reads the JSON finds the number of errors in the remark
