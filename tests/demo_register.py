"""The demo register as fixtures: made once for each test process, then lent to one test after another.

It stands in databases of its own beside the empty one, so that tests with and without it can follow in any order.
`dong_ha` and `dong_ha_after_reform` put the test into a transaction on that database, which is taken back afterwards.
`dong_ha_live` gives a test with a live server or several connections a copy that it may change for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from dangvien.demo import build, figures
from dangvien.demo.figures import City
from dangvien.models import Organization, User
from dangvien.period import Period

PASSWORD = "muoi-hai-ky-tu"
ALIAS = "default"


@dataclass(frozen=True)
class DemoRegister:
    """What a test needs to find its way in the demo: `demo["phuong-1"]` is that organization."""

    figures: City

    def __getitem__(self, code: str) -> Organization:
        return Organization.objects.get(code=code)

    @property
    def city(self) -> Organization:
        return self[self.figures.city.code]

    @property
    def province(self) -> Organization:
        return self[self.figures.province.code]

    @property
    def period(self) -> Period:
        """What the report of 2022 counts: 01/01/2012 to 20/5/2022."""
        return self.figures.period

    @property
    def as_of(self) -> date:
        """The day of its stocks: 20/5/2022."""
        return self.figures.period.last

    def user(self, username: str) -> User:
        """An account of the demo; all of them have PASSWORD."""
        return User.objects.get(username=username)


DEMO = DemoRegister(figures.dong_ha())


@pytest.fixture(scope="session")
def dong_ha_database(django_db_setup, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """The database that holds the demo as `manage.py demo` makes it."""
    yield from _built("dong_ha", django_db_blocker, reformed=False)


@pytest.fixture(scope="session")
def dong_ha_after_reform_database(django_db_setup, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """The database that holds the demo as `manage.py demo --reform` makes it."""
    yield from _built("dong_ha_after_reform", django_db_blocker, reformed=True)


@pytest.fixture
def dong_ha(dong_ha_database, db) -> Iterator[DemoRegister]:
    """The demo register: the city of 2022 still standing."""
    with in_place_of_empty(dong_ha_database), transaction.atomic():
        yield DEMO
        transaction.set_rollback(True)


@pytest.fixture
def dong_ha_after_reform(dong_ha_after_reform_database, db) -> Iterator[DemoRegister]:
    """The demo register after 1 July 2025: the same people under the new wards."""
    with in_place_of_empty(dong_ha_after_reform_database), transaction.atomic():
        yield DEMO
        transaction.set_rollback(True)


@pytest.fixture
def dong_ha_live(dong_ha_database, transactional_db) -> Iterator[DemoRegister]:
    """A copy of the demo register that every thread of this process sees and that really commits."""
    copy = _clone(dong_ha_database, "live")
    empty = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = copy.settings_dict["NAME"]  # shared by all threads: new connections go there
    yield DEMO
    connection.close()
    connection.settings_dict["NAME"] = empty
    _drop(dong_ha_database, "live")


def _built(name: str, blocker, *, reformed: bool) -> Iterator[BaseDatabaseWrapper]:
    with blocker.unblock():
        original = connections[ALIAS]
        own = _clone(original, name)
        with in_place_of_empty(own):
            build.dong_ha(password=PASSWORD, reformed=reformed)
    yield own
    with blocker.unblock():
        own.close()
        _drop(original, name)


@contextmanager
def copied(source: BaseDatabaseWrapper, suffix: str) -> Iterator[BaseDatabaseWrapper]:
    """A copy of a database that may be changed for good; it is dropped at the end of the block."""
    own = _clone(source, suffix)
    try:
        yield own
    finally:
        own.close()
        _drop(source, suffix)


@contextmanager
def in_place_of_empty(own: BaseDatabaseWrapper) -> Iterator[None]:
    """In this thread, queries go to `own` until the block ends."""
    empty = connections[ALIAS]
    connections[ALIAS] = own
    try:
        yield
    finally:
        connections[ALIAS] = empty


def _clone(source: BaseDatabaseWrapper, suffix: str) -> BaseDatabaseWrapper:
    """A copy of a database beside it, and a connection to the copy."""
    if source.vendor == "sqlite":
        with source.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    source.close()
    source.creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    return type(source)(source.creation.get_test_db_clone_settings(suffix), ALIAS)


def _drop(source: BaseDatabaseWrapper, suffix: str) -> None:
    """Drop the copy, after ending what other threads may have left open to it."""
    if source.vendor == "postgresql":
        name = source.creation.get_test_db_clone_settings(suffix)["NAME"]
        with source.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    source.creation.destroy_test_db(suffix=suffix, verbosity=0)
