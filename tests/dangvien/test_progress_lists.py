"""Lists of cases in the browser: the pipeline, certificates, verifications sent, probation; and their files."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dangvien import privacy
from dangvien.actions.progress import refresh_candidate, refresh_member
from dangvien.models import AuditEntry, CaseState, Kind, Outcome, StepKind, TrainingClass
from dangvien.models.progress import PHASES, PROBATION, Phase
from dangvien.procedure import list_files
from dangvien.views import exporting
from tests import factories
from tests.dangvien.reading import heads, page_of, queries_of, taken

PIPELINE = "/nguon/"
CERTIFIED = "/nguon/da-hoc-chua-ket-nap/"
COHORTS = "/nguon/da-hoc-chua-ket-nap/theo-nam/"
VERIFICATIONS = "/nguon/tham-tra/"
PROBATIONERS = "/dang-vien/du-bi/"
LISTS = (PIPELINE, CERTIFIED, VERIFICATIONS, PROBATIONERS)


def plain(value):
    """A day as a day: workbooks know only moments."""
    return value.date() if isinstance(value, datetime) else value


def rows_in(response):
    """Title, what was asked, and the rows of a workbook, header first."""
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    lines = [[plain(cell.value) for cell in row] for row in sheet.iter_rows(min_row=4)]
    return sheet["A1"].value, sheet["A2"].value, lines


def column_of(response, header):
    """The values of one column of a workbook."""
    _, _, (headers, *rows) = rows_in(response)
    return [row[headers.index(header)] for row in rows]


def asked_elsewhere(candidate, day, **more):
    """A verification sent about this person."""
    facts = {"matter": "cha_me", "body": "Đảng ủy xã Bên Sông", **more}
    return factories.step(candidate, StepKind.GUI_THAM_TRA, day, **facts)


def on_probation(cell, name, admitted_on):
    return factories.admitted(factories.candidate(cell, name), admitted_on)


def person_on_every_list(world, cell, name):
    """Somebody with a certificate whose verification is out, and somebody else on probation."""
    candidate = factories.candidate(cell, name)
    factories.certificate(candidate, factories.training_class(world.city))
    asked_elsewhere(candidate, date(2024, 5, 6))
    on_probation(cell, f"{name} Dự Bị", date(2023, 7, 7))
    return candidate


@pytest.fixture
def way(world):
    """One person in each phase of the way in cell A1, and one in ward B."""
    old = factories.training_class(world.city, ends_on=date(2019, 7, 9))
    recent = factories.training_class(world.city)
    running = factories.training_class(world.city, ends_on=date(2024, 6, 9))
    cell = world.a1
    factories.candidate(cell, "Trần Theo Dõi", date(2024, 5, 1))
    listed = factories.candidate(cell, "Bùi Cảm Tình", date(2023, 12, 1))
    factories.step(listed, StepKind.VAO_DANH_SACH, date(2024, 1, 5))
    factories.enrollment(running, factories.candidate(cell, "Lê Đang Học"))
    factories.certificate(factories.candidate(cell, "Ngô Có Giấy"), recent)
    factories.certificate(factories.candidate(cell, "Phan Sắp Hết"), old, date(2019, 7, 20))
    factories.certificate(factories.candidate(cell, "Hồ Hết Hạn"), old, date(2019, 5, 1))
    asked = factories.candidate(cell, "Kiều Thẩm Tra")
    factories.step(asked, StepKind.LY_LICH, date(2024, 3, 1), outcome=Outcome.DA_GIAP_LAI, count=12)
    asked_elsewhere(asked, date(2024, 3, 4))
    resolved = factories.candidate(cell, "Mạc Đã Xét")
    factories.step(resolved, StepKind.NQ_CHI_BO, date(2024, 5, 20), number="07-NQ/CB")
    factories.closed(factories.candidate(cell, "Vũ Đã Thôi"), date(2024, 1, 1))
    factories.admitted(factories.candidate(cell, "Đỗ Đã Vào"), date(2024, 3, 3))
    factories.candidate(world.b1, "Bế Phường Khác")
    return world


class TestPhases:
    def test_every_state_before_admission_stands_in_one_phase(self):
        states = [state for group in PHASES.values() for state in group]

        assert sorted(states) == sorted(set(states))
        assert set(states) | set(PROBATION) | {
            CaseState.D08, CaseState.D09, CaseState.D10, CaseState.X12, CaseState.X14,
        } == set(CaseState)  # fmt: skip

    def test_the_strip_counts_every_state_and_opens_its_list(self, way, as_an):
        answer = as_an.get(PIPELINE)

        counts = {field.phase: field.cases for field in answer.context["phases"]}
        assert counts == {
            Phase.THEO_DOI: 3, Phase.HOC: 3, Phase.HO_SO: 1, Phase.XET: 1, Phase.QUYET_DINH: 0, Phase.DA_KET_NAP: 1,
            Phase.THOI: 1,
        }  # fmt: skip
        for phase, count in counts.items():
            assert len(heads(as_an.get(f"{PIPELINE}?buoc={phase}"))) == count, phase

    def test_it_says_how_long_the_longest_has_waited(self, way, as_an):
        fields = as_an.get(PIPELINE).context["phases"]

        told = {(row.state, row.cases, row.longest) for field in fields for row in field.states}
        assert {(CaseState.S01, 2, 33), (CaseState.S02, 1, 150), (CaseState.S13, 1, 14)} <= told

    def test_it_counts_what_the_other_boxes_ask_and_not_the_state(self, way, as_an):
        counted = as_an.get(f"{PIPELINE}?giay=het_han&buoc=S01").context["phases"]

        assert {field.phase: field.cases for field in counted if field.cases} == {Phase.THEO_DOI: 1}

    def test_people_who_are_moving_have_a_field_only_when_there_are_some(self, way, as_an):
        assert Phase.CHUYEN not in [field.phase for field in as_an.get(PIPELINE).context["phases"]]
        factories.step(factories.candidate(way.a1), StepKind.CHUYEN_NOI, date(2024, 5, 5), organization=way.a2)

        assert Phase.CHUYEN in [field.phase for field in as_an.get(PIPELINE).context["phases"]]


class TestPipeline:
    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("buoc=theo_doi", ["Bùi Cảm Tình", "Hồ Hết Hạn", "Trần Theo Dõi"]),
            ("buoc=S01", ["Hồ Hết Hạn", "Trần Theo Dõi"]),
            ("buoc=hoc", ["Lê Đang Học", "Ngô Có Giấy", "Phan Sắp Hết"]),
            ("buoc=S04", ["Lê Đang Học"]),
            ("buoc=da_ket_nap", ["Đỗ Đã Vào"]),
            ("buoc=thoi", ["Vũ Đã Thôi"]),
            ("giay=con_han", ["Ngô Có Giấy", "Phan Sắp Hết"]),
            ("giay=sap_het", ["Phan Sắp Hết"]),
            ("giay=het_han", ["Hồ Hết Hạn"]),
            ("nguon=bo_doi_xuat_ngu", []),
            ("nguon=nong_thon&buoc=S13", ["Mạc Đã Xét"]),
            ("buoc=S02&qua_ngay=149", ["Bùi Cảm Tình"]),
            ("buoc=S02&qua_ngay=150", []),
        ],
    )
    def test_the_filters(self, way, as_an, asked, names):
        assert sorted(heads(as_an.get(f"{PIPELINE}?{asked}"))) == names

    def test_without_a_state_those_still_on_their_way(self, way, as_an):
        assert len(heads(as_an.get(PIPELINE))) == 8
        assert len(heads(as_an.get(f"{PIPELINE}?buoc=tat_ca"))) == 10

    def test_the_organization_narrows(self, way, as_chi):
        factories.candidate(way.a2, "Tạ Chi Bộ Hai")

        assert heads(as_chi.get(f"{PIPELINE}?to_chuc={way.a2.pk}")) == ["Tạ Chi Bộ Hai"]
        assert heads(as_chi.get(f"{PIPELINE}?to_chuc={way.ward_b.pk}")) == ["Bế Phường Khác"]

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("ten", ["Trần Theo Dõi", "Ngô Có Giấy", "Hồ Hết Hạn", "Phan Sắp Hết", "Lê Đang Học", "Kiều Thẩm Tra"]),
            ("-ngay", ["Phan Sắp Hết", "Ngô Có Giấy"]),
            ("ngay", ["Lê Đang Học", "Mạc Đã Xét", "Hồ Hết Hạn"]),
            ("han", ["Kiều Thẩm Tra", "Hồ Hết Hạn", "Phan Sắp Hết"]),
        ],
    )
    def test_the_orders(self, way, as_an, asked, names):
        found = heads(as_an.get(f"{PIPELINE}?xep={asked}"))

        if asked == "ten":
            found = [name for name in found if name in names]
        assert found[: len(names)] == names

    def test_a_row_says_the_state_the_days_and_the_nearest_term(self, way, as_an):
        page = page_of(as_an.get(f"{PIPELINE}?buoc=S09"))

        cells = page.texts("td")
        assert "Đang thẩm tra lý lịch" in cells
        assert "91" in cells
        assert any(cell.endswith("Trả lời thẩm tra") and "quá" in cell for cell in cells)


class TestCertified:
    def test_those_with_a_certificate_who_are_not_admitted(self, way, as_an):
        assert heads(as_an.get(CERTIFIED)) == ["Hồ Hết Hạn", "Phan Sắp Hết", "Ngô Có Giấy"]

    def test_it_says_until_when_and_how_long(self, way, as_an):
        cells = page_of(as_an.get(CERTIFIED)).texts("td", class_="nowrap")

        assert [cell for cell in cells if "/202" in cell] == [
            "01/05/2024 hết hạn",
            "20/07/2024 còn 1 tháng",
            "20/06/2028 còn 48 tháng",
        ]

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("giay=con_han", ["Phan Sắp Hết", "Ngô Có Giấy"]),
            ("giay=sap_het", ["Phan Sắp Hết"]),
            ("giay=het_han", ["Hồ Hết Hạn"]),
            ("nam=2019", ["Hồ Hết Hạn", "Phan Sắp Hết"]),
            ("nam=2023", ["Ngô Có Giấy"]),
            ("theo_doi=thoi", []),
            ("xep=ten", ["Ngô Có Giấy", "Hồ Hết Hạn", "Phan Sắp Hết"]),
            ("xep=-giay", ["Ngô Có Giấy", "Phan Sắp Hết", "Hồ Hết Hạn"]),
        ],
    )
    def test_the_filters(self, way, as_an, asked, names):
        assert heads(as_an.get(f"{CERTIFIED}?{asked}")) == names

    def test_a_second_try_is_one_person(self, world, as_an):
        first = factories.candidate(world.a1, "Lý Hai Lần")
        factories.certificate(first, factories.training_class(world.city))
        factories.closed(first, date(2024, 1, 1))
        assert heads(as_an.get(f"{CERTIFIED}?theo_doi=thoi")) == ["Lý Hai Lần"]
        second = type(first).objects.create(
            person=first.person, organization=world.a2, source="nong_thon", opened_on=date(2024, 2, 2)
        )
        refresh_candidate(second, date(2024, 6, 3))

        assert heads(as_an.get(f"{CERTIFIED}?theo_doi=thoi")) == []
        assert heads(as_an.get(CERTIFIED)) == ["Lý Hai Lần"]

    def test_the_counts_add_up_and_each_opens_its_people(self, way, as_an):
        admitted = factories.candidate(way.a2, "Đinh Đã Vào")
        factories.certificate(admitted, TrainingClass.objects.latest("ends_on"), date(2023, 3, 3))
        factories.admitted(admitted, date(2024, 2, 3))

        for asked in ("", "?theo=chi_bo"):
            answer = as_an.get(f"{COHORTS}{asked}")
            rows = list(answer.context["page"])
            for row in [*rows, answer.context["total"]]:
                tally = row.tally
                assert tally.issued == tally.admitted + tally.valid + tally.over
                assert tally.soon <= tally.valid
            assert answer.context["total"].tally.issued == sum(row.tally.issued for row in rows) == 4
            links = [
                (int(link.text.replace(".", "")), str(link.attributes["href"]))
                for link in page_of(answer).all("a")
                if "&giay=" in str(link.attributes.get("href")) and "tbody" in link.inside
            ]
            assert len(links) > 5
            for count, address in links:
                assert len(heads(as_an.get(address))) == count, address

    def test_counts_by_year_and_by_cell(self, way, as_an):
        by_year = as_an.get(COHORTS).context["page"]
        by_cell = as_an.get(f"{COHORTS}?theo=chi_bo").context["page"]

        counts = [(row.name, row.tally.issued, row.tally.valid, row.tally.soon, row.tally.over) for row in by_year]
        assert counts == [("Năm 2023", 1, 1, 0, 0), ("Năm 2019", 2, 1, 1, 1)]
        assert [(row.name, row.above, row.tally.issued) for row in by_cell] == [("Chi bộ A1", "Đảng bộ Phường A", 3)]

    def test_the_counts_as_a_file(self, way, as_an):
        title, told, lines = rows_in(as_an.get(f"{COHORTS}?tep=excel"))

        assert (title, told) == ("Giấy chứng nhận theo năm cấp", "Tính đến ngày 03/06/2024")
        assert [line[1:] for line in lines[1:]] == [
            ["Năm 2023", None, 1, 0, 1, 0, 0],
            ["Năm 2019", None, 2, 0, 1, 1, 1],
            ["Cộng", None, 3, 0, 2, 1, 1],
        ]


class TestVerifications:
    @pytest.fixture
    def sent(self, world):
        late = factories.candidate(world.a1, "Kiều Quá Hạn")
        asked_elsewhere(late, date(2024, 3, 4))
        fresh = factories.candidate(world.a2, "Mai Mới Gửi")
        asked_elsewhere(fresh, date(2024, 5, 27), matter="ban_than", body="Đảng ủy xã Trên Đồi")
        answered = factories.candidate(world.a2, "Nguyễn Đã Trả")
        request = asked_elsewhere(answered, date(2024, 3, 4))
        factories.step(answered, StepKind.TRA_LOI_THAM_TRA, date(2024, 4, 4), answers=request, outcome=Outcome.DUNG)
        stopped = factories.candidate(world.a2, "Vương Đã Thôi")
        asked_elsewhere(stopped, date(2024, 3, 4))
        factories.closed(stopped, date(2024, 5, 5))
        asked_elsewhere(factories.candidate(world.b1, "Bế Phường Khác"), date(2024, 3, 4))
        return world

    def test_only_what_waits_for_an_answer_the_longest_overdue_first(self, sent, as_an):
        answer = as_an.get(VERIFICATIONS)

        assert [line.case.person.full_name for line in answer.context["lines"]] == [
            "Kiều Quá Hạn",
            "Mai Mới Gửi",
        ]
        page = page_of(answer)
        assert "Đảng ủy xã Bên Sông" in page.texts("td")
        assert "Cha, mẹ đẻ hoặc người nuôi dưỡng" in page.texts("td")
        assert [text.split()[0] for text in page.texts("span", class_="tag wrong")] == ["quá"]

    def test_an_answer_that_was_reversed_waits_again(self, sent, as_an):
        answered = sent.a2.candidates.get(person__full_name="Nguyễn Đã Trả")
        reply = answered.steps.get(kind=StepKind.TRA_LOI_THAM_TRA)
        factories.step(answered, StepKind.TRA_LOI_THAM_TRA, date(2024, 4, 4), reverses=reply, reason="Nhầm người")

        assert len(as_an.get(VERIFICATIONS).context["lines"]) == 3

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("quan_he=ban_than", ["Mai Mới Gửi"]),
            ("han=qua", ["Kiều Quá Hạn"]),
            ("han=7", []),
            ("han=30", []),
            ("xep=-gui", ["Mai Mới Gửi", "Kiều Quá Hạn"]),
            ("xep=ten", ["Mai Mới Gửi", "Kiều Quá Hạn"]),
            ("xep=-ten", ["Kiều Quá Hạn", "Mai Mới Gửi"]),
        ],
    )
    def test_the_filters(self, sent, as_an, asked, names):
        lines = as_an.get(f"{VERIFICATIONS}?{asked}").context["lines"]

        assert [line.case.person.full_name for line in lines] == names

    def test_a_reader_is_offered_no_act(self, sent, as_an, as_giang):
        assert "Ghi trả lời cho Kiều Quá Hạn" in page_of(as_an.get(VERIFICATIONS)).texts("a")
        assert not [text for text in page_of(as_giang.get(VERIFICATIONS)).texts("a") if "Ghi trả lời" in text]

    def test_the_file_names_neither_the_place_nor_whose_past_it_is(self, sent, as_an):
        _, _, lines = rows_in(taken(as_an, f"{VERIFICATIONS}?tep=excel"))

        assert lines[0] == [
            "TT", "Họ và tên", "Ngày sinh", "Chi bộ", "Trực thuộc", "Ngày gửi", "Hạn trả lời", "Tình trạng",
        ]  # fmt: skip
        assert [line[1] for line in lines[1:]] == ["Kiều Quá Hạn", "Mai Mới Gửi"]
        assert lines[1][5] == date(2024, 3, 4)


class TestProbation:
    @pytest.fixture
    def begun(self, world):
        early = on_probation(world.a1, "Đỗ Hết Hạn", date(2023, 5, 6))
        on_probation(world.a2, "Hà Còn Lâu", date(2024, 4, 4))
        helper = factories.member(world.a1, "Cao Giúp Đỡ")
        factories.step(early, StepKind.PHAN_CONG_GIUP_DO, date(2023, 6, 1), helper=helper)
        factories.step(early, StepKind.TU_KIEM_DIEM, date(2024, 5, 8))
        factories.step(early, StepKind.Y_KIEN_CU_TRU, date(2024, 5, 9), outcome=Outcome.DONG_Y)
        on_probation(world.b1, "Bế Phường Khác", date(2023, 5, 6))
        factories.member(world.a1, "Ông Chính Thức")
        return world

    def names(self, answer):
        return [line.case.person.full_name for line in answer.context["lines"]]

    def test_the_earliest_end_first(self, begun, as_an):
        answer = as_an.get(PROBATIONERS)

        first, second = answer.context["lines"]
        assert self.names(answer) == ["Đỗ Hết Hạn", "Hà Còn Lâu"]
        assert (first.due.day, first.due.words, first.is_over) == (date(2024, 5, 6), "quá 28 ngày", True)
        assert (second.due.day, second.is_over) == (date(2025, 4, 4), False)

    def test_who_helps_the_state_the_class_and_what_is_missing(self, begun, as_an):
        first, second = as_an.get(PROBATIONERS).context["lines"]

        assert (first.helper, second.helper) == ("Cao Giúp Đỡ", "")
        assert (first.case.state, second.case.state) == (CaseState.D04, CaseState.D01)
        assert (first.missing, len(second.missing)) == (("nhận xét của đảng viên giúp đỡ", "ý kiến đoàn thể"), 4)
        assert (first.learned, second.learned) == (False, False)

    def test_the_helper_named_at_the_ceremony(self, begun, as_an):
        candidate = begun.a2.candidates.get(person__full_name="Hà Còn Lâu")
        helper = factories.member(begun.a2, "Trịnh Dìu Dắt")
        factories.step(candidate, StepKind.LE_KET_NAP, date(2024, 4, 4), helper=helper)

        assert [line.helper for line in as_an.get(PROBATIONERS).context["lines"]] == ["Cao Giúp Đỡ", "Trịnh Dìu Dắt"]

    def test_the_class_for_new_members_counts_since_the_admission(self, begun, as_an):
        candidate = begun.a1.candidates.get(person__full_name="Đỗ Hết Hạn")
        held = factories.training_class(begun.city, ends_on=date(2024, 1, 9))
        held.kind = TrainingClass.Kind.DANG_VIEN_MOI
        held.save()
        factories.certificate(candidate, held, date(2024, 1, 20))

        assert self.names(as_an.get(f"{PROBATIONERS}?lop=roi")) == ["Đỗ Hết Hạn"]
        assert self.names(as_an.get(f"{PROBATIONERS}?lop=chua")) == ["Hà Còn Lâu"]

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("trang_thai=D04", ["Đỗ Hết Hạn"]),
            ("trang_thai=D01", ["Hà Còn Lâu"]),
            ("han=qua", ["Đỗ Hết Hạn"]),
            ("han=90", []),
            ("xep=-han", ["Hà Còn Lâu", "Đỗ Hết Hạn"]),
            ("xep=ten", ["Đỗ Hết Hạn", "Hà Còn Lâu"]),
            ("xep=-ngay", ["Hà Còn Lâu", "Đỗ Hết Hạn"]),
        ],
    )
    def test_the_filters(self, begun, as_an, asked, names):
        assert self.names(as_an.get(f"{PROBATIONERS}?{asked}")) == names

    def test_who_was_recognized_is_no_longer_here(self, begun, as_an):
        member = begun.a1.members.get(person__full_name="Đỗ Hết Hạn")
        member.official_on = date(2024, 5, 6)
        member.save()
        factories.movement(member, begun.a1, Kind.CONG_NHAN, date(2024, 5, 6))
        refresh_member(member, date(2024, 6, 3))

        assert self.names(as_an.get(PROBATIONERS)) == ["Hà Còn Lâu"]

    def test_the_button_opens_the_step_that_is_due(self, begun, as_an, as_giang):
        member = begun.a1.members.get(person__full_name="Đỗ Hết Hạn")
        member.file_number = "043210"
        member.save()
        refresh_member(member, date(2024, 6, 3))
        first, second = as_an.get(PROBATIONERS).context["lines"]
        assert (first.next, second.next) == (StepKind.NHAN_XET_GIUP_DO, StepKind.HO_SO_DANG_VIEN)

        address = f"/dang-vien/{first.case.member_id}/buoc/nhan-xet-giup-do/"
        assert address in [link.attributes["href"] for link in page_of(as_an.get(PROBATIONERS)).all("a")]
        assert not [text for text in page_of(as_giang.get(PROBATIONERS)).texts("a") if "Ghi tiếp" in text]

    def test_the_file_is_the_screen(self, begun, as_an):
        answer = taken(as_an, f"{PROBATIONERS}?tep=excel")

        assert column_of(answer, "Hết thời gian dự bị") == [date(2024, 5, 6), date(2025, 4, 4)]
        assert column_of(answer, "Người giúp đỡ") == ["Cao Giúp Đỡ", None]
        assert column_of(answer, "Số giấy tờ còn thiếu") == [2, 4]
        assert column_of(answer, "Lớp đảng viên mới") == ["Chưa", "Chưa"]


class TestEveryList:
    @pytest.mark.parametrize("address", LISTS)
    def test_each_ward_sees_its_own(self, world, as_an, as_binh, as_chi, as_hoa, address):
        person_on_every_list(world, world.a1, "Lê Phường A")
        person_on_every_list(world, world.a2, "Lê Chi Bộ Hai")
        person_on_every_list(world, world.b1, "Bế Phường B")

        shown = {who: page_of(client.get(address)).source for who, client in
                 {"an": as_an, "binh": as_binh, "chi": as_chi, "hoa": as_hoa}.items()}  # fmt: skip
        seen = {who: [name for name in ("Lê Phường A", "Lê Chi Bộ Hai", "Bế Phường B") if name in html]
                for who, html in shown.items()}  # fmt: skip
        assert seen == {
            "an": ["Lê Phường A", "Lê Chi Bộ Hai"],
            "binh": ["Bế Phường B"],
            "chi": ["Lê Phường A", "Lê Chi Bộ Hai", "Bế Phường B"],
            "hoa": ["Lê Phường A"],
        }

    @pytest.mark.parametrize("address", LISTS)
    def test_a_file_holds_what_the_filter_shows_and_never_another_ward(self, world, as_an, address):
        person_on_every_list(world, world.a1, "Lê Phường A")
        person_on_every_list(world, world.a2, "Lê Chi Bộ Hai")
        person_on_every_list(world, world.b1, "Bế Phường B")

        for asked in ("", f"&to_chuc={world.a2.pk}", f"&to_chuc={world.ward_b.pk}"):
            screen = as_an.get(f"{address}?{asked}")
            file = taken(as_an, f"{address}?tep=excel{asked}")
            if screen.context["filter_form"].errors:
                assert file["Content-Type"].startswith("text/html")
                continue
            lines = screen.context["lines"]
            assert column_of(file, "Họ và tên") == [line.case.person.full_name for line in lines]
            assert file["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize("address", LISTS)
    def test_taking_a_file_leaves_a_trace_without_names(self, world, as_an, address):
        person_on_every_list(world, world.a1, "Lê Phường A")
        taken(as_an, f"{address}?tep=excel")

        entry = AuditEntry.objects.get()
        assert entry.after
        assert (entry.verb, entry.after["số dòng"]) == ("xuất Excel", 1)
        assert "Lê Phường A" not in str(entry.after)

    def test_the_head_of_a_file_says_what_was_asked(self, way, as_an):
        title, told, _ = rows_in(taken(as_an, f"{PIPELINE}?tep=excel&buoc=S13&nguon=nong_thon&to_chuc={way.a1.pk}"))

        assert title == "Nguồn phát triển"
        assert told == "Tính đến ngày 03/06/2024; Tổ chức: Chi bộ A1; Bước: Chi bộ đã xét; Nguồn: Nông thôn"

    def test_a_list_too_long_for_one_file_is_refused_with_a_way_out(self, way, as_an, monkeypatch):
        monkeypatch.setattr(exporting, "MOST_ROWS", 3)
        answer = as_an.get(f"{PIPELINE}?tep=excel&nguon=nong_thon", follow=True)

        assert answer.redirect_chain == [("/nguon/?nguon=nong_thon", 302)]
        assert "Danh sách có 8 dòng, mỗi tệp Excel chỉ lấy 3 dòng." in page_of(answer).source
        assert not AuditEntry.objects.exists()

    @pytest.mark.parametrize("address", LISTS)
    def test_a_name_is_found_without_marks_and_stays_out_of_the_address(self, world, as_an, address):
        person_on_every_list(world, world.a1, "Lê Phường A")
        person_on_every_list(world, world.a1, "Ngô Tên Khác")
        answer = as_an.post(address, {"ten": "phuong"}, follow=True)

        assert len(answer.context["lines"]) == 1
        assert "phuong" not in answer.redirect_chain[0][0]
        file = taken(as_an, f"{answer.redirect_chain[0][0]}&tep=excel")
        assert len(column_of(file, "Họ và tên")) == 1

    @pytest.mark.parametrize(
        ("address", "asked"),
        [
            *((address, f"{asked}{more}") for address in LISTS for more in ("", "&tep=excel")
              for asked in ("to_chuc=abc", "xep=%00", "tim=mat")),
            (PIPELINE, "buoc=S99"), (PIPELINE, "qua_ngay=-1"), (PIPELINE, "qua_ngay=99999"),
            (CERTIFIED, "nam=12345"), (CERTIFIED, "giay=x"), (COHORTS, "theo=x"), (COHORTS, "to_chuc=9999999999999"),
            (VERIFICATIONS, "quan_he=vung"), (VERIFICATIONS, "han=3"), (PROBATIONERS, "trang_thai=D08"),
            (PROBATIONERS, "lop=%00"),
        ],
    )  # fmt: skip
    def test_nonsense_gets_a_sentence_and_no_rows(self, world, as_an, address, asked):
        person_on_every_list(world, world.a1, "Lê Phường A")
        answer = as_an.get(f"{address}?{asked}")

        assert answer.context["filter_form"].errors
        assert "Lê Phường A" not in page_of(answer).source

    @pytest.mark.parametrize("address", [*LISTS, COHORTS])
    def test_an_empty_list_says_why_and_what_to_do_first(self, world, as_an, address):
        page = page_of(as_an.get(address))

        assert page.all("div", class_="empty")
        assert [link for link in page.all("a", class_="button") if "main" in link.inside]

    def test_the_same_queries_for_one_and_for_sixty(self, world, as_an):
        wanted = {PIPELINE: 10, CERTIFIED: 9, COHORTS: 7, VERIFICATIONS: 9, PROBATIONERS: 12}
        person_on_every_list(world, world.a1, "Lê Phường A")
        alone = {address: queries_of(as_an, address) for address in wanted}
        for number in range(59):
            person_on_every_list(world, world.a2, f"Lê Thứ {number}")
        as_an.get(PIPELINE)  # a session notes its minute: on a slow machine one has passed

        assert alone == wanted
        assert {address: queries_of(as_an, address) for address in wanted} == wanted
        assert [address for address, most in wanted.items() if queries_of(as_an, f"{address}?trang=2") > most] == []

    def test_files_hold_only_what_may_leave(self):
        shown = {name for columns in list_files.EVERY for column in columns for name in column.shows}

        assert [name for name in shown if not privacy.column(name).exported] == []
