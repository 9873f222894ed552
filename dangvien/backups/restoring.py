"""Restoring a backup: read through and found whole, built beside what is there, checked, and only then put in place."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from django.db.migrations.recorder import MigrationRecorder
from django.utils.timezone import localdate
from pyrage import x25519

from dangvien import VERSION
from dangvien.actions.auditing import broken_entries
from dangvien.backups import archive
from dangvien.backups.archive import DAMAGED, NOT_A_BACKUP, opened
from dangvien.backups.keys import BackupRefused
from dangvien.backups.manifest import About, Files, Manifest, differences, refuse_newer
from dangvien.backups.places import Place
from dangvien.backups.rows import Part, Sums, insert, read_line, set_next_keys, sums_of, tables
from dangvien.backups.taking import audit_head
from dangvien.procedure import reconciliation

UNKNOWN_TABLE = "Chưa có gì bị thay đổi. Bản sao lưu có bảng mà chương trình không biết:"
UNKNOWN_COLUMNS = "Chưa có gì bị thay đổi. Bản sao lưu có cột mà chương trình không biết, ở bảng:"

MOST_NAMED = 20
"""Faults of the register that are named; the rest is counted with them no further than a thousand."""


@dataclass(frozen=True)
class Contents:
    """A backup that was read from end to end and is whole."""

    about: About
    manifest: Manifest


@dataclass
class Outcome:
    """What a restore found: the backup, and what the register checks say of what is in it."""

    contents: Contents
    breaks: int = 0
    faults: list[str] = field(default_factory=list)
    more: bool = False
    aside: list[str] = field(default_factory=list)


def look(path: Path, key: x25519.Identity) -> Contents:
    """Read a whole backup without keeping anything. Raises `BackupRefused` unless every byte is as it was written."""
    about: About | None = None
    manifest: Manifest | None = None
    sums, files = Sums(), Files()
    with opened(path, key) as members:
        for name, content in members:
            if about is None:
                about = _about(name, content)
            elif name.startswith("tables/"):
                sums.add(_part(name, content))
            elif name.startswith("files/"):
                digest, size = hashlib.sha256(), 0
                while piece := content.read(archive.CHUNK):
                    digest.update(piece)
                    size += len(piece)
                files.add(name.removeprefix("files/"), size, digest.hexdigest())
            elif name == "manifest.json":
                manifest = Manifest.from_json(json.load(content))
    if about is None or manifest is None:
        raise BackupRefused(NOT_A_BACKUP)
    if differences(manifest.tables, sums.of) or manifest.files != (files.count, files.size, files.sum.digest):
        raise BackupRefused(DAMAGED)
    return Contents(about, manifest)


def _about(name: str, content: IO[bytes]) -> About:
    if name != "about.json":
        raise BackupRefused(NOT_A_BACKUP)
    about = About(**json.load(content))
    known: dict[str, list[str]] = {}
    for app, migration in MigrationLoader(None).graph.nodes:
        known.setdefault(app, []).append(migration)
    refuse_newer(about, VERSION, known)
    return about


def _part(name: str, content: IO[bytes]) -> Part:
    first, *lines = gzip.decompress(content.read()).splitlines()
    return Part(name.split("/")[1], tuple(json.loads(first)), lines)


def restore(path: Path, key: x25519.Identity, place: Place, *, with_files: bool = True) -> Outcome:
    """Bring a backup back. Until everything is there and checked, nothing of the place is touched.

    Raises `BackupRefused` when the place is not empty and may not be put aside, and when anything is not as it was.
    """
    contents = look(path, key)
    place.refuse_unfit(with_files=with_files)
    with place.building():
        with opened(path, key) as members:
            fill(contents, members, place.files if with_files else None)
        outcome = checked(contents)
        outcome.aside += place.put_in_place(with_files=with_files)
    return outcome


def fill(contents: Contents, members: Iterator[tuple[str, IO[bytes]]], files: Path | None) -> None:
    """Make the tables as they were, write the rows, compare every table, and bring the tables up to this program."""
    apps = make_tables(contents.about.migrations)
    by_table = {model._meta.db_table: model for model in tables(apps)}
    kept = Files()
    with transaction.atomic():
        for name, content in members:
            if name.startswith("tables/"):
                part = _part(name, content)
                model = by_table.get(part.table)
                if model is None:
                    raise BackupRefused(f"{UNKNOWN_TABLE} {part.table}.")
                if set(part.columns) != {field.attname for field in model._meta.local_concrete_fields}:
                    raise BackupRefused(f"{UNKNOWN_COLUMNS} {part.table}.")
                try:
                    insert(model, part.columns, [read_line(line) for line in part.lines])
                except (ValueError, DatabaseError) as error:
                    raise BackupRefused(f"Cơ sở dữ liệu không nhận một hàng của bảng {part.table}: {error}") from error
            elif name.startswith("files/") and files is not None:
                _keep_file(files, name.removeprefix("files/"), content, kept)
        set_next_keys(apps, "default", contents.manifest.next_keys)
    wrong = differences(contents.manifest.tables, sums_of(apps, "default").of)
    if audit_head(apps, "default") != contents.manifest.audit:
        wrong.append("đầu chuỗi nhật ký không đúng")
    if files is not None and (kept.count, kept.size, kept.sum.digest) != contents.manifest.files:
        wrong.append("các tệp không đủ hoặc không đúng")
    if wrong:
        raise BackupRefused(f"Khôi phục không khớp với bản sao lưu, nên dừng lại: {'; '.join(wrong[:MOST_NAMED])}.")
    call_command("migrate", verbosity=0, interactive=False)


def make_tables(migrations: dict[str, list[str]]) -> Apps:
    """The empty tables of the register as they were after these migrations; gives the models of that time.

    They are made at once from the models of that time where the migrations say nothing else than models: a minute of
    altering empty tables is spared. A migration with SQL of its own is carried out.
    """
    loader = MigrationLoader(connection)
    nodes = [(app, name) for app, names in migrations.items() for name in names]
    apps = loader.project_state(nodes).apps
    if not all(_only_models(loader.graph.nodes[node].operations) for node in nodes):
        for app, names in migrations.items():
            call_command("migrate", app, names[-1], verbosity=0, interactive=False)
        _empty(apps)
        return apps
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for node in nodes:
        recorder.record_applied(*node)
    return apps


def _only_models(operations: list[Any]) -> bool:
    known = (ModelOperation, IndexOperation, FieldOperation, RunPython)
    return all(isinstance(operation, known) for operation in operations)


def _empty(apps: Apps) -> None:
    """Take away what migrations themselves wrote: the backup has it as it was."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in tables(apps)]
    with transaction.atomic(), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - our own tables


def _keep_file(root: Path, name: str, content: IO[bytes], kept: Files) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BackupRefused(NOT_A_BACKUP)
    target = root.joinpath(*path.parts)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as stream:
        while piece := content.read(archive.CHUNK):
            digest.update(piece)
            size += len(piece)
            stream.write(piece)
    target.chmod(0o600)
    kept.add(name, size, digest.hexdigest())


def checked(contents: Contents) -> Outcome:
    """What the checks of the register say of the one that was just built."""
    found = list(islice(reconciliation.faults(localdate()), MOST_NAMED + 1))
    return Outcome(contents, len(broken_entries()), found[:MOST_NAMED], len(found) > MOST_NAMED)
