"""What a backup says of itself: the program and the tables it came from, and what everything adds up to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from dangvien.backups.keys import BackupRefused
from dangvien.backups.rows import Sum
from dangvien.text import thousands

FORMAT = 1
"""Raised when older programs could no longer read what newer ones write."""


@dataclass(frozen=True)
class About:
    """The first thing in a backup: enough to refuse it before the rest is read."""

    version: str
    made_at: str
    database: str
    migrations: dict[str, list[str]]
    format: int = FORMAT


@dataclass
class Files:
    """The files that were printed or kept: how many, their bytes, and a digest over their names and contents."""

    count: int = 0
    size: int = 0
    sum: Sum = field(default_factory=Sum)

    def add(self, name: str, size: int, digest: str) -> None:
        self.count += 1
        self.size += size
        self.sum.add(f"{name}\n{size}\n{digest}".encode())


@dataclass(frozen=True)
class Manifest:
    """The last thing in a backup: what its tables and files add up to, where the audit trail ended."""

    tables: dict[str, tuple[int, str]]
    next_keys: dict[str, int]
    files: tuple[int, int, str]
    audit: tuple[int, str]

    @property
    def rows(self) -> int:
        return sum(count for count, _ in self.tables.values())

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Manifest:
        return cls(
            {name: (int(count), str(digest)) for name, (count, digest) in told["tables"].items()},
            {name: int(key) for name, key in told["next_keys"].items()},
            (int(told["files"][0]), int(told["files"][1]), str(told["files"][2])),
            (int(told["audit"][0]), str(told["audit"][1])),
        )


def differences(wanted: dict[str, tuple[int, str]], found: dict[str, Sum]) -> list[str]:
    """A sentence for every table that is not what it should be."""
    told = []
    for name in sorted(wanted.keys() | found.keys()):
        count, digest = wanted.get(name, (0, Sum().digest))
        there = found.get(name, Sum())
        if there.rows != count:
            told.append(f"bảng {name}: phải có {thousands(count)} dòng, thấy {thousands(there.rows)}")
        elif there.digest != digest:
            told.append(f"bảng {name}: đủ {thousands(count)} dòng nhưng nội dung khác")
    return told


def refuse_newer(about: About, version: str, known: dict[str, list[str]]) -> None:
    """Stop at a backup that a newer program made: its tables are not known here."""
    unknown = any(set(names) - set(known.get(app, ())) for app, names in about.migrations.items())
    if about.format > FORMAT or _numbers(about.version) > _numbers(version) or unknown:
        raise BackupRefused(
            f"Bản sao lưu này do bản {about.version} làm, mới hơn chương trình đang chạy ({version}). "
            f"Cài bản {about.version} hoặc mới hơn rồi khôi phục."
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
