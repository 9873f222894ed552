"""Single processes of an installation, killed as a power cut kills them and started again as their keeper does."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.conf import settings

from tests.processes import descendants_of
from tests.services import ADDRESS, OWNER, as_ordinary_user, postgresql_program

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds before a process that ended is started again: Docker begins so and doubles the pause each time."""
STEADY = 10.0
"""Seconds after which a process counts as started well."""
ENDING = 15.0
"""Seconds a process may take to end when it is asked to."""


@dataclass
class Part:
    """One service: how it is started, and the process that runs now."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    ending: signal.Signals = signal.SIGTERM
    cwd: Path = Path(settings.BASE_DIR)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    again_at: float = 0.0

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def pid(self) -> int:
        """The process that runs; waits for it when it is just being started again."""
        deadline = time.monotonic() + 2 * LONGEST_PAUSE
        while self.process is None or self.process.poll() is not None:
            if time.monotonic() > deadline:
                raise AssertionError(f"{self.name} does not run:\n{self.words()[-2000:]}")
            time.sleep(0.02)
        return self.process.pid

    def words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def look(self) -> None:
        """Start the process again when it has ended, after a pause that grows while it keeps ending."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again_at:
                self.start()
        elif self.process.poll() is not None:
            steady = now - self.started > STEADY
            self.pause = FIRST_PAUSE if steady else min(LONGEST_PAUSE, max(FIRST_PAUSE, self.pause * 2))
            self.again_at, self.process = now + self.pause, None

    def kill(self) -> None:
        """End the process and everything below it at once, as a container ends whose first process is killed."""
        pid = self.pid
        for one in (pid, *descendants_of(pid)):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)

    def end(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        below = descendants_of(self.process.pid)
        self.process.send_signal(self.ending)
        try:
            self.process.wait(ENDING)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for one in below:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)


@dataclass
class Keeper:
    """Keeps parts running from a thread of its own, until it is told to stop."""

    parts: list[Part] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def _keep(self) -> None:
        while not self.over.wait(0.05):
            with self.lock:
                for part in self.parts:
                    part.look()

    def add(self, part: Part) -> Part:
        part.start()
        with self.lock:
            self.parts.append(part)
        return part

    @contextmanager
    def at_rest(self, part: Part) -> Iterator[None]:
        """In this block the part does not run, and nobody starts it."""
        with self.lock:
            self.parts.remove(part)
            part.end()
        yield
        self.add(part)


@contextmanager
def kept() -> Iterator[Keeper]:
    """A keeper of nothing yet; at the end of the block whatever it keeps is killed: nobody waits for an orderly end."""
    keeper = Keeper()
    thread = threading.Thread(target=keeper._keep, daemon=True)
    thread.start()
    try:
        yield keeper
    finally:
        keeper.over.set()
        thread.join()
        for part in keeper.parts:
            if part.process is not None and part.process.poll() is None:
                part.kill()
                part.process.wait()


def shipped() -> dict[str, list[str]]:
    """The commands of docker-compose.yml by service."""
    described = yaml.safe_load((Path(settings.BASE_DIR) / "docker-compose.yml").read_text(encoding="utf-8"))
    return {name: service["command"] for name, service in described["services"].items() if "command" in service}


def postgresql(folder: Path, port: int) -> Part:
    """A PostgreSQL that keeps what it says it has kept: `fsync` and `synchronous_commit` are on. Not started yet.

    `folder` must be one that everybody may walk into (`places.ground`), for PostgreSQL does not run as root.
    """
    place = folder / "postgresql"
    place.mkdir()
    if os.geteuid() == 0:
        shutil.chown(place, "postgres", "postgres")
    data = place / "data"
    made = [postgresql_program("initdb"), "--username", OWNER, "--auth", "trust", "--encoding", "UTF8"]
    made += ["--locale", "C.UTF-8", "--no-sync", "--data-checksums", str(data)]
    subprocess.run([*as_ordinary_user(), *made], check=True, stdout=subprocess.DEVNULL, cwd=place)
    asked = {"listen_addresses": ADDRESS, "port": port, "unix_socket_directories": place, "fsync": "on",
             "synchronous_commit": "on"}  # fmt: skip
    options = [part for key, value in asked.items() for part in ("-c", f"{key}={value}")]
    command = [*as_ordinary_user(), postgresql_program("postgres"), "-D", str(data), *options]
    return Part("postgresql", command, dict(os.environ), folder, signal.SIGINT, place)


def redis_server(folder: Path, port: int) -> Part:
    """A Redis with the options it is shipped with. Not started yet."""
    place = folder / "redis"
    place.mkdir()
    command = [*shipped()["redis"], "--port", str(port), "--bind", ADDRESS, "--dir", str(place)]
    return Part("redis", command, dict(os.environ), folder, cwd=place)
