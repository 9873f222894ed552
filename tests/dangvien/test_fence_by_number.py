"""Nobody of another place is read or taken over by whoever knows their number (attack of 30/11/2026)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangvien.actions.candidacy import follow
from dangvien.actions.importing import choose_person
from dangvien.models import AuditEntry, Candidate, Kind, Member, Movement, Person
from dangvien.procedure.elsewhere import HELD_ELSEWHERE, NUMBER_TAKEN
from dangvien.procedure.problem import Refused
from tests import factories
from tests.dangvien.reading import mistakes, page_of
from tests.people import TODAY
from tests.roster_files import MEMBER, commit, keep, row_of, undo

ARRIVING, FOLLOWING = "/chuyen-sinh-hoat/tu-noi-khac/", "/nguon/them/"
NUMBER = "045190000123"


def person_of(candidate, number=NUMBER, native_place="Xã Quê Kín, Quảng Trị"):
    person = candidate.person
    person.citizen_id, person.native_place = number, native_place
    person.save()
    return person


@pytest.fixture
def followed(world):
    """Whom ward B follows: born on a day ward A does not know."""
    return person_of(factories.candidate(world.b1, "Hồ Thị Kín", birth=date(1990, 11, 23)))


@pytest.fixture
def former(world):
    """Whom ward B followed once, with nothing open today."""
    candidate = factories.candidate(world.b1, "Hồ Thị Kín", date(2020, 1, 10), date(1990, 11, 23))
    factories.closed(candidate, date(2022, 3, 3), "Chuyển đi")
    return person_of(candidate)


def arriving(world: Any, **more: Any) -> dict[str, Any]:
    return {
        "full_name": "Hồ Thị Kín",
        "birth": "1990",
        "gender": "nu",
        "citizen_id": NUMBER,
        "origin_name": "Xã Vĩnh Thủy",
        "cell": world.a1.pk,
        "admitted_on": "19/5/2018",
        "occurred_on": "20/5/2024",
        "kind": "chinh_thuc",
        **more,
    }


def following(world: Any, **more: Any) -> dict[str, Any]:
    return {
        "full_name": "Hồ Thị Kín",
        "birth": "23/11/1990",
        "gender": "nu",
        "citizen_id": NUMBER,
        "cell": world.a1.pk,
        "source": "nong_thon",
        "opened_on": "1/6/2024",
        **more,
    }


FULL = {"birth": "23/11/1990"}


class TestSomebodyAnotherWardHolds:
    @pytest.mark.parametrize("birth", ["1990", "23/11/1990"])
    @pytest.mark.parametrize("address", [ARRIVING, FOLLOWING])
    def test_nothing_is_told_and_nothing_taken(self, world, followed, as_an, address, birth):
        given = (arriving if address == ARRIVING else following)(world, birth=birth)
        for more in ({}, {"same_person": str(followed.pk)}, {"same_person": "khac"}):
            answer = as_an.post(address, given | more)
            assert mistakes(answer) == {"citizen_id": [NUMBER_TAKEN]}, more
            said = answer.content.decode()
            assert [word for word in ("Quê Kín", "Quần chúng", "Chính là") if word in said] == []
            assert "23/11/1990" in said or birth == "1990"
        assert not Member.objects.exists()
        assert Candidate.objects.get().organization == world.b1

    def test_nor_a_present_member(self, world, as_an):
        member = factories.member(world.b1, "Hồ Thị Kín")
        person_of(member)
        given = arriving(world, birth="8/3/1995", same_person=str(member.person_id))

        assert mistakes(as_an.post(ARRIVING, given)) == {"citizen_id": [NUMBER_TAKEN]}
        assert Member.objects.get().organization == world.b1

    def test_an_old_learner_of_ones_own_whom_another_ward_follows_is_not_taken(self, world, an, as_an):
        """A door of ward A still opens the entry: they were sent to a class from there."""
        first = factories.candidate(world.a1, "Lê Đổi Nơi", date(2019, 1, 10), date(1990, 11, 23))
        factories.enrollment(factories.training_class(world.city, "NT-2020-01"), first)
        factories.closed(first, date(2022, 7, 1), "Chuyển đi")
        person = first.person
        Candidate.objects.create(person=person, organization=world.b1, source="nong_thon", opened_on=date(2023, 8, 1))
        given = arriving(world, full_name="Lê Đổi Nơi", citizen_id="", same_person=str(person.pk))

        assert mistakes(as_an.post(ARRIVING, given | FULL)) == {"": [HELD_ELSEWHERE]}
        with pytest.raises(Refused, match="thuộc một nơi khác"):
            follow(by=an, person=person, cell=world.a1, source="nong_thon", opened_on=TODAY, bodies=[], today=TODAY)
        assert not Member.objects.exists()


class TestSomebodyWhoLeftAnotherWard:
    @pytest.mark.parametrize(
        "more",
        [{"birth": "1990"}, {"birth": "11/1990"}, {"birth": "24/11/1990"}, {**FULL, "full_name": "Hồ Thị Kin"}],
        ids=["year", "month", "another day", "another name"],
    )
    def test_less_than_all_three_is_told_nothing(self, world, former, as_an, more):
        given = arriving(world, **more, same_person=str(former.pk))

        assert mistakes(as_an.post(ARRIVING, given)) == {"citizen_id": [NUMBER_TAKEN]}
        assert not Member.objects.exists()

    def test_all_three_are_shown_back_as_typed_and_no_more(self, world, former, as_an):
        answer = as_an.post(ARRIVING, arriving(world, **FULL))

        assert set(mistakes(answer)) == {"same_person"}
        row = page_of(answer).texts("td")
        assert "Đã rời một nơi khác trong sổ" in row
        assert "Quê Kín" not in answer.content.decode()

    @pytest.mark.parametrize("address", [ARRIVING, FOLLOWING])
    def test_both_places_read_who_took_them(self, world, former, as_an, address):
        given = arriving(world, **FULL) if address == ARRIVING else following(world)

        assert as_an.post(address, given | {"same_person": str(former.pk)}).status_code == 302

        assert Person.objects.count() == 1
        told = AuditEntry.objects.get(organization_id=world.b1.pk, verb="nơi khác nhận người đã ghi ở đây")
        assert told.actor == "Nguyễn Thị An (an)"
        assert (told.after or {})["nơi nhận"] == "Chi bộ A1"
        assert AuditEntry.objects.filter(organization_id=world.a1.pk).exclude(verb="xem hồ sơ").exists()

    def test_how_somebody_left_the_party_elsewhere_is_not_told(self, world, as_an):
        member = factories.member(world.b1, "Hồ Thị Kín")
        person_of(member)
        factories.movement(member, world.b1, Kind.KHAI_TRU, date(2022, 3, 3))
        Member.objects.filter(pk=member.pk).update(organization=None)
        given = arriving(world, birth="8/3/1995", same_person=str(member.person_id))

        answer = as_an.post(ARRIVING, given)

        assert mistakes(answer) == {"citizen_id": [NUMBER_TAKEN]}
        assert "hai trừ" not in answer.content.decode()
        assert Movement.objects.headcount() == 0


def test_a_list_that_takes_up_who_left_another_ward_is_read_there_too(world, an):
    """Ward A sent them to a class once, so its list may be about them; ward B followed them last."""
    first = factories.candidate(world.a1, MEMBER["ho_ten"], date(2012, 1, 10), date(1985, 3, 12))
    factories.enrollment(factories.training_class(world.city, "NT-2013-01"), first)
    factories.closed(first, date(2014, 7, 1), "Chuyển đi")
    there = Candidate.objects.create(
        person=first.person, organization=world.b1, source="nong_thon", opened_on=date(2015, 8, 1)
    )
    factories.closed(there, date(2016, 3, 3), "Chuyển đi")
    batch = keep(an, world.ward_a, [MEMBER])
    choose_person(by=an, row=row_of(batch, 2), choice=str(first.person_id))
    batch.refresh_from_db()
    commit(an, batch)

    told = AuditEntry.objects.get(verb="nơi khác nhận người đã ghi ở đây")
    assert (told.organization_id, told.subject, told.actor_id) == (world.b1.pk, first.person.full_name, an.pk)
    undo(an, batch)
    assert not Member.objects.present().exists()


def met(place: Any) -> list[tuple[str, str, Any]]:
    """What the trail of a place says of numbers that were typed."""
    rows = AuditEntry.objects.filter(organization_id=place.pk, verb__contains="gõ số").order_by("sequence")
    return [(row.actor, row.subject, (row.after or {})["số"]) for row in rows]


class TestAskingWhetherANumberIsInTheRegister:
    """Uniqueness cannot be had without an answer; who got one is read at both ends."""

    @pytest.mark.parametrize("address", [ARRIVING, FOLLOWING])
    def test_a_refused_form_leaves_an_entry_at_both_ends(self, world, followed, as_an, address):
        as_an.post(address, (arriving if address == ARRIVING else following)(world))

        an = "Nguyễn Thị An (an)"
        assert met(world.ward_a) == [(an, "Nguyễn Thị An", "•••••••••123")]
        assert met(world.b1) == [(an, "Hồ Thị Kín", "•••••••••123")]

    def test_so_does_being_shown_that_all_three_agree(self, world, former, as_an):
        as_an.post(ARRIVING, arriving(world, **FULL, cell=""))

        assert (len(met(world.ward_a)), len(met(world.b1))) == (1, 1)

    def test_a_secretary_of_a_cell_asks_of_another_cell(self, world, as_hoa):
        person_of(factories.candidate(world.a2, "Hồ Thị Kín", birth=date(1990, 11, 23)))

        as_hoa.post(FOLLOWING, following(world, full_name="Ai Đó Khác"))

        assert (len(met(world.a1)), len(met(world.a2))) == (1, 1)

    def test_a_card_and_a_correction_are_asked_about_too(self, world, followed, an, as_an):
        holder = factories.member(world.b1, "Lê Văn Thẻ")
        Member.objects.filter(pk=holder.pk).update(card_number="04512345")
        as_an.post(ARRIVING, arriving(world, citizen_id="", card_number="04512345"))
        own = factories.candidate(world.a1, "Đỗ Thị Mơ", birth=date(1990, 11, 23))
        given = {"full_name": "Đỗ Thị Mơ", "birth": "23/11/1990", "gender": "nu", "citizen_id": NUMBER, "seen": "1"}
        as_an.post(f"/nguon/{own.pk}/sua-thong-tin/", {**given, "reason": "Gõ nhầm"})

        assert [subject for _, subject, _ in met(world.b1)] == ["Lê Văn Thẻ", "Hồ Thị Kín"]

    def test_of_people_in_scope_no_entry_is_needed(self, world, followed, as_chi):
        as_chi.post(ARRIVING, arriving(world))

        assert not AuditEntry.objects.filter(verb__contains="gõ số").exists()
