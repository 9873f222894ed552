"""Everything, on private databases made for it: the city and the province, lists brought in and handed out, on SQLite
and on PostgreSQL, then paper."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from benchmarks.measuring import Result, markdown
from tests.services import postgresql, redis_server

SIZES = (90_000, 900_000)
"""Members of the registers on which the ledger is added up; the nation is measured by itself: `ledger --nation`."""
CASES = 20_000
"""Open cases in a register of full size."""
DATABASES = ("sqlite", "postgresql")
REGISTERS = ("city", "province")
PARTS = ("reports", "lists", "due", "rosters", "ledger", "paper", "crowd")
ROWS = (10_000, 100_000)
"""Rows of the lists that are brought in."""
OURS = ("DATABASE_URL", "BROKER_URL", "DATA_DIR", "SECRET_KEY", "SECRET_KEY_FILE")
"""Variables that name an installation: none of the one somebody works with is touched."""


@dataclass(frozen=True)
class Ground:
    """A register to measure on: its data folder, and its database and broker when they do not lie in there."""

    folder: Path
    database_url: str = ""
    broker_url: str = ""

    @property
    def variables(self) -> dict[str, str]:
        rest = {name: value for name, value in os.environ.items() if name not in OURS}
        servers = {"DATABASE_URL": self.database_url, "BROKER_URL": self.broker_url}
        addresses = {name: address for name, address in servers.items() if address}
        return {**rest, "DATA_DIR": str(self.folder), **addresses}

    def run(self, *command: str) -> str:
        """A command of the project on this ground; gives what it printed. Its complaints go to the terminal."""
        done = subprocess.run(
            [sys.executable, *command], check=True, stdout=subprocess.PIPE, text=True, env=self.variables
        )
        return done.stdout

    def migrate(self) -> None:
        """The tables, with nothing in them."""
        self.folder.mkdir()
        self.run("manage.py", "migrate", "--verbosity", "0")

    def fill(self, register: str, divisor: int) -> None:
        """Migrate and make the register."""
        self.migrate()
        self.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        if register == "city":
            self.run("manage.py", "demo")
        else:
            self.run("-m", "benchmarks", "province", "--divide-by", str(divisor))
        self._settle()

    def _settle(self) -> None:
        """What the worker does for SQLite when it starts, and PostgreSQL by itself in the first minute."""
        if self.database_url:
            with psycopg.connect(self.database_url, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")
        else:
            with closing(sqlite3.connect(self.folder / "db.sqlite3")) as connection:
                connection.execute("ANALYZE")

    def measure(self, part: str, *options: str) -> list[Result]:
        """What a part found here."""
        print(f"{part} {' '.join(options)} …", file=sys.stderr, flush=True)
        lines = self.run("-m", "benchmarks", part, "--json", *options).splitlines()
        return [Result(**json.loads(line)) for line in lines if line.startswith("{")]


@contextmanager
def grounds(folder: Path, database: str) -> Iterator[list[Ground]]:
    """Empty grounds on one kind of database, in the order of REGISTERS; private servers are started and ended."""
    with ExitStack() as stack:
        addresses, broker = [""] * len(REGISTERS), ""
        if database == "postgresql":
            server = stack.enter_context(postgresql()).rpartition("/")[0]
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                for register in REGISTERS:
                    connection.execute(SQL("CREATE DATABASE {}").format(Identifier(register)))
            addresses = [f"{server}/{register}" for register in REGISTERS]
            broker = stack.enter_context(redis_server())
        yield [
            Ground(folder / f"{database}-{register}", address, broker)
            for register, address in zip(REGISTERS, addresses, strict=True)
        ]


@contextmanager
def empty_ground(folder: Path, database: str) -> Iterator[Ground]:
    """A migrated ground without a register."""
    with ExitStack() as stack:
        address = stack.enter_context(postgresql()) if database == "postgresql" else ""
        ground = Ground(folder / f"{database}-empty", address)
        ground.migrate()
        yield ground


def measure(asked: argparse.Namespace, folder: Path) -> dict[str, list[Result]]:
    """Heading → results."""
    headings = ("Reports", "Pages", "Việc đến hạn", "Crowd", "Rosters", "Ledger", "Paper")
    found: dict[str, list[Result]] = {heading: [] for heading in headings}
    runs = ["--runs", str(asked.runs)] if asked.runs else []
    for database in asked.database or DATABASES:
        if "rosters" in asked.part:
            with empty_ground(folder, database) as ground:
                found["Rosters"] += ground.measure("rosters", *_rows(asked.divide_by))
        if not {"reports", "lists", "due", "crowd"} & set(asked.part):
            continue
        with grounds(folder, database) as made:
            for register, ground in zip(REGISTERS, made, strict=True):
                if register not in (asked.register or REGISTERS) or not _measured_on(register, asked):
                    continue
                print(f"{database}, {register}: making the register …", file=sys.stderr, flush=True)
                ground.fill(register, asked.divide_by)
                if "reports" in asked.part:
                    found["Reports"] += ground.measure("reports", "--register", register, *runs)
                if "lists" in _measured_on(register, asked):
                    found["Pages"] += ground.measure("lists", *runs)
                if "due" in _measured_on(register, asked):
                    found["Việc đến hạn"] += ground.measure("due", *runs, *_cases(asked.divide_by))
                if "crowd" in _measured_on(register, asked):  # last: it writes
                    found["Crowd"] += ground.measure("crowd", *_crowd(asked))
    if "ledger" in asked.part:
        ground = Ground(folder / "ledger")
        ground.folder.mkdir()
        found["Ledger"] += ground.measure("ledger", *runs, *_sizes(asked.divide_by))
    if "paper" in asked.part:
        ground = Ground(folder / "paper")
        ground.folder.mkdir()
        found["Paper"] += ground.measure("paper", *runs)
    return found


def _measured_on(register: str, asked: argparse.Namespace) -> set[str]:
    """The parts that were asked for and are measured on this register: the crowd on the city, if on no other one."""
    parts = {"reports", "lists", "due"} if register == "province" else {"reports"}
    return (parts | ({"crowd"} if register in (asked.register or ["city"]) else set())) & set(asked.part)


def _crowd(asked: argparse.Namespace) -> list[str]:
    """How many people work, and for how many seconds."""
    return ["--users", str(asked.users), "--seconds", str(asked.seconds)]


def _cases(divisor: int) -> list[str]:
    """How many open cases: 20.000 in a register of full size."""
    return ["--cases", str(max(100, CASES // divisor))]


def _rows(divisor: int) -> list[str]:
    """The lengths of the lists."""
    return [part for rows in sorted({max(50, rows // divisor) for rows in ROWS}) for part in ("--rows", str(rows))]


def _sizes(divisor: int) -> list[str]:
    """The sizes of the registers made for the ledger."""
    return [part for size in SIZES for part in ("--members", str(max(2_000, size // divisor)))]


def machine() -> str:
    """One paragraph on what was measured where."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{datetime.now().astimezone():%Y-%m-%d %H:%M}",
        f"{os.cpu_count()} processors, {memory:.0f} GB, {platform.machine()}",
        f"Python {platform.python_version()}, Django {version('django')}, SQLite {sqlite3.sqlite_version}",
        f"WeasyPrint {version('weasyprint')}",
        _office_version(),
        f"load average {os.getloadavg()[0]:.1f} at the end",
    ]
    return "; ".join(parts) + "."


def _office_version() -> str:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return "no LibreOffice"
    printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return " ".join(printed.split()[:2]) or "LibreOffice"


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks`: about an hour on two processors, a third of it with the crowd."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this kind of database")
    parser.add_argument("--register", choices=REGISTERS, action="append", help="only this register")
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part")
    parser.add_argument("--runs", type=int, default=0, help="runs of each pair, instead of each part's own number")
    parser.add_argument("--divide-by", type=int, default=1, help="a smaller province of the same shape")
    parser.add_argument("--users", type=int, default=50, help="people of the crowd")
    parser.add_argument("--seconds", type=float, default=300, help="how long the crowd works with each program")
    asked = parser.parse_args(arguments)
    asked.part = asked.part or PARTS
    with tempfile.TemporaryDirectory(prefix="dangvien-benchmarks-") as name:
        found = measure(asked, Path(name))
    print(f"`python -m benchmarks {' '.join(arguments)}`".replace(" `", "`"))
    print(f"\n{machine()}")
    for heading, results in found.items():
        if results:
            print(f"\n### {heading}\n\n{markdown(results)}")
    return 0
