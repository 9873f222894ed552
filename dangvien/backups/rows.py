"""Rows as lines of JSON that mean the same on both databases, and back; what a table adds up to."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connection, connections, models

from dangvien.models.inserting import insert_columns

NOT_KEPT = frozenset({"sessions.session", "dangvien.usersession"})
"""Tables left out: who was signed in ends with the machine."""

PART = 4 * 1024 * 1024
"""Bytes of lines after which a part of a table is closed; one line may be longer."""
AT_A_TIME = 1000
"""Rows fetched at a time; one where a row may hold a whole file."""

_WIDTH = 1 << 256


def tables(apps: Apps) -> list[type[models.Model]]:
    """Every table of the register that is kept, by name; those between two tables included."""
    found = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    return sorted(
        (model for model in found if not model._meta.proxy and model._meta.label_lower not in NOT_KEPT),
        key=lambda model: model._meta.db_table,
    )


@dataclass
class Sum:
    """How many rows, and a digest that does not depend on their order: databases sort text differently.

    The digest is the sum of the SHA-256 of the lines. It tells whether rows arrived as they left; that nobody changed
    them on the way is what the encryption vouches for.
    """

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest(), "big")) % _WIDTH

    @property
    def digest(self) -> str:
        return f"{self.total:064x}"


@dataclass(frozen=True)
class Part:
    """Some lines of a table."""

    table: str
    columns: tuple[str, ...]
    lines: Sequence[bytes]


@dataclass
class Sums:
    """What every table adds up to, by its name in the database."""

    of: dict[str, Sum] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        told = self.of.setdefault(part.table, Sum())
        for line in part.lines:
            told.add(line)


def parts_of(model: type[models.Model], using: str) -> Iterator[Part]:
    """The rows of a table in the order of their keys; at least one part, so that an empty table is told too."""
    fields = model._meta.local_concrete_fields
    names = tuple(sorted(field.attname for field in fields))  # migrations and models list them differently
    heavy = any(isinstance(field, models.BinaryField) for field in fields)
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    lines: list[bytes] = []
    size = 0
    for row in rows.iterator(chunk_size=1 if heavy else AT_A_TIME):
        lines.append(line_of(row))
        size += len(lines[-1])
        if size >= PART:
            yield Part(model._meta.db_table, names, lines)
            lines, size = [], 0
    yield Part(model._meta.db_table, names, lines)


def sums_of(apps: Apps, using: str) -> Sums:
    """What the tables of a database add up to now."""
    sums = Sums()
    for model in tables(apps):
        for part in parts_of(model, using):
            sums.add(part)
    return sums


def plain(value: Any) -> Any:
    """A value that JSON does not know, as text that the column's own field reads back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(value).decode("ascii")
    raise TypeError(f"a column of {type(value).__name__} cannot be kept in a backup")


_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain).encode


def line_of(row: Sequence[Any]) -> bytes:
    """A row as one line: the same text for the same values, whichever database they come from."""
    text = _write(row)
    if "e+" in text:
        # PostgreSQL gives 1e+16 back as a whole number, so it is written as one from the beginning.
        text = _write(json.loads(text, parse_float=_number))
    return text.encode()


def _number(text: str) -> float | int:
    value = float(text)
    return int(value) if math.isfinite(value) and value.is_integer() and "e" in text.lower() else value


def read_line(line: bytes) -> list[Any]:
    """The values of a line as JSON tells them."""
    values = json.loads(line)
    if not isinstance(values, list):
        raise TypeError("a line that is no row")
    return values


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows with the keys they had; columns that the database works out itself are left to it."""
    if not rows:
        return
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    given = dict(zip(columns, zip(*rows, strict=True), strict=True))
    values = {name: _converted(field, given[name]) for name, field in fields.items() if not field.generated}
    insert_columns(model, values.pop(model._meta.pk.attname), values, as_they_were=True)


def _converted(field: Any, values: Iterable[Any]) -> list[Any]:
    """The values of a column as the model has them."""
    read = _reader(field)
    return list(values) if read is None else [None if value is None else read(value) for value in values]


_AS_JSON_HAS_THEM = (models.JSONField, models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def _reader(field: Any) -> Callable[[Any], Any] | None:
    if isinstance(field, models.ForeignKey):
        target = field.target_field
        if _reader(target) is None:
            return None
        # `insert_columns` sends keys as they are, and SQLite knows no UUID.
        return lambda value: target.get_db_prep_save(target.to_python(value), connection)
    if isinstance(field, _AS_JSON_HAS_THEM):
        return None
    if isinstance(field, models.BinaryField):
        return base64.b64decode
    reader: Callable[[Any], Any] = field.to_python
    return reader


def next_keys(apps: Apps, using: str) -> dict[str, int]:
    """The key that each counting table gives next: a key that was given once is never given to another row."""
    own = connections[using]
    found: dict[str, int] = {}
    with own.cursor() as cursor:
        for model in _counting(apps):
            table = model._meta.db_table
            if own.vendor == "postgresql":
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', model._meta.pk.column])
                (sequence,) = cursor.fetchone()
                cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - named by the database
                last, called = cursor.fetchone()
                found[table] = last + bool(called)
            else:
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
                found[table] = (cursor.fetchone() or (0,))[0] + 1
    return found


def set_next_keys(apps: Apps, using: str, wanted: dict[str, int]) -> None:
    """Let each counting table go on where it stood, or after its last key where that is further."""
    own = connections[using]
    with own.cursor() as cursor:
        for model in _counting(apps):
            table, column = model._meta.db_table, own.ops.quote_name(str(model._meta.pk.column))
            cursor.execute(f"SELECT COALESCE(MAX({column}), 0) + 1 FROM {own.ops.quote_name(table)}")  # noqa: S608 - our own tables
            following = max(cursor.fetchone()[0], wanted.get(table, 1))
            if own.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s, false)",
                    [f'"{table}"', model._meta.pk.column, following],
                )
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, following - 1])


def _counting(apps: Apps) -> list[type[models.Model]]:
    return [model for model in tables(apps) if isinstance(model._meta.pk, models.AutoField)]
