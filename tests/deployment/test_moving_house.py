"""From SQLite to PostgreSQL as docs/operations.md says: what the audit chain vouches for arrives unchanged."""

from __future__ import annotations

import pytest
from django.core import serializers

from dangvien.actions.auditing import note
from dangvien.models import AuditEntry, Organization


@pytest.mark.django_db
def test_an_entry_written_to_xml_and_read_back_keeps_its_digest():
    place = Organization.objects.create(code="p1")
    entry = note(by=None, verb="thử", subject=place, organization=place, after={"ngày": place.code, "số": [1, None]})

    moved = next(serializers.deserialize("xml", serializers.serialize("xml", [entry]))).object

    assert isinstance(moved, AuditEntry)
    assert moved.at == entry.at
    assert moved.computed_digest("") == entry.digest
