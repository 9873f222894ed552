"""A ward's secretary makes the yearly report from nothing to an issued PDF; what happens to an issue afterwards."""

from __future__ import annotations

import pytest

from dangvien.models import Kind, Movement
from reports.models import Issue
from tests.browser.visitor import PHONE, Visitor
from tests.reports.reading import pdf_rows, poppler

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

MOST_CLICKS = 10
COUNT = """addEventListener("click", (event) => {
  if (event.isTrusted && event.detail > 0) localStorage.setItem("bam", clicks() + 1);
}, true);
function clicks() { return Number(localStorage.getItem("bam") || 0); }"""
"""Every press of the mouse on any page counts, whatever it hits."""


def clicks(visitor: Visitor) -> int:
    return int(visitor.page.evaluate("Number(localStorage.getItem('bam') || 0)"))


def printed(visitor: Visitor) -> None:
    """Wait for the issued files without touching the page."""
    ready = visitor.page.get_by_role("link", name="Tải Excel")
    visitor.until(lambda: ready.count() and "dự thảo" not in ready.inner_text(), "the issued files")
    visitor.until(lambda: visitor.page.locator("progress").count() == 0, "the end of the printing")


def issue_from_the_screen(visitor: Visitor, first: str, last: str) -> None:
    """From the report that is open to an issued one."""
    visitor.type(visitor.box("Từ ngày"), first)
    visitor.type(visitor.box("Đến ngày"), last)
    visitor.press("Xem số liệu")
    visitor.press("Chốt số liệu, lập bản thảo")
    visitor.press("Xác nhận đã kiểm tra")
    visitor.press("Duyệt")
    visitor.press("Ban hành")
    printed(visitor)


def open_empty(visitor: Visitor) -> None:
    """The report of admissions by year with both days empty, as an address gives it."""
    visitor.go("/bao-cao/ket-nap-theo-nam/")
    for label in ("Từ ngày", "Đến ngày"):
        visitor.box(label).fill("")


def test_ten_clicks_from_nothing_to_an_issued_pdf(visit):
    ward = visit("bithu.phuong1")
    ward.context.add_init_script(COUNT)
    ward.go("/")
    assert clicks(ward) == 0

    ward.follow("Báo cáo")
    ward.follow("Kết nạp đảng viên theo năm")
    for label, typed in (("Từ ngày", "01/01/2025"), ("Đến ngày", "31/12/2025")):
        ward.box(label).click()
        ward.key("Control+A")
        ward.page.keyboard.type(typed)
    ward.press("Xem số liệu")
    shown = ward.rows()
    ward.press("Chốt số liệu, lập bản thảo")
    ward.press("Xác nhận đã kiểm tra")
    ward.press("Duyệt")
    number = ward.box("Số").input_value()
    ward.press("Ban hành")
    assert "Đã ban hành" in ward.notice
    printed(ward)
    name, content = ward.download("Tải PDF")

    assert clicks(ward) <= MOST_CLICKS
    assert [row[1:] for row in pdf_rows(content)][-len(shown) :] == [row[1:] for row in shown]  # under two header lines
    text = " ".join(poppler("pdftotext", "-layout", file=content).split())
    assert f"Số {int(number):02d}-BC/ĐU" in text or f"số {int(number):02d}-BC/ĐU" in text
    assert "DỰ THẢO" not in text
    assert name.startswith(f"so-{int(number):02d}-bc_")
    assert "Đơn vị chỉ có một tài khoản có quyền duyệt" in ward.page.locator("main").inner_text()


