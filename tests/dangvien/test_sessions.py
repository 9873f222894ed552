"""Sessions end: left alone, too old, ended from elsewhere; whoever comes back is told and has lost nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dangvien.keeping import Kept
from dangvien.models import AuditEntry, UserSession
from dangvien.sessions import TIMED, browser_name
from dangvien.tasks import forget_old_files
from tests import factories
from tests.dangvien.pages import Page, faults

FORM = {"full_name": "Lê Thị Gõ Dở", "birth_date": "3/2/2000", "token": "3f8f3c1e-6d0f-4c0b-9c55-0d9d2b0f9a11"}
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


def text_of(response):
    return " ".join(response.content.decode().split())


def later(**much):
    return time_machine.travel(timezone.now() + timedelta(**much))


def verbs():
    return list(AuditEntry.objects.order_by("sequence").values_list("verb", flat=True))


def hidden_of(response):
    """The hidden boxes of the page's own forms, the ones of the frame left out."""
    boxes = Page(response.content.decode()).all("input", type="hidden")
    return {box.attributes["name"]: box.attributes.get("value", "") for box in boxes}


@pytest.fixture
def browser(an):
    """A browser with the cookie that every browser has that has seen a form of ours, signed in as An."""
    client = Client(HTTP_USER_AGENT=CHROME, REMOTE_ADDR="10.0.0.5")
    client.get("/dang-nhap/")
    client.post("/dang-nhap/", {"username": "an", "password": factories.PASSWORD})
    return client


class TestLimits:
    def test_an_hour_without_a_click_closes_and_says_so(self, browser):
        with later(minutes=61):
            answer = browser.get("/dang-vien/?trang=2", follow=True)

        assert answer.redirect_chain == [("/dang-nhap/?next=/dang-vien/%3Ftrang%3D2", 302)]
        assert "Đã lâu không bấm gì nên sổ tự đóng" in text_of(answer)
        assert verbs()[-1] == "hết phiên"
        assert not UserSession.objects.filter(user__isnull=False).exists()

    def test_clicks_keep_it_open_but_not_for_ever(self, browser):
        for number in range(1, 15):
            with later(minutes=50 * number):
                assert browser.get("/phan-cong-cua-toi/").status_code == 200, number
        with later(minutes=50 * 15):
            assert browser.get("/phan-cong-cua-toi/").status_code == 302
        assert AuditEntry.objects.get(verb="hết phiên").after == {"vì": "mở quá lâu"}

    def test_a_page_that_asks_by_itself_does_not_keep_it_open(self, browser):
        for minutes in range(10, 61, 10):
            with later(minutes=minutes):
                assert browser.get(f"/phan-cong-cua-toi/?{TIMED}=1", headers={"HX-Request": "true"}).status_code == 200
        with later(minutes=61):
            asked = browser.get(f"/phan-cong-cua-toi/?{TIMED}=1", headers={"HX-Request": "true"})
            door = browser.get("/phan-cong-cua-toi/", follow=True)

        assert (asked.status_code, asked["HX-Refresh"], asked.content) == (200, "true", b"")
        assert "Đã lâu không bấm gì nên sổ tự đóng" in text_of(door)

    def test_a_click_that_asks_for_a_piece_keeps_it_open(self, browser):
        for minutes in (50, 100):
            with later(minutes=minutes):
                assert browser.get("/phan-cong-cua-toi/", headers={"HX-Request": "true"}).status_code == 200

    def test_whatever_a_page_asks_for_by_itself_says_so(self):
        asks = re.compile(r"<[^>]*(?:hx-trigger=\"[^\"]*every |http-equiv=\"refresh\")(?:[^>%]|%(?!})|%})*")
        found = [
            tag for file in (settings.BASE_DIR / "templates").rglob("*.html") for tag in asks.findall(file.read_text())
        ]

        assert len(found) >= 7
        assert [tag for tag in found if f"{TIMED}=1" not in tag] == []

    def test_a_click_is_written_once_a_minute_and_carries_nothing_else(self, browser, django_assert_num_queries):
        row = UserSession.objects.get(user__username="an")
        with later(seconds=50):
            browser.get("/phan-cong-cua-toi/")
            assert UserSession.objects.get(pk=row.pk).seen_at == row.seen_at
        with later(seconds=70):
            browser.get("/phan-cong-cua-toi/")
            seen = UserSession.objects.get(pk=row.pk)
        assert row.seen_at is not None
        assert seen.seen_at is not None
        assert seen.seen_at > row.seen_at
        assert seen.session_data == row.session_data

    def test_what_is_over_is_removed(self, browser):
        with later(hours=25):
            forget_old_files()
        assert not UserSession.objects.exists()


