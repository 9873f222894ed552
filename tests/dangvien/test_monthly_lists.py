"""The monthly source lists: who is on them, who came and left and why, which cells have reviewed theirs."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dangvien.actions import surveying
from dangvien.models import AuditEntry, Candidate, Kind, ListReview, Movement, OrganizationKind, Step, StepKind
from dangvien.procedure.monthly_lists import Month, monthly_list, reason_kind, reviewed_cells
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of, queries_of, taken
from tests.people import TODAY

LIST = "/nguon/danh-sach/"
CELL = f"{LIST}a-1/"
MAY = Month(date(2024, 5, 1))


def left(candidate, day, reason):
    Candidate.objects.filter(pk=candidate.pk).update(closed_on=day, close_reason=reason)
    return candidate


def admitted(candidate, day):
    member = factories.member(candidate.organization, "Tên Khác", day, official=False)
    Movement.objects.create(
        member=member, organization=candidate.organization, kind=Kind.KET_NAP, occurred_on=day, candidate=candidate
    )
    return candidate


@pytest.fixture
def month(world):
    """May 2024 in cell A1."""
    factories.candidate(world.a1, "Trần Ở Lại", date(2023, 1, 10))
    factories.candidate(world.a1, "Lê Mới Vào", date(2024, 5, 6))
    factories.candidate(world.a1, "Mai Tháng Sau", date(2024, 6, 1))
    left(factories.candidate(world.a1, "Vũ Ra Trước"), date(2024, 4, 30), "Hết tuổi")
    left(factories.candidate(world.a1, "Ngô Ra Đi"), date(2024, 5, 31), "Chuyển đi: theo vợ")
    left(factories.candidate(world.a1, "Hồ Ra Sau"), date(2024, 6, 1), "Tự xin thôi")
    left(factories.candidate(world.a1, "Bùi Vào Ra", date(2024, 5, 2)), date(2024, 5, 20), "Gia đình không muốn")
    admitted(factories.candidate(world.a1, "Đỗ Đã Vào"), date(2024, 5, 19))
    factories.candidate(world.a2, "Lý Chi Bộ Khác")
    factories.candidate(world.b1, "Bế Phường Khác")
    return world


def test_the_list_of_a_month(month):
    found = monthly_list(month.scope(month.ward_a), month.a1, MAY)

    assert [(str(line.candidate), line.came) for line in found.present] == [
        ("Trần Ở Lại", False),
        ("Hồ Ra Sau", False),
        ("Lê Mới Vào", True),
    ]
    assert [(str(line.candidate), line.left_on, line.reason) for line in found.left] == [
        ("Ngô Ra Đi", date(2024, 5, 31), "Chuyển đi: theo vợ"),
        ("Bùi Vào Ra", date(2024, 5, 20), "Gia đình không muốn"),
        ("Đỗ Đã Vào", date(2024, 5, 19), "Đã kết nạp"),
    ]
    assert [str(line.candidate) for line in found.came] == ["Lê Mới Vào", "Bùi Vào Ra"]


def test_the_list_of_this_month_ends_today(month):
    found = monthly_list(month.scope(month.ward_a), month.a1, Month.of(TODAY))

    assert [str(line.candidate) for line in found.present] == ["Trần Ở Lại", "Mai Tháng Sau", "Lê Mới Vào"]
    assert [str(line.candidate) for line in found.left] == ["Hồ Ra Sau"]


def test_the_numbers_of_all_cells_agree_with_the_lists(month):
    scope = month.scope(month.city)

    for row in reviewed_cells(scope, MAY):
        cell = scope.organizations.get(pk=row.organization_id)
        found = monthly_list(scope, cell, MAY)
        assert (row.present, row.came, row.left) == (len(found.present), len(found.came), len(found.left)), row.name
    assert [row.name for row in reviewed_cells(scope, MAY, month.ward_b)] == ["Chi bộ B1"]


def test_the_helper_is_named_by_the_newest_step(month):
    first, second = (factories.member(month.a1, name, date(2015, 3, 3)) for name in ("Cao Giúp Một", "Cao Giúp Hai"))
    candidate = Candidate.objects.get(person__full_name="Trần Ở Lại")
    for helper, kind, day in ((first, StepKind.VAO_DANH_SACH, date(2023, 1, 10)),
                              (second, StepKind.PHAN_CONG_GIUP_DO, date(2024, 2, 2))):  # fmt: skip
        Step.objects.create(candidate=candidate, kind=kind, occurred_on=day, helper=helper, rules_key="E1")

    found = monthly_list(month.scope(month.ward_a), month.a1, MAY)

    assert [line.helper for line in found.present] == ["Cao Giúp Hai", "", ""]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Chuyển đi", "Chuyển đi"),
        ("Chuyển đi: theo vợ", "Chuyển đi"),
        ("Chuyển nơi cư trú", "Chuyển đi"),
        ("Gia đình không muốn", "Lý do khác"),
        ("Đã kết nạp", "Đã kết nạp"),
    ],
)
def test_files_carry_the_kind_of_a_reason_only(words, kind):
    assert reason_kind(words) == kind


class TestCell:
    def test_the_page_shows_both_tables(self, month, as_hoa):
        answer = as_hoa.get(f"{CELL}?thang=2024-05")

        assert heads(answer) == ["Trần Ở Lại", "Hồ Ra Sau", "Lê Mới Vào", "Ngô Ra Đi", "Bùi Vào Ra", "Đỗ Đã Vào"]
        assert "Chuyển đi: theo vợ" in page_of(answer).texts("td")
        assert "3 người trong danh sách cuối tháng; trong tháng đưa vào 2, ra khỏi 3." in page_of(answer).texts("p")

    def test_the_excel_file_holds_the_same_people(self, month, as_hoa):
        answer = taken(as_hoa, f"{CELL}?thang=2024-05&tep=excel")

        sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
        rows = list(sheet.iter_rows(min_row=5, values_only=True))
        assert sheet["A2"].value == "Chi bộ A1. Chưa rà soát"
        assert [row[1] for row in rows] == [
            "Trần Ở Lại",
            "Hồ Ra Sau",
            "Lê Mới Vào",
            "Ngô Ra Đi",
            "Bùi Vào Ra",
            "Đỗ Đã Vào",
        ]
        assert [row[8:] for row in rows][2:] == [
            (None, None),
            (datetime.combine(date(2024, 5, 31), datetime.min.time()), "Chuyển đi"),
            (datetime.combine(date(2024, 5, 20), datetime.min.time()), "Lý do khác"),
            (datetime.combine(date(2024, 5, 19), datetime.min.time()), "Đã kết nạp"),
        ]
        assert AuditEntry.objects.get().after == {"danh sách": "Danh sách nguồn phát triển tháng 5/2024", "số dòng": 6}

    def test_a_cell_without_anybody_says_why(self, world, as_an, an):
        address = f"{LIST}a-2/?thang=2024-05"
        assert "Mở khảo sát nguồn" in page_of(as_an.get(address)).texts("a")

        surveying.record_survey(
            by=an, cell=world.a2, year=2024, surveyed_on=TODAY, counts={}, none_reason="Đi làm ăn xa hết", comment="",
            today=TODAY, version=0,
        )  # fmt: skip

        assert "không còn nguồn, Đi làm ăn xa hết" in page_of(as_an.get(address)).texts("div", class_="notice warn")[0]

    def test_who_may_not_see_it(self, month, as_binh, as_an):
        assert as_binh.get(f"{CELL}?thang=2024-05").status_code == 404
        assert as_binh.get(f"{CELL}?thang=2024-05&tep=excel").status_code == 404
        assert as_an.get(f"{LIST}phuong-a/").status_code == 404

    def test_the_same_queries_for_few_and_for_many(self, month, as_hoa):
        alone = queries_of(as_hoa, CELL)
        for _ in range(50):
            factories.candidate(month.a1)

        assert queries_of(as_hoa, CELL) == alone <= 15


class TestReview:
    ADDRESS = f"{CELL}ra-soat/?thang=2024-05"

    def test_a_review_is_recorded_and_corrected(self, month, as_hoa):
        answer = as_hoa.post(self.ADDRESS, {"resolution": "05-NQ/CB", "reviewed_on": "6/5/2024"}, follow=True)

        assert answer.redirect_chain == [(f"{CELL}?thang=2024-05", 302)]
        assert "Đã rà soát theo nghị quyết số 05-NQ/CB ngày 06/05/2024, Hồ Thị Hoa ghi." in page_of(answer).texts("p")
        as_hoa.post(self.ADDRESS, {"resolution": "06-NQ/CB", "reviewed_on": "7/5/2024"})
        assert [(found.month, found.resolution) for found in ListReview.objects.all()] == [(MAY.first, "06-NQ/CB")]

    def test_mistakes_stand_at_their_boxes(self, month, as_hoa):
        told = mistakes(as_hoa.post(self.ADDRESS, {"resolution": "", "reviewed_on": "30/4/2024"}))
        assert told == {"resolution": ["Nhập số nghị quyết."]}

        told = mistakes(as_hoa.post(self.ADDRESS, {"resolution": "05-NQ/CB", "reviewed_on": "30/4/2024"}))
        assert told == {"reviewed_on": ["Nghị quyết rà soát tháng 5/2024 không thể có trước ngày 01/5/2024."]}

    def test_a_reader_and_a_stranger_record_nothing(self, month, as_giang, as_binh):
        sent = {"resolution": "05-NQ/CB", "reviewed_on": "6/5/2024"}

        assert as_giang.post(self.ADDRESS, sent).status_code == 403
        assert as_binh.post(self.ADDRESS, sent).status_code == 404
        assert not ListReview.objects.exists()


class TestAllCells:
    def test_the_ward_sees_who_has_not_reviewed(self, month, as_an, as_hoa):
        as_hoa.post(TestReview.ADDRESS, {"resolution": "05-NQ/CB", "reviewed_on": "6/5/2024"})

        answer = as_an.get(f"{LIST}?thang=2024-05")
        assert [head.split(" Đảng bộ")[0] for head in heads(answer)] == ["Chi bộ A1", "Chi bộ A2", "Chi bộ A3"]
        assert answer.context["not_yet"] == 2
        answer = as_an.get(f"{LIST}?thang=2024-05&chua=on")
        assert [head.split(" Đảng bộ")[0] for head in heads(answer)] == ["Chi bộ A2", "Chi bộ A3"]

    def test_a_cell_is_led_to_its_own_list(self, month, as_hoa):
        assert as_hoa.get(f"{LIST}?thang=2024-05")["Location"] == f"{CELL}?thang=2024-05"

    def test_the_excel_file(self, month, as_an):
        answer = as_an.get(f"{LIST}?thang=2024-05&tep=excel")

        rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(min_row=5, values_only=True))
        assert rows == [
            (1, "Chi bộ A1", "Đảng bộ Phường A", 3, 2, 3, "Chưa rà soát", None),
            (2, "Chi bộ A2", "Đảng bộ Phường A", 1, 0, 0, "Chưa rà soát", None),
            (3, "Chi bộ A3", "Đảng bộ Phường A", 0, 0, 0, "Chưa rà soát", None),
        ]
        assert AuditEntry.objects.get().verb == "xuất Excel"

    @pytest.mark.parametrize("asked", ["thang=2024-13", "thang=2024-07", "thang=%00", "to_chuc=x"])
    def test_nonsense_gets_a_sentence(self, month, as_an, asked):
        answer = as_an.get(f"{LIST}?{asked}&tep=excel")

        assert heads(answer) == []
        assert answer.context["filter_form"].errors

    def test_the_same_queries_for_few_and_for_many(self, month, as_chi):
        alone = queries_of(as_chi, LIST)
        for number in range(60):
            cell = factories.organization(f"a-x{number}", f"Chi bộ X{number}", OrganizationKind.CHI_BO, month.ward_a)
            factories.candidate(cell)

        assert queries_of(as_chi, LIST) == alone <= 15
