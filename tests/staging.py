"""A register made once and lent to one test after another.

It stands in a database of its own beside the empty one, so that tests with and without it can follow in any order, and
a test that borrows it works in a transaction that is taken back afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

ALIAS = "default"

T = TypeVar("T")


@dataclass(frozen=True)
class Stage(Generic[T]):
    """A register in a database of its own, and what its maker wants tests to know of it."""

    database: BaseDatabaseWrapper
    known: T

    @contextmanager
    def lent(self) -> Iterator[T]:
        """Queries of this thread go to it until the block ends, and then nothing has happened."""
        with in_place_of_empty(self.database), transaction.atomic():
            yield self.known
            transaction.set_rollback(True)


@contextmanager
def staged(name: str, blocker: DjangoDbBlocker, make: Callable[[], T]) -> Iterator[Stage[T]]:
    """A copy of the empty database in which `make` has made a register; for fixtures of a session or of a file."""
    with blocker.unblock():
        original = connections[ALIAS]
        own = clone(original, name)
        with in_place_of_empty(own):
            known = make()
    yield Stage(own, known)
    with blocker.unblock():
        own.close()
        drop(original, name)


@contextmanager
def copied(source: BaseDatabaseWrapper, suffix: str) -> Iterator[BaseDatabaseWrapper]:
    """A copy of a database that may be changed for good; it is dropped at the end of the block."""
    own = clone(source, suffix)
    try:
        yield own
    finally:
        own.close()
        drop(source, suffix)


@contextmanager
def in_place_of_empty(own: BaseDatabaseWrapper) -> Iterator[None]:
    """In this thread, queries go to `own` until the block ends."""
    empty = connections[ALIAS]
    connections[ALIAS] = own
    try:
        yield
    finally:
        connections[ALIAS] = empty


def clone(source: BaseDatabaseWrapper, suffix: str) -> BaseDatabaseWrapper:
    """A copy of a database beside it, and a connection to the copy."""
    if source.vendor == "sqlite":
        with source.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    source.close()
    source.creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    return type(source)(source.creation.get_test_db_clone_settings(suffix), ALIAS)


def drop(source: BaseDatabaseWrapper, suffix: str) -> None:
    """Drop the copy, after ending what other threads may have left open to it."""
    if source.vendor == "postgresql":
        name = source.creation.get_test_db_clone_settings(suffix)["NAME"]
        with source.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    source.creation.destroy_test_db(suffix=suffix, verbosity=0)
