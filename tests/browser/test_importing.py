"""A list from a file in a browser: brought, two cells mended, written while a bar moves, found, taken back."""

from __future__ import annotations

import pytest

from dangvien.models import ImportBatch, Job, Member
from tests.browser import rosters
from tests.browser.conftest import Register
from tests.browser.visitor import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CELL = "Chi bộ Khu phố 1"


def bring(visitor: Visitor, content: bytes, name: str) -> None:
    """Send a file of members of Phường 1."""
    visitor.go("/nhap-danh-sach/")
    visitor.page.get_by_role("link", name="Đưa tệp lên").click()
    visitor.look()
    visitor.box("Danh sách gì").select_option(label="Đảng viên")
    visitor.box("Của tổ chức").select_option(label="Đảng bộ Phường 1")
    visitor.box("Tệp").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    visitor.press("Đưa tệp lên")


def there(visitor: Visitor, words: str) -> bool:
    return visitor.page.get_by_text(words).count() > 0


def test_a_list_is_mended_written_and_taken_back(visit, register: Register):
    secretary = visit("bithu.phuong1")
    names = rosters.names(60, "Hoài")

    bring(secretary, rosters.roster(CELL, mark="Hoài"), "Đảng viên chi bộ.xlsx")
    secretary.until(lambda: there(secretary, "Còn 2 dòng phải sửa."), "the check")
    secretary.look()
    with register.open():
        assert not Member.objects.filter(person__full_name__in=names).exists()

    secretary.page.get_by_role("link", name="Sửa trên màn hình").click()
    secretary.look()
    assert [secretary.page.locator("h2").nth(place).inner_text().partition("\n")[0] for place in (0, 1)] == names[:2]
    first, second = (secretary.page.locator("section.card").nth(place) for place in (0, 1))
    assert first.get_by_role("textbox").input_value() == rosters.BAD_DAY
    assert second.get_by_role("textbox").input_value() == rosters.BAD_CARD
    first.get_by_role("textbox").fill("28/02/1985")
    second.get_by_role("textbox").fill("93009123")
    secretary.press("Lưu mọi ô đã sửa của trang này")
    assert secretary.notice == "Xong. Đã lưu 2 dòng: 2 mới."
    assert secretary.page.locator("section.card").count() == 0

    secretary.follow("Về tệp này")
    assert there(secretary, "Không còn chỗ nào phải sửa.")
    secretary.page.get_by_role("link", name="Ghi vào sổ (60 dòng)").click()
    secretary.look()
    with register.server.worker_asleep():
        secretary.press("Ghi vào sổ")
        bar = secretary.page.get_by_role("progressbar")
        assert bar.get_attribute("value") is None
        with register.open():
            job = Job.objects.filter(kind="ghi_danh_sach").newest_first()[0]
            Job.objects.filter(pk=job.pk).update(step=30, steps=120)
        secretary.until(lambda: bar.get_attribute("value") == "25", "a quarter")
        with register.open():
            Job.objects.filter(pk=job.pk).update(step=90)
        secretary.until(lambda: bar.get_attribute("value") == "75", "three quarters")
    secretary.until(lambda: there(secretary, "Đã ghi 60 dòng vào sổ"), "the writing")
    secretary.look()

    secretary.follow("Xem từng người")
    assert secretary.rows()[0][0].partition("\n")[0].strip() == names[0]
    secretary.follow(names[1])
    assert names[1] in secretary.heading
    secretary.go("/dang-vien/")
    secretary.box("Tên, không cần gõ dấu").fill("hoai an")
    secretary.press("Tìm, lọc")
    assert names[0] in secretary.page.locator("main").inner_text()
    with register.open():
        batch = ImportBatch.objects.get(file_name="Đảng viên chi bộ.xlsx")
        assert Member.objects.present().filter(person__full_name__in=names).count() == 60

    secretary.go(f"/nhap-danh-sach/{batch.pk}/")
    secretary.follow("Hoàn tác lần nhập này")
    secretary.press("Hoàn tác")
    assert secretary.mistakes() == (["Nhập lý do hoàn tác."], ["Nhập lý do hoàn tác."])
    secretary.box("Lý do hoàn tác").fill("Nhập nhầm chi bộ")
    secretary.press("Hoàn tác")
    secretary.until(lambda: there(secretary, "Lý do: Nhập nhầm chi bộ"), "the taking back")
    secretary.look()
    with register.open():
        assert not Member.objects.present().filter(person__full_name__in=names).exists()


def test_a_file_is_brought_on_a_phone_without_scripts_and_given_back_marked(visit, register: Register):
    secretary = visit("bithu.phuong1", size=PHONE, javascript=False)

    with register.server.worker_asleep():
        bring(secretary, rosters.roster(CELL, 8, "Diệp", 94_000_000), "Danh sách nhỏ.xlsx")
        assert secretary.page.get_by_role("link", name="Xem lại tiến độ").is_visible()
    secretary.until(lambda: there(secretary, "Còn 2 dòng phải sửa."), "the check")
    name, content = secretary.download("Tải tệp đã đánh dấu")
    assert (name, content[:2]) == ("danh-sach-nho-da-danh-dau.xlsx", b"PK")

    secretary.follow("Xem, đổi các cột của Danh sách")
    secretary.box("Cột F là").select_option(label="– Bỏ qua –")
    secretary.press("Lưu các cột và kiểm tra lại")
    secretary.until(lambda: there(secretary, "Còn 8 dòng phải sửa."), "the check after the columns")
    secretary.follow("Bỏ tệp này")
    secretary.press("Bỏ tệp này")
    assert secretary.notice == "Xong. Đã bỏ tệp."
