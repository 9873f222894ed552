"""A report in words in the browser: template brought, figures listed, report made, opened, taken along."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import uuid4

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from dangvien.actions import jobs
from dangvien.models import AuditEntry, Job
from reports.models import WordTemplate, WrittenReport
from reports.narrative.keeping import PRINT_WRITTEN, bring_template, is_whole
from tests import factories
from tests.reports.narrative.files import word

HOME = "/bao-cao/bang-loi/"
YEAR = {"to_chuc": "phuong-a", "tu": "01/01/2023", "den": "31/12/2023"}


@pytest.fixture
def admitted(world):
    return factories.member(world.a1, "Lê Văn Bảy", date(2023, 2, 3), official=False)


@pytest.fixture
def clerk(client, an):
    client.force_login(an)
    return client


def bring(client, ward, content, name="Báo cáo quý"):
    file = SimpleUploadedFile("mau.docx", content)
    return client.post(
        f"{HOME}mau/dua-len/", {"organization": ward.pk, "name": name, "file": file, "token": str(uuid4())}
    )


def made(client, template="bao-cao-nam", **typed):
    query = "&".join(f"{key}={value}" for key, value in {"mau": template, **YEAR}.items())
    answer = client.post(f"{HOME}lap/?{query}", {"token": str(uuid4()), **typed})
    assert answer.status_code == 302, answer.content.decode()
    return WrittenReport.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])


def test_the_empty_page_says_what_to_do_and_offers_ours(clerk, world):
    page = clerk.get(HOME).content.decode()

    assert "Chưa lập báo cáo bằng lời nào" in page
    assert "Báo cáo tổng kết 10 năm" in page
    file = clerk.get(f"{HOME}mau/san/bao-cao-nam/")
    assert "{{ket_nap}}" in "".join(item.text for item in docx.Document(BytesIO(file.content)).paragraphs)


def test_names_nobody_defined_are_listed_with_the_nearest(clerk, world):
    content = word("{{ket_nop}} và {{ket_nap|cung_ki}}", "Bảng {{bang R01}}", "{{bang R99}}")

    page = bring(clerk, world.ward_a, content).content.decode()

    assert not WordTemplate.objects.exists()
    assert "{{ket_nop}}: không có con số nào tên như vậy. Gần nhất: {{ket_nap}}" in page
    assert "không có cách viết |cung_ki. Gần nhất: {{ket_nap|cung_ky}}" in page
    assert "Bảng phải đứng riêng một đoạn" in page
    assert "{{bang R99}}: không có báo cáo nào mang mã ấy" in page
    assert 'value="Báo cáo quý"' in page


def test_a_file_that_is_no_word_file_is_told_so(clerk, world):
    page = bring(clerk, world.ward_a, b"%PDF-1.7").content.decode()

    assert "không phải tệp Word (.docx)" in page
    assert not WordTemplate.objects.exists()


def test_a_brought_template_is_filled_opened_and_taken_along(clerk, world, admitted):
    content = word("Kết nạp {{ket_nap}} ({{ty_le_ket_nap_nu}} nữ) theo {{ghi Văn bản}}.", "{{bang R28}}")
    assert bring(clerk, world.ward_a, content).status_code == 302
    template = WordTemplate.objects.get()

    report = made(clerk, str(template.pk), loi_0="Kế hoạch số 5")
    jobs.run(str(Job.objects.get(kind=PRINT_WRITTEN).pk))
    page = clerk.get(f"{HOME}{report.pk}/").content.decode()
    report.refresh_from_db()

    assert is_whole(report)
    assert f'<a href="{HOME}{report.pk}/so/0/">01</a>' in page
    assert "theo Kế hoạch số 5." in page
    assert "Lê Văn Bảy" in clerk.get(f"{HOME}{report.pk}/so/0/").content.decode()
    share = clerk.get(f"{HOME}{report.pk}/so/1/").content.decode()
    assert "Các số làm nên con số này" in share
    cell = clerk.get(f"{HOME}{report.pk}/bang/0/o/ket_nap/ky_nay/").content.decode()
    assert "Lê Văn Bảy" in cell
    taken = docx.Document(BytesIO(clerk.get(f"{HOME}{report.pk}/tep/docx/").getvalue()))
    assert taken.paragraphs[0].text == "Kết nạp 01 (0,0% nữ) theo Kế hoạch số 5."
    assert taken.tables[0].cell(0, 1).text == "Nội dung"
    text = PdfReader(BytesIO(clerk.get(f"{HOME}{report.pk}/tep/pdf/").getvalue())).pages[0].extract_text()
    assert "Kết nạp 01 (0,0% nữ)" in text
    assert {"đưa mẫu báo cáo lên", "lập báo cáo bằng lời", "mở danh sách", "tải tệp"} <= set(
        AuditEntry.objects.values_list("verb", flat=True)
    )


def test_what_was_made_stays_though_the_register_changes(clerk, world, admitted):
    report = made(clerk)
    factories.member(world.a1, "Trần Văn Tám", date(2023, 3, 4))

    assert made(clerk).figures != report.figures
    report.refresh_from_db()
    assert next(item["text"] for item in report.figures if item["key"] == "ket_nap") == "01"


def test_what_is_left_open_is_asked_for_and_nothing_typed_is_lost(clerk, world):
    query = "&".join(f"{key}={value}" for key, value in {"mau": "tong-ket-10-nam", **YEAR}.items())
    page = clerk.post(f"{HOME}lap/?{query}", {"token": str(uuid4()), "so_0": "12,6"}).content.decode()

    assert "Nhập Văn bản được tổng kết." in page
    assert "Nhập văn bản nêu số ấy" in page
    assert 'value="12,6"' in page
    assert not WrittenReport.objects.exists()


def test_the_figures_are_listed_with_their_present_value(clerk, world, admitted):
    page = clerk.get(f"{HOME}con-so/", YEAR).content.decode()

    assert "<code>{{ket_nap}}</code>" in page
    assert "<code>{{bang R01}}</code>" in page
    assert ">01</a>" in page
    bare = clerk.get(f"{HOME}con-so/").content.decode()
    assert "Giá trị hiện nay" not in bare


def test_a_retired_template_is_offered_no_more(clerk, world):
    bring(clerk, world.ward_a, word("{{ket_nap}}"))
    template = WordTemplate.objects.get()

    assert clerk.post(f"{HOME}mau/{template.pk}/thoi/", {"token": str(uuid4())}).status_code == 302
    assert "Báo cáo quý" not in clerk.get(f"{HOME}lap/").content.decode()
    assert "Đã thôi dùng" in clerk.get(f"{HOME}mau/{template.pk}/").content.decode()


def test_a_template_of_the_city_is_used_by_its_wards_and_taken_away_by_the_city_alone(clerk, world, chi):
    template = bring_template(
        by=chi, organization=world.city, name="Mẫu của thành phố", content=word("{{ket_nap}} ở {{ten_to_chuc}}")
    )
    page = clerk.get(f"{HOME}mau/{template.pk}/").content.decode()

    assert "Lập báo cáo theo mẫu này" in page
    assert "Thôi dùng" not in page
    assert clerk.post(f"{HOME}mau/{template.pk}/thoi/", {"token": str(uuid4())}).status_code == 404
    report = made(clerk, str(template.pk))
    assert [figure["text"] for figure in report.figures] == ["0", "Đảng bộ Phường A"]
