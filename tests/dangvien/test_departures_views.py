"""Leaving the Party and coming back in the browser: the forms on a member's page, who may, marks of old records."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangvien.models import Decision, Kind, Member, Movement
from dangvien.procedure.old_records import old_record_notices
from tests import factories
from tests.dangvien.reading import mistakes, page_of, token_of
from tests.people import World


@pytest.fixture
def member(world: World) -> Member:
    found = factories.member(world.a1, "Lê Văn Bảy")
    factories.movement(found, world.a1, Kind.CONG_NHAN, date(2016, 5, 19))
    return found


@pytest.fixture
def paper(world: World) -> dict[str, Any]:
    return {
        "issuer": world.city.pk,
        "number": "31",
        "issued_on": "20/5/2024",
        "signer": "Trần Văn Ký",
        "occurred_on": "20/5/2024",
    }


def address(member: Member, way: str) -> str:
    return f"/dang-vien/{member.pk}/bien-dong/{way}/"


def links(client: Any, member: Member) -> list[str]:
    """What the member's page offers to write into the ledger or about a status."""
    page = page_of(client.get(f"/dang-vien/{member.pk}/"))
    hrefs = [str(link.attributes["href"]) for link in page.all("a")]
    wanted = ("/bien-dong/", "/phuc-hoi/", "/tinh-trang/")
    return [href.removeprefix(f"/dang-vien/{member.pk}/") for href in hrefs if any(word in href for word in wanted)]


STATUSES = ["tinh-trang/mien/", "tinh-trang/dinh-chi/", "tinh-trang/di-xa/", "tinh-trang/mat-lien-lac/"]
MENU = ["/dang-vien/tinh-trang/"]


def test_the_page_offers_what_may_be_written(world, member, as_an, as_giang, as_hoa):
    probationer = factories.member(world.a1, "Bùi Thị Đủ", date(2024, 1, 5), official=False)

    assert links(as_an, member) == [
        *MENU,
        "bien-dong/tu-tran/",
        "bien-dong/khai-tru/",
        "bien-dong/xoa-ten/",
        "bien-dong/xin-ra/",
        *STATUSES,
    ]
    assert links(as_an, probationer) == [*MENU, "bien-dong/tu-tran/", "bien-dong/xin-ra/", *STATUSES]
    for other in (as_giang, as_hoa):
        assert links(other, member) == MENU


def test_a_death_is_recorded_with_two_boxes(member, as_an, an):
    form = page_of(as_an.get(address(member, "tu-tran")))
    assert [box.attributes["name"] for box in form.all("input", type="text")] == ["occurred_on", "paper"]

    answer = as_an.post(address(member, "tu-tran"), {"occurred_on": "20/5/2024", "paper": ""}, follow=True)

    line = Movement.objects.get(kind=Kind.TU_TRAN)
    assert (line.occurred_on, line.recorded_by, line.decision) == (date(2024, 5, 20), an, None)
    page = page_of(answer)
    assert "Đã ghi từ trần: Lê Văn Bảy." in page.source
    assert "Từ trần" in page.texts("span")
    assert links(as_an, member) == MENU


@pytest.mark.parametrize(
    ("way", "kind", "boxes"), [("khai-tru", Kind.KHAI_TRU, 5), ("xoa-ten", Kind.XOA_TEN, 6), ("xin-ra", Kind.XIN_RA, 5)]
)
def test_a_decision_lets_somebody_go(world, member, paper, as_an, way, kind, boxes):
    form = page_of(as_an.get(address(member, way)))
    typed = [*form.all("input", type="text"), *form.all("select")]
    assert len(typed) == boxes
    sent = {**paper, **({"ground": "tra_the"} if kind == Kind.XOA_TEN else {})}

    assert as_an.post(address(member, way), sent).url == f"/dang-vien/{member.pk}/"

    line = Movement.objects.get(kind=kind)
    assert line.decision == Decision.objects.get(number=31)
    assert line.ground == sent.get("ground", "")
    page = page_of(as_an.get(f"/dang-vien/{member.pk}/"))
    assert ("Tự trả thẻ hoặc tự hủy thẻ đảng viên" in page.source) is (kind == Kind.XOA_TEN)
    assert links(as_an, member) == [*MENU, "phuc-hoi/"]


def test_mistakes_are_told_at_their_boxes(member, paper, as_an):
    found = mistakes(as_an.post(address(member, "xoa-ten"), {**paper, "occurred_on": "19/5/2024", "ground": ""}))
    assert found == {"ground": ["Chọn lý do xóa tên."]}

    found = mistakes(as_an.post(address(member, "xoa-ten"), {**paper, "occurred_on": "19/5/2024", "ground": "tra_the"}))
    assert found == {
        "occurred_on": ["Ngày xóa tên (19/5/2024) sớm hơn ngày quyết định (20/5/2024). Kiểm tra lại hai ngày này."]
    }
    assert not Decision.objects.exists()


def test_a_form_sent_twice_is_carried_out_once(member, paper, as_an):
    sent = {**paper, "token": token_of(as_an, address(member, "xin-ra"))}

    first, second = (as_an.post(address(member, "xin-ra"), sent) for _ in range(2))

    assert first.url == second.url
    assert Movement.objects.filter(kind=Kind.XIN_RA).count() == 1


def test_what_stands_in_the_way_is_told_instead_of_the_form(world, member, as_an):
    probationer = factories.member(world.a1, "Bùi Thị Đủ", date(2024, 1, 5), official=False)

    page = page_of(as_an.get(address(probationer, "xoa-ten")))

    assert not page.all("select")
    assert "Mở trang dự bị" in page.texts("a")


