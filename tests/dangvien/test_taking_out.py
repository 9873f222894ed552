"""What for a list of people leaves the program; empty workbooks for lists."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from dangvien.models import AuditEntry
from dangvien.rosters.fields import MEMBERS
from dangvien.rosters.sheets import columns_of
from dangvien.views.exporting import REASONS_KEPT
from tests import factories
from tests.dangvien.reading import WHY, mistakes, newest_entry, page_of, taken

LIST, DOOR, TEMPLATES = "/dang-vien/du-bi/?tep=excel", "/xuat-danh-sach/", "/nhap-danh-sach/tep-mau/"


@pytest.fixture
def somebody(world):
    factories.member(world.a1, "Lê Văn Mới", official=False)


@pytest.mark.usefixtures("somebody")
class TestReason:
    def test_is_asked_before_anything_is_given(self, as_an):
        page = page_of(as_an.get(LIST))

        assert "Xuất để làm gì" in page.texts("label")
        assert not AuditEntry.objects.exists()

    def test_stands_in_the_trail_and_on_every_page_but_not_in_the_address(self, an, as_an):
        file = taken(as_an, LIST)

        entry = newest_entry()
        assert (entry.verb, entry.actor_id, entry.reason) == ("xuất Excel", an.pk, WHY)
        sheet: Any = load_workbook(BytesIO(file.content)).worksheets[0]
        assert sheet.oddHeader.right.text == f"Để: {WHY}"
        assert sheet.oddFooter.left.text == "Nguyễn Thị An (an) xuất lúc 12:00 ngày 03/6/2024"
        assert WHY not in file.wsgi_request.get_full_path()

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_none_is_told(self, as_an, reason):
        assert list(mistakes(as_an.post(DOOR, {"reason": reason, "ve": LIST}))) == ["reason"]

    @pytest.mark.parametrize("address", ["https://xa.example/", "//xa.example/", "javascript:alert(1)", "dang-vien/"])
    def test_leads_nowhere_else(self, as_an, address):
        answer = as_an.post(DOOR, {"reason": WHY, "ve": address})

        assert (answer.status_code, answer["Location"]) == (302, "/")

    def test_for_one_list_does_not_open_another(self, world, as_an):
        led = as_an.post(DOOR, {"reason": WHY, "ve": LIST})["Location"]
        key = led.rpartition("ly_do=")[2]

        other = as_an.get(f"/to-chuc/{world.a1.code}/danh-sach/?tep=excel&ly_do={key}")

        assert other["Content-Type"].startswith("text/html")
        assert not AuditEntry.objects.filter(verb="xuất Excel").exists()

    def test_is_good_for_one_file(self, as_an):
        led = as_an.post(DOOR, {"reason": WHY, "ve": LIST})["Location"]

        first, second = as_an.get(led), as_an.get(led)

        assert first["Content-Disposition"].startswith("attachment")
        assert "Xuất để làm gì" in page_of(second).texts("label")
        assert AuditEntry.objects.filter(verb="xuất Excel").count() == 1
        again = as_an.post(DOOR, {"reason": WHY, "ve": page_of(second).all("input", name="ve")[0].attributes["value"]})
        assert as_an.get(again["Location"])["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize("changed", ["&sap_xep=ten", "&to_chuc=1", "&tep=excel"])
    def test_is_good_for_the_very_list_it_was_given_for(self, as_an, changed):
        led = as_an.post(DOOR, {"reason": WHY, "ve": LIST})["Location"]

        other = as_an.get(led + changed)

        assert other["Content-Type"].startswith("text/html")
        assert not AuditEntry.objects.filter(verb="xuất Excel").exists()
        assert as_an.get(led)["Content-Disposition"].startswith("attachment")

    def test_only_the_newest_are_kept(self, as_an):
        for _ in range(REASONS_KEPT + 5):
            as_an.post(DOOR, {"reason": WHY, "ve": LIST})

        assert len(as_an.session["ly_do"]) == REASONS_KEPT

    def test_numbers_without_people_are_given_at_once(self, as_an):
        assert as_an.get("/lop/excel/")["Content-Disposition"].startswith("attachment")


class TestTemplates:
    def test_the_page_offers_kinds_and_organizations(self, as_an):
        page = page_of(as_an.get(TEMPLATES))

        assert "Đảng viên" in page.texts("option")
        assert "Đảng bộ Phường A" in page.texts("option")

    def test_the_workbook_holds_the_cells_of_the_ward_and_leaves_a_trace(self, world, as_an):
        answer = as_an.get(f"{TEMPLATES}?loai=dang_vien&to_chuc={world.ward_a.pk}")

        assert answer["Content-Disposition"] == 'attachment; filename="mau-danh-sach-dang-vien-dang-bo-phuong-a.xlsx"'
        book = load_workbook(BytesIO(answer.content))
        assert [cell.value for cell in book["Danh sách"][1]] == [field.label for field in columns_of(MEMBERS)]
        listed = [cell.value for row in book["Danh mục"].iter_rows() for cell in row]
        assert {"Chi bộ A1", "Chi bộ A2", "Chi bộ A3"} <= set(listed)
        assert "Chi bộ B1" not in listed
        assert newest_entry().after == {"danh sách": "Mẫu danh sách đảng viên", "số dòng": 3}

    @pytest.mark.parametrize("asked", ["loai=dang_vien", "loai=la&to_chuc=1", "to_chuc=abc"])
    def test_nonsense_is_told_on_the_page(self, as_an, asked):
        page = page_of(as_an.get(f"{TEMPLATES}?{asked}"))

        assert "Tải tệp mẫu" in page.texts("button")
        assert not AuditEntry.objects.exists()

    def test_an_organization_outside_is_not_given(self, world, as_an):
        answer = as_an.get(f"{TEMPLATES}?loai=dang_vien&to_chuc={world.ward_b.pk}")

        assert answer.context["form"].errors
