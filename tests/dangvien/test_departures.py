"""Leaving the Party and coming back: the lines of the ledger, what refuses them, and their corrections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from dangvien.actions.correction import reverse
from dangvien.actions.departure import accept_resignation, expel, record_death, restore, strike_off
from dangvien.models import (
    AuditEntry,
    Case,
    CaseState,
    Decision,
    Kind,
    Member,
    Movement,
    OrganizationKind,
    StepKind,
    Transfer,
    TransferKind,
    TransferStep,
    TransferStepKind,
    User,
)
from dangvien.procedure.casefile import probation_file
from dangvien.procedure.departures import obstacles
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import Refused
from dangvien.procedure.reconciliation import faults as found_faults
from tests import factories
from tests.people import TODAY, World
from tests.ways import Walk

DAY = date(2024, 5, 20)
LATER = date(2026, 1, 15)

Act = Callable[..., Movement]


@pytest.fixture
def member(world: World) -> Member:
    found = factories.member(world.a1, "Lê Văn Bảy")
    factories.movement(found, world.a1, Kind.CONG_NHAN, date(2016, 5, 19))
    return found


def paper(world: World, issued_on: date = DAY, number: int = 31) -> DecisionFacts:
    return DecisionFacts(world.city, number, "TU", issued_on, "Trần Văn Ký")


def died(by: User, member: Member, occurred_on: date = DAY, **more: Any) -> Movement:
    return record_death(by=by, member=member, occurred_on=occurred_on, today=TODAY, **more)


def decided(act: Act, by: User, member: Member, world: World, occurred_on: date = DAY, **more: Any) -> Movement:
    given = {"decision": paper(world), "occurred_on": occurred_on, "today": TODAY, **more}
    if act is strike_off:
        given.setdefault("ground", "tra_the")
    return act(by=by, member=member, **given)


def faults() -> list[str]:
    """What the register contradicts itself in."""
    return list(found_faults(TODAY))


def heads(day: date = TODAY) -> int:
    return Movement.objects.until(day).headcount()


DECIDED = [(expel, Kind.KHAI_TRU), (strike_off, Kind.XOA_TEN), (accept_resignation, Kind.XIN_RA)]


# Leaving


def test_a_death_is_a_line_without_a_decision(world: World, an: User, member: Member):
    line = died(an, member, paper="Trích lục khai tử số 12/2024")

    assert (line.kind, line.occurred_on, line.organization, line.decision) == (Kind.TU_TRAN, DAY, world.a1, None)
    assert (line.sign, line.reason, line.recorded_by) == (-1, "Trích lục khai tử số 12/2024", an)
    member.refresh_from_db()
    assert (member.organization, member.official_on) == (None, date(2016, 5, 19))
    assert (heads(DAY - timedelta(days=1)), heads(DAY)) == (1, 0)
    assert faults() == []
    noted = AuditEntry.objects.get(verb="ghi dòng sổ")
    assert (noted.subject, noted.organization_id) == ("Lê Văn Bảy", world.a1.pk)
    assert noted.after == {"dòng": "Từ trần", "ngày": "2024-05-20", "giấy tờ": "Trích lục khai tử số 12/2024"}


@pytest.mark.parametrize(("act", "kind"), DECIDED)
def test_who_leaves_by_a_decision(world: World, an: User, member: Member, act: Act, kind: Kind):
    line = decided(act, an, member, world)

    assert (line.kind, line.sign, line.organization, line.recorded_by) == (kind, -1, world.a1, an)
    assert line.decision is not None
    assert (line.decision.reference, line.decision.issued_on) == ("31-QĐ/TU", DAY)
    assert line.ground == ("tra_the" if kind == Kind.XOA_TEN else "")
    member.refresh_from_db()
    assert member.organization is None
    assert member.status_label == kind.label
    assert heads() == 0
    assert faults() == []
    struck = {"lý do xóa tên": "Tự trả thẻ hoặc tự hủy thẻ đảng viên"} if kind == Kind.XOA_TEN else {}
    assert AuditEntry.objects.get(verb="ghi dòng sổ").after == {
        "dòng": kind.label,
        "ngày": "2024-05-20",
        "quyết định": "31-QĐ/TU",
        **struck,
    }


def test_a_probationer_who_dies_ends_the_case(world: World, an: User):
    member = factories.member(world.a1, "Bùi Thị Đủ", date(2024, 1, 5), official=False)

    died(an, member)

    case = Case.objects.get(member=member)
    assert (case.is_open, case.since) == (False, DAY)
    assert not case.deadlines.exists()


def refused(act: Callable[[], Movement]) -> list[tuple[str, str]]:
    """The sentences of a refusal with their boxes; nothing was written."""
    before = Movement.objects.count(), Decision.objects.count(), AuditEntry.objects.count()
    with pytest.raises(Refused) as caught:
        act()
    assert (Movement.objects.count(), Decision.objects.count(), AuditEntry.objects.count()) == before
    return [(problem.field, problem.sentence) for problem in caught.value.problems]


def test_nobody_leaves_twice(world: World, an: User, member: Member):
    died(an, member)

    assert refused(lambda: died(an, member)) == [("", "Đồng chí Lê Văn Bảy không còn trong sổ.")]
    assert refused(lambda: decided(expel, an, member, world)) == [("", "Đồng chí Lê Văn Bảy không còn trong sổ.")]


def test_a_day_in_the_future_is_refused(an: User, member: Member):
    assert refused(lambda: died(an, member, date(2024, 6, 4))) == [
        ("occurred_on", "Ngày từ trần (04/6/2024) ở tương lai. Kiểm tra lại ngày.")
    ]


def test_a_day_before_the_last_line_is_refused(world: World, an: User, member: Member):
    assert refused(lambda: died(an, member, date(2016, 5, 18))) == [
        (
            "occurred_on",
            "Ngày từ trần (18/5/2016) sớm hơn dòng sổ trước của đồng chí này (công nhận chính thức ngày 19/5/2016). "
            "Kiểm tra lại ngày.",
        )
    ]


def test_a_day_before_the_admission_is_refused(world: World, an: User):
    member = Member.objects.create(
        person=factories.person("Võ Văn Sổ"), organization=world.a1, admitted_on=date(2012, 3, 4)
    )
    factories.movement(member, world.a1, Kind.DAU_SO, date(2011, 1, 1))

    assert refused(lambda: died(an, member, date(2012, 3, 3))) == [
        ("occurred_on", "Ngày từ trần (03/3/2012) sớm hơn ngày vào Đảng (04/3/2012). Kiểm tra lại ngày.")
    ]


def test_a_day_before_the_decision_and_a_decision_of_tomorrow_are_told_together(world: World, an: User, member: Member):
    later = paper(world, date(2024, 6, 4))

    found = refused(lambda: decided(expel, an, member, world, decision=later))

    assert found == [
        ("issued_on", "Ngày quyết định (04/6/2024) ở tương lai. Kiểm tra lại ngày."),
        (
            "occurred_on",
            "Ngày khai trừ (20/5/2024) sớm hơn ngày quyết định (04/6/2024). Kiểm tra lại hai ngày này.",
        ),
    ]


def test_a_cell_that_did_not_stand_on_the_day_is_refused(world: World, an: User):
    member = Member.objects.create(
        person=factories.person("Võ Văn Sớm"), organization=world.a3, admitted_on=date(2010, 2, 3)
    )
    factories.movement(member, world.a3, Kind.DAU_SO, date(2011, 1, 1))

    assert refused(lambda: died(an, member, date(2022, 12, 31))) == [
        ("occurred_on", "Chi bộ A3 không hoạt động vào ngày 31/12/2022. Kiểm tra lại ngày.")
    ]


@pytest.mark.parametrize("ground", ["", "khong_co", "du_bi"])
def test_a_name_is_struck_off_on_a_ground_of_the_list(world: World, an: User, member: Member, ground: str):
    assert refused(lambda: decided(strike_off, an, member, world, ground=ground)) == [
        ("ground", "Chọn lý do xóa tên trong danh sách.")
    ]


@pytest.mark.parametrize("act", [expel, strike_off])
def test_a_probationer_is_struck_off_by_the_steps_of_the_case(world: World, an: User, act: Act):
    member = factories.member(world.a1, "Bùi Thị Đủ", date(2024, 1, 5), official=False)

    assert refused(lambda: decided(act, an, member, world)) == [
        (
            "",
            "Đồng chí Bùi Thị Đủ là đảng viên dự bị: xóa tên theo các bước ở trang dự bị (“Chi bộ đề nghị xóa tên "
            "đảng viên dự bị”, rồi “Quyết định xóa tên đảng viên dự bị”).",
        )
    ]


def test_a_probationer_may_ask_to_leave(world: World, an: User):
    member = factories.member(world.a1, "Bùi Thị Đủ", date(2024, 1, 5), official=False)

    assert decided(accept_resignation, an, member, world).kind == Kind.XIN_RA


def test_a_number_used_already_is_refused_at_its_box(world: World, an: User, member: Member):
    factories.decision(world.city, date(2023, 3, 3), number=31)

    assert [field for field, _ in refused(lambda: decided(expel, an, member, world))] == ["number"]


def test_an_open_transfer_has_to_be_closed_first(world: World, an: User, member: Member):
    transfer = Transfer.objects.create(
        member=member, kind=TransferKind.CHINH_THUC, origin=world.a1, destination=world.b1
    )
    TransferStep.objects.create(transfer=transfer, kind=TransferStepKind.GIOI_THIEU, occurred_on=date(2024, 5, 2))
    said = (
        "Đồng chí Lê Văn Bảy có việc “chuyển sinh hoạt chính thức” chưa xong. "
        "Ghi cho xong hoặc ghi thôi chuyển việc ấy trước."
    )

    assert refused(lambda: died(an, member)) == [("", said)]
    assert [problem.sentence for problem in obstacles(member, Kind.KHAI_TRU)] == [said]

    TransferStep.objects.create(transfer=transfer, kind=TransferStepKind.TRA_LAI, occurred_on=date(2024, 5, 10))
    assert died(an, member).kind == Kind.TU_TRAN


def test_a_temporary_stay_elsewhere_has_to_end_first(world: World, an: User, member: Member):
    stay = Transfer.objects.create(member=member, kind=TransferKind.TAM_THOI, origin=world.a1, destination=world.b1)
    for kind in (TransferStepKind.GIOI_THIEU, TransferStepKind.TIEP_NHAN):
        TransferStep.objects.create(transfer=stay, kind=kind, occurred_on=date(2024, 4, 2))
    assert refused(lambda: died(an, member))

    TransferStep.objects.create(transfer=stay, kind=TransferStepKind.TRO_VE, occurred_on=date(2024, 5, 2))
    assert died(an, member).kind == Kind.TU_TRAN


# Mistakes


@pytest.mark.parametrize(("act", "kind"), [(None, Kind.TU_TRAN), *DECIDED])
def test_a_mistaken_departure_is_reversed_on_its_own_day(
    world: World, an: User, member: Member, act: Act | None, kind: Kind
):
    line = died(an, member) if act is None else decided(act, an, member, world)

    mend = reverse(by=an, line=line, reason="Ghi nhầm người")

    assert (mend.kind, mend.occurred_on, mend.ground, mend.sign) == (kind, DAY, line.ground, 1)
    member.refresh_from_db()
    assert (member.organization, member.admitted_on, member.official_on) == (
        world.a1,
        date(2015, 5, 19),
        date(2016, 5, 19),
    )
    assert heads(DAY) == heads() == 1
    assert faults() == []


def test_the_number_of_a_reversed_departure_serves_again(world: World, an: User, member: Member):
    reverse(by=an, line=decided(strike_off, an, member, world), reason="Ghi nhầm lý do")

    again = decided(strike_off, an, member, world, ground="hai_nam")

    assert again.ground == "hai_nam"
    assert [line.ground for line in Movement.objects.filter(kind=Kind.XOA_TEN).order_by("pk")] == [
        "tra_the",
        "tra_the",
        "hai_nam",
    ]


# Coming back


def back(by: User, member: Member, world: World, **more: Any) -> Movement:
    given = {
        "cell": world.a2,
        "decision": paper(world, date(2024, 5, 30), 44),
        "occurred_on": date(2024, 5, 30),
        "today": TODAY,
        **more,
    }
    return restore(by=by, member=member, **given)


@pytest.mark.parametrize("act", [expel, strike_off, accept_resignation])
def test_a_restored_member_has_the_dates_they_had(world: World, an: User, member: Member, act: Act):
    decided(act, an, member, world)

    line = back(an, member, world)

    assert (line.kind, line.sign, line.organization, line.occurred_on) == (
        Kind.PHUC_HOI,
        1,
        world.a2,
        date(2024, 5, 30),
    )
    assert line.decision is not None
    assert line.decision.reference == "44-QĐ/TU"
    member.refresh_from_db()
    assert (member.organization, member.admitted_on, member.official_on) == (
        world.a2,
        date(2015, 5, 19),
        date(2016, 5, 19),
    )
    assert (heads(DAY), heads(date(2024, 5, 29)), heads(date(2024, 5, 30))) == (0, 0, 1)
    assert faults() == []
    assert AuditEntry.objects.filter(verb="ghi dòng sổ").latest("sequence").after == {
        "dòng": "Phục hồi đảng tịch",
        "ngày": "2024-05-30",
        "quyết định": "44-QĐ/TU",
    }


def test_a_mistaken_restoration_is_reversed(world: World, an: User, member: Member):
    decided(expel, an, member, world)
    line = back(an, member, world)

    reverse(by=an, line=line, reason="Ghi nhầm chi bộ")

    member.refresh_from_db()
    assert member.organization is None
    assert heads() == 0
    assert faults() == []
    assert back(an, member, world, cell=world.a1).organization == world.a1


def test_a_restored_probationer_is_on_probation_again(world: World, an: User):
    member = factories.member(world.a1, "Bùi Thị Đủ", date(2024, 1, 5), official=False)
    decided(accept_resignation, an, member, world)
    assert not Case.objects.get(member=member).is_open

    back(an, member, world)

    case = Case.objects.get(member=member)
    assert (case.is_open, case.state, case.organization) == (True, CaseState.D01, world.a2)


def test_a_restored_membership_keeps_its_admission_and_its_steps(world: World, an: User):
    """The way to the admission stays closed, and a probation struck off by its steps can go on or end again."""
    walk = Walk(an, world.a1, world.city, begins_on=date(2023, 6, 5), today=LATER)
    walk.until(StepKind.LE_KET_NAP)
    for kind in (StepKind.NQ_CHI_BO_XOA_TEN, StepKind.NQ_DANG_UY_XOA_TEN, StepKind.QUYET_DINH_XOA_TEN):
        walk.step(kind)
    day = walk.day + timedelta(days=30)

    restore(by=an, member=walk.member, cell=world.a1, decision=paper(world, day, 44), occurred_on=day, today=LATER)

    assert (walk.case.state, walk.case.is_open) == (CaseState.S19, False)
    assert (walk.probation.state, walk.probation.is_open) == (CaseState.D01, True)
    file = probation_file(walk.member, LATER)
    assert file.admission_line is not None
    assert file.admission_line.kind == Kind.KET_NAP
    assert file.has(StepKind.QUYET_DINH_XOA_TEN)
    walk.day = day
    assert walk.step(StepKind.NQ_CHI_BO_XOA_TEN).pk
    walk.step(StepKind.NQ_DANG_UY_XOA_TEN)
    assert walk.step(StepKind.QUYET_DINH_XOA_TEN).movement is not None
    assert walk.probation.state == CaseState.X14


def test_the_dead_are_not_restored(world: World, an: User, member: Member):
    died(an, member)

    assert refused(lambda: back(an, member, world)) == [
        ("", "Đồng chí Lê Văn Bảy đã từ trần ngày 20/5/2024, không phục hồi đảng tịch.")
    ]


def test_who_is_present_or_moved_away_is_not_restored(world: World, an: User, member: Member):
    assert refused(lambda: back(an, member, world)) == [
        ("", "Đồng chí Lê Văn Bảy đang là đảng viên, không phải phục hồi.")
    ]
    factories.movement(member, world.a1, Kind.CHUYEN_DI, DAY)
    member.organization = None
    member.save()

    assert refused(lambda: back(an, member, world)) == [
        (
            "",
            "Đồng chí Lê Văn Bảy không ra khỏi Đảng (dòng cuối: chuyển đi ngày 20/5/2024). "
            "Trở lại sinh hoạt thì ghi chuyển đến.",
        )
    ]


def test_who_never_was_a_member_is_not_restored(world: World, an: User):
    stranger = Member.objects.create(person=factories.person("Mai Văn Lạ"))

    assert refused(lambda: back(an, stranger, world)) == [
        ("", "Sổ không có dòng nào cho thấy Mai Văn Lạ từng là đảng viên.")
    ]


def test_who_is_followed_for_a_new_admission_is_not_restored(world: World, an: User, member: Member):
    decided(expel, an, member, world)
    candidate = factories.candidate(world.a1)
    candidate.person = member.person
    candidate.save()

    assert refused(lambda: back(an, member, world)) == [
        (
            "",
            "Lê Văn Bảy đang được theo dõi ở một hồ sơ kết nạp mới. Thôi theo dõi hồ sơ ấy trước khi phục hồi.",
        )
    ]


def test_a_restoration_before_the_departure_or_into_no_cell_is_refused(world: World, an: User, member: Member):
    decided(expel, an, member, world)
    archive = factories.organization("cu", "Chi bộ Cũ", OrganizationKind.LUU_TRU, world.ward_a)
    early = {"decision": paper(world, date(2024, 5, 2), 44), "occurred_on": date(2024, 5, 19)}

    assert refused(lambda: back(an, member, world, **early)) == [
        (
            "occurred_on",
            "Ngày phục hồi (19/5/2024) sớm hơn dòng sổ trước của đồng chí này (khai trừ ngày 20/5/2024). "
            "Kiểm tra lại ngày.",
        )
    ]
    assert refused(lambda: back(an, member, world, cell=archive)) == [
        ("cell", "Chi bộ Cũ không hoạt động vào ngày 30/5/2024. Chọn chi bộ có trong ngày ấy.")
    ]
    assert refused(lambda: back(an, member, world, cell=world.ward_a)) == [
        ("cell", "Đảng bộ Phường A không phải chi bộ. Đảng viên sinh hoạt ở một chi bộ.")
    ]
