"""The audit trail: append-only, in one chain, and a changed entry is named."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from dangvien.actions.audit_keeping import let_old_entries_go
from dangvien.actions.auditing import Origin, broken_entries, note, origin
from dangvien.http import _ask_for_header, client_address
from dangvien.models import AuditEntry, AuditHead, Organization, User
from dangvien.models.audit import AuditIsAppendOnly
from dangvien.procedure.problem import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return Organization.objects.create(code="p1")


def write(place, **more):
    return note(by=None, verb="ghi", subject=place, organization=place, **more)


def test_entries_follow_one_another_in_one_chain(place):
    first, second = write(place), write(place, before={"tên": "Á"}, after={"tên": "Ấ"}, reason="đổi")

    assert [first.sequence, second.sequence] == [1, 2]
    assert second.digest == second.computed_digest(first.digest)
    assert broken_entries() == []


@pytest.mark.parametrize(
    ("direct", "trusted", "heard", "told"),
    [
        ("10.0.0.7", [], "203.0.113.5", "10.0.0.7"),
        ("127.0.0.1", ["127.0.0.1"], "203.0.113.5", "203.0.113.5"),
        ("172.18.0.4", ["172.16.0.0/12"], " 203.0.113.5 ", "203.0.113.5"),
        ("172.18.0.4", ["172.16.0.0/12"], "198.51.100.9, 203.0.113.5", "172.18.0.4"),
        ("172.18.0.4", ["172.16.0.0/12"], "203.0.113.5:443", "172.18.0.4"),
        ("172.18.0.4", ["172.16.0.0/12"], "", "172.18.0.4"),
        ("172.32.0.4", ["172.16.0.0/12"], "203.0.113.5", "172.32.0.4"),
        ("172.18.0.4", ["172.16.0.0/12"], "unknown", "172.18.0.4"),
        ("", ["172.16.0.0/12"], "203.0.113.5", ""),
    ],
)
def test_only_a_trusted_proxy_says_for_whom_it_asks(rf, settings, direct, trusted, heard, told):
    settings.TRUSTED_PROXY = trusted

    assert client_address(rf.get("/", REMOTE_ADDR=direct, headers={"X-Forwarded-For": heard})) == told


def test_a_trusted_proxy_that_does_not_say_for_whom_it_asks_is_told_of_once(rf, settings, caplog):
    settings.TRUSTED_PROXY = ["172.16.0.0/12"]
    _ask_for_header.cache_clear()
    for path in ("/suc-khoe/", "/suc-khoe/san-sang/"):
        client_address(rf.get(path, REMOTE_ADDR="172.18.0.4"))
    client_address(rf.get("/", REMOTE_ADDR="172.18.0.4", headers={"X-Forwarded-For": "203.0.113.5"}))
    assert caplog.messages == []

    for _ in range(3):
        client_address(rf.get("/", REMOTE_ADDR="172.18.0.4"))

    [sentence] = caplog.messages
    assert "Proxy 172.18.0.4 (trong TRUSTED_PROXY) không gửi X-Forwarded-For" in sentence


def test_the_proxy_of_the_handbook_says_itself_for_whom_it_asks():
    """Whatever the asking machine sends is written over; an example that lets it pass would let addresses be forged."""
    examples = re.findall(r"```\n(.*?)```", (settings.BASE_DIR / "docs" / "operations.md").read_text(), re.DOTALL)
    proxies = [example for example in examples if "proxy_pass" in example]

    assert proxies
    for line in ("X-Forwarded-For $remote_addr;", "X-Forwarded-Proto $scheme;"):
        assert all(f"proxy_set_header {line}" in example for example in proxies), line


def test_the_longest_names_fit_into_an_entry(place):
    writer = User.objects.create_user("u" * 150, full_name="Đ" * 120)

    assert note(by=writer, verb="ghi", subject=place, organization=place).actor == f"{'Đ' * 120} ({'u' * 38}"


def test_where_an_act_came_from_is_kept(place):
    token = origin.set(Origin("127.0.0.9", "abc"))
    try:
        entry = write(place)
    finally:
        origin.reset(token)

    assert (entry.address, entry.request_id) == ("127.0.0.9", "abc")


def test_an_entry_cannot_be_changed_or_deleted(place):
    entry = write(place)
    for attempt in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(AuditIsAppendOnly):
            attempt()
    with pytest.raises(AuditIsAppendOnly):
        AuditEntry.objects.all().update(verb="khác")


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        ("UPDATE dangvien_auditentry SET actor = 'Người khác' WHERE sequence = 2", [2]),
        ("DELETE FROM dangvien_auditentry WHERE sequence = 2", [3]),
        ("DELETE FROM dangvien_auditentry WHERE sequence = 3", [3]),
    ],
)
def test_tampering_behind_our_back_is_named(place, tampering, named):
    for _ in range(3):
        write(place)
    with connection.cursor() as cursor:
        cursor.execute(tampering)

    assert broken_entries() == named


def test_the_head_is_the_end_of_the_chain(place):
    entry = write(place)

    assert AuditHead.objects.get().digest == entry.digest


class TestOldEntries:
    """Kept ten years; then let go whole, behind a seal from which the chain goes on."""

    @pytest.fixture
    def years(self, place):
        for year in (2012, 2013, 2020, 2024):
            with time_machine.travel(datetime(year, 6, 1, tzinfo=UTC)):
                write(place)

    def let_go(self):
        return let_old_entries_go(by=None, today=date(2024, 6, 3))

    def test_are_let_go_and_the_rest_is_still_one_chain(self, years, place):
        second = AuditEntry.objects.get(sequence=2)

        seal = self.let_go()

        assert (seal.sequence, seal.entries, seal.digest) == (2, 2, second.digest)
        assert [entry.sequence for entry in AuditEntry.objects.order_by("sequence")] == [3, 4, 5]
        told = AuditEntry.objects.get(sequence=5)
        assert (told.verb, told.after) == ("thôi giữ nhật ký cũ", seal.told)
        write(place)
        assert broken_entries() == []
        assert self.let_go() is None

    @pytest.mark.parametrize(
        ("tampering", "named"),
        [
            ("DELETE FROM dangvien_auditentry WHERE sequence = 3", [4]),
            ("UPDATE dangvien_auditentry SET actor = 'Khác' WHERE sequence = 3", [3]),
            ("UPDATE dangvien_auditseal SET digest = 'khác'", [2, 3]),
            ("DELETE FROM dangvien_auditseal", [3]),
        ],
    )
    def test_tampering_behind_the_seal_is_named(self, years, tampering, named):
        self.let_go()
        with connection.cursor() as cursor:
            cursor.execute(tampering)

        assert broken_entries() == named

    def test_a_torn_trail_is_kept_as_evidence(self, years):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE dangvien_auditentry SET actor = 'Khác' WHERE sequence = 1")

        with pytest.raises(Refused, match="không còn nguyên vẹn"):
            self.let_go()
        assert AuditEntry.objects.count() == 4

    def test_by_command_after_saying_how_many(self, years, capsys):
        with time_machine.travel(datetime(2024, 6, 3, tzinfo=UTC)):
            call_command("forget_audit")
            assert AuditEntry.objects.count() == 4
            call_command("forget_audit", "--yes")

        counted, done = capsys.readouterr().out.splitlines()
        assert counted.startswith("2 dòng nhật ký đã quá hạn giữ. Chưa bỏ dòng nào")
        assert done.startswith("Đã thôi giữ 2 dòng nhật ký, đến dòng số 2 ngày 01/06/2013. Mã băm")

    def test_a_seal_is_not_changed(self, years):
        seal = self.let_go()
        for attempt in (seal.save, seal.delete):
            with pytest.raises(AuditIsAppendOnly):
                attempt()
