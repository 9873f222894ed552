"""An installation as it is shipped, on ports and in a folder of its own: by docker-compose.yml's commands on PostgreSQL
with Redis, or by `manage.py serve` on SQLite with the queue in a folder.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import redis
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.drills import parts
from tests.drills.parts import Keeper, Part, shipped
from tests.drills.places import address_of, data_of
from tests.processes import children_of, get, is_alive, manage, wait_for
from tests.services import ADDRESS, OWNER, free_port
from tests.staging import in_place_of_empty

SETTINGS = "tests.drills.settings"
PLACE = "0.0.0.0:8000"
"""Where the shipped web server listens; here it gets another place."""


@dataclass
class House:
    """A running installation. `killable`: what may be killed in it, by the name that stands in the table."""

    keeper: Keeper
    folder: Path
    environment: Mapping[str, str]
    database: BaseDatabaseWrapper
    port: int
    killable: dict[str, Callable[[], None]] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)

    @contextmanager
    def open(self) -> Iterator[None]:
        """In this block, queries of this thread go to the installation's database, by a new connection."""
        with in_place_of_empty(self.database):
            self.database.close()
            yield
            self.database.close()

    def answers(self) -> bool:
        return get(self.port, "/suc-khoe/") == (200, "Tốt.")

    def words(self) -> str:
        """The end of every log, for a drill that failed."""
        return "\n".join(f"== {name}\n{part.words()[-1500:]}" for name, part in self.parts.items())

    def add(self, name: str, command: list[str]) -> Part:
        self.parts[name] = self.keeper.add(Part(name, command, self.environment, self.folder))
        return self.parts[name]


def kill_one(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def environment_of(folder: Path, database_url: str, **more: str) -> dict[str, str]:
    """What the processes of an installation are told; nothing of the variables around them but where programs lie."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    ours = {"PATH": path, "LANG": os.environ.get("LANG", "C.UTF-8"), "HOME": str(folder), "PYTHONUNBUFFERED": "1"}
    told = {"DATA_DIR": str(data_of(folder)), "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": SETTINGS}
    return {**ours, **told, **more}


def postgresql_answers(port: int) -> bool:
    try:
        psycopg.connect(f"postgres://{OWNER}@{ADDRESS}:{port}/postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def redis_answers(port: int) -> bool:
    try:
        with redis.Redis(host=ADDRESS, port=port) as client:
            return bool(client.ping())
    except redis.ConnectionError:
        return False


def add_postgresql(keeper: Keeper, folder: Path, port: int) -> tuple[Part, str]:
    """A PostgreSQL that is kept running, and the address of an empty database in it."""
    part = keeper.add(parts.postgresql(folder, port))
    wait_for(lambda: postgresql_answers(port), "PostgreSQL answers")
    with psycopg.connect(f"postgres://{OWNER}@{ADDRESS}:{port}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {OWNER}")
    return part, address_of("postgresql", folder, port)


def add_redis(keeper: Keeper, folder: Path) -> tuple[Part, str]:
    """A Redis that is kept running, and its address."""
    port = free_port()
    part = keeper.add(parts.redis_server(folder, port))
    wait_for(lambda: redis_answers(port), "Redis answers")
    return part, f"redis://{ADDRESS}:{port}/0"


def compose(house: House, services: Mapping[str, Part]) -> House:
    """Start web, worker and scheduler by the commands of docker-compose.yml; `services`: PostgreSQL and Redis."""
    commands = shipped()
    web = house.add("web", [f"{ADDRESS}:{house.port}" if word == PLACE else word for word in commands["web"]])
    worker = house.add("worker", [sys.executable, "-m", *commands["worker"]])
    scheduler = house.add("scheduler", [sys.executable, "-m", *commands["scheduler"]])
    house.parts |= services
    _ready(house, worker)
    house.killable = {
        "web process": lambda: kill_one(_below(lambda: web.pid)),
        "web": web.kill,
        "worker process": lambda: kill_one(_below(lambda: worker.pid)),
        "worker": worker.kill,
        "scheduler": scheduler.kill,
        "Redis": services["redis"].kill,
        "messages": lambda: _flush(house.environment["BROKER_URL"]),
        "PostgreSQL": services["postgresql"].kill,
    }
    return house


def serve(house: House) -> House:
    """Start `manage.py serve`; whoever starts the machine's services starts it again."""
    whole = house.add("serve", manage("serve", "--port", str(house.port)))
    _ready(house, whole)
    house.killable = {
        "web process": lambda: kill_one(_below(lambda: _child(whole, "gunicorn"))),
        "web": lambda: kill_one(_child(whole, "gunicorn")),
        "worker": lambda: kill_one(_child(whole, " worker ")),
        "serve": lambda: kill_one(whole.pid),
        "messages": lambda: _empty(house.folder / "data" / "queue" / "messages"),
    }
    return house


def _flush(broker: str) -> None:
    """Every message gone, as after a Redis without its file."""
    with redis.Redis.from_url(broker) as client:
        client.flushall()


def _empty(folder: Path) -> None:
    for message in folder.glob("*"):
        message.unlink(missing_ok=True)


def _ready(house: House, worker: Part) -> None:
    wait_for(house.answers, "the web server answers")
    wait_for(lambda: "ready." in worker.words(), "the worker is ready")


def _child(part: Part, sign: str) -> int:
    """The child of a supervisor with this in its command; waits while it is just being started again."""
    return wait_for(
        lambda: next((pid for pid, command in children_of(part.pid).items() if sign in command), None), f"{sign} runs"
    )


def _below(server: Callable[[], int]) -> int:
    """One of the processes of a server, which may itself just be ending and started anew."""
    return wait_for(lambda: next((one for one in children_of(server()) if is_alive(one)), None), "a process below")
