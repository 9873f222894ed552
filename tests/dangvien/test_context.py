"""The frame of pages: a menu of what the person may do, their unit, and the facts at the foot."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse

from dangvien import VERSION
from dangvien.context import shell
from dangvien.models import Organization, Placement
from dangvien.permissions import ROLES
from dangvien.scope import Scope
from dangvien.scope.fence import Holding

TODAY = date(2026, 11, 21)
READER = [
    "Trang chủ", "Việc đến hạn", "Tìm người", "Tổ chức đảng", "Đảng viên", "Nguồn phát triển", "Lớp bồi dưỡng",
    "Quyết định", "Báo cáo",
]  # fmt: skip


def asked(path="/", role=None, roots=(1,)):
    request = RequestFactory().get(path)
    holdings = tuple(Holding(root, ROLES[role].permissions) for root in roots) if role else ()
    vars(request)["held"] = Scope(1 if role else None, holdings, TODAY)
    return shell(request)


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("xem", [*READER, "Trợ giúp"]),
        ("chi_bo", [*READER, "Trợ giúp"]),
        ("dang_uy", [*READER, "Nhập danh sách", "Trợ giúp"]),
        ("ban_to_chuc", [*READER, "Nhập danh sách", "Quản trị", "Trợ giúp"]),
        ("quan_tri", [*READER, "Nhập danh sách", "Quản trị", "Trợ giúp"]),
    ],
)
def test_the_menu_shows_what_the_role_may_do(role, labels):
    assert [item.label for item in asked(role=role)["menu"]] == labels


def test_help_stands_beside_the_menu_where_the_window_is_wide():
    assert [item.label for item in asked(role="ban_to_chuc")["menu"] if item.aside] == ["Trợ giúp"]


def test_strangers_and_people_without_a_role_see_no_menu_of_the_register():
    assert asked()["menu"] == []
    assert shell(RequestFactory().get("/"))["menu"] == []
    assert [item.label for item in asked(role="xem", roots=())["menu"]] == ["Trang chủ", "Trợ giúp"]


@pytest.mark.parametrize(
    ("path", "label", "current"),
    [
        ("/", "Trang chủ", "page"),
        ("/dang-vien/", "Đảng viên", "page"),
        ("/dang-vien/7/", "Đảng viên", "true"),
        ("/tro-giup/lop/", "Trợ giúp", "true"),
    ],
)
def test_the_menu_marks_where_one_is(path, label, current):
    assert [(item.label, item.current) for item in asked(path, "dang_uy")["menu"] if item.current] == [(label, current)]


def test_nothing_is_marked_elsewhere():
    assert [item for item in asked("/doi-mat-khau/", "dang_uy")["menu"] if item.current] == []


def test_the_administrator_finds_accounts_audit_and_lists_below_one_entry():
    given = asked(reverse("nhat-ky"), "quan_tri")

    assert [(item.label, item.current) for item in given["submenu"]] == [
        ("Tài khoản và phân công", ""),
        ("Nhật ký", "page"),
        ("Sao lưu", ""),
        ("Danh mục", ""),
    ]
    assert [item.label for item in given["menu"] if item.current] == ["Quản trị"]
    assert asked("/", "quan_tri")["submenu"] == []


def test_the_lists_of_sources_stand_below_one_entry():
    given = asked("/khao-sat/2026/p1/", "chi_bo")

    found = {item.label: item.current for item in given["submenu"]}
    assert found.items() >= {"Danh sách": "", "Danh sách theo tháng": "", "Khảo sát nguồn": "true"}.items()
    assert given["submenu"][0].label == "Danh sách"
    assert [(item.label, item.url, item.current) for item in given["menu"] if item.current] == [
        ("Nguồn phát triển", reverse("nguon"), "true")
    ]
    monthly = asked(reverse("nguon-danh-sach"), "chi_bo")
    assert [item.label for item in monthly["submenu"] if item.current == "page"] == ["Danh sách theo tháng"]


def test_a_single_address_below_an_entry_needs_no_second_menu():
    given = asked(reverse("nhat-ky"), "ban_to_chuc")

    assert given["submenu"] == []
    assert [(item.label, item.url) for item in given["menu"] if item.current] == [("Quản trị", reverse("nhat-ky"))]


def test_the_unit_is_named_as_it_is_called_today(db):
    ward, board = (Organization.objects.create(code=code) for code in ("phuong-1", "ban-to-chuc"))
    for position, (organization, name, since, until) in enumerate(
        [
            (board, "Ban Tổ chức Thành ủy", date(2000, 1, 1), None),
            (ward, "Đảng bộ Phường 1 cũ", date(2000, 1, 1), date(2020, 1, 1)),
            (ward, "Đảng bộ Phường 1", date(2020, 1, 1), None),
        ]
    ):
        Placement.objects.create(
            organization=organization,
            name=name,
            kind="dang_bo_co_so",
            position=-position % 3,
            valid_from=since,
            **({"valid_to": until} if until else {}),
        )

    assert str(asked(role="dang_uy", roots=(ward.pk,))["unit"]) == "Đảng bộ Phường 1"
    assert str(asked(role="dang_uy", roots=(ward.pk, board.pk))["unit"]) == "Ban Tổ chức Thành ủy và Đảng bộ Phường 1"


def test_nothing_is_asked_of_the_database_until_it_is_printed(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        given = asked(role="dang_uy")
    with django_assert_num_queries(2):  # the tree is walked once for all doors, then the names are read
        str(given["unit"])


def test_the_foot_says_version_and_place(settings):
    settings.NETWORK_NOTE = "mạng LAN độc lập"

    given = asked()

    assert given["version"] == VERSION
    assert given["network_note"] == "mạng LAN độc lập"


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["version"] == VERSION
