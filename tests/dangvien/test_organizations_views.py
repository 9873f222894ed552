"""The tree of organizations as of a day, and the page of one organization."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Kind, OrganizationKind
from tests import factories
from tests.dangvien.reading import heads, page_of, queries_of

TREE = "/to-chuc/"


def numbers(response):
    """The numbers of each row of the tree: cells, members."""
    cells = page_of(response).texts("td", class_="number")
    return list(zip(cells[::2], cells[1::2], strict=True))


class TestTree:
    def test_the_tree_of_today_with_cells_and_members(self, world, as_an, as_chi):
        factories.member(world.a1)
        factories.member(world.a1)
        factories.member(world.a3)
        factories.member(world.b1)

        assert heads(as_an.get(TREE)) == [
            "Đảng bộ Phường A Đảng bộ cơ sở",
            "Chi bộ A1 Chi bộ trực thuộc",
            "Chi bộ A2 Chi bộ trực thuộc",
            "Chi bộ A3 Chi bộ trực thuộc",
        ]
        assert numbers(as_an.get(TREE)) == [("3", "3"), ("", "2"), ("", "0"), ("", "1")]
        assert numbers(as_chi.get(TREE))[0] == ("4", "4")
        assert page_of(as_an.get(TREE)).texts("h1") == ["Tổ chức đảng ngày 03/06/2024"]

    def test_a_day_of_the_past_shows_what_stood_and_who_was_there_then(self, world, as_an):
        gone = factories.member(world.a1, admitted_on=date(2015, 5, 19))
        factories.movement(gone, world.a1, Kind.TU_TRAN, date(2022, 8, 1))
        factories.member(world.a1, admitted_on=date(2023, 5, 19), official=False)

        answer = as_an.get(f"{TREE}?ngay=31/7/2022")

        assert [row.split(" Chi bộ")[0] for row in heads(answer)][1:] == ["Chi bộ A1", "Chi bộ A2"]
        assert numbers(answer) == [("2", "1"), ("", "1"), ("", "0")]
        assert page_of(answer).all("input", name="ngay")[0].attributes["value"] == "31/7/2022"

    def test_a_reversal_counts_on_every_day(self, world, as_an):
        mistaken = factories.member(world.a1)
        line = mistaken.movements.get()
        factories.movement(mistaken, world.a1, Kind.KET_NAP, line.occurred_on, reverses=line, reason="nhầm")

        assert numbers(as_an.get(TREE))[0] == ("3", "0")
        assert numbers(as_an.get(f"{TREE}?ngay=1/1/2020"))[0] == ("2", "0")

    @pytest.mark.parametrize(
        ("asked", "sentence"),
        [
            ("ngay=31/2/2020", "Ngày xem: tháng 2 năm 2020 chỉ có 29 ngày."),
            ("ngay=abc", "Nhập ngày xem theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
            ("ngay=1%002", "Nhập ngày xem theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
        ],
    )
    def test_a_day_that_is_none_gets_a_sentence_and_today(self, world, as_an, asked, sentence):
        answer = as_an.get(f"{TREE}?{asked}")

        assert sentence in page_of(answer).source
        assert page_of(answer).texts("h1") == ["Tổ chức đảng ngày 03/06/2024"]

    def test_a_day_before_everything_is_empty_and_says_so(self, world, as_an):
        answer = as_an.get(f"{TREE}?ngay=1/1/1990")

        assert heads(answer) == []
        assert "Vào ngày này chưa có tổ chức nào" in page_of(answer).source

    def test_an_archive_is_marked(self, world, as_an):
        world.a2.placements.update(valid_to=date(2024, 1, 1))
        factories.place(world.a2, "Chi bộ A2", OrganizationKind.LUU_TRU, world.ward_a, valid_from=date(2024, 1, 1))

        page = page_of(as_an.get(TREE))

        assert "lưu trữ" in page.texts("span")
        assert "Chi bộ A2 lưu trữ" in page.texts("th", scope="row")

    def test_a_large_tree_folds_its_cells_until_they_are_asked_for(self, world, as_chi):
        for number in range(60):
            factories.organization(f"x-{number}", f"Chi bộ X{number}", OrganizationKind.CHI_BO, world.ward_b)

        assert len(heads(as_chi.get(TREE))) == 3
        assert numbers(as_chi.get(TREE))[0] == ("64", "0")
        assert len(heads(as_chi.get(f"{TREE}?chi_bo=on"))) == 67

    def test_the_same_queries_for_one_and_for_fifty_organizations(self, world, as_chi):
        few = queries_of(as_chi, TREE)
        for number in range(50):
            factories.member(
                factories.organization(f"x-{number}", f"Chi bộ X{number}", OrganizationKind.CHI_BO, world.ward_b)
            )

        assert queries_of(as_chi, TREE) == few <= 15

    def test_organizations_keep_their_official_order(self, world, as_chi):
        world.ward_a.placements.update(position=9)
        world.ward_b.placements.update(position=3)

        names = [row for row in heads(as_chi.get(TREE)) if "Phường" in row]

        assert names == ["Đảng bộ Phường B Đảng bộ cơ sở", "Đảng bộ Phường A Đảng bộ cơ sở"]


class TestOrganization:
    def test_a_cell_shows_its_members_of_the_day(self, world, as_an):
        factories.member(world.a1, "Trần Văn Cũ", date(2015, 5, 19))
        factories.member(world.a1, "Lê Văn Mới", date(2023, 5, 19))
        address = f"{TREE}a-1/"

        assert heads(as_an.get(address)) == ["Trần Văn Cũ", "Lê Văn Mới", "Chi bộ A1"]
        assert heads(as_an.get(f"{address}?ngay=1/1/2020")) == ["Trần Văn Cũ", "Chi bộ A1"]

    def test_a_cell_tells_of_those_who_moved_out_of_sight(self, world, as_an):
        moved = factories.member(world.a1, "Võ Văn Đi")
        factories.movement(moved, world.a1, Kind.CHUYEN_DI, date(2023, 1, 1))
        factories.movement(moved, world.b1, Kind.CHUYEN_DEN, date(2023, 1, 1))
        moved.organization = world.b1
        moved.save()

        page = page_of(as_an.get(f"{TREE}a-1/?ngay=1/1/2020"))

        assert "Có 1 đảng viên." in page.texts("p")
        assert "Danh sách trên thiếu những người đã chuyển ra ngoài phạm vi của đồng chí." in page.texts("p")
        assert "Võ Văn Đi" not in page.source

    def test_a_ward_shows_its_cells_and_its_life(self, world, as_an):
        world.ward_a.placements.update(valid_to=date(2020, 1, 1), name="Đảng bộ Phường Cũ")
        factories.place(
            world.ward_a,
            "Đảng bộ Phường A",
            OrganizationKind.DANG_BO_CO_SO,
            world.city,
            valid_from=date(2020, 1, 1),
            decision=factories.decision(world.city, date(2019, 12, 20), number=9),
        )

        page = page_of(as_an.get(f"{TREE}phuong-a/"))

        assert page.texts("h1") == ["Đảng bộ Phường A"]
        assert {"Chi bộ A1 Chi bộ trực thuộc", "Đảng bộ Phường Cũ"} <= set(page.texts("th", scope="row"))
        assert "09-QĐ/TU" in page.texts("td")
        then = page_of(as_an.get(f"{TREE}phuong-a/?ngay=1/1/2015"))
        assert "Ngày này mang tên Đảng bộ Phường Cũ. Có 0 đảng viên ở 2 chi bộ." in then.texts("p")

    def test_a_day_before_its_founding_says_so(self, world, as_an):
        page = page_of(as_an.get(f"{TREE}a-3/?ngay=1/1/2022"))

        assert "Tổ chức này chưa có trong cây vào ngày đang xem. Chọn ngày khác." in page.texts("p")

    def test_the_letterhead_is_shown(self, world, as_chi):
        assert "TU; Đông Hà" in page_of(as_chi.get(f"{TREE}tp/")).texts("dd")

    def test_who_serves_there_is_for_keepers_of_accounts(self, world, hoa, as_dung, as_an):
        line = "Hồ Thị Hoa – Bí thư chi bộ, từ 01/01/2020"

        assert line in page_of(as_dung.get(f"{TREE}a-1/")).texts("li")
        assert "Hồ Thị Hoa" not in page_of(as_an.get(f"{TREE}a-1/")).source

    def test_strangers_do_not_find_it(self, world, as_an, as_hoa, client):
        assert as_an.get(f"{TREE}b-1/").status_code == 404
        assert as_an.get(f"{TREE}tp/").status_code == 404
        assert as_hoa.get(f"{TREE}a-2/").status_code == 404
        assert client.get(f"{TREE}a-1/").status_code == 302

    def test_the_same_queries_for_one_and_for_fifty_members(self, world, as_an):
        factories.member(world.a1)
        alone = queries_of(as_an, f"{TREE}a-1/")
        for _ in range(49):
            factories.member(world.a1)

        assert queries_of(as_an, f"{TREE}a-1/") == alone <= 16
