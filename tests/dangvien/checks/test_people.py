"""K35, K40–K42: people entered twice, citizen numbers, standards of groups."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.candidacy import follow
from dangvien.dates import PartialDate
from dangvien.models import Matter, Person, StepKind
from dangvien.procedure.checks.people import citizen_number_problems, person_problems
from dangvien.procedure.problem import Level, Refused
from tests import factories
from tests.dangvien.checks.cases import E1, E3, E5, case_of, consent, judge, note, weighs
from tests.dangvien.reading import mistakes, page_of

LISTED, ALLOWED = StepKind.VAO_DANH_SACH, StepKind.DUOC_LAM_THU_TUC
BORN = PartialDate(1998, 2, 3)


def number(citizen_id: str, birth: PartialDate = BORN, gender: str = "nam", day: date = E3) -> list[Level]:
    found = citizen_number_problems(citizen_id, birth, gender, day)
    assert all(problem.rule == "K42" and problem.source for problem in found)
    return [problem.level for problem in found]


@pytest.mark.parametrize("wrong", ["04509800123", "0450980012345", "04509800123a", "045 098 0012", "٠٤٥٠٩٨٠٠١٢٣٤"])
def test_K42_refuses_what_is_not_twelve_digits(wrong):
    assert number(wrong) == [Level.REFUSE]


def test_K42_passes_a_number_that_agrees_and_none_at_all():
    assert number("045098001234") == []
    assert number("") == []
    assert number("045198001234", gender="nu") == []
    assert number("045207001234", PartialDate(2007)) == []
    assert number("045307001234", PartialDate(2007), "nu") == []


@pytest.mark.parametrize("odd", ["000098001234", "097098001234", "045198001234", "045298001234", "045099001234"])
def test_K42_warns_of_digits_that_disagree(odd):
    assert number(odd) == [Level.WARN]


def test_K42_cites_the_decree_of_the_day():
    sources = [citizen_number_problems("1", BORN, "nam", day)[0].source for day in (date(2020, 1, 1), E1, E3)]

    assert ["137/2015" in sources[0], "137/2015" in sources[1], "70/2024" in sources[2]] == [True, True, True]


@pytest.mark.django_db
class TestTwice:
    def problems(self, **changes):
        facts = {"full_name": "Lê Văn Đôi", "birth": BORN, "gender": "nam", "citizen_id": "", "day": E3, **changes}
        return [(p.rule, p.level, p.field) for p in person_problems(**facts)]

    def test_K35_refuses_the_citizen_number_of_somebody_else(self):
        there = factories.person("Người Khác", date(1998, 2, 3), citizen_id="045098001234")

        assert self.problems(citizen_id="045098001234") == [("K35", Level.REFUSE, "citizen_id")]
        assert self.problems(citizen_id="045098001234", but=there) == []
        assert self.problems(citizen_id="045098001235") == []

    def test_K35_warns_of_the_same_name_birth_and_native_place(self):
        factories.person("LÊ VĂN ĐÔI", date(1998, 2, 3), native_place="Xã Triệu Phong")
        everybody = Person.objects.all()

        assert self.problems(people=everybody, native_place="xã triệu phong") == [("K35", Level.WARN, "full_name")]
        assert self.problems(people=everybody, native_place="Xã Gio Linh") == []
        assert self.problems(people=everybody, native_place="Xã Triệu Phong", birth=PartialDate(1998, 2, 4)) == []

    def test_K35_and_K42_are_asked_when_somebody_is_put_on_the_list(self, world, an):
        factories.person("Người Khác", citizen_id="045098001234")

        def listed(citizen_id: str):
            who = Person(
                full_name="Lê Văn Đôi", birth_date=date(1998, 2, 3), gender="nam", citizen_id=citizen_id
            )  # fmt: skip
            day = date(2024, 6, 3)
            given = {"person": who, "cell": world.a1, "source": "nong_thon", "opened_on": day, "bodies": []}
            return follow(by=an, today=day, **given)

        for wrong, rule in (("045098001234", "K35"), ("0450980012", "K42")):
            with pytest.raises(Refused) as caught:
                listed(wrong)
            assert [problem.rule for problem in caught.value.problems] == [rule]
        assert listed("045098001235").person.citizen_id == "045098001235"


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K40_warns_of_a_pupil_without_the_parents_opinion(day):
    pupil, asked = note(Matter.HOC_SINH_THPT), note(Matter.Y_KIEN_CHA_ME)

    assert weighs("K40", case_of(pupil), LISTED, day) is Level.WARN
    assert weighs("K40", case_of(pupil, asked), LISTED, day) is None
    assert judge("K40", case_of(), LISTED, day) is None


def test_K40_knows_a_pupil_by_source_and_age():
    case = case_of(birth=date(2008, 2, 3), source="hoc_sinh_sinh_vien")

    assert weighs("K40", case, LISTED, date(2026, 2, 2)) is Level.WARN
    assert judge("K40", case, LISTED, date(2026, 2, 3)) is None


def test_K41_warns_of_the_standards_of_a_group():
    noted = note(Matter.TIEU_CHUAN_NHOM)

    for source in ("co_quan_su_nghiep", "hoc_sinh_sinh_vien"):
        assert weighs("K41", case_of(source=source), ALLOWED, E3) is Level.WARN
        assert weighs("K41", case_of(noted, source=source), ALLOWED, E3) is None
    assert judge("K41", case_of(), ALLOWED, E3) is None


def test_K41_takes_the_owners_paper():
    owner = note(Matter.CHU_DOANH_NGHIEP)

    assert weighs("K41", case_of(owner), ALLOWED, E3) is Level.WARN
    assert weighs("K41", case_of(owner, consent(Matter.CHU_DOANH_NGHIEP)), ALLOWED, E3) is None


def test_K42_is_confirmed_on_the_form_before_somebody_is_put_on_the_list(world, as_hoa):
    typed = {
        "full_name": "Lê Thị Khác Số",
        "birth": "3/2/2001",
        "gender": "nu",
        "cell": world.a1.pk,
        "source": "nong_thon",
        "opened_on": "1/6/2024",
        "citizen_id": "045201001234",
    }

    answer = as_hoa.post("/nguon/them/", typed)
    assert set(mistakes(answer)) == {"doi_chieu"}
    page = page_of(answer)
    assert "số thứ tư (2) không khớp giới tính và thế kỷ sinh" in answer.content.decode()
    tick = page.all("input", name="doi_chieu")[0].attributes["value"]

    assert as_hoa.post("/nguon/them/", {**typed, "doi_chieu": tick}).status_code == 302
    assert Person.objects.get().citizen_id == "045201001234"
    agreeing = {**typed, "full_name": "Lê Thị Khớp", "citizen_id": "045301001234"}
    assert as_hoa.post("/nguon/them/", agreeing).status_code == 302
