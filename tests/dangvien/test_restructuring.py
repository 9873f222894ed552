"""Acts on organizations by one engine: what each leaves, that the ledger closes, and that it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dangvien.actions.auditing import broken_entries
from dangvien.actions.correction import reverse
from dangvien.actions.progress import refresh_all
from dangvien.actions.restructuring import carry_out
from dangvien.actions.restructuring_undo import take_back
from dangvien.models import (
    AuditEntry,
    Candidate,
    Case,
    Kind,
    Member,
    Movement,
    Organization,
    OrganizationKind,
    Placement,
    Reorganization,
    Transfer,
    User,
)
from dangvien.permissions import Permission
from dangvien.procedure import reconciliation
from dangvien.procedure.problem import Refused
from dangvien.procedure.restructuring import Move, Restructuring, Seat, effects, problems
from dangvien.scope import Scope
from tests.worlds import City

pytestmark = pytest.mark.django_db

ENTERED = date(2015, 1, 1)
ON = date(2025, 7, 1)
BEFORE = date(2025, 6, 30)
TODAY = date(2026, 1, 15)
CELL, COMMITTEE = OrganizationKind.CHI_BO, OrganizationKind.DANG_BO_CO_SO
Act = Reorganization.Kind


@pytest.fixture
def city() -> City:
    """Two wards of two cells; three members in each cell."""
    city = City()
    for cell in ("p1c1", "p1c2", "p2c1", "p2c2"):
        for _ in range(3):
            entered(city, cell)
    return city


@pytest.fixture
def an(city: City) -> User:
    return User.objects.create_user("an", full_name="Nguyễn Thị An")


def entered(city: City, cell: str, day: date = ENTERED) -> Member:
    member = city.member()
    city.line(member, cell, Kind.DAU_SO, day)
    member.organization, member.admitted_on, member.official_on = city[cell], date(2010, 1, 1), date(2011, 1, 1)
    member.save()
    return member


def followed(city: City, cell: str) -> Candidate:
    person = city.member().person
    Member.objects.filter(person=person).delete()
    return Candidate.objects.create(person=person, organization=city[cell], opened_on=date(2024, 1, 2))


def seat(code: str, parent: str, kind: OrganizationKind = CELL) -> Seat:
    return Seat(name=f"Tên {code}", kind=kind, parent=parent)


def present(city_codes: dict[str, Organization], day: date) -> dict[str, int]:
    """Members by the ledger at the end of a day, of those organizations that have any."""
    rows = Movement.objects.until(day)
    found = {code: rows.filter(organization=org).headcount() for code, org in city_codes.items()}
    return {code: number for code, number in found.items() if number}


def everything() -> dict[str, Organization]:
    return {row.code: row for row in Organization.objects.all()}


def faults() -> list[str]:
    return list(reconciliation.faults(TODAY))


def members_of(code: str) -> list[int]:
    return sorted(Member.objects.filter(organization__code=code).values_list("pk", flat=True))


def merged() -> Restructuring:
    """Cell p1c1 into p1c2."""
    return Restructuring(Act.SAP_NHAP, "p1c2", ON, ended={"p1c1": "p1c2"}, rest={"p1c1": "p1c2"})


def joined() -> Restructuring:
    """The two cells of the first ward into a new one."""
    return Restructuring(
        Act.HOP_NHAT,
        "p1c1",
        ON,
        founded={"moi": seat("moi", "p1")},
        ended={"p1c1": "moi", "p1c2": "moi"},
        rest={"p1c1": "moi", "p1c2": "moi"},
    )


def split() -> Restructuring:
    """Cell p1c1 into two new ones; one is named, the others go with the rest."""
    one = members_of("p1c1")[0]
    return Restructuring(
        Act.CHIA_TACH,
        "p1c1",
        ON,
        founded={"moi-1": seat("moi-1", "p1"), "moi-2": seat("moi-2", "p1")},
        ended={"p1c1": "moi-1"},
        moves=(Move("p1c1", "moi-2", (one,)),),
        rest={"p1c1": "moi-1"},
    )


def dissolved() -> Restructuring:
    """Cell p1c1 ends; its members go to cells of both wards."""
    one, two, three = members_of("p1c1")
    moves = (Move("p1c1", "p1c2", (one,)), Move("p1c1", "p2c1", (two, three)))
    return Restructuring(Act.GIAI_THE, "p1c1", ON, ended={"p1c1": "p1"}, moves=moves)


def promoted() -> Restructuring:
    """A cell becomes a committee; its members go into a cell founded under it."""
    return Restructuring(
        Act.THAY_DOI,
        "p1c1",
        ON,
        founded={"p1c1-1": seat("p1c1-1", "p1c1")},
        changed={"p1c1": seat("p1c1", "p1", OrganizationKind.DANG_BO_BO_PHAN)},
        rest={"p1c1": "p1c1-1"},
    )


def wards_merged() -> Restructuring:
    """The second ward into the first: its cells go along, it is kept under the first."""
    return Restructuring(
        Act.SAP_NHAP,
        "p1",
        ON,
        changed={cell: seat(cell, "p1") for cell in ("p2c1", "p2c2")},
        ended={"p2": "p1"},
    )


PLANS = {
    "merged": (merged, {"p1c2": 6, "p2c1": 3, "p2c2": 3}),
    "joined": (joined, {"moi": 6, "p2c1": 3, "p2c2": 3}),
    "split": (split, {"moi-1": 2, "moi-2": 1, "p1c2": 3, "p2c1": 3, "p2c2": 3}),
    "dissolved": (dissolved, {"p1c2": 4, "p2c1": 5, "p2c2": 3}),
    "promoted": (promoted, {"p1c1-1": 3, "p1c2": 3, "p2c1": 3, "p2c2": 3}),
    "wards_merged": (wards_merged, {"p1c1": 3, "p1c2": 3, "p2c1": 3, "p2c2": 3}),
}


@pytest.mark.parametrize("name", PLANS)
def test_everybody_is_where_the_plan_says_and_the_register_agrees(city: City, an: User, name: str):
    make, expected = PLANS[name]
    plan = make()
    before = present(everything(), BEFORE)

    act = carry_out(by=an, restructuring=plan, today=TODAY)

    assert present(everything(), BEFORE) == before
    assert present(everything(), ON) == expected
    assert {code: len(members_of(code)) for code in expected} == expected
    assert faults() == []
    assert Restructuring.from_json(act.plan["plan"]) == plan
    assert Movement.objects.filter(reorganization=act, sign=1).count() == act.movements.filter(sign=-1).count()


@pytest.mark.parametrize("name", PLANS)
def test_an_act_taken_back_leaves_what_was_before(city: City, an: User, name: str):
    make, _ = PLANS[name]
    places = list(Placement.objects.order_by("organization", "valid_from").values())
    before = {day: present(everything(), day) for day in (BEFORE, ON, TODAY)}
    pointers = dict(Member.objects.values_list("pk", "organization"))
    act = carry_out(by=an, restructuring=make(), today=TODAY)

    take_back(by=an, act=act, reason="Ghi nhầm ngày", today=TODAY)

    assert list(Placement.objects.order_by("organization", "valid_from").values()) == places
    assert {day: present(everything(), day) for day in (BEFORE, ON, TODAY)} == before
    assert dict(Member.objects.values_list("pk", "organization")) == pointers
    assert faults() == []


@pytest.mark.parametrize("name", PLANS)
def test_an_act_taken_back_may_be_carried_out_again(city: City, an: User, name: str):
    make, expected = PLANS[name]
    plan = make()
    take_back(by=an, act=carry_out(by=an, restructuring=plan, today=TODAY), reason="Ghi nhầm", today=TODAY)

    carry_out(by=an, restructuring=plan, today=TODAY)

    assert present(everything(), TODAY) == expected
    assert faults() == []


# What goes along


def test_candidates_cases_and_transfers_follow_and_come_back(city: City, an: User):
    candidate = followed(city, "p1c1")
    refresh_all(TODAY)
    member = members_of("p1c1")[0]
    transfer = Transfer.objects.create(
        member_id=member, kind="chinh_thuc", origin=city["p1c1"], destination=city["p2c1"], recorded_by=an
    )
    coming = Transfer.objects.create(
        member_id=members_of("p2c2")[0], kind="noi_bo", origin=city["p2c2"], destination=city["p1c1"], recorded_by=an
    )

    act = carry_out(by=an, restructuring=merged(), today=TODAY)

    def ends() -> tuple[str, str, str, str]:
        return (
            Candidate.objects.get(pk=candidate.pk).organization.code,
            Case.objects.get(candidate=candidate).organization.code,
            Transfer.objects.get(pk=transfer.pk).origin.code,  # type: ignore[union-attr]  # it has one
            Transfer.objects.get(pk=coming.pk).destination.code,  # type: ignore[union-attr]  # it has one
        )

    assert ends() == ("p1c2", "p1c2", "p1c2", "p1c2")
    assert faults() == []

    take_back(by=an, act=act, reason="Nhầm", today=TODAY)

    assert ends() == ("p1c1", "p1c1", "p1c1", "p1c1")
    assert faults() == []


def test_ways_that_are_over_stay_with_the_old_cell(city: City, an: User):
    over = followed(city, "p1c1")
    over.closed_on, over.close_reason = date(2025, 1, 1), "Tự xin thôi"
    over.save()
    refresh_all(TODAY)

    carry_out(by=an, restructuring=merged(), today=TODAY)

    assert Candidate.objects.get(pk=over.pk).organization == city["p1c1"]
    assert faults() == []


def test_the_effects_are_what_follows(city: City, an: User):
    followed(city, "p1c1")
    User.objects.create_user("hoa", full_name="Hồ Thị Hoa").appointments.create(
        organization=city["p1c1"], role="chi_bo", valid_from=date(2024, 1, 1)
    )
    plan = dissolved()
    plan = replace(plan, moves=(*plan.moves[:-1], replace(plan.moves[-1], candidates=(Candidate.objects.get().pk,))))

    seen = effects(plan, TODAY)

    assert (seen.members, seen.candidates, seen.cases) == (3, 1, 0)
    assert {(flow.source, flow.target, flow.members, flow.candidates) for flow in seen.flows} == {
        ("Tên p1c1", "Tên p1c2", 1, 0),
        ("Tên p1c1", "Tên p2c1", 2, 1),
    }
    assert set(seen.figures) == {
        ("Tên p1c1", 3, 0), ("Tên p1c2", 3, 4), ("Tên p2c1", 3, 5), ("Tên p1", 6, 4), ("Tên p2", 6, 8),
    }  # fmt: skip
    assert seen.accounts == (("Hồ Thị Hoa", "Bí thư chi bộ", "Tên p1c1"),)
    carry_out(by=an, restructuring=plan, today=TODAY)
    under = Organization.objects.under([city["p2"].pk], on=ON)
    assert Movement.objects.until(ON).filter(organization__in=under).headcount() == 8


def test_a_plan_changes_nothing_by_being_looked_at(city: City):
    before = (Movement.objects.count(), Placement.objects.count(), AuditEntry.objects.count())

    assert problems(joined(), TODAY) == []
    effects(joined(), TODAY)

    assert (Movement.objects.count(), Placement.objects.count(), AuditEntry.objects.count()) == before


# The trail


def test_the_trail_tells_the_act_and_each_organization(city: City, an: User):
    act = carry_out(by=an, restructuring=joined(), today=TODAY)

    entries = AuditEntry.objects.order_by("sequence")
    verbs = list(entries.values_list("verb", flat=True))
    assert verbs == ["thành lập tổ chức", *["đưa tổ chức vào lưu trữ"] * 2, "sắp xếp tổ chức"]
    last = entries.last()
    assert last is not None
    assert last.after == {
        "việc": "Hợp nhất",
        "từ ngày": "2025-07-01",
        "thành lập": 1,
        "thay đổi": 0,
        "thôi hoạt động": 2,
        "đảng viên chuyển theo": 6,
        "quần chúng ưu tú chuyển theo": 0,
    }
    take_back(by=an, act=act, reason="Ghi nhầm", today=TODAY)
    newest = AuditEntry.objects.latest("sequence")
    assert (newest.verb, newest.reason) == ("rút lại sắp xếp tổ chức", "Ghi nhầm")
    assert broken_entries() == []


def test_the_work_does_not_grow_with_the_people(city: City, an: User):
    with CaptureQueriesContext(connection) as few:
        act = carry_out(by=an, restructuring=merged(), today=TODAY)
        take_back(by=an, act=act, reason="Nhầm", today=TODAY)
    for _ in range(40):
        entered(city, "p1c1")

    with CaptureQueriesContext(connection) as many:
        act = carry_out(by=an, restructuring=merged(), today=TODAY)
        take_back(by=an, act=act, reason="Nhầm", today=TODAY)

    assert len(many) <= len(few) + 2


# Refusals


def refused(plan: Restructuring, an: User) -> list[str]:
    """The sentences a plan is refused with; nothing was written."""
    before = (Movement.objects.count(), list(Placement.objects.order_by("pk").values()), AuditEntry.objects.count())
    with pytest.raises(Refused) as found:
        carry_out(by=an, restructuring=plan, today=TODAY)
    assert before == (
        Movement.objects.count(), list(Placement.objects.order_by("pk").values()), AuditEntry.objects.count(),
    )  # fmt: skip
    assert not Reorganization.objects.exists()
    return [problem.sentence for problem in found.value.problems]


def test_people_left_behind_are_counted(city: City, an: User):
    followed(city, "p1c1")

    assert refused(replace(merged(), rest={}), an) == [
        "Tên p1c1 còn 3 đảng viên. Chuyển đảng viên sang chi bộ khác trước.",
        "Tên p1c1 còn theo dõi 1 quần chúng ưu tú. Chọn chi bộ theo dõi tiếp.",
    ]


def test_a_day_before_lines_of_the_cell_is_refused(city: City, an: User):
    entered(city, "p1c1", date(2025, 7, 2))

    assert refused(merged(), an) == ["Tên p1c1 có dòng sổ ngày 02/7/2025. Ngày của việc này phải sau ngày ấy."]


def test_a_day_before_lines_of_those_who_leave_is_refused(city: City, an: User):
    late = entered(city, "p1c1", date(2025, 7, 2))
    plan = Restructuring(Act.CHIA_TACH, "p1c1", ON, moves=(Move("p1c1", "p1c2", (late.pk,)),))

    assert refused(plan, an) == [
        "1 đảng viên của Tên p1c1 có dòng sổ từ ngày 01/7/2025 trở đi. Ngày của việc này phải sau những ngày ấy."
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"on": date(2027, 7, 1)}, "Ngày 01/7/2027 còn xa hơn một năm. Kiểm tra lại năm."),
        ({"on": date(2026, 2, 1)}, "Việc này có người chuyển theo, nên chỉ ghi được từ ngày 01/02/2026 trở đi."),
        ({"on": date(2010, 1, 1)}, "Tên p1c1 đã có thay đổi từ ngày 01/01/2010. Thay đổi mới phải sau ngày ấy."),
        ({"ended": {"p1c1": "p9"}}, "Không có tổ chức nào mang mã p9. Kiểm tra lại mã."),
        ({"ended": {"p1c1": "p1c1"}}, "Tên p1c1 không thể tự kế thừa. Chọn nơi kế thừa khác."),
        (
            {"ended": {"p1c1": "p1c2", "p1c2": "p1c1"}},
            "Tên p1c2 không hoạt động vào ngày 01/7/2025. Chọn nơi kế thừa khác.",
        ),
        ({"rest": {"p1c1": "p1"}}, "Tên p1 không phải chi bộ hoạt động từ ngày 01/7/2025; "
         "đảng viên chỉ sinh hoạt ở chi bộ. Chọn nơi nhận khác."),
        ({"rest": {"p1c1": "p1c1"}}, "Tên p1c1 vừa giao vừa nhận cùng những người ấy."),
        ({"founded": {"p2c1": seat("p2c1", "p1")}}, "Mã p2c1 đã dùng cho tổ chức khác. Đặt mã khác."),
        ({"founded": {"p1c1": seat("p1c1", "p1")}}, "Mã p1c1 đã dùng cho tổ chức khác. Đặt mã khác."),
        ({"founded": {"moi": seat("moi", "p2c1")}},
         "Tên p2c1 là chi bộ, không có tổ chức cấp dưới. Chọn cấp trên khác."),
        ({"changed": {"p2": seat("p2", "tp", CELL)}},
         "Còn 2 tổ chức trực thuộc; chi bộ không có tổ chức cấp dưới. Chuyển chúng đi trước."),
        ({"changed": {"p2": seat("p2", "p2", COMMITTEE)}}, "Tên p2 nằm dưới chính tổ chức này. Chọn cấp trên khác."),
        ({"changed": {"p1c1": seat("p1c1", "p1")}},
         "Tên p1c1 vừa đổi vừa thôi hoạt động trong một việc. Chọn một trong hai."),
        ({"moves": (Move("p1c1", "p1c2", (987654,)),)},
         "1 đảng viên trong danh sách không còn ở Tên p1c1. Mở lại danh sách."),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(city: City, an: User, change: dict[str, Any], sentence: str):
    assert sentence in refused(replace(merged(), **change), an)


def test_two_committees_cannot_be_hung_under_one_another(city: City, an: User):
    both = {"p1": seat("p1", "p2", COMMITTEE), "p2": seat("p2", "p1", COMMITTEE)}

    told = refused(Restructuring(Act.THAY_DOI, "tp", ON, changed=both), an)

    assert told == [f"Tên {code} nằm dưới chính tổ chức này. Chọn cấp trên khác." for code in ("p2", "p1")]


def test_what_lies_outside_of_the_scope_is_told(city: City):
    scope = Scope.whole(city["p2"], list(Permission), TODAY)

    assert [finding.sentence for finding in problems(merged(), TODAY, scope)] == [
        "Tổ chức mang mã p1c1 ở ngoài phạm vi của đồng chí.",
        "Tổ chức mang mã p1c2 ở ngoài phạm vi của đồng chí.",
    ]


# Taking back


def stays(act: Reorganization, an: User, reason: str = "Nhầm") -> str:
    """The sentences a taking back is refused with; the act stands as it was."""
    before = (Movement.objects.count(), list(Placement.objects.order_by("pk").values()))
    with pytest.raises(Refused) as found:
        take_back(by=an, act=act, reason=reason, today=TODAY)
    assert before == (Movement.objects.count(), list(Placement.objects.order_by("pk").values()))
    act.refresh_from_db()
    assert act.taken_back_at is None
    return str(found.value)


def test_nothing_is_taken_back_without_a_reason_or_twice(city: City, an: User):
    act = carry_out(by=an, restructuring=merged(), today=TODAY)
    assert stays(act, an, " ") == "Ghi lý do rút lại."

    take_back(by=an, act=act, reason="Nhầm", today=TODAY)

    with pytest.raises(Refused, match="đã được rút lại"):
        take_back(by=an, act=act, reason="Nhầm", today=TODAY)


def test_what_was_built_on_an_act_keeps_it(city: City, an: User):
    act = carry_out(by=an, restructuring=joined(), today=TODAY)
    moved = Member.objects.filter(organization__code="moi")[0]
    new = Organization.objects.get(code="moi")
    Movement.objects.create(member=moved, organization=new, kind=Kind.CHUYEN_DI, occurred_on=date(2025, 9, 1))
    an.appointments.create(organization=new, role="chi_bo", valid_from=date(2025, 8, 1))

    told = stays(act, an)

    assert "Sau việc này sổ đã ghi thêm 1 dòng" in told
    assert "Ở tổ chức mới thành lập đã có: phân công." in told


def test_a_later_act_is_taken_back_first(city: City, an: User):
    first = carry_out(by=an, restructuring=joined(), today=TODAY)
    later = Restructuring(Act.THAY_DOI, "moi", date(2025, 9, 1), changed={"moi": seat("khac", "p1")})
    second = carry_out(by=an, restructuring=later, today=TODAY)

    told = stays(first, an)
    assert "Sau việc này còn thay đổi của Tên moi" in told
    assert "Sau việc này đã ghi “đổi tên, loại, cấp trên” ngày 01/9/2025" in told

    take_back(by=an, act=second, reason="Nhầm", today=TODAY)
    take_back(by=an, act=first, reason="Nhầm", today=TODAY)
    assert faults() == []


def test_a_line_of_an_act_is_not_reversed_alone(city: City, an: User):
    act = carry_out(by=an, restructuring=merged(), today=TODAY)

    with pytest.raises(Refused, match="rút lại cả việc ấy"):
        reverse(by=an, line=act.movements.filter(kind=Kind.DEN_NOI_BO)[0], reason="Nhầm")


# Counting


@pytest.mark.parametrize("name", PLANS)
def test_opening_and_flows_give_closing_by_subtree(city: City, an: User, name: str):
    make, _ = PLANS[name]
    carry_out(by=an, restructuring=make(), today=TODAY)
    for root in everything().values():
        keys = list(Organization.objects.under([root.pk], on=ON).values_list("pk", flat=True))
        lines = Movement.objects.filter(organization__in=keys)
        flows = lines.filter(occurred_on__gt=BEFORE, occurred_on__lte=ON)
        opening, closing = lines.until(BEFORE).headcount(), lines.until(ON).headcount()
        came = sum(line.sign for line in flows if line.sign > 0)
        went = sum(line.sign for line in flows if line.sign < 0)
        assert opening + came + went == closing, root.code


def test_then_and_now_differ_by_the_moved_cells(city: City, an: User):
    """The first ward counted on 30 June: by the tree of then its own six, by today's also the six of the other."""
    carry_out(by=an, restructuring=wards_merged(), today=TODAY)

    def counted(tree_of: date) -> int:
        keys = Organization.objects.under([city["p1"].pk], on=tree_of)
        return Movement.objects.until(BEFORE).filter(organization__in=keys).headcount()

    assert (counted(BEFORE), counted(TODAY)) == (6, 12)


def test_an_organization_below_which_one_was_founded_and_taken_back_can_be_taken_back_too(city: City, an: User):
    def found(code: str, kind: OrganizationKind, parent: str) -> Reorganization:
        plan = Restructuring(Act.THANH_LAP, parent, ON, founded={code: Seat(f"Tổ chức {code}", kind, parent)})
        return carry_out(by=an, restructuring=plan, today=TODAY)

    above = found("cho", OrganizationKind.DANG_BO_BO_PHAN, "p1")
    below = found("cho-1", CELL, "cho")

    take_back(by=an, act=below, reason="Ghi nhầm", today=TODAY)
    take_back(by=an, act=above, reason="Ghi nhầm", today=TODAY)

    assert not Placement.objects.filter(organization__code__in=["cho", "cho-1"]).exists()
    assert found("cho", OrganizationKind.DANG_BO_BO_PHAN, "p1").placements.get().name == "Tổ chức cho"
