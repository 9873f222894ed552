"""`manage.py serve`: the web server and the worker with its scheduler, in one command."""

import http.client
import socket
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dangvien.supervisor import Child, Supervisor

PATIENCE = 60.0
"""Seconds the web server is given to answer before its address is printed all the same."""


class Command(BaseCommand):
    """Serve the register until Ctrl+C or SIGTERM; a process that dies is started again."""

    help = "Chạy sổ: máy chủ web và bộ xử lý việc nền (Ctrl+C để dừng)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe (mặc định 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="cổng (mặc định 8000)")
        parser.add_argument("--reload", action="store_true", help="khởi động lại khi mã nguồn đổi (khi phát triển)")

    def handle(self, *, host: str, port: int, reload: bool, **options: Any) -> None:
        refuse_busy_port(host, port)
        sources = [settings.BASE_DIR / name for name in ("dangvien", "reports", "templates", "fixtures")]
        supervisor = Supervisor([web(host, port), worker()], watched=sources if reload else ())
        supervisor.run(after_start=lambda: self.announce(supervisor, host, port))
        self.stdout.write("Đã dừng.")

    def announce(self, supervisor: Supervisor, host: str, port: int) -> None:
        """Print the address once the server answers."""
        deadline = time.monotonic() + PATIENCE
        while not answers(host, port) and not supervisor.asked_to_end and time.monotonic() < deadline:
            supervisor.tick()
            time.sleep(0.1)
        if not supervisor.asked_to_end:
            self.stdout.write(f"Sổ đang chạy tại http://{shown(host)}:{port}/ (Ctrl+C để dừng)")
            self.stdout.flush()


def web(host: str, port: int) -> Child:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return Child("web", [sys.executable, "-m", "gunicorn", "-c", "python:dangvien.server", "--bind", address])


def worker() -> Child:
    """One worker that also keeps the schedule (-B): a second one would ring everything twice.

    Its pool is named here and not in the settings: a pool of the settings wins over `--pool prefork` of a command line,
    which Celery takes for its own default, and the containers' worker would be alone as well.
    """
    python = [sys.executable, "-W", "ignore:You're running the worker with superuser"]  # the operator's own choice
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return Child(
        "worker", [*python, "-m", "celery", "--quiet", "-A", "dangvien", "worker", "-B", *alone, "--pool", "solo"]
    )


def refuse_busy_port(host: str, port: int) -> None:
    """Stop with a sentence when the address cannot be had, instead of restarting a server that never starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Không mở được cổng {port} tại {host} ({error}). Chọn cổng khác, ví dụ: make run PORT=8001 "
                "(hoặc manage.py serve --port 8001)"
            ) from error


def shown(host: str) -> str:
    """The host as a person types it into the browser."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


def answers(host: str, port: int) -> bool:
    """Whether the web server answers at all; any status is an answer."""
    connection = http.client.HTTPConnection(shown(host).strip("[]"), port, timeout=2)
    try:
        connection.request("GET", "/suc-khoe/", headers={"Host": "localhost"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
