"""Lists in the letters of old fonts, from the upload to the register: what is stored there is plain Vietnamese."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dangvien.imports import stages
from dangvien.models import ImportBatch, Member, Person, User
from dangvien.rosters.fields import MEMBERS
from tests.old_letters import in_tcvn3, in_vni
from tests.people import World
from tests.roster_files import AS_OF, book, commit, keep, member, verdicts

pytestmark = pytest.mark.django_db

NAMES = ("Nguyễn Thị Hương", "Trần Đức Thắng", "Lê Văn Sỹ", "Phạm Ngọc Ánh", "Đỗ Thị Ngọc Ánh", "Hoàng Ổn")
PLACE = "xã Triệu Ái, huyện Triệu Phong, tỉnh Quảng Trị"


def people(stored: Callable[[str], str]) -> list[dict[str, str]]:
    rows = [member(number, ho_ten=name, que_quan=PLACE) for number, name in enumerate(NAMES)]
    return [{key: stored(text) for key, text in row.items()} for row in rows]


def csv(stored: Callable[[str], str]) -> bytes:
    rows = people(stored)
    lines = [[stored(MEMBERS.field(key).label) for key in rows[0]], *(list(row.values()) for row in rows)]
    return "\n".join(";".join(line) for line in lines).encode("cp1252")


def told(batch: ImportBatch) -> dict[str, list[str]]:
    return {row.record["ho_ten"]: [issue["code"] for issue in row.issues] for row in batch.rows.data() if row.record}


def in_register() -> set[tuple[str, str]]:
    return {(person.full_name, person.native_place) for person in Person.objects.filter(member__isnull=False)}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_list_in_vni_comes_in_as_it_reads(world: World, an: User, form: str) -> None:
    content = book(people(in_vni)) if form == "xlsx" else csv(in_vni)
    assert "Nguyễn".encode() not in content

    batch = keep(an, world.ward_a, (), content=content)

    assert (verdicts(batch), told(batch)) == (["moi"] * len(NAMES), {name: [] for name in NAMES})
    assert commit(an, batch).state == "xong"
    assert in_register() == {(name, PLACE) for name in NAMES}
    assert Member.objects.filter(organization=world.a1, admitted_on__lt=AS_OF).count() == len(NAMES)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_capital_that_tcvn3_could_not_store_is_given_back_and_told(world: World, an: User, form: str) -> None:
    """ "Ngọc ánh" stands in the file: the font has no Á."""
    content = book(people(in_tcvn3)) if form == "xlsx" else csv(in_tcvn3)

    batch = keep(an, world.ward_a, (), content=content)

    lost = {"Phạm Ngọc Ánh", "Đỗ Thị Ngọc Ánh", "Hoàng Ổn"}
    assert told(batch) == {name: ["capital_lost"] * (1 + (name in lost)) for name in NAMES}
    row = batch.rows.get(record__ho_ten="Hoàng Ổn")
    assert "“Hoàng ổn”" in row.issues[0]["message"]
    assert "“Hoàng Ổn”" in row.issues[0]["message"]
    assert row.issues[0]["severity"] == "warning"
    assert "“ái” có thể là “Ái”" in row.issues[1]["message"]
    assert commit(an, batch).state == "xong"
    assert in_register() == {(name, PLACE.replace("Ái", "ái")) for name in NAMES}, "kept as the file has it, and told"


def test_checked_again_from_what_was_kept_it_says_the_same(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, (), content=csv(in_tcvn3))
    before, stamp = told(batch), batch.stamp

    stages.check(batch, an)

    assert (told(batch), batch.stamp) == (before, stamp)


def test_a_small_letter_of_a_unicode_list_is_nobodys_lost_capital(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1, ho_ten="Phạm Ngọc ánh")])

    assert told(batch) == {"Phạm Ngọc ánh": []}
