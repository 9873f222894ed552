"""Kinds of documents: the list of the program with this register's own lines over it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reports.models import DocumentType
from reports.numbering import document_kinds, kind_name, kinds_in_use
from tests.dangvien.pages import faults

ADDRESS = "bao-cao-loai-van-ban"


@pytest.mark.django_db
def test_the_list_of_the_program_stands_where_nobody_changed_it():
    codes = [kind.code for kind in document_kinds()]

    assert codes == ["NQ", "CT", "KL", "QĐ", "QC", "CTr", "KH", "HD", "TB", "BC", "CV", "TTr", "ĐA", "BB"]
    assert kind_name("BC") == "Báo cáo"
    assert kind_name("ThM") == "ThM"


def test_a_kind_is_added_renamed_and_left_out(world, as_dung):
    assert faults(as_dung.get(reverse(ADDRESS)).content.decode()) == []
    for typed in (
        {"code": "ThM", "label": "Thư mời", "in_use": "on"},
        {"code": "BB", "label": "Biên bản họp", "in_use": "on"},
        {"code": "CTr", "label": "Chương trình"},
    ):
        as_dung.post(reverse(ADDRESS), typed)

    assert ("ThM", "Thư mời") in kinds_in_use()
    assert ("BB", "Biên bản họp") in kinds_in_use()
    assert "CTr" not in dict(kinds_in_use())
    assert DocumentType.objects.count() == 3
    edited = as_dung.get(reverse(ADDRESS), {"ma": "ThM"}).content.decode()
    assert "Sửa loại ThM" in edited
    assert "Thư mời" in edited


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"code": "B1", "label": "X"}, "từ 2 đến 6 chữ cái"), ({"code": "BX", "label": ""}, "Nhập tên loại")],
)
def test_nonsense_gets_a_sentence(world, as_dung, typed, words):
    page = as_dung.post(reverse(ADDRESS), typed).content.decode()

    assert words in page
    assert not DocumentType.objects.exists()


def test_the_lists_page_leads_here_for_who_stands_at_the_top(world, as_dung):
    assert reverse(ADDRESS) in as_dung.get(reverse("admin:index")).content.decode()
