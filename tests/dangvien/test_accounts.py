"""Accounts: opened with a slip, given roles inside one's own scope only, closed and opened again; all in the trail."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dangvien.actions import accounts
from dangvien.models import Appointment, AuditEntry, User
from dangvien.procedure.problem import Refused
from tests import factories
from tests.dangvien.pages import Page, faults
from tests.people import TODAY

SLIP = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b")


def text_of(response):
    return response.content.decode()


def errors_of(response):
    return Page(text_of(response)).texts("p", class_="field-error")


def token_of(client, address):
    return Page(text_of(client.get(address))).all("input", name="token")[0].attributes["value"]


def verbs():
    return list(AuditEntry.objects.order_by("sequence").values_list("verb", flat=True))


@pytest.fixture
def as_ward_admin(world, signed_in):
    """An administrator of ward A alone."""
    return signed_in(factories.user("kim", "Vũ Thị Kim", world.ward_a, "quan_tri"))


def new_account(world, **more):
    return {
        "full_name": "Hồ Thị Mới",
        "username": "moi.phuonga",
        "organization": world.ward_a.pk,
        "role": "dang_uy",
        "since": "01/06/2024",
    } | more


class TestList:
    def test_shows_who_is_in_scope_by_given_name_with_roles_in_force(self, world, an, binh, hoa, as_ward_admin):
        Appointment.objects.create(
            user=hoa, organization=world.a2, role="xem", valid_from=date(2021, 1, 1), valid_to=date(2022, 1, 1)
        )
        html = text_of(as_ward_admin.get("/tai-khoan/"))

        rows = [row for row in Page(html).texts("tr") if row[0].isdigit()]
        assert [re.sub(r" Chưa lần nào.*| \d\d:.*", "", row) for row in rows] == [
            "1 Nguyễn Thị An an Bí thư, cán bộ đảng ủy, Đảng bộ Phường A",
            "2 Hồ Thị Hoa hoa Bí thư chi bộ, Chi bộ A1",
            "3 Vũ Thị Kim kim Quản trị, Đảng bộ Phường A",
        ]
        assert faults(html) == []

    def test_one_query_count_for_one_and_for_fifty(self, world, an, as_dung):
        def queries():
            with CaptureQueriesContext(
                connection,
            ) as made:
                assert as_dung.get("/tai-khoan/").status_code == 200
            return len(made)

        few = queries()
        for number in range(50):
            factories.user(f"u{number}", f"Nguyễn Văn {number}", world.ward_a, "xem")

        assert queries() == few
        assert few <= 15

    def test_filters(self, world, an, binh, chi, giang, as_dung):
        User.objects.filter(pk=giang.pk).update(is_active=False)

        def shown(query):
            page = Page(text_of(as_dung.get(f"/tai-khoan/?{query}")))
            return [link.attributes["href"] for link in page.all("a") if "tbody" in link.inside]

        def links(*users):
            return [f"/tai-khoan/{user.pk}/" for user in users]

        assert shown("vai_tro=dang_uy") == links(an, binh)
        assert shown(f"to_chuc={world.ward_a.pk}") == links(an, giang)
        assert shown("trang_thai=khoa") == links(giang)
        assert shown("vai_tro=vua") == []

    def test_a_name_is_searched_without_standing_in_the_address(self, an, binh, as_dung):
        response = as_dung.post("/tai-khoan/", {"ten": "nguyen an"})

        assert response.status_code == 302
        assert "nguyen" not in response["Location"]
        page = Page(text_of(as_dung.get(response["Location"])))
        assert [link.text for link in page.all("a") if "tbody" in link.inside] == ["Nguyễn Thị An"]
        entry = AuditEntry.objects.get(verb="tìm theo tên")
        assert entry.after == {"danh sách": "tài khoản", "số dòng": 1}

    @pytest.mark.parametrize(
        "query", ["trang=%00", "vai_tro=%00", "to_chuc=9999999999", "tim=%00", "ten=%00", "trang=-3"]
    )
    def test_nonsense_is_no_crash(self, as_dung, query):
        assert as_dung.get(f"/tai-khoan/?{query}").status_code == 200


class TestOpening:
    def test_gives_a_slip_once(self, world, as_dung):
        token = token_of(as_dung, "/tai-khoan/mo/")
        form = new_account(world, token=token)

        slip = as_dung.post("/tai-khoan/mo/", form)
        again = as_dung.post("/tai-khoan/mo/", form, follow=True)

        (password,) = SLIP.findall(text_of(slip))
        user = User.objects.get(username="moi.phuonga")
        assert authenticate(username="moi.phuonga", password=password) == user
        assert user.must_change_password
        assert password not in user.password
        assert slip["Cache-Control"] == "no-store"
        assert "In phiếu này ngay" in text_of(slip)
        assert "Bí thư, cán bộ đảng ủy, Đảng bộ Phường A, từ 01/06/2024" in " ".join(text_of(slip).split())
        assert faults(text_of(slip)) == []
        assert again.redirect_chain == [(f"/tai-khoan/{user.pk}/", 302)]
        assert "Phiếu này đã hiện một lần" in text_of(again)
        assert password not in text_of(again)
        assert User.objects.filter(username="moi.phuonga").count() == 1
        assert verbs() == ["mở tài khoản", "phân công"]

    def test_the_password_is_in_no_table(self, world, as_dung):
        (password,) = SLIP.findall(text_of(as_dung.post("/tai-khoan/mo/", new_account(world))))

        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')
                assert password not in str(cursor.fetchall()), table

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"username": "Đào"}, "Tên đăng nhập gồm 3 đến 40 chữ thường không dấu"),
            ({"username": "an\x00b"}, "Tên đăng nhập có ký tự không đọc được"),
            ({"username": ""}, "Nhập tên đăng nhập."),
            ({"username": "AN"}, "Tên đăng nhập gồm 3 đến 40"),
            ({"full_name": " "}, "Nhập họ và tên."),
            ({"role": "vua"}, "Chọn vai trò trong danh sách."),
            ({"role": ""}, "Chọn vai trò."),
            ({"organization": "0"}, "Chọn tổ chức trong danh sách"),
            ({"since": "31/02/2024"}, "bắt đầu"),
            ({"since": "01/01/1990"}, "Đảng bộ Phường A không hoạt động vào ngày 01/01/1990. Chọn tổ chức khác."),
        ],
    )
    def test_what_is_wrong_is_said_at_the_box_and_nothing_is_kept(self, world, as_dung, wrong, sentence):
        response = as_dung.post("/tai-khoan/mo/", new_account(world, **wrong))

        assert response.status_code == 200
        assert len(errors_of(response)) == 1
        assert sentence in errors_of(response)[0]
        assert faults(text_of(response)) == []
        assert not User.objects.filter(full_name="Hồ Thị Mới").exists()
        assert verbs() == []

    def test_a_name_in_use_is_refused_whatever_its_case(self, world, an, as_dung):
        User.objects.create_user("Moi.PhuongA", full_name="Người Khác")
        response = as_dung.post("/tai-khoan/mo/", new_account(world))

        assert errors_of(response) == ["Lỗi: Tên đăng nhập moi.phuonga đã có. Chọn tên khác."]

    def test_nobody_gives_a_role_outside_their_scope(self, world, as_ward_admin):
        offered = Page(text_of(as_ward_admin.get("/tai-khoan/mo/"))).all("option")
        assert [option.text for option in offered] == [
            "– Chọn –", "Đảng bộ Phường A", "Chi bộ A1", "Chi bộ A2", "Chi bộ A3"
        ]  # fmt: skip
        for place in (world.city, world.ward_b, world.b1):
            response = as_ward_admin.post("/tai-khoan/mo/", new_account(world, organization=place.pk))
            assert "ngoài phạm vi" in errors_of(response)[0]
        assert not User.objects.filter(username="moi.phuonga").exists()


class TestOutsideTheScope:
    @pytest.fixture
    def elsewhere(self, world):
        """Somebody who serves ward A and once served ward B."""
        user = factories.user("minh", "Đinh Văn Minh", world.ward_a, "xem")
        Appointment.objects.create(
            user=user, organization=world.ward_b, role="xem", valid_from=date(2019, 1, 1), valid_to=date(2019, 6, 1)
        )
        return user

    @pytest.mark.parametrize("address", ["", "cap-lai-mat-khau/", "khoa/", "mo-lai/", "phan-cong/"])
    def test_an_account_with_a_role_outside_is_not_found(self, world, elsewhere, binh, as_ward_admin, address):
        for user in (elsewhere, binh):
            for method in (as_ward_admin.get, as_ward_admin.post):
                assert method(f"/tai-khoan/{user.pk}/{address}").status_code in (404, 405)
        assert as_ward_admin.get(f"/tai-khoan/{elsewhere.pk}/").status_code == 404
        assert verbs() == []

    def test_a_role_of_another_account_is_not_found_under_this_one(self, an, giang, as_ward_admin):
        foreign = giang.appointments.get()

        assert as_ward_admin.get(f"/tai-khoan/{an.pk}/phan-cong/{foreign.pk}/thoi/").status_code == 404

    def test_who_may_not_manage_accounts_finds_no_way(self, an, as_an, as_chi, as_giang):
        for client in (as_an, as_chi, as_giang):
            assert client.get("/tai-khoan/").status_code == 403
            assert client.post(f"/tai-khoan/{an.pk}/cap-lai-mat-khau/").status_code == 403


class TestPasswordReset:
    def test_ends_the_old_password_and_every_session(self, an, as_an, as_dung):
        assert as_an.get("/phan-cong-cua-toi/").status_code == 200
        address = f"/tai-khoan/{an.pk}/cap-lai-mat-khau/"

        slip = as_dung.post(address, {"token": token_of(as_dung, address)})

        (password,) = SLIP.findall(text_of(slip))
        assert authenticate(username="an", password=password) == an
        assert authenticate(username="an", password=factories.PASSWORD) is None
        assert as_an.get("/phan-cong-cua-toi/").status_code == 302
        assert verbs() == ["cấp lại mật khẩu"]

    def test_one_s_own_is_changed_elsewhere(self, dung, as_dung):
        response = as_dung.post(f"/tai-khoan/{dung.pk}/cap-lai-mat-khau/")

        assert "tự đổi ở trang Đổi mật khẩu" in text_of(response)
        assert verbs() == []


class TestSlip:
    """What stands on a slip opens the door for a week, then for an hour, then never again."""

    NEW = "phượng vĩ đỏ sân trường"

    @pytest.fixture
    def slip(self, an, as_dung):
        answer = as_dung.post(f"/tai-khoan/{an.pk}/cap-lai-mat-khau/")
        assert "<dt>Phiếu dùng được đến</dt><dd>12:00 10/06/2024</dd>" in text_of(answer)
        return SLIP.findall(text_of(answer))[0]

    def enter(self, password):
        client = Client()
        return client, client.post("/dang-nhap/", {"username": "an", "password": password})

    def test_it_is_used_up_by_choosing_a_password(self, an, slip):
        client, answer = self.enter(slip)
        assert answer["Location"] == "/doi-mat-khau/"
        client.post("/doi-mat-khau/", {"old": slip, "new": self.NEW, "again": self.NEW})

        assert self.enter(slip)[1].status_code == 200
        assert self.enter(self.NEW)[1].status_code == 302
        an.refresh_from_db()
        assert (an.must_change_password, an.slip_until) == (False, None)

    @pytest.mark.parametrize(
        ("used", "after", "opens"),
        [
            (False, timedelta(days=6, hours=23), True),
            (False, timedelta(days=7, minutes=1), False),
            (True, timedelta(minutes=59), True),
            (True, timedelta(minutes=61), False),
        ],
    )
    def test_its_time_runs_out(self, slip, used, after, opens):
        if used:
            self.enter(slip)
        with time_machine.travel(timezone.now() + after):
            answer = self.enter(slip)[1]

        assert (answer.status_code == 302) is opens
        assert opens or "Phiếu mật khẩu này đã hết hạn." in text_of(answer)

    def test_two_slips_are_never_alike(self):
        assert len({accounts.slip_password() for _ in range(500)}) == 500


class TestClosing:
    def test_a_closed_account_is_out_at_the_next_click_and_can_come_back(self, an, as_an, as_dung):
        closed = as_dung.post(f"/tai-khoan/{an.pk}/khoa/", {"reason": "Nghỉ hưu"}, follow=True)
        assert "Đã khóa tài khoản của Nguyễn Thị An." in text_of(closed)
        assert as_an.get("/phan-cong-cua-toi/").status_code == 302
        assert authenticate(username="an", password=factories.PASSWORD) is None

        as_dung.post(f"/tai-khoan/{an.pk}/mo-lai/", {"reason": "Nhầm"})

        assert authenticate(username="an", password=factories.PASSWORD) == an
        assert [(entry.verb, entry.reason) for entry in AuditEntry.objects.order_by("sequence")] == [
            ("khóa tài khoản", "Nghỉ hưu"),
            ("mở lại tài khoản", "Nhầm"),
        ]

    def test_needs_a_reason(self, an, as_dung):
        assert errors_of(as_dung.post(f"/tai-khoan/{an.pk}/khoa/", {"reason": " "})) == ["Lỗi: Nhập lý do."]
        with pytest.raises(Refused, match="Ghi lý do"):
            accounts.set_active(by=an, user=User(pk=99), active=False, reason=" ")

    def test_not_one_s_own(self, dung, as_dung):
        response = as_dung.post(f"/tai-khoan/{dung.pk}/khoa/", {"reason": "Thử"})

        assert "Không tự khóa tài khoản của mình được." in text_of(response)
        assert User.objects.get(pk=dung.pk).is_active


class TestAppointing:
    def test_gives_a_role_and_its_owner_sees_who_gave_it(self, world, an, as_an, dung, as_dung):
        form = {
            "organization": world.ward_a.pk,
            "role": "ban_to_chuc",
            "since": "03/06/2024",
            "reason": "Theo Công văn 5",
        }
        response = as_dung.post(f"/tai-khoan/{an.pk}/phan-cong/", form, follow=True)

        assert "Đã phân công Nguyễn Thị An." in text_of(response)
        given = an.appointments.get(role="ban_to_chuc")
        assert (given.organization, given.valid_from, given.is_open) == (world.ward_a, TODAY, True)
        own = text_of(as_an.get("/phan-cong-cua-toi/"))
        rows = [row for row in Page(own).texts("tr") if row.startswith("Ban tổ chức")]
        assert rows == ["Ban tổ chức Đảng bộ Phường A 03/06/2024 Chưa định Phạm Văn Dũng (dung)"]
        assert "Phạm Văn Dũng (dung) phân công Nguyễn Thị An làm Ban tổ chức tại Đảng bộ Phường A." in own
        assert "Lý do: Theo Công văn 5" in own
        assert faults(own) == []

    def test_with_its_last_day_it_ends_by_itself(self, world, an, dung, as_dung):
        address = f"/tai-khoan/{an.pk}/phan-cong/"
        form = {"organization": world.ward_a.pk, "role": "ban_to_chuc", "since": "03/06/2024", "until": "02/06/2024"}
        assert errors_of(as_dung.post(address, form)) == [
            "Lỗi: Ngày cuối sớm hơn ngày bắt đầu (03/6/2024). Kiểm tra lại ngày."
        ]

        as_dung.post(address, form | {"until": "30/06/2024"})

        given = an.appointments.get(role="ban_to_chuc")
        assert (given.valid_from, given.last_day) == (TODAY, date(2024, 6, 30))
        told = AuditEntry.objects.filter(verb="phân công").latest("sequence").after or {}
        assert told["đến hết ngày"] == "2024-06-30"

    def test_to_oneself_only_with_a_reason_that_everybody_can_read(self, world, dung, as_dung):
        form = {"organization": world.city.pk, "role": "ban_to_chuc", "since": "03/06/2024"}
        address = f"/tai-khoan/{dung.pk}/phan-cong/"

        assert "Tự phân công cho mình" in text_of(as_dung.get(address))
        assert errors_of(as_dung.post(address, form)) == [
            "Lỗi: Tự phân công cho mình thì phải ghi lý do; lý do nằm trong nhật ký."
        ]
        as_dung.post(address, form | {"reason": "Trực thay"})

        told = "Phạm Văn Dũng (dung) tự phân công cho mình làm Ban tổ chức tại Đảng bộ thành phố."
        assert told in text_of(as_dung.get("/phan-cong-cua-toi/"))
        assert told in text_of(as_dung.get("/nhat-ky/"))

    def test_not_twice(self, world, an, as_dung):
        form = {"organization": world.ward_a.pk, "role": "dang_uy", "since": "03/06/2024"}

        response = as_dung.post(f"/tai-khoan/{an.pk}/phan-cong/", form)

        assert errors_of(response) == ["Lỗi: Nguyễn Thị An đang giữ vai trò này tại Đảng bộ Phường A."]

    def test_not_outside_the_scope(self, world, an, as_ward_admin):
        form = {"organization": world.city.pk, "role": "xem", "since": "03/06/2024"}

        assert "ngoài phạm vi" in errors_of(as_ward_admin.post(f"/tai-khoan/{an.pk}/phan-cong/", form))[0]
        assert an.appointments.count() == 1


class TestEnding:
    def address(self, user):
        return f"/tai-khoan/{user.pk}/phan-cong/{user.appointments.get().pk}/thoi/"

    def test_the_last_day_still_counts(self, an, as_an, as_dung):
        assert "Đảng bộ Phường A" in text_of(as_dung.get(self.address(an)))

        as_dung.post(self.address(an), {"last_day": "02/06/2024", "reason": "Chuyển công tác"})

        ended = an.appointments.get()
        assert (ended.last_day, ended.valid_to) == (date(2024, 6, 2), TODAY)
        assert as_an.get("/dang-vien/").status_code == 403
        assert "Đã thôi" in text_of(as_an.get("/phan-cong-cua-toi/"))

    @pytest.mark.parametrize(
        ("last_day", "reason", "sentence"),
        [
            ("31/12/2019", "x", "Ngày cuối sớm hơn ngày bắt đầu (01/01/2020). Kiểm tra lại ngày."),
            ("", "x", "Nhập ngày cuối giữ vai trò theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
            ("01/06/2024", "", "Nhập lý do."),
        ],
    )
    def test_what_is_wrong_is_said(self, an, as_dung, last_day, reason, sentence):
        response = as_dung.post(self.address(an), {"last_day": last_day, "reason": reason})

        assert errors_of(response) == [f"Lỗi: {sentence}"]
        assert an.appointments.get().is_open

    def test_what_has_ended_cannot_be_drawn_out(self, an, as_dung):
        an.appointments.update(valid_to=date(2023, 1, 1))

        response = as_dung.post(self.address(an), {"last_day": "01/01/2030", "reason": "x"})

        assert errors_of(response) == ["Lỗi: Phân công này đã thôi sau ngày 31/12/2022; không kéo dài được."]

    def test_not_one_s_own_administration(self, dung, as_dung):
        response = as_dung.post(self.address(dung), {"last_day": "03/06/2024", "reason": "x"})

        assert "Không tự thôi vai trò quản trị của mình được." in text_of(response)
        assert dung.appointments.get().is_open


class TestFirstPassword:
    @pytest.fixture
    def newcomer(self, an):
        an.must_change_password = True
        an.save()
        return an

    @pytest.mark.parametrize(
        "address", ["/", "/dang-vien/", "/tai-khoan/", "/phan-cong-cua-toi/", "/quan-tri/danh-muc/"]
    )
    def test_nothing_before_one_s_own_password(self, newcomer, as_an, address):
        for method in (as_an.get, as_an.post):
            response = method(address)
            assert (response.status_code, response["Location"]) == (302, "/doi-mat-khau/")

    @pytest.mark.parametrize("address", ["/doi-mat-khau/", "/tro-giup/", "/tro-giup/tai-khoan/", "/suc-khoe/"])
    def test_what_helps_stays_open(self, newcomer, as_an, address):
        assert as_an.get(address).status_code == 200

    def test_what_is_not_there_is_not_there(self, newcomer, as_an):
        assert as_an.get("/khong-co/").status_code == 404

    def test_one_may_leave(self, newcomer, as_an):
        assert as_an.post("/dang-xuat/").status_code == 200

    def test_from_slip_to_work(self, world, as_dung):
        (password,) = SLIP.findall(text_of(as_dung.post("/tai-khoan/mo/", new_account(world))))
        browser, own = Client(), "hoa phượng đỏ sân trường"

        at_door = browser.post("/dang-nhap/", {"username": "moi.phuonga", "password": password})
        assert at_door["Location"] == "/doi-mat-khau/"
        browser.post("/doi-mat-khau/", {"old": password, "new": own, "again": own})

        assert browser.get("/phan-cong-cua-toi/").status_code == 200
        assert authenticate(username="moi.phuonga", password=own) is not None
        assert verbs() == ["mở tài khoản", "phân công", "đăng nhập", "đổi mật khẩu"]


def test_one_s_own_page_needs_no_role(db):
    user = User.objects.create_user("ly", full_name="Bùi Thị Ly", password=factories.PASSWORD)
    browser = Client()
    browser.force_login(user)

    html = text_of(browser.get("/phan-cong-cua-toi/"))

    assert "Tài khoản này chưa có phân công nào" in html
    assert faults(html) == []


@pytest.mark.parametrize("address", ["", "cap-lai-mat-khau/", "khoa/", "mo-lai/", "phan-cong/"])
def test_pages_are_whole(an, as_dung, address):
    response = as_dung.get(f"/tai-khoan/{an.pk}/{address}")

    assert response.status_code == 200
    assert faults(text_of(response)) == []
