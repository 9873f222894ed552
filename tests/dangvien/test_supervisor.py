"""The keeper of processes, with small processes of its own."""

from __future__ import annotations

import os
import sys

import pytest

from dangvien import supervisor
from dangvien.supervisor import Child, Supervisor, newest
from tests.processes import is_alive, wait_for

pytestmark = pytest.mark.drill
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""


def test_a_child_that_keeps_dying_is_started_after_growing_pauses():
    child = Child("short", [sys.executable, "-c", "raise SystemExit(3)"])
    waits = []
    for _ in range(3):
        child.start()
        wait_for(lambda: child.process is None or child.process.poll() is not None, "the end")
        child.look()
        waits.append(child.wait)

    assert waits == [1.0, 2.0, 4.0]


def test_the_pause_has_an_upper_limit():
    child = Child("short", [sys.executable, "-c", "raise SystemExit(3)"], wait=supervisor.LONGEST_WAIT)
    child.start()
    wait_for(lambda: child.process is None or child.process.poll() is not None, "the end")
    child.look()

    assert child.wait == supervisor.LONGEST_WAIT


def test_a_deaf_child_is_killed_in_the_end(monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "GRACE", 0.5)
    keeper = Supervisor([Child("deaf", [sys.executable, "-c", DEAF, str(tmp_path / "deaf")])])
    keeper.children[0].start()
    wait_for((tmp_path / "deaf").exists, "it hears nothing any more")
    process = keeper.children[0].process
    assert process is not None

    keeper.end()

    assert process.returncode == -9
    assert not is_alive(process.pid)


def test_changed_sources_start_the_children_anew(tmp_path):
    source = tmp_path / "views.py"
    source.write_text("")
    os.utime(source, (1000, 1000))
    keeper = Supervisor([Child("sleeper", SLEEPER)], watched=[tmp_path])
    keeper.seen = newest([tmp_path])
    keeper.tick()
    first = keeper.children[0].process
    keeper.tick()
    assert keeper.children[0].process is first

    os.utime(source, (2000, 2000))
    keeper.tick()
    second = keeper.children[0].process
    keeper.end()

    assert first is not None
    assert second is not None
    assert second.pid != first.pid
    assert not is_alive(first.pid)
    assert not is_alive(second.pid)


def test_only_sources_are_watched(tmp_path):
    (tmp_path / "notes.pyc").write_text("")

    assert newest([tmp_path]) == 0.0
    assert newest([]) == 0.0
