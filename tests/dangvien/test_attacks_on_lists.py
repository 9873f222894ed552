"""What else somebody could do with a list: one person twice, days out of order, other wards, chains without end."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions import importing
from dangvien.imports.organizations import MOST_LEVELS, OrganizationComparison
from dangvien.models import AuditEntry, ImportBatch, Member, OrganizationKind, Person, Placement, User, Verdict
from tests import factories
from tests.dangvien.imports.rows import asked
from tests.dangvien.imports.rows import codes as codes_of
from tests.people import World
from tests.roster_files import LEARNER, commit, done, keep, member, row_of, undo, verdicts


def codes(batch: ImportBatch, number: int) -> list[str]:
    return [issue["code"] for issue in row_of(batch, number).issues]


def test_two_rows_about_one_person_do_not_write_over_each_other(world: World, an: User) -> None:
    commit(an, keep(an, world.ward_a, [member(1)]))
    rows = [
        member(1, ho_ten="Trần Văn Ân", so_the=None, que_quan="xã Gio Mỹ"),
        member(1, ho_ten="Trần Văn Ăn", so_the=None, que_quan="xã Gio Hải"),
    ]
    batch = keep(an, world.ward_a, rows)
    assert verdicts(batch) == [Verdict.CHANGED, Verdict.WRONG]
    assert "person_twice" in codes(batch, 3)
    commit(an, batch)
    assert Person.objects.get().native_place == "xã Gio Mỹ"
    importing.check_again(by=an, batch=batch)
    assert "person_twice" in codes(done(batch), 3)
    undo(an, batch)
    assert Person.objects.get().native_place == member(1)["que_quan"]


def test_two_learners_who_are_one_person_are_told(world: World, an: User) -> None:
    held = factories.training_class(world.ward_a, "K1", date(2023, 6, 9))
    factories.candidate(world.a1, "Trần Quốc Toản", birth=date(1999, 9, 4))
    rows = [dict(LEARNER), {**LEARNER, "ho_ten": "Trần Quốc Toán", "so_gcn": "002/K1-GCN"}]
    batch = keep(an, world.ward_a, rows, kind="lop", training_class=held)
    assert verdicts(batch) == [Verdict.NEW, Verdict.WRONG]
    assert commit(an, batch).state == "xong"


@pytest.mark.parametrize(
    "more",
    [
        {"dien_thoai": "0912345678" * 5},
        {"que_quan": "xã " * 200},
        {"ten_khac": "An " * 100},
        {"so_ly_lich": "1234567890123456789 QT"},
        {"thuong_tru": "thôn " * 100},
    ],
)
def test_a_text_the_register_has_no_room_for_is_told_of_somebody_known(
    world: World, an: User, more: dict[str, str]
) -> None:
    commit(an, keep(an, world.ward_a, [member(1)], as_of=date(2023, 1, 1)))
    batch = keep(an, world.ward_a, [member(1, **more), member(2)])
    assert (verdicts(batch), codes(batch, 2)) == ([Verdict.WRONG, Verdict.NEW], ["too_long"])


def test_a_day_of_the_list_and_one_of_the_register_stay_in_order(world: World, an: User) -> None:
    commit(an, keep(an, world.ward_a, [member(1)], as_of=date(2023, 1, 1)))
    row = {key: member(1)[key] for key in ("ho_ten", "ngay_sinh", "so_the", "chi_bo", "gioi_tinh")}
    batch = keep(an, world.ward_a, [{**row, "ngay_vao_dang": "03/02/2000"}])
    assert (verdicts(batch), codes(batch, 2)) == ([Verdict.WRONG], ["date_order"])


def test_cards_stand_in_no_entry_of_the_trail(world: World, an: User) -> None:
    commit(an, keep(an, world.ward_a, [member(1)], as_of=date(2023, 1, 1)))
    batch = keep(an, world.ward_a, [member(1, so_the="51999999", so_cccd="045085000123")])
    importing.choose_person(by=an, row=row_of(batch, 2), choice=str(Person.objects.get().pk))
    batch.refresh_from_db()
    commit(an, batch)
    assert Member.objects.get().card_number == "51999999"
    entry = AuditEntry.objects.get(verb="sửa theo danh sách")
    for number in ("51999999", "51000001", "045085000123"):
        assert number not in str([entry.before, entry.after])


def test_figures_of_the_past_are_not_written_into_another_ward(world: World, an: User) -> None:
    Placement.objects.filter(organization=world.a3).update(valid_to=date(2024, 1, 1))
    since = date(2024, 1, 1)
    factories.place(world.a3, "Chi bộ A3", OrganizationKind.CHI_BO, world.ward_b, valid_from=since, area="khu_dan_cu")
    row = {"to_chuc": "Chi bộ A3", "chi_so": "Đảng viên mới kết nạp", "cua_nam": "2022", "so": 3}
    batch = keep(an, world.ward_a, [row], kind="so_lieu", as_of=date(2023, 6, 1), document="Báo cáo số 45-BC/ĐU")
    assert (verdicts(batch), codes(batch, 2)) == ([Verdict.WRONG], ["unit_elsewhere"])


def test_a_chain_of_thousands_of_organizations_is_cut(world: World) -> None:
    above = ["Đảng bộ Phường A", *(f"Đảng bộ số {n}" for n in range(1500))]
    facts = {"loai": "Đảng bộ bộ phận", "ngay_thanh_lap": "2024-01-01"}
    rows = asked([{"ten_to_chuc": f"Đảng bộ số {n}", "truc_thuoc": above[n], **facts} for n in range(1500)])
    found = OrganizationComparison(world.scope(world.ward_a), world.ward_a).compare(rows)
    assert "parent_too_deep" in codes_of(found[MOST_LEVELS + 2])
