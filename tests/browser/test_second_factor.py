"""A second proof at the door, from the sheet of codes to the next sign-in, on a desk and on a telephone."""

from __future__ import annotations

import pytest

from tests.browser.visitor import PHONE
from tests.demo_register import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]


def test_a_sheet_of_codes_is_printed_and_opens_the_door(visit):
    desk = visit()
    desk.go("/dang-nhap/")
    desk.sign_in("bithu.phuong2", PASSWORD)
    desk.page.locator("details.account summary").click()
    desk.follow("Đăng nhập và bảo mật")
    assert desk.heading == "Đăng nhập và bảo mật"
    desk.follow("Thêm lớp thứ hai")
    desk.follow("Dùng điện thoại")
    assert desk.page.locator(".square svg").bounding_box()["width"] > 150
    desk.page.go_back()
    desk.follow("In tờ mã giấy")
    desk.press("Hiện các mã để in")
    codes = desk.page.locator(".codes .code").all_inner_texts()
    assert len(codes) == 12
    desk.follow("Đã in xong, đi tiếp")

    small = visit(size=PHONE)
    small.go("/dang-vien/")
    small.sign_in("bithu.phuong2", PASSWORD)
    assert small.heading == "Gõ mã xác nhận"
    small.box("Mã").fill("0000-0000")
    small.press("Vào sổ")
    assert "Mã chưa đúng" in small.mistakes()[1][0]
    small.page.wait_for_timeout(1100)
    small.box("Mã").fill(codes[0])
    small.press("Vào sổ")
    assert (small.path, small.heading) == ("/dang-vien/", "Đảng viên")

    desk.go("/bao-mat/")
    assert "Tờ mã giấy còn 11 mã" in desk.page.locator("main").inner_text()
    assert len(desk.rows()) >= 2
    desk.follow("Thôi dùng")
    desk.press("Thôi dùng lớp thứ hai")
    assert desk.notice == "Xong. Từ lần sau chỉ cần mật khẩu."
