"""The survey of sources in the browser: all cells, one cell, those worth following, two lists, their Excel files."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dangvien.actions import surveying
from dangvien.models import Candidate, OrganizationKind, Prospect, SchoolClass, SourceSurvey, SurveyCount
from dangvien.procedure.surveys import overview
from tests import factories
from tests.dangvien.reading import heads, mistakes, newest_entry, page_of, queries_of, taken, token_of
from tests.people import TODAY

LIST = "/khao-sat/"
CELL = "/khao-sat/2024/a-1/"
RECORD = f"{CELL}ghi/"
PERSON = {"full_name": "Ngô Thị Mười", "birth": "6/5/2001", "gender": "nu", "source": "nong_thon", "unit": ""}


def survey(cell, by, counts, year=2024, none_reason=""):
    return surveying.record_survey(
        by=by,
        cell=cell,
        year=year,
        surveyed_on=date(year, 3, 12),
        counts=counts,
        none_reason=none_reason,
        comment="",
        today=TODAY,
        version=0,
    )


@pytest.fixture
def surveyed(world, chi):
    survey(world.a1, chi, {"nong_thon": (5, 2), "hoc_sinh_sinh_vien": (3, 1)})
    survey(world.a2, chi, {}, none_reason="Thanh niên đi làm ăn xa hết")
    survey(world.b1, chi, {"nong_thon": (70, 60)})
    return world


def sheet_of(response):
    """Rows of an exported list from its header on."""
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    rows = list(load_workbook(BytesIO(response.content)).worksheets[0].iter_rows(values_only=True))
    return rows[3:]


class TestAllCells:
    def test_cells_with_numbers_reasons_and_those_not_yet_surveyed(self, surveyed, as_an):
        answer = as_an.get(LIST)
        page = page_of(answer)
        total = answer.context["found"].total

        assert heads(answer) == [
            "Chi bộ A1 Đảng bộ Phường A",
            "Chi bộ A2 Đảng bộ Phường A",
            "Chi bộ A3 Đảng bộ Phường A",
        ]
        assert (total.surveyed, total.cells, total.share, total.without) == (2, 3, "66,7%", 1)
        assert (total.total.eligible, total.total.following) == (8, 3)
        assert "Không còn nguồn: Thanh niên đi làm ăn xa hết" in page.texts("span")
        assert page.texts("span", class_="tag warn") == ["chưa khảo sát"]

    def test_the_city_sees_sums_of_its_wards(self, surveyed, as_chi):
        answer = as_chi.get(LIST)

        assert [
            (ward.name, ward.surveyed, ward.cells, ward.total.eligible) for ward in answer.context["found"].wards
        ] == [
            ("Đảng bộ Phường A", 2, 3, 8),
            ("Đảng bộ Phường B", 1, 1, 70),
        ]
        assert answer.context["found"].total.total.following == 63

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("tinh_trang=chua", ["Chi bộ A3"]),
            ("tinh_trang=da", ["Chi bộ A1", "Chi bộ A2"]),
            ("tinh_trang=khong_con", ["Chi bộ A2"]),
            ("nam=2022", ["Chi bộ A1", "Chi bộ A2"]),
        ],
    )
    def test_the_filter(self, surveyed, as_an, asked, names):
        assert [head.removesuffix(" Đảng bộ Phường A") for head in heads(as_an.get(f"{LIST}?{asked}"))] == names

    @pytest.mark.parametrize("asked", ["nam=2025", "nam=abc", "to_chuc=99999", "tinh_trang=%00"])
    def test_nonsense_gets_a_sentence(self, surveyed, as_an, asked):
        answer = as_an.get(f"{LIST}?{asked}&tep=excel")

        assert heads(answer) == []
        assert answer.context["filter_form"].errors

    def test_nobody_sees_the_numbers_of_others(self, surveyed, as_binh, as_hoa):
        assert heads(as_binh.get(LIST)) == ["Chi bộ B1 Đảng bộ Phường B"]
        assert heads(as_hoa.get(LIST)) == ["Chi bộ A1 Đảng bộ Phường A"]
        assert as_binh.get(CELL).status_code == 404
        assert as_binh.get(f"{CELL}?tep=excel").status_code == 404

    def test_the_excel_file_holds_what_the_list_holds(self, surveyed, as_an, an):
        rows = sheet_of(as_an.get(f"{LIST}?tinh_trang=da&tep=excel"))

        assert rows[0][:6] == (
            "TT", "Chi bộ", "Trực thuộc", "Ngày khảo sát", "Nông thôn: đủ điều kiện", "Nông thôn: đáng theo dõi",
        )  # fmt: skip
        day = datetime.combine(date(2024, 3, 12), datetime.min.time())
        assert rows[1] == (1, "Chi bộ A1", "Đảng bộ Phường A", day, 5, 2, 0, 0, 3, 1, 0, 0, 0, 0, 8, 3, None)
        assert rows[2][-1] == "Thanh niên đi làm ăn xa hết"
        entry = newest_entry()
        assert (entry.verb, entry.actor_id, entry.organization_id) == ("xuất Excel", an.pk, surveyed.ward_a.pk)
        assert entry.after == {"danh sách": "Khảo sát nguồn kết nạp năm 2024", "số dòng": 2}

    def test_the_excel_of_a_stranger_holds_nothing_of_this_ward(self, surveyed, as_binh):
        assert [row[1] for row in sheet_of(as_binh.get(f"{LIST}?tep=excel"))[1:]] == ["Chi bộ B1"]

    def test_the_same_queries_for_few_and_for_many(self, surveyed, as_chi, chi):
        alone = queries_of(as_chi, LIST)
        for number in range(60):
            cell = factories.organization(f"a-x{number}", f"Chi bộ X{number}", OrganizationKind.CHI_BO, surveyed.ward_a)
            survey(cell, chi, {"nong_thon": (1, 1)})

        assert queries_of(as_chi, LIST) == alone <= 15

    def test_counts_by_organization_and_source_for_sharing_out(self, surveyed):
        counts = surveyed.scope(surveyed.ward_a).survey_counts.of_year(2024)

        assert counts.by_organization_and_source()[surveyed.a1.pk, "nong_thon"] == (5, 2)
        assert counts.by_source()["nong_thon"] == (5, 2)
        assert overview(surveyed.scope(surveyed.city), 2024, surveyed.ward_b).total.total.eligible == 70


class TestOneCell:
    def test_the_numbers_stand_beside_those_of_last_year(self, surveyed, as_an, chi):
        survey(surveyed.a1, chi, {"nong_thon": (4, 4)}, year=2023)

        answer = as_an.get(CELL)

        assert [(label, number.eligible, before.eligible) for label, number, before in answer.context["rows"]][:2] == [
            ("Nông thôn", 5, 4),
            ("Đơn vị kinh tế tư nhân", 0, 0),
        ]
        page_of(answer)

    @pytest.mark.parametrize("address", ["/khao-sat/2025/a-1/", "/khao-sat/1999/a-1/", "/khao-sat/2022/a-3/",
                                         "/khao-sat/2024/phuong-a/", "/khao-sat/2024/khong-co/"])  # fmt: skip
    def test_there_is_no_page_for_what_cannot_be(self, world, as_an, address):
        assert as_an.get(address).status_code == 404
        assert as_an.get(f"{address}ghi/").status_code == 404

    def test_a_reader_sees_and_writes_nothing(self, surveyed, as_giang):
        page = page_of(as_giang.get(CELL))

        assert not [link for link in page.texts("a") if "Sửa khảo sát" in link or "Thêm người" in link]
        assert as_giang.get(RECORD).status_code == 403

    def test_a_survey_is_recorded_with_empty_boxes_for_nobody(self, world, as_hoa):
        sent = {"surveyed_on": "12/3/2024", "nong_thon_eligible": "5", "nong_thon_following": "2", "version": "0"}

        answer = as_hoa.post(RECORD, sent | {"token": token_of(as_hoa, RECORD)}, follow=True)

        assert answer.redirect_chain == [(CELL, 302)]
        assert SurveyCount.objects.of_year(2024).by_source()["nong_thon"] == (5, 2)

    def test_mistakes_stand_at_their_lines(self, world, as_hoa):
        sent = {"surveyed_on": "4/6/2024", "nong_thon_eligible": "1", "nong_thon_following": "2", "version": "0"}

        assert mistakes(as_hoa.post(RECORD, sent)) == {
            "surveyed_on": ["Ngày khảo sát ở tương lai. Kiểm tra lại ngày."],
            "nong_thon_following": ["Nông thôn: số đáng theo dõi (2) nhiều hơn số đủ điều kiện (1). Kiểm tra lại."],
        }
        wrong = mistakes(as_hoa.post(RECORD, sent | {"nong_thon_eligible": "-1", "hoc_sinh_sinh_vien_following": "ba"}))
        assert wrong["nong_thon_eligible"] == ["Số đủ điều kiện phải từ 0 trở lên."]
        assert wrong["hoc_sinh_sinh_vien_following"] == ["Nhập số đáng theo dõi bằng số nguyên, ví dụ 1.703."]
        assert not SourceSurvey.objects.exists()

    def test_the_second_writer_keeps_what_was_typed_and_can_save_again(self, world, as_hoa, an):
        survey(world.a1, an, {"nong_thon": (7, 3)})
        sent = {"surveyed_on": "12/3/2024", "nong_thon_eligible": "5", "nong_thon_following": "2", "version": "0"}

        answer = as_hoa.post(RECORD, sent)

        assert "Nguyễn Thị An đã ghi khảo sát này" in mistakes(answer)["version"][0]
        page = page_of(answer)
        assert page.all("input", name="nong_thon_eligible")[0].attributes["value"] == "5"
        seen = str(page.all("input", name="version")[0].attributes["value"])
        as_hoa.post(RECORD, sent | {"version": seen})
        assert SurveyCount.objects.of_year(2024).by_source()["nong_thon"] == (5, 2)

    def test_the_form_begins_with_what_was_recorded(self, surveyed, as_hoa):
        page = page_of(as_hoa.get(RECORD))

        assert page.all("input", name="nong_thon_eligible")[0].attributes["value"] == "5"
        assert page.all("input", name="surveyed_on")[0].attributes["value"] == "12/03/2024"


class TestPeople:
    def test_somebody_is_added_changed_and_dropped(self, world, as_hoa):
        as_hoa.post(f"{CELL}them-nguoi/", PERSON)
        found = Prospect.objects.get()
        as_hoa.post(f"/khao-sat/nguoi/{found.pk}/", PERSON | {"unit": "Tổ 3"})
        assert Prospect.objects.get().unit == "Tổ 3"

        as_hoa.post(
            f"/khao-sat/nguoi/{found.pk}/thoi/", {"closed_on": "3/6/2024", "reason": "Chuyển đi", "detail": "Huế"}
        )

        assert Prospect.objects.get().drop_reason == "Chuyển đi: Huế"
        assert as_hoa.get(f"/khao-sat/nguoi/{found.pk}/").status_code == 404
        assert "Chuyển đi: Huế" in page_of(as_hoa.get(CELL)).texts("span")

    def test_save_and_add_more_keeps_the_source(self, world, as_hoa):
        answer = as_hoa.post(f"{CELL}them-nguoi/", PERSON | {"them_tiep": "1"})

        assert answer["Location"] == f"{CELL}them-nguoi/?nguon=nong_thon"

    def test_the_same_person_twice_is_told_at_the_name(self, world, as_hoa):
        as_hoa.post(f"{CELL}them-nguoi/", PERSON)

        told = mistakes(as_hoa.post(f"{CELL}them-nguoi/", PERSON | {"full_name": "ngo thi muoi"}))

        assert "đã được ghi ở chi bộ này" in told["full_name"][0]

    def test_nothing_is_typed_twice_to_put_somebody_on_the_list(self, world, as_hoa):
        found = factories.prospect(world.a1, "Cao Văn Chín")
        address = f"/khao-sat/nguoi/{found.pk}/dua-vao-nguon/"

        page = page_of(as_hoa.get(address))
        begun = {
            name: str(page.all("input", name=name)[0].attributes["value"])
            for name in ("full_name", "birth", "opened_on")
        }
        assert begun == {"full_name": "Cao Văn Chín", "birth": "02/03/2000", "opened_on": "03/06/2024"}
        chosen = {str(box.attributes["value"]) for box in page.all("option") if "selected" in box.attributes}
        assert {str(world.a1.pk), "nong_thon"} <= chosen
        assert [box.attributes["value"] for box in page.all("input", name="gender") if "checked" in box.attributes] == [
            "nam"
        ]

        sent = begun | {
            "gender": "nam",
            "cell": world.a1.pk,
            "source": "nong_thon",
            "ethnicity": "01",
            "religion": "00",
        }
        answer = as_hoa.post(address, sent)

        candidate = Candidate.objects.get()
        assert answer["Location"] == f"/nguon/{candidate.pk}/"
        assert Prospect.objects.get().candidate == candidate
        assert as_hoa.get(address).status_code == 404
        assert f"/nguon/{candidate.pk}/" in [link.attributes["href"] for link in page_of(as_hoa.get(CELL)).all("a")]

    def test_a_stranger_finds_nobody(self, world, as_binh):
        found = factories.prospect(world.a1, "Cao Văn Chín")

        for path in ("", "thoi/", "dua-vao-nguon/"):
            assert as_binh.get(f"/khao-sat/nguoi/{found.pk}/{path}").status_code == 404
            assert as_binh.post(f"/khao-sat/nguoi/{found.pk}/{path}", PERSON).status_code == 404
        assert Prospect.objects.open().count() == 1

    def test_the_excel_file_tells_no_additions_to_reasons(self, world, as_an, an):
        factories.prospect(world.a1, "=Cao Văn Chín")
        gone = factories.prospect(world.a1, "Lê Văn Đi")
        surveying.drop_prospect(by=an, prospect=gone, dropped_on=TODAY, reason="Chuyển đi: theo vợ", today=TODAY)

        rows = sheet_of(taken(as_an, f"{CELL}?tep=excel"))

        birth = datetime.combine(date(2000, 3, 2), datetime.min.time())
        assert rows[1:] == [
            (1, "=Cao Văn Chín", birth, "Nam", "Nông thôn", None, None, "Đang ghi"),
            (2, "Lê Văn Đi", birth, "Nam", "Nông thôn", None, None, "Thôi ghi: Chuyển đi"),
        ]
        assert newest_entry().organization_id == world.a1.pk

    def test_the_same_queries_for_one_and_for_fifty(self, surveyed, as_an):
        factories.prospect(surveyed.a1, "Lê Văn Một")
        alone = queries_of(as_an, CELL)
        for number in range(49):
            factories.prospect(surveyed.a1, f"Lê Văn {number}")

        assert queries_of(as_an, CELL) == alone <= 15


class TestSoldiers:
    LIST = "/khao-sat/bo-doi/"
    SOLDIER = {
        "full_name": "Võ Văn Về",
        "birth": "1/2/2003",
        "gender": "nam",
        "demobilized_on": "15/1/2024",
        "unit": "e6",
    }

    def test_somebody_is_added_for_the_cell_where_they_live(self, world, as_an):
        as_an.post(f"{self.LIST}them/", self.SOLDIER | {"cell": world.a2.pk})

        found = Prospect.objects.get()
        assert (found.organization, found.year, found.source) == (world.a2, 2024, "bo_doi_xuat_ngu")
        assert heads(as_an.get(self.LIST)) == ["Võ Văn Về Nam"]
        assert heads(as_an.get("/khao-sat/2024/a-2/"))[-1:] == ["Võ Văn Về Nam"]

    def test_the_day_is_asked_for_and_cells_of_others_are_refused(self, world, as_hoa):
        told = mistakes(as_hoa.post(f"{self.LIST}them/", self.SOLDIER | {"cell": world.b1.pk, "demobilized_on": ""}))

        assert set(told) == {"cell", "demobilized_on"}
        assert not Prospect.objects.exists()

    def test_the_filter_the_file_and_the_fence(self, world, as_an, as_binh):
        factories.prospect(world.a1, "Cao Văn Nông")
        back = factories.prospect(world.a1, "Võ Văn Về", source="bo_doi_xuat_ngu")
        back.demobilized_on = date(2024, 1, 15)
        back.save()

        assert heads(as_an.get(f"{self.LIST}?nam=2024&tinh_trang=dang_ghi")) == ["Võ Văn Về Nam"]
        assert heads(as_an.get(f"{self.LIST}?nam=2023")) == []
        assert heads(as_an.get(f"{self.LIST}?tinh_trang=vao_nguon")) == []
        assert heads(as_an.get(f"{self.LIST}?tinh_trang=thoi")) == []
        assert as_an.get(f"{self.LIST}?nam=1000&tep=excel").context["filter_form"].errors
        rows = sheet_of(taken(as_an, f"{self.LIST}?tep=excel"))
        assert rows[1][1] == "Võ Văn Về"
        assert rows[1][7] == datetime.combine(date(2024, 1, 15), datetime.min.time())
        assert heads(as_binh.get(self.LIST)) == []
        assert sheet_of(taken(as_binh, f"{self.LIST}?tep=excel"))[1:] == []

    def test_the_same_queries_for_one_and_for_fifty(self, world, as_an):
        factories.prospect(world.a1, "Võ Văn Một", source="bo_doi_xuat_ngu")
        alone = queries_of(as_an, self.LIST)
        for number in range(49):
            factories.prospect(world.a2, f"Võ Văn {number}", source="bo_doi_xuat_ngu")

        assert queries_of(as_an, self.LIST) == alone <= 15


class TestSchoolClasses:
    LIST = "/khao-sat/truong-lop/"
    SENT = {
        "school": "Trường THPT Bờ Sông",
        "name": "12A1",
        "school_year": "2023",
        "pupils": "40",
        "excellent": "9",
        "followed": "3",
    }

    def test_a_class_is_added_and_changed(self, world, as_an):
        as_an.post(f"{self.LIST}them/", self.SENT | {"organization": world.ward_a.pk})
        kept = SchoolClass.objects.get()
        address = f"{self.LIST}{kept.pk}/"
        assert page_of(as_an.get(address)).all("input", name="pupils")[0].attributes["value"] == "40"

        as_an.post(address, self.SENT | {"organization": world.ward_a.pk, "excellent": "10"})

        assert SchoolClass.objects.get().excellent == 10
        assert [head.split(",")[0] for head in heads(as_an.get(self.LIST))] == ["12A1"]

    def test_more_classes_keep_school_and_year(self, world, as_an):
        answer = as_an.post(
            f"{self.LIST}them/", self.SENT | {"organization": world.ward_a.pk, "them_tiep": "1"}, follow=True
        )

        page = page_of(answer)
        assert page.all("input", name="school")[0].attributes["value"] == "Trường THPT Bờ Sông"

    def test_mistakes_stand_at_their_boxes(self, world, as_an):
        told = mistakes(
            as_an.post(f"{self.LIST}them/", self.SENT | {"organization": world.ward_a.pk, "excellent": "41"})
        )

        assert told == {"excellent": ["Số này (41) nhiều hơn sĩ số lớp (40). Kiểm tra lại."]}

    def test_the_file_and_the_fence(self, world, as_an, as_binh):
        kept = factories.school_class(world.a1)

        assert sheet_of(as_an.get(f"{self.LIST}?nam_hoc=2023&tep=excel"))[1] == (
            1, "Trường THPT Bờ Sông", "12A1", "2023–2024", 40, 9, 3, "Chi bộ A1",
        )  # fmt: skip
        assert heads(as_binh.get(self.LIST)) == []
        assert as_binh.post(f"{self.LIST}{kept.pk}/", self.SENT).status_code == 404

    def test_the_same_queries_for_one_and_for_fifty(self, world, as_an):
        factories.school_class(world.a1)
        alone = queries_of(as_an, self.LIST)
        for number in range(49):
            factories.school_class(world.a2, f"11B{number}")

        assert queries_of(as_an, self.LIST) == alone <= 15
