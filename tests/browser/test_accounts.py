"""The administrator opens an account; its slip works once; a reader finds nothing to record with."""

from __future__ import annotations

import pytest

from dangvien.models import Candidate, Member
from tests.browser.visitor import DESK

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]

OWN = "con thuyền đợi sóng chiều"


def test_a_new_account_from_the_slip_to_a_password_of_ones_own(visit):
    administrator = visit("quantri")
    administrator.go("/tai-khoan/")
    administrator.follow("Mở tài khoản")
    administrator.type(administrator.box("Họ và tên"), "Trương Thị Ngọc Ánh")
    administrator.box("Tên đăng nhập").fill("Ánh")
    administrator.box("Tại tổ chức").select_option(label="Đảng bộ Phường 2")
    administrator.page.get_by_label("Người xem").check()
    administrator.press("Mở tài khoản và hiện phiếu")
    assert "Tên đăng nhập gồm 3 đến 40 chữ thường không dấu" in administrator.mistakes()[0][0]

    administrator.box("Tên đăng nhập").fill("anh.phuong2")
    administrator.press("Mở tài khoản và hiện phiếu")
    assert administrator.heading == "Phiếu tài khoản Trương Thị Ngọc Ánh"
    username, slip = administrator.page.locator("dd.code").all_inner_texts()
    assert username == "anh.phuong2"
    administrator.follow("Đã in, về trang tài khoản")
    assert "Chờ đổi mật khẩu lần đầu" in administrator.page.locator("main").inner_text()
    assert slip not in administrator.page.content()

    reader = visit()
    reader.go("/dang-nhap/")
    reader.sign_in(username, slip)
    assert (reader.path, reader.heading) == ("/doi-mat-khau/", "Đổi mật khẩu")
    reader.go("/dang-vien/")
    assert reader.path == "/doi-mat-khau/"
    for label, text in (("Mật khẩu hiện nay", slip), ("Mật khẩu mới", "ngan"), ("Gõ lại mật khẩu mới", "ngan")):
        reader.box(label).fill(text)
    reader.press("Đổi mật khẩu")
    assert reader.mistakes()[0] == ["Mật khẩu có 4 ký tự; cần ít nhất 12. Gõ thêm một, hai từ nữa."]
    for label, text in (("Mật khẩu hiện nay", slip), ("Mật khẩu mới", OWN), ("Gõ lại mật khẩu mới", OWN)):
        reader.box(label).fill(text)
    reader.press("Đổi mật khẩu")
    assert reader.heading == "Việc của Đảng bộ Phường 2"

    again = visit()
    again.go("/dang-nhap/")
    again.sign_in(username, slip)
    assert again.path == "/dang-nhap/"
    again.sign_in(username, OWN)
    assert again.heading == "Việc của Đảng bộ Phường 2"


def test_a_reader_finds_nothing_to_record_with(visit, register):
    with register.open():
        candidate = Candidate.objects.open().filter(organization__code__startswith="phuong-1-")[0].pk
        member = Member.objects.probationary().filter(organization__code__startswith="phuong-1-")[0].pk
    reader = visit("xem.phuong1", size=DESK)
    recording = "Thêm|Ghi |Mở lớp|Đính chính|Chốt|Thôi theo dõi|Lưu|Sửa"
    for path in (
        "/", "/nguon/", f"/nguon/{candidate}/", "/dang-vien/", f"/dang-vien/{member}/", "/lop/", "/to-chuc/phuong-1/",
        "/quyet-dinh/", "/bao-cao/phu-luc-khu-dan-cu/?to_chuc=phuong-1&tu=01/01/2012&den=20/5/2022",
    ):  # fmt: skip
        reader.go(path)
        things = reader.page.locator("main a, main button").all_inner_texts()
        assert [text for text in things if text.startswith(tuple(recording.split("|")))] == [], path
    with reader.answered(403):
        for path in (f"/nguon/{candidate}/ket-nap/", f"/dang-vien/{member}/cong-nhan/", "/nguon/them/", "/lop/mo/"):
            reader.go(path)
            assert reader.heading != "", path
