"""An empty register gets its first organization and administrator by one command."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from dangvien.actions.auditing import note
from dangvien.demo.build import DEMO_MADE
from dangvien.models import AuditEntry, Organization, User
from dangvien.permissions import Permission
from dangvien.scope import Scope

pytestmark = pytest.mark.django_db

WANTED = {"code": "dang-bo-xa-mau", "name": "Đảng bộ xã Mẫu", "since": "01/7/2025", "full_name": "Lê Thị Quản"}


def run(**changes):
    out = StringIO()
    call_command("first_administrator", **{**WANTED, **changes}, stdout=out)
    return out.getvalue()


def test_the_printed_password_opens_the_door_once(client):
    (password,) = re.findall(r"một lần: (\S+)", run())
    user = User.objects.get(username="quantri")

    assert user.must_change_password
    assert client.login(username="quantri", password=password)
    assert Permission.MANAGE_ORGANIZATIONS in Scope.of(user).permissions
    assert Permission.RECORD_ADMISSION not in Scope.of(user).permissions
    assert Organization.objects.get().name_on(Scope.of(user).today) == "Đảng bộ xã Mẫu"
    assert {entry.actor for entry in AuditEntry.objects.filter(actor_id=None)} == {"Người vận hành máy chủ"}


def test_a_register_in_use_is_left_alone():
    run()

    with pytest.raises(CommandError, match="Sổ đã có tổ chức"):
        run(code="khac")
    assert Organization.objects.count() == User.objects.count() == 1


def test_in_a_demo_register_one_is_told_how_to_begin_anew():
    run()
    place = Organization.objects.get()
    note(by=None, verb=DEMO_MADE, subject=place, organization=place)

    with pytest.raises(CommandError, match=r"là sổ mẫu.*dừng sổ, đổi tên thư mục"):
        run(code="khac")


def test_a_wrong_day_gets_a_sentence_and_nothing_is_kept():
    with pytest.raises(CommandError, match="Ngày thành lập"):
        run(since="31/11/2025")
    assert not Organization.objects.exists()
