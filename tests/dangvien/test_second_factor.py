"""The second proof at the door: a telephone's codes or a sheet's, each taken once; owed before all else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from dangvien.actions import second_factor
from dangvien.models import AuditEntry, SignInThrottle, User
from dangvien.page_owner import new_secret
from tests import factories
from tests.dangvien.pages import Page, faults

KEY = "00112233445566778899aabbccddeeff00112233"


def text_of(response):
    return " ".join(response.content.decode().split())


def codes_on(response):
    return Page(response.content.decode()).texts("span", class_="code")


def h1_of(response):
    return Page(response.content.decode()).texts("h1")[0]


def later(**much):
    return time_machine.travel(timezone.now() + timedelta(**much))


def verbs():
    return list(AuditEntry.objects.order_by("sequence").values_list("verb", flat=True))


def shown_by(phone):
    """What the telephone shows at this moment."""
    return f"{totp(phone.bin_key, t0=0, drift=0):06d}"


def enter(username, **more):
    client = Client()
    return client, client.post("/dang-nhap/", {"username": username, "password": factories.PASSWORD, **more})


@pytest.fixture
def required(settings):
    """As the shipped settings for a real server have it."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def phone(chi):
    return TOTPDevice.objects.create(user=chi, name="điện thoại", key=KEY)


@pytest.fixture
def sheet(chi):
    return second_factor.print_codes(user=chi)


class TestWhoMust:
    @pytest.mark.parametrize(("who", "must"), [("chi", True), ("dung", True), ("an", False), ("hoa", False)])
    def test_those_who_see_more_than_one_ward(self, required, an, chi, dung, hoa, who, must):
        client, answer = enter(who)

        assert answer["Location"] == ("/bao-mat/lop-thu-hai/" if must else "/")
        assert client.get("/phan-cong-cua-toi/").status_code == (302 if must else 200)

    def test_nobody_where_the_installation_does_not_ask_for_it(self, chi, as_dung):
        assert enter("chi")[1]["Location"] == "/"
        assert "Chưa bắt buộc lớp thứ hai khi đăng nhập" in text_of(as_dung.get("/tai-khoan/"))

    def test_where_it_is_asked_for_the_accounts_page_does_not_warn(self, required, as_dung):
        assert "Chưa bắt buộc lớp thứ hai" not in text_of(as_dung.get("/tai-khoan/"))


class TestBeforeAnythingElse:
    def test_whoever_must_choose_finds_every_other_page_shut(self, required, chi):
        client, _ = enter("chi", next="/dang-vien/")
        for address in ("/", "/dang-vien/", "/bao-mat/", "/viec-den-han/"):
            assert client.get(address)["Location"].startswith("/bao-mat/lop-thu-hai/"), address
        assert client.post("/nguon/them/", {"full_name": "x"})["Location"] == "/bao-mat/lop-thu-hai/"

        page = client.get("/bao-mat/lop-thu-hai/")
        assert "Phải chọn xong mới vào sổ được" in text_of(page)
        assert Page(text_of(page)).all("nav") == []
        assert faults(page.content.decode()) == []
        assert client.get("/tro-giup/dang-nhap-bao-mat/").status_code == 200

    def test_a_sheet_opens_the_door_and_leads_where_one_wanted_to_be(self, required, chi):
        client, _ = enter("chi", next="/dang-vien/")
        made = client.post("/bao-mat/lop-thu-hai/ma-giay/")

        assert len(set(codes_on(made))) == second_factor.CODES
        assert Page(text_of(made)).all("a", class_="button")[0].attributes["href"] == "/dang-vien/"
        assert client.get("/dang-vien/").status_code == 200

    def test_a_password_off_a_slip_is_changed_first(self, required, chi):
        User.objects.filter(pk=chi.pk).update(must_change_password=True)
        client, answer = enter("chi")
        new = "bốn từ chẳng liên quan"
        assert answer["Location"] == "/doi-mat-khau/"
        assert client.get("/bao-mat/lop-thu-hai/")["Location"] == "/doi-mat-khau/"
        client.post("/doi-mat-khau/", {"old": factories.PASSWORD, "new": new, "again": new})

        assert client.get("/")["Location"] == "/bao-mat/lop-thu-hai/?next=%2F"

    def test_whoever_owes_a_code_is_led_to_it_and_has_no_menu(self, phone):
        client, page = enter("chi", next="/dang-vien/")

        assert (page.status_code, h1_of(page)) == (200, "Gõ mã xác nhận")
        assert Page(text_of(page)).all("nav") == []
        assert faults(page.content.decode()) == []
        for address in ("/", "/doi-mat-khau/", "/bao-mat/", "/bao-mat/lop-thu-hai/ma-giay/"):
            assert client.get(address)["Location"].startswith("/ma-xac-nhan/?next="), address
        assert "đăng nhập" not in verbs()


