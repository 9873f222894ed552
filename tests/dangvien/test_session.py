"""Signing in and out, and one's own password."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from dangvien.models import Appointment, AuditEntry, Organization, Placement, User
from tests.dangvien.pages import Page, faults

OLD = "thuyền xanh bàn ghế cau"
NEW = "phượng vĩ đỏ sân trường"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Xem lại phím Caps Lock, tắt bộ gõ tiếng Việt rồi gõ lại."


@pytest.fixture
def an(db):
    user = User.objects.create_user("thi.an", password=OLD, full_name="Nguyễn Thị Kim An")
    ward = Organization.objects.create(code="phuong-1")
    Placement.objects.create(
        organization=ward, name="Đảng bộ Phường 1", kind="dang_bo_co_so", valid_from=date(2000, 1, 1)
    )
    Appointment.objects.create(user=user, organization=ward, role="dang_uy", valid_from=date(2020, 1, 1))
    return user


def text_of(response):
    return response.content.decode()


def sign_in(client, **fields):
    return client.post("/dang-nhap/", {"username": "thi.an", "password": OLD, **fields})


def test_the_door_shows_two_boxes_and_whom_to_call(client, db, settings):
    settings.SUPPORT_CONTACT = "Trần Văn Bảy, số máy lẻ 12"

    html = text_of(client.get("/dang-nhap/"))
    page = Page(html)

    assert faults(html) == []
    assert page.texts("h1") == ["Đăng nhập"]
    assert page.texts("label") == ["Tên đăng nhập", "Mật khẩu"]
    assert "gọi Trần Văn Bảy, số máy lẻ 12" in html
    assert page.all("input", name="username")[0].attributes["autocomplete"] == "username"
    assert page.all("input", name="password")[0].attributes["autocomplete"] == "current-password"
    assert page.all("nav") == []


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("", "/"),
        ("/dang-vien/?trang=2", "/dang-vien/?trang=2"),
        ("https://noi-khac.example/", "/"),
        ("//noi-khac.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("dang-vien", "/"),
        ("99999", "/"),
        ("/dang-vien/\r\nX-Evil: 1", "/dang-vien/%0D%0AX-Evil:%201"),
        ("/dang-xuat/", "/"),
        ("/dang-nhap/?next=/dang-nhap/", "/"),
    ],
)
def test_after_signing_in_one_is_where_one_wanted_to_be_but_never_elsewhere(client, an, asked, target):
    response = sign_in(client, next=asked)

    assert (response.status_code, response["Location"]) == (302, target)
    assert client.get("/dang-nhap/", {"next": asked})["Location"] == target


@pytest.mark.parametrize(
    "fields", [{"password": "sai"}, {"username": "khong.co"}, {"username": "THI.AN", "password": "sai"}]
)
def test_every_failure_reads_the_same(client, an, fields):
    response = sign_in(client, **fields)

    assert response.status_code == 200
    assert WRONG in text_of(response)
    assert "<title>Lỗi: Đăng nhập" in text_of(response)
    assert faults(text_of(response)) == []
    assert "autofocus" not in Page(text_of(response)).all("input", name="username")[0].attributes


def test_a_closed_account_reads_the_same(client, an):
    User.objects.filter(pk=an.pk).update(is_active=False)

    assert WRONG in text_of(sign_in(client))
    assert WRONG in text_of(sign_in(client, password="sai"))
    verbs = AuditEntry.objects.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["đăng nhập tài khoản đã khóa", "đăng nhập không được"]


def test_the_right_password_of_a_slip_that_is_over_leaves_one_entry(client, an):
    User.objects.filter(pk=an.pk).update(must_change_password=True, slip_until=timezone.now())

    assert "Phiếu mật khẩu này đã hết hạn." in text_of(sign_in(client))
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["đăng nhập bằng phiếu hết hạn"]


def test_empty_boxes_are_named(client, an):
    html = text_of(client.post("/dang-nhap/", {}))

    assert [link.attributes["href"] for link in Page(html).all("a") if link.inside[-1] == "li"] == [
        "#id_username",
        "#id_password",
    ]
    assert "Nhập tên đăng nhập." in html
    assert "Nhập mật khẩu." in html


def test_a_slip_password_leads_to_choosing_ones_own(client, an):
    User.objects.filter(pk=an.pk).update(must_change_password=True)

    assert sign_in(client, next="/dang-vien/")["Location"] == "/doi-mat-khau/"


def test_signing_out_needs_the_button_and_may_be_done_twice(client, an):
    client.force_login(an)

    assert client.get("/dang-xuat/")["Location"] == "/"
    assert client.session["_auth_user_id"] == str(an.pk)
    first, second = client.post("/dang-xuat/"), client.post("/dang-xuat/")

    assert (first.status_code, second.status_code) == (200, 200)
    assert Page(text_of(first)).texts("h1") == ["Đã đăng xuất"]
    assert faults(text_of(first)) == []
    assert "_auth_user_id" not in client.session


def test_ones_own_password_is_changed_and_noted(client, an):
    User.objects.filter(pk=an.pk).update(must_change_password=True)
    elsewhere = Client()
    client.force_login(an)
    elsewhere.force_login(an)

    response = client.post("/doi-mat-khau/", {"old": OLD, "new": NEW, "again": NEW})

    an.refresh_from_db()
    entry = AuditEntry.objects.get(verb="đổi mật khẩu")
    assert response["Location"] == "/"
    assert an.check_password(NEW)
    assert not an.must_change_password
    assert entry.subject_id == str(an.pk)
    assert NEW not in str(vars(entry))
    assert client.get("/doi-mat-khau/").status_code == 200
    assert elsewhere.get("/doi-mat-khau/")["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize(
    ("fields", "box", "sentence"),
    [
        ({"old": "sai"}, "old", "Mật khẩu hiện nay chưa đúng. Gõ lại mật khẩu vừa dùng để đăng nhập."),
        ({"old": ""}, "old", "Nhập mật khẩu hiện nay."),
        ({"new": "", "again": ""}, "new", "Nhập mật khẩu mới."),
        ({"new": "ngan", "again": "ngan"}, "new", "Mật khẩu có 4 ký tự; cần ít nhất 12. Gõ thêm một, hai từ nữa."),
        ({"again": NEW + "x"}, "again", "Hai lần gõ mật khẩu mới khác nhau. Gõ lại cho giống."),
        ({"new": OLD, "again": OLD}, "new", "Mật khẩu mới trùng mật khẩu hiện nay. Chọn mật khẩu khác."),
    ],
)
def test_a_new_password_that_will_not_do_is_explained_at_its_box(client, an, fields, box, sentence):
    client.force_login(an)

    html = text_of(client.post("/doi-mat-khau/", {"old": OLD, "new": NEW, "again": NEW, **fields}))

    an.refresh_from_db()
    assert an.check_password(OLD)
    assert faults(html) == []
    assert sentence in Page(html).texts("a", href=f"#id_{box}")
    assert OLD not in html
    assert NEW not in html


def test_changing_a_password_is_for_those_inside(client, db):
    assert client.get("/doi-mat-khau/")["Location"] == "/dang-nhap/?next=/doi-mat-khau/"


def test_coming_and_going_leave_a_trace(client, an):
    sign_in(client, password="sai")
    sign_in(client, username="khong-co-ai", password="sai")
    sign_in(client)
    client.post("/dang-xuat/")

    entries = AuditEntry.objects.order_by("sequence").values_list("verb", "actor_id", "subject_id")
    assert list(entries) == [
        ("đăng nhập không được", None, str(an.pk)),
        ("đăng nhập", an.pk, str(an.pk)),
        ("đăng xuất", an.pk, str(an.pk)),
    ]
