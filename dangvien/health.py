"""Signs of life of the three services, for health checks that look from inside each of them.

The web server is asked over HTTP. Worker and scheduler have no address and no remote control: each touches a file
of the data folder, and a file that has grown old means a process that hangs.
"""

import http.client
import socket
import time
from pathlib import Path

from django.conf import settings

BEAT = 10.0
"""Seconds between two signs of the worker."""
TOO_OLD = 120.0
"""Seconds of silence after which worker or scheduler counts as hanging; the scheduler rings every 30."""


def sign_of_worker() -> Path:
    """The file this machine's (or container's) worker touches; several workers may share one data folder."""
    return Path(settings.DATA_DIR) / "alive" / f"worker-{socket.gethostname()}"


def give_sign() -> None:
    """Say that the worker of this machine is alive now."""
    sign = sign_of_worker()
    sign.parent.mkdir(mode=0o700, exist_ok=True)
    sign.touch()


def web_answers(port: int) -> bool:
    """Whether the web server on this machine answers that it reaches its database."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    host = next((name for name in settings.ALLOWED_HOSTS if "*" not in name), "localhost").lstrip(".")
    try:
        connection.request("GET", "/suc-khoe/", headers={"Host": host})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def worker_lives() -> bool:
    return is_recent(sign_of_worker())


def scheduler_lives() -> bool:
    """Whether the schedule was written lately; its database may carry a suffix of its own."""
    schedule = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    return any(is_recent(file) for file in schedule.parent.glob(f"{schedule.name}*"))


def is_recent(file: Path) -> bool:
    try:
        return abs(time.time() - file.stat().st_mtime) < TOO_OLD  # a sign of the future: the clock was set back
    except FileNotFoundError:
        return False