class TestTelephone:
    def test_is_scanned_confirmed_and_asked_for(self, hoa, as_hoa):
        page = as_hoa.get("/bao-mat/lop-thu-hai/dien-thoai/")
        html = page.content.decode()
        assert "<svg" in html
        assert "style=" not in html
        assert faults(html) == []
        key = as_hoa.session["phone_key"]

        wrong = as_hoa.post("/bao-mat/lop-thu-hai/dien-thoai/", {"code": "000000"})
        assert "Mã chưa đúng." in text_of(wrong)
        assert not TOTPDevice.objects.exists()
        right = as_hoa.post("/bao-mat/lop-thu-hai/dien-thoai/", {"code": shown_by(TOTPDevice(key=key))})

        assert right["Location"] == "/bao-mat/"
        assert verbs() == ["dùng điện thoại làm lớp thứ hai"]
        assert "Đang dùng: Điện thoại" in text_of(as_hoa.get("/bao-mat/"))
        assert h1_of(enter("hoa")[1]) == "Gõ mã xác nhận"

    def test_a_code_comes_in_and_works_once(self, phone):
        code = shown_by(phone)
        client, _ = enter("chi", next="/dang-vien/")
        before = client.session.session_key
        assert client.post("/ma-xac-nhan/", {"code": code, "next": "/dang-vien/"})["Location"] == "/dang-vien/"
        assert client.get("/dang-vien/").status_code == 200
        assert client.session.session_key != before
        assert verbs() == ["qua lớp thứ hai", "đăng nhập"]

        other, _ = enter("chi")
        answer = other.post("/ma-xac-nhan/", {"code": code})

        assert "Mã chưa đúng, hoặc đã dùng rồi." in text_of(answer)
        assert other.get("/dang-vien/").status_code == 302

    def test_guessing_waits(self, phone):
        client, _ = enter("chi")
        for _ in range(4):
            client.post("/ma-xac-nhan/", {"code": "000000"})
        answer = client.post("/ma-xac-nhan/", {"code": "000000"})

        assert answer.status_code == 429
        assert "Vừa gõ sai một lần. Chờ đến 12:01 rồi gõ lại." in text_of(answer)
        with later(minutes=2):
            assert client.post("/ma-xac-nhan/", {"code": shown_by(phone)}).status_code == 302

    def test_a_form_that_met_a_shut_door_goes_through_the_code_too(self, chi, phone):
        client, sent = Client(), {"email": "chi@don-vi.vn", "csrfmiddlewaretoken": new_secret(chi.pk)}
        door = client.post("/phan-cong-cua-toi/thu-nhac/", sent)
        kept = Page(door.content.decode()).all("input", name="kept")[0].attributes["value"]
        page = client.post("/dang-nhap/", {"username": "chi", "password": factories.PASSWORD, "kept": kept})
        kept = Page(page.content.decode()).all("input", name="kept")[0].attributes["value"]

        offered = client.post("/ma-xac-nhan/", {"code": shown_by(phone), "kept": kept})

        assert h1_of(offered) == "Nội dung đã gõ vẫn còn"
        assert Page(offered.content.decode()).all("input", name="email")[0].attributes["value"] == "chi@don-vi.vn"


class TestAMachineIsKnown:
    """Only behind the whole door: else whoever has the password makes a machine of their own one where no wide wait
    holds."""

    def known(self):
        return SignInThrottle.objects.filter(kind="cap", welcomed_at__isnull=False).exists()

    def test_by_the_code_not_by_the_password(self, phone):
        client, _ = enter("chi")
        client.post("/ma-xac-nhan/", {"code": "000000"})
        assert not self.known()

        with later(minutes=1):
            client.post("/ma-xac-nhan/", {"code": shown_by(phone)})
        assert self.known()

    def test_by_the_second_proof_where_one_must_be_chosen(self, required, chi):
        client, _ = enter("chi")
        assert not self.known()

        client.post("/bao-mat/lop-thu-hai/ma-giay/")
        assert self.known()

    def test_by_the_password_where_that_is_all(self, an):
        enter("an")
        assert self.known()


