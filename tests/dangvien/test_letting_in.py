"""A sole administrator without password or telephone comes in again by one command at the server."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from dangvien.actions import second_factor
from dangvien.models import AuditEntry, User
from dangvien.sentences import told

OPERATOR = "Người vận hành máy chủ"


def let_in(username: str) -> str:
    output = StringIO()
    call_command("let_in", username, stdout=output)
    return output.getvalue()


def test_the_door_opens_with_the_printed_password_alone(dung, as_dung, client):
    second_factor.print_codes(user=dung)
    (password,) = re.findall(r": (\S+)\n", let_in("DUNG"))
    user = User.objects.get(pk=dung.pk)

    assert as_dung.get("/").status_code == 302  # the session that was open is not any more
    assert user.must_change_password
    assert user.slip_until is not None
    assert not second_factor.proofs_of(user)
    assert client.login(username="dung", password=password)
    entries = list(AuditEntry.objects.filter(actor=OPERATOR).order_by("sequence"))
    assert [entry.verb for entry in entries] == ["gỡ lớp thứ hai", "cấp lại mật khẩu"]
    assert all(entry.organization_id and entry.reason == second_factor.AT_THE_SERVER for entry in entries)
    assert told(entries[1], {}).sentence.startswith(f"{OPERATOR} cấp lại mật khẩu cho")


def test_a_closed_account_stays_closed_and_a_wrong_name_is_told_the_right_ones(dung, an):
    User.objects.filter(pk=an.pk).update(is_active=False)

    with pytest.raises(CommandError, match="Tài khoản an đã khóa"):
        let_in("an")
    with pytest.raises(CommandError, match=r"Không có tài khoản quan-tri\. Tài khoản quản trị đang có: dung"):
        let_in("quan-tri")
    assert not AuditEntry.objects.filter(actor=OPERATOR).exists()
