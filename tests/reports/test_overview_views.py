"""The overview on the screen, opened into people and taken along as PDF and Word; each only within one's own scope."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from dangvien.actions import jobs
from dangvien.models import AuditEntry, Job, Person
from reports.pictures import canvas
from tests import factories
from tests.dangvien.pages import Page
from tests.reports.reading import poppler, text

HERE = "/bao-cao/tong-quan/"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
SVG_IN_WORD = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"


@pytest.fixture
def filled(world, an):
    """Ward A with four members of different ages, a class, a target; ward B with a member of its own."""
    for cell, name, birth in (
        (world.a1, "Lê Văn Một", date(1960, 1, 1)),
        (world.a1, "Trần Thị Hai", date(1990, 1, 1)),
        (world.a2, "Võ Văn Ba", date(2000, 1, 1)),
        (world.b1, "Mai Thị Của Phường B", date(1990, 1, 1)),
    ):
        member = factories.member(cell, name, date(2024, 2, 3))
        Person.objects.filter(pk=member.person_id).update(birth_date=birth, gender="nu" if "Thị" in name else "nam")
    factories.certificate(factories.candidate(world.a1, "Cao Thị Học"), factories.training_class(world.ward_a))
    factories.declared_figure(world.ward_a, an, purpose="chi_tieu", indicator="ket_nap", first_year=2024,
                              last_year=2024, value=5)  # fmt: skip
    return world


def numbers(client, **query) -> dict[str, list[str]]:
    """Label of a line → its values, of every table of the page."""
    page = client.get(HERE, query).content.decode()
    found = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    plain = [
        (re.sub(r"<.*?>", "", label).strip(), re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL))
        for label, row in found
    ]
    return {label: [re.sub(r"<.*?>", "", cell).strip() for cell in cells] for label, cells in plain}


def test_ones_own_unit_and_this_year_stand_there_without_asking(filled, as_an):
    response = as_an.get(HERE)

    page = response.content.decode()
    assert response.status_code == 200
    assert "<strong>Đảng bộ Phường A</strong>, năm 2024, tính đến hết ngày 03/06/2024" in page
    assert page.count("<svg ") == 4
    assert page.count('role="img"') == 4
    found = numbers(as_an)
    assert found["Đảng bộ Phường A"] == ["5", "3", "60,0", "2"]
    assert found["Cộng"] == ["2", "1", "3"]
    assert found["6 tháng đầu năm 2024"] == ["3", "–"]


def test_the_page_keeps_its_own_policy_and_its_names_apart(filled, as_an):
    """No style attribute, no script, no two equal ids, every reference leads somewhere."""
    response = as_an.get(HERE)
    source = response.content.decode()

    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert " style=" not in source
    assert "<style" not in source
    elements = Page(source).elements
    ids = [element.attributes["id"] for element in elements if element.attributes.get("id")]
    assert len(ids) == len(set(ids))
    for element in elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((element.attributes.get(name) or "").split()) <= set(ids), element


def test_every_number_leads_to_its_people_and_leaves_a_trace(filled, as_an):
    page = as_an.get(HERE).content.decode()
    links = re.findall(r'<td class="number"><a href="([^"]+)" aria-label="([^:]+): ([^"]+)">', page)
    assert len(links) > 50

    for address, number, of in links:
        response = as_an.get(address.replace("&amp;", "&"))
        assert response.status_code == 200, of
        assert str(response.context["value"]) == number, of
    total = [address for address, _, of in links if of == "Cộng, Nữ"]
    shown = as_an.get(total[0].replace("&amp;", "&")).content.decode()
    assert "Trần Thị Hai" in shown
    assert "Lê Văn Một" not in shown
    entry = AuditEntry.objects.filter(verb="mở danh sách").order_by("-sequence")[0]
    assert entry.organization_id == filled.ward_a.pk
    assert entry.after == {"ô": "Tổng quan năm 2024: Cộng, Nữ", "số dòng": 1}


def test_a_lines_name_leads_to_its_own_overview(filled, as_an):
    page = as_an.get(HERE).content.decode()
    address = f"{HERE}?to_chuc={filled.a1.pk}&amp;nam=2024"
    assert f'<th scope="row"><a href="{address}">Chi bộ A1</a></th>' in page

    cell = as_an.get(address.replace("&amp;", "&")).content.decode()
    assert "<strong>Chi bộ A1</strong>, năm 2024" in cell
    assert f'href="{address}">Chi bộ A1' not in cell, "a cell does not lead to itself"


@pytest.mark.parametrize(
    "query", [{"nam": "1850"}, {"nam": "mười"}, {"nam": "2025"}, {"to_chuc": "0"}, {"to_chuc": "x\x00"}]
)
def test_what_cannot_be_asked_is_answered_at_its_box(filled, as_an, query):
    response = as_an.get(HERE, query)

    page = response.content.decode()
    assert response.status_code == 200
    assert "trong danh sách" in page
    assert "<svg " not in page


def test_another_ward_is_not_there_to_be_seen(filled, as_an, as_binh):
    own, other = {"to_chuc": filled.ward_a.pk}, {"to_chuc": filled.ward_b.pk}

    assert "Chọn tổ chức trong danh sách" in as_an.get(HERE, other).content.decode()
    cell = f"{HERE}thap-tuoi/o/dang_vien/cong/"
    assert as_an.get(cell, own | {"nam": 2024}).context["value"] == 3
    assert as_binh.get(cell, own | {"nam": 2024}).status_code == 302
    assert as_binh.get(cell, other | {"nam": 2024}).context["value"] == 1
    assert "Mai Thị Của Phường B" not in as_an.get(cell, own | {"nam": 2024}).content.decode()
    assert as_an.get(f"{HERE}chi-tieu/o/b-1/ket_nap/", own | {"nam": 2024}).status_code == 404
    assert numbers(as_binh)["Cộng"] == ["0", "1", "1"]


@pytest.mark.parametrize("address", ["khac/o/dang_vien/cong/", "thap-tuoi/o/khong/cong/", "theo-nam/o/2024/tang_giam/"])
def test_a_number_that_is_not_there_is_not_found(filled, as_an, address):
    assert as_an.get(HERE + address).status_code == 404


def test_a_register_without_anybody_says_what_to_do_first(world, as_an):
    page = as_an.get(HERE).content.decode()

    assert "Sổ chưa có ai ở tổ chức này" in page
    assert "<svg " not in page
    assert "Lấy bản PDF" not in page


def test_without_letters_to_draw_with_the_tables_still_stand(filled, as_an, settings, tmp_path):
    settings.REPORT_FONT_DIR = tmp_path
    canvas.fonts.cache_clear()
    try:
        page = as_an.get(HERE).content.decode()
    finally:
        canvas.fonts.cache_clear()

    assert "Chưa vẽ được hình" in page
    assert "<svg " not in page
    assert ">3</a>" in page


def test_the_home_page_and_the_menu_lead_here(filled, as_an):
    assert f'<a href="{HERE}">Tổng quan bằng hình</a>' in as_an.get("/").content.decode()
    assert f'href="{HERE}"' in as_an.get("/bao-cao/").content.decode()
    assert "Tổng quan bằng hình" in as_an.get("/tro-giup/tong-quan/").content.decode()


# Taken along as a file --------------------------------------------------------------------------------------------


def printed(client, form: str, **query) -> Job:
    """Ask for a file and let the worker make it."""
    response = client.post(f"{HERE}in/", {"nam": 2024, "dang": form, **query})
    job = Job.objects.order_by("-created_at")[0]
    assert response.url == reverse("viec-chi-tiet", args=[job.pk])
    assert jobs.run(str(job.pk)), Job.objects.get(pk=job.pk).message
    job.refresh_from_db()
    return job


def taken(client, job: Job) -> bytes:
    response = client.get(job.result_url)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_the_pdf_shows_drawings_as_lines_and_letters_and_the_same_numbers(filled, as_an):
    job = printed(as_an, "pdf", to_chuc=filled.ward_a.pk)
    pdf = taken(as_an, job)

    said = text(pdf)
    for words in ("TỔNG QUAN", "Đảng bộ Phường A", "năm chưa đủ 12 tháng", "Đã có thẻ đảng viên", "Trên 80",
                  "Nguyễn Thị An in từ sổ lúc 12:00, ngày 03/6/2024"):  # fmt: skip
        assert words in said
    reader: Any = PdfReader(BytesIO(pdf))
    assert all([round(float(side)) for side in page.mediabox[2:]] == [595, 842] for page in reader.pages)
    assert poppler("pdfimages", "-list", file=pdf).count("\n") == 2, "no dots: the drawings are lines"
    fonts = {line.split()[0].partition("+")[2] for line in poppler("pdffonts", file=pdf).splitlines()[2:]}
    assert fonts <= {"Van-ban", "Van-ban-Bold", "Van-ban-Italic"}
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [entry.verb for entry in AuditEntry.objects.order_by("sequence")][-2:] == ["in tổng quan", "tải tổng quan"]


def test_the_drawings_of_the_pdf_are_described(filled, as_an):
    reader: Any = PdfReader(BytesIO(taken(as_an, printed(as_an, "pdf", to_chuc=filled.ward_a.pk))))
    told: list[str] = []

    def walk(element) -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            if "/Alt" in element:
                told.append(str(element["/Alt"]))
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    assert len(told) == 4
    assert told[3].startswith("Đảng viên theo tuổi và giới tính, ngày 03/6/2024. Tháp tuổi: nam bên trái")


def test_the_word_document_holds_each_drawing_twice_and_real_tables(filled, as_an):
    content = taken(as_an, printed(as_an, "docx", to_chuc=filled.ward_a.pk))

    with ZipFile(BytesIO(content)) as package:
        names = package.namelist()
        body = ET.fromstring(package.read("word/document.xml"))
        relations = {
            item.attrib["Id"]: item.attrib["Target"]
            for item in ET.fromstring(package.read("word/_rels/document.xml.rels"))
        }
        kinds = package.read("[Content_Types].xml").decode()
        pairs = [
            (relations[blip.attrib[RELATED]], relations[svg.attrib[RELATED]])
            for blip in body.iter(f"{DRAWING}blip")
            for svg in blip.iter(SVG_IN_WORD)
        ]
        assert len(pairs) == 4
        for dots, lines in pairs:
            assert {f"word/{dots}", f"word/{lines}"} <= set(names)
            assert ET.fromstring(package.read(f"word/{lines}")).attrib["role"] == "img"
            assert Image.open(BytesIO(package.read(f"word/{dots}"))).format == "PNG"
    assert "image/svg+xml" in kinds
    assert "image/png" in kinds
    described = [item.attrib["descr"] for item in body.iter() if item.tag.endswith("}docPr")]
    assert len(described) == 4
    assert all("iểu đồ" in words or "Tháp tuổi" in words for words in described)
    tables = docx.Document(BytesIO(content)).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert len(tables) == 4
    assert ["Đảng bộ Phường A", "5", "3", "60,0", "2"] in rows
    assert ["Cộng", "2", "1", "3"] in rows


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_printing_again_gives_the_same_bytes(filled, as_an, form):
    job = printed(as_an, form, to_chuc=filled.ward_a.pk)
    first = taken(as_an, job)
    Job.objects.filter(pk=job.pk).update(state=Job.State.CHO, attempts=0)
    jobs.run(str(job.pk))

    assert taken(as_an, job) == first


def test_a_file_lies_there_for_a_day_and_for_nobody_else(filled, as_an, as_binh):
    job = printed(as_an, "pdf", to_chuc=filled.ward_a.pk)
    path = Path(settings.MEDIA_ROOT) / "tong-quan" / f"{job.pk}.pdf"
    assert path.is_file()
    assert as_binh.get(job.result_url).status_code == 404

    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(hours=24, seconds=1))
    gone = as_an.get(job.result_url)
    assert gone.status_code == 410
    assert "chỉ được giữ 24 giờ" in gone.content.decode()


def test_old_files_are_swept_away_by_the_next_request(filled, as_an):
    folder = Path(settings.MEDIA_ROOT) / "tong-quan"
    folder.mkdir(parents=True, exist_ok=True)
    old = folder / "cu.pdf"
    old.write_bytes(b"%PDF")
    os.utime(old, times=((timezone.now() - timedelta(hours=25)).timestamp(),) * 2)

    job = printed(as_an, "pdf", to_chuc=filled.ward_a.pk)

    assert not old.exists()
    assert (folder / f"{job.pk}.pdf").is_file()


@pytest.mark.parametrize("form", ["xlsx", "", "PDF"])
def test_another_form_of_file_is_not_there(filled, as_an, form):
    assert as_an.post(f"{HERE}in/", {"nam": 2024, "dang": form, "to_chuc": filled.ward_a.pk}).status_code == 404
    assert not Job.objects.exists()


def test_a_file_of_another_ward_is_not_made(filled, as_an, an):
    response = as_an.post(f"{HERE}in/", {"nam": 2024, "dang": "pdf", "to_chuc": filled.ward_b.pk})
    assert response.status_code == 422
    assert not Job.objects.exists()

    job = Job.objects.create(
        kind="in_tong_quan",
        title="Thử",
        params={"organization": filled.ward_b.pk, "year": 2024, "format": "pdf", "title": "Thử"},
        requested_by=an,
    )
    assert not jobs.run(str(job.pk))
    job.refresh_from_db()
    assert job.message == "Tổ chức này không còn trong phạm vi của người yêu cầu."
