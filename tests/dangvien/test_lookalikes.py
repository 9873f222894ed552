"""Telling two people of one name apart before a second entry is made."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.dates import PartialDate
from dangvien.models import Candidate, Person
from dangvien.procedure.lookalikes import birth_columns, lookalikes
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of, token_of

ADD = "/nguon/them/"


@pytest.mark.parametrize(
    ("name", "birth", "found"),
    [
        ("trần thị hoà", PartialDate(1990, 2, 3), True),
        ("Tran Thi Hoa", PartialDate(1990), True),
        ("Trần Thị Hòa", PartialDate(1990, 2), True),
        ("Trần Thị Hòa", PartialDate(1990, 3), False),
        ("Trần Thị Hòa", PartialDate(1990, 2, 4), False),
        ("Trần Thị Hòa", PartialDate(1991), False),
        ("Trần Hòa", PartialDate(1990, 2, 3), False),
    ],
)
def test_name_and_birth_must_both_agree_as_far_as_they_are_known(db, name, birth, found):
    factories.person("Trần Thị Hòa", date(1990, 2, 3))

    assert bool(lookalikes(Person.objects.all(), name, birth)) is found


@pytest.mark.parametrize("birth", [PartialDate(1990), PartialDate(1990, 2), PartialDate(1990, 2, 3)])
def test_a_birth_survives_its_two_columns(birth):
    day, precision = birth_columns(birth)

    assert Person(birth_date=day, birth_precision=precision).birth == birth


class TestLookAlikes:
    """Somebody of the same name and birth in scope: the two are shown side by side and a person decides."""

    @pytest.fixture
    def known(self, world):
        found = factories.candidate(world.a2, "Nguyễn Thị Mơi", birth=date(2001, 2, 3))
        Candidate.objects.filter(pk=found.pk).update(closed_on=date(2024, 1, 1), close_reason="Chuyển đi")
        return found.person

    @pytest.fixture
    def typed(self, world):
        return {
            "full_name": "Nguyễn Thị Mới",
            "birth": "2001",
            "gender": "nu",
            "cell": world.a1.pk,
            "source": "nong_thon",
            "opened_on": "1/6/2024",
        }

    def test_both_are_shown_before_anything_is_saved(self, known, typed, as_an):
        answer = as_an.post(ADD, typed)

        assert set(mistakes(answer)) == {"same_person"}
        assert "Cùng một người?" in page_of(answer).texts("h2")
        assert heads(answer) == ["Nguyễn Thị Mới đang nhập", "Nguyễn Thị Mơi đã có trong sổ"]
        assert Candidate.objects.count() == 1

    def test_told_apart_a_new_person_is_entered(self, known, typed, as_an):
        assert as_an.post(ADD, {**typed, "same_person": "khac"}).status_code == 302
        assert Person.objects.count() == 2

    def test_the_known_person_is_followed_again(self, world, known, typed, as_an):
        assert as_an.post(ADD, {**typed, "same_person": known.pk}).status_code == 302

        assert Person.objects.get() == known
        assert Candidate.objects.get(closed_on__isnull=True).organization == world.a1
        assert Person.objects.get().full_name == "Nguyễn Thị Mơi"

    def test_a_member_is_not_followed(self, world, typed, as_an):
        member = factories.member(world.a1, "Nguyễn Thị Mới")
        sent = {**typed, "birth": "8/3/1995"}

        assert set(mistakes(as_an.post(ADD, sent))) == {"same_person"}
        assert mistakes(as_an.post(ADD, {**sent, "same_person": member.person_id})) == {
            "full_name": ["Nguyễn Thị Mới đang là đảng viên."]
        }

    def test_an_answer_that_was_not_offered_is_none(self, world, known, typed, as_an):
        other = factories.person("Không Liên Quan")

        assert set(mistakes(as_an.post(ADD, {**typed, "same_person": other.pk}))) == {"same_person"}

    def test_somebody_of_another_ward_is_not_shown(self, world, typed, as_an):
        factories.candidate(world.b1, "Nguyễn Thị Mới", birth=date(2001, 2, 3))

        assert as_an.post(ADD, typed).status_code == 302

    def test_the_second_sending_of_the_same_form_meets_its_own_outcome(self, typed, as_an):
        sent = {**typed, "token": token_of(as_an, ADD)}

        first, second = (as_an.post(ADD, sent) for _ in range(2))

        assert first.url == second.url
        assert Person.objects.count() == 1
