"""One drill: somebody works, something is killed at a chosen moment, everybody waits, and the register is looked at."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO
from uuid import UUID

from django.core.management import CommandError, call_command
from django.db import DatabaseError

from dangvien.models import Job
from tests.drills.clerk import Clerk
from tests.drills.house import House
from tests.drills.works import WORKS, Desk, Promise
from tests.factories import PASSWORD

PATIENCE = 180.0
"""Seconds after which whatever is not done by itself counts as never done."""
USUAL = {"save": 1.2, "import": 2.5, "print": 3.0, "issue": 4.0, "backup": 12.0}
"""Seconds within which something is killed, counted from the beginning of the work."""


ANSWERS = "answers"
"""Nothing is killed, but the answer to every form gets lost on its way, and the form is sent again."""


@dataclass
class Drill:
    """What was drilled, and what came of it. `faults` are sentences; a drill without one has held."""

    work: str
    killed: str
    after: float
    promised: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    sent_again: int = 0
    recovery: float = 0.0

    @property
    def held(self) -> bool:
        return not (self.lost or self.doubled or self.unfinished or self.faults)


def judge(promises: Iterable[Promise], done: Drill) -> None:
    """Look for what was promised: what is not there was lost, what is there more often was done twice."""
    for promise in promises:
        there = promise.count()
        if there < promise.once:
            done.lost.append(f"{promise.what}: {there} of {promise.once}")
        elif there > promise.once:
            done.doubled.append(f"{promise.what}: {there} instead of {promise.once}")


@dataclass
class Driller:
    """Drills one installation over and over; every drill's work has a number of its own."""

    house: House
    dice: random.Random
    number: int = 0
    promises: list[Promise] = field(default_factory=list)
    told: set[UUID] = field(default_factory=set)
    """Jobs that did not come to a good end, each told once."""

    def __post_init__(self) -> None:
        self.an, self.dung = (Clerk(self.house.port, name).sign_in(PASSWORD) for name in ("an", "dung"))

    def drill(self, work: str, killed: str) -> Drill:
        """Do the work, kill in the middle of it, wait until everything is done, and look."""
        self.number += 1
        done = Drill(work, killed, self.dice.uniform(0, USUAL[work]))
        desk = Desk(self.an, self.dung, self.house.folder / "data" / "files")
        tries = self.an.tries + self.dung.tries
        self.an.deaf = self.dung.deaf = killed == ANSWERS
        worker = threading.Thread(target=self._work, args=(work, desk, done), daemon=True)
        worker.start()
        time.sleep(done.after)
        if killed != ANSWERS:
            self._kill(killed, done)
        moment = time.monotonic()
        worker.join()
        done.unfinished = self._wait_for_jobs()
        done.recovery = time.monotonic() - moment
        done.sent_again = self.an.tries + self.dung.tries - tries
        done.promised = len(desk.promises)
        self.promises += desk.promises
        self._judge(desk.promises, done)
        return done

    def _kill(self, killed: str, done: Drill) -> None:
        try:
            self.house.killable[killed]()
        except AssertionError as missing:  # what was to be killed had ended by itself and did not come back
            done.faults.append(f"{killed}: {missing}")

    def _work(self, work: str, desk: Desk, done: Drill) -> None:
        try:
            WORKS[work](desk, self.number)
        except Exception as fault:  # noqa: BLE001 - told in the table, whatever it is
            done.faults.append(f"{work} {self.number}, {done.killed}: {type(fault).__name__}: {fault}"[:1500])

    def _wait_for_jobs(self) -> list[str]:
        """Until no job waits or runs; gives those of this drill that did not come to a good end by themselves."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with self.house.open():
                    lost = list(Job.objects.filter(state=Job.State.LOI).exclude(pk__in=self.told))
                    open_ = [str(job.kind) for job in Job.objects.filter(state__in=(Job.State.CHO, Job.State.CHAY))]
            except DatabaseError:  # the database is what was killed
                open_, lost = ["?"], []
            if not open_ or time.monotonic() > deadline:
                self.told |= {job.pk for job in lost}
                return [*(f"{job.kind}: {job.message}" for job in lost), *open_]
            time.sleep(0.1)

    def _judge(self, promises: list[Promise], done: Drill) -> None:
        with self.house.open():
            judge(promises, done)

    def at_last(self) -> Drill:
        """After all drills: every promise once more, the checks of the ledger, the chain of the audit trail."""
        done = Drill("all of them", "afterwards", 0.0, promised=len(self.promises))
        self._judge(self.promises, done)
        with self.house.open():
            said = StringIO()
            try:
                call_command("reconcile", stdout=said)
            except CommandError as fault:
                done.faults.append(f"{fault}\n{said.getvalue()}")
        return done
