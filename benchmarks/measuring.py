"""Two ways of doing one thing, measured in turns; only their ratio is worth anything."""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Result:
    """One line of the table: what was done, where, how long ours and the other took, and the ratio to reach.

    Times in seconds, medians. `ratio` is the median of the ratios of neighbouring runs, so that load that comes and
    goes on a shared machine touches both sides alike. `aim` is the largest ratio wanted (None: nothing to reach).
    `peak` is the most memory a process held, in megabytes.
    """

    what: str
    where: str
    ours: float
    other: float | None = None
    ratio: float | None = None
    aim: float | None = None
    queries: int | None = None
    most_queries: int | None = None
    peak: float | None = None
    most_peak: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the aim was reached, as the table says it."""
        wanted = [self.ratio <= self.aim] if self.aim is not None and self.ratio is not None else []
        if self.most_queries is not None and self.queries is not None:
            wanted.append(self.queries <= self.most_queries)
        if self.most_peak is not None and self.peak is not None:
            wanted.append(self.peak <= self.most_peak)
        if not wanted:
            return ""
        return "reached" if all(wanted) else "missed"


def seconds(act: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long one call takes, with the garbage of earlier ones swept away before."""
    gc.collect()
    started = clock()
    act()
    return clock() - started


def in_turns(
    ours: Callable[[], object],
    other: Callable[[], object],
    runs: int,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, float, float]:
    """Median of ours, median of the other, and the median ratio of neighbouring runs; each warmed up once.

    Where everything happens in this process `time.process_time` is the fairer clock: what takes longer is interrupted
    more often on a busy machine.
    """
    ours()
    other()
    mine: list[float] = []
    theirs: list[float] = []
    for turn in range(runs):
        if turn % 2:
            theirs.append(seconds(other, clock))
            mine.append(seconds(ours, clock))
        else:
            mine.append(seconds(ours, clock))
            theirs.append(seconds(other, clock))
    ratios = [a / b for a, b in zip(mine, theirs, strict=True)]
    return statistics.median(mine), statistics.median(theirs), statistics.median(ratios)


def queries_of(act: Callable[[], object]) -> int:
    """How many statements an act sends to the database."""
    with CaptureQueriesContext(connection) as sent:
        act()
    return len(sent)


def database_name() -> str:
    """What the numbers were measured on."""
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)


def written_time(value: float | None) -> str:
    """A time with a unit that suits it: "41 ms", "2.3 s"."""
    if value is None:
        return ""
    if value < 1:
        return f"{value * 1000:.0f} ms" if value >= 0.0095 else f"{value * 1000:.1f} ms"
    return f"{value:.1f} s"


def markdown(results: Iterable[Result]) -> str:
    """The results as a Markdown table."""
    lines = [
        "| Operation | On | Ours | Compared | Ratio | Aim | | Queries | Memory | Remark |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for result in results:
        ratio = f"{result.ratio:.2f}" if result.ratio is not None else ""
        aim = f"≤ {result.aim:.2f}" if result.aim is not None else ""
        queries = str(result.queries) if result.queries is not None else ""
        peak = f"{result.peak:.0f} MB" if result.peak is not None else ""
        cells = (
            result.what, result.where, written_time(result.ours), written_time(result.other),
            ratio, aim, result.verdict, queries, peak, result.note,
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def report(results: Sequence[Result], *, as_json: bool) -> None:
    """Print results: a table for people, one JSON object a line for the program that runs every part."""
    if as_json:
        for result in results:
            print(json.dumps(asdict(result), ensure_ascii=False))
    else:
        print(markdown(results))
    sys.stdout.flush()
