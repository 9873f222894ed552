"""PDF of an appendix of 10, 200, 2.000 and 10.000 rows, cold and warm, beside LibreOffice printing our own DOCX of it.

Cold is a new process: interpreter, Django, WeasyPrint, fonts, one sheet. Warm is the next sheet of the same process, as
the worker prints. LibreOffice is started for every sheet, with a profile it has used before, as a server would start
it; making the DOCX is not counted. Where LibreOffice is not installed the table says so and compares with nothing.
10.000 rows are drawn cold only. The memory is that of the largest process, which may be one that draws parts.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.measuring import Result, report
from reports.definition import Sheet
from reports.press import Pressman
from reports.render import RENDERERS, parts
from reports.render.letterhead import Paper
from reports.table import Cell, CellKind, HeaderCell, Row, RowStyle, Table

SIZES = (10, 200, 2000, 10_000)
COLD_ONLY = 5000
"""From so many rows on nothing is drawn a second time."""
AIMS = {200: 0.8, 2000: 0.6}
"""Rows → the largest ratio wanted of our warm time to LibreOffice's."""
MOST_MEMORY = 150.0
"""Megabytes one process may hold while it draws 2.000 rows or more."""
PATIENCE = 3600
"""Seconds a sheet may take before the benchmark gives up."""
OTHERS_PATIENCE = 300
"""Seconds after which LibreOffice is left alone with a sheet: 10.000 rows took it more than eight minutes."""

PAPER = Paper(
    superior="Tỉnh ủy Mẫu",
    body="Huyện ủy số 1",
    place="Mẫu",
    symbol="HU",
    attached_to="BTV Huyện ủy",
    authority="T/M Ban Thường vụ",
    position="Phó Bí thư",
    signer="Nguyễn Văn Mẫu",
    recipients=("Ban Thường vụ Tỉnh ủy (báo cáo)", "Các đảng ủy trực thuộc", "Lưu Văn phòng Huyện ủy"),
    month=date(2022, 6, 1),
)


def sheet(rows: int) -> Table:
    """An appendix like the one of 2022, with as many invented communes as asked for."""
    lines = tuple(
        Row(
            f"xa-{number}",
            f"{number}.",
            f"Đảng bộ xã Thượng Hạ số {number}",
            (Cell(CellKind.COUNT, 37 * number % 400, opens=True), Cell(CellKind.COUNT, 11 * number % 97, opens=True)),
        )
        for number in range(1, rows + 1)
    )
    sums = tuple(
        Cell(CellKind.COUNT, sum(int(row.cells[place].value or 0) for row in lines), opens=True) for place in (0, 1)
    )
    headers = (
        HeaderCell("TT"),
        HeaderCell("TCCSĐ"),
        HeaderCell("Số lượng quần chúng tham gia lớp bồi dưỡng kết nạp đảng"),
        HeaderCell("Số lượng đảng viên kết nạp"),
    )
    return Table(
        report="R01",
        title="công tác phát triển đảng viên ở địa bàn khu dân cư",
        period_words="giai đoạn 2012-2022",
        basis="Chỉ thị số 09-CT/TU, ngày 03/5/2012 của Ban Thường vụ Thành ủy",
        organization="Đảng bộ tỉnh Mẫu",
        organization_code="tinh-mau",
        first="2012-01-01",
        last="2022-05-20",
        number_title="TT",
        row_title="TCCSĐ",
        header=(headers,),
        columns=("hoc_lop", "ket_nap"),
        rows=lines,
        total=Row("tong", f"{rows + 1}.", "Tổng cộng", sums, RowStyle.TOTAL),
        notes=(),
        checks=(),
        sheet=Sheet.APPENDIX.value,
        landscape=False,
    )


def _megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def _draw(rows: int) -> float:
    started = time.perf_counter()
    RENDERERS["pdf"](sheet(rows), PAPER)
    return time.perf_counter() - started


def _print_in_a_new_process(rows: int, again: int) -> dict[str, Any]:
    """Draw cold, then `again` times warm. Gives `cold` (the whole process up to there), `warm` and `peak`."""
    started = time.time()
    command = [sys.executable, "-m", "benchmarks", "paper", "--draw", str(rows), "--again", str(again)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE * (again + 1))
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told | {"cold": told["drawn_at"] - started}


class _Watched(Pressman):
    """A child that draws, whose memory is asked for before it ends."""

    peaks: ClassVar[list[float]] = []

    def end(self) -> None:
        self.peaks.append(_most_held(self.pid))
        super().end()


