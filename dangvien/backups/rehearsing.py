"""Trying a backup: it is restored into an empty place as after a fire, everything is checked, the place is removed."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from dangvien import health
from dangvien.environment import handed_on

LEFT_OVER = "thu-khoi-phuc-"
"""How the folder of a trial begins, in the folder of data."""
LONGEST = 6 * 60 * 60
"""Seconds after which a trial is ended."""

_OWN = {"DATA_DIR", "BACKUP_DIR", "DATABASE_URL", "BROKER_URL", "BACKUP_KEY", "BACKUP_KEY_FILE", "SECRET_KEY_FILE"}


@dataclass(frozen=True)
class Rehearsal:
    """What a trial found: why the backup does not come back, or what the checks of the register say of it."""

    trouble: str = ""
    breaks: int = 0
    faults: int = 0


def rehearse(path: Path) -> Rehearsal:
    """Restore a backup into an empty place of its own, by the operator's own command, in a process of its own.

    The place is an SQLite database in the folder of data, whichever database the register has: rows and files are
    the same, and no right to make databases is needed.
    """
    with tempfile.TemporaryDirectory(prefix=LEFT_OVER, dir=settings.DATA_DIR, ignore_cleanup_errors=True) as place:
        environment = handed_on(but=_OWN)
        environment |= {"DATA_DIR": place, "BACKUP_KEY": settings.BACKUP_KEY, "LOG_LEVEL": "ERROR"}
        child = subprocess.Popen(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(path), "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=settings.BASE_DIR,
        )
        try:
            out, err = _waited(child)
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
    try:
        told = json.loads(out)
    except ValueError:
        sentence = err.strip().splitlines()[-1] if err.strip() else "không rõ vì sao"
        return Rehearsal(trouble=f"Khôi phục thử không được: {sentence.removeprefix('CommandError: ')}"[:400])
    return Rehearsal(breaks=int(told["breaks"]), faults=len(told["faults"]))


def _waited(child: subprocess.Popen[str]) -> tuple[str, str]:
    """What the child said; meanwhile the worker gives its signs of life, which it cannot do while it waits."""
    waited = 0.0
    while True:
        try:
            return child.communicate(timeout=health.BEAT)
        except subprocess.TimeoutExpired:
            waited += health.BEAT
            health.give_sign()
            if waited > LONGEST:
                child.kill()
