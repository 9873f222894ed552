"""A class opened by decision, mended afterwards, and its lists as workbooks."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dangvien.models import AuditEntry, Decision, Enrollment, TrainingClass
from tests import factories
from tests.dangvien.reading import mistakes, page_of, queries_of, taken

LIST = "/lop/"
ADD = "/lop/mo/"


@pytest.fixture
def typed(world):
    return {
        "code": "NT-2024-01",
        "name": "Lớp nhận thức khóa 1",
        "kind": "nhan_thuc",
        "organizer": world.ward_a.pk,
        "starts_on": "3/6/2024",
        "ends_on": "7/6/2024",
    }


class TestDecision:
    def test_a_class_is_opened_by_decision(self, world, typed, as_an):
        more = {
            "number": "15-QĐ/ĐU",
            "issued_on": "20/5/2024",
            "provider_kind": "trung_tam",
            "provider": "Trung tâm Chính trị Phường A",
            "venue": "Hội trường",
            "sessions": "8",
            "lessons": "40",
            "capacity": "60",
        }

        answer = as_an.post(ADD, {**typed, **more}, follow=True)

        made = TrainingClass.objects.get()
        assert made.decision is not None
        assert (made.decision.reference, made.decision.issuer, made.decision.subject) == (
            "15-QĐ/ĐU",
            world.ward_a,
            "mo_lop",
        )
        assert (made.sessions, made.lessons, made.capacity, made.provider_kind) == (8, 40, 60, "trung_tam")
        words = " ".join(page_of(answer).texts("dd"))
        assert "15-QĐ/ĐU, ngày 20/05/2024" in words
        assert "Trung tâm Chính trị Phường A" in words
        assert "40 tiết, 8 buổi; Hội trường" in words

    def test_an_old_class_may_have_none_and_says_so(self, typed, as_an):
        answer = as_an.post(ADD, typed, follow=True)

        made = TrainingClass.objects.get()
        assert (made.decision, made.sessions, made.lessons, made.capacity) == (None, 10, 50, None)
        assert "chưa ghi quyết định mở lớp" in page_of(answer).texts("dd")
        assert made.issuer_on(made.ends_on) == "Đảng bộ Phường A"

    def test_the_symbol_of_the_issuer_s_papers_completes_a_bare_number(self, world, typed, as_chi):
        as_chi.post(ADD, {**typed, "organizer": world.city.pk, "number": "7", "issued_on": "20/5/2024"})

        assert str(TrainingClass.objects.get().decision) == "07-QĐ/TU"

    def test_one_decision_may_open_two_classes(self, typed, as_an):
        paper = {"number": "15-QĐ/ĐU", "issued_on": "20/5/2024"}
        as_an.post(ADD, {**typed, **paper})
        as_an.post(ADD, {**typed, **paper, "code": "NT-2024-02"})

        assert Decision.objects.count() == 1
        assert set(TrainingClass.objects.values_list("decision", flat=True)) == {Decision.objects.get().pk}

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            ({"number": "15-QĐ/ĐU"}, "issued_on", "Nhập ngày quyết định mở lớp, hoặc xóa số quyết định."),
            ({"issued_on": "20/5/2024"}, "number", "Nhập số quyết định mở lớp, hoặc xóa ngày quyết định."),
            (
                {"number": "15", "issued_on": "20/5/2024"},
                "number",
                "Gõ đủ số và ký hiệu quyết định như trên giấy, ví dụ 125-QĐ/ĐU.",
            ),
            (
                {"number": "15-QĐ/ĐU", "issued_on": "4/6/2024"},
                "issued_on",
                "Ngày quyết định (04/06/2024) sau ngày hôm nay. Kiểm tra lại.",
            ),
            (
                {"provider_kind": "trung_tam"},
                "provider",
                "Nhập tên trung tâm chính trị cấp giấy chứng nhận, ghi như sẽ in trên giấy.",
            ),
            ({"sessions": "0"}, "sessions", "Số buổi phải từ 1 trở lên."),
            ({"provider_kind": "x"}, "provider_kind", "Chọn cơ sở dạy trong danh sách."),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, typed, as_an, changes, at, sentence):
        assert mistakes(as_an.post(ADD, {**typed, **changes})) == {at: [sentence]}
        assert not TrainingClass.objects.exists()
        assert not Decision.objects.exists()

    def test_a_number_used_for_something_else_is_refused(self, world, typed, as_an):
        factories.decision(world.ward_a, date(2024, 5, 20), 15, symbol="ĐU")

        found = mistakes(as_an.post(ADD, {**typed, "number": "15-QĐ/ĐU", "issued_on": "20/5/2024"}))

        assert set(found) == {"number"}
        assert not TrainingClass.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"number": "15-QĐ/ĐU", "issued_on": "3/6/2024", "starts_on": "1/6/2024"}, "muộn hơn ngày khai giảng"),
            ({"provider_kind": "khac", "provider": "Trường Tư thục"}, "Giấy chứng nhận phải do trung tâm chính trị"),
        ],
    )
    def test_k10_what_is_unusual_is_to_be_confirmed(self, typed, as_an, changes, words):
        answer = as_an.post(ADD, {**typed, **changes})
        assert words in answer.context["form"].warnings[0].sentence
        tick = str(page_of(answer).all("input", name="doi_chieu")[0].attributes["value"])

        assert as_an.post(ADD, {**typed, **changes, "doi_chieu": tick}).status_code == 302
        assert TrainingClass.objects.count() == 1


class TestChanging:
    @pytest.fixture
    def own(self, world):
        return factories.training_class(world.ward_a, "NT-A")

    def test_the_decision_is_written_down_later(self, own, as_an):
        sent = {"number": "15-QĐ/ĐU", "issued_on": "20/5/2023", "venue": "Hội trường", "sessions": "10"}

        assert as_an.post(f"{LIST}{own.pk}/sua/", sent).status_code == 302

        own.refresh_from_db()
        assert own.decision is not None
        assert (own.decision.reference, own.venue) == ("15-QĐ/ĐU", "Hội trường")
        entry = AuditEntry.objects.get(verb="sửa lớp")
        assert entry.after == {"nơi học": "Hội trường", "quyết định": "15-QĐ/ĐU"}

    def test_a_decision_that_stands_is_not_asked_again(self, world, own, as_an):
        TrainingClass.objects.filter(pk=own.pk).update(decision=factories.decision(world.ward_a, date(2023, 5, 20)))
        address = f"{LIST}{own.pk}/sua/"

        assert page_of(as_an.get(address)).all("input", name="number") == []
        as_an.post(address, {"number": "99-QĐ/ĐU", "issued_on": "20/5/2023"})
        assert Decision.objects.count() == 1

    def test_half_days_that_were_attended_stay_possible(self, world, own, as_an):
        line = factories.enrollment(own, factories.candidate(world.a1))
        Enrollment.objects.filter(pk=line.pk).update(attended=9)

        found = mistakes(as_an.post(f"{LIST}{own.pk}/sua/", {"sessions": "8"}))

        assert found == {
            "sessions": ["Có người học đã ghi 9 buổi có mặt. Số buổi của lớp không thể ít hơn."],
        }

    def test_only_who_runs_the_class(self, world, own, as_binh, as_hoa, as_chi):
        city = factories.training_class(world.city, "NT-TP")

        assert as_binh.post(f"{LIST}{own.pk}/sua/", {}).status_code == 404
        assert as_hoa.post(f"{LIST}{own.pk}/sua/", {}).status_code == 403
        assert as_binh.post(f"{LIST}{city.pk}/sua/", {}).status_code == 404
        assert as_chi.get(f"{LIST}{own.pk}/sua/").status_code == 200


class TestWorkbooks:
    @pytest.fixture
    def course(self, world):
        made = factories.training_class(world.city, "NT-2023-01")
        factories.certificate(factories.candidate(world.a1, "Trần Học A"), made)
        factories.enrollment(made, factories.candidate(world.b1, "Lê Học B"))
        return made

    @staticmethod
    def cells(answer):
        assert answer.status_code == 200
        return [list(row) for row in load_workbook(BytesIO(answer.content)).worksheets[0].values]

    def test_the_class_list_holds_only_the_learners_one_may_see(self, course, as_an, as_chi):
        address = f"{LIST}{course.pk}/excel/"

        own, every = self.cells(taken(as_an, address)), self.cells(taken(as_chi, address))

        assert [row[1] for row in own[4:]] == ["Trần Học A"]
        assert [row[1] for row in every[4:]] == ["Trần Học A", "Lê Học B"]
        assert own[4][8:10] == ["Được cấp giấy chứng nhận", Enrollment.objects.get(result="dat").certificate_number]
        assert own[4][11] == "còn 48 tháng"
        entries = AuditEntry.objects.filter(verb="xuất Excel").order_by("sequence")
        assert [entry.after and entry.after["số dòng"] for entry in entries] == [1, 2]
        assert [entry.organization_id for entry in entries] == [
            as_an_root(own=course.enrollments.get(result="dat")),
            course.organizer_id,
        ]

    def test_the_list_of_classes_has_both_counts(self, course, as_an, as_chi):
        own, every = self.cells(as_an.get(f"{LIST}excel/")), self.cells(as_chi.get(f"{LIST}excel/?nam=2023"))

        assert every[3][8:10] == ["Tham gia", "Được cấp giấy"]
        assert (own[4][8:10], every[4][8:10]) == ([1, 1], [2, 1])
        assert len(self.cells(as_chi.get(f"{LIST}excel/?nam=2022"))) == 4
        assert len(self.cells(as_chi.get(f"{LIST}excel/?nam=abc"))) == 4

    def test_the_same_queries_for_one_and_for_fifty(self, world, course, as_chi):
        address = f"{LIST}{course.pk}/excel/"
        address = taken(as_chi, address).wsgi_request.get_full_path()  # the first entry of all begins the audit trail
        few = queries_of(as_chi, address)
        for _ in range(49):
            factories.enrollment(course, factories.candidate(world.a2))

        assert queries_of(as_chi, address) == few

    def test_only_those_who_may(self, course, as_giang, as_hoa, as_dung):
        for other in (as_giang, as_hoa, as_dung):
            assert other.get(f"{LIST}{course.pk}/excel/").status_code == 403
            assert other.get(f"{LIST}excel/").status_code == 403


def as_an_root(own):
    """The unit of whoever sent this learner's cell: the ward above it."""
    return own.sent_by.placement_on(date(2024, 6, 3)).parent_id
