"""Loaded by pytest before the settings (see addopts): a data folder of its own for every test process.

The developer's variables do not reach the tests, except DATABASE_URL and BROKER_URL, by which `make test`
runs the same tests on PostgreSQL with Redis.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

FOR_ALL_TESTS = {"DATABASE_URL", "BROKER_URL"}

_example = (Path(__file__).parent.parent / ".env.example").read_text(encoding="utf-8")
for _name in {line.partition("=")[0] for line in _example.splitlines() if line[:1].isalpha()} - FOR_ALL_TESTS:
    os.environ.pop(_name, None)
_folder = tempfile.mkdtemp(prefix="dangvien-tests-")
os.environ["DATA_DIR"] = _folder
(Path(_folder) / "static").mkdir()  # empty: the static files are served from where they are written


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """What differs from the shipped settings: no collected static files, quick hashes, no migrations, SQLite in a file.

    A file and not memory, because the live server's threads and a real worker open the same database. Altering empty
    tables by forty migrations takes twenty times as long as making them at once.
    """
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.COSTLY_PER_MINUTE = 0  # tests are no people; tests/dangvien/test_protection.py sets it
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    database = settings.DATABASES["default"]
    database.setdefault("TEST", {})["MIGRATE"] = False
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(Path(_folder) / "test.sqlite3")
        # The tests survive no power cut, so they need not wait for the disk.
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


def pytest_unconfigure() -> None:
    shutil.rmtree(_folder, ignore_errors=True)
