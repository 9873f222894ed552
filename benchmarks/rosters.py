"""A list of members as a file into the register and out again: read, check, commit, export, undo.

Beside the bare reading of the same file by the same reader, beside django-import-export's own import of it (row by row
as it comes, and in its bulk mode) with resources of its own into the same tables of people and members, and beside
COPY (on SQLite: one `executemany`) of the same people as the limit. The export stands beside openpyxl's write-only mode
with the same values and nothing else. Every step runs in a process of its own, so that
its memory is its own; what the others write is rolled back.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate, localtime
from openpyxl import Workbook

from benchmarks.importexport import Table, copy_rows, dataset_of, import_all
from benchmarks.measuring import Result, database_name, report
from dangvien.actions import import_undo, importing
from dangvien.imports import stages
from dangvien.imports.export import Extent, extent_of, write
from dangvien.models import Appointment, ImportBatch, Job, Organization, OrganizationKind, Placement, User
from dangvien.permissions import Permission
from dangvien.rosters.fields import MEMBERS
from dangvien.rosters.reading import iterate_roster
from dangvien.rosters.sheets import columns_of
from dangvien.scope import Scope
from dangvien.spreadsheet import Mark
from tests.roster_files import member

ROWS = (10_000, 100_000)
LARGE = 100_000
"""From so many rows on memory has a limit."""
CELLS = 40
AS_OF = date(2024, 5, 31)
CODE = "phuong-do-luong"
CHECK_AIM, COMMIT_AIM, DEFAULT_AIM, EXPORT_AIM = 2.0, 12.0, 0.1, 1.2
"""Read and check ≤ 2 × the bare read; commit ≤ 12 × COPY; check and commit ≤ a tenth of import-export's default; export
≤ 1.2 × openpyxl's write-only mode alone."""
MOST_MEMORY = {"read and check": 300.0, "export, beside openpyxl write-only": 200.0}
"""Megabytes that 100.000 rows may take."""
MOST_BY_DEFAULT = 10_000
"""Rows beyond which import-export's default mode is not waited for."""


def rows_of_file(count: int, first: int = 0) -> Iterator[dict[str, Any]]:
    """Invented members from a number on, each with a number of citizens of their own."""
    for number in range(first, first + count):
        facts = member(number, chi_bo=f"Chi bộ Khu phố {number % CELLS + 1}")
        year, sex = int(facts["ngay_sinh"][-4:]), facts["gioi_tinh"] == "Nữ"
        yield {**facts, "so_cccd": f"045{int(sex)}{year % 100:02d}{number:06d}"}


def make_file(path: Path, count: int, first: int = 0) -> None:
    """The workbook, written row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    labels: list[str] = []
    for facts in rows_of_file(count, first):
        if not labels:
            labels = [MEMBERS.field(key).label for key in facts]
            sheet.append(labels)
        sheet.append(list(facts.values()))
    book.save(path)


def make_ward() -> None:
    """A ward with its cells and somebody who may import, once."""
    if Organization.objects.filter(code=CODE).exists():
        return
    with transaction.atomic():
        ward = Organization.objects.create(code=CODE)
        Placement.objects.create(
            organization=ward, name="Đảng bộ phường Đo Lường", kind=OrganizationKind.DANG_BO_CO_SO,
            valid_from=date(2000, 1, 1),
        )  # fmt: skip
        for number in range(1, CELLS + 1):
            cell = Organization.objects.create(code=f"{CODE}-{number}")
            Placement.objects.create(
                organization=cell, parent=ward, name=f"Chi bộ Khu phố {number}", kind=OrganizationKind.CHI_BO,
                position=number, valid_from=date(2000, 1, 1),
            )  # fmt: skip
        user = User.objects.create_user("doluong", full_name="Nguyễn Thị Đo")
        Appointment.objects.create(user=user, organization=ward, role="dang_uy", valid_from=date(2000, 1, 1))


def _newest() -> ImportBatch:
    return ImportBatch.objects.select_related("organization", "recorded_by").order_by("-pk")[0]


def read_step(path: Path) -> Callable[[], object]:
    content = path.read_bytes()

    def act() -> None:
        for _ in iterate_roster(content, path.name):
            pass

    return act


def check_step(path: Path) -> Callable[[], object]:
    by = User.objects.get(username="doluong")
    batch = importing.keep_batch(
        by=by, organization=Organization.objects.get(code=CODE), kind=MEMBERS.kind, as_of=AS_OF,
        content=path.read_bytes(), file_name=path.name,
    )  # fmt: skip
    assert batch.job is not None
    Job.objects.filter(pk=batch.job.pk).update(state=Job.State.XONG)
    return lambda: stages.read(batch, by)


def commit_step(_: Path) -> Callable[[], object]:
    batch = _newest()
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.COMMITTING)
    batch.refresh_from_db()
    return lambda: stages.commit(batch, batch.recorded_by, batch.stamp)


def undo_step(_: Path) -> Callable[[], object]:
    batch = _newest()
    return lambda: import_undo.take_back(by=batch.recorded_by, batch=batch, reason="đo", today=localdate())


def _extent() -> Extent:
    organization = Organization.objects.get(code=CODE)
    scope = Scope.whole(organization, [Permission.VIEW, Permission.EXPORT_REGISTER], localdate())
    return extent_of(scope, organization, MEMBERS.kind)


def export_step(_: Path) -> Callable[[], object]:
    extent, mark = _extent(), Mark("đo", localtime(), "đo")
    return lambda: _saved(lambda target: write(target, extent, "Đảng viên", mark, lambda _: None))


def openpyxl_step(_: Path) -> Callable[[], object]:
    """The values of the same rows, which are in memory before the clock starts."""
    extent, keys = _extent(), [field.key for field in columns_of(MEMBERS)]
    rows = [extent.resource.cells(row, keys) for found in extent.slices for row in found]

    def act(target: str) -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Danh sách")
        for row in rows:
            sheet.append(row)
        book.save(target)

    return lambda: _saved(act)


def _saved(act: Callable[[str], object]) -> None:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as target:
        act(target.name)


def _cells() -> dict[str, int]:
    return {f"Chi bộ Khu phố {n}": Organization.objects.get(code=f"{CODE}-{n}").pk for n in range(1, CELLS + 1)}


def rolled_back(act: Callable[[], object]) -> Callable[[], object]:
    """The act and its writing, then nothing of it."""

    def both() -> None:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)

    return both


def by_import_export(*, bulk: bool) -> Callable[[Path], Callable[[], object]]:
    """The same people and members by django-import-export's resources: people first, then members that name them."""

    def step(path: Path) -> Callable[[], object]:
        content, cells = path.read_bytes(), _cells()

        def act() -> None:
            import_all(dataset_of(content, cells), bulk=bulk)

        return rolled_back(act)

    return step


