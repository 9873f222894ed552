"""Many drills of one installation, and the table of what came of them."""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from django.db import connections

from dangvien.backups.keys import new_key
from tests.drills import house, world
from tests.drills.counting import sentences, table
from tests.drills.drilling import ANSWERS, Drill, Driller
from tests.drills.house import House
from tests.drills.parts import Keeper, Part, kept
from tests.processes import manage
from tests.services import free_port


def run(asked: argparse.Namespace, folder: Path, port: int) -> int:
    """Build an installation in this folder (PostgreSQL at this port) and drill it; gives the exit status."""
    with kept() as keeper:
        return _drill(asked, _settled(asked, folder, keeper, port))


def _settled(asked: argparse.Namespace, folder: Path, keeper: Keeper, port: int) -> House:
    """A new installation with the small register in it."""

    more, services = {"BACKUP_KEY": new_key(), "DRILL_LEASE": asked.lease}, dict[str, Part]()
    if asked.database == "postgresql":
        services["postgresql"], _ = house.add_postgresql(keeper, folder, port)
        services["redis"], more["BROKER_URL"] = house.add_redis(keeper, folder)
    environment = house.environment_of(folder, os.environ["DATABASE_URL"], **more)
    subprocess.run(manage("migrate", "--verbosity", "0"), env=environment, check=True)
    made = house.House(keeper, folder, environment, connections["default"], free_port())
    with made.open():
        world.settle()
    return house.compose(made, services) if services else house.serve(made)


def _drill(asked: argparse.Namespace, house: House) -> int:

    began, dice = time.monotonic(), random.Random(asked.seed)
    driller, drills = Driller(house, dice), list[Drill]()
    pairs: list[tuple[str, str]] = []
    while len(drills) < asked.rounds and time.monotonic() - began < asked.minutes * 60:
        if not pairs:
            pairs = [(work, killed) for work in asked.works.split(",") for killed in (*house.killable, ANSWERS)]
            dice.shuffle(pairs)
        drills.append(driller.drill(*pairs.pop()))
        _tell(len(drills), drills[-1], house)
    last = driller.at_last()
    print(f"\n`python -m tests.drills {' '.join(sys.argv[1:])}`, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, "
          f"{len(drills)} kills in {(time.monotonic() - began) / 60:.0f} minutes\n")  # fmt: skip
    print(table(drills))
    told = sentences([*drills, last])
    print(f"\nAfterwards: {last.promised} promises looked up once more, ledger and audit trail checked: "
          f"{'all hold' if last.held else 'NOT all hold'}.")  # fmt: skip
    print("\n".join(told))
    return 1 if told else 0


def _tell(number: int, drill: Drill, house: House) -> None:
    """One line for each drill, and the logs when it did not hold."""
    word = "held" if drill.held else f"DID NOT HOLD\n{drill}\n{house.words()}"
    print(
        f"{number}. {drill.work} × {drill.killed} after {drill.after:.2f} s: {word}, {drill.promised} promises, "
        f"{drill.sent_again} sent again, {drill.recovery:.1f} s",
        file=sys.stderr,
        flush=True,
    )
