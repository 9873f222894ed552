"""Files with people in them that lie on the server for a day, for whoever asked for them, and are in no backup."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

REGISTER, CLASS_PAPERS, OVERVIEWS = FOLDERS = ("xuat-so", "lop", "tong-quan")
"""Where they lie among the files; each is called by the number of its job."""

KEPT = timedelta(hours=24)
HOURS = int(KEPT.total_seconds() // 3600)


def place_of(folder: str, name: str) -> Path:
    """Where such a file lies."""
    return Path(settings.MEDIA_ROOT) / folder / name


def is_there(path: Path, finished_at: datetime | None) -> bool:
    """Whether a file that was finished then may still be taken."""
    return finished_at is not None and timezone.now() - finished_at < KEPT and path.is_file()


def forget_old_files() -> int:
    """Remove the files that nobody may take any more, also halves that a killed worker left; gives how many."""
    oldest = (timezone.now() - KEPT).timestamp()
    files = [file for folder in FOLDERS for file in place_of(folder, "").glob("*")]
    old = [file for file in files if file.stat().st_mtime < oldest]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
