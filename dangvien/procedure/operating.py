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

FOLDERS = {"DATA_DIR": "dữ liệu của sổ", "BACKUP_DIR": "bản sao lưu"}
"""What lies in the folders that are watched, for people."""

RESTART = "Báo người giữ máy chủ khởi động lại sổ."


@dataclass(frozen=True)
class Trouble:
    """Something wrong with the machine, and what is done about it first; sentences for people who keep the register."""

    said: str
    to_do: str


@dataclass(frozen=True)
class Running:
    """How the register runs. Ages in seconds, sizes in bytes; None: not known, or there is none."""

    database: bool
    unapplied: int
    jobs: dict[str, int]
    oldest_waiting: float | None
    worker_silent: float | None
    scheduler_silent: float | None
    free: dict[str, int | None]

    @property
    def ready(self) -> bool:
        """Whether people can work: the database is there, with the tables of this program."""
        return self.database and not self.unapplied

    @property
    def verdict(self) -> str:
        """Whether people can work, as a sentence."""
        return "Sẵn sàng." if self.ready else "Chưa sẵn sàng."

    def warnings(self) -> list[str]:
        """What the operator should look at, as sentences."""
        return [trouble.said for trouble in self.troubles()]

    def troubles(self) -> list[Trouble]:
        """What is wrong, each with what to do about it."""
        if not self.database:
            return [Trouble("Không nối được cơ sở dữ liệu.", RESTART)]
        told = []
        if self.unapplied:
            steps = f"Cơ sở dữ liệu còn thiếu {self.unapplied} bước nâng cấp: chạy manage.py migrate."
            told.append(Trouble(steps, "Báo người giữ máy chủ."))
        if self.worker_silent is None or self.worker_silent > health.TOO_OLD:
            waits = "Việc in, nhập danh sách, sao lưu chờ ở đó, không mất. "
            told.append(Trouble("Bộ xử lý việc nền không có tín hiệu.", waits + RESTART))
        if self.oldest_waiting is not None and self.oldest_waiting > LONG_WAIT:
            minutes = round(self.oldest_waiting / 60)
            waited = f"{minutes} phút" if minutes < 120 else f"{minutes // 60} giờ"
            again = "Nửa giờ nữa tải lại trang; vẫn còn dòng này thì báo người giữ máy chủ khởi động lại sổ."
            told.append(Trouble(f"Có việc nền đã chờ {waited}.", again))
        return told + self._short_of_room()

    def _short_of_room(self) -> list[Trouble]:
        """Disks that are nearly full or cannot be reached; folders on the same disk are told together."""
        held: dict[int | None, list[str]] = {}
        for folder, room in self.free.items():
            if room is None or room < LITTLE_ROOM:
                held.setdefault(room, []).append(FOLDERS[folder])
        away = "Báo người giữ máy chủ ngay: xem ổ đĩa ấy còn cắm, còn gắn vào máy không."
        full = "Báo người giữ máy chủ dọn chỗ trong hôm nay: hết chỗ thì không ghi được sổ, không sao lưu được."
        return [
            Trouble(f"Không tới được ổ đĩa chứa {' và '.join(names)}.", away)
            if room is None
            else Trouble(f"Ổ đĩa chứa {' và '.join(names)} sắp hết chỗ: còn {room // 1024**2} MB.", full)
            for room, names in held.items()
        ]


def running() -> Running:
    """How the register runs now; asks the database, and says so when it is away."""
    database, unapplied, oldest = True, 0, None
    jobs: dict[str, int] = {}
    try:
        executor = MigrationExecutor(connection)
        unapplied = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if not unapplied:
            jobs = Job.objects.by_state()
            oldest = _oldest_waiting()
    except DatabaseError:
        database = False
    return _running(database, unapplied, jobs, oldest)


def troubles_now() -> list[Trouble]:
    """What is wrong, for a page: one query; a page there is only where the database answers with all its tables."""
    return _running(True, 0, {}, _oldest_waiting()).troubles()


def _oldest_waiting() -> float | None:
    since = Job.objects.waiting_since(timezone.now())
    return (timezone.now() - since).total_seconds() if since else None


def _running(database: bool, unapplied: int, jobs: dict[str, int], oldest: float | None) -> Running:
    """With what the machine itself tells besides the database."""
    schedule = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    return Running(
        database,
        unapplied,
        jobs,
        oldest,
        _silent(health.sign_of_worker().parent.glob("worker-*")),
        _silent(schedule.parent.glob(f"{schedule.name}*")),
        {
            name: _room(folder)
            for name, folder in (("DATA_DIR", settings.DATA_DIR), ("BACKUP_DIR", settings.BACKUP_DIR))
        },
    )


def _room(folder: Path) -> int | None:
    """Bytes free on the disk of a folder; None when the folder is gone, as with a disk that was unplugged."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _silent(signs: Iterable[Path]) -> float | None:
    """Seconds since the newest of some files was touched."""
    moments = []
    for sign in signs:
        try:
            moments.append(sign.stat().st_mtime)
        except FileNotFoundError:
            continue
    return max(0.0, time.time() - max(moments)) if moments else None
