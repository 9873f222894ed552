"""Reference data in Django's admin: our pages, our sign-in, our scope; nothing else of the admin has an address."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from dangvien import admin
from dangvien.models import FOREVER, AuditEntry, Letterhead, Locality
from tests import factories
from tests.dangvien.pages import Page, faults

HOME = "/quan-tri/danh-muc/"
PLACES, PAPERS = f"{HOME}khu-pho/", f"{HOME}the-thuc/"


def text_of(response):
    return response.content.decode()


def errors_of(response):
    return Page(text_of(response)).texts("p", class_="field-error")


@pytest.fixture
def locality(world):
    return Locality.objects.create(
        name="Khu phố 1", kind="khu_pho", organization=world.ward_a, valid_from=date(2010, 1, 1)
    )


@pytest.fixture
def as_ward_admin(world, signed_in):
    return signed_in(factories.user("kim", "Vũ Thị Kim", world.ward_a, "quan_tri"))


def place(world, **more):
    given = {"name": "Khu phố 2", "kind": "khu_pho", "organization": world.ward_a.pk, "valid_from": "01/01/2012"}
    return given | {"last_day": ""} | more


@pytest.mark.parametrize("address", [HOME, PLACES, PAPERS, f"{PLACES}them/", f"{PAPERS}them/"])
def test_pages_are_whole_and_vietnamese(world, locality, as_dung, address):
    html = text_of(as_dung.get(address))

    assert faults(html) == []
    words = " ".join(Page(html).texts("body")).split()
    assert not {"Add", "Save", "Delete", "Change", "Select", "Today", "Home", "Django", "History"} & set(words)


@pytest.mark.parametrize("address", [HOME, PLACES, PAPERS, f"{PLACES}them/", f"{PLACES}1/"])
def test_only_for_the_administrator_behind_our_own_sign_in(client, as_an, as_chi, as_giang, address):
    assert client.get(address)["Location"].startswith("/dang-nhap/")
    for other in (as_an, as_chi, as_giang):
        assert other.get(address).status_code == 403
        assert other.post(address).status_code == 403


def test_nothing_else_of_the_admin_has_an_address():
    assert {getattr(pattern, "name", "") for pattern in admin.site.get_urls()} == {"index"} | {
        f"dangvien_{model}_{page}" for model in ("locality", "letterhead") for page in ("changelist", "add", "change")
    }
    assert "admin" in get_resolver().namespace_dict


@pytest.mark.parametrize(
    "rest", ["login/", "logout/", "password_change/", "jsi18n/", "autocomplete/", "khu-pho/1/delete/"]
)
def test_the_stock_admin_is_not_there(as_dung, rest):
    assert as_dung.get(f"{HOME}{rest}").status_code == 404


class TestPlaces:
    def test_a_new_one(self, world, as_dung):
        response = as_dung.post(f"{PLACES}them/", place(world), follow=True)

        assert "Đã thêm Khu phố 2." in text_of(response)
        made = Locality.objects.get()
        assert (made.organization, made.valid_from, made.valid_to) == (world.ward_a, date(2012, 1, 1), FOREVER)
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.subject, entry.before) == ("ghi danh mục", "Khu phố 2", None)
        assert entry.after == {
            "tên": "Khu phố 2",
            "loại": "Khu phố",
            "thuộc đảng bộ": "Đảng bộ Phường A",
            "từ ngày": "2012-01-01",
            "đến trước ngày": "9999-12-31",
        }

    def test_a_change_is_told_as_old_and_new(self, world, locality, as_dung, as_chi):
        address = f"{PLACES}{locality.pk}/"
        box = Page(text_of(as_dung.get(address))).all("input", name="valid_from")[0]
        assert box.attributes["value"] == "01/01/2010"

        form = place(world, name="Khu phố Một", valid_from="01/01/2010", last_day="30/06/2025")
        response = as_dung.post(address, form, follow=True)

        assert "Đã lưu Khu phố Một." in text_of(response)
        assert "30/06/2025" in Page(text_of(response)).texts("td")
        locality.refresh_from_db()
        assert (locality.name, locality.valid_to) == ("Khu phố Một", date(2025, 7, 1))
        trail = Page(text_of(as_chi.get("/nhat-ky/"))).texts("div")
        assert "Tên: Khu phố 1 → Khu phố Một" in trail
        assert "Đến trước ngày: không thời hạn → 01/07/2025" in trail
        assert not LogEntry.objects.exists()

    def test_saving_without_a_change_leaves_no_entry(self, world, locality, as_dung):
        as_dung.post(f"{PLACES}{locality.pk}/", place(world, name="Khu phố 1", valid_from="01/01/2010"))

        assert not AuditEntry.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": "Khu phố 1"}, "Khu phố 1 đã có trong danh mục của tổ chức này. Sửa mục đang có."),
            ({"name": ""}, "Nhập tên."),
            ({"name": "a\x00b"}, "Tên có ký tự không đọc được. Xóa ô này rồi gõ lại."),
            ({"kind": "lang"}, "Chọn loại trong danh sách."),
            (
                {"organization": "99999"},
                "Chọn tổ chức trong danh sách; tổ chức ngoài phạm vi của đồng chí không dùng được.",
            ),
            (
                {"organization": "x'"},
                "Chọn tổ chức trong danh sách; tổ chức ngoài phạm vi của đồng chí không dùng được.",
            ),
            ({"valid_from": ""}, "Nhập ngày bắt đầu theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
            ({"last_day": "31/12/2011"}, "Ngày cuối sớm hơn ngày bắt đầu (01/01/2012). Kiểm tra lại hai ngày."),
        ],
    )
    def test_what_is_wrong_is_said_at_the_box(self, world, locality, as_dung, wrong, sentence):
        response = as_dung.post(f"{PLACES}them/", place(world, **wrong))

        assert response.status_code == 200
        assert errors_of(response) == [f"Lỗi: {sentence}"]
        assert faults(text_of(response)) == []
        assert Locality.objects.count() == 1

    def test_only_within_the_scope(self, world, locality, as_ward_admin):
        foreign = Locality.objects.create(
            name="Thôn Đông", kind="thon", organization=world.ward_b, valid_from=date(2010, 1, 1)
        )
        html = text_of(as_ward_admin.get(PLACES))

        assert "Khu phố 1" in html
        assert "Thôn Đông" not in html
        for method in (as_ward_admin.get, as_ward_admin.post):
            assert method(f"{PLACES}{foreign.pk}/").status_code == 404
        response = as_ward_admin.post(f"{PLACES}them/", place(world, organization=world.ward_b.pk))
        assert "ngoài phạm vi" in errors_of(response)[0]

    def test_one_query_count_for_one_and_for_fifty(self, world, locality, as_dung):
        def queries():
            with CaptureQueriesContext(connection) as made:
                assert as_dung.get(PLACES).status_code == 200
            return len(made)

        few = queries()
        for number in range(2, 52):
            Locality.objects.create(
                name=f"Khu phố {number}", kind="khu_pho", organization=world.ward_a, valid_from=date(2010, 1, 1)
            )

        assert queries() == few
        assert few <= 15

    @pytest.mark.parametrize(
        "query",
        ["name__icontains=%00", "organization__code=x", "q=%00", "o=9.9", "p=-1", "_to_field=x", "_popup=1", "e=1"],
    )
    def test_addresses_cannot_ask_the_database(self, locality, as_dung, query):
        response = as_dung.get(f"{PLACES}?{query}")

        assert response.status_code == 200
        assert "Khu phố 1" in text_of(response)


class TestPapers:
    def test_lists_and_changes(self, world, as_dung):
        kept = Letterhead.objects.get()
        assert Page(text_of(as_dung.get(PAPERS))).texts("td")[1:] == [
            "THÀNH ỦY", "Đảng bộ thành phố", "TU", "Trần Văn Ký", "01/01/2010", "",
        ]  # fmt: skip
        page = Page(text_of(as_dung.get(f"{PAPERS}{kept.pk}/")))
        form = {box.attributes["name"]: box.attributes.get("value") or "" for box in page.all("input")}
        form |= {"organization": world.city.pk, "recipients": "Như trên\nLưu VPTU", "signer": "Lê Thị Mới"}

        response = as_dung.post(f"{PAPERS}{kept.pk}/", form, follow=True)

        assert "Đã lưu THÀNH ỦY." in text_of(response)
        kept.refresh_from_db()
        assert (kept.signer, kept.recipients) == ("Lê Thị Mới", "Như trên\nLưu VPTU")
        entry = AuditEntry.objects.get()
        assert entry.before == {"người ký": "Trần Văn Ký", "nơi nhận": "Lưu Văn phòng"}

    def test_one_begins_on_a_day_once(self, world, as_dung):
        page = Page(text_of(as_dung.get(f"{PAPERS}{Letterhead.objects.get().pk}/")))
        form = {box.attributes["name"]: box.attributes.get("value") or "" for box in page.all("input")}

        response = as_dung.post(f"{PAPERS}them/", form | {"organization": world.city.pk, "recipients": "Lưu"})

        assert errors_of(response) == ["Lỗi: Tổ chức này đã có thể thức từ ngày 01/01/2010. Sửa mục đang có."]
        assert Letterhead.objects.count() == 1
