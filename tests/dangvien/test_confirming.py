"""Before something weighty the password is asked for again, and what was asked for is not lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone

from dangvien.models import AuditEntry, User
from tests import factories
from tests.dangvien.pages import Page, faults
from tests.everything import views

GUARDED = {
    "xuat-so", "nhap-hoan-tac", "tai-khoan-them", "tai-khoan-cap-lai", "phan-cong-them", "phan-cong-thoi",
    "lop-thu-hai-dien-thoai", "lop-thu-hai-ma-giay", "lop-thu-hai-thoi", "tai-khoan-go-lop-hai",
    "xoa-danh-tinh-xac-nhan", "xuat-so-tep", "nhap-tep-goc", "tai-khoan-mo-lai", "sap-xep-rut-lai",
    "phuong-an-rut-lai", "bao-cao-tach-viec-thoi",
}  # fmt: skip
"""What asks for the password again: files of people, an import or a reorganization taken back, accounts, roles, proofs,
the separation of duties lifted.
"""


def text_of(response):
    return " ".join(response.content.decode().split())


def hidden_of(response):
    boxes = Page(response.content.decode()).all("input", type="hidden")
    return {box.attributes["name"]: box.attributes.get("value", "") for box in boxes}


@pytest.fixture
def _a_while_later(as_dung):
    """Longer ago than a password counts, but clicked meanwhile."""
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.CONFIRMED_FOR + 1)):
        yield


def test_the_weighty_pages_are_guarded_and_no_others():
    guarded = {name for name, view in views(get_resolver().url_patterns) if hasattr(view, "confirmed_first")}

    assert guarded == GUARDED


def test_just_signed_in_nobody_is_asked(an, as_dung):
    assert as_dung.get(f"/tai-khoan/{an.pk}/phan-cong/").status_code == 200


@pytest.mark.usefixtures("_a_while_later")
class TestAWhileLater:
    def test_the_page_comes_after_the_password(self, an, as_dung):
        address = f"/tai-khoan/{an.pk}/phan-cong/"
        asked = as_dung.get(address)
        assert asked["Location"] == f"/xac-nhan/?next={address.replace('/', '%2F')}"
        page = as_dung.get(asked["Location"])
        assert Page(text_of(page)).texts("h1") == ["Gõ lại mật khẩu để làm tiếp"]
        assert faults(page.content.decode()) == []

        wrong = as_dung.post("/xac-nhan/", {"password": "sai mật khẩu này", "next": address})
        right = as_dung.post("/xac-nhan/", {"password": factories.PASSWORD, "next": address})

        assert "Mật khẩu chưa đúng." in text_of(wrong)
        assert right["Location"] == address
        assert as_dung.get(address).status_code == 200
        assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["xác nhận mật khẩu"]

    def test_what_was_sent_is_offered_again(self, world, an, as_dung):
        address = f"/tai-khoan/{an.pk}/phan-cong/"
        form = {
            "organization": str(world.ward_a.pk),
            "role": "chi_bo",
            "since": "03/06/2024",
            "reason": "Theo Công văn",
        }
        asked = as_dung.post(address, form)
        assert an.appointments.count() == 1
        assert "Nội dung vừa gõ vẫn được giữ." in text_of(asked)

        offered = as_dung.post("/xac-nhan/", hidden_of(asked) | {"password": factories.PASSWORD})
        sent = {name: value for name, value in hidden_of(offered).items() if name != "csrfmiddlewaretoken"}
        assert sent == form
        as_dung.post(address, sent)

        assert an.appointments.count() == 2

    def test_an_account_is_not_opened_again_without_it(self, an, as_dung):
        User.objects.filter(pk=an.pk).update(is_active=False)
        asked = as_dung.post(f"/tai-khoan/{an.pk}/mo-lai/", {"reason": "Trở lại công tác"})

        assert "Gõ lại mật khẩu để làm tiếp" in text_of(asked)
        assert not User.objects.get(pk=an.pk).is_active

    @pytest.mark.parametrize("address", ["/nhap-danh-sach/1/tep-goc/", "/to-chuc/sap-xep/1/rut-lai/",
                                         "/to-chuc/phuong-an/1/rut-lai/",
                                         "/xuat-so/3f8f3c1e-6d0f-4c0b-9c55-0d9d2b0f9a11/tep/"])  # fmt: skip
    def test_files_of_people_and_what_is_taken_back_come_after_it(self, as_dung, address):
        assert as_dung.get(address)["Location"] == f"/xac-nhan/?next={address.replace('/', '%2F')}"

    def test_guessing_is_slowed(self, as_dung):
        for _ in range(6):
            as_dung.post("/xac-nhan/", {"password": "đoán bừa một câu"})
        html = text_of(as_dung.post("/xac-nhan/", {"password": factories.PASSWORD}))

        assert "Đã gõ sai mật khẩu nhiều lần. Chờ đến" in html

    def test_who_may_not_do_it_is_not_asked(self, an, as_an):
        assert as_an.get(f"/tai-khoan/{an.pk}/phan-cong/").status_code == 403

    @pytest.mark.parametrize("elsewhere", ["https://noi-khac.example/", "//noi-khac.example/", "/xac-nhan/"])
    def test_it_leads_nowhere_else(self, as_dung, elsewhere):
        sent = {"password": factories.PASSWORD, "next": elsewhere}
        assert as_dung.post("/xac-nhan/", sent)["Location"] == "/"
