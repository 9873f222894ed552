"""The folder of backups: what lies there, what is known of each, which stay, whether the last good one is fresh.

Beside each backup lies a small note in JSON with counts and no names of people; the folder alone tells everything, so
that it does so while the database is away.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dangvien import VERSION
from dangvien.backups import archive
from dangvien.backups.keys import NO_KEY, BackupRefused, own_key, sign_of
from dangvien.backups.manifest import Manifest
from dangvien.backups.rehearsing import LEFT_OVER, Rehearsal, rehearse
from dangvien.backups.taking import Report, take
from dangvien.text import thousands

TOO_OLD = timedelta(hours=36)
"""How old the last good backup may be: one night missed is forgiven until noon of the next day."""
STALE = timedelta(days=1)
"""Age after which what a killed backup left behind is swept away."""

SOON = 0.5
"""Seconds between two looks whether another backup has ended."""
BUSY = "Đang có một lần sao lưu khác chạy. Đợi lần ấy xong."
_NAME = re.compile(r"so-(\d{8}-\d{6})\.age")


@dataclass(frozen=True)
class Kept:
    """One backup in the folder. `size` in bytes; `verified`: it was restored for trial and every table was the same."""

    name: str
    made_at: datetime
    size: int
    rows: int = 0
    files: int = 0
    version: str = ""
    key: str = ""
    verified: bool = False
    breaks: int = 0
    faults: int = 0
    trouble: str = ""

    @property
    def verdict(self) -> str:
        """Whether it can be brought back, as a sentence."""
        if self.trouble:
            return self.trouble
        if not self.verified:
            return "Chưa khôi phục thử."
        told = "Đã khôi phục thử: mọi bảng, mọi tệp đúng như trong sổ."
        if self.breaks:
            told += f" Chuỗi nhật ký của sổ đứt ở {thousands(self.breaks)} chỗ."
        if self.faults:
            told += f" Sổ có {thousands(self.faults)} chỗ cần xem lại (Đối chiếu sổ)."
        return told


@dataclass(frozen=True)
class Standing:
    """How the backups stand: the last good one, and what is wrong, as a sentence; empty while all is well."""

    last_good: Kept | None
    warning: str


def folder() -> Path:
    return Path(settings.BACKUP_DIR)


def kept() -> list[Kept]:
    """Every backup in the folder, newest first."""
    found = [_described(path) for path in folder().glob("so-*.age") if _NAME.fullmatch(path.name)]
    return sorted(found, key=lambda one: one.name, reverse=True)


def _described(path: Path) -> Kept:
    moment = datetime.strptime(path.stem.removeprefix("so-"), "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    bare = Kept(path.name, moment, path.stat().st_size)
    try:
        told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        known = Kept(**{**told, "made_at": moment, "name": path.name})
    except (OSError, ValueError, TypeError):
        return bare
    return known if known.size == bare.size else bare


def standing() -> Standing:
    """How the backups stand now."""
    tomorrow = timezone.now() + STALE  # a backup of a later day was made while the clock was wrong, and says nothing
    good = next((one for one in kept() if one.verified and one.made_at < tomorrow), None)
    if not settings.BACKUP_KEY:
        return Standing(good, "Sổ chưa được sao lưu: máy chủ chưa có khóa sao lưu.")
    if good is None:
        return Standing(None, "Sổ chưa có bản sao lưu nào đã kiểm tra.")
    if timezone.now() - good.made_at > TOO_OLD:
        return Standing(good, "Bản sao lưu tốt gần nhất đã quá cũ.")
    return Standing(good, "")


def make(*, verify: bool, report: Report | None = None, patience: float = 0.0) -> Kept:
    """Make a backup in the folder, try it when asked, and let go of those that are not kept any longer.

    `patience`: seconds to wait for another backup that is being made. Raises `BackupRefused` when none could be made.
    One that was made and does not come back stays, marked so.
    """
    if not settings.BACKUP_KEY:
        raise BackupRefused(NO_KEY)
    key = own_key()
    with _alone(patience):
        _sweep()
        moment = datetime.now(UTC).replace(microsecond=0)
        path = folder() / f"so-{moment:%Y%m%d-%H%M%S}.age"
        manifest = take(path, key, report)
        made = _noted(path, moment, sign_of(key), manifest, None)
        if verify:
            made = _noted(path, moment, sign_of(key), manifest, rehearse(path))
        if made.verified or not verify:
            _let_go()
    return made


def _noted(path: Path, moment: datetime, key: str, manifest: Manifest, trial: Rehearsal | None) -> Kept:
    made = Kept(
        path.name, moment, path.stat().st_size, manifest.rows, manifest.files[0], VERSION, key,
        trial is not None and not trial.trouble,
        trial.breaks if trial else 0, trial.faults if trial else 0, trial.trouble if trial else "",
    )  # fmt: skip
    note = path.with_suffix(".json")
    unfinished = note.with_name(f".{note.name}{archive.UNFINISHED}")
    told = {**asdict(made), "made_at": moment.isoformat()}
    unfinished.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    unfinished.replace(note)
    return made


@contextmanager
def _alone(patience: float = 0.0) -> Iterator[None]:
    """Hold the folder: of two backups at the same time the second waits so many seconds, then is refused. The hold ends
    with the process."""
    handle = os.open(folder() / ".khoa", os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + patience
    try:
        while not _held(handle):
            if time.monotonic() >= until:
                raise BackupRefused(BUSY)
            time.sleep(SOON)
        yield
    finally:
        os.close(handle)


def _held(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sweep() -> None:
    """Take away what a killed backup left: nobody else is writing, the folder is held."""
    for path in folder().glob(f".so-*{archive.UNFINISHED}"):
        path.unlink(missing_ok=True)
    for path in Path(settings.DATA_DIR).glob(f"{LEFT_OVER}*"):
        shutil.rmtree(path, ignore_errors=True)


def to_keep(moments: Iterable[datetime], daily: int, weekly: int, monthly: int) -> set[datetime]:
    """Which backups stay: the newest of each of the last days, weeks and months on which there is one."""
    stay: set[datetime] = set()
    newest_first = sorted(moments, reverse=True)
    for count, period in ((daily, "%Y-%m-%d"), (weekly, "%G-%V"), (monthly, "%Y-%m")):
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            newest.setdefault(timezone.localtime(moment).strftime(period), moment)
        stay.update(list(newest.values())[:count])
    return stay


def _let_go() -> None:
    there = kept()
    verified = [one for one in there if one.verified]
    stay = to_keep((one.made_at for one in verified or there), *settings.BACKUP_KEEP)
    oldest = min(stay, default=None)
    for one in there:
        # What could not be verified is looked into by somebody: it goes only once it is older than all that stay.
        if one.made_at in stay or (not one.verified and verified and oldest and one.made_at > oldest):
            continue
        for suffix in (".json", ".age"):
            with suppress(OSError):
                (folder() / one.name).with_suffix(suffix).unlink(missing_ok=True)