class TestAFormThatMetAShutDoor:
    def come_back(self, browser, answer, **more):
        boxes = hidden_of(answer)
        sent = {"username": "an", "password": factories.PASSWORD, "next": boxes["next"], "kept": boxes["kept"]}
        return browser.post("/dang-nhap/", sent | more)

    def test_comes_back_after_signing_in(self, browser):
        with later(minutes=61):
            door = browser.post("/nguon/them/?chi_bo=1", FORM | {"bodies": ["doan", "hoi"], "password": "bí mật"})
            offered = self.come_back(browser, door)

        assert door.status_code == 200
        assert Page(text_of(door)).texts("h1") == ["Đăng nhập"]
        assert "Nội dung vừa gõ vẫn còn" in text_of(door)
        assert faults(door.content.decode()) == []
        page = Page(offered.content.decode())
        assert page.texts("h1") == ["Nội dung đã gõ vẫn còn"]
        assert [form.attributes["action"] for form in page.all("form", method="post")][-1] == "/nguon/them/?chi_bo=1"
        kept = [(box.attributes["name"], box.attributes["value"]) for box in page.all("input", type="hidden")]
        assert [pair for pair in kept if pair[0] != "csrfmiddlewaretoken"] == [
            *FORM.items(), ("bodies", "doan"), ("bodies", "hoi")
        ]  # fmt: skip
        assert "bí mật" not in offered.content.decode()
        assert "ở mục Nguồn phát triển – Danh sách." in text_of(offered).replace("<strong>", "").replace(
            "</strong>", ""
        )
        assert faults(offered.content.decode()) == []

    @pytest.mark.parametrize("path", ["/nhap-danh-sach/dua-len/", "/nguon/them/"])
    def test_of_a_file_is_said_that_it_must_be_chosen_again(self, browser, path):
        """The boxes behind the file are kept too, and the file is read past: else the browser shows a broken line."""
        file = SimpleUploadedFile("Danh sách.xlsx", b"x" * 3_000_000)
        with later(minutes=61):
            door = browser.post(path, {"token": FORM["token"], "file": file, "as_of": "31/05/2024"})
            offered = self.come_back(browser, door)

        assert not door.wsgi_request.FILES
        assert not door.wsgi_request.read(1)
        assert hidden_of(offered)["as_of"] == "31/05/2024"
        assert "Tệp thì phải chọn lại" in text_of(offered)

    def test_a_form_of_a_file_alone_is_kept_too(self, browser):
        with later(minutes=61):
            door = browser.post("/nhap-danh-sach/dua-len/", {"file": SimpleUploadedFile("Danh sách.xlsx", b"x")})

        assert "Tệp thì phải chọn lại" in text_of(self.come_back(browser, door))

    def test_is_sent_on_and_taken(self, browser, an):
        with later(minutes=61):
            door = browser.post("/phan-cong-cua-toi/thu-nhac/", {"email": "an@don-vi.vn", "token": FORM["token"]})
            offered = self.come_back(browser, door)
            sent = {name: value for name, value in hidden_of(offered).items() if name != "csrfmiddlewaretoken"}
            browser.post("/phan-cong-cua-toi/thu-nhac/", sent)

        an.refresh_from_db()
        assert an.email == "an@don-vi.vn"

    def test_survives_a_wrong_password_and_a_wait(self, browser):
        with later(minutes=61):
            answer = browser.post("/nguon/them/", FORM)
            for _ in range(8):
                answer = self.come_back(browser, answer, password="sai mật khẩu này")
            assert answer.status_code == 429
            back = browser.post("/dang-nhap/", {name: hidden_of(answer)[name] for name in ("next", "kept")})
        with later(hours=3):
            offered = self.come_back(browser, back)

        assert hidden_of(offered)["full_name"] == "Lê Thị Gõ Dở"

    def test_signed_out_in_another_window_loses_nothing_either(self, browser):
        shown = browser.cookies["csrftoken"].value  # what the form of a page opened before carries
        browser.post("/dang-xuat/")

        door = browser.post("/nguon/them/", FORM | {"csrfmiddlewaretoken": shown})

        assert hidden_of(self.come_back(browser, door))["full_name"] == "Lê Thị Gõ Dở"

    def test_is_not_offered_to_somebody_else_at_this_browser(self, binh, browser):
        with later(minutes=61):
            door = browser.post("/nguon/them/", FORM)
            answer = self.come_back(browser, door, username="binh")

        assert (answer.status_code, answer["Location"]) == (302, "/nguon/them/")

    def test_a_stranger_s_form_is_only_sent_to_the_door(self, db):
        assert Client().post("/nguon/them/", FORM)["Location"] == "/dang-nhap/?next=/nguon/them/"

    @pytest.mark.parametrize("text", ["", "bịa", "eyJhIjoxfQ:1abc:xyz"])
    def test_nobody_else_can_seal_a_form(self, text):
        assert Kept.unsealed(text) is None

    def test_a_seal_that_is_too_old_is_nothing(self):
        text = Kept("/nguon/them/", (("a", "b"),)).sealed()
        assert Kept.unsealed(text) == Kept("/nguon/them/", (("a", "b"),))
        with later(hours=25):
            assert Kept.unsealed(text) is None


