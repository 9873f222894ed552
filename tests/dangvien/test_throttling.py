"""Wrong passwords make the next try wait: by account and machine, for a while, for names that nobody has as well."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from dangvien.actions import throttling
from dangvien.actions.auditing import Origin, origin
from dangvien.models import AuditEntry, SignInThrottle, User
from dangvien.models.sign_in import LONGEST_WAIT, PATIENCE, Patience
from tests import factories
from tests.dangvien.pages import Page, faults

HERE, THERE = "10.0.0.5", "203.0.113.9"
PAIR = PATIENCE[SignInThrottle.Kind.PAIR]


def text_of(response):
    return " ".join(response.content.decode().split())


def knock(username, password="sai mat khau nay", address=HERE):
    return Client(REMOTE_ADDR=address).post("/dang-nhap/", {"username": username, "password": password})


def knock_often(times, username="an", address=HERE):
    return [knock(username, address=address).status_code for _ in range(times)]


def test_a_wait_doubles_and_never_grows_past_the_longest():
    patience = Patience(free=2, first=timedelta(seconds=30))

    waits = [patience.wait_after(failures).total_seconds() for failures in range(9)]

    assert waits == [0, 0, 0, 30, 60, 120, 240, 480, 900]
    assert patience.wait_after(10**6) == LONGEST_WAIT


class TestAtTheDoor:
    def test_five_mistakes_are_forgiven_then_one_waits_and_then_comes_in(self, an):
        assert knock_often(PAIR.free + 1) == [200] * (PAIR.free + 1)

        answer = knock("an", factories.PASSWORD)

        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 30
        assert Page(text_of(answer)).texts("h1") == ["Chờ đến 12:01 rồi đăng nhập lại"]
        assert faults(text_of(answer)) == []
        with time_machine.travel(timezone.now() + timedelta(seconds=31)):
            assert knock("an", factories.PASSWORD).status_code == 302

    def test_a_name_that_nobody_has_is_answered_alike(self, an):
        shown = []
        for name in ("an", "khong.co.ai"):
            codes = knock_often(PAIR.free + 1, name)
            last = knock(name)
            shown.append((codes, last.status_code, text_of(last)))

        assert shown[0] == shown[1]
        assert AuditEntry.objects.exclude(subject_id=str(an.pk)).count() == 0

    def test_waiting_people_do_not_wait_longer_for_knocking(self, an):
        knock_often(PAIR.free + 1)
        before = SignInThrottle.objects.get(kind="cap").failures

        assert set(knock_often(4)) == {429}
        assert SignInThrottle.objects.get(kind="cap").failures == before

    def test_neither_a_name_nor_an_address_is_kept(self, an):
        knock("matkhau-go-nham-vao-o-ten")

        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM dangvien_signinthrottle")
            kept = str(cursor.fetchall())
        assert "matkhau" not in kept
        assert HERE not in kept

    def test_an_hour_of_peace_forgets(self, an):
        knock_often(PAIR.free)
        with time_machine.travel(timezone.now() + timedelta(minutes=61)):
            assert knock_often(PAIR.free + 1) == [200] * (PAIR.free + 1)

    def test_coming_in_forgets_at_once(self, an):
        knock_often(PAIR.free)
        assert knock("an", factories.PASSWORD).status_code == 302

        assert knock_often(PAIR.free + 1) == [200] * (PAIR.free + 1)

    def test_empty_boxes_are_no_try(self, an):
        for _ in range(PAIR.free + 3):
            knock("an", "")
        assert not SignInThrottle.objects.exists()

    def test_what_was_not_counted_leaves_no_entry(self, an):
        """Else whoever knows a name fills the audit trail, and nothing slows them."""
        for fields in ({"username": "an", "password": ""}, {"username": "", "password": "x"}, {"username": "an"}, {}):
            assert Client(REMOTE_ADDR=HERE).post("/dang-nhap/", fields).status_code == 200
        assert not AuditEntry.objects.exists()

    def test_a_machine_that_waits_leaves_nothing_behind_whatever_it_tries(self, an):
        knock("an")
        SignInThrottle.objects.filter(kind="may").update(failures=500, last_failed_at=timezone.now())
        rows, entries = SignInThrottle.objects.count(), AuditEntry.objects.count()

        assert {knock(f"ten.{number}").status_code for number in range(3)} == {429}
        assert (SignInThrottle.objects.count(), AuditEntry.objects.count()) == (rows, entries)


class TestAnOffice:
    """Many people behind one address, one of whom guesses; and somebody far away who guesses at one account."""

    def test_one_guesser_stops_nobody_who_works_there(self, an, binh):
        assert knock("an", factories.PASSWORD).status_code == 302
        SignInThrottle.objects.filter(kind="may").update(failures=500, last_failed_at=timezone.now())

        assert knock("an", factories.PASSWORD).status_code == 302
        assert knock("binh", factories.PASSWORD).status_code == 429
        assert knock("binh", factories.PASSWORD, address=THERE).status_code == 302

    def test_nobody_is_shut_out_of_their_own_desk_from_far_away(self, an):
        assert knock("an", factories.PASSWORD).status_code == 302
        SignInThrottle.objects.filter(kind="tai_khoan").update(failures=500, last_failed_at=timezone.now())

        assert knock("an", factories.PASSWORD).status_code == 302
        assert knock("an", factories.PASSWORD, address=THERE).status_code == 429


def test_a_stolen_session_is_no_place_to_guess_the_password(an, as_an):
    for _ in range(PAIR.free + 1):
        as_an.post("/doi-mat-khau/", {"old": "đoán bừa một câu", "new": "x", "again": "x"})

    html = text_of(as_an.post("/doi-mat-khau/", {"old": factories.PASSWORD, "new": "x", "again": "x"}))

    assert "Đã gõ sai mật khẩu nhiều lần. Chờ đến 12:01 rồi gõ lại." in html


def test_many_tries_at_once_are_all_counted(an):
    """Counted before they are looked at: a try under way is a failure for the next one."""
    token = origin.set(Origin(address=HERE))
    try:
        waits = [throttling.count_try(username="an").wait_until for _ in range(PAIR.free + 3)]
    finally:
        origin.reset(token)

    assert [bool(wait) for wait in waits] == [False] * (PAIR.free + 1) + [True, True]


class TestAdministrator:
    def test_sees_the_wait_and_lifts_it(self, an, as_dung):
        knock_often(PAIR.free + 1)
        page = text_of(as_dung.get(f"/tai-khoan/{an.pk}/"))
        assert "Đang phải chờ mới đăng nhập được" in page
        assert "chờ đến 12:01." in page

        done = as_dung.post(f"/tai-khoan/{an.pk}/cho-dang-nhap-lai/", follow=True)

        assert "Nguyễn Thị An đăng nhập lại được ngay." in text_of(done)
        assert "Đang phải chờ" not in text_of(done)
        assert knock("an", factories.PASSWORD).status_code == 302

    def test_reads_it_in_the_trail(self, an, as_dung):
        knock_often(PAIR.free + 1)
        as_dung.post(f"/tai-khoan/{an.pk}/cho-dang-nhap-lai/")

        page = text_of(as_dung.get("/nhat-ky/"))

        waited = f"thử vào tài khoản của Nguyễn Thị An sai {PAIR.free + 1} lần, phải chờ 1 phút mới được thử tiếp."
        assert waited in page
        assert "cho thử đăng nhập tài khoản của Nguyễn Thị An ngay, không phải chờ." in page

    def test_a_wait_that_is_over_is_not_shown(self, an, as_dung):
        knock_often(1)
        assert "Đang phải chờ" not in text_of(as_dung.get(f"/tai-khoan/{an.pk}/"))


def test_what_says_nothing_any_more_is_dropped(an):
    knock("an", factories.PASSWORD)
    knock("khong.co.ai")
    later = timezone.now() + timedelta(hours=2)

    throttling.forget_old_tries(now=later)

    assert [(row.kind, row.user) for row in SignInThrottle.objects.all()] == [("cap", User.objects.get(username="an"))]
    throttling.forget_old_tries(now=later + timedelta(days=60))
    assert not SignInThrottle.objects.exists()
