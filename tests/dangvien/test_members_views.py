"""Members in the browser: the list, one member's page, mending a line of the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import AuditEntry, Kind, Movement
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of, queries_of, token_of

LIST = "/dang-vien/"


@pytest.fixture
def ward(world):
    """Four members of ward A and one of ward B."""
    factories.member(world.a1, "Trần Thị Ánh", date(2001, 2, 3))
    factories.member(world.a1, "Lê Văn An")
    factories.member(world.a2, "Đặng Thị Hòa", date(2023, 5, 19), official=False)
    factories.member(world.a2, "Phạm Bá Ân", date(2024, 1, 5), official=False)
    factories.member(world.b1, "Nguyễn Văn Ba")
    return world


def test_the_list_shows_the_members_in_scope_by_given_name(ward, as_an, as_binh, as_chi):
    assert heads(as_an.get(LIST)) == ["Lê Văn An", "Trần Thị Ánh", "Phạm Bá Ân", "Đặng Thị Hòa"]
    assert heads(as_binh.get(LIST)) == ["Nguyễn Văn Ba"]
    assert len(heads(as_chi.get(LIST))) == 5


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("trang_thai=du_bi", ["Phạm Bá Ân", "Đặng Thị Hòa"]),
        ("trang_thai=du_12_thang", ["Đặng Thị Hòa"]),
        ("trang_thai=chinh_thuc", ["Lê Văn An", "Trần Thị Ánh"]),
        ("trang_thai=da_ra", []),
        ("gioi=nu", []),
        ("tu=1/1/2020", ["Phạm Bá Ân", "Đặng Thị Hòa"]),
        ("tu=1/1/2020&den=31/12/2023", ["Đặng Thị Hòa"]),
        ("xep=-ten", ["Đặng Thị Hòa", "Phạm Bá Ân", "Trần Thị Ánh", "Lê Văn An"]),
        ("xep=vao_dang", ["Trần Thị Ánh", "Lê Văn An", "Đặng Thị Hòa", "Phạm Bá Ân"]),
    ],
)
def test_the_list_can_be_narrowed_and_sorted(ward, as_an, asked, names):
    assert heads(as_an.get(f"{LIST}?{asked}")) == names


def test_members_without_a_day_of_admission_come_last_either_way(ward, as_an):
    unknown = factories.member(ward.a1, "Không Rõ Ngày")
    unknown.admitted_on = unknown.official_on = None
    unknown.save()

    for order in ("vao_dang", "-vao_dang"):
        assert heads(as_an.get(f"{LIST}?xep={order}"))[-1] == "Không Rõ Ngày"


def test_the_list_can_be_narrowed_to_a_subtree(ward, as_chi):
    assert heads(as_chi.get(f"{LIST}?to_chuc={ward.ward_a.pk}&trang_thai=du_bi")) == ["Phạm Bá Ân", "Đặng Thị Hòa"]
    assert heads(as_chi.get(f"{LIST}?to_chuc={ward.b1.pk}")) == ["Nguyễn Văn Ba"]


def test_those_who_left_are_listed_where_their_last_line_stands(ward, as_an, as_binh):
    moved = factories.member(ward.a1, "Võ Văn Đi")
    factories.movement(moved, ward.a1, Kind.CHUYEN_DI, date(2020, 1, 1))
    factories.movement(moved, ward.b1, Kind.CHUYEN_DEN, date(2020, 1, 1))
    factories.movement(moved, ward.b1, Kind.TU_TRAN, date(2021, 1, 1))
    moved.organization = None
    moved.save()

    assert heads(as_an.get(f"{LIST}?trang_thai=da_ra")) == []
    assert as_an.get(f"{LIST}{moved.pk}/").status_code == 404
    assert heads(as_binh.get(f"{LIST}?trang_thai=da_ra")) == ["Võ Văn Đi"]
    assert "Từ trần" in page_of(as_binh.get(f"{LIST}{moved.pk}/")).texts("span")


@pytest.mark.parametrize("words", ["hoa", "Hòa", "HOÀ", "dang thi", "Hòa Đặng"])
def test_a_name_is_found_with_or_without_marks_and_never_stands_in_an_address(ward, as_an, an, words):
    answer = as_an.post(LIST, {"ten": words, "trang_thai": "du_bi"})

    assert answer.status_code == 302
    assert words not in answer.url
    assert "trang_thai=du_bi" in answer.url
    found = as_an.get(answer.url)
    assert heads(found) == ["Đặng Thị Hòa"]
    assert page_of(found).all("input", name="ten")[0].attributes["value"] == " ".join(words.split())
    noted = AuditEntry.objects.get(verb="tìm theo tên")
    assert (noted.actor_id, noted.after) == (an.pk, {"danh sách": "đảng viên", "số dòng": 1})


def test_a_search_without_a_name_leaves_no_trace(ward, as_an):
    answer = as_an.post(LIST, {"ten": "", "gioi": "nam"})

    assert answer.url == f"{LIST}?gioi=nam"
    assert not AuditEntry.objects.exists()


def test_a_search_of_one_person_is_not_known_to_another(ward, as_an, as_chi):
    address = as_an.post(LIST, {"ten": "hoa"}).url

    answer = as_chi.get(address)

    assert heads(answer) == []
    assert "Từ tìm không còn được giữ. Gõ lại tên cần tìm." in answer.content.decode()


def test_a_name_typed_into_the_address_does_not_count(ward, as_an):
    assert len(heads(as_an.get(f"{LIST}?ten=hoa"))) == 4


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("tu=31/2/2020", "Vào Đảng từ ngày: tháng 2 năm 2020 chỉ có 29 ngày."),
        ("tu=1/1/2022&den=1/1/2021", "Đến ngày sớm hơn từ ngày. Kiểm tra lại hai ngày."),
        ("trang_thai=xyz", "Chọn trạng thái trong danh sách."),
        ("to_chuc=999999", "Chọn tổ chức trong danh sách; tổ chức ngoài phạm vi của đồng chí không dùng được."),
        ("to_chuc=%00", "Chọn tổ chức trong danh sách; tổ chức ngoài phạm vi của đồng chí không dùng được."),
        ("xep=%00", "Chọn cách xếp trong danh sách."),
        ("tim=%00", "Từ tìm không còn được giữ. Gõ lại tên cần tìm."),
    ],
)
def test_nonsense_in_the_address_gets_a_sentence_and_no_rows(ward, as_an, asked, sentence):
    answer = as_an.get(f"{LIST}?{asked}")

    assert heads(answer) == []
    assert sentence in answer.content.decode()


def test_a_nul_byte_in_a_name_gets_a_sentence(ward, as_an):
    answer = as_an.post(LIST, {"ten": "hoa\x00"})

    assert answer.status_code == 200
    assert "Tên cần tìm có ký tự không đọc được. Xóa ô này rồi gõ lại." in answer.content.decode()


def test_a_ward_cannot_narrow_to_another_ward(ward, as_an):
    answer = as_an.get(f"{LIST}?to_chuc={ward.ward_b.pk}")

    assert heads(answer) == []
    assert "tổ chức ngoài phạm vi của đồng chí không dùng được" in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "abc", "999999999999999999999999", "%00"])
def test_a_strange_page_number_shows_some_page(ward, as_an, page):
    assert len(heads(as_an.get(f"{LIST}?trang={page}"))) == 4


def test_fifty_a_page_and_the_same_queries_for_one_and_for_fifty(world, as_an):
    factories.member(world.a1)
    alone = queries_of(as_an, LIST)
    for _ in range(59):
        factories.member(world.a1)

    assert queries_of(as_an, LIST) == alone <= 15
    assert len(heads(as_an.get(LIST))) == 50
    assert len(heads(as_an.get(f"{LIST}?trang=2"))) == 10
    assert "60 đảng viên" in page_of(as_an.get(LIST)).texts("caption")


def test_the_page_of_a_member_shows_the_ledger_and_leaves_a_trace(ward, as_an, an):
    member = factories.member(ward.a1, "Hoàng Văn Sổ", date(2015, 5, 19))
    member.card_number = "031234567890"
    member.save()

    page = page_of(as_an.get(f"{LIST}{member.pk}/"))

    assert page.texts("h1") == ["Đồng chí Hoàng Văn Sổ"]
    assert page.texts("th", scope="row") == ["Kết nạp"]
    assert "•••••••••890" in page.texts("dd")
    assert "031234567890" not in page.source
    noted = AuditEntry.objects.get()
    assert (noted.verb, noted.subject, noted.organization_id) == ("xem hồ sơ", "Hoàng Văn Sổ", ward.a1.pk)


def test_the_page_of_a_member_costs_the_same_however_long_the_ledger(world, as_an):
    member = factories.member(world.a1)
    as_an.get(f"{LIST}{member.pk}/")  # the first entry of all begins the audit trail
    short = queries_of(as_an, f"{LIST}{member.pk}/")
    for year in range(2016, 2022):
        factories.movement(member, world.a1, Kind.CHUYEN_DI, date(year, 1, 1))
        factories.movement(member, world.a2, Kind.CHUYEN_DEN, date(year, 1, 1))

    assert queries_of(as_an, f"{LIST}{member.pk}/") == short


def test_strangers_to_the_ward_do_not_find_the_member(ward, as_binh, client):
    member = factories.member(ward.a1)

    assert as_binh.get(f"{LIST}{member.pk}/").status_code == 404
    assert client.get(f"{LIST}{member.pk}/").status_code == 302
    assert as_binh.get(f"{LIST}{2**70}/").status_code == 404


def test_buttons_follow_the_role(ward, as_an, as_giang, as_hoa):
    member = factories.member(ward.a1, "Đào Thị Đủ", date(2023, 5, 1), official=False)
    address = f"{LIST}{member.pk}/"

    assert "Ghi công nhận chính thức" in page_of(as_an.get(address)).texts("a")
    for reader in (as_giang, as_hoa):
        links = page_of(reader.get(address)).texts("a")
        assert "Ghi công nhận chính thức" not in links
        assert not [link for link in links if link.startswith("Đính chính")]


def test_X16_a_readmission_is_called_so_on_the_page_of_a_member(ward, as_an):
    member = factories.member(ward.a1, "Hoàng Văn Lại", date(2020, 5, 19))
    factories.movement(member, ward.a1, Kind.XOA_TEN, date(2021, 3, 1))
    factories.movement(member, ward.a1, Kind.KET_NAP, date(2024, 4, 1))

    assert page_of(as_an.get(f"{LIST}{member.pk}/")).texts("th", scope="row") == [
        "Kết nạp lại (lần 2)",
        "Xóa tên",
        "Kết nạp",
    ]


class TestCorrection:
    @pytest.fixture
    def member(self, world):
        return factories.member(world.a1, "Hoàng Văn Nhầm", date(2024, 5, 19), official=False)

    @pytest.fixture
    def address(self, member):
        return f"{LIST}{member.pk}/dong-so/{member.movements.get().pk}/dinh-chinh/"

    def test_the_newest_line_is_mended_by_another_line(self, member, address, as_an, an):
        answer = as_an.post(address, {"reason": "Ghi nhầm người"}, follow=True)

        assert "Đã ghi dòng đính chính cho Hoàng Văn Nhầm. Cả hai dòng đều còn trong sổ." in answer.content.decode()
        mend = Movement.objects.get(reverses__isnull=False)
        assert (mend.reason, mend.recorded_by, mend.occurred_on) == ("Ghi nhầm người", an, date(2024, 5, 19))
        member.refresh_from_db()
        assert (member.organization, member.admitted_on) == (None, None)
        assert heads(answer) == ["Đính chính: Kết nạp Ghi nhầm người", "Kết nạp đã đính chính"]

    @pytest.mark.parametrize(
        ("reason", "sentence"),
        [
            ("", "Nhập lý do đính chính."),
            ("x\x00", "Lý do đính chính có ký tự không đọc được. Xóa ô này rồi gõ lại."),
            ("x" * 251, "Lý do đính chính dài 251 ký tự; viết lại không quá 250 ký tự."),
        ],
    )
    def test_a_reason_is_needed(self, address, as_an, reason, sentence):
        assert mistakes(as_an.post(address, {"reason": reason})) == {"reason": [sentence]}
        assert Movement.objects.count() == 1

    def test_an_older_line_is_refused(self, world, member, address, as_an):
        factories.movement(member, world.a1, Kind.CHUYEN_DI, date(2024, 6, 1))

        assert mistakes(as_an.post(address, {"reason": "nhầm"})) == {
            "": ["Chỉ đính chính được dòng cuối cùng còn hiệu lực (Chuyển đi, 01/6/2024)."]
        }

    def test_a_form_sent_twice_is_carried_out_once(self, address, as_an):
        token = token_of(as_an, address)

        answers = [as_an.post(address, {"reason": "nhầm", "token": token}) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert Movement.objects.count() == 2

    def test_others_find_no_such_line(self, member, address, as_binh, as_giang, as_an):
        other = f"{LIST}{member.pk}/dong-so/{member.movements.get().pk + 1}/dinh-chinh/"

        assert as_binh.get(address).status_code == 404
        assert as_giang.post(address, {"reason": "nhầm"}).status_code == 403
        assert as_an.get(other).status_code == 404
        assert Movement.objects.count() == 1