class TestGuessing:
    """Whoever has only the password: every try is slowed, so that it cannot fill the audit trail either."""

    def wrong(self, code):
        client, _ = enter("chi")
        answers = [client.post("/ma-xac-nhan/", {"code": code}).status_code for _ in range(6)]
        return answers, AuditEntry.objects.filter(verb="mã xác nhận không đúng").count()

    def test_codes_of_a_sheet_that_was_never_printed_count_too(self, phone):
        answers, entries = self.wrong("abcd-efgh")
        assert (answers[-1], entries) == (429, answers.count(200))

    def test_codes_of_a_telephone_that_nobody_has_count_too(self, sheet):
        answers, entries = self.wrong("123456")
        assert (answers[-1], entries) == (429, answers.count(200))

    @pytest.mark.parametrize("code", ["²²²²²²", "٣٣٣٣٣٣", "①②③④⑤⑥"])
    def test_figures_that_are_no_digits_are_a_wrong_code(self, phone, code):
        phone.drift = 1
        phone.save()
        client, _ = enter("chi")

        answer = client.post("/ma-xac-nhan/", {"code": code})

        assert answer.status_code == 200
        assert "Mã chưa đúng" in text_of(answer)

    def test_whoever_has_nothing_left_to_guess_at_writes_nothing(self, phone):
        client, _ = enter("chi")
        phone.delete()
        before = AuditEntry.objects.count()

        assert client.post("/ma-xac-nhan/", {"code": "123456"}).status_code == 200
        assert AuditEntry.objects.count() == before


class TestSheet:
    def test_is_shown_once(self, hoa, as_hoa):
        page = as_hoa.get("/bao-mat/lop-thu-hai/ma-giay/")
        assert faults(page.content.decode()) == []
        token = Page(page.content.decode()).all("input", name="token")[0].attributes["value"]

        made = as_hoa.post("/bao-mat/lop-thu-hai/ma-giay/", {"token": token})
        again = as_hoa.post("/bao-mat/lop-thu-hai/ma-giay/", {"token": token}, follow=True)

        codes = codes_on(made)
        assert faults(made.content.decode()) == []
        assert made["Cache-Control"].startswith("max-age=0")
        assert len(codes) == second_factor.CODES
        assert codes_on(again) == []
        assert second_factor.check_code(user=hoa, code=codes[0]).right

    def test_its_codes_are_in_no_table(self, sheet):
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')
                kept = str(cursor.fetchall())
                assert not [code for code in sheet if code in kept or code.replace("-", "") in kept], table

    @pytest.mark.parametrize("typed", [str, str.upper, lambda code: code.replace("-", " ")])
    def test_a_code_is_taken_once_however_it_is_written(self, chi, sheet, typed):
        client, page = enter("chi")
        assert "Trên tờ còn 12 mã." in text_of(page)
        assert client.post("/ma-xac-nhan/", {"code": typed(sheet[3])}).status_code == 302

        assert second_factor.proofs_of(chi).codes == 11
        assert not second_factor.check_code(user=chi, code=sheet[3]).right

    def test_nobody_uses_somebody_else_s(self, binh, sheet):
        second_factor.print_codes(user=binh)
        assert not second_factor.check_code(user=binh, code=sheet[0]).right

    def test_one_is_warned_when_few_are_left(self, chi, sheet):
        for code in sheet[:8]:
            assert second_factor.check_code(user=chi, code=code).right
        client, _ = enter("chi")

        answer = client.post("/ma-xac-nhan/", {"code": sheet[8]}, follow=True)

        assert "Tờ mã giấy chỉ còn 3 mã. In tờ mới" in text_of(answer)
        assert "Tờ mã giấy sắp hết." in text_of(client.get("/bao-mat/"))

    def test_a_new_sheet_ends_the_old_one(self, chi, sheet):
        second_factor.print_codes(user=chi)
        assert not second_factor.check_code(user=chi, code=sheet[0]).right


class TestGivingUp:
    def test_whoever_need_not_have_one_gives_it_up(self, hoa, as_hoa):
        second_factor.print_codes(user=hoa)
        as_hoa.post("/bao-mat/lop-thu-hai/thoi/")

        assert not second_factor.proofs_of(hoa)
        assert verbs() == ["in tờ mã giấy", "thôi lớp thứ hai"]

    def test_whoever_must_does_not(self, required, chi, sheet, as_chi):
        as_chi.post("/bao-mat/lop-thu-hai/thoi/")
        assert second_factor.proofs_of(chi)


