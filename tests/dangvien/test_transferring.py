"""Transfers inside the register and out of it: two ends at once, or nothing; steps, refusals, mistakes taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import Sum

from dangvien.actions import transferring
from dangvien.actions.casework_bulk import RowsRefused
from dangvien.actions.correction import reverse
from dangvien.actions.transferring import (
    Leaving,
    record_transfer_step,
    record_transfer_steps,
    start_transfer,
    take_back_transfer_step,
    transfer_together,
)
from dangvien.models import (
    AuditEntry,
    Case,
    Decision,
    Kind,
    Member,
    MemberStatus,
    Movement,
    Organization,
    OrganizationKind,
    StepKind,
    Transfer,
    TransferKind,
    TransferReason,
    TransferStep,
    TransferStepKind,
    User,
)
from dangvien.procedure.casefile import probation_file
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import Level, Refused
from dangvien.procedure.reconciliation import faults
from dangvien.procedure.transfer_checks import TransferFacts, TransferStepFacts, transfer_problems
from dangvien.procedure.transfers import Stage, TransferFile, heir_of
from tests import factories
from tests.people import TODAY, World

K = TransferStepKind
PAPER, TAKEN = date(2024, 5, 6), date(2024, 5, 20)


@pytest.fixture
def member(world: World) -> Member:
    return factories.member(world.a1, "Lê Văn Bảy")


def facts(to: Organization | None, kind: TransferKind = TransferKind.NOI_BO, **more: Any) -> TransferFacts:
    given = {"introduced_on": PAPER, "number": "07", "reason": TransferReason.CU_TRU, **more}
    return TransferFacts(kind, destination=to, **given)


def start(by: User, member: Member, to: Organization | None, *args: Any, **more: Any) -> Transfer:
    return start_transfer(by=by, member=member, facts=facts(to, *args, **more), today=TODAY)


def step(by: User, transfer: Transfer, kind: TransferStepKind, day: date = TAKEN, **more: Any) -> TransferStep:
    given = TransferStepFacts(kind, day, **more)
    return record_transfer_step(by=by, transfer=transfer, facts=given, today=TODAY)


def stage(transfer: Transfer) -> Stage:
    return TransferFile.of(transfer).stage


def present(cell: Organization, day: date = TODAY) -> int:
    return Movement.objects.filter(organization=cell).until(day).headcount()


def refused(act: Any) -> list[str]:
    """The sentences of a refusal, after which nothing is there that was not there before."""
    before = (
        Transfer.objects.count(),
        TransferStep.objects.count(),
        Movement.objects.count(),
        AuditEntry.objects.count(),
    )
    with pytest.raises(Refused) as told:
        act()
    after = Transfer.objects.count(), TransferStep.objects.count(), Movement.objects.count(), AuditEntry.objects.count()
    assert before == after
    return [problem.sentence for problem in told.value.problems]


# Between two cells of the register


def test_a_member_counts_at_the_old_place_until_the_new_one_has_taken_them_in(world, member, an, binh):
    transfer = start(an, member, world.b1)

    assert stage(transfer) is Stage.CHO_NOI_DEN
    assert (present(world.a1), present(world.b1)) == (1, 0)
    assert Member.objects.get().organization == world.a1

    taken = step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    assert stage(transfer) is Stage.CHO_PHIEU_BAO
    assert (present(world.a1), present(world.b1)) == (0, 1)
    assert (present(world.a1, date(2024, 5, 19)), present(world.b1, date(2024, 5, 19))) == (1, 0)
    assert Member.objects.get().organization == world.b1
    lines = Movement.objects.exclude(kind=Kind.KET_NAP).in_order()
    assert [(line.kind, line.organization, line.counterpart, line.occurred_on) for line in lines] == [
        (Kind.CHUYEN_DI, world.a1, world.b1, TAKEN),
        (Kind.CHUYEN_DEN, world.b1, world.a1, TAKEN),
    ]
    assert [taken.departure, taken.arrival] == list(lines)
    assert list(faults(TODAY)) == []


def test_a_transfer_is_told_to_both_ends(world, member, an, binh):
    transfer = start(an, member, world.b1)
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    told = AuditEntry.objects.exclude(verb="xem hồ sơ").order_by("sequence").values_list("verb", "organization_id")
    assert list(told) == [
        ("ghi việc chuyển sinh hoạt", world.a1.pk),
        ("ghi việc chuyển sinh hoạt", world.b1.pk),
        ("ghi bước chuyển sinh hoạt", world.a1.pk),
        ("ghi bước chuyển sinh hoạt", world.b1.pk),
        ("ghi dòng sổ", world.a1.pk),
        ("ghi dòng sổ", world.b1.pk),
        ("ghi bước chuyển sinh hoạt", world.a1.pk),
        ("ghi bước chuyển sinh hoạt", world.b1.pk),
    ]


@pytest.mark.parametrize("broken", [Kind.CHUYEN_DI, Kind.CHUYEN_DEN])
def test_one_line_is_never_written_without_the_other(world, member, an, binh, monkeypatch, broken):
    transfer = start(an, member, world.b1)
    before = AuditEntry.objects.count()
    write = transferring._write

    def fails(by, transfer, place, kind, day, **more):
        if kind == broken:
            raise OSError("đứt")
        return write(by, transfer, place, kind, day, **more)

    monkeypatch.setattr(transferring, "_write", fails)
    with pytest.raises(OSError, match="đứt"):
        step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    assert Movement.objects.filter(kind__in=[Kind.CHUYEN_DI, Kind.CHUYEN_DEN]).count() == 0
    assert Member.objects.get().organization == world.a1
    assert AuditEntry.objects.count() == before
    assert stage(transfer) is Stage.CHO_NOI_DEN


def test_a_failure_after_both_lines_keeps_neither(world, member, an, binh, monkeypatch):
    transfer = start(an, member, world.b1)

    def fails(*_: object, **__: object) -> None:
        raise OSError("đứt")

    monkeypatch.setattr(transferring, "refresh_person", fails)
    with pytest.raises(OSError, match="đứt"):
        step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    assert present(world.a1) == 1
    assert Movement.objects.count() == 1


def test_nobody_is_taken_in_twice(world, member, an, binh):
    transfer = start(an, member, world.b1)
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    assert refused(lambda: step(binh, transfer, K.TIEP_NHAN, organization=world.b1)) == [
        "Việc chuyển này đang ở mức “Đã chuyển, chờ phiếu báo”, không ghi được bước “Chi bộ tiếp nhận”."
    ]
    assert present(world.b1) == 1


def test_the_office_of_a_committee_chooses_the_cell(world, member, an, binh):
    transfer = start(an, member, world.ward_b)

    assert refused(lambda: step(binh, transfer, K.TIEP_NHAN)) == ["Chọn chi bộ tiếp nhận."]
    assert refused(lambda: step(binh, transfer, K.TIEP_NHAN, organization=world.ward_b)) == [
        "Đảng bộ Phường B không phải chi bộ. Chọn chi bộ tiếp nhận."
    ]
    assert refused(lambda: step(binh, transfer, K.TIEP_NHAN, organization=world.a2)) == [
        "Chi bộ này không thuộc nơi được chuyển đến. Chọn chi bộ khác."
    ]
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    assert Member.objects.get().organization == world.b1


def test_the_slip_of_the_new_place_ends_a_transfer(world, member, an, binh):
    transfer = start(an, member, world.b1)
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)
    step(an, transfer, K.PHIEU_BAO, date(2024, 5, 25), number="12-PB")

    assert stage(transfer) is Stage.XONG


def test_a_refused_member_stays_and_is_sent_again(world, member, an, binh):
    transfer = start(an, member, world.b1)
    assert refused(lambda: step(binh, transfer, K.TU_CHOI)) == ["Ghi lý do, để nơi kia biết."]
    step(binh, transfer, K.TU_CHOI, reason="Hồ sơ thiếu mục lục")

    assert stage(transfer) is Stage.BI_TU_CHOI
    assert not Transfer.objects.to_take_in().exists()
    assert present(world.a1) == 1
    assert refused(lambda: step(binh, transfer, K.TIEP_NHAN, organization=world.b1))

    step(an, transfer, K.GIOI_THIEU, date(2024, 5, 22), number="09")

    assert stage(transfer) is Stage.CHO_NOI_DEN
    assert Transfer.objects.to_take_in().get() == transfer
    step(binh, transfer, K.TIEP_NHAN, date(2024, 5, 24), organization=world.b1)
    assert present(world.b1) == 1


def test_a_transfer_that_was_given_up_leaves_the_member_where_they_are(world, member, an):
    transfer = start(an, member, world.b1)
    step(an, transfer, K.TRA_LAI, reason="Thôi chuyển công tác")

    assert stage(transfer) is Stage.TRA_LAI
    assert Movement.objects.count() == 1
    assert start(an, member, world.b1).pk != transfer.pk


def test_a_transfer_may_wait_for_its_paper(world, member, an):
    transfer = start(an, member, world.b1, introduced_on=None, number="", decided_on=date(2024, 4, 1))

    assert stage(transfer) is Stage.CHO_GIAY
    assert refused(lambda: step(an, transfer, K.GIOI_THIEU, date(2024, 3, 31))) == [
        "Ngày 31/3/2024 trước việc đã ghi ngày 01/4/2024 của lần chuyển này. Kiểm tra lại ngày."
    ]
    step(an, transfer, K.GIOI_THIEU, date(2024, 4, 10), number="03")
    assert stage(transfer) is Stage.CHO_NOI_DEN


# Refusals at the start


def test_everything_against_a_transfer_is_told_at_once(world, member, an):
    wrong = {"introduced_on": date(2024, 6, 4), "decided_on": date(2024, 7, 1)}

    assert refused(lambda: start(an, member, world.a1, **wrong)) == [
        "Lê Văn Bảy đang sinh hoạt chính ở nơi này. Chọn nơi khác.",
        "Ngày quyết định chuyển ở tương lai. Kiểm tra lại ngày.",
        "Ngày giấy giới thiệu trước ngày quyết định chuyển. Kiểm tra lại hai ngày này.",
        "Ngày 04/6/2024 ở tương lai. Kiểm tra lại ngày.",
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Chọn nơi đến; nơi ấy ngoài sổ này thì ghi tên vào ô “Nơi đến ngoài sổ”."),
        (
            {"destination_name": "Đảng ủy xã Vĩnh Thủy", "introduced_on": None},
            "Nhập ngày giấy giới thiệu, hoặc để trống cả số và ngày khi chưa cấp.",
        ),
        (
            {"destination_name": "Đảng ủy xã Vĩnh Thủy", "until": date(2024, 12, 1)},
            "Chỉ chuyển tạm thời mới có thời hạn. Để trống ô này.",
        ),
    ],
)
def test_a_transfer_says_where_to_and_when(world, member, an, given, sentence):
    assert refused(lambda: start(an, member, None, TransferKind.CHINH_THUC, **given)) == [sentence]


def test_a_place_is_either_in_the_register_or_a_name(world, member, an):
    assert refused(lambda: start(an, member, world.b1, destination_name="Xã Vĩnh Thủy")) == [
        "Đã chọn nơi đến trong sổ thì để trống ô này."
    ]
    assert refused(lambda: start(an, member, world.b1, TransferKind.NUOC_NGOAI)) == [
        "Ra nước ngoài thì không chọn nơi trong sổ; ghi tên nơi đến vào ô bên dưới."
    ]


def test_a_member_has_one_transfer_at_a_time(world, member, an):
    start(an, member, world.b1)

    assert refused(lambda: start(an, member, world.a2)) == [
        "Lê Văn Bảy đang có một việc chuyển sinh hoạt chưa xong. Làm tiếp hoặc thôi việc ấy trước."
    ]


def test_nobody_leaves_before_the_last_line_or_from_a_cell_that_did_not_stand(world, an):
    member = factories.member(world.a3, "Lê Thị Tư", date(2022, 5, 5))

    assert refused(lambda: start(an, member, world.b1, introduced_on=date(2022, 5, 4))) == [
        "Ngày 04/5/2022 trước dòng cuối trong sổ của Lê Thị Tư (“Kết nạp”, 05/5/2022). Kiểm tra lại ngày.",
        "Chi bộ A3 không hoạt động vào ngày 04/5/2022.",
    ]
    assert refused(lambda: start(an, member, world.a3, introduced_on=PAPER)) == [
        "Lê Thị Tư đang sinh hoạt chính ở nơi này. Chọn nơi khác."
    ]


def test_somebody_who_left_is_not_sent_anywhere(world, member, an):
    factories.movement(member, world.a1, Kind.TU_TRAN, date(2024, 1, 2))
    member.organization = None
    member.save()

    assert refused(lambda: start(an, member, world.b1))[0] == (
        "Lê Văn Bảy không còn sinh hoạt ở tổ chức nào trong sổ này."
    )


def test_nobody_is_taken_in_before_the_paper_or_where_no_cell_stood(world, member, an, chi):
    transfer = start(an, member, world.ward_a, introduced_on=date(2022, 1, 4))

    assert refused(lambda: step(chi, transfer, K.TIEP_NHAN, date(2022, 1, 3), organization=world.a3)) == [
        "Ngày 03/01/2022 trước việc đã ghi ngày 04/01/2022 của lần chuyển này. Kiểm tra lại ngày.",
        "Chi bộ A3 không hoạt động vào ngày 03/01/2022.",
        "Chi bộ này không thuộc nơi được chuyển đến. Chọn chi bộ khác.",
    ]
    assert refused(lambda: step(chi, transfer, K.TIEP_NHAN, organization=world.a1)) == [
        "Lê Văn Bảy đang sinh hoạt ở chính chi bộ này. Chọn chi bộ khác."
    ]


def test_somebody_who_died_meanwhile_is_not_taken_in(world, member, an, binh):
    transfer = start(an, member, world.b1)
    factories.movement(member, world.a1, Kind.TU_TRAN, date(2024, 5, 10))
    member.organization = None
    member.save()

    assert refused(lambda: step(binh, transfer, K.TIEP_NHAN, organization=world.b1)) == [
        "Lê Văn Bảy không còn sinh hoạt ở nơi đi. Nơi đi ghi thôi chuyển, hoặc đính chính sổ trước."
    ]


def test_somebody_who_went_along_with_a_merger_leaves_from_where_they_are(world, member, an, binh):
    transfer = start(an, member, world.b1)
    factories.movement(member, world.a1, Kind.DI_NOI_BO, date(2024, 5, 10), counterpart=world.a2)
    factories.movement(member, world.a2, Kind.DEN_NOI_BO, date(2024, 5, 10), counterpart=world.a1)
    member.organization = world.a2
    member.save()
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    assert (present(world.a1), present(world.a2), present(world.b1)) == (0, 0, 1)
    assert list(faults(TODAY)) == []


def test_who_was_sent_to_a_ward_that_was_absorbed_is_taken_in_by_its_heir(world, member, an, chi):
    transfer = start(an, member, world.ward_b)
    merged = date(2024, 5, 15)
    for organization, parent in ((world.ward_b, world.ward_a), (world.b1, world.ward_a)):
        old = organization.placements.get()
        old.valid_to = merged
        old.save()
        kind = OrganizationKind.LUU_TRU if organization == world.ward_b else OrganizationKind.CHI_BO
        factories.place(organization, old.name, kind, parent, valid_from=merged)

    assert heir_of(world.ward_b, date(2024, 5, 14)) == world.ward_b
    assert heir_of(world.ward_b, TAKEN) == world.ward_a
    step(chi, transfer, K.TIEP_NHAN, organization=world.b1)
    assert Member.objects.get().organization == world.b1


def test_which_paper_fits_is_a_thing_to_compare_not_a_refusal(world, member):
    def warned(to: Organization, kind: TransferKind) -> list[str]:
        found = transfer_problems(member, facts(to, kind), TODAY)
        assert {problem.level for problem in found} <= {Level.WARN}
        return [problem.sentence for problem in found]

    elsewhere = factories.organization("tp-khac", "Đảng bộ thành phố khác", world.city.placement_on(TODAY).kind)

    assert warned(world.b1, TransferKind.NOI_BO) == []
    assert warned(world.b1, TransferKind.CHINH_THUC) == [
        "Hai nơi cùng một cấp ủy cấp trên trực tiếp: dùng giấy chuyển sinh hoạt nội bộ."
    ]
    assert warned(elsewhere, TransferKind.CHINH_THUC) == []
    assert warned(elsewhere, TransferKind.NOI_BO) == [
        "Hai nơi không cùng cấp ủy cấp trên trực tiếp: dùng giấy chuyển sinh hoạt chính thức."
    ]


def test_a_suspended_member_is_shown_as_such(world, member):
    MemberStatus.objects.create(member=member, kind="dinh_chi", since=date(2024, 4, 1))

    assert [problem.sentence for problem in transfer_problems(member, facts(world.b1), TODAY)] == [
        "Lê Văn Bảy đang bị đình chỉ sinh hoạt đảng."
    ]


# Towards outside


def test_a_paper_towards_outside_writes_the_line_of_its_day(world, member, an):
    transfer = start(an, member, None, TransferKind.CHINH_THUC, destination_name="Đảng ủy xã Vĩnh Thủy")

    line = Movement.objects.get(kind=Kind.CHUYEN_DI)
    assert (line.organization, line.counterpart, line.occurred_on, line.reason) == (
        world.a1,
        None,
        PAPER,
        "Đảng ủy xã Vĩnh Thủy",
    )
    assert TransferStep.objects.get().departure == line
    assert Member.objects.get().organization is None
    assert stage(transfer) is Stage.CHO_PHIEU_BAO


def test_one_that_led_outside_is_taken_back_with_its_line_on_its_own_day(world, member, an):
    transfer = start(an, member, None, TransferKind.NUOC_NGOAI, destination_name="Đảng bộ tại Lào")
    step(an, transfer, K.TRA_LAI, reason="Không đi nữa")

    mend = Movement.objects.get(reverses__isnull=False)
    assert (mend.kind, mend.occurred_on, mend.reason) == (Kind.CHUYEN_DI, PAPER, "Không đi nữa")
    assert present(world.a1) == 1
    assert Member.objects.get().organization == world.a1
    assert stage(transfer) is Stage.TRA_LAI
    gone = TransferStep.objects.get(kind=K.TRA_LAI)
    assert refused(lambda: take_back_transfer_step(by=an, step=gone, reason="nhầm", today=TODAY)) == [
        "Việc thôi chuyển đã đính chính dòng chuyển đi trong sổ. Nếu vẫn chuyển, ghi một lần chuyển mới."
    ]


# For a time


def test_a_temporary_member_counts_at_the_official_place_only(world, member, an, binh):
    stay = {"until": date(2024, 12, 31)}
    transfer = start(an, member, world.b1, TransferKind.TAM_THOI, **stay)
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    assert stage(transfer) is Stage.TAM_THOI
    assert Movement.objects.count() == 1
    assert Member.objects.get().organization == world.a1
    assert Transfer.objects.stays().get() == transfer
    assert refused(lambda: start(an, member, world.a2)) == [
        "Lê Văn Bảy đang có lần chuyển sinh hoạt tạm thời chưa kết thúc. Ghi trở về nơi chính thức trước."
    ]

    assert refused(lambda: step(an, transfer, K.GIA_HAN, until=date(2024, 12, 31))) == [
        "Thời hạn mới phải sau thời hạn đang có (31/12/2024)."
    ]
    step(an, transfer, K.GIA_HAN, until=date(2025, 3, 31))
    assert TransferFile.of(transfer).until == date(2025, 3, 31)

    step(binh, transfer, K.TRO_VE, date(2024, 6, 1))
    assert stage(transfer) is Stage.DA_TRO_VE
    assert start(an, member, world.a2).pk


def test_a_stay_needs_its_last_day(world, member, an):
    assert refused(lambda: start(an, member, world.b1, TransferKind.TAM_THOI)) == [
        "Nhập ngày cuối của thời hạn sinh hoạt tạm thời ghi trên giấy."
    ]
    assert refused(lambda: start(an, member, world.b1, TransferKind.TAM_THOI, until=PAPER)) == [
        "Ngày cuối của thời hạn phải sau ngày giấy giới thiệu."
    ]


@pytest.mark.parametrize(
    ("until", "reason", "fits"),
    [
        (date(2024, 8, 5), TransferReason.CONG_TAC, False),
        (date(2024, 8, 6), TransferReason.CONG_TAC, True),
        (date(2025, 5, 5), TransferReason.CONG_TAC, True),
        (date(2025, 5, 6), TransferReason.CONG_TAC, False),
        (date(2026, 5, 6), TransferReason.HOC_TAP, True),
        (date(2026, 5, 7), TransferReason.HOC_TAP, False),
    ],
)
def test_a_stay_lasts_from_three_to_under_twelve_months_for_study_up_to_twenty_four(world, member, until, reason, fits):
    asked = facts(world.b1, TransferKind.TAM_THOI, until=until, reason=reason)

    assert (transfer_problems(member, asked, TODAY) == []) is fits


def test_a_stay_abroad_begins_with_its_paper_and_writes_no_line(world, member, an):
    transfer = start(
        an, member, None, TransferKind.NUOC_NGOAI_TAM_THOI, destination_name="Đại học ở Pháp", until=date(2025, 1, 31)
    )

    assert stage(transfer) is Stage.TAM_THOI
    assert Movement.objects.count() == 1
    assert Transfer.objects.stays().get() == transfer
    step(an, transfer, K.TRO_VE)
    assert stage(transfer) is Stage.DA_TRO_VE


# Members on probation


def test_a_probation_goes_along_to_the_new_cell_once(world, an, binh):
    member = factories.member(world.a1, "Võ Thị Tám", date(2024, 1, 5), official=False)
    assert Case.objects.get(member=member).organization == world.a1
    transfer = start(an, member, world.b1)
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    case = Case.objects.get(member=member)
    assert (case.organization, case.state, case.is_open) == (world.b1, "D01", True)
    assert {item.organization_id for item in case.deadlines.all()} == {world.b1.pk}
    assert (Member.objects.get().admitted_on, Member.objects.get().official_on) == (date(2024, 1, 5), None)
    assert Movement.objects.filter(kind=Kind.CHUYEN_DEN).count() == 1


def test_a_probation_was_at_the_old_cell_before_the_reception(world, an, binh):
    member = factories.member(world.a1, "Võ Thị Tám", date(2024, 1, 5), official=False)
    transfer = start(an, member, world.b1)
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)
    case = probation_file(Member.objects.select_related("person", "organization").get(), TODAY)

    assert [case.cell_on(day) for day in (date(2024, 5, 19), TAKEN, TODAY)] == [world.a1.pk, world.b1.pk, world.b1.pk]
    assert case.route_on(date(2024, 5, 19)).line == (world.a1.pk, world.ward_a.pk, world.city.pk)
    assert case.route_on(TODAY).line == (world.b1.pk, world.ward_b.pk, world.city.pk)


def test_a_probationer_who_moves_out_of_the_register_has_no_open_case(world, an):
    member = factories.member(world.a1, "Võ Thị Tám", date(2024, 1, 5), official=False)
    start(an, member, None, TransferKind.CHINH_THUC, destination_name="Đảng ủy xã Vĩnh Thủy")

    assert Case.objects.get(member=member).is_open is False


# Mistakes


def test_both_lines_of_a_mistaken_reception_are_reversed_together(world, member, an, binh):
    transfer = start(an, member, world.b1)
    taken = step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    assert refused(lambda: take_back_transfer_step(by=binh, step=taken, reason=" ", today=TODAY)) == [
        "Ghi lý do đính chính."
    ]
    take_back_transfer_step(by=binh, step=taken, reason="Ghi nhầm người", today=TODAY)

    assert (present(world.a1), present(world.b1)) == (1, 0)
    assert (present(world.a1, TAKEN), present(world.b1, TAKEN)) == (1, 0)
    assert Member.objects.get().organization == world.a1
    assert stage(transfer) is Stage.CHO_NOI_DEN
    kept = TransferStep.objects.get(pk=taken.pk)
    assert (kept.void_reason, kept.voided_at is None) == ("Ghi nhầm người", False)
    assert list(faults(TODAY)) == []
    entry = AuditEntry.objects.filter(verb="đính chính bước chuyển sinh hoạt")
    assert [(one.organization_id, one.reason) for one in entry] == [
        (world.a1.pk, "Ghi nhầm người"),
        (world.b1.pk, "Ghi nhầm người"),
    ]
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)
    assert present(world.b1) == 1


def test_a_reception_is_not_taken_back_under_later_lines(world, member, an, binh):
    transfer = start(an, member, world.b1)
    taken = step(binh, transfer, K.TIEP_NHAN, organization=world.b1)
    factories.movement(member, world.b1, Kind.TU_TRAN, date(2024, 6, 1))

    assert refused(lambda: take_back_transfer_step(by=binh, step=taken, reason="nhầm", today=TODAY)) == [
        "Chỉ đính chính được dòng cuối cùng còn hiệu lực (Từ trần, 01/6/2024)."
    ]
    assert TransferStep.objects.standing().filter(pk=taken.pk).exists()


def test_only_the_last_step_is_taken_back(world, member, an, binh):
    transfer = start(an, member, world.b1)
    taken = step(binh, transfer, K.TIEP_NHAN, organization=world.b1)
    step(an, transfer, K.PHIEU_BAO, date(2024, 5, 25))

    assert refused(lambda: take_back_transfer_step(by=binh, step=taken, reason="nhầm", today=TODAY)) == [
        "Chỉ đính chính được việc ghi sau cùng của lần chuyển này (“Nhận phiếu báo của nơi đến”, 25/5/2024)."
    ]


def test_the_lines_of_a_transfer_are_not_reversed_one_by_one(world, member, an, binh):
    transfer = start(an, member, world.b1)
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)
    arrival = Movement.objects.get(kind=Kind.CHUYEN_DEN)

    assert refused(lambda: reverse(by=binh, line=arrival, reason="nhầm")) == [
        "Dòng này do bước “Chi bộ tiếp nhận” của việc chuyển sinh hoạt ghi. Mở việc chuyển sinh hoạt ấy, đính chính "
        "bước; các dòng ở cả hai nơi được đính chính theo."
    ]


def test_a_transfer_taken_up_again_must_not_be_a_second_one(world, member, an):
    given_up = start(an, member, world.b1)
    last = step(an, given_up, K.TRA_LAI, reason="Thôi chuyển")
    start(an, member, world.a2)

    assert refused(lambda: take_back_transfer_step(by=an, step=last, reason="nhầm", today=TODAY)) == [
        "Lê Văn Bảy đang có một việc chuyển sinh hoạt khác chưa xong."
    ]


def test_a_mistaken_paper_towards_outside_is_taken_back_with_its_line(world, member, an):
    transfer = start(an, member, None, TransferKind.CHINH_THUC, destination_name="Xã Vĩnh Thủy")
    paper = TransferStep.objects.get()
    take_back_transfer_step(by=an, step=paper, reason="Ghi nhầm ngày", today=TODAY)

    assert stage(transfer) is Stage.CHO_GIAY
    assert present(world.a1) == 1
    step(an, transfer, K.GIOI_THIEU, date(2024, 5, 8), number="07")
    assert Movement.objects.standing().get(kind=Kind.CHUYEN_DI).occurred_on == date(2024, 5, 8)


# Several at once


@pytest.fixture
def three(world: World) -> list[Member]:
    return [factories.member(world.a1, name) for name in ("Lê Văn Một", "Lê Văn Hai", "Lê Văn Ba")]


def decided(world: World, number: int = 31) -> DecisionFacts:
    return DecisionFacts(world.city, number, "TU", date(2024, 5, 2))


def test_several_are_transferred_by_one_decision(world, three, an, binh):
    leaving = [Leaving(member, str(place)) for place, member in enumerate(three, start=7)]
    made = transfer_together(by=an, leaving=leaving, facts=facts(world.ward_b), decision=decided(world), today=TODAY)

    assert {str(one.decision) for one in made} == {"31-QĐ/TU"}
    assert list(TransferStep.objects.order_by("pk").values_list("number", flat=True)) == ["7", "8", "9"]
    entries = [(one, TransferStepFacts(K.TIEP_NHAN, TAKEN, organization=world.b1)) for one in made]
    record_transfer_steps(by=binh, entries=entries, today=TODAY)

    assert (present(world.a1), present(world.b1)) == (0, 3)
    assert set(Movement.objects.filter(kind=Kind.CHUYEN_DEN).values_list("decision", flat=True)) == {
        Decision.objects.get().pk
    }


def test_of_several_all_are_transferred_or_none_and_each_problem_names_its_person(world, three, an):
    start(an, three[1], world.b1)
    leaving = [Leaving(member) for member in three]

    with pytest.raises(RowsRefused) as told:
        transfer_together(by=an, leaving=leaving, facts=facts(world.a2), decision=decided(world), today=TODAY)

    assert {place: [problem.sentence for problem in found] for place, found in told.value.rows.items()} == {
        1: ["Lê Văn Hai đang có một việc chuyển sinh hoạt chưa xong. Làm tiếp hoặc thôi việc ấy trước."]
    }
    assert Transfer.objects.count() == 1
    assert not Decision.objects.exists()


def test_of_several_all_are_taken_in_or_none(world, three, an, binh):
    made = transfer_together(
        by=an, leaving=[Leaving(one) for one in three], facts=facts(world.ward_b), decision=None, today=TODAY
    )
    entries = [(one, TransferStepFacts(K.TIEP_NHAN, TAKEN, organization=world.b1)) for one in made]
    entries[2] = (made[2], TransferStepFacts(K.TIEP_NHAN, TAKEN))

    with pytest.raises(RowsRefused) as told:
        record_transfer_steps(by=binh, entries=entries, today=TODAY)

    assert list(told.value.rows) == [2]
    assert (present(world.a1), present(world.b1)) == (3, 0)
    assert Movement.objects.filter(kind=Kind.CHUYEN_DI).aggregate(n=Sum("weight"))["n"] is None


def test_a_number_of_a_decision_is_not_free_while_a_transfer_rests_on_it(world, three, an):
    transfer_together(by=an, leaving=[Leaving(three[0])], facts=facts(world.b1), decision=decided(world), today=TODAY)

    with pytest.raises(Refused, match="đã dùng cho quyết định"):
        transfer_together(
            by=an, leaving=[Leaving(three[1])], facts=facts(world.b1), decision=decided(world), today=TODAY
        )


def test_a_step_of_a_probation_stays_with_the_member(world, an, binh):
    member = factories.member(world.a1, "Võ Thị Tám", date(2024, 1, 5), official=False)
    factories.step(member, StepKind.TU_KIEM_DIEM, date(2024, 5, 1))
    transfer = start(an, member, world.b1)
    step(binh, transfer, K.TIEP_NHAN, organization=world.b1)

    assert world.scope(world.ward_b).steps.count() == 1
    assert world.scope(world.ward_a).steps.count() == 0
