"""Error pages: what happened, what to do, and a code for the telephone."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.test import Client, RequestFactory

from dangvien.views import errors
from tests.dangvien.pages import Page, faults


@pytest.fixture
def request_(settings):
    settings.SUPPORT_CONTACT = "Trần Văn Bảy, số máy lẻ 12"
    request = RequestFactory().get("/khong-co/")
    request.user = AnonymousUser()
    vars(request)["request_id"] = "7f3a2b9911"
    return request


@pytest.mark.parametrize(
    ("answer", "exception", "status", "heading"),
    [
        (errors.bad_request, SuspiciousOperation(), 400, "Máy chủ không đọc được yêu cầu này"),
        (errors.bad_request, RequestDataTooBig(), 413, "Nội dung gửi lên quá lớn"),
        (errors.permission_denied, PermissionDenied(), 403, "Tài khoản này không có quyền mở trang"),
        (errors.page_not_found, Exception(), 404, "Không tìm thấy trang này"),
    ],
)
def test_each_page_says_what_happened_and_whom_to_call(request_, answer, exception, status, heading):
    response = answer(request_, exception)
    html = response.content.decode()

    assert response.status_code == status
    assert Page(html).texts("h1") == [heading]
    assert "Trần Văn Bảy, số máy lẻ 12" in html
    assert faults(html) == []


def broken(request, error):
    try:
        raise error
    except type(error):
        return errors.server_error(request)


def test_an_error_of_the_program_gives_a_code_that_is_in_the_log(request_, caplog):
    with caplog.at_level(logging.ERROR):
        response = broken(request_, ValueError("bí mật"))
    html = response.content.decode()

    assert response.status_code == 500
    assert Page(html).texts("strong", class_="code") == ["7F3A2B"]
    assert "7F3A2B" in caplog.text
    assert "ValueError" in caplog.text
    assert "bí mật" not in html
    assert "Trần Văn Bảy, số máy lẻ 12" in html
    assert faults(html) == []


def test_a_database_that_is_away_is_said_to_be_busy(request_):
    response = broken(request_, OperationalError("database is locked"))

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert Page(response.content.decode()).texts("h1") == ["Máy chủ tạm dừng hoặc đang bận"]
    assert faults(response.content.decode()) == []


def test_a_request_without_a_number_gets_a_code_too():
    response = broken(RequestFactory().get("/"), ValueError())

    assert len(Page(response.content.decode()).texts("strong", class_="code")[0]) == 6


def test_the_page_of_an_error_asks_nothing_of_the_database(request_, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        broken(request_, ValueError())


def test_an_old_page_that_is_sent_is_explained(db):
    response = Client(enforce_csrf_checks=True).post("/dang-nhap/", {})
    html = response.content.decode()

    assert response.status_code == 403
    assert Page(html).texts("h1") == ["Trang vừa gửi đã cũ, nội dung chưa được ghi"]
    assert faults(html) == []


def test_an_unknown_address_answers_in_vietnamese(client, db):
    response = client.get("/khong-co/")

    assert response.status_code == 404
    assert Page(response.content.decode()).texts("h1") == ["Không tìm thấy trang này"]
