"""One installation for the drills of this folder, on the kind of database the tests run on."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from dangvien.backups.keys import new_key
from tests.drills import house, world
from tests.drills.house import House
from tests.drills.parts import Keeper, Part, kept
from tests.drills.places import address_of, ground
from tests.processes import address_of_test_database
from tests.services import ADDRESS, OWNER, free_port, postgresql_program

LEASE = "2"
"""Seconds for which a silent worker is trusted here."""


@pytest.fixture(scope="package")
def drilled(django_db_setup, django_db_blocker) -> Iterator[House]:
    """A running installation with the small register: on SQLite by `manage.py serve`, on PostgreSQL as composed."""
    with ground() as folder, kept() as keeper, django_db_blocker.unblock():
        build = _composed if connection.vendor == "postgresql" else _served
        yield build(folder, keeper)


def _served(folder: Path, keeper: Keeper) -> House:
    url = address_of("sqlite", folder, 0)
    path = url.removeprefix("sqlite:///")
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    made = _house(folder, keeper, url, {"NAME": path}, {})
    return house.serve(made)


def _composed(folder: Path, keeper: Keeper) -> House:
    port = free_port()
    services: dict[str, Part] = {}
    services["postgresql"], url = house.add_postgresql(keeper, folder, port)
    services["redis"], broker = house.add_redis(keeper, folder)
    emptied = subprocess.run(
        [postgresql_program("pg_dump"), "--no-owner", address_of_test_database()], check=True, capture_output=True
    )
    quiet = [shutil.which("psql") or postgresql_program("psql"), "-q", "-v", "ON_ERROR_STOP=1"]
    subprocess.run([*quiet, url], input=emptied.stdout, check=True, stdout=subprocess.DEVNULL)
    connection.close()
    there = {"NAME": OWNER, "USER": OWNER, "PASSWORD": "", "HOST": ADDRESS, "PORT": str(port)}
    made = _house(folder, keeper, url, there, {"BROKER_URL": broker})
    return house.compose(made, services)


def _house(folder: Path, keeper: Keeper, url: str, there: dict[str, str], more: dict[str, str]) -> House:
    environment = house.environment_of(folder, url, BACKUP_KEY=new_key(), DRILL_LEASE=LEASE, **more)
    made = House(keeper, folder, environment, _connection_to(there), free_port())
    with made.open():
        world.settle()
    return made


def _connection_to(there: dict[str, str]) -> BaseDatabaseWrapper:
    original = connection.copy()
    return type(original)({**original.settings_dict, **there}, "default")
