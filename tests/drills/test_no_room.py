"""The disk is full while people work: they are told so in words, nothing is half done, and afterwards it goes on.

A process that may not make a file longer finds what it finds on a full disk. Where the database stands elsewhere only
the jobs notice; where it is a file beside the others, forms do.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest

from dangvien.models import Job
from reports.models import Issue
from tests.drills.clerk import Away
from tests.drills.drilling import PATIENCE, Drill, Driller, judge
from tests.drills.house import House
from tests.drills.works import Desk, back_up, print_report
from tests.processes import children_of, descendants_of, wait_for

pytestmark = [pytest.mark.drill, pytest.mark.django_db]
NUMBER = 900
"""Works of this file; those killed in the middle have smaller numbers."""
FULL = "đĩa"


@pytest.fixture
def driller(drilled) -> Driller:
    return Driller(drilled, random.Random(2))


@contextmanager
def without_room(processes: Sequence[int]) -> Iterator[None]:
    """In this block these processes and those below them can make no file longer."""
    _limit(processes, 1)
    try:
        yield
    finally:
        _limit(processes, resource.RLIM_INFINITY)


def _limit(processes: Sequence[int], most: int) -> None:
    for one in {below for pid in processes for below in (pid, *descendants_of(pid))}:
        with suppress(ProcessLookupError):  # what cannot write its log may end, and is started again
            resource.prlimit(one, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def web(house: House) -> list[int]:
    return _children(house, "gunicorn") if is_file(house) else [house.parts["web"].pid]


def workers(house: House) -> list[int]:
    return _children(house, " worker ") if is_file(house) else [house.parts["worker"].pid]


def _children(house: House, sign: str) -> list[int]:
    return [pid for pid, command in children_of(house.parts["serve"].pid).items() if sign in command]


def is_file(house: House) -> bool:
    """Whether the register is a file beside the others."""
    return "serve" in house.parts


def desk_of(driller: Driller) -> Desk:
    return Desk(driller.an, driller.dung, driller.house.folder / "data" / "files")


def failed(house: House) -> list[Job]:
    with house.open():
        return list(Job.objects.filter(state=Job.State.LOI))


def waiting(house: House) -> bool:
    with house.open():
        return Job.objects.filter(state__in=(Job.State.CHO, Job.State.CHAY)).exists()


def found(driller: Driller, desk: Desk) -> Drill:
    """What is there of what was promised, once every job is done."""
    done = Drill("no room", "nothing", 0.0, promised=len(desk.promises))
    deadline = time.monotonic() + PATIENCE
    with driller.house.open():
        while Job.objects.exclude(state=Job.State.XONG).exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        judge(desk.promises, done)
    return done


def test_a_job_says_so_and_is_done_when_there_is_room_again(driller):
    """Asked for again by a person who was told; where not even that could be written down, taken up by itself."""
    house, desk = driller.house, desk_of(driller)
    for work, clerk in ((print_report, driller.an), (back_up, driller.dung)):
        with without_room(workers(house)):
            work(desk, NUMBER)
            if is_file(house):
                time.sleep(2)
            else:
                wait_for(lambda: failed(house) and not waiting(house), "every job gives up")
        for job in failed(house):
            assert FULL in job.message, job.message
            page = clerk.open(f"/viec/{job.pk}/")
            assert FULL in page.said
            clerk.send(page.form("/lam-lai/"))
        assert found(driller, desk).held


def test_a_form_says_so_and_is_carried_out_once_when_it_is_sent_again(driller):
    house = driller.house
    desk, address = desk_of(driller), "/bao-cao/ket-nap-theo-nam/?to_chuc=phuong-a&tu=02/01/1999&den=31/12/2025"
    form = driller.an.open(address).form("/chot/")
    with without_room(web(house)):
        try:
            driller.an.ask(form.action.removeprefix("http://localhost"), form)
            told = ""
        except Away as away:
            told = str(away)
    with house.open():
        kept = Issue.objects.filter(first="1999-01-02").count()

    driller.an.send(form)

    desk.promise("the report", lambda: Issue.objects.filter(first="1999-01-02").count())
    assert (kept, FULL in told) == ((0, True) if is_file(house) else (1, False)), told
    assert found(driller, desk).held
