"""Rows of a list of members against the register: every verdict, with what is told and what is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangvien.actions import importing
from dangvien.imports import stages
from dangvien.models import AuditEntry, ImportBatch, Kind, Member, Movement, Person, Standing, User, Verdict
from dangvien.procedure import reconciliation
from tests import factories
from tests.people import TODAY, World
from tests.roster_files import AS_OF, MEMBER, commit, done, keep, member, row_of, undo, verdicts


def codes(batch: ImportBatch, number: int = 2) -> list[str]:
    return [issue["code"] for issue in row_of(batch, number).issues]


def there(world: World, **more: Any) -> Member:
    """The member of the sample row, in the register from an earlier list."""
    person = Person.objects.create(
        full_name="Nguyễn Thị Hồng Nhung", birth_date=date(1985, 3, 12), gender="nu", ethnicity="01", religion="00",
        native_place=MEMBER["que_quan"],
    )  # fmt: skip
    facts = {
        "organization": world.a1, "card_number": "43000001", "file_number": "200001 QT",
        "admitted_on": date(2010, 5, 19), "official_on": date(2011, 5, 19), **more,
    }  # fmt: skip
    made = Member.objects.create(person=person, **facts)
    if made.organization is not None:
        factories.movement(made, made.organization, Kind.DAU_SO, date(2020, 1, 1))
    Standing.objects.create(
        person=person, since=date(2020, 1, 1), professional="dai_hoc", occupation="vien_chuc_cong_lap"
    )
    return made


def test_somebody_who_is_there_as_the_list_says_is_the_same(world: World, an: User) -> None:
    made = there(world)
    batch = keep(an, world.ward_a, [MEMBER])
    row = row_of(batch, 2)
    assert (row.verdict, row.person_id, row.before, row.issues) == (Verdict.SAME, made.person_id, {}, [])


def test_every_cell_that_differs_is_told_with_what_stands_there(world: World, an: User) -> None:
    there(world)
    differing = {**MEMBER, "ho_ten": "Nguyễn Thị Hồng Nhúng", "que_quan": "xã Gio Mỹ", "so_ly_lich": "200002 QT",
                 "trinh_do": "Thạc sĩ", "ngay_chinh_thuc": "20/05/2011"}  # fmt: skip
    row = row_of(keep(an, world.ward_a, [differing]), 2)
    assert row.verdict == Verdict.CHANGED
    assert row.before == {
        "ho_ten": "Nguyễn Thị Hồng Nhung",
        "que_quan": MEMBER["que_quan"],
        "so_ly_lich": "200001 QT",
        "ngay_chinh_thuc": "2011-05-19",
        "trinh_do": "Đại học",
    }


def test_capitals_and_the_place_of_the_tone_are_no_change(world: World, an: User) -> None:
    made = there(world)
    Person.objects.filter(pk=made.person_id).update(full_name="Nguyễn Thị Thuý")
    Person.objects.get(pk=made.person_id).save()
    assert verdicts(keep(an, world.ward_a, [{**MEMBER, "ho_ten": "Nguyễn Thị Thúy"}])) == [Verdict.SAME]


def test_an_empty_cell_says_nothing(world: World, an: User) -> None:
    there(world)
    row = {**MEMBER, "so_the": None, "que_quan": None, "trinh_do": None, "ngay_chinh_thuc": None}
    assert verdicts(keep(an, world.ward_a, [row])) == [Verdict.SAME]


@pytest.mark.parametrize(
    ("changed", "ground"),
    [
        ({"ngay_vao_dang": "03/02/2012", "so_the": None, "ngay_chinh_thuc": "03/02/2013"}, "cùng tên, cùng ngày sinh"),
        ({"ngay_sinh": "1985", "so_the": None}, "cùng tên, ngày sinh có thể là một"),
        ({"ngay_sinh": "03/12/1985", "so_the": None}, "cùng tên, ngày và tháng sinh đổi chỗ cho nhau"),
        (
            {"ho_ten": "Nguyễn Thị Hồng Nhưng", "so_the": None, "ngay_vao_dang": "01/01/2009"},
            "cùng tên, cùng ngày sinh",
        ),
        ({"ho_ten": "Nguyễn Thị Hồn Nhung", "so_the": None}, "cùng ngày sinh, tên giống nhau 98%"),
    ],
)
def test_who_only_looks_like_somebody_is_asked_about(
    world: World, an: User, changed: dict[str, Any], ground: str
) -> None:
    made = there(world)
    row = row_of(keep(an, world.ward_a, [{**MEMBER, **changed}]), 2)
    assert row.verdict == Verdict.MAYBE
    assert row.alike == [
        {
            "person": made.person_id,
            "name": "Nguyễn Thị Hồng Nhung",
            "birth": "12/03/1985",
            "where": "Chi bộ A1",
            "ground": ground,
        }
    ]


def test_a_card_of_somebody_else_is_an_error_that_names_them_in_scope_only(world: World, an: User) -> None:
    there(world)
    other = {**member(7), "so_the": "43000001"}
    batch = keep(an, world.ward_a, [other])
    assert (verdicts(batch), codes(batch)) == ([Verdict.WRONG], ["card_taken"])
    assert "Nguyễn Thị Hồng Nhung" in row_of(batch, 2).issues[0]["message"]


def test_a_number_held_outside_the_scope_is_told_without_a_name(world: World, an: User) -> None:
    person = factories.person("Lê Thị Bí Mật", citizen_id="045085000123")
    held = Member.objects.create(person=person, organization=world.b1, card_number="43000001")
    factories.movement(held, world.b1, Kind.DAU_SO, date(2020, 1, 1))
    batch = keep(an, world.ward_a, [{**MEMBER, "so_cccd": "045085000123"}])
    row = row_of(batch, 2)
    assert (row.verdict, codes(batch)) == (Verdict.WRONG, ["citizen_elsewhere", "card_elsewhere"])
    assert (row.person_id, row.alike) == (None, [])
    assert "Bí Mật" not in str(row.issues)


def test_how_many_rows_asked_about_people_elsewhere_stays_written_when_the_list_is_dropped(
    world: World, an: User
) -> None:
    person = factories.person("Lê Thị Bí Mật", citizen_id="045085000123")
    held = Member.objects.create(person=person, organization=world.b1, card_number="43000002")
    factories.movement(held, world.b1, Kind.DAU_SO, date(2020, 1, 1))
    rows = [{**MEMBER, "so_cccd": "045085000123"}, {**member(7), "so_the": "43000002"}, member(8)]

    importing.drop_batch(by=an, batch=keep(an, world.ward_a, rows))

    told = AuditEntry.objects.get(verb="danh sách có số của người nơi khác")
    assert (told.actor_id, told.organization_id, told.after) == (an.pk, world.ward_a.pk, {"số dòng": 2})
    keep(an, world.ward_a, [member(8)])
    assert AuditEntry.objects.filter(verb=told.verb).count() == 1


def test_somebody_in_another_ward_of_the_importers_scope_must_be_transferred(world: World, chi: User) -> None:
    """Not by name: the secretary of the ward reads the same rows."""
    there(world, organization=world.b1)
    batch = keep(chi, world.ward_a, [MEMBER])
    assert (verdicts(batch), codes(batch)) == ([Verdict.WRONG], ["card_elsewhere"])
    assert "ghi việc chuyển sinh hoạt" in str(row_of(batch, 2).issues)


def test_another_cell_of_the_ward_is_told_and_not_changed(world: World, an: User) -> None:
    there(world, organization=world.a2)
    batch = keep(an, world.ward_a, [{**MEMBER, "que_quan": "xã Gio Mỹ"}])
    assert (verdicts(batch), codes(batch)) == ([Verdict.CHANGED], ["unit_differs"])
    commit(an, batch)
    assert Member.objects.get().organization == world.a2


def test_a_candidate_on_the_way_is_no_member_by_a_list(world: World, an: User) -> None:
    candidate = factories.candidate(world.a1, "Nguyễn Thị Hồng Nhung", birth=date(1985, 3, 12))
    batch = keep(an, world.ward_a, [MEMBER])
    row = row_of(batch, 2)
    assert row.verdict == Verdict.MAYBE
    row.choice = str(candidate.person_id)
    row.save()
    importing.check_again(by=an, batch=batch)
    batch = done(batch)
    assert (verdicts(batch), codes(batch)) == ([Verdict.WRONG], ["is_candidate"])


def test_the_birth_of_a_member_changes_by_a_document_only(world: World, an: User) -> None:
    there(world)
    row = {**MEMBER, "ngay_sinh": "13/03/1985"}
    batch = keep(an, world.ward_a, [row])
    assert (verdicts(batch), codes(batch)) == ([Verdict.WRONG], ["birth_needs_document"])
    batch = keep(an, world.ward_a, [row], document="Thông báo số 12-TB/ĐU ngày 02/5/2024")
    assert verdicts(batch) == [Verdict.CHANGED]
    commit(an, batch)
    assert Person.objects.get().birth_date == date(1985, 3, 13)


def test_days_that_the_ledger_wrote_are_not_changed_by_a_list(world: World, an: User) -> None:
    made = there(world)
    factories.movement(made, world.a1, Kind.CONG_NHAN, date(2021, 5, 19))
    Member.objects.update(official_on=date(2021, 5, 19))
    batch = keep(an, world.ward_a, [MEMBER])
    assert (verdicts(batch), codes(batch)) == ([Verdict.SAME], ["date_from_ledger"])


def test_what_is_on_no_list_of_codes_is_told_before(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [{**MEMBER, "nghe_nghiep": "Hưu trí", "trinh_do": "12/12, Đại học"}])
    assert (verdicts(batch), codes(batch)) == ([Verdict.NEW], ["text_not_kept"])
    commit(an, batch)
    standing = Standing.objects.get()
    assert (standing.general_education, standing.professional, standing.occupation) == ("thpt", "dai_hoc", "")


def test_nothing_is_assumed_of_somebody_new_unless_the_user_says_so(world: World, an: User) -> None:
    row = {key: value for key, value in MEMBER.items() if key not in ("dan_toc", "ton_giao")}
    batch = keep(an, world.ward_a, [row])
    assert (verdicts(batch), codes(batch)) == ([Verdict.WRONG], ["required_for_register"] * 2)
    batch = keep(an, world.ward_a, [row], options={"assume": True})
    assert verdicts(batch) == [Verdict.NEW]


def test_a_cell_that_is_closed_by_now_takes_nobody(world: World, an: User) -> None:
    world.a1.placements.update(valid_to=date(2024, 6, 1))
    batch = keep(an, world.ward_a, [MEMBER])
    assert (verdicts(batch), codes(batch)) == ([Verdict.WRONG], ["unit_closed"])


def test_who_left_the_register_comes_back_only_when_the_user_chose_so(world: World, an: User) -> None:
    made = there(world)
    factories.movement(made, world.a1, Kind.CHUYEN_DI, date(2023, 1, 9))
    Member.objects.update(organization=None)
    batch = keep(an, world.ward_a, [MEMBER])
    assert (verdicts(batch), codes(batch)) == ([Verdict.MAYBE], ["left_register"])
    importing.choose_person(by=an, row=row_of(batch, 2), choice=str(made.person_id))
    batch.refresh_from_db()
    assert verdicts(batch) == [Verdict.NEW]
    commit(an, batch)
    made.refresh_from_db()
    assert (made.organization, Person.objects.count()) == (world.a1, 1)
    assert [line.kind for line in made.movements.in_order()] == [Kind.DAU_SO, Kind.CHUYEN_DI, Kind.DAU_SO]
    assert list(reconciliation.faults(TODAY)) == []
    undo(an, done(batch))
    made.refresh_from_db()
    assert made.organization is None
    assert Movement.objects.until(TODAY).headcount() == 0
    assert list(reconciliation.faults(TODAY)) == []


@pytest.mark.parametrize("count", [2, 60])
def test_the_queries_of_a_check_do_not_grow_with_its_rows(
    world: World, an: User, count: int, django_assert_max_num_queries: Any
) -> None:
    commit(an, keep(an, world.ward_a, [member(number) for number in range(count)]))
    rows = [member(number, que_quan="xã Gio Mỹ") for number in range(count)]
    batch = keep(an, world.ward_a, rows)
    assert batch.as_of == AS_OF
    with django_assert_max_num_queries(34):
        stages.check(batch, an)
    assert verdicts(done(batch)) == [Verdict.CHANGED] * count
