"""Finding one person anywhere in scope, and two entries that are one."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.joining import join_people, part_people
from dangvien.models import AuditEntry, Kind, Member, PersonLink, User
from dangvien.procedure.duplicates import pairs_in
from dangvien.procedure.problem import Refused
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of, queries_of, token_of
from tests.people import World

SEARCH, TWICE = "/tim-nguoi/", "/tim-nguoi/ghi-hai-lan/"


@pytest.fixture
def hoa_binh(world: World) -> Member:
    found = factories.member(world.a1, "Đặng Thị Hòa Bình")
    found.card_number, found.file_number = "045123456789", "004512 QT"
    found.save()
    found.person.citizen_id = "045190000777"
    found.person.save()
    return found


def said(response) -> str:
    return " ".join(page_of(response).texts("main"))


def names(client, words: str) -> list[str]:
    return heads(client.post(SEARCH, {"ten": words}, follow=True))


@pytest.mark.parametrize(
    "words",
    ["hoa binh", "BÌNH Hòa", "bình đặng", "045190000777", "0451 9000 0777", "045123456789", "004512 qt"],
)
def test_a_person_is_found_by_name_in_any_order_or_by_a_whole_number(hoa_binh, as_an, words):
    assert names(as_an, words) == ["Đặng Thị Hòa Bình"]


def test_a_learner_is_found_by_the_certificate_s_number(world, as_an):
    candidate = factories.candidate(world.a1, "Võ Văn Học")
    earned = factories.certificate(candidate, factories.training_class(world.ward_a))
    earned.certificate_number = "17/GCN"
    earned.save()

    assert names(as_an, "17/gcn") == ["Võ Văn Học"]


@pytest.mark.parametrize("words", ["0451", "04512345678", "hòa xa", "%", "045190000776"])
def test_part_of_a_number_or_another_name_finds_nobody(hoa_binh, as_an, words):
    answer = as_an.post(SEARCH, {"ten": words}, follow=True)

    assert heads(answer) == []
    assert "Không thấy ai trong phạm vi của đồng chí." in said(answer)


def test_other_wards_find_nothing_and_the_words_stand_in_no_address(hoa_binh, as_binh, as_an):
    assert names(as_binh, "hoa binh") == []
    answer = as_an.post(SEARCH, {"ten": "Hòa Bình"})
    assert answer.status_code == 302
    assert "Hòa" not in answer.url
    assert "h%C3%B2a" not in answer.url.lower()
    assert AuditEntry.objects.latest("sequence").verb == "tìm theo tên"


def test_the_empty_page_says_what_may_be_typed(as_an):
    assert "Gõ tên hoặc một số" in said(as_an.get(SEARCH))


def test_many_found_ask_no_more_queries_than_one(world, as_an):
    factories.member(world.a1, "Lê Văn Nhiều")
    as_an.post(SEARCH, {"ten": "nhieu"})
    address = as_an.post(SEARCH, {"ten": "nhieu"}).url
    one = queries_of(as_an, address)
    for number in range(3):
        factories.member(world.a2, f"Lê Nhiều {number}")
        factories.candidate(world.a1, f"Võ Nhiều {number}")

    assert queries_of(as_an, address) == one


# Pairs


def pairs(world: World) -> list[tuple[str, str, str]]:
    scope = world.scope(world.city)
    people = {person.pk: person for person in scope.everybody}
    return [
        (people[pair.one].full_name, people[pair.other].full_name, pair.ground) for pair in pairs_in(scope.everybody)
    ]


def twice(world: World, name: str, birth: date, other: str, other_birth: date) -> tuple[Member, Member]:
    one, two = factories.member(world.a1, name), factories.member(world.b1, other)
    for member, day in ((one, birth), (two, other_birth)):
        member.person.birth_date = day
        member.person.save()
    return one, two


def test_names_alike_of_one_birthday_are_a_pair(world):
    twice(world, "Nguyễn Thị Thanh Hương", date(1985, 4, 9), "Nguyễn Thị Thanh Hườn", date(1985, 4, 9))

    ((one, other, ground),) = pairs(world)
    assert (one, other) == ("Nguyễn Thị Thanh Hương", "Nguyễn Thị Thanh Hườn")
    assert ground.startswith("cùng ngày sinh, tên giống nhau 9")


def test_one_name_with_day_and_month_the_other_way_round_is_a_pair(world):
    twice(world, "Lê Văn Sáu", date(1985, 4, 9), "Lê Văn Sáu", date(1985, 9, 4))

    assert [pair[2] for pair in pairs(world)] == ["cùng tên, ngày và tháng sinh đổi chỗ cho nhau"]


@pytest.mark.parametrize(
    ("other", "birth"),
    [("Lê Văn Sáu", date(1985, 4, 10)), ("Lê Văn Sáu", date(1986, 4, 9)), ("Hồ Thị Tám", date(1985, 4, 9))],
)
def test_others_are_no_pair(world, other, birth):
    twice(world, "Lê Văn Sáu", date(1985, 4, 9), other, birth)

    assert pairs(world) == []


def test_two_numbers_of_citizens_are_two_people(world):
    for number, member in enumerate(twice(world, "Lê Văn Sáu", date(1985, 4, 9), "Lê Văn Sáu", date(1985, 4, 9))):
        member.person.citizen_id = f"04508500000{number}"
        member.person.save()

    assert pairs(world) == []


# Joining


@pytest.fixture
def moved(world: World) -> tuple[Member, Member]:
    """One human being written twice: ward A lost her to "elsewhere", ward B took her in as somebody new."""
    one, two = twice(world, "Trần Thị Mây", date(1980, 5, 6), "Trần Thị Mây", date(1980, 5, 6))
    factories.movement(one, world.a1, Kind.CHUYEN_DI, date(2019, 1, 2))
    one.organization = None
    one.save()
    return one, two


def test_joined_people_show_one_history_and_nothing_of_either_is_changed(world, moved, chi: User, as_chi):
    one, two = moved
    lines = list(one.movements.values()) + list(two.movements.values())
    address = f"{TWICE}{two.person_id}/{one.person_id}/"

    assert "cùng ngày sinh" in said(as_chi.get(TWICE))
    assert said(as_chi.get(address)).count("Trần Thị Mây") > 1
    answer = as_chi.post(address, {"reason": "Đối chiếu lý lịch", "token": token_of(as_chi, address)}, follow=True)

    assert "Chuyển đi" in said(answer)
    assert list(one.movements.values()) + list(two.movements.values()) == lines
    link = PersonLink.objects.get()
    assert (link.kept, link.other, link.recorded_by) == (two.person, one.person, chi)
    entry = AuditEntry.objects.filter(verb="ghép người").get()
    assert (entry.reason, entry.organization_id) == ("Đối chiếu lý lịch", world.b1.pk)
    assert pairs(world) == []


def test_a_joining_is_taken_back_with_a_reason(world, moved, chi: User, as_chi):
    link = join_people(by=chi, kept=moved[1].person, other=moved[0].person, reason="Cùng lý lịch")
    address = f"/tim-nguoi/ghep/{link.pk}/tach/"

    assert mistakes(as_chi.post(address, {"reason": ""})) == {"reason": ["Nhập lý do tách."]}
    as_chi.post(address, {"reason": "Hai chị em", "token": token_of(as_chi, address)})

    link.refresh_from_db()
    assert (link.undo_reason, link.undone_by) == ("Hai chị em", chi)
    assert as_chi.get(address).status_code == 404
    assert len(pairs(world)) == 1
    with pytest.raises(Refused, match="đã được tách"):
        part_people(by=chi, link=link, reason="Lần nữa")


def refused(chi: User, kept: Member, other: Member, reason: str = "Cùng lý lịch") -> str:
    with pytest.raises(Refused) as caught:
        join_people(by=chi, kept=kept.person, other=other.person, reason=reason)
    assert not PersonLink.objects.filter(kept=kept.person, other=other.person).exists()
    return str(caught.value)


def test_two_members_of_today_are_not_joined(world, chi):
    one, two = twice(world, "Lê Văn Sáu", date(1985, 4, 9), "Lê Văn Sáu", date(1985, 4, 9))

    assert "được đếm hai lần" in refused(chi, one, two)


def test_one_s_self_no_ground_and_other_numbers_are_refused_together(world, moved, chi):
    one, two = moved
    for number, member in enumerate(moved):
        member.person.citizen_id = f"04508500000{number}"
        member.person.save()

    told = refused(chi, two, one, reason=" ")
    assert "số căn cước khác nhau" in told
    assert "Ghi căn cứ" in told
    assert "là một dòng trong sổ" in refused(chi, one, one)


def test_two_open_ways_are_not_joined(world, chi):
    one, two = factories.candidate(world.a1, "Võ Văn Hai"), factories.candidate(world.b1, "Võ Văn Hai")

    with pytest.raises(Refused, match="Thôi theo dõi một bên trước"):
        join_people(by=chi, kept=one.person, other=two.person, reason="Cùng lý lịch")


def test_nobody_is_joined_twice_over(world, moved, chi):
    join_people(by=chi, kept=moved[1].person, other=moved[0].person, reason="Cùng lý lịch")
    third = factories.candidate(world.a2, "Trần Thị Mây")

    with pytest.raises(Refused, match="đã ghép với người khác"):
        join_people(by=chi, kept=third.person, other=moved[0].person, reason="Cùng lý lịch")


def test_what_lies_outside_the_scope_is_counted_and_not_shown(world, moved, chi, as_binh):
    join_people(by=chi, kept=moved[1].person, other=moved[0].person, reason="Cùng lý lịch")

    shown = said(as_binh.get(f"{SEARCH}{moved[1].person_id}/"))
    assert "Còn 1 lần ghi ở ngoài phạm vi" in shown
    assert "Chuyển đi" not in shown
    assert as_binh.get(f"{SEARCH}{moved[0].person_id}/").status_code == 404


def test_the_search_names_nobody_outside_the_scope(world, moved, chi, as_binh):
    other = moved[0].person
    other.full_name = "Trần Thị Mấy"
    other.save()
    join_people(by=chi, kept=moved[1].person, other=other, reason="Cùng lý lịch")

    answer = as_binh.post(SEARCH, {"ten": "tran thi may"}, follow=True)
    assert heads(answer) == ["Trần Thị Mây"]
    assert "Trần Thị Mấy" not in said(answer)