class TestAdministrator:
    def test_takes_it_away_with_a_reason_and_it_is_made_anew(self, required, chi, phone, sheet, as_chi, as_dung):
        address = f"/tai-khoan/{chi.pk}/go-lop-thu-hai/"
        assert "Điện thoại, và tờ mã giấy còn 12 mã" in text_of(as_dung.get(f"/tai-khoan/{chi.pk}/"))
        assert "Nhập lý do." in text_of(as_dung.post(address, {"reason": ""}))

        as_dung.post(address, {"reason": "Mất điện thoại, đã gặp"})

        assert "Lần đăng nhập sau phải lập." in text_of(as_dung.get(f"/tai-khoan/{chi.pk}/"))
        assert as_chi.get("/").status_code == 302
        entry = AuditEntry.objects.get(verb="gỡ lớp thứ hai")
        assert (entry.subject_id, entry.reason) == (str(chi.pk), "Mất điện thoại, đã gặp")
        assert enter("chi")[1]["Location"] == "/bao-mat/lop-thu-hai/"

    def test_not_their_own(self, dung, as_dung):
        second_factor.print_codes(user=dung)
        answer = as_dung.post(f"/tai-khoan/{dung.pk}/go-lop-thu-hai/", {"reason": "Thử"})

        assert "tự đổi ở trang Đăng nhập và bảo mật" in text_of(answer)
        assert second_factor.proofs_of(dung)


class TestBeforeWhatIsWeighty:
    """The password stays, a code comes besides it: whoever knows the password of an open session has no telephone."""

    ADDRESS = "/xuat-so/"

    @pytest.fixture
    def confirming(self, as_chi):
        with time_machine.travel(
            timezone.now() + timedelta(minutes=16), tick=False
        ):  # a slow machine waits no lock out
            yield lambda **typed: as_chi.post(
                "/xac-nhan/", {"password": factories.PASSWORD, "next": self.ADDRESS, **typed}
            )

    def test_a_code_of_the_telephone_and_it_counts_once(self, phone, confirming):
        assert "Nhập mã." in text_of(confirming())
        code = shown_by(phone)

        assert confirming(code=code)["Location"] == self.ADDRESS
        assert verbs()[-2:] == ["qua lớp thứ hai", "xác nhận mật khẩu"]
        assert "Mã chưa đúng, hoặc đã dùng rồi." in text_of(confirming(code=code))

    def test_a_code_of_the_sheet(self, sheet, confirming):
        assert "Một mã chưa gạch, rồi gạch mã ấy đi; trên tờ còn 12 mã" in text_of(confirming())
        assert confirming(code=sheet[0])["Location"] == self.ADDRESS
        assert second_factor.proofs_of(User.objects.get(username="chi")).codes == 11

    def test_a_wrong_password_uses_up_no_code(self, sheet, confirming):
        answer = confirming(code=sheet[0], password="sai mật khẩu này")

        assert "Mật khẩu chưa đúng." in text_of(answer)
        assert second_factor.proofs_of(User.objects.get(username="chi")).codes == 12

    def test_a_sheet_that_is_nearly_used_up_is_told_of(self, sheet, confirming):
        held = StaticDevice.objects.get(user__username="chi").token_set
        held.exclude(pk__in=held.values("pk")[:3]).delete()

        assert "trên tờ còn 3 mã. Sắp hết: in tờ mới" in text_of(confirming())

    def test_once_wrong_and_too_quick_is_not_called_often(self, phone, confirming):
        confirming(code="000000")

        assert "Vừa gõ sai một lần. Chờ đến" in text_of(confirming(code="000000"))

    def test_guessing_codes_is_slowed(self, phone, confirming):
        confirming(code="000000")
        TOTPDevice.objects.update(throttling_failure_count=4)

        assert "Đã gõ sai nhiều lần. Chờ đến" in text_of(confirming(code=shown_by(phone)))

    def test_a_used_up_sheet_does_not_shut_its_owner_out(self, sheet, confirming):
        StaticDevice.objects.get(user__username="chi").token_set.all().delete()

        assert confirming()["Location"] == self.ADDRESS
