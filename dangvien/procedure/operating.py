"""What the operator watches: is all there that the register needs; how queue, disk and signs of life stand.

Numbers of things, never of people.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from dangvien import health
from dangvien.models import Job

LITTLE_ROOM = 1024**3
"""Bytes free on a disk below which the operator is warned."""
LONG_WAIT = 15 * 60
"""Seconds a job may wait before the operator is warned."""


@dataclass(frozen=True)
class Running:
    """How the register runs. Ages in seconds, sizes in bytes; None: not known, or there is none."""

    database: bool
    unapplied: int
    jobs: dict[str, int]
    oldest_waiting: float | None
    worker_silent: float | None
    scheduler_silent: float | None
    free: dict[str, int]

    @property
    def ready(self) -> bool:
        """Whether people can work: the database is there, with the tables of this program."""
        return self.database and not self.unapplied

    def warnings(self) -> list[str]:
        """What the operator should look at, as sentences."""
        told = []
        if not self.database:
            return ["Không nối được cơ sở dữ liệu."]
        if self.unapplied:
            told.append(f"Cơ sở dữ liệu còn thiếu {self.unapplied} bước nâng cấp: chạy manage.py migrate.")
        if self.worker_silent is None or self.worker_silent > health.TOO_OLD:
            told.append("Bộ xử lý việc nền không có tín hiệu.")
        if self.oldest_waiting is not None and self.oldest_waiting > LONG_WAIT:
            told.append(f"Có việc nền đã chờ {round(self.oldest_waiting / 60)} phút.")
        told += [
            f"Ổ đĩa chứa {folder} sắp hết chỗ: còn {room // 1024**2} MB."
            for folder, room in self.free.items()
            if room < LITTLE_ROOM
        ]
        return told


def running() -> Running:
    """How the register runs now; asks the database, and says so when it is away."""
    database, unapplied, oldest = True, 0, None
    jobs: dict[str, int] = {}
    try:
        executor = MigrationExecutor(connection)
        unapplied = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if not unapplied:
            jobs = Job.objects.by_state()
            since = Job.objects.waiting_since(timezone.now())
            oldest = (timezone.now() - since).total_seconds() if since else None
    except DatabaseError:
        database = False
    schedule = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    return Running(
        database,
        unapplied,
        jobs,
        oldest,
        _silent(health.sign_of_worker().parent.glob("worker-*")),
        _silent(schedule.parent.glob(f"{schedule.name}*")),
        {
            name: shutil.disk_usage(folder).free
            for name, folder in (("DATA_DIR", settings.DATA_DIR), ("BACKUP_DIR", settings.BACKUP_DIR))
        },
    )


def _silent(signs: Iterable[Path]) -> float | None:
    """Seconds since the newest of some files was touched."""
    moments = []
    for sign in signs:
        try:
            moments.append(sign.stat().st_mtime)
        except FileNotFoundError:
            continue
    return max(0.0, time.time() - max(moments)) if moments else None
