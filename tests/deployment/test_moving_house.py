"""From one database to another by one command, as docs/operations.md says."""

from __future__ import annotations

import sqlite3
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dangvien.actions.auditing import note
from dangvien.models import AuditEntry, Organization


def test_an_address_that_is_none_is_refused():
    with pytest.raises(CommandError, match="Địa chỉ phải bắt đầu bằng postgres"):
        call_command("move_database", "--to", "mysql://may/so")


@pytest.mark.django_db(transaction=True)
def test_the_register_moves_into_an_empty_database_and_into_no_other(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    place = Organization.objects.create(code="p1")
    note(by=None, verb="thử", subject=place, organization=place, after={"ngày": place.code, "số": [1, None]})
    target, out = f"sqlite:///{tmp_path}/moi.sqlite3", StringIO()

    call_command("move_database", "--to", target, stdout=out)
    with pytest.raises(CommandError, match="Chưa chuyển: Nơi khôi phục đang có dữ liệu"):
        call_command("move_database", "--to", target, stdout=out)

    assert "bảng nào cũng khớp" in out.getvalue()
    with sqlite3.connect(tmp_path / "moi.sqlite3") as moved:
        entries = moved.execute("SELECT verb, digest FROM dangvien_auditentry ORDER BY sequence").fetchall()
    moved.close()
    assert entries[:1] == [("thử", AuditEntry.objects.get().digest)]
    assert [verb for verb, _ in entries] == ["thử", "khôi phục sổ"]
    assert list(tmp_path.glob("thu-khoi-phuc-*")) == []
