"""Making a backup: one moment of the register, read while people go on working, written as one file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import IsolationLevel
from pyrage import x25519

from dangvien import VERSION, day_files
from dangvien.backups import archive
from dangvien.backups.archive import Member
from dangvien.backups.keys import BackupRefused
from dangvien.backups.manifest import About, Files, Manifest
from dangvien.backups.rows import Sums, next_keys, parts_of, tables

SNAPSHOT = "snapshot"
"""The name under which a connection of its own reads one moment."""
Report = Callable[[int, int], object]
"""Told how many rows are done out of how many."""


@contextmanager
def snapshot() -> Iterator[str]:
    """A connection on which the register stands still, while others write; gives its name."""
    own = connection.copy(SNAPSHOT)
    options = own.settings_dict.setdefault("OPTIONS", {})
    if own.vendor == "postgresql":
        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    else:
        options["transaction_mode"] = "DEFERRED"  # reads without asking for the right to write
    connections[SNAPSHOT] = own
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield SNAPSHOT
    finally:
        own.close()
        del connections[SNAPSHOT]


def take(path: Path, key: x25519.Identity, report: Report | None = None, *, using: str | None = None) -> Manifest:
    """Write the register as it stands at this moment into `path`; gives what it adds up to.

    `using` names a connection on which the register stands still already.
    """
    found: list[Manifest] = []
    if using is not None:
        archive.write(path, key, _members(using, report, found))
    else:
        with snapshot() as own:
            archive.write(path, key, _members(own, report, found))
    return found[0]


def _members(using: str, report: Report | None, found: list[Manifest]) -> Iterator[Member]:
    about, apps = stand(using)
    yield Member.of("about.json", _json(vars(about)))
    models = tables(apps)
    total = sum(model._base_manager.using(using).count() for model in models)
    sums = Sums()
    done = 0
    for model in models:
        for number, part in enumerate(parts_of(model, using)):
            yield Member.packed(
                f"tables/{part.table}/{number:06}.jsonl.gz", [json.dumps(part.columns).encode(), *part.lines]
            )
            sums.add(part)
            done += len(part.lines)
            if report:
                report(done, total)
    files = Files()
    yield from _files(Path(settings.MEDIA_ROOT), files)
    manifest = Manifest(
        {name: (told.rows, told.digest) for name, told in sums.of.items()},
        next_keys(apps, using),
        (files.count, files.size, files.sum.digest),
        audit_head(apps, using),
    )
    yield Member.of("manifest.json", _json(manifest.as_json()))
    found.append(manifest)


def _files(root: Path, files: Files) -> Iterator[Member]:
    """Every file below the folder. They are written whole under the hash of what they hold, and never changed."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if name.parts[0] in day_files.FOLDERS or any(part.startswith(".") for part in name.parts) or not path.is_file():
            continue
        digest, size = hashlib.sha256(), path.stat().st_size
        yield Member(f"files/{name.as_posix()}", size, _pieces(path, size, digest))
        files.add(name.as_posix(), size, digest.hexdigest())


def _pieces(path: Path, size: int, digest: Any) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(min(archive.CHUNK, size)):
            digest.update(piece)
            size -= len(piece)
            yield piece
    if size:
        raise BackupRefused(f"Tệp {path.name} đổi trong lúc sao lưu. Sao lưu lại.")


def stand(using: str) -> tuple[About, Apps]:
    """Which migrations a database has, and the models as they were after them."""
    loader = MigrationLoader(connections[using])
    applied = sorted(key for key in loader.applied_migrations if key in loader.graph.nodes)
    migrations: dict[str, list[str]] = {}
    for app, name in applied:
        migrations.setdefault(app, []).append(name)
    whole = set(applied) >= set(loader.graph.leaf_nodes())
    about = About(VERSION, datetime.now(UTC).isoformat(timespec="seconds"), connections[using].vendor, migrations)
    return about, current_apps if whole else loader.project_state(applied).apps


def audit_head(apps: Apps, using: str) -> tuple[int, str]:
    """Number and digest of the last entry of the audit trail; (0, "") while there is none."""
    head = apps.get_model("dangvien", "AuditHead")._base_manager.using(using).filter(pk=1).first()
    return (head.sequence, head.digest) if head else (0, "")


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
