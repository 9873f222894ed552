"""The door: a wrong password, the home page, signing out."""

from __future__ import annotations

import pytest

from tests.browser.visitor import DESK, PHONE
from tests.demo_register import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Xem lại phím Caps Lock, tắt bộ gõ tiếng Việt rồi gõ lại."


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_wrong_password_then_the_right_one_then_out(visit, size):
    someone = visit(size=size)
    someone.go("/dang-vien/")
    assert someone.path == "/dang-nhap/"

    someone.sign_in("bithu.phuong1", "khong-phai-mat-khau")
    assert someone.mistakes()[0] == [WRONG]
    assert someone.page.title().startswith("Lỗi: ")
    assert someone.box("Tên đăng nhập").input_value() == "bithu.phuong1"
    assert someone.box("Mật khẩu").input_value() == ""

    someone.sign_in("bithu.phuong1", PASSWORD)
    assert (someone.path, someone.heading) == ("/dang-vien/", "Đảng viên")
    someone.go("/")
    assert someone.heading == "Việc của Đảng bộ Phường 1"

    someone.page.locator("details.account summary").click()
    someone.look()
    someone.press("Đăng xuất")
    assert someone.heading == "Đã đăng xuất"
    someone.page.go_back()
    someone.page.reload()
    assert someone.path == "/dang-nhap/"


def test_with_the_keyboard_alone(visit):
    someone = visit()
    someone.go("/dang-nhap/")
    assert someone.page.evaluate("document.activeElement.id") == "id_username"
    someone.page.keyboard.type("xem.phuong1")
    someone.tab_to("Mật khẩu")
    someone.page.keyboard.type(PASSWORD)
    someone.tab_to("Hiện mật khẩu")
    someone.key("Space")
    assert someone.box("Mật khẩu").get_attribute("type") == "text"
    someone.tab_to("Đăng nhập")
    someone.key_leads("Enter")

    assert someone.heading == "Việc của Đảng bộ Phường 1"
    someone.tab_to("Đến phần nội dung", most=1)
    someone.key("Enter")
    assert someone.page.evaluate("document.activeElement.id") == "noi-dung"