def copy_step(path: Path) -> Callable[[], object]:
    """People and members straight into their tables, keys given beforehand."""
    content, cells = path.read_bytes(), _cells()
    people, members = copy_rows(dataset_of(content, cells))
    return rolled_back(lambda: _copied(people, members))


def _copied(people: Table, members: Table) -> None:
    for table, (columns, rows) in (("dangvien_person", people), ("dangvien_member", members)):
        names = ", ".join(columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copying:
                    for row in rows:
                        copying.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


STEPS: dict[str, Callable[[Path], Callable[[], object]]] = {
    "default": by_import_export(bulk=False),
    "bulk": by_import_export(bulk=True),
    "copy": copy_step,
    "read": read_step,
    "check": check_step,
    "commit": commit_step,
    "openpyxl": openpyxl_step,
    "export": export_step,
    "undo": undo_step,
}
"""In this order: the others leave nothing behind, ours leaves people whose lines were taken back."""


def measured(step: str, path: Path) -> tuple[float, float]:
    """Seconds of a step and the most megabytes its process held, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "rosters", "--step", step, "--file", str(path)],
        check=True, stdout=subprocess.PIPE, text=True, env=os.environ,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    return float(told["seconds"]), float(told["peak"])


def one_step(step: str, path: Path) -> None:
    """Do a step and tell how long it took."""
    act = STEPS[step](path)
    started = time.perf_counter()
    act()
    taken = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": taken, "peak": peak}))


def measure(count: int, first: int = 0) -> list[Result]:
    """Every step on one size of file, of people who are not in the register yet."""
    path = Path(settings.DATA_DIR) / f"dang-vien-{count}.xlsx"
    make_file(path, count, first)
    where, words = database_name(), f"{count:,} rows".replace(",", ".")
    found: dict[str, tuple[float, float]] = {}
    for step in STEPS:
        if step == "default" and count > MOST_BY_DEFAULT:
            continue
        found[step] = measured(step, path)
    path.unlink()

    def line(what: str, ours: float, other: str, aim: float | None, peak: float | None, note: str = "") -> Result:
        beside = found[other][0] if other in found else None
        return Result(
            f"{what}, {words}", where, ours, beside, ours / beside if beside else None, aim if beside else None,
            peak=peak, most_peak=MOST_MEMORY.get(what) if count >= LARGE else None,
            note=note or f"{count / ours:.0f} rows/s",
        )  # fmt: skip

    (check, check_peak), (commit, commit_peak) = found["check"], found["commit"]
    copy_aim = COMMIT_AIM if connection.vendor == "postgresql" else None
    lines = [
        line("bare read", *found["read"][:1], "", None, found["read"][1]),
        line("read and check", check, "read", CHECK_AIM, check_peak),
        line("commit, beside COPY", commit, "copy", copy_aim, commit_peak),
        line("check and commit, beside import-export bulk", check + commit, "bulk", None, None),
        line("export, beside openpyxl write-only", found["export"][0], "openpyxl", EXPORT_AIM, found["export"][1]),
        line("undo", found["undo"][0], "", None, found["undo"][1]),
    ]
    if "default" in found:
        lines.append(
            line("check and commit, beside import-export default", check + commit, "default", DEFAULT_AIM, None)
        )
    return lines


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks rosters`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks rosters", description=__doc__)
    parser.add_argument("--rows", type=int, action="append", help="rows of a file; several may be given")
    parser.add_argument("--step", choices=STEPS, help="one step alone, on a register and a file that are there")
    parser.add_argument("--file", type=Path, help="the file of --step")
    parser.add_argument("--runs", type=int, default=1, help="taken for the sake of the others; each size is done once")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.step:
        one_step(asked.step, asked.file)
        return 0
    make_ward()
    results: list[Result] = []
    first = 0
    for count in asked.rows or ROWS:
        results += measure(count, first)
        first += count
    report(results, as_json=asked.json)
    return 0