class TestSeenAndEndedByTheirOwner:
    def test_the_page_tells_where_and_since_when(self, an, browser):
        factories.user_session(an)
        page = Page(browser.get("/bao-mat/").content.decode())

        rows = [row for row in page.texts("tr") if row.startswith(("Chrome", "Firefox"))]
        assert rows == [
            "Chrome, máy Windows Máy này 10.0.0.5 12:00 03/06/2024 Bây giờ",
            "Firefox, máy Windows 10.0.0.7 12:00 03/06/2024 12:00 03/06/2024"
            " Đăng xuất máy này Firefox, máy Windows, 10.0.0.7",
        ]
        assert faults(browser.get("/bao-mat/").content.decode()) == []

    def test_a_session_key_is_on_no_page(self, an, browser):
        other = factories.user_session(an)
        shown = browser.get("/bao-mat/").content.decode()

        assert other.session_key not in shown
        assert browser.session.session_key not in shown

    def test_one_is_ended_and_the_others_stay(self, an, browser):
        lost, kept = factories.user_session(an), factories.user_session(an)

        answer = browser.post("/bao-mat/", {"session": lost.mark}, follow=True)

        assert "Đã đăng xuất ở 1 máy khác." in text_of(answer)
        assert list(an.sessions.filter(pk__in=(lost.pk, kept.pk))) == [kept]
        assert verbs()[-1] == "đóng phiên của mình"
        assert "đóng từ trước" in text_of(browser.post("/bao-mat/", {"session": lost.mark}, follow=True))

    def test_all_others_are_ended_at_once(self, an, browser, as_an):
        assert as_an.get("/phan-cong-cua-toi/").status_code == 200
        browser.post("/bao-mat/", {"session": "tat-ca"})

        assert as_an.get("/phan-cong-cua-toi/").status_code == 302
        assert browser.get("/phan-cong-cua-toi/").status_code == 200
        assert an.sessions.count() == 1

    def test_nobody_ends_anybody_else_s(self, binh, browser):
        other = factories.user_session(binh)
        browser.post("/bao-mat/", {"session": other.mark})
        browser.post("/bao-mat/", {"session": "tat-ca"})

        assert binh.sessions.count() == 1

    def test_a_new_password_ends_the_rows_of_the_others_at_once(self, an, browser):
        factories.user_session(an)
        new = "bốn từ chẳng liên quan"
        browser.post("/doi-mat-khau/", {"old": factories.PASSWORD, "new": new, "again": new})

        assert an.sessions.count() == 1
        assert browser.get("/bao-mat/").status_code == 200


class TestAdministrator:
    def test_sees_how_many_and_ends_them_all(self, an, browser, as_dung):
        assert "1 máy" in text_of(as_dung.get(f"/tai-khoan/{an.pk}/"))

        as_dung.post(f"/tai-khoan/{an.pk}/dong-phien/")

        assert browser.get("/phan-cong-cua-toi/").status_code == 302
        assert "Không máy nào" in text_of(as_dung.get(f"/tai-khoan/{an.pk}/"))
        told = text_of(as_dung.get("/nhat-ky/"))
        assert "đóng mọi phiên đăng nhập của Nguyễn Thị An." in told


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (CHROME, "Chrome, máy Windows"),
        (CHROME + " Edg/130.0", "Edge, máy Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit Chrome/130 Mobile Safari", "Chrome, điện thoại Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_as_people_call_it(told, name):
    assert browser_name(told) == name
