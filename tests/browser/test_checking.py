"""Kiểm tra số liệu in a browser: a file brought, findings read beside the text, two answered, taken as Word."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from tests.browser.visitor import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]

SEEN = "place => { const top = place.getBoundingClientRect().top; return top >= 0 && top < innerHeight }"
HERE = "/bao-cao/kiem-tra-so-lieu/"
TEXT = (
    "Tính đến ngày 20/5/2022, Đảng bộ có 49 tổ chức cơ sở đảng, gồm 17 đảng bộ cơ sở và 31 chi bộ cơ sở.",
    "Các phường kết nạp 585 đảng viên, trong đó từ Đoàn Thanh niên là 490 đảng viên (chiếm 80,6%), "
    "từ hội viên các tổ chức chính trị - xã hội là 118 đảng viên (chiếm 19,4%).",
)


def draft() -> bytes:
    document = docx.Document()
    for line in TEXT:
        document.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def test_a_draft_is_tested_answered_and_taken_as_word(visit):
    board = visit("bantochuc", size=DESK)
    board.go("/bao-cao/")
    board.follow("Kiểm tra số liệu trong văn bản")
    board.follow("Kiểm tra một văn bản")
    board.box("Tệp").set_input_files(
        {"name": "Dự thảo.docx", "mimeType": "application/octet-stream", "buffer": draft()}
    )
    board.press("Kiểm tra")
    board.until(lambda: board.page.locator(".found > li").count() >= 2, "the check")
    board.look()

    assert board.heading == "Dự thảo.docx"
    main = board.page.locator("main")
    assert "608" in main.inner_text()
    beside = board.page.get_by_role("row").filter(has_text="Tổ chức cơ sở đảng").first.inner_text()
    assert "49" in beside
    assert "48" in beside
    found, text = (board.page.locator(f"#{name}").bounding_box() for name in ("cac-diem", "van-ban"))
    assert found is not None
    assert text is not None
    assert found["x"] + found["width"] <= text["x"], "findings stand beside the text"

    number = board.page.locator(".found > li").filter(has_text="608").first.get_attribute("id").removeprefix("diem-")
    mark = board.page.locator(f"#cho-{number}-0")
    board.page.locator(f"#diem-{number} a[href='#cho-{number}-0']").focus()
    board.page.keyboard.press("Enter")
    assert board.page.url.endswith(f"#cho-{number}-0")
    board.until(lambda: mark.evaluate(SEEN), "the figure is brought into sight")
    board.page.locator(f"#van-ban a[href='#diem-{number}']").first.focus()
    board.page.keyboard.press("Enter")
    assert board.page.url.endswith(f"#diem-{number}")

    board.page.locator(f"#diem-{number}").get_by_role("link", name="Trả lời").click()
    board.look()
    board.page.get_by_label("Chấp nhận: văn bản cần sửa").check()
    board.page.locator("input[name=repair]").first.check()
    board.press("Lưu")
    assert "Chấp nhận, sẽ sửa" in board.page.locator(f"#diem-{number}").inner_text()
    other = next(
        place
        for place in (str(n) for n in range(1, 9))
        if place != number and board.page.locator(f"#diem-{place}").count()
    )
    board.page.locator(f"#diem-{other}").get_by_role("link", name="Trả lời").click()
    board.look()
    board.page.get_by_label("Bỏ qua: số trong văn bản không sai").check()
    board.press("Lưu")
    assert "Ghi vì sao bỏ qua điểm này." in board.mistakes()[1]
    board.box("Ghi chú").fill("Đã hỏi văn phòng")
    board.press("Lưu")
    assert "Đã hỏi văn phòng" in board.page.locator(f"#diem-{other}").inner_text()

    name, content = board.download("Xuất kết quả ra Word")
    assert name.endswith(".docx")
    told = "\n".join(
        cell.text for table in docx.Document(BytesIO(content)).tables for row in table.rows for cell in row.cells
    )
    assert "608" in told
    assert "Đã hỏi văn phòng" in told


def test_on_a_phone_without_scripts_a_pasted_text_is_tested(visit):
    ward = visit("bithu.phuong1", size=PHONE, javascript=False)
    ward.go(f"{HERE}moi/")
    ward.box("Hoặc dán văn bản").fill("\n".join(TEXT))
    ward.press("Kiểm tra")
    ward.until(lambda: ward.page.locator(".found > li").count() >= 1, "the check, on a page that loads itself again")

    assert ward.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first = ward.page.locator(".found > li").first
    first.locator("a[href^='#cho-']").first.click()
    assert "#cho-" in ward.page.url
    ward.page.locator("#van-ban sup a").first.click()
    assert "#diem-" in ward.page.url
