"""Error pages: what happened, what to do, and a code for the telephone."""

from __future__ import annotations

import io
import logging
from typing import cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject

from dangvien.logs import OfRequest, PlainFormatter
from dangvien.page_owner import new_secret
from dangvien.views import errors
from tests import factories
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


class TestWhatWasTyped:
    """Offered again where sending it again can help; never what another site's page sent."""

    TYPED = {"full_name": "Trần Thị Lụa", "password": "bi-mat-cua-toi", "birth": "3/2/2001"}

    def sent(self, error):
        request = RequestFactory().post("/nguon/them/", self.TYPED)
        request.user = AnonymousUser()
        return broken(request, error)

    @pytest.mark.parametrize("error", [OperationalError("database is locked"), ValueError()])
    def test_comes_back_with_the_page_of_an_error_and_is_sent_again_by_one_button(self, error):
        html = self.sent(error).content.decode()

        page = Page(html)
        boxes = {box.attributes["name"]: box.attributes["value"] for box in page.all("input", type="hidden")}
        assert boxes.pop("csrfmiddlewaretoken")
        assert boxes == {"full_name": "Trần Thị Lụa", "birth": "3/2/2001"}
        assert page.all("form", action="/nguon/them/", method="post")
        assert page.texts("button") == ["Gửi lại"]
        assert faults(html) == []

    def test_comes_back_even_when_the_database_cannot_say_whose_it_is(self):
        request = RequestFactory().post("/nguon/them/", self.TYPED)

        def away():
            raise OperationalError

        request.user = cast(AnonymousUser, SimpleLazyObject(away))

        assert "Trần Thị Lụa" in broken(request, OperationalError()).content.decode()

    def test_is_not_asked_for_where_nothing_was_sent(self, request_):
        assert Page(broken(request_, ValueError()).content.decode()).all("form") == []

    @pytest.mark.parametrize(
        ("origin", "kept"),
        [("http://testserver", True), ("https://testserver", False), ("http://xau.example", False), (None, False)],
    )
    def test_of_an_old_page_comes_back_only_when_it_is_one_of_ours(self, as_an, an, origin, kept):
        client = Client(enforce_csrf_checks=True)
        client.force_login(an)

        sent = self.TYPED | {"csrfmiddlewaretoken": new_secret(an.pk)}
        response = client.post("/nguon/them/", sent, headers={"Origin": origin} if origin else {})
        html = response.content.decode()

        assert response.status_code == 403
        assert ("Trần Thị Lụa" in html, "Gửi lại" in html) == (kept, kept)
        assert "bi-mat-cua-toi" not in html
        assert faults(html) == []


class TestWaysOfAsking:
    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
    def test_others_than_browsers_use_get_a_page_and_no_work(self, client, db, method):
        response = client.generic(method, "/dang-nhap/")

        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
        assert Page(response.content.decode()).texts("h1") == ["Không mở thẳng được địa chỉ này"]
        assert faults(response.content.decode()) == []

    def test_an_address_of_a_button_typed_by_hand_is_explained(self, as_chi):
        response = as_chi.get("/nhat-ky/kiem-tra/")

        assert (response.status_code, response["Allow"]) == (405, "POST")
        assert Page(response.content.decode()).texts("h1") == ["Không mở thẳng được địa chỉ này"]

    def test_the_head_of_a_page_has_no_body(self, as_an):
        response = as_an.head("/dang-vien/")

        assert (response.status_code, response.content) == (200, b"")


@pytest.fixture
def lines():
    """What the program's own handler writes while a test runs."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(OfRequest())
    handler.setFormatter(PlainFormatter("{levelname} {name} [{request_number}] {message}", style="{"))
    logging.getLogger().addHandler(handler)
    yield stream.getvalue
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("address", "status"), [("/khong-co/", 404), ("/tai-khoan/", 403), ("/nhat-ky/kiem-tra/", 405)]
)
def test_the_code_of_a_page_is_in_the_log(as_an, lines, address, status):
    response = as_an.get(address)

    code = Page(response.content.decode()).texts("strong", class_="code")[0]
    assert response.status_code == status
    assert [line for line in lines().splitlines() if f"[{code.lower()}" in line]


class TestTheLogOfAnError:
    def test_says_where_it_was_and_what_kind_but_no_value(self, lines):
        request, name, number = RequestFactory().get("/"), "Trần Thị Lụa", "045099000123"
        try:
            try:
                int(name)
            except ValueError as error:
                raise IntegrityError(f"DETAIL: Key (citizen_id)=({number}) already exists.") from error
        except IntegrityError:
            errors.server_error(request)

        written = lines()
        assert "test_errors.py" in written
        assert "builtins.ValueError\n" in written
        assert "django.db.utils.IntegrityError" in written
        assert "Lụa" not in written
        assert "045099000123" not in written

    def test_keeps_the_words_of_errors_that_speak_of_the_program(self, lines):
        broken(RequestFactory().get("/"), OperationalError("database is locked\nDETAIL: Trần Thị Lụa"))

        assert "OperationalError: database is locked\n" in lines() + "\n"
        assert "Lụa" not in lines()


def test_a_journey_leaves_no_name_and_no_number_in_the_log(world, as_an, lines):
    """Opening, searching, entering, mistyping, breaking: the log tells addresses with keys, nothing else."""
    secret = {"name": "Trần Thị Lụa", "number": "045099000123", "phone": "0912345678"}
    member = factories.member(world.a1, secret["name"])
    member.person.citizen_id = secret["number"]
    member.person.save()
    as_an.raise_request_exception = False
    typed = {"full_name": secret["name"], "birth": "31/31/2001", "phone": secret["phone"]}
    for address in ("/dang-vien/", "/tim-nguoi/", "/nguon/", "/nguon/them/", "/lop/mo/", "/khong-co/"):
        as_an.post(address, {**typed, "citizen_id": secret["number"], "ten": secret["name"]}, follow=True)
        as_an.get(address, {"ten": secret["name"], "tim": secret["number"]})
    as_an.post("/tim-nguoi/", {"ten": secret["number"]}, follow=True)
    as_an.get(f"/dang-vien/{member.pk}/")
    as_an.post("/dang-nhap/", {"username": secret["name"], "password": secret["phone"]})

    assert "/khong-co/" in lines()
    assert [what for what, value in secret.items() if value in lines()] == []
