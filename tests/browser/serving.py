"""The register as it is in use: its web server and its worker as real processes on loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.processes import children_of, get, manage, process, wait_for
from tests.services import ADDRESS, free_port

SETTINGS = "tests.browser.settings"


@dataclass(frozen=True)
class Server:
    """A running `manage.py serve`: where it answers, its process, what it and its worker have said."""

    port: int
    pid: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.port}"

    @property
    def worker(self) -> int:
        """The worker's process; fails when none comes."""
        return wait_for(self._worker, "a worker")

    def _worker(self) -> int | None:
        return next((pid for pid, command in children_of(self.pid).items() if " worker " in command), None)

    def kill_worker(self) -> None:
        """End the worker as the kernel does when memory runs out."""
        os.kill(self.worker, signal.SIGKILL)

    @contextmanager
    def worker_asleep(self) -> Iterator[None]:
        """While the block lasts the worker takes nothing from the queue."""
        worker = self.worker
        os.kill(worker, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(worker, signal.SIGCONT)


@contextmanager
def serving(environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Serve the register that the environment describes until the block ends."""
    subprocess.run(
        manage("collectstatic", "--noinput", "--verbosity", "0"), cwd=settings.BASE_DIR, env=environment, check=True
    )
    port = free_port()
    with process(manage("serve", "--port", str(port)), environment, log) as running:
        wait_for(lambda: running.poll() is not None or "Sổ đang chạy tại" in log.read_text(), "the address is printed")
        assert running.poll() is None, log.read_text()
        yield Server(port, running.pid, log)


@contextmanager
def web_alone(environment: Mapping[str, str], log: Path) -> Iterator[str]:
    """Another web server for the same register, without a worker; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:dangvien.server", "--bind", f"{ADDRESS}:{port}"]
    with process([*command, "--workers", "1"], environment, log):
        wait_for(lambda: get(port, "/suc-khoe/"), "the other web server answers")
        yield f"http://{ADDRESS}:{port}"
