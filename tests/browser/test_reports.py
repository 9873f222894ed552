"""The city's board asks for the appendix of 2022, opens its numbers, freezes it and has it printed."""

from __future__ import annotations

import pytest

from dangvien.models import Kind, Movement
from tests.browser.printing import being_printed, files_come, freeze
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.reports.reading import docx_rows, pdf_rows, xlsx_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

R01 = "/bao-cao/phu-luc-khu-dan-cu/"
DECADE = f"{R01}?to_chuc=thanh-pho-dong-ha&tu=01/01/2012&den=20/5/2022"
PAPERS = (("Tải PDF", ".pdf", pdf_rows), ("Tải Word", ".docx", docx_rows), ("Tải Excel", ".xlsx", xlsx_rows))


def row_of(visitor: Visitor, label: str) -> list[str]:
    return next(row for row in visitor.rows() if label in row)


def test_asked_with_the_keyboard_and_opened_into_people(visit):
    board = visit("bantochuc")
    board.go(R01)
    board.tab_to("Phạm vi")
    assert board.page.evaluate("document.activeElement.selectedOptions[0].text") == "Đảng bộ thành phố Đông Hà"
    for label, typed in (("Từ ngày", "1/1/2012"), ("Đến ngày", "20052022")):
        board.tab_to(label)
        board.key("Control+A")
        board.page.keyboard.type(typed)
    board.key_leads("Enter")

    assert row_of(board, "Toàn thành phố")[-2:] == ["1.703", "585"]
    assert board.page.get_by_text("Không khớp").count() == 0
    assert row_of(board, "Phường 3")[-1] == "85"
    third = board.page.get_by_role("row").filter(has_text="Phường 3")
    third.get_by_role("link", name="85", exact=True).focus()
    board.key_leads("Enter")
    address = board.page.url

    assert board.heading == "Phường 3"
    people = board.rows()
    board.follow("Trang sau")
    people += board.rows()
    assert [int(row[0]) for row in people] == list(range(1, 86))
    assert len({tuple(row[1:]) for row in people}) == 85

    ward = visit("bithu.phuong1")
    ward.go(address)
    assert ward.path == R01
    assert "Chọn một tổ chức trong danh sách." in ward.mistakes()[0]
    assert ward.page.get_by_role("table").count() == 0


def test_frozen_printed_and_the_same_digits_on_every_paper(visit, register):
    board = visit("bantochuc")
    board.go(DECADE)
    shown = [row[1:] for row in board.rows()]
    said = board.page.locator("#tep [role=status]")
    with register.server.worker_asleep():
        key = freeze(board)
        address = board.path
        assert said.inner_text() == "Đã nhận yêu cầu, sắp làm."
        assert board.page.locator("progress").is_visible()
        assert board.page.get_by_text("Có thể đóng trang này").is_visible()
    with register.open():
        being_printed(key)
    with register.server.worker_asleep():
        board.until(lambda: said.inner_text() != "Đã nhận yêu cầu, sắp làm.", "the progress moves")
    files_come(board)

    assert [row[1:] for row in board.rows()] == shown
    for label, ending, read in (
        ("Tải PDF", ".pdf", pdf_rows),
        ("Tải Word", ".docx", docx_rows),
        ("Tải Excel", ".xlsx", xlsx_rows),
    ):
        name, content = board.download(label)
        assert name.endswith(ending)
        assert [row[1:] for row in read(content)] == shown, label

    board.follow("So với nay")
    assert "Không có gì thay đổi" in board.page.locator("main").inner_text()
    board.go("/viec/")
    assert board.page.get_by_role("link", name="Mở kết quả").first.is_visible()

    phone = visit("bantochuc", size=PHONE)
    phone.go(address)
    phone.go("/bao-cao/da-chot/")
    ward = visit("bithu.phuong1")
    with ward.answered(404):
        ward.go(address)
    assert ward.heading == "Không tìm thấy trang này"


def test_what_changed_since_is_told_by_name(visit, register):
    """Admissions of 2023, of which one is then taken back with its recognition: the newest line first."""
    with register.open():
        lines = Movement.objects.standing().filter(kind=Kind.KET_NAP, occurred_on__year=2023)
        lines = lines.filter(organization__code__contains="khu-pho").select_related("member")
        member = next(line.member for line in lines if line.member.movements.count() == 2)
        name, page = str(member), f"/dang-vien/{member.pk}/"
    board = visit("bantochuc", size=DESK)
    board.go(f"{R01}?to_chuc=thanh-pho-dong-ha&tu=01/01/2023&den=31/12/2023")
    before = row_of(board, "Toàn thành phố")[-1]
    board.press("Chốt số liệu, lập bản thảo")
    frozen = board.path

    for kind in ("Công nhận chính thức", "Kết nạp"):
        board.go(page)
        board.page.get_by_role("link", name=f"Đính chính dòng “{kind}").click()
        board.look()
        board.type(board.box("Lý do đính chính"), "Ghi nhầm người trùng tên")
        board.press("Ghi dòng đính chính")
    assert [row[1].split("\n")[0] for row in board.rows("Các dòng sổ, mới nhất ở trên")].count(
        "Đính chính: Kết nạp"
    ) == 1

    board.go(f"{frozen}so-voi-nay/")
    changed = {row[0]: row for row in board.rows()}
    assert changed["Toàn thành phố"][2:4] == [before, str(int(before) - 1)]
    assert [row[5] for row in changed.values()] == [name, name]
    board.go(frozen)
    assert row_of(board, "Toàn thành phố")[-1] == before
