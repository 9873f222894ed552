"""Where an installation that is drilled lies. Needs none of Django's settings, which are read from here."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import ADDRESS, OWNER


@contextmanager
def ground() -> Iterator[Path]:
    """A folder for an installation, that everybody may walk into: PostgreSQL does not run as root."""
    with tempfile.TemporaryDirectory(prefix="dangvien-drills-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def data_of(folder: Path) -> Path:
    """The folder of data of the installation in this folder."""
    data = folder / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    return data


def address_of(database: str, folder: Path, port: int) -> str:
    """DATABASE_URL of an SQLite file of the installation, or of the PostgreSQL that listens on a port."""
    if database == "sqlite":
        return f"sqlite:///{data_of(folder)}/db.sqlite3"
    return f"postgres://{OWNER}@{ADDRESS}:{port}/{OWNER}"