def _most_held(process: int) -> float:
    """The most megabytes a process held so far; `getrusage` would count those of the process that started it too."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def _drawn(rows: int, again: int) -> None:
    """What the new process does."""
    vars(parts)["Pressman"] = _Watched
    _draw(rows)
    told = {"drawn_at": time.time(), "peak": max(_most_held(os.getpid()), *_Watched.peaks, 0.0)}
    print(json.dumps(told | {"warm": [_draw(rows) for _ in range(again)]}))


def office() -> str | None:
    """LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _print_by_office(program: str, document: Path, profile: Path) -> tuple[float, float] | None:
    """Seconds and megabytes LibreOffice takes to print a DOCX; None when it was given up."""
    command = [sys.executable, "-m", "benchmarks", "paper", "--office", program, str(document), str(profile)]
    printing = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        told, _ = printing.communicate(timeout=OTHERS_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(printing.pid, signal.SIGKILL)  # LibreOffice starts processes of its own
        printing.communicate()
        return None
    taken, peak = json.loads(told.splitlines()[-1])
    return taken, peak


def _printed_by_office(program: str, document: Path, profile: Path) -> None:
    """What runs LibreOffice and nothing else, so that the memory of its children is LibreOffice's."""
    started = time.perf_counter()
    subprocess.run(
        [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={profile.as_uri()}",
            *("--convert-to", "pdf", "--outdir", str(document.parent), str(document)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    taken = time.perf_counter() - started
    if not document.with_suffix(".pdf").exists():
        sys.exit("LibreOffice wrote no file")
    print(json.dumps([taken, _megabytes(resource.RUSAGE_CHILDREN)]))


def measure(sizes: Sequence[int], runs: int) -> list[Result]:
    """Every size cold and warm; beside LibreOffice where there is one."""
    program = office()
    found = []
    with tempfile.TemporaryDirectory(prefix="dangvien-paper-") as name:
        folder = Path(name)
        if program:
            _print_by_office(program, _document(folder, 1), folder / "profile")  # makes the profile
        for rows in sizes:
            found.extend(_size(rows, runs, program, folder))
    return found


def _document(folder: Path, rows: int) -> Path:
    document = folder / f"{rows}.docx"
    document.write_bytes(RENDERERS["docx"](sheet(rows), PAPER))
    return document


def _size(rows: int, runs: int, program: str | None, folder: Path) -> list[Result]:
    cold: list[float] = []
    warm: list[float] = []
    theirs: list[float] = []
    peaks: list[float] = []
    their_peaks: list[float] = []
    document = _document(folder, rows) if program else None
    for _ in range(runs):
        told = _print_in_a_new_process(rows, again=0 if rows >= COLD_ONLY else 1)
        cold.append(told["cold"])
        warm.extend(told["warm"])
        peaks.append(told["peak"])
        if program and document and (printed := _print_by_office(program, document, folder / "profile")):
            theirs.append(printed[0])
            their_peaks.append(printed[1])
    if len(theirs) < len(cold):
        theirs = []
    given_up = f"LibreOffice given up after {OTHERS_PATIENCE} s" if program else "LibreOffice is not installed here"
    note = f"LibreOffice {max(their_peaks):.0f} MB" if theirs else given_up
    most = MOST_MEMORY if rows >= max(AIMS) else None
    return [
        Result(
            what=f"PDF of {rows} rows, {state}",
            where="paper",
            ours=statistics.median(mine),
            other=statistics.median(theirs) if theirs else None,
            ratio=statistics.median(a / b for a, b in zip(mine, theirs, strict=True)) if theirs else None,
            aim=AIMS.get(rows) if state == "warm" else None,
            peak=max(peaks) if state == "cold" else None,
            most_peak=most if state == "cold" else None,
            note=note,
        )
        for state, mine in (("cold", cold), ("warm", warm))
        if mine
    ]


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks paper`; asks no database."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks paper", description=__doc__)
    parser.add_argument("--rows", type=int, action="append", help="a size, instead of 10, 200, 2000 and 10000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--draw", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--again", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--office", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.draw:
        _drawn(asked.draw, asked.again)
    elif asked.office:
        program, document, profile = asked.office
        _printed_by_office(program, Path(document), Path(profile))
    else:
        report(measure(asked.rows or SIZES, asked.runs), as_json=asked.json)
    return 0