def test_a_mistake_is_mended_from_the_page(member, paper, as_an):
    as_an.post(address(member, "xoa-ten"), {**paper, "ground": "tra_the"})
    line = Movement.objects.get(kind=Kind.XOA_TEN)

    as_an.post(f"/dang-vien/{member.pk}/dong-so/{line.pk}/dinh-chinh/", {"reason": "Ghi nhầm người"})

    assert line.reversed_by.ground == "tra_the"
    member.refresh_from_db()
    assert member.organization_id == line.organization_id


def test_a_restoration_chooses_the_cell(world, member, paper, as_an):
    as_an.post(address(member, "khai-tru"), paper)
    where = f"/dang-vien/{member.pk}/phuc-hoi/"
    chosen = [box.text for box in page_of(as_an.get(where)).all("option") if "selected" in box.attributes]
    assert chosen == ["Đảng bộ thành phố", "Chi bộ A1"]

    answer = as_an.post(
        where, {**paper, "number": "44", "issued_on": "30/5/2024", "occurred_on": "30/5/2024", "cell": world.a2.pk}
    )

    assert answer.url == f"/dang-vien/{member.pk}/"
    member.refresh_from_db()
    assert member.organization == world.a2
    line = Movement.objects.get(kind=Kind.PHUC_HOI)
    assert line.decision is not None
    assert line.decision.reference == "44-QĐ/TU"


def test_a_restoration_of_somebody_present_is_told_not_to_be(member, as_an):
    page = page_of(as_an.get(f"/dang-vien/{member.pk}/phuc-hoi/"))

    assert "Đồng chí Lê Văn Bảy đang là đảng viên, không phải phục hồi." in page.texts("p")
    assert not page.all("select")


def test_a_cell_of_another_ward_is_not_on_offer(world, member, paper, as_an):
    as_an.post(address(member, "khai-tru"), paper)

    found = mistakes(as_an.post(f"/dang-vien/{member.pk}/phuc-hoi/", {**paper, "number": "44", "cell": world.b1.pk}))

    assert list(found) == ["cell"]


def test_only_those_who_may_and_only_in_their_ward(member, paper, as_binh, as_giang, as_hoa, as_dung):
    for where in (address(member, "tu-tran"), address(member, "khai-tru"), f"/dang-vien/{member.pk}/phuc-hoi/"):
        assert as_binh.get(where).status_code == as_binh.post(where, paper).status_code == 404
        for other in (as_giang, as_hoa, as_dung):
            assert other.get(where).status_code == other.post(where, paper).status_code == 403
    assert not Movement.objects.exclude(kind__in=[Kind.KET_NAP, Kind.CONG_NHAN]).exists()


def test_an_unknown_way_is_not_found(member, as_an):
    assert as_an.get(address(member, "bien-mat")).status_code == 404


# Old records


def of(world: World, birth: date, admitted_on: date | None, official_on: date | None, **more: Any) -> Member:
    made = Member.objects.create(
        person=factories.person("Đỗ Văn Xưa", birth, **more),
        organization=world.a1,
        admitted_on=admitted_on,
        official_on=official_on,
    )
    factories.movement(made, world.a1, Kind.DAU_SO, date(2012, 1, 1))
    return made


BORN = date(1948, 5, 4)


@pytest.mark.parametrize(
    ("birth", "admitted_on", "official_on", "notices"),
    [
        (BORN, date(1968, 2, 3), date(1969, 2, 3), []),
        (BORN, date(1966, 5, 4), date(1967, 5, 4), []),
        (
            BORN,
            date(1966, 5, 3),
            date(1967, 5, 3),
            ["Hồ sơ cũ: vào Đảng ngày 03/05/1966 khi chưa đủ 18 tuổi (sinh 04/05/1948)."],
        ),
        (
            BORN,
            date(1968, 2, 3),
            date(1968, 2, 3),
            ["Hồ sơ cũ: ngày chính thức trùng ngày vào Đảng, không có thời gian dự bị."],
        ),
        (
            BORN,
            date(1968, 2, 3),
            date(1968, 11, 3),
            ["Hồ sơ cũ: thời gian dự bị ngắn hơn 12 tháng (chính thức ngày 03/11/1968)."],
        ),
        (
            BORN,
            date(1968, 2, 3),
            date(1970, 2, 3),
            ["Hồ sơ cũ: thời gian dự bị dài hơn 12 tháng (chính thức ngày 03/02/1970)."],
        ),
        (BORN, None, date(1970, 2, 3), ["Hồ sơ cũ: sổ chưa có ngày vào Đảng."]),
        (BORN, None, None, []),
        (BORN, date(1968, 2, 3), None, []),
    ],
)
def test_old_records_are_marked_and_nothing_refuses_because_of_them(
    world, as_an, birth, admitted_on, official_on, notices
):
    made = of(world, birth, admitted_on, official_on)

    assert old_record_notices(made) == notices
    page = page_of(as_an.get(f"/dang-vien/{made.pk}/"))
    assert [text for text in page.texts("p") if text.startswith("Hồ sơ cũ")] == notices
    assert as_an.post(address(made, "tu-tran"), {"occurred_on": "20/5/2024"}).status_code == 302


def test_an_age_that_is_not_known_is_not_called_too_young(world):
    """Born at some time in 1948: eighteen on 3 May 1966 or not, nobody can say."""
    assert (
        old_record_notices(of(world, date(1948, 1, 1), date(1966, 5, 3), date(1967, 5, 3), birth_precision="nam")) == []
    )
