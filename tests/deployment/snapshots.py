"""The register as released programs wrote it, kept as text (`python -m tests.deployment.keep_snapshot` adds today's).

A snapshot is text: a line that says which migrations the tables had, the rows of each table under a line that names its
columns, what they add up to, and at the end the national forms as that program counted them. The people are invented:
each act of tests/acts.py was carried out on one small city, as far as it could follow the one before.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.db import transaction

from dangvien.backups.manifest import About, Manifest
from dangvien.backups.restoring import Contents
from dangvien.backups.rows import Sums, next_keys, parts_of, tables
from dangvien.backups.taking import audit_head, stand
from dangvien.models import Organization
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.catalog import reports as catalog
from reports.engine.computing import compute
from reports.engine.question import Question
from tests.acts import ACTS, Stage

FOLDER = Path(__file__).parent / "snapshots"
YEAR = 2025
TODAY = date(2026, 1, 20)


def snapshots() -> list[Path]:
    """Every snapshot there is, by name."""
    return sorted(FOLDER.glob("*.jsonl"))


def read(path: Path) -> tuple[Any, list[tuple[str, IO[bytes]]], dict[str, Any]]:
    """A snapshot as a restore takes it: its contents, its tables as members of a backup, and its reports."""
    about, *lines, manifest, reports = path.read_bytes().splitlines()
    members: list[tuple[str, IO[bytes]]] = []
    table: list[bytes] = []
    name = ""
    for line in [*lines, b'{"table": ""}']:
        if not line.startswith(b'{"table":'):
            table.append(line)
            continue
        if name:
            members.append((f"tables/{name}/000000.jsonl.gz", io.BytesIO(gzip.compress(b"\n".join(table)))))
        told = json.loads(line)
        name, table = told["table"], [json.dumps(told.get("columns")).encode()]
    return Contents(About(**json.loads(about)), Manifest.from_json(json.loads(manifest))), members, json.loads(reports)


def write(path: Path) -> None:
    """Keep the register of the default database and its reports as text."""
    about, _ = stand("default")
    sums, lines = Sums(), [json.dumps(vars(about))]
    for model in tables(apps):
        for part in parts_of(model, "default"):
            lines.append(json.dumps({"table": part.table, "columns": part.columns}))
            lines += [line.decode() for line in part.lines]
            sums.add(part)
    told = {name: (one.rows, one.digest) for name, one in sums.of.items()}
    manifest = Manifest(told, next_keys(apps, "default"), (0, 0, ""), audit_head(apps, "default"))
    lines += [json.dumps(manifest.as_json()), json.dumps(reports(), ensure_ascii=False)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def reports() -> dict[str, list[list[str]]]:
    """The national forms about the city for one year: what they look like is not ours to change."""
    city = Organization.objects.get(code="tp")
    scope = Scope.whole(city, [Permission.VIEW_REPORTS, Permission.VIEW], TODAY)
    told = {}
    for code, report in sorted(catalog().items()):
        if not code.startswith("bieu-"):
            continue
        table = compute(Question(report, scope, city, Period.year(YEAR), report.chosen({})))
        told[code] = [[row.label, *(cell.text for cell in row.cells)] for row in table.all_rows]
    return told


def fill() -> Iterator[str]:
    """Carry out every act that can follow the others; gives the names of those that could."""
    stage = Stage()
    for name in sorted(ACTS):
        try:
            with transaction.atomic():
                ACTS[name](stage)
        except Exception:  # noqa: BLE001 - made for a stage of its own: what cannot follow is left out
            continue
        yield name
