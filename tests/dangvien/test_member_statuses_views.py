"""Statuses in the browser: the member's page, the forms, the list of a day and its file."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from dangvien.models import AuditEntry, Kind, Member, MemberStatus, StatusKind
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of, queries_of, taken, token_of
from tests.people import World

LIST = "/dang-vien/tinh-trang/"
SINCE = date(2024, 3, 1)


@pytest.fixture
def member(world: World) -> Member:
    return factories.member(world.a1, "Lê Văn Bảy")


def status(member: Member, kind: StatusKind = StatusKind.DI_XA, since: date = SINCE, **more: Any) -> MemberStatus:
    given = {"place": "thành phố Biên Hòa", "contact": "gọi điện"} if kind == StatusKind.DI_XA else {}
    return MemberStatus.objects.create(member=member, kind=kind, since=since, **{**given, **more})


def address(member: Member, kind: str = "mien") -> str:
    return f"/dang-vien/{member.pk}/tinh-trang/{kind}/"


@pytest.fixture
def exemption(world: World) -> dict[str, Any]:
    return {
        "ground": "chua_benh",
        "since": "1/3/2024",
        "until": "31/12/2024",
        "decider": world.ward_a.pk,
        "number": "12-QĐ/ĐU",
        "decided_on": "26/2/2024",
    }


def names_of_boxes(page: Any) -> list[str]:
    return [
        str(box.attributes["name"])
        for box in page.elements
        if box.tag in ("input", "select", "textarea") and box.attributes.get("type") not in ("hidden", "submit")
    ]


# Forms


@pytest.mark.parametrize(
    ("kind", "boxes"),
    [
        ("mien", ["ground", "since", "until", "decider", "number", "decided_on"]),
        ("dinh-chi", ["since", "until", "decider", "number", "decided_on"]),
        ("di-xa", ["since", "place", "contact", "until"]),
        ("mat-lien-lac", ["since"]),
    ],
)
def test_each_kind_asks_for_its_own_boxes(member, as_an, kind, boxes):
    assert names_of_boxes(page_of(as_an.get(address(member, kind)))) == boxes


def test_an_exemption_is_recorded_and_shown(world, member, exemption, as_an, an):
    answer = as_an.post(address(member), exemption, follow=True)

    made = MemberStatus.objects.get()
    assert (made.kind, made.until, made.decider, made.recorded_by) == (
        StatusKind.MIEN,
        date(2024, 12, 31),
        world.ward_a,
        an,
    )
    page = page_of(answer)
    assert "Đã ghi tình trạng sinh hoạt của Lê Văn Bảy." in page.source
    assert "Miễn công tác và sinh hoạt đảng Chữa bệnh dài ngày" in page.texts("th", scope="row")


def test_a_warning_is_confirmed_before_it_is_saved(world, member, exemption, as_an):
    sent = {**exemption, "decider": world.a1.pk}
    answer = as_an.post(address(member), sent)
    assert list(mistakes(answer)) == ["doi_chieu"]
    tick = page_of(answer).all("input", name="doi_chieu")[0].attributes["value"]

    assert as_an.post(address(member), {**sent, "doi_chieu": tick}).status_code == 302
    assert MemberStatus.objects.get().decider == world.a1


def test_mistakes_are_told_at_their_boxes(member, exemption, as_an):
    assert mistakes(as_an.post(address(member), {})) == {
        "ground": ["Chọn lý do miễn."],
        "since": ["Nhập ngày bắt đầu theo dạng ngày/tháng/năm, ví dụ 03/02/1990."],
        "decider": ["Chọn nơi quyết định."],
        "number": ["Nhập số văn bản."],
        "decided_on": ["Nhập ngày văn bản theo dạng ngày/tháng/năm, ví dụ 03/02/1990."],
    }
    assert list(mistakes(as_an.post(address(member), {**exemption, "until": ""}))) == ["until"]
    assert mistakes(as_an.post(address(member, "di-xa"), {"since": "1/3/2024"})) == {
        "place": ["Nhập nơi đến."],
        "contact": ["Nhập cách chi bộ giữ liên lạc."],
    }
    assert not MemberStatus.objects.exists()


def test_a_form_sent_twice_is_carried_out_once(member, exemption, as_an):
    sent = {**exemption, "token": token_of(as_an, address(member))}

    first, second = (as_an.post(address(member), sent) for _ in range(2))

    assert first.url == second.url
    assert MemberStatus.objects.count() == 1


def test_a_status_ends_and_a_mistake_is_taken_back_from_the_page(member, as_an):
    made = status(member)
    page = page_of(as_an.get(f"/dang-vien/{member.pk}/"))
    assert f"/dang-vien/{member.pk}/tinh-trang/{made.pk}/thoi/" in page.source

    as_an.post(f"/dang-vien/{member.pk}/tinh-trang/{made.pk}/thoi/", {"ended_on": "1/5/2024"})
    made.refresh_from_db()
    assert made.ended_on == date(2024, 5, 1)

    as_an.post(f"/dang-vien/{member.pk}/tinh-trang/{made.pk}/lay-lai/", {"reason": "Ghi nhầm người"})
    made.refresh_from_db()
    assert made.void_reason == "Ghi nhầm người"
    page = page_of(as_an.get(f"/dang-vien/{member.pk}/"))
    assert "đã lấy lại" in page.texts("span")
    assert f"/tinh-trang/{made.pk}/" not in page.source


def test_refusals_of_ending_and_taking_back_are_told(member, as_an):
    made = status(member)
    where = f"/dang-vien/{member.pk}/tinh-trang/{made.pk}"

    assert list(mistakes(as_an.post(f"{where}/thoi/", {"ended_on": "1/2/2024"}))) == ["ended_on"]
    assert mistakes(as_an.post(f"{where}/lay-lai/", {"reason": ""})) == {"reason": ["Nhập lý do lấy lại."]}


def test_only_those_who_may_and_only_in_their_ward(member, exemption, as_binh, as_giang, as_hoa, as_dung):
    made = status(member, StatusKind.MAT_LIEN_LAC)
    where = f"/dang-vien/{member.pk}/tinh-trang/{made.pk}"
    for one in (address(member), f"{where}/thoi/", f"{where}/lay-lai/"):
        assert as_binh.get(one).status_code == as_binh.post(one, exemption).status_code == 404
        for other in (as_giang, as_hoa, as_dung):
            assert other.get(one).status_code == other.post(one, exemption).status_code == 403
    made.refresh_from_db()
    assert (MemberStatus.objects.count(), made.ended_on, made.voided_at) == (1, None, None)


def test_a_status_of_another_member_is_not_found_at_this_one(world, member, as_an):
    other = status(factories.member(world.a1))

    assert as_an.get(f"/dang-vien/{member.pk}/tinh-trang/{other.pk}/thoi/").status_code == 404
    assert as_an.get(address(member, "vui-ve")).status_code == 404


def test_who_left_shows_the_past_without_buttons(world, member, exemption, as_an):
    status(member)
    factories.movement(member, world.a1, Kind.TU_TRAN, date(2024, 5, 1))
    member.organization = None
    member.save()

    page = page_of(as_an.get(f"/dang-vien/{member.pk}/"))
    assert any(text.startswith("Đi làm ăn xa") for text in page.texts("th", scope="row"))
    assert "Ghi thôi" not in page.source
    assert page_of(as_an.get(address(member))).all("form", method="post", novalidate="") == []
    as_an.post(address(member), exemption)
    assert MemberStatus.objects.count() == 1


# The list


@pytest.fixture
def several(world: World) -> World:
    """Three members of ward A with four statuses, one of them over, and one of ward B."""
    an = factories.member(world.a1, "Lê Văn An")
    status(an)
    status(an, StatusKind.MAT_LIEN_LAC, date(2022, 1, 1), ended_on=date(2023, 1, 1))
    status(factories.member(world.a2, "Đặng Thị Hòa"), StatusKind.MIEN, date(2023, 6, 1), ground="chua_benh",
           until=date(2024, 5, 31))  # fmt: skip
    status(factories.member(world.a2, "Trần Thị Ánh"), StatusKind.MIEN, date(2021, 6, 1), ground="tuoi_cao")
    status(factories.member(world.b1, "Nguyễn Văn Ba"))
    taken = status(factories.member(world.a1, "Cù Thị Chín"))
    taken.voided_at, taken.void_reason = taken.recorded_at, "Ghi nhầm"
    taken.save()
    return world


def test_the_list_shows_what_is_in_force_today(several, as_an, as_binh, as_chi):
    assert [name.split(" sinh")[0] for name in heads(as_an.get(LIST))] == ["Lê Văn An", "Trần Thị Ánh", "Đặng Thị Hòa"]
    assert [name.split(" sinh")[0] for name in heads(as_binh.get(LIST))] == ["Nguyễn Văn Ba"]
    assert len(heads(as_chi.get(LIST))) == 4
    page = page_of(as_an.get(LIST))
    assert page.texts("span").count("quá hạn") == 1


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("loai=mien", ["Trần Thị Ánh", "Đặng Thị Hòa"]),
        ("loai=dinh_chi", []),
        ("han=qua_han", ["Đặng Thị Hòa"]),
        ("ngay=1/7/2022", ["Lê Văn An", "Trần Thị Ánh"]),
        ("ngay=31/5/2024&han=qua_han", []),
        ("xep=-ten", ["Đặng Thị Hòa", "Trần Thị Ánh", "Lê Văn An"]),
        ("xep=tu", ["Trần Thị Ánh", "Đặng Thị Hòa", "Lê Văn An"]),
        ("xep=-tu", ["Lê Văn An", "Đặng Thị Hòa", "Trần Thị Ánh"]),
        ("xep=han", ["Đặng Thị Hòa", "Lê Văn An", "Trần Thị Ánh"]),
        ("xep=-han", ["Đặng Thị Hòa", "Lê Văn An", "Trần Thị Ánh"]),
    ],
)
def test_the_list_can_be_narrowed_and_sorted(several, as_an, asked, names):
    assert [name.split(" sinh")[0] for name in heads(as_an.get(f"{LIST}?{asked}"))] == names


def test_the_list_can_be_narrowed_to_an_organization(several, as_chi):
    found = heads(as_chi.get(f"{LIST}?to_chuc={several.a2.pk}"))

    assert [name.split(" sinh")[0] for name in found] == ["Trần Thị Ánh", "Đặng Thị Hòa"]


@pytest.mark.parametrize("asked", ["loai=xyz", "ngay=31/2/2020", "xep=%00", "han=1", "to_chuc=999999"])
def test_nonsense_in_the_address_gets_a_sentence_and_no_rows(several, as_an, asked):
    answer = as_an.get(f"{LIST}?{asked}")

    assert heads(answer) == []
    assert answer.context["filter_form"].errors


def test_a_name_never_stands_in_an_address(several, as_an):
    answer = as_an.post(LIST, {"ten": "hoa"})

    assert answer.url.startswith(f"{LIST}?tim=")
    assert [name.split(" sinh")[0] for name in heads(as_an.get(answer.url))] == ["Đặng Thị Hòa"]
    assert AuditEntry.objects.get(verb="tìm theo tên").after == {
        "danh sách": "tình trạng sinh hoạt",
        "số dòng": 1,
    }


def test_an_empty_list_says_what_to_do(world, as_an):
    assert "Mở danh sách đảng viên" in page_of(as_an.get(LIST)).texts("a")
    assert "Xem tất cả" in page_of(as_an.get(f"{LIST}?loai=mien")).texts("a")


def test_the_file_holds_the_rows_without_grounds_and_contacts(several, as_an):
    answer = taken(as_an, f"{LIST}?tep=excel")

    assert answer["Content-Disposition"] == 'attachment; filename="tinh-trang-sinh-hoat.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    text = "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None)
    assert "Đặng Thị Hòa" in text
    assert "quá hạn" in text
    assert "thành phố Biên Hòa" in text
    for hidden in ("Chữa bệnh", "Tuổi cao", "gọi điện", "Nguyễn Văn Ba"):
        assert hidden not in text
    assert AuditEntry.objects.get(verb="xuất Excel").after == {"danh sách": "Tình trạng sinh hoạt", "số dòng": 3}


def test_the_list_and_the_page_cost_the_same_with_many(several, member, as_an):
    as_an.get(LIST)
    few = queries_of(as_an, LIST)
    page = f"/dang-vien/{member.pk}/"
    status(member, ended_on=date(2024, 4, 1))
    as_an.get(page)
    one = queries_of(as_an, page)
    for number in range(1, 20):
        status(factories.member(several.a1))
        status(member, StatusKind.MAT_LIEN_LAC, date(2000 + number, 1, 1), ended_on=date(2000 + number, 2, 1))

    assert queries_of(as_an, LIST) == few
    assert queries_of(as_an, page) == one
