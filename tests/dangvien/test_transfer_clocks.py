"""What is due of a transfer: from which day, until when, by which clause, and who is waited for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangvien.models import Amendment, Member, Transfer, TransferStep
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.transfers import Clock, Running, Stage, TransferFile, clocks_of, lines_above
from tests import factories
from tests.people import World

TODAY = date(2025, 11, 3)
PAPER = date(2025, 10, 6)


@pytest.fixture
def member(world: World) -> Member:
    return factories.member(world.a1, "Lê Văn Bảy")


def made(world: World, member: Member, kind: str = "chinh_thuc", *, outside: bool = False, **more: Any) -> Transfer:
    to = {"destination_name": "Đảng ủy xã Vĩnh Thủy"} if outside else {"destination": world.b1}
    return Transfer.objects.create(member=member, kind=kind, origin=world.a1, **to, **more)


def put(transfer: Transfer, kind: str, day: date = PAPER, **more: Any) -> TransferStep:
    return TransferStep.objects.create(transfer=transfer, kind=kind, occurred_on=day, **more)


def due(transfer: Transfer, world: World, today: date = TODAY) -> dict[Clock, Running]:
    line = lines_above([world.a1.pk], today)[world.a1.pk]
    found = clocks_of(TransferFile.of(transfer), Regulations.load(), line, today)
    assert [item.due.day for item in found] == sorted(item.due.day for item in found)
    return {item.clock: item for item in found}


def test_the_paper_is_due_sixty_working_days_after_the_decision_to_move(world, member):
    transfer = made(world, member, decided_on=date(2025, 8, 4))
    found = due(transfer, world)

    assert list(found) == [Clock.BAT_DAU]
    item = found[Clock.BAT_DAU]
    assert (item.started_on, item.due.day) == (
        date(2025, 8, 4),
        Regulations.load().after_working_days(date(2025, 8, 4), 60),
    )
    assert (item.due.words, item.waits_for) == (f"quá {(TODAY - item.due.day).days} ngày", "Đảng viên, nơi đi")
    assert item.source == "Quy định 294-QĐ/TW ngày 26/5/2025, điểm 6.3.1"
    assert due(made(world, factories.member(world.a1)), world) == {}


def test_papers_are_presented_in_thirty_working_days_and_looked_into_after_three_months(world, member):
    transfer = made(world, member)
    put(transfer, "gioi_thieu")
    found = due(transfer, world)

    assert {clock: (item.due.day, item.waits_for) for clock, item in found.items()} == {
        Clock.NOP_GIAY: (date(2025, 11, 17), "Đảng viên"),
        Clock.CHUA_NOP: (date(2026, 1, 6), "Đảng viên"),
    }
    assert found[Clock.CHUA_NOP].source == "Hướng dẫn 38-HD/BTCTW ngày 29/9/2025, điểm II.4.3.1d"
    assert due(transfer, world, date(2025, 11, 18))[Clock.NOP_GIAY].due.tone == "wrong"


@pytest.mark.parametrize(
    ("kind", "days", "point"), [("nuoc_ngoai", 60, "điểm II.4.3.1c"), ("nn_tam_thoi", 30, "điểm II.4.3.2b")]
)
def test_abroad_papers_are_presented_in_sixty_or_thirty_working_days(world, member, kind, days, point):
    transfer = made(world, member, kind, outside=True)
    put(transfer, "gioi_thieu", until=date(2026, 4, 6) if kind == "nn_tam_thoi" else None)
    item = due(transfer, world)[Clock.NOP_GIAY]

    assert item.due.day == Regulations.load().after_working_days(PAPER, days)
    assert point in item.source


def test_the_slip_is_looked_for_after_three_months(world, member):
    transfer = made(world, member)
    put(transfer, "gioi_thieu")
    put(transfer, "tiep_nhan", date(2025, 10, 20), organization=world.b1)
    found = due(transfer, world)

    assert {clock: (item.due.day, item.waits_for) for clock, item in found.items()} == {
        Clock.PHIEU_BAO: (date(2026, 1, 20), "Nơi đến")
    }
    assert found[Clock.PHIEU_BAO].source == "Hướng dẫn 06-HD/TW ngày 09/6/2025, điểm 8.2"
    put(transfer, "phieu_bao", date(2025, 10, 27))
    assert due(transfer, world) == {}


def test_a_stay_ends_with_its_last_day_as_extended(world, member):
    transfer = made(world, member, "tam_thoi")
    put(transfer, "gioi_thieu", until=date(2026, 2, 6))
    put(transfer, "tiep_nhan", date(2025, 10, 20), organization=world.b1)
    put(transfer, "gia_han", date(2025, 11, 1), until=date(2026, 6, 6))

    assert {clock: item.due.day for clock, item in due(transfer, world).items()} == {
        Clock.HET_TAM_THOI: date(2026, 6, 6)
    }
    put(transfer, "tro_ve", date(2025, 11, 2))
    assert due(transfer, world) == {}


@pytest.mark.parametrize("last", ["tu_choi", "tra_lai"])
def test_nothing_is_due_of_what_was_refused_or_given_up(world, member, last):
    transfer = made(world, member)
    put(transfer, "gioi_thieu")
    put(transfer, last, date(2025, 10, 20), reason="Thiếu hồ sơ")

    assert due(transfer, world) == {}


def test_a_shorter_term_of_the_own_committee_holds(world, member, dung):
    Amendment.objects.create(
        organization=world.ward_a, recorded_by=dung, rule="transfer_present_days", value="10",
        since=date(2025, 1, 1), document="Hướng dẫn 02-HD/BTC",
    )  # fmt: skip
    transfer = made(world, member)
    put(transfer, "gioi_thieu")
    item = due(transfer, world)[Clock.NOP_GIAY]

    assert (item.due.day, item.source) == (
        Regulations.load().after_working_days(PAPER, 10),
        "Hướng dẫn 02-HD/BTC; chưa đối chiếu văn bản",
    )


def test_a_deadline_in_a_year_without_known_holidays_is_provisional(world, member):
    transfer = made(world, member)
    put(transfer, "gioi_thieu", date(2030, 12, 20))

    assert "tạm tính, chưa có lịch nghỉ năm 2031" in due(transfer, world, date(2030, 12, 21))[Clock.NOP_GIAY].source


# The lists agree with the files


def test_what_the_database_lists_is_what_the_files_say(world, member):
    """Every list of transfers against the stage each file gives, over all ways a transfer can have gone."""
    ways: list[tuple[str, bool, list[str]]] = [
        ("chinh_thuc", False, []),
        ("chinh_thuc", False, ["gioi_thieu"]),
        ("chinh_thuc", False, ["gioi_thieu", "tu_choi"]),
        ("chinh_thuc", False, ["gioi_thieu", "tu_choi", "gioi_thieu"]),
        ("chinh_thuc", False, ["gioi_thieu", "tiep_nhan"]),
        ("chinh_thuc", False, ["gioi_thieu", "tiep_nhan", "phieu_bao"]),
        ("noi_bo", False, ["gioi_thieu", "tra_lai"]),
        ("tam_thoi", False, ["gioi_thieu"]),
        ("tam_thoi", False, ["gioi_thieu", "tiep_nhan"]),
        ("tam_thoi", False, ["gioi_thieu", "tiep_nhan", "phieu_bao", "gia_han"]),
        ("tam_thoi", False, ["gioi_thieu", "tiep_nhan", "tro_ve"]),
        ("chinh_thuc", True, []),
        ("chinh_thuc", True, ["gioi_thieu"]),
        ("nuoc_ngoai", True, ["gioi_thieu", "phieu_bao"]),
        ("chinh_thuc", True, ["gioi_thieu", "tra_lai"]),
        ("nn_tam_thoi", True, ["gioi_thieu"]),
        ("nn_tam_thoi", True, ["gioi_thieu", "tro_ve"]),
    ]
    for kind, outside, steps in ways:
        transfer = made(world, member, kind, outside=outside)
        for step in steps:
            put(transfer, step)
    arrived = Transfer.objects.create(member=member, kind="chinh_thuc", origin_name="Huế", destination=world.a1)
    put(arrived, "tiep_nhan", organization=world.a1)
    mistaken = Transfer.objects.create(member=member, kind="chinh_thuc", origin_name="Huế", destination=world.a1)
    put(mistaken, "tiep_nhan", organization=world.a1, voided_at="2025-11-01T00:00Z", void_reason="nhầm")

    def at(*stages: Stage) -> set[int]:
        return {one.pk for one in Transfer.objects.all() if TransferFile.of(one).stage in stages}

    def keys(rows: Any) -> set[int]:
        return set(rows.values_list("pk", flat=True))

    every = Transfer.objects.all()
    assert keys(every.to_take_in()) == at(Stage.CHO_NOI_DEN)
    assert keys(every.stays()) == at(Stage.TAM_THOI)
    assert keys(every.without_slip()) == at(Stage.CHO_PHIEU_BAO)
    assert keys(every.running()) == at(Stage.CHO_GIAY, Stage.CHO_NOI_DEN, Stage.BI_TU_CHOI, Stage.TAM_THOI)
    assert keys(every.ended()) == at(Stage.XONG, Stage.CHO_PHIEU_BAO, Stage.DA_TRO_VE, Stage.TRA_LAI)
    assert keys(every.running()) | keys(every.ended()) == keys(every)
    assert TransferFile.of(mistaken).stage is Stage.TRA_LAI
