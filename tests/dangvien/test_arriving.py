"""Taking in members who come from outside of the register: one act, the dates of the papers, nobody twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangvien.actions.arriving import receive_member
from dangvien.actions.transferring import record_transfer_step, start_transfer, take_back_transfer_step
from dangvien.models import (
    AuditEntry,
    Case,
    Kind,
    Member,
    Movement,
    Person,
    Transfer,
    TransferKind,
    TransferStep,
    TransferStepKind,
    User,
)
from dangvien.procedure.elsewhere import HELD_ELSEWHERE, NUMBER_TAKEN
from dangvien.procedure.problem import Refused
from dangvien.procedure.reconciliation import faults
from dangvien.procedure.transfer_checks import ArrivalFacts, TransferFacts, TransferStepFacts
from dangvien.procedure.transfers import Stage, TransferFile
from tests import factories
from tests.people import TODAY, World

DAY = date(2024, 5, 20)


def newcomer(**more: Any) -> Person:
    given = {"full_name": "Hồ Văn Mới", "birth_date": date(1990, 2, 3), "gender": "nam", **more}
    return Person(**given)


def receive(by: User, world: World, person: Person, **more: Any) -> Transfer:
    given = {
        "admitted_on": date(2018, 5, 19),
        "official_on": date(2019, 5, 19),
        "card_number": "04512345",
        "number": "09",
        **more,
    }
    facts = ArrivalFacts(given.pop("cell", world.b1), given.pop("origin_name", "Xã Vĩnh Thủy"), DAY, **given)
    return receive_member(by=by, person=person, facts=facts, today=TODAY)


def refused(act: Any) -> dict[str, str]:
    before = Person.objects.count(), Member.objects.count(), Movement.objects.count(), AuditEntry.objects.count()
    with pytest.raises(Refused) as told:
        act()
    assert before == (
        Person.objects.count(),
        Member.objects.count(),
        Movement.objects.count(),
        AuditEntry.objects.count(),
    )
    return {problem.field: problem.sentence for problem in told.value.problems}


def test_somebody_from_outside_is_entered_and_counted_in_one_act(world, binh):
    taken_in = receive(binh, world, newcomer())

    member = Member.objects.get()
    assert (member.organization, member.admitted_on, member.official_on, member.card_number) == (
        world.b1,
        date(2018, 5, 19),
        date(2019, 5, 19),
        "04512345",
    )
    line = Movement.objects.get()
    assert (line.kind, line.organization, line.counterpart, line.occurred_on) == (Kind.CHUYEN_DEN, world.b1, None, DAY)
    assert TransferStep.objects.get().arrival == line
    assert (taken_in.origin_name, taken_in.destination) == ("Xã Vĩnh Thủy", world.b1)
    assert TransferFile.of(taken_in).stage is Stage.XONG
    assert list(faults(TODAY)) == []
    assert list(AuditEntry.objects.order_by("sequence").values_list("verb", "organization_id")) == [
        ("ghi dòng sổ", world.b1.pk),
        ("tiếp nhận từ nơi khác", world.b1.pk),
    ]


def test_somebody_on_probation_brings_their_case(world, binh):
    receive(binh, world, newcomer(), admitted_on=date(2024, 1, 5), official_on=None, card_number="")

    assert (Case.objects.get().organization, Case.objects.get().state) == (world.b1, "D01")
    assert Member.objects.get().card_number is None
    assert list(faults(TODAY)) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"origin_name": ""}, {"origin_name": "Ghi nơi đi: chi bộ, đảng bộ nào, tỉnh nào."}),
        ({"admitted_on": None}, {"admitted_on": "Nhập ngày vào Đảng ghi trên giấy giới thiệu hoặc thẻ đảng viên."}),
        (
            {"admitted_on": date(2024, 5, 21), "official_on": None},
            {"admitted_on": "Ngày vào Đảng sau ngày tiếp nhận. Kiểm tra lại hai ngày này."},
        ),
        (
            {"official_on": date(2018, 5, 18)},
            {"official_on": "Ngày chính thức trước ngày vào Đảng. Kiểm tra lại hai ngày này."},
        ),
        (
            {"official_on": date(2024, 5, 21)},
            {"official_on": "Ngày chính thức sau ngày tiếp nhận. Kiểm tra lại hai ngày này."},
        ),
        (
            {"admitted_on": date(1990, 2, 3), "official_on": None},
            {"admitted_on": "Ngày vào Đảng trước ngày sinh. Kiểm tra lại hai ngày này."},
        ),
        ({"until": date(2025, 1, 1)}, {"until": "Chỉ chuyển tạm thời mới có thời hạn. Để trống ô này."}),
    ],
)
def test_papers_that_cannot_be_are_refused(world, binh, given, told):
    assert refused(lambda: receive(binh, world, newcomer(), **given)) == told


def test_the_cell_must_be_one_that_stands(world, binh):
    assert refused(lambda: receive(binh, world, newcomer(), cell=world.ward_b)) == {
        "cell": "Đảng bộ Phường B không phải chi bộ. Chọn chi bộ tiếp nhận."
    }


def test_numbers_of_others_are_refused(world, binh):
    other = factories.member(world.a1, "Lê Văn Khác")
    other.card_number = "04512345"
    other.save()
    other.person.citizen_id = "045090000123"
    other.person.save()

    assert refused(lambda: receive(binh, world, newcomer(citizen_id="045090000123"))) == {
        "citizen_id": NUMBER_TAKEN,
        "card_number": "Số thẻ này đã ghi cho một đảng viên khác trong sổ. Kiểm tra lại số.",
    }


def test_a_member_of_the_register_comes_with_a_transfer_of_the_register(world, binh, chi):
    member = factories.member(world.a1, "Lê Văn Bảy")

    assert refused(lambda: receive(binh, world, member.person, card_number="")) == {"": HELD_ELSEWHERE}
    assert refused(lambda: receive(chi, world, member.person, card_number="")) == {
        "": "Lê Văn Bảy đang là đảng viên trong sổ. Nơi đang ghi làm giấy chuyển sinh hoạt trong sổ."
    }


def test_somebody_who_had_moved_away_comes_back_with_what_is_known(world, an, binh):
    member = factories.member(world.a1, "Lê Văn Bảy")
    away = TransferFacts(TransferKind.CHINH_THUC, destination_name="Huế", introduced_on=date(2023, 5, 6), number="3")
    start_transfer(by=an, member=member, facts=away, today=TODAY)
    receive(binh, world, member.person, admitted_on=None, official_on=None, card_number="")

    back = Member.objects.get()
    assert (back.organization, back.admitted_on) == (world.b1, date(2015, 5, 19))
    assert list(faults(TODAY)) == []


def test_somebody_who_was_struck_off_does_not_come_back_by_a_transfer(world, binh, chi):
    member = factories.member(world.a1, "Lê Văn Bảy")
    factories.movement(member, world.a1, Kind.XOA_TEN, date(2023, 1, 2))
    member.organization = None
    member.save()

    assert refused(lambda: receive(binh, world, member.person, card_number="")) == {"": HELD_ELSEWHERE}
    assert refused(lambda: receive(chi, world, member.person, card_number="")) == {
        "": "Lê Văn Bảy đã ra khỏi sổ: xóa tên ngày 02/01/2023. Chỉ người đã chuyển đi mới được tiếp nhận trở lại."
    }


def test_a_mistaken_reception_leaves_no_member_and_no_dates(world, binh):
    receive(binh, world, newcomer())
    take_back_transfer_step(by=binh, step=TransferStep.objects.get(), reason="Ghi nhầm người", today=TODAY)

    member = Member.objects.get()
    assert (member.organization, member.admitted_on, member.official_on, member.card_number) == (None,) * 4
    assert Movement.objects.headcount() == 0
    assert list(faults(TODAY)) == []
    receive(binh, world, member.person)
    assert Member.objects.get().organization == world.b1


def test_somebody_who_stays_for_a_time_is_not_counted(world, binh):
    stay = {"kind": TransferKind.TAM_THOI, "admitted_on": None, "official_on": None, "card_number": ""}
    assert refused(lambda: receive(binh, world, newcomer(), **stay)) == {
        "until": "Nhập ngày cuối của thời hạn sinh hoạt tạm thời ghi trên giấy."
    }
    here = receive(binh, world, newcomer(), until=date(2024, 12, 31), **stay)

    assert Movement.objects.count() == 0
    assert TransferFile.of(here).stage is Stage.TAM_THOI
    assert list(faults(TODAY)) == []
    back = TransferStepFacts(TransferStepKind.TRO_VE, date(2024, 6, 1))
    record_transfer_step(by=binh, transfer=here, facts=back, today=TODAY)
    assert TransferFile.of(here).stage is Stage.DA_TRO_VE
