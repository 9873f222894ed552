"""A member's record, the ratings of a cell in the browser: pages, forms, a block from Excel, who may."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import (
    Discipline,
    Kind,
    Member,
    MemberStatus,
    Post,
    Rating,
    Residence,
    Standing,
    StatusKind,
)
from tests import factories
from tests.dangvien.reading import mistakes, newest_entry, page_of, queries_of, token_of
from tests.people import World

CELL = "/dang-vien/xep-loai/2023/a-1/"


@pytest.fixture
def ba(world: World) -> Member:
    return factories.member(world.a1, "Lê Văn Ba")


def address(member: Member, tail: str = "") -> str:
    return f"/dang-vien/{member.pk}/qua-trinh/{tail}"


def test_an_empty_record_shows_every_section_and_its_form(ba, as_an, as_giang):
    page = page_of(as_an.get(address(ba)))

    assert page.texts("h2") == [
        "Trình độ, nghề nghiệp",
        "Nơi cư trú",
        "Chức vụ",
        "Xếp loại hằng năm",
        "Khen thưởng",
        "Kỷ luật",
        "Huy hiệu Đảng",
    ]
    assert newest_entry().verb == "xem hồ sơ"
    links = [element.attributes["href"] for element in page.all("a")]
    for kind in ("trinh-do", "cu-tru", "chuc-vu", "xep-loai", "khen-thuong", "ky-luat", "huy-hieu"):
        assert address(ba, f"{kind}/") in links
        page_of(as_an.get(address(ba, f"{kind}/")))
    assert "Ghi chức vụ" not in as_giang.get(address(ba)).content.decode()


@pytest.mark.parametrize(
    ("kind", "sent", "shown"),
    [
        ("trinh-do", {"since": "2019", "professional": "dai_hoc"}, "2019 Đại học"),
        ("cu-tru", {"since": "3/2019", "place": "Khu phố 3, Phường A"}, "03/2019 Khu phố 3, Phường A"),
        (
            "chuc-vu",
            {"title": "truong_thon", "place": "Khu phố 3", "since": "29/2/2020"},
            "Trưởng thôn, tổ trưởng tổ dân phố Khu phố 3 29/02/2020 đang giữ",
        ),
        ("xep-loai", {"year": "2023", "level": "xuat_sac"}, "2023 Hoàn thành xuất sắc nhiệm vụ"),
        (
            "khen-thuong",
            {"title": "Giấy khen của Đảng ủy", "number": "12-QĐ/ĐU", "awarded_on": "2021"},
            "2021 Giấy khen của Đảng ủy 12-QĐ/ĐU",
        ),
        ("ky-luat", {"form": "khien_trach", "number": "", "decided_on": "5/2020"}, "05/2020 Khiển trách –"),
    ],
)
def test_each_line_is_written_shown_and_taken_back(ba, as_an, kind, sent, shown):
    here = address(ba, f"{kind}/")
    given = {**sent, "token": token_of(as_an, here)}

    answer = as_an.post(here, given, follow=True)

    assert answer.redirect_chain[-1][0] == f"{address(ba)}#{kind}"
    rows = page_of(as_an.get(address(ba))).texts("tr")
    assert any(row.startswith(shown) for row in rows), rows
    assert "đã được ghi từ trước" in as_an.post(here, given, follow=True).content.decode()
    link = next(
        str(element.attributes["href"])
        for element in page_of(as_an.get(address(ba))).all("a")
        if "dinh-chinh" in str(element.attributes["href"])
    )
    assert mistakes(as_an.post(link, {"reason": " "})) == {"reason": ["Nhập lý do đính chính."]}
    after = as_an.post(link, {"reason": "ghi nhầm người"}, follow=True)
    assert "đã đính chính" in page_of(after).source
    assert "ghi nhầm người" in after.content.decode()
    assert as_an.get(link).status_code == 404


def test_mistakes_stay_at_their_boxes_and_write_nothing(ba, as_an):
    assert mistakes(as_an.post(address(ba, "chuc-vu/"), {"since": "31/2/2020", "until": "4/2020"})) == {
        "title": ["Chọn chức vụ."],
        "since": ["Ngày giữ chức vụ: tháng 2 năm 2020 chỉ có 29 ngày."],
    }
    answer = as_an.post(address(ba, "chuc-vu/"), {"title": "bi_thu", "since": "5/2020", "until": "4/2020"})
    assert list(mistakes(answer)) == ["organization", "until"]
    assert mistakes(as_an.post(address(ba, "ky-luat/"), {"decided_on": "2020"})) == {
        "form": ["Chọn hình thức kỷ luật."]
    }
    assert mistakes(as_an.post(address(ba, "xep-loai/"), {"year": "2025", "level": "tot"})) == {
        "year": ["Năm 2025 chưa đến. Kiểm tra lại năm."]
    }
    assert not Post.objects.exists()
    assert not Discipline.objects.exists()
    assert not Rating.objects.exists()


def test_a_post_in_the_own_cell_is_chosen_and_ended(ba, as_an, world):
    here = address(ba, "chuc-vu/")
    labels = page_of(as_an.get(here)).texts("option")
    assert [label for label in labels if label.startswith(("Chi bộ", "Đảng bộ"))] == [
        "Chi bộ A1",
        "Đảng bộ Phường A",
        "Đảng bộ thành phố",
    ]

    as_an.post(here, {"title": "bi_thu", "organization": world.a1.pk, "since": "2020"})
    post = Post.objects.get()
    end = address(ba, f"chuc-vu/{post.pk}/thoi/")
    page_of(as_an.get(end))
    assert mistakes(as_an.post(end, {"until": "2019"})) == {
        "until": ["Ngày thôi chức vụ (2019) trước ngày giữ (2020). Kiểm tra lại hai ngày."]
    }
    as_an.post(end, {"until": "2023"})

    post.refresh_from_db()
    assert (post.organization, str(post.until_known)) == (world.a1, "2023")
    assert as_an.get(end).status_code == 404


def test_a_form_of_schooling_begins_with_what_holds(ba, as_an):
    Standing.objects.create(person=ba.person, since=date(2015, 1, 1), professional="dai_hoc", theory="so_cap")

    form = as_an.get(address(ba, "trinh-do/")).context["form"]

    assert (form["professional"].value(), form["theory"].value(), form["occupation"].value()) == (
        "dai_hoc",
        "so_cap",
        "",
    )


def test_a_rating_of_an_exempt_member_asks_for_a_tick(ba, as_an):
    MemberStatus.objects.create(member=ba, kind=StatusKind.MIEN, since=date(2023, 1, 1))
    here, sent = address(ba, "xep-loai/"), {"year": "2023", "level": "tot"}

    answer = as_an.post(here, sent)

    assert "đang được miễn công tác" in answer.content.decode()
    tick = page_of(answer).all("input", name="doi_chieu")[0].attributes["value"]
    as_an.post(here, {**sent, "doi_chieu": tick})
    assert Rating.objects.count() == 1


def test_a_badge_too_early_asks_for_a_tick(ba, as_an):
    here, sent = address(ba, "huy-hieu/"), {"years": "30", "number": "1", "awarded_on": "2/2024"}

    answer = as_an.post(here, sent)

    assert "mới đủ 30 năm tuổi Đảng" in answer.content.decode()
    tick = page_of(answer).all("input", name="doi_chieu")[0].attributes["value"]
    as_an.post(here, {**sent, "doi_chieu": tick})
    assert [str(badge.awarded_known) for badge in ba.badges.all()] == ["02/2024"]
    assert mistakes(as_an.post(here, sent)) == {"years": ["Đồng chí Lê Văn Ba đã có Huy hiệu 30 năm trong sổ."]}


def test_the_member_page_shows_what_holds_today(ba, as_an, world):
    Residence.objects.create(person=ba.person, since=date(2020, 1, 1), precision="nam", place="Khu phố 9")
    factories.post(ba)
    factories.badge(ba, number="00000007")
    for year in (2020, 2021, 2022, 2023):
        Rating.objects.create(member=ba, year=year, level="tot")

    said = " ".join(page_of(as_an.get(f"/dang-vien/{ba.pk}/")).texts("main")[0].split())

    assert "Nơi cư trúKhu phố 9, từ 2020" in said
    assert "Trưởng thôn, tổ trưởng tổ dân phố, Khu phố 3 (từ 01/01/2020)" in said
    assert "Xếp loại gần đây2023: Hoàn thành tốt nhiệm vụ; 2022" in said
    assert "2020: Hoàn thành" not in said
    assert "30 năm, số 00000007 (03/02/2020)" in said


def test_strangers_readers_and_nonsense(ba, as_binh, as_giang, as_an, world):
    other = factories.member(world.a1, "Lê Khác")
    row = factories.post(other)

    assert as_binh.get(address(ba)).status_code == as_binh.get(address(ba, "chuc-vu/")).status_code == 404
    assert as_giang.get(address(ba, "chuc-vu/")).status_code == 403
    assert as_an.get(address(ba, "khong-co/")).status_code == 404
    assert as_an.get(address(ba, f"chuc-vu/{row.pk}/dinh-chinh/")).status_code == 404
    assert as_an.get(address(ba, f"chuc-vu/{row.pk}/thoi/")).status_code == 404


def test_a_record_asks_as_often_for_many_lines(ba, as_an):
    factories.post(ba, "bi_thu")
    queries_of(as_an, address(ba))  # the first look begins the audit trail
    few = queries_of(as_an, address(ba))
    for year in range(2000, 2020):
        Rating.objects.create(member=ba, year=year, level="tot")
        factories.post(ba, since=date(year, 1, 1))

    assert queries_of(as_an, address(ba)) == few


class TestRatingsOfACell:
    @pytest.fixture
    def members(self, world: World) -> list[Member]:
        made = [factories.member(world.a1, name) for name in ("Lê Văn An", "Trần Thị Bé", "Phạm Văn Cường")]
        factories.member(world.a1, "Hồ Mới", date(2024, 2, 3), official=False)
        factories.member(world.b1, "Võ Nơi Khác")
        return made

    def box(self, member: Member) -> str:
        return f"muc_{member.pk}"

    def test_the_list_says_how_far_each_cell_is(self, members, as_an, world):
        factories.member(world.a2, "Ngô Văn Dũng")
        Rating.objects.create(member=members[0], year=2023, level="tot")

        answer = as_an.get("/dang-vien/xep-loai/")

        rows = page_of(answer).texts("tr")
        assert rows[1:] == ["Chi bộ A1 Đảng bộ Phường A 3 1 2", "Chi bộ A2 Đảng bộ Phường A 1 0 1"]
        assert as_an.get("/dang-vien/xep-loai/?nam=2030").context["filter_form"].errors
        assert "Không có chi bộ nào" in as_an.get("/dang-vien/xep-loai/?nam=1990").content.decode()

    def test_a_whole_cell_is_saved_in_one_act(self, members, as_an):
        given = {"token": token_of(as_an, CELL), self.box(members[0]): "xuat_sac", self.box(members[2]): "khong"}

        answer = as_an.post(CELL, given, follow=True)

        assert "Đã ghi xếp loại năm 2023 của 2 đảng viên." in answer.content.decode()
        assert dict(Rating.objects.values_list("member", "level")) == {
            members[0].pk: "xuat_sac",
            members[2].pk: "khong",
        }
        again = as_an.get(CELL)
        assert "Hoàn thành xuất sắc nhiệm vụ đã ghi" in " ".join(page_of(again).texts("td"))
        assert [name for name in again.context["form"].fields if name.startswith("muc_")] == [self.box(members[1])]

    def test_nothing_chosen_and_a_wrong_level(self, members, as_an):
        assert mistakes(as_an.post(CELL, {})) == {"": ["Chọn mức xếp loại của ít nhất một người."]}
        assert mistakes(as_an.post(CELL, {self.box(members[0]): "tot", self.box(members[1]): "gioi"})) == {
            self.box(members[1]): ["Chọn mức xếp loại trong danh sách."]
        }
        assert not Rating.objects.exists()

    def test_an_exempt_member_asks_for_a_tick(self, members, as_an):
        MemberStatus.objects.create(member=members[0], kind=StatusKind.MIEN, since=date(2023, 1, 1))
        sent = {self.box(members[0]): "tot", self.box(members[1]): "tot"}

        answer = as_an.post(CELL, sent)

        assert "miễn sinh hoạt" in answer.content.decode()
        tick = page_of(answer).all("input", name="doi_chieu")[0].attributes["value"]
        as_an.post(CELL, {**sent, "doi_chieu": tick})
        assert Rating.objects.count() == 2

    @pytest.mark.parametrize(
        "block",
        [
            "Lê Văn An\tHTXSNV\nphạm văn cường\tHoàn thành nhiệm vụ\nAi Đó\tHTNV\nTrần Thị Bé\tgiỏi",
            "TT\tĐảng viên\tGhi chú\tXếp loại\n1\tLê Văn An\tx\thoan thanh xuat sac nhiem vu\n"
            "3\t\t\tHTNV\n9\t\t\tHTNV\n2\t\t\tgiỏi",
        ],
    )
    def test_a_block_from_excel_fills_the_boxes(self, members, as_an, block):
        answer = as_an.post(CELL, {"khoi": block, "dua_vao_bang": "1"})

        form = answer.context["form"]
        assert [form[self.box(member)].value() for member in members] == ["xuat_sac", None, "hoan_thanh"]
        said = page_of(answer).texts("li")
        assert any("không có trong danh sách chi bộ" in line or "không có người số thứ tự 9" in line for line in said)
        assert any("không hiểu mức xếp loại “giỏi”" in line for line in said)
        assert not Rating.objects.exists()

    def test_a_block_leaves_alone_who_is_rated(self, members, as_an):
        Rating.objects.create(member=members[0], year=2023, level="tot")

        answer = as_an.post(CELL, {"khoi": "Lê Văn An\tHTXSNV\nTrần Thị Bé\tHTNV", "dua_vao_bang": "1"})

        assert "Đã đưa 1 dòng vào bảng" in answer.content.decode()
        said = "Lê Văn An đã có xếp loại năm 2023: Hoàn thành tốt nhiệm vụ; giữ nguyên."
        assert said in page_of(answer).texts("li")

    def test_who_moved_on_is_counted_and_not_shown(self, members, as_an, world):
        moved = members[1]
        factories.movement(moved, world.a1, Kind.CHUYEN_DI, date(2024, 3, 1))
        factories.movement(moved, world.b1, Kind.CHUYEN_DEN, date(2024, 3, 1))
        moved.organization = world.b1
        moved.save()

        answer = as_an.get(CELL)

        assert len(answer.context["form"].members) == 2
        assert "1 người nữa nay thuộc nơi khác" in answer.content.decode()

    def test_strangers_nonsense_and_nobody(self, members, as_binh, as_giang, as_an):
        assert as_binh.get(CELL).status_code == 404
        assert as_giang.get(CELL).status_code == 403
        assert as_an.get(CELL.replace("2023", "2031")).status_code == 404
        assert as_an.get(CELL.replace("2023", "99999999")).status_code == 404
        assert "không có đảng viên nào" in as_an.get(CELL.replace("2023", "1990")).content.decode()

    def test_as_many_questions_for_many_members(self, members, as_an, world):
        few = queries_of(as_an, CELL)
        for number in range(15):
            factories.member(world.a1, f"Hồ Văn {number}")

        assert queries_of(as_an, CELL) == few
