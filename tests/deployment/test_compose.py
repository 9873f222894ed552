"""docker-compose.yml without a container engine: every command and every health check runs as a plain process."""

from __future__ import annotations

import re
import secrets
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
import yaml
from django.conf import settings

from tests.processes import children_of, get, process, variables, wait_for
from tests.services import ADDRESS, OWNER, free_port, postgresql_program

ROOT = Path(settings.BASE_DIR)
OURS = ("migrate", "web", "worker", "scheduler")
SHIPPED_PORT = "8000"
SECRETS = {"POSTGRES_PASSWORD": "matkhau123", "SECRET_KEY": secrets.token_urlsafe(64)}
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?+])([^}]*))?\}")


class NotSet(Exception):
    """What `docker compose` says when a required variable is missing."""


def interpolated(text: str, given: dict[str, str]) -> str:
    """Replace ${NAME:-default}, ${NAME:+instead} and ${NAME:?sentence} as `docker compose` does."""

    def value(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        if given.get(name):
            return rest if kind == "+" else given[name]
        if kind == "?":
            raise NotSet(rest)
        return "" if kind == "+" else rest or ""

    return VARIABLE.sub(value, text)


def compose(given: dict[str, str]) -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    described: dict[str, Any] = yaml.safe_load(interpolated(text, given))
    return described


@pytest.fixture
def described():
    return compose(SECRETS)


@pytest.fixture
def database(services):
    """An empty PostgreSQL database of its own, as a new installation finds it."""
    name = f"compose_{secrets.token_hex(4)}"
    with psycopg.connect(services.database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{services.database_url.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass
class Installation:
    """The services' commands with addresses and folders that exist on this machine."""

    services: dict[str, Any]
    environment: dict[str, str]
    port: int

    def words(self, words: list[str]) -> list[str]:
        here = ((f"0.0.0.0:{SHIPPED_PORT}", f"{ADDRESS}:{self.port}"), (SHIPPED_PORT, str(self.port)))
        for shipped, ours in here:
            words = [ours if word == shipped else word for word in words]
        return words

    def command(self, name: str) -> list[str]:
        return self.words(self.services[name]["command"])

    def is_healthy(self, name: str) -> bool:
        """Run the service's health check once."""
        kind, *command = self.services[name]["healthcheck"]["test"]
        assert kind == "CMD"
        ended = subprocess.run(
            self.words(command), cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in ended.stderr
        return ended.returncode == 0


@pytest.fixture
def installation(described, services, database, tmp_path):
    here = {"DATA_DIR": str(tmp_path), "DATABASE_URL": database, "BROKER_URL": services.broker_url}
    here["BACKUP_DIR"] = str(tmp_path / "backup")
    shipped = [described["services"][name]["environment"] for name in OURS]
    assert shipped == [shipped[0]] * len(OURS)
    handed_on = {name: "" if value is None else str(value) for name, value in shipped[0].items()}
    environment = variables(tmp_path) | handed_on | here
    return Installation(described["services"], environment, free_port())


@pytest.mark.drill
@pytest.mark.services
def test_every_command_runs_and_every_health_check_tells_the_truth(installation, tmp_path):
    logs = {name: tmp_path / f"{name}.log" for name in OURS}
    long_running = ("web", "worker", "scheduler")
    assert [name for name in long_running if installation.is_healthy(name)] == []

    with process(installation.command("migrate"), installation.environment, logs["migrate"]) as migrate:
        assert migrate.wait(300) == 0, logs["migrate"].read_text()
    with ExitStack() as stack:
        running = {
            name: stack.enter_context(process(installation.command(name), installation.environment, logs[name]))
            for name in long_running
        }
        wait_for(lambda: get(installation.port, "/suc-khoe/") == (200, "Tốt."), "the page answers")
        wait_for(lambda: "ready." in logs["worker"].read_text(), "the worker is ready")
        wait_for(lambda: list(tmp_path.glob("beat-schedule*")), "the schedule is written")

        assert [name for name in long_running if not installation.is_healthy(name)] == []
        assert len(children_of(running["worker"].pid)) == 2  # as many jobs at a time as the command says
        answer = get(installation.port, "/dang-nhap/")
        assert answer is not None
        assert answer[0] == 301  # to HTTPS, which the proxy speaks

    assert installation.is_healthy("web") is False


@pytest.mark.services
def test_the_health_check_of_postgresql(described, services, tmp_path):
    _, program, *arguments = described["services"]["postgres"]["healthcheck"]["test"]
    port = services.database_url.rpartition(":")[2].partition("/")[0]
    ask = [postgresql_program(program), *arguments, "-h", ADDRESS]

    assert arguments == ["-U", OWNER, "-d", "dangvien"]
    assert subprocess.run([*ask, "-p", port], stdout=subprocess.DEVNULL, check=False).returncode == 0
    assert subprocess.run([*ask, "-p", str(free_port())], stdout=subprocess.DEVNULL, check=False).returncode == 2


@pytest.mark.drill
@pytest.mark.services
def test_redis_keeps_the_queue_when_it_is_killed(described, tmp_path):
    port = free_port()
    (_, ask, *arguments) = described["services"]["redis"]["healthcheck"]["test"]
    place = ["--port", str(port), "--bind", ADDRESS, "--dir", str(tmp_path)]
    command = [*described["services"]["redis"]["command"], *place]
    environment = variables(tmp_path)

    def is_healthy():
        asked = subprocess.run([ask, "-p", str(port), *arguments], capture_output=True, text=True, check=False)
        return asked.stdout == "PONG\n"

    with redis.Redis(host=ADDRESS, port=port, decode_responses=True) as client:
        with process(command, environment, tmp_path / "redis.log") as first:
            wait_for(is_healthy, "Redis answers")
            client.rpush("celery", *range(500))
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
            wait_for(lambda: client.info("persistence")["aof_pending_bio_fsync"] == 0, "the log is written")
            first.kill()
            first.wait()
        assert not is_healthy()
        with process(command, environment, tmp_path / "redis.log"):
            wait_for(is_healthy, "Redis answers again")
            assert client.llen("celery") == 500


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_a_missing_secret_stops_with_a_sentence(missing):
    with pytest.raises(NotSet, match=f"^Hãy đặt {missing} trong tệp .env$"):
        compose({name: value for name, value in SECRETS.items() if name != missing})


def test_the_file_holds_no_secret():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    assert re.findall(r"(?:PASSWORD|SECRET_KEY): (?!\$\{)\S+", text) == []
    assert re.findall(r"://\w+:(?!\$\{)[^@\s]+@", text) == []


def test_the_variables_are_those_of_the_example():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), flags=re.MULTILINE))
    asked = {name for name, _, _ in VARIABLE.findall(text)}
    handed_on = set(compose(SECRETS)["services"]["web"]["environment"])

    assert asked - example == set()
    assert handed_on - example == set()
    assert {"POSTGRES_PASSWORD", "PORT"} <= asked
    # Never in a container: errors that show the source, a second way to give the key, fonts outside of the image.
    outside = {"DEBUG", "SECRET_KEY_FILE", "REPORT_FONT_DIR"}
    assert example - handed_on - asked == outside


@pytest.mark.parametrize(
    ("given", "folder", "key", "key_file"),
    [
        ({}, "backup", "/dev/null", ""),
        (
            {"BACKUP_DIR": "/srv/sao-luu", "BACKUP_KEY_FILE": "/etc/khoa-sao-luu"},
            "/srv/sao-luu", "/etc/khoa-sao-luu", "/run/backup-key",
        ),
    ],
    ids=["nothing set", "another disk and a file with the key"],
)  # fmt: skip
def test_backups_lie_where_the_operator_says(given, folder, key, key_file):
    for name in OURS:
        service = compose(SECRETS | given)["services"][name]
        mounted = dict(volume.split(":", 1)[::-1] for volume in service["volumes"])
        told = service["environment"]

        assert mounted[told["BACKUP_DIR"]] == folder
        assert mounted["/run/backup-key:ro"] == key
        assert (told["BACKUP_KEY_FILE"] or "") == key_file
    steps = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"install -d -o dangvien .* /backup$", steps, flags=re.MULTILINE)
    assert "--uid 10001 " in steps


def test_services_wait_for_what_they_need(described):
    parts = described["services"]

    assert set(parts) == {"postgres", "redis", *OURS}
    assert [name for name in parts if name != "migrate" and "healthcheck" not in parts[name]] == []
    needed = {
        "postgres": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }
    assert [parts[name]["depends_on"] for name in ("web", "worker", "scheduler")] == [needed] * 3
    assert parts["web"]["ports"] == ["127.0.0.1:8000:8000"]
    mounted = {volume.partition(":")[0] for part in parts.values() for volume in part.get("volumes", [])}
    assert {name for name in mounted if not name.startswith("/")} == set(described["volumes"])


def test_the_image_holds_what_the_commands_need():
    steps = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (\S+) ", steps, flags=re.MULTILINE)
    kept = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert sorted(copied) == sorted(kept)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert "--require-hashes -r requirements.lock" in steps
    assert re.findall(r"^USER (\S+)$", steps, flags=re.MULTILINE) == ["dangvien"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    packages = re.search(r"^RUN_PACKAGES := (.+)$", makefile, flags=re.MULTILINE)
    assert packages is not None
    assert [name for name in packages[1].split() if name not in steps] == []
