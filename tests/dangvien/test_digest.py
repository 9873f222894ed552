"""The morning's mail: counts and one link, no name, once a day, to those who asked for it."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from dangvien.actions.digest import send_digests
from dangvien.models import AuditEntry, User
from dangvien.tasks import refresh_deadlines
from dangvien.tasks import send_digests as every_morning
from tests import factories
from tests.dangvien.reading import mistakes, page_of, token_of
from tests.people import World
from tests.trails import Trail

TODAY = date(2024, 6, 3)
OWN = "/phan-cong-cua-toi/"
ADDRESS = "/phan-cong-cua-toi/thu-nhac/"


@pytest.fixture(autouse=True)
def server(settings: Any) -> None:
    settings.MAIL_SERVER = {"EMAIL_HOST": "may"}
    settings.DEFAULT_FROM_EMAIL = "so@don-vi.vn"
    settings.SITE_URL = "https://so.don-vi.vn"


@pytest.fixture
def register(world: World, an: User, binh: User, giang: User) -> World:
    Trail.candidate(world.a1, "Lê Quá Hạn").resolved(date(2024, 1, 15))
    Trail.probation(world.a1, date(2023, 6, 20), "Bùi Dự Bị").due(TODAY)
    refresh_deadlines()
    User.objects.filter(pk=an.pk).update(email="an@don-vi.vn")
    User.objects.filter(pk=binh.pk).update(email="binh@don-vi.vn")
    return world


def test_it_counts_what_is_due_and_names_nobody(register: World) -> None:
    assert send_digests(TODAY) == 1

    [letter] = mail.outbox
    assert letter.to == ["an@don-vi.vn"]
    assert letter.from_email == "so@don-vi.vn"
    assert letter.subject == "Việc đến hạn: 2 quá hạn, 1 trong 30 ngày tới"
    assert "- Quyết định kết nạp: 1 quá hạn, 0 trong 30 ngày tới" in letter.body
    assert "- Hết thời gian dự bị: 0 quá hạn, 1 trong 30 ngày tới" in letter.body
    assert "https://so.don-vi.vn/viec-den-han/" in letter.body
    for name in ("Lê Quá Hạn", "Bùi Dự Bị", "Chi bộ A1"):
        assert name not in letter.body + letter.subject


def test_it_counts_transfers_that_are_late_for_those_who_record_movements(register: World) -> None:
    moved = factories.member(register.a1, "Lê Văn Bảy")
    factories.transfer(moved, register.b1, date(2024, 4, 1))
    assert send_digests(TODAY) == 2

    letters = {letter.to[0]: str(letter.body) for letter in mail.outbox}
    expected = "- Nộp giấy và hồ sơ tại nơi đến: 1 quá hạn, 0 trong 30 ngày tới"
    assert expected in letters["an@don-vi.vn"]
    assert expected in letters["binh@don-vi.vn"]
    assert "https://so.don-vi.vn/chuyen-sinh-hoat/" in letters["an@don-vi.vn"]
    assert "Lê Văn Bảy" not in "".join(letters.values())


def test_a_second_round_of_the_same_day_sends_nothing(register: World) -> None:
    every_morning()

    assert (send_digests(TODAY), len(mail.outbox)) == (0, 1)
    assert send_digests(date(2024, 6, 4)) == 1


@pytest.mark.parametrize("day", [date(2024, 6, 2), date(2024, 9, 2)], ids=["Sunday", "Quốc khánh"])
def test_nothing_on_a_day_off(register: World, day: date) -> None:
    assert send_digests(day) == 0


def test_nothing_without_a_mail_server(register: World, settings: Any) -> None:
    settings.MAIL_SERVER = {}

    assert (send_digests(TODAY), mail.outbox) == (0, [])


def test_nothing_to_a_closed_account_or_without_a_role(register: World, an: User) -> None:
    User.objects.filter(pk=an.pk).update(is_active=False)
    User.objects.create_user("khong", full_name="Không Vai Trò", email="khong@don-vi.vn")

    assert send_digests(TODAY) == 0


def test_one_address_that_fails_holds_up_nobody(
    register: World, giang: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    User.objects.filter(pk=giang.pk).update(email="giang@don-vi.vn")
    real = EmailBackend.send_messages

    def send(self: EmailBackend, messages: list[mail.EmailMessage]) -> int:
        if messages[0].to == ["an@don-vi.vn"]:
            raise ConnectionRefusedError("an@don-vi.vn")
        return real(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    with caplog.at_level(logging.WARNING):
        assert send_digests(TODAY) == 1

    assert [letter.to for letter in mail.outbox] == [["giang@don-vi.vn"]]
    assert "ConnectionRefusedError" in caplog.text
    assert "an@don-vi.vn" not in caplog.text


def test_an_address_that_no_mail_can_be_addressed_to_holds_up_nobody(register: World, an: User, giang: User) -> None:
    User.objects.filter(pk=an.pk).update(email="an@don-vi.vn\u2028x")
    User.objects.filter(pk=giang.pk).update(email="giang@don-vi.vn")

    assert send_digests(TODAY) == 1
    assert [letter.to for letter in mail.outbox] == [["giang@don-vi.vn"]]


def test_a_person_gives_and_takes_back_their_own_address(world: World, an: User, as_an: Client) -> None:
    assert "Chưa nhận thư nhắc." in page_of(as_an.get(OWN)).source

    sent = as_an.post(ADDRESS, {"token": token_of(as_an, ADDRESS), "email": "an@don-vi.vn"})
    assert (sent.status_code, sent["Location"]) == (302, OWN)
    assert "Gửi đến an@don-vi.vn" in page_of(as_an.get(OWN)).source
    entry = AuditEntry.objects.get(verb="đổi địa chỉ thư")
    assert entry.after == {"nhận thư": True}

    as_an.post(ADDRESS, {"token": token_of(as_an, ADDRESS), "email": ""})
    an.refresh_from_db()
    assert an.email == ""


@pytest.mark.parametrize(
    "typed", ["an tại cơ quan", "an@don-vi.vn\u2028x", f"an@{'ư' * 60}.vn", "an@don-vi.vn\r\nBcc: x@don-vi.vn"]
)
def test_an_address_that_is_none_is_refused(world: World, as_an: Client, typed: str) -> None:
    sent = as_an.post(ADDRESS, {"token": token_of(as_an, ADDRESS), "email": typed})

    assert mistakes(sent) == {"email": ["Địa chỉ thư chưa đúng. Ví dụ: vanphong@phuong1.gov.vn."]}


def test_without_a_mail_server_the_page_offers_no_mail(world: World, as_an: Client, settings: Any) -> None:
    settings.MAIL_SERVER = {}

    assert "Thư nhắc" not in page_of(as_an.get(OWN)).source
