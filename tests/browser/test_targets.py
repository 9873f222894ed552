"""Targets as people meet them: reckoned, shared out over the wards, one of them opened down to its people."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from dangvien.models import DeclaredFigure, Organization
from dangvien.text import thousands
from tests.browser.conftest import Register
from tests.browser.visitor import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]


def test_a_board_reckons_shares_out_and_looks_and_a_ward_sees_its_part(visit, register: Register):
    year = localdate().year + 1
    board = visit("bantochuc")
    board.go("/chi-tieu/")
    board.follow("Tính theo tỷ lệ")
    board.box("Từ năm").fill(str(year))
    board.page.get_by_label("3%", exact=True).check()
    board.box("Số đảng viên của ngày").fill("31/10/2026")
    board.press("Tính")
    assert "Sổ đếm được" in board.page.inner_text("main")
    assert "làm tròn lên" in board.page.inner_text("main")

    board.box("Cơ quan ban hành").fill("Ban Thường vụ Tỉnh ủy")
    board.press("Ghi chỉ tiêu")  # the paper is not whole yet
    assert "Nhập số, ký hiệu văn bản." in board.page.inner_text("main")
    assert board.box("Cơ quan ban hành").input_value() == "Ban Thường vụ Tỉnh ủy"
    board.box("Số, ký hiệu văn bản").fill("Kế hoạch 40-KH/TU")
    board.box("Ngày văn bản").fill("15/11/2026")
    board.press("Ghi chỉ tiêu")
    assert board.notice == "Xong. Đã ghi chỉ tiêu."
    with register.open():
        whole = DeclaredFigure.objects.get(organization__code="thanh-pho-dong-ha", first_year=year, source="")
        value, stock = whole.value, whole.stock
        assert stock is not None
        assert value == -(-stock * 3 // 100)

    board.follow("Phân bổ")
    first = board.page.get_by_label("Phần của Đảng bộ Phường 1", exact=True)
    part = int(first.input_value())
    first.fill(str(part + 1))
    board.press("Phân bổ")
    said = f"Các phần cộng lại {thousands(value + 1)}, vượt chỉ tiêu {thousands(value)}: thừa 1."
    assert said in board.page.inner_text("main")
    assert first.input_value() == str(part + 1)
    first.fill(str(part))
    board.press("Phân bổ")
    assert board.notice == f"Xong. Đã phân bổ {thousands(value)}."

    ward = visit("bithu.phuong1", size=PHONE)
    ward.go(f"/chi-tieu/?nam={year}")
    ward.follow(thousands(part), within=ward.page.locator(".counts"))
    assert "Chỉ tiêu này do cấp trên phân bổ" in ward.page.inner_text("main")
    assert f"Phân bổ từ chỉ tiêu {thousands(value)} của Đảng bộ thành phố Đông Hà." in ward.page.inner_text("main")

    with register.open():
        code = Organization.objects.get(code="phuong-1").pk
    board.go(f"/chi-tieu/nguoi/?to_chuc={code}&nam=2025")
    rows = board.page.locator("tbody tr").count()
    board.go("/chi-tieu/?nam=2025")
    row = board.page.locator("tbody tr").filter(has_text="Đảng bộ Phường 1").first
    assert row.locator("td[data-label='Kết quả']").inner_text().split()[0].rstrip(",") == str(rows)


def test_a_cell_is_exempted_and_a_unit_followed(visit, register: Register):
    secretary = visit("bithu.phuong2")
    secretary.go("/chi-tieu/chi-bo/?xem=khong")
    row = secretary.page.locator("table").nth(1).locator("tbody tr").filter(has_text="Khu phố").first
    name = row.locator("th a").inner_text()
    row.get_by_role("link", name="Miễn").click()
    secretary.box("Lý do miễn").fill("Không còn nguồn")
    secretary.box("Theo văn bản").fill("Thông báo 9-TB/ĐU ngày 02/3/2026 của Đảng ủy")
    secretary.press("Miễn chỉ tiêu")
    assert secretary.notice == f"Xong. Đã miễn chỉ tiêu cho {name}."
    assert "được miễn" in secretary.page.locator("tbody tr").filter(has_text=name).first.inner_text()

    secretary.go("/chi-tieu/phu-trach/")
    secretary.follow("Ghi phân công")
    secretary.box("Đơn vị").select_option(label="Chi bộ Khu phố 1")
    secretary.box("Họ và tên").fill("Trần Thị Phượng")
    secretary.box("Theo văn bản").fill("Quyết định 21-QĐ/ĐU ngày 02/3/2026 của Đảng ủy")
    secretary.press("Lưu")
    assert secretary.notice == "Xong. Đã ghi phân công phụ trách."
    secretary.go("/chi-tieu/")
    assert "Trần Thị Phượng" in secretary.page.inner_text("main")