def test_last_years_issue_stays_and_the_list_names_what_changed(visit, register):
    """An admission of 2023 that is taken back with all that followed it: later than what other journeys count."""
    with register.open():
        lines = Movement.objects.standing().filter(kind=Kind.KET_NAP, occurred_on__year=2023)
        lines = lines.filter(organization__code__startswith="phuong-1-").select_related("member")
        member = next(line.member for line in lines if line.member.movements.count() == 2)
        name, page = str(member), f"/dang-vien/{member.pk}/"
    ward = visit("bithu.phuong1")
    open_empty(ward)
    issue_from_the_screen(ward, "01/01/2023", "31/12/2023")
    issued = ward.path
    before, files = ward.rows(), ward.download("Tải PDF")[1]

    for kind in ("Công nhận chính thức", "Kết nạp"):
        ward.go(page)
        ward.page.get_by_role("link", name=f"Đính chính dòng “{kind}").click()
        ward.look()
        ward.type(ward.box("Lý do đính chính"), "Ghi nhầm người trùng tên")
        ward.press("Ghi dòng đính chính")

    ward.go(issued)
    assert ward.rows() == before
    assert ward.download("Tải PDF")[1] == files
    ward.follow("So với nay")
    assert name in ward.page.locator("main").inner_text()


def test_withdrawn_with_a_paper_and_replaced_both_ways(visit, register):
    ward = visit("bithu.phuong2")
    open_empty(ward)
    issue_from_the_screen(ward, "01/01/2020", "31/12/2020")
    old = ward.path

    ward.follow("Thu hồi")
    ward.press("Thu hồi")
    assert ward.mistakes()[0] == ["Nhập văn bản thu hồi.", "Nhập lý do thu hồi."]
    ward.type(ward.box("Văn bản thu hồi"), "Công văn số 12-CV/ĐU")
    ward.type(ward.box("Lý do thu hồi"), "Thiếu một chi bộ")
    ward.press("Thu hồi")
    assert "Báo cáo này đã thu hồi, không dùng nữa" in ward.page.locator("main").inner_text()

    ward.follow("Lập bản thay thế")
    ward.press("Lập bản thay thế")
    for step in ("Xác nhận đã kiểm tra", "Duyệt", "Ban hành"):
        ward.press(step)
    new = ward.path
    assert "Thay thế số" in ward.page.locator("main").inner_text()
    phone = visit("bithu.phuong2", size=PHONE)
    for address in (old, new, "/bao-cao/da-chot/", "/bao-cao/phai-nop/", "/bao-cao/cho-gui/", "/bao-cao/tu-lap/"):
        phone.go(address)
    phone.go(old)
    assert "Được thay thế bằng" in phone.page.locator("main").inner_text()
    with register.open():
        states = {issue.state for issue in Issue.objects.filter(organization__code="phuong-2", first__year=2020)}
    assert states == {"thu_hoi", "ban_hanh"}


def test_the_city_asks_the_ward_sees_it_and_starts_from_it(visit):
    city = visit("bantochuc")
    city.go("/bao-cao/cho-gui/")
    city.follow("Ghi một yêu cầu")
    city.box("Báo cáo").select_option(label="Kết nạp đảng viên theo năm")
    city.box("Kỳ báo cáo").select_option(label="Hằng quý")
    city.type(city.box("Hạn gửi, số ngày sau khi hết kỳ"), "10")
    city.type(city.box("Văn bản yêu cầu"), "Quy chế 05-QC/TU")
    city.press("Ghi yêu cầu")
    assert any("Chưa có, quá hạn" in " ".join(row) for row in city.rows())
    asked = city.path

    ward = visit("bithu.phuong2")
    ward.go("/")
    ward.page.get_by_role("link", name="Lập báo cáo").first.click()
    ward.look()
    ward.press("Chốt số liệu, lập bản thảo")
    for step in ("Xác nhận đã kiểm tra", "Duyệt", "Ban hành"):
        ward.press(step)
    ward.go("/bao-cao/phai-nop/")
    assert "Đã gửi, trễ hạn" in ward.page.locator("main").inner_text()
    phone = visit("bantochuc", size=PHONE)
    phone.go(asked)
    assert "Đã gửi, trễ hạn" in phone.page.locator("main").inner_text()
    phone.go("/bao-cao/cho-gui/them/")
