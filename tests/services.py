"""A private PostgreSQL and a private Redis on loopback, for one test run; nothing of the machine's own is touched.

As a command it runs another command with DATABASE_URL and BROKER_URL set: `python -m tests.services -- pytest`.
As a fixture, `services` gives the same two addresses; under the command above it gives that command's.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis

PATIENCE = 30.0
"""Seconds a service may take to start or to end."""
ADDRESS = "127.0.0.1"
OWNER = "dangvien"


@dataclass(frozen=True)
class Services:
    """Where the two services are."""

    database_url: str
    broker_url: str

    @property
    def variables(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database_url, "BROKER_URL": self.broker_url}


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def postgresql_program(name: str) -> str:
    """The newest installed PostgreSQL's program; Debian keeps them outside of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        sys.exit(f"Thiếu PostgreSQL ({name}): apt-get install postgresql")
    return program


def as_ordinary_user() -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user its Debian package made."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] if os.geteuid() == 0 else []


@contextmanager
def running(command: list[str], folder: Path, ready: Callable[[], object], ending: signal.Signals) -> Iterator[int]:
    """Run a server until the block ends; its output is shown when it does not start."""
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=folder, start_new_session=True)
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                ready()
            except (psycopg.OperationalError, redis.ConnectionError) as error:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{command[-1]} did not start:\n{log.read_text()}") from error
                time.sleep(0.05)
            else:
                break
        yield server.pid
    finally:
        server.send_signal(ending)
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def postgresql() -> Iterator[str]:
    """A new cluster without durability (it outlives no power cut, and is quicker); gives the address of a database."""
    with tempfile.TemporaryDirectory(prefix="dangvien-postgresql-") as name:
        folder, port = Path(name), free_port()
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        subprocess.run(
            [
                *as_ordinary_user(),
                postgresql_program("initdb"),
                *("--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
                str(data),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        settings = {
            "listen_addresses": ADDRESS,
            "port": port,
            "unix_socket_directories": folder,
            "max_connections": 100,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "on",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        command = [*as_ordinary_user(), postgresql_program("postgres"), "-D", str(data), *options]
        server = f"postgres://{OWNER}@{ADDRESS}:{port}"
        with running(command, folder, lambda: psycopg.connect(f"{server}/postgres").close(), signal.SIGINT):
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {OWNER}")  # the tests' own databases are made beside it
            yield f"{server}/{OWNER}"


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis that keeps nothing on disk; gives its address."""
    program = shutil.which("redis-server")
    if program is None:
        sys.exit("Thiếu Redis: apt-get install redis-server")
    with tempfile.TemporaryDirectory(prefix="dangvien-redis-") as name:
        port = free_port()
        command = [program, "--port", str(port), "--bind", ADDRESS, "--dir", name, "--save", "", "--appendonly", "no"]
        with redis.Redis(host=ADDRESS, port=port) as client:
            ready = client.ping
            with running(command, Path(name), ready, signal.SIGTERM):
                yield f"redis://{ADDRESS}:{port}/0"


@contextmanager
def both() -> Iterator[Services]:
    """The two services together."""
    with ExitStack() as stack:
        yield Services(stack.enter_context(postgresql()), stack.enter_context(redis_server()))


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """The real PostgreSQL and Redis: those the tests run on already, else private ones."""
    given = Services(os.environ.get("DATABASE_URL", ""), os.environ.get("BROKER_URL", ""))
    if given.database_url.startswith("postgres") and given.broker_url.startswith("redis"):
        yield given
    else:
        with both() as started:
            yield started


def main(arguments: list[str]) -> int:
    """Run the command after `--` with both services; its exit status is the result."""
    command = arguments[arguments.index("--") + 1 :] if "--" in arguments else []
    if not command:
        print("usage: python -m tests.services -- COMMAND [ARGUMENT ...]", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the services end with us
    with both() as started:
        return subprocess.run(command, env={**os.environ, **started.variables}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
