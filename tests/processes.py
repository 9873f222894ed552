"""Starting the project's own commands as real processes on the test database, and ending them without leftovers."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from django.conf import settings
from django.db import connection

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds to wait for something that happens in a second or two on an idle machine."""


def address_of_test_database() -> str:
    """DATABASE_URL of the database this test uses, for another process."""
    described = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{described['NAME']}"
    host = f"{described['HOST']}:{described['PORT']}"
    return f"postgres://{quote(described['USER'])}:{quote(described['PASSWORD'])}@{host}/{described['NAME']}"


def variables(data_dir: Path, **more: str) -> dict[str, str]:
    """An environment for a process of the project that shares this test's database but has its own data folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "BROKER_URL") if name in os.environ}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', os.defpath)}"
    settled = {"DATA_DIR": str(data_dir), "DATABASE_URL": address_of_test_database(), "PYTHONUNBUFFERED": "1"}
    return {**kept, "PATH": path, **settled, **more}


@contextmanager
def process(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command in the project's folder; at the end of the block its whole process group is gone."""
    with log.open("ab") as output:
        running = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield running
    finally:
        if running.poll() is None:
            running.terminate()
            try:
                running.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def wait_for(look: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """The first true value `look` gives; fails the test naming `what` when it does not come."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {patience:.0f} s")


def get(port: int, path: str, host: str = "localhost") -> tuple[int, str] | None:
    """Status and body of a page of a server on this machine; None while it does not answer."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asked.request("GET", path, headers={"Host": host})
        answer = asked.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asked.close()


def children_of(pid: int) -> dict[int, str]:
    """Direct children of a process and their command lines, from /proc."""
    found = {}
    for task in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((task / "stat").read_text().rpartition(")")[2].split()[1])
            command = (task / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid and command:
            found[int(task.name)] = command
    return found


def descendants_of(pid: int) -> dict[int, str]:
    """All processes below a process."""
    below = children_of(pid)
    for child in list(below):
        below |= descendants_of(child)
    return below


def is_alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
