"""Both programs as they are in use: the register with its worker, and Django's admin under the same web server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.processes import descendants_of, get, manage, process, wait_for
from tests.services import ADDRESS, free_port


@dataclass(frozen=True)
class Server:
    """A program that answers: where, and its process."""

    home: str
    pid: int

    def memory(self) -> float:
        """The most that one of its web processes has held since `forget_memory`, in megabytes."""
        return max((_peak(pid) for pid in self._web()), default=0.0)

    def forget_memory(self) -> None:
        """Begin anew with the most that was held: a password that is checked takes 100 MB for half a second."""
        for pid in self._web():
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def _web(self) -> list[int]:
        return [pid for pid, command in descendants_of(self.pid).items() if "gunicorn" in command]


def _peak(pid: int) -> float:
    """VmHWM of a process; 0 when it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except FileNotFoundError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


@contextmanager
def register(log: Path) -> Iterator[Server]:
    """`manage.py serve`: gunicorn and the worker with its schedule."""
    port = free_port()
    with _answering(manage("serve", "--port", str(port)), {"HTTPS": "0"}, port, "/suc-khoe/", log) as server:
        yield server


@contextmanager
def admin(log: Path, more: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Django's admin under gunicorn with the register's own configuration of it; `more` variables for it."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:dangvien.server", "--bind", f"{ADDRESS}:{port}"]
    settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.rival_settings", "HTTPS": "0", **(more or {})}
    with _answering(command, settings, port, "/do/login/", log) as server:
        yield server


@contextmanager
def _answering(command: list[str], more: Mapping[str, str], port: int, page: str, log: Path) -> Iterator[Server]:
    with process(command, {**os.environ, "LOG_LEVEL": "WARNING", **more}, log) as running:
        wait_for(lambda: running.poll() is not None or get(port, page), f"{page} is answered")
        if running.poll() is not None:
            raise RuntimeError(f"{command} did not start:\n{log.read_text()}")
        yield Server(f"http://{ADDRESS}:{port}", running.pid)
