"""Everything works without scripts: the door, the menu on a phone, an admission, a report that is printed."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from dangvien.models import Movement
from dangvien.text import day_full
from tests.browser.cases import ready
from tests.browser.visitor import PHONE
from tests.demo_register import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_secretary_works_on_a_phone(visit, register):
    secretary = visit(size=PHONE, javascript=False)
    secretary.go("/")
    secretary.sign_in("bithu.phuong1", "sai-mat-khau-roi")
    assert len(secretary.mistakes()[0]) == 1
    secretary.sign_in("bithu.phuong1", PASSWORD)

    menu = secretary.page.get_by_role("navigation", name="Menu chính")
    assert not menu.is_visible()
    secretary.page.get_by_role("link", name="Menu", exact=True).click()
    assert menu.is_visible()
    secretary.page.get_by_role("link", name="Đóng menu").click()
    assert not menu.is_visible()
    secretary.page.get_by_role("link", name="Menu", exact=True).click()
    secretary.follow("Nguồn phát triển", within=menu)

    secretary.box("Bước").select_option(label="Có giấy chứng nhận")
    secretary.press("Tìm, lọc")
    with register.open():
        name = ready(3)
    secretary.follow(name)
    secretary.follow("Ghi kết nạp")
    secretary.press("Lưu kết nạp")
    assert "Nhập số quyết định." in secretary.mistakes()[1]
    secretary.box("Số quyết định").fill("9021")
    secretary.box("Ngày quyết định").fill(day_full(localdate()))
    secretary.box("Ngày tổ chức lễ kết nạp").fill(day_full(localdate()))
    secretary.press("Lưu kết nạp")
    assert secretary.heading == f"Đồng chí {name}"
    with register.open():
        assert Movement.objects.filter(decision__number=9021).count() == 1


def test_a_report_is_frozen_printed_and_shown_by_a_page_that_loads_itself_again(visit, register):
    secretary = visit("bithu.phuong2", javascript=False)
    secretary.go("/bao-cao/")
    secretary.page.get_by_role("link", name="Kết nạp", exact=False).filter(has_text="năm").first.click()
    secretary.box("Từ ngày").fill("1/1/2020")
    secretary.box("Đến ngày").fill("31/12/2024")
    secretary.press("Xem số liệu")
    shown = secretary.rows()
    with register.server.worker_asleep():
        secretary.press("Chốt số liệu, lập bản thảo")
        assert secretary.page.get_by_role("link", name="Xem lại tiến độ").is_visible()
    secretary.until(lambda: secretary.page.get_by_role("link", name="Tải Excel").is_visible(), "the files")
    assert secretary.page.get_by_role("link", name="Xem lại tiến độ").count() == 0
    assert secretary.rows() == shown
    name, content = secretary.download("Tải PDF")
    assert name.endswith(".pdf")
    assert content.startswith(b"%PDF")
