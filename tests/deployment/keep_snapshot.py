"""`python -m tests.deployment.keep_snapshot`: keep the register as this version writes it, once for each release."""

from __future__ import annotations

import os
import sys
import tempfile

import django

_folder = tempfile.TemporaryDirectory()
os.environ |= {"DATA_DIR": _folder.name, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "dangvien.settings"}
django.setup()

from django.db.migrations.loader import MigrationLoader  # noqa: E402 - the settings come first

from dangvien import VERSION  # noqa: E402
from dangvien.backups.restoring import make_tables  # noqa: E402
from tests.deployment import snapshots  # noqa: E402


def main() -> None:
    """Make a small register in a database of its own and write it down."""
    path = snapshots.FOLDER / f"{VERSION}.jsonl"
    if path.exists():
        sys.exit(f"{path} is there already: the register of a released version is never written again.")
    migrations: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(None).graph.nodes):
        migrations.setdefault(app, []).append(name)
    make_tables(migrations)
    done = list(snapshots.fill())
    path.parent.mkdir(exist_ok=True)
    snapshots.write(path)
    print(f"{path}: {len(done)} acts, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
