"""Lists in the browser: names open pages, seeing leaves a trace, nothing is said in words; frozen lists as well."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from dangvien.models import AuditEntry, Kind, Member
from dangvien.period import Period
from reports.engine.computing import compute
from reports.models import Issue
from reports.papers import paper_for
from reports.render import RENDERERS
from tests import factories
from tests.reports.reading import poppler
from tests.worlds import City

YEAR = {"tu": "01/01/2024", "den": "31/12/2024"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def ward(city, client):
    client.force_login(factories.user("phuong1", "Lê Văn Một", city["p1"], "dang_uy"))
    return client


def text_of(code, content):
    """The words of a file, read by another program than the one that wrote it where there is one."""
    if code == "pdf":
        return poppler("pdftotext", "-layout", file=content)
    if code == "docx":
        tables = Document(BytesIO(content)).tables
        return " ".join(text.text or "" for table in tables for text in table._tbl.iter() if text.tag.endswith("}t"))
    if code == "xlsx":
        sheets = load_workbook(BytesIO(content)).worksheets
        return " ".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return content.decode()


def show(client, slug, place="p1", **query):
    return client.get(reverse("bao-cao-xem", args=[slug]), {"to_chuc": place, **YEAR, **query})


def test_a_name_opens_the_members_page_and_seeing_leaves_a_trace(city, ward):
    member = factories.member(city["p1c1"], "Lê Thị Bình", date(2024, 3, 3))

    page = show(ward, "dang-vien-moi").content.decode()

    assert f'<a href="{reverse("dang-vien-chi-tiet", args=[member.pk])}">Lê Thị Bình</a>' in page
    assert "Bấm vào tên để mở hồ sơ." in page
    entry = AuditEntry.objects.get(verb="mở danh sách")
    assert entry.after == {"ô": "Danh sách đảng viên mới kết nạp, năm 2024", "số dòng": 1}
    assert entry.organization_id == city["p1"].pk


def test_a_candidates_name_opens_the_candidates_page(city, ward):
    candidate = factories.candidate(city["p1c1"], "Lê Thị Bình")
    factories.certificate(candidate, factories.training_class(city["p1"]))

    page = show(ward, "da-hoc-chua-ket-nap").content.decode()

    assert f'<a href="{reverse("nguon-chi-tiet", args=[candidate.pk])}">Lê Thị Bình</a>' in page


def test_somebody_who_is_elsewhere_now_is_named_and_does_not_open(city, ward):
    member = factories.member(city["p1c1"], "Lê Thị Bình", date(2024, 3, 3))
    city.line(member, "p1c1", Kind.CHUYEN_DI, date(2024, 9, 1))
    city.line(member, "p2c1", Kind.CHUYEN_DEN, date(2024, 9, 1))
    member.organization = city["p2c1"]
    member.save()

    page = show(ward, "dang-vien-moi").content.decode()

    assert "Lê Thị Bình" in page
    assert reverse("dang-vien-chi-tiet", args=[member.pk]) not in page


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("de-nghi-ket-nap", "Không có hồ sơ đề nghị kết nạp nào trong kỳ này."),
        ("dang-vien-moi", "Không có đảng viên nào được kết nạp trong kỳ này."),
        ("du-bi-den-han", "Không có đảng viên dự bị nào đến hạn công nhận trong kỳ này."),
        ("hoc-vien-lop", "Không có học viên nào trong kỳ này."),
        ("da-hoc-chua-ket-nap", "Không có ai đã học lớp nhận thức mà chưa kết nạp trong kỳ này."),
        ("ket-qua-xet-ho-so", "Không có hồ sơ nào được gửi xét trong kỳ này."),
    ],
)
def test_an_empty_list_says_so_and_leaves_no_trace(ward, slug, sentence):
    response = show(ward, slug)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not AuditEntry.objects.filter(verb="mở danh sách").exists()


def test_a_class_of_another_ward_cannot_be_chosen(city, ward):
    factories.training_class(city["p2"], "P2")

    page = show(ward, "hoc-vien-lop", lop="P2").content.decode()

    assert "Lớp: chọn một mục trong danh sách." in page
    assert "Lỗi:" in page


def test_a_class_is_chosen_by_its_name(city, ward):
    held = factories.training_class(city["p1"], "P1", date(2021, 6, 9))
    factories.enrollment(held, factories.candidate(city["p1c1"], "Lê Thị Bình"))

    page = show(ward, "hoc-vien-lop", lop="P1").content.decode()

    assert '<option value="P1" selected>Lớp P1, khai giảng 01/6/2021</option>' in page
    assert "Lê Thị Bình" in page


def test_a_frozen_list_stays_as_it_was_and_leaves_its_trace(city, ward):
    member = factories.member(city["p1c1"], "Lê Thị Bình", date(2024, 3, 3))
    ward.post(reverse("bao-cao-chot", args=["dang-vien-moi"]), {"to_chuc": "p1", **YEAR, "token": str(uuid4())})
    issue = Issue.objects.get()
    factories.member(city["p1c1"], "Lê Thị Chi", date(2024, 3, 4))

    page = ward.get(reverse("bao-cao-da-chot", args=[issue.pk])).content.decode()

    assert f'<a href="{reverse("dang-vien-chi-tiet", args=[member.pk])}">Lê Thị Bình</a>' in page
    assert "Lê Thị Chi" not in page
    opened = {"ô": "Danh sách đảng viên mới kết nạp, năm 2024", "số dòng": 1}
    assert AuditEntry.objects.filter(verb="mở danh sách").latest("sequence").after == opened
    changes = ward.get(reverse("bao-cao-so-voi-nay", args=[issue.pk])).content.decode()
    assert "Lê Thị Chi" in changes


def test_nobody_without_the_right_to_see_reports_sees_a_list(city, client):
    client.force_login(factories.user("khach", "Lê Văn Hai", city["p2"], "dang_uy"))
    factories.member(city["p1c1"], "Lê Thị Bình", date(2024, 3, 3))

    response = show(client, "dang-vien-moi")

    assert "Lê Thị Bình" not in response.content.decode()
    assert "Chọn một tổ chức trong danh sách." in response.content.decode()


def test_three_hundred_long_names_in_every_format(city, ward):
    """A long list of long names is whole in each file; nothing is cut off."""
    names = [f"Tôn Nữ Công Huyền Hoàng Nguyễn Phương Quỳnh Như {place:03d}" for place in range(300)]
    for name in names:
        factories.movement(
            Member.objects.create(person=factories.person(name)), city["p1c1"], Kind.KET_NAP, date(2024, 3, 3)
        )
    table = compute(city.ask("R11", Period.year(2024), place="p1"))
    paper = paper_for(city["p1"], date(2024, 12, 31))

    told = {code: text_of(code, render(table, paper)) for code, render in RENDERERS.items()}

    assert set(told) == {"html", "pdf", "docx", "xlsx", "json"}
    for code, text in told.items():
        flat = " ".join(text.split())
        assert [name for name in names if name[-3:] not in flat] == [], code
        assert "Tổng cộng: 300 người" in flat, code
