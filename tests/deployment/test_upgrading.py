"""From every released version's register to this program: nothing lost, the national forms the same to the digit."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dangvien import VERSION
from dangvien.actions.auditing import broken_entries
from dangvien.backups.places import Place
from dangvien.backups.restoring import fill
from tests.deployment import snapshots


def test_this_version_or_the_one_before_was_kept():
    assert snapshots.snapshots()
    assert max(path.stem for path in snapshots.snapshots()) <= VERSION


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", snapshots.snapshots(), ids=lambda path: path.stem)
def test_a_released_register_comes_up_to_this_program(path, settings, tmp_path):
    """Loaded as it was (every table is compared there), then migrated; kept on SQLite, brought up on either."""
    settings.MEDIA_ROOT = tmp_path / "files"
    contents, members, told = snapshots.read(path)
    place = Place(replace=True)

    with place.building():
        fill(contents, iter(members), None)
        executor = MigrationExecutor(connection)
        left = executor.migration_plan(executor.loader.graph.leaf_nodes())
        broken, counted = broken_entries(), snapshots.reports()

    assert left == []
    assert broken == []
    assert counted == told
    assert contents.manifest.rows > 500
