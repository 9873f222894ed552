"""The overview in pictures: on a desk and on a telephone, by keyboard, opened into people, taken as a file."""

from __future__ import annotations

import pytest

from tests.browser.visitor import DESK, PHONE
from tests.reports.reading import text

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]

HERE = "/bao-cao/tong-quan/"
HEADINGS = ("Chỉ tiêu và kết quả", "Kết nạp đảng viên các năm", "Từ lớp bồi dưỡng đến thẻ", "Đảng viên theo tuổi")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_four_pictures_each_with_its_table(visit, size):
    ward = visit("bithu.phuong1", size=size)
    ward.go("/")
    ward.follow("Tổng quan bằng hình", within=ward.page.locator("main"))
    page = ward.page

    assert ward.path == HERE
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        "the page itself does not scroll sideways"
    )
    drawings = page.get_by_role("img")
    assert drawings.count() == 4
    for place, heading in enumerate(HEADINGS):
        picture = drawings.nth(place)
        picture.scroll_into_view_if_needed()
        assert page.get_by_role("heading", level=2).nth(place).inner_text().startswith(heading)
        box = picture.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["width"] >= 300, "letters stay legible"
        letters = picture.evaluate(
            "svg => Math.min(...[...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect().height))"
        )
        assert letters >= 9
    assert page.get_by_role("table").count() == 4


def test_by_keyboard_from_the_ward_to_a_cell_and_to_its_people(visit):
    ward = visit("bithu.phuong1")
    ward.go(HERE)
    ward.tab_to("Năm")
    ward.page.keyboard.press("ArrowDown")
    ward.tab_to("Xem")
    ward.key_leads("Enter")
    assert ward.path == HERE
    assert "năm 2025" in ward.page.locator("main").inner_text()
    line = ward.page.get_by_role("row").filter(has_text="Khu phố 2").first
    line.get_by_role("link", name="Khu phố 2", exact=True).focus()
    ward.key_leads("Enter")
    assert "Khu phố 2" in ward.page.locator("main strong").first.inner_text()

    total = ward.page.get_by_role("row").filter(has_text="Cộng").last.get_by_role("link").last
    count = int(total.inner_text())
    total.focus()
    ward.key_leads("Enter")
    assert ward.heading == "Cộng"
    assert len(ward.rows()) == min(count, 50)
    ward.follow("Về trang tổng quan")
    assert "Khu phố 2" in ward.page.locator("main strong").first.inner_text()


def test_without_javascript_everything_is_there(visit):
    ward = visit("bithu.phuong1", javascript=False)
    ward.go(HERE)

    assert ward.page.get_by_role("img").count() == 4
    assert ward.page.get_by_role("table").count() == 4


def test_printed_on_a4_nothing_is_cut(visit):
    board = visit("bantochuc")
    board.go(HERE)
    board.page.emulate_media(media="print")

    assert board.page.locator(".filter").is_hidden()
    pdf = board.page.pdf(format="A4")
    said = text(pdf)
    for words in (*HEADINGS, "Trên 80", "Cả giai đoạn"):
        assert words in said


def test_taken_as_pdf_and_as_word(visit):
    ward = visit("bithu.phuong1")
    for button, mark in (("Lấy bản PDF", b"%PDF"), ("Lấy bản Word", b"PK")):
        ward.go(HERE)
        ward.press(button)
        ward.until(lambda: ward.page.get_by_role("link", name="Mở kết quả").count(), "the file is made")
        ward.look()
        name, content = ward.download("Mở kết quả")
        assert name.startswith("tong-quan-")
        assert content.startswith(mark)
