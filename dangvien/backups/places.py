"""Where a restore goes: an empty database with its files, or one that is put aside; built beside, then exchanged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from psycopg.sql import SQL, Identifier

from dangvien.backups.keys import BackupRefused

NOT_EMPTY = (
    "Nơi khôi phục đang có dữ liệu nên dừng lại, chưa đổi gì. Khôi phục vào một máy trống; nếu thật sự muốn thay, "
    "thêm --replace: dữ liệu đang có được đổi tên và giữ lại bên cạnh."
)
IN_USE = "Sổ đang chạy (còn kết nối tới cơ sở dữ liệu). Dừng sổ rồi khôi phục lại; chưa đổi gì."


@dataclass
class Place:
    """The database of this installation and its folder of files. `replace`: what is there may be put aside."""

    replace: bool = False
    stamp: str = field(default_factory=lambda: datetime.now().astimezone().strftime("%Y%m%d_%H%M%S"))

    def __post_init__(self) -> None:
        self.root = Path(settings.MEDIA_ROOT)
        self.files = self.root.with_name(f"{self.root.name}.dang-khoi-phuc-{self.stamp}")

    def refuse_unfit(self, *, with_files: bool) -> None:
        """Stop where something lies that nobody said may be put aside, or while somebody works with it."""
        occupied = self.has_tables = self._has_tables()
        if with_files and self.root.is_dir():
            occupied |= any(path.is_file() for path in self.root.rglob("*"))
        if occupied and not self.replace:
            raise BackupRefused(NOT_EMPTY)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
                if cursor.fetchone()[0]:
                    raise BackupRefused(IN_USE)
        connection.close()

    @staticmethod
    def _has_tables() -> bool:
        """Whether the database holds anything; a file that is not there is not made by asking."""
        if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
            return False
        return bool(connection.introspection.table_names())

    @contextmanager
    def building(self) -> Iterator[None]:
        """Inside, the default connection leads to a new empty database beside the old one; it is gone afterwards
        unless it was put in place."""
        before = dict(connection.settings_dict), dict(connection.settings_dict.get("OPTIONS", {}))
        self.files.mkdir(mode=0o700, parents=True)
        try:
            self._begin()
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before[0], OPTIONS=before[1])
            shutil.rmtree(self.files, ignore_errors=True)
            self._sweep()

    def put_in_place(self, *, with_files: bool) -> list[str]:
        """Exchange what was built with what was there; gives where the old things lie now."""
        kept = self._exchange()
        if with_files:
            if self.root.is_dir() and any(self.root.iterdir()):
                old = self.root.with_name(f"{self.root.name}.truoc-khoi-phuc-{self.stamp}")
                self.root.rename(old)
                kept.append(str(old))
            elif self.root.is_dir():
                self.root.rmdir()
            self.files.rename(self.root)
        return kept

    def _begin(self) -> None:
        connection.close()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(SQL("CREATE SCHEMA {}").format(Identifier(self._schema)))
            connection.close()
            options = dict(connection.settings_dict.get("OPTIONS", {}))
            options["options"] = f"{options.get('options', '')} -c search_path={self._schema}".strip()
            connection.settings_dict["OPTIONS"] = options
        else:
            self._old = Path(connection.settings_dict["NAME"])
            self._new = self._old.with_name(f"{self._old.name}.dang-khoi-phuc-{self.stamp}")
            connection.settings_dict["NAME"] = str(self._new)

    @property
    def _schema(self) -> str:
        return f"khoi_phuc_{self.stamp}"

    def _exchange(self) -> list[str]:
        return self._exchange_schemas() if connection.vendor == "postgresql" else self._exchange_databases()

    def _exchange_schemas(self) -> list[str]:
        old = f"truoc_khoi_phuc_{self.stamp}"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)")
            (kept,) = cursor.fetchone()
            cursor.execute(SQL("ALTER SCHEMA public RENAME TO {}").format(Identifier(old)))
            cursor.execute(SQL("ALTER SCHEMA {} RENAME TO public").format(Identifier(self._schema)))
            if not kept:
                cursor.execute(SQL("DROP SCHEMA {}").format(Identifier(old)))
        return [f"lược đồ {old} trong cùng cơ sở dữ liệu"] if kept else []

    def _exchange_databases(self) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")  # everything into one file, which can then be renamed
        connection.close()
        self._new.chmod(0o600)
        kept = []
        if self.has_tables:
            kept = [str(self._put_aside())]
        self._new.rename(self._old)
        return kept

    def _put_aside(self) -> Path:
        connection.settings_dict["NAME"] = str(self._old)
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout=2000")
                cursor.execute("PRAGMA journal_mode=DELETE")
                if cursor.fetchone()[0] != "delete":
                    raise BackupRefused(IN_USE)
        except DatabaseError as error:
            raise BackupRefused(IN_USE) from error
        finally:
            connection.close()
        aside = self._old.with_name(f"{self._old.name}.truoc-khoi-phuc-{self.stamp}")
        self._old.rename(aside)
        return aside

    def _sweep(self) -> None:
        """Take away what was begun and not put in place."""
        if connection.vendor == "postgresql":
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(self._schema)))
            connection.close()
        else:
            for path in self._new.parent.glob(f"{self._new.name}*"):
                path.unlink(missing_ok=True)
