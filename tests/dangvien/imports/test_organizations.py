"""A list of organizations: new ones are founded, those that stand are compared, nothing is changed without a day."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.import_organizations import undo_organization_rows, write_organizations
from dangvien.imports.organizations import OrganizationComparison
from dangvien.models import (
    AuditEntry,
    Decision,
    Organization,
    OrganizationKind,
    Placement,
    Reorganization,
    RosterKind,
    User,
    Verdict,
)
from dangvien.procedure.problem import Refused
from dangvien.procedure.roster_organizations import decision_number
from tests import factories
from tests.dangvien.imports.rows import asked, batch_of, codes, message, rows_of
from tests.people import TODAY, World


def record(**said):
    return {
        "ma": None,
        "ten_to_chuc": "Chi bộ A9",
        "loai": "Chi bộ trực thuộc",
        "truc_thuoc": "Đảng bộ Phường A",
        "khoi": None,
        "dia_ban": None,
        "ngay_thanh_lap": "2024-05-20",
        "so_quyet_dinh": None,
        "ngay_quyet_dinh": None,
        "co_quan": None,
        **said,
    }


PART = {"ten_to_chuc": "Đảng bộ bộ phận Chợ", "loai": "Đảng bộ bộ phận"}
BELOW = {"ten_to_chuc": "Chi bộ Chợ 1", "truc_thuoc": "Đảng bộ bộ phận Chợ"}


def comparison(world: World) -> OrganizationComparison:
    return OrganizationComparison(world.scope(world.city), world.ward_a)


def compare(world: World, *records):
    return comparison(world).compare(asked(list(records)))


def test_an_organization_the_register_has_not_is_new(world: World):
    (found,) = compare(world, record())

    assert (found.verdict, found.issues, found.before) == (Verdict.NEW, [], {})


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"ten_to_chuc": None}, "required", "ten_to_chuc"),
        ({"loai": None}, "required", "loai"),
        ({"loai": "Câu lạc bộ"}, "code_unknown", "loai"),
        ({"khoi": "Khối tròn"}, "code_unknown", "khoi"),
        ({"truc_thuoc": None}, "required", "truc_thuoc"),
        ({"truc_thuoc": "Đảng bộ Phường Z"}, "parent_unknown", "truc_thuoc"),
        ({"truc_thuoc": "Đảng bộ Phường B"}, "parent_unknown", "truc_thuoc"),
        ({"truc_thuoc": "Chi bộ A1"}, "parent_is_a_cell", "truc_thuoc"),
        ({"ngay_thanh_lap": None}, "required", "ngay_thanh_lap"),
        ({"ngay_thanh_lap": "2026-05-20"}, "date_future", "ngay_thanh_lap"),
        ({"ngay_thanh_lap": "2009-05-20"}, "before_parent", "ngay_thanh_lap"),
        ({"ma": "Chi bộ 9"}, "code_invalid", "ma"),
        ({"ma": "phuong-b"}, "code_taken", "ma"),
    ],
)
def test_what_is_wrong_with_an_organization_is_told_at_its_cell(world: World, said, code, field):
    (found,) = compare(world, record(**said))

    assert found.verdict == Verdict.WRONG
    assert (code, field) in [(issue["code"], issue["field"]) for issue in found.issues]


def test_an_unknown_superior_is_offered_what_comes_near(world: World):
    (found,) = compare(world, record(truc_thuoc="Đảng bộ Phường AA"))

    (issue,) = found.issues
    assert issue["message"] == "Không có tổ chức cấp trên “Đảng bộ Phường AA” trong sổ và trong tệp."
    assert "Đảng bộ Phường A" in issue["mend"]


def test_a_superior_may_stand_in_the_file_above_or_below(world: World):
    found = compare(world, record(**BELOW), record(**PART))

    assert [item.verdict for item in found] == [Verdict.NEW, Verdict.NEW]


def test_below_a_wrong_row_nothing_is_founded(world: World):
    above, below, far_below = compare(
        world,
        record(**PART, khoi="Khối tròn"),
        record(ten_to_chuc="Đảng bộ bộ phận Chợ trên", loai="Đảng bộ bộ phận", truc_thuoc="Đảng bộ bộ phận Chợ"),
        record(truc_thuoc="Đảng bộ bộ phận Chợ trên"),
    )

    assert [item.verdict for item in (above, below, far_below)] == [Verdict.WRONG] * 3
    assert message(below, "parent_held") == "Dòng của cấp trên “Đảng bộ bộ phận Chợ” phải sửa trước."
    assert codes(far_below) == ["parent_held"]


def test_a_circle_and_a_superior_that_comes_later_are_told(world: World):
    one, other = compare(
        world,
        record(ten_to_chuc="Đảng bộ bộ phận Một", loai="Đảng bộ bộ phận", truc_thuoc="Đảng bộ bộ phận Hai"),
        record(ten_to_chuc="Đảng bộ bộ phận Hai", loai="Đảng bộ bộ phận", truc_thuoc="Đảng bộ bộ phận Một"),
    )
    assert codes(one) == codes(other) == ["parent_circle"]

    _, early = compare(world, record(**PART, ngay_thanh_lap="2024-05-21"), record(**BELOW))
    assert message(early, "before_parent") == "Đảng bộ bộ phận Chợ thành lập ngày 21/05/2024, sau ngày này."


def test_the_same_organization_twice_in_the_file(world: World):
    first, by_name, by_code = compare(
        world, record(ma="a-9"), record(ma="a-10"), record(ma="a-9", ten_to_chuc="Chi bộ A10")
    )

    assert [item.verdict for item in (first, by_name, by_code)] == [Verdict.NEW, Verdict.WRONG, Verdict.WRONG]
    assert (codes(by_name), codes(by_code)) == (["organization_duplicate"], ["organization_duplicate"])


def test_one_that_stands_is_the_same_by_name_or_by_code(world: World):
    since = {"ngay_thanh_lap": "2010-01-01", "dia_ban": "Khu dân cư"}
    by_name, by_code = compare(
        world, record(ten_to_chuc="Chi bộ A1", **since), record(ma="a-2", ten_to_chuc="Chi bộ A2", **since)
    )

    assert [(item.verdict, item.issues) for item in (by_name, by_code)] == [(Verdict.SAME, []), (Verdict.SAME, [])]


def test_one_that_stands_otherwise_is_told_and_left_alone(world: World):
    (found,) = compare(world, record(ma="a-1", ten_to_chuc="Chi bộ Chợ", loai="Chi bộ cơ sở", truc_thuoc="phuong-a"))

    assert found.verdict == Verdict.LEFT_OUT
    assert found.before == {
        "ten_to_chuc": "Chi bộ A1",
        "loai": "Chi bộ trực thuộc",
        "ngay_thanh_lap": "2010-01-01",
    }
    assert "Nhập danh sách không đổi tổ chức đã có" in found.issues[0]["mend"]


def test_comparing_many_takes_as_many_queries_as_one(world: World, django_assert_num_queries):
    held = comparison(world)
    with django_assert_num_queries(1):
        held.compare(asked([record(ma=f"so-{number}", ten_to_chuc=f"Chi bộ số {number}") for number in range(60)]))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12-QĐ/ĐU", (12, "ĐU")),
        ("Quyết định số 045-QĐ/TU", (45, "TU")),
        ("số 7 - QĐ/ĐU", (7, "ĐU")),
        ("12", None),
        ("QĐ thành lập", None),
    ],
)
def test_a_decision_is_read_as_it_is_cited(text, number):
    assert decision_number(text) == number


def commit(world: World, by: User, *records):
    batch = batch_of(world.ward_a, by, RosterKind.ORGANIZATIONS, as_of=TODAY)
    held = comparison(world)
    rows = rows_of(batch, records, held.compare(asked(list(records))))
    write_organizations(
        by=by, batch=batch, rows=rows, places=held.places(row.record or {} for row in rows), today=TODAY
    )
    return batch, rows


def name_of(code: str) -> tuple[str, str, date]:
    placement = Placement.objects.select_related("parent").get(organization__code=code)
    return placement.name, placement.parent.code if placement.parent else "", placement.valid_from


def test_organizations_are_founded_superiors_first_each_by_an_act(world: World, dung: User):
    _, rows = commit(world, dung, record(**BELOW), record(**PART, ma="pa-cho"), record(ma="a-9", khoi="Phường"))

    assert name_of("pa-cho") == ("Đảng bộ bộ phận Chợ", "phuong-a", date(2024, 5, 20))
    assert name_of("a-9")[:2] == ("Chi bộ A9", "phuong-a")
    assert name_of(rows[0].made["code"])[:2] == ("Chi bộ Chợ 1", "pa-cho")
    assert Placement.objects.get(organization__code="a-9").sector == "phuong"
    assert Reorganization.objects.filter(kind=Reorganization.Kind.THANH_LAP).count() == 3
    assert AuditEntry.objects.filter(verb="thành lập tổ chức").count() == 3
    assert all(row.made["act"] for row in rows)


def test_a_decision_with_number_day_and_issuer_goes_in_once_for_all_its_rows(world: World, dung: User):
    paper = {"so_quyet_dinh": "12-QĐ/ĐU", "ngay_quyet_dinh": "2024-05-15", "co_quan": "Đảng bộ Phường A"}

    commit(world, dung, record(ma="a-9", **paper), record(ma="a-10", ten_to_chuc="Chi bộ A10", **paper))

    decision = Decision.objects.get(subject=Decision.Subject.TO_CHUC)
    assert (decision.issuer, decision.number, decision.issued_on) == (world.ward_a, 12, date(2024, 5, 15))
    held = Placement.objects.filter(decision=decision).values_list("organization__code", flat=True)
    assert set(held) == {"a-9", "a-10"}


def test_a_decision_that_lacks_its_day_is_told_not_to_go_in(world: World):
    (found,) = compare(world, record(so_quyet_dinh="12-QĐ/ĐU", co_quan="Đảng bộ Phường A"))

    assert found.verdict == Verdict.NEW
    assert message(found, "decision_not_kept") == "Quyết định này chưa ghi vào sổ: thiếu ngày quyết định."


def test_what_changed_since_the_check_refuses_the_whole_file_and_names_the_row(world: World, dung: User):
    batch = batch_of(world.ward_a, dung, RosterKind.ORGANIZATIONS, as_of=TODAY)
    records = [record(ma="a-9"), record(ma="a-10", ten_to_chuc="Chi bộ A10")]
    held = comparison(world)
    rows = rows_of(batch, records, held.compare(asked(records)))
    factories.organization("a-10", "Chi bộ khác", OrganizationKind.CHI_BO, world.ward_b)

    with pytest.raises(Refused, match=r"Dòng 3: Mã a-10 đã dùng"):
        write_organizations(by=dung, batch=batch, rows=rows, places=held.places(records), today=TODAY)


def test_undoing_takes_the_foundings_back_the_last_first(world: World, dung: User):
    batch, rows = commit(world, dung, record(**BELOW), record(**PART, ma="pa-cho"), record(ma="a-9"))

    left = undo_organization_rows(by=dung, batch=batch, rows=rows, reason="Nhầm tệp", today=TODAY)

    assert left == {}
    assert not Organization.objects.filter(code__in=["pa-cho", "a-9"]).exists()
    assert Reorganization.objects.filter(taken_back_reason="Nhầm tệp").count() == 3


def test_one_that_people_came_to_since_is_left_with_the_reason(world: World, dung: User):
    batch, rows = commit(world, dung, record(ma="a-9"), record(ma="a-10", ten_to_chuc="Chi bộ A10"))
    factories.candidate(Organization.objects.get(code="a-9"), "Cù Thị Chín")

    left = undo_organization_rows(by=dung, batch=batch, rows=rows, reason="Nhầm tệp", today=TODAY)

    assert list(left) == [rows[0].pk]
    assert Organization.objects.filter(code="a-9").exists()
    assert not Organization.objects.filter(code="a-10").exists()
