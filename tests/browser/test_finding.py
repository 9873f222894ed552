"""Finding one's way: the tree as of a day, people by name without marks, pages that keep the search."""

from __future__ import annotations

import pytest

from dangvien.text import search_key
from tests.browser.visitor import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]

CITY = "Đảng bộ thành phố Đông Hà"


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_tree_as_of_a_chosen_day(visit, size):
    board = visit("bantochuc", size=size)
    board.go("/to-chuc/")
    board.box("Xem vào ngày").fill("20/5/2022")
    board.press("Xem")

    assert board.heading == "Tổ chức đảng ngày 20/05/2022"
    city = board.rows()[0]
    assert (city[0].split("\n")[0], city[-2:]) == (CITY, ["219", "6.913"])
    board.follow("Đảng bộ Phường 3")
    assert "20/05/2022" in board.page.locator("main").inner_text()
    board.page.go_back()

    board.box("Xem vào ngày").fill("31/2/2022")
    board.press("Xem")
    assert board.mistakes()[0] == ["Ngày xem: tháng 2 năm 2022 chỉ có 28 ngày."]
    board.box("Xem vào ngày").fill("1/1/1900")
    board.press("Xem")
    assert "Vào ngày này chưa có tổ chức nào" in board.page.locator("main").inner_text()
    board.follow("Xem hôm nay")
    assert board.rows()[0][0].startswith(CITY)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_search_without_marks_and_its_pages(visit, size):
    board = visit("bantochuc", size=size)
    board.go("/dang-vien/")
    box = board.page.get_by_label("Tên, không cần gõ dấu")
    box.fill("nguyen van an")
    board.key_leads("Enter")
    found = [row[1] for row in board.rows()]
    assert "Nguyễn Văn An" in found
    assert [name for name in found if not search_key(name).startswith("nguyen van an")] == []

    box.fill("nguyen van")
    board.press("Tìm, lọc")
    first = [row[1] for row in board.rows()]
    assert len(first) == 50
    board.follow("Trang sau")
    second = [row[1] for row in board.rows()]
    assert box.input_value() == "nguyen van"
    assert "nguyen" not in board.page.url.lower()
    assert [name for name in first + second if not {"nguyen", "van"} <= set(search_key(name).split())] == []

    board.follow(second[0])
    assert board.heading == f"Đồng chí {second[0]}"
    board.page.go_back()
    assert [row[1] for row in board.rows()] == second
    board.follow("Bỏ lọc")
    assert box.input_value() == ""
