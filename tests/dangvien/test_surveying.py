"""Surveys of sources, those worth following, classes of schools, monthly reviews: what is kept and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions import surveying
from dangvien.actions.candidacy import follow
from dangvien.dates import PartialDate
from dangvien.models import AuditEntry, Candidate, ListReview, Person, Prospect, SchoolClass, SourceSurvey, SurveyCount
from dangvien.procedure.problem import Refused
from dangvien.procedure.survey_checks import ProspectFacts, SchoolClassFacts
from tests import factories
from tests.dangvien.reading import newest_entry
from tests.people import TODAY

MARCH = date(2024, 3, 12)


def survey(world, by, counts, **changed):
    given = {
        "year": 2024,
        "surveyed_on": MARCH,
        "none_reason": "",
        "comment": "",
        "version": 0,
        "cell": world.a1,
        **changed,
    }
    return surveying.record_survey(by=by, counts=counts, today=TODAY, **given)


def facts(**changed):
    given = {"full_name": "Ngô Thị Mười", "birth": PartialDate(2001, 5, 6), "gender": "nu", "source": "nong_thon"}
    return ProspectFacts(**{**given, **changed})


def sentences(refused) -> dict[str, str]:
    return {problem.field: problem.sentence for problem in refused.value.problems}


def add(world, by, year=2024, cell=None, **changed):
    return surveying.add_prospect(by=by, cell=cell or world.a1, year=year, facts=facts(**changed), today=TODAY)


class TestSurvey:
    def test_five_sources_are_kept_and_noted(self, world, an):
        kept = survey(world, an, {"nong_thon": (5, 2), "bo_doi_xuat_ngu": (1, 1)}, comment="Họp chi bộ tháng 3")

        assert SurveyCount.objects.of_year(2024).by_organization_and_source() == {
            (world.a1.pk, "nong_thon"): (5, 2),
            (world.a1.pk, "kinh_te_tu_nhan"): (0, 0),
            (world.a1.pk, "hoc_sinh_sinh_vien"): (0, 0),
            (world.a1.pk, "co_quan_su_nghiep"): (0, 0),
            (world.a1.pk, "bo_doi_xuat_ngu"): (1, 1),
        }
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.organization_id, entry.subject) == ("ghi khảo sát nguồn", world.a1.pk, str(kept))
        assert entry.after is not None
        assert entry.after["năm"] == "2024"
        assert entry.after["Nông thôn"] == "5 đủ điều kiện, 2 đáng theo dõi"

    def test_a_correction_tells_what_changed_and_leaves_one_survey(self, world, an):
        survey(world, an, {"nong_thon": (5, 2)})
        survey(world, an, {"nong_thon": (6, 2)}, version=1)

        assert SourceSurvey.objects.get().version == 2
        assert SurveyCount.objects.of_year(2024).by_source()["nong_thon"] == (6, 2)
        entry = newest_entry()
        assert entry.verb == "sửa khảo sát nguồn"
        assert entry.before == {"Nông thôn": "5 đủ điều kiện, 2 đáng theo dõi"}
        assert entry.after == {"năm": "2024", "Nông thôn": "6 đủ điều kiện, 2 đáng theo dõi"}

    def test_of_two_writers_the_second_is_told_what_the_first_wrote(self, world, an, hoa):
        survey(world, hoa, {"nong_thon": (7, 3)})

        with pytest.raises(Refused) as refused:
            survey(world, an, {"nong_thon": (5, 2)})

        assert "Hồ Thị Hoa đã ghi khảo sát này" in sentences(refused)["version"]
        assert "Nông thôn: 7 đủ điều kiện, 3 đáng theo dõi" in sentences(refused)["version"]
        assert SurveyCount.objects.of_year(2024).by_source()["nong_thon"] == (7, 3)

    @pytest.mark.parametrize(
        ("counts", "changed", "field", "words"),
        [
            ({"nong_thon": (-1, 0)}, {}, "nong_thon_eligible", "không thể nhỏ hơn 0"),
            ({"nong_thon": (3, 4)}, {}, "nong_thon_following", "nhiều hơn số đủ điều kiện (3)"),
            ({}, {}, "none_reason", "Cả năm nguồn đều bằng 0"),
            ({"nong_thon": (3, 1)}, {"none_reason": "Đi hết"}, "none_reason", "để trống"),
            ({"nong_thon": (3, 1)}, {"year": 2025}, "year", "Năm 2025 chưa tới"),
            ({"nong_thon": (3, 1)}, {"surveyed_on": date(2024, 6, 4)}, "surveyed_on", "tương lai"),
            (
                {"nong_thon": (3, 1)},
                {"surveyed_on": date(2023, 12, 31)},
                "surveyed_on",
                "Khảo sát năm 2024 phải làm từ",
            ),
            ({"nong_thon": (3, 1)}, {"year": 2022, "surveyed_on": date(2023, 4, 1)}, "surveyed_on", "phải làm từ"),
        ],
    )
    def test_what_cannot_be_is_refused(self, world, an, counts, changed, field, words):
        with pytest.raises(Refused) as refused:
            survey(world, an, counts, **changed)

        assert words in sentences(refused)[field]
        assert not SourceSurvey.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_a_cell_that_did_not_stand_and_a_ward_are_refused(self, world, an):
        for place, year, day in ((world.a3, 2022, date(2022, 5, 5)), (world.ward_a, 2024, MARCH)):
            with pytest.raises(Refused) as refused:
                survey(world, an, {"nong_thon": (3, 1)}, cell=place, year=year, surveyed_on=day)
            assert "không phải chi bộ hoạt động ngày" in sentences(refused)["surveyed_on"]

    def test_no_source_left_is_kept_with_its_reason(self, world, an):
        survey(world, an, {}, none_reason="Thanh niên đi làm ăn xa hết")

        assert [found.none_reason for found in SourceSurvey.objects.without_source()] == ["Thanh niên đi làm ăn xa hết"]


class TestProspect:
    def test_somebody_is_written_down(self, world, hoa):
        kept = add(world, hoa, unit="Hợp tác xã Bờ Sông")

        assert (kept.full_name, str(kept.birth), kept.year, kept.source_label) == (
            "Ngô Thị Mười", "06/05/2001", 2024, "Nông thôn",
        )  # fmt: skip
        assert AuditEntry.objects.get().verb == "ghi người đáng theo dõi"
        assert not Person.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"source": "chua_phan_loai"}, "source", "năm nguồn"),
            ({"birth": PartialDate(2025)}, "birth", "sau ngày hôm nay"),
            ({"demobilized_on": MARCH}, "demobilized_on", "Chỉ ghi ngày xuất ngũ"),
            ({"source": "bo_doi_xuat_ngu", "demobilized_on": date(2024, 7, 1)}, "demobilized_on", "tương lai"),
            ({"source": "bo_doi_xuat_ngu", "demobilized_on": date(2001, 1, 1)}, "demobilized_on", "sau ngày sinh"),
            ({"year": 2025}, "year", "chưa tới"),
        ],
    )
    def test_what_cannot_be_is_refused(self, world, an, changed, field, words):
        with pytest.raises(Refused) as refused:
            add(world, an, **changed)

        assert words in sentences(refused)[field]
        assert not Prospect.objects.exists()

    def test_a_cell_that_did_not_stand_is_refused(self, world, an):
        with pytest.raises(Refused) as refused:
            add(world, an, year=2022, cell=world.a3)

        assert "không phải chi bộ hoạt động ngày 31/12/2022" in sentences(refused)["cell"]

    @pytest.mark.parametrize("birth", [PartialDate(2001, 5, 6), PartialDate(2001, 5), PartialDate(2001)])
    def test_the_same_person_is_refused_twice(self, world, an, birth):
        add(world, an)

        with pytest.raises(Refused) as refused:
            add(world, an, full_name="NGO THI MUOI", birth=birth)

        assert "đã được ghi ở chi bộ này trong khảo sát năm 2024" in sentences(refused)["full_name"]

    def test_a_namesake_of_another_birth_or_cell_is_not_the_same(self, world, an):
        add(world, an)
        add(world, an, birth=PartialDate(2001, 5, 7))
        add(world, an, cell=world.a2)

        assert Prospect.objects.count() == 3

    def test_somebody_on_the_list_or_in_the_party_is_refused(self, world, an):
        factories.candidate(world.a1, "Ngô Thị Mười", birth=date(2001, 5, 6))
        member = factories.member(world.a1, "Đỗ Văn Đảng", MARCH, official=False)
        birth = PartialDate.of(member.person.birth_date)

        for name, day, words in (("Ngô Thị Mười", PartialDate(2001, 5, 6), "đã ở trong danh sách nguồn"),
                                 ("Đỗ Văn Đảng", birth, "đang là đảng viên")):  # fmt: skip
            with pytest.raises(Refused) as refused:
                add(world, an, full_name=name, birth=day)
            assert words in sentences(refused)["full_name"]

    def test_a_correction_tells_what_changed(self, world, an):
        kept = add(world, an)

        surveying.change_prospect(by=an, prospect=kept, facts=facts(unit="Tổ 3"), today=TODAY)

        entry = newest_entry()
        assert (entry.before, entry.after) == ({"đơn vị, lớp": ""}, {"đơn vị, lớp": "Tổ 3"})

    def test_somebody_is_dropped_with_day_and_reason(self, world, an):
        kept = add(world, an)
        for day, words in ((date(2024, 6, 4), "tương lai"), (date(2023, 12, 31), "sớm hơn năm khảo sát")):
            with pytest.raises(Refused) as refused:
                surveying.drop_prospect(by=an, prospect=kept, dropped_on=day, reason="Chuyển đi", today=TODAY)
            assert words in sentences(refused)["closed_on"]

        dropped = surveying.drop_prospect(by=an, prospect=kept, dropped_on=TODAY, reason="Chuyển đi", today=TODAY)

        assert not dropped.is_open
        assert newest_entry().reason == "Chuyển đi"
        for act in (
            lambda: surveying.change_prospect(by=an, prospect=kept, facts=facts(), today=TODAY),
            lambda: surveying.drop_prospect(by=an, prospect=kept, dropped_on=TODAY, reason="Chuyển đi", today=TODAY),
        ):
            with pytest.raises(Refused, match="không sửa được nữa"):
                act()

    def test_putting_somebody_on_the_list_ties_both_together(self, world, an):
        kept = add(world, an)
        person = Person(full_name=kept.full_name, birth_date=kept.birth_date, gender="nu")

        def put():
            return surveying.follow_prospect(
                by=an,
                prospect=kept,
                person=person,
                cell=world.a1,
                source="nong_thon",
                opened_on=TODAY,
                bodies=[],
                today=TODAY,
            )

        candidate = put()

        assert Prospect.objects.get().candidate == candidate
        assert [entry.verb for entry in AuditEntry.objects.order_by("sequence")] == [
            "ghi người đáng theo dõi", "đưa vào danh sách nguồn", "đưa người đáng theo dõi vào nguồn",
        ]  # fmt: skip
        with pytest.raises(Refused, match="không sửa được nữa"):
            put()
        assert Candidate.objects.count() == 1

    def test_refused_by_the_list_leaves_the_prospect_open(self, world, an):
        kept = add(world, an)
        person = Person(full_name=kept.full_name, birth_date=kept.birth_date, gender="nu")

        with pytest.raises(Refused):
            surveying.follow_prospect(
                by=an, prospect=kept, person=person, cell=world.a1, source="nong_thon",
                opened_on=date(2024, 7, 1), bodies=[], today=TODAY,
            )  # fmt: skip

        assert Prospect.objects.open().count() == 1

    def test_undecided_people_come_again_in_the_next_survey(self, world, an):
        kept = add(world, an, year=2023)
        gone = add(world, an, year=2023, full_name="Lê Văn Đi")
        surveying.drop_prospect(by=an, prospect=gone, dropped_on=TODAY, reason="Chuyển đi", today=TODAY)

        assert list(Prospect.objects.of_survey(2024)) == [kept]
        assert set(Prospect.objects.of_survey(2023)) == {kept, gone}


class TestSchoolClass:
    FACTS = SchoolClassFacts("Trường THPT Bờ Sông", "12A1", 2023, 40, 9, 3)

    def test_a_class_is_kept_and_corrected(self, world, an):
        kept = surveying.record_school_class(by=an, organization=world.ward_a, facts=self.FACTS, today=TODAY)
        better = SchoolClassFacts("Trường THPT Bờ Sông", "12A1", 2023, 41, 10, 3)
        surveying.record_school_class(by=an, organization=world.ward_a, facts=better, today=TODAY, school_class=kept)

        assert SchoolClass.objects.get().pupils == 41
        assert [entry.verb for entry in AuditEntry.objects.order_by("sequence")] == [
            "ghi lớp ở trường",
            "sửa lớp ở trường",
        ]

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"pupils": 0, "excellent": 0, "followed": 0}, "pupils", "từ 1 trở lên"),
            ({"excellent": -1}, "excellent", "nhỏ hơn 0"),
            ({"excellent": 41}, "excellent", "nhiều hơn sĩ số lớp (40)"),
            ({"followed": 41}, "followed", "nhiều hơn sĩ số lớp (40)"),
            ({"school_year": 2025}, "school_year", "2025–2026 chưa tới"),
        ],
    )
    def test_what_cannot_be_is_refused(self, world, an, changed, field, words):
        wrong = SchoolClassFacts(**{**vars(self.FACTS), **changed})

        with pytest.raises(Refused) as refused:
            surveying.record_school_class(by=an, organization=world.ward_a, facts=wrong, today=TODAY)

        assert words in sentences(refused)[field]
        assert not SchoolClass.objects.exists()

    def test_the_same_class_is_refused_twice(self, world, an):
        surveying.record_school_class(by=an, organization=world.ward_a, facts=self.FACTS, today=TODAY)
        again = SchoolClassFacts("TRƯỜNG THPT BỜ SÔNG", "12a1", 2023, 40, 9, 3)

        with pytest.raises(Refused) as refused:
            surveying.record_school_class(by=an, organization=world.ward_a, facts=again, today=TODAY)

        assert "đã có trong danh sách" in sentences(refused)["name"]


class TestReview:
    def review(self, world, by, **changed):
        given = {"month": date(2024, 5, 1), "reviewed_on": date(2024, 5, 6), "resolution": "05-NQ/CB", **changed}
        return surveying.review_list(by=by, cell=given.pop("cell", world.a1), today=TODAY, **given)

    def test_a_month_is_reviewed_once_and_can_be_corrected(self, world, hoa):
        kept = self.review(world, hoa)

        with pytest.raises(Refused, match="đã ghi rà soát theo nghị quyết số 05-NQ/CB"):
            self.review(world, hoa, resolution="06-NQ/CB")
        self.review(world, hoa, resolution="06-NQ/CB", correcting=kept)

        assert ListReview.objects.get().resolution == "06-NQ/CB"
        entry = newest_entry()
        assert (entry.verb, entry.before) == (
            "sửa rà soát danh sách nguồn",
            {"số nghị quyết": "05-NQ/CB", "ngày": "2024-05-06"},
        )

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"month": date(2024, 7, 1)}, "month", "Tháng 7/2024 chưa tới"),
            ({"reviewed_on": date(2024, 6, 4)}, "reviewed_on", "tương lai"),
            ({"reviewed_on": date(2024, 4, 30)}, "reviewed_on", "không thể có trước ngày 01/5/2024"),
            ({"resolution": ""}, "resolution", "Nhập số nghị quyết"),
        ],
    )
    def test_what_cannot_be_is_refused(self, world, an, changed, field, words):
        with pytest.raises(Refused) as refused:
            self.review(world, an, **changed)

        assert words in sentences(refused)[field]
        assert not ListReview.objects.exists()

    def test_a_cell_that_did_not_stand_is_refused(self, world, an):
        with pytest.raises(Refused) as refused:
            self.review(world, an, cell=world.a3, month=date(2022, 5, 1), reviewed_on=date(2022, 5, 6))

        assert "không phải chi bộ hoạt động ngày 31/5/2022" in sentences(refused)["reviewed_on"]


def test_a_followed_person_can_be_surveyed_elsewhere(world, an):
    """What a cell notes says nothing of other cells: they may know a namesake."""
    person = Person(full_name="Ngô Thị Mười", birth_date=date(2001, 5, 6), gender="nu")
    follow(by=an, person=person, cell=world.a1, source="nong_thon", opened_on=TODAY, bodies=[], today=TODAY)

    assert add(world, an, cell=world.a2).is_open
