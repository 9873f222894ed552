"""Leaving the Party and coming back: death, expulsion, a name struck off, resignation, restoration. What stands
against writing each into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dangvien import codes
from dangvien.models import (
    Candidate,
    Kind,
    Member,
    Movement,
    Organization,
    StepKind,
    Transfer,
)
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import Problem
from dangvien.text import day_short, lower_first, upper_first

WAYS_OUT = (Kind.TU_TRAN, Kind.KHAI_TRU, Kind.XOA_TEN, Kind.XIN_RA)
"""Departures that a form records; transfers, reorganizations and cancelled admissions have acts of their own."""

RESTORABLE = (Kind.KHAI_TRU, Kind.XOA_TEN, Kind.XIN_RA, Kind.HUY_KET_NAP)
"""After these a membership can be restored; not after death, and who moved away comes back by a transfer."""

OF_PROBATION = "du_bi"
"""The ground of a probationer struck off, which the steps of the probation write."""

DAY_LABELS = {
    Kind.TU_TRAN: "ngày từ trần",
    Kind.KHAI_TRU: "ngày khai trừ",
    Kind.XOA_TEN: "ngày xóa tên",
    Kind.XIN_RA: "ngày ra khỏi Đảng",
    Kind.PHUC_HOI: "ngày phục hồi",
}
"""How sentences and forms call the day of each."""


@dataclass(frozen=True)
class MovementFacts:
    """One line as typed. `ground` is a code of `removal_ground`; `cell` where somebody is restored to; `paper` what
    a death is written down from, by its name and number."""

    kind: Kind
    occurred_on: date
    decision: DecisionFacts | None = None
    ground: str = ""
    paper: str = ""
    cell: Organization | None = None


def grounds() -> list[tuple[str, str]]:
    """Why an official member's name is struck off, for a box of choices."""
    return [(code, label) for code, label in codes.of("removal_ground").choices if code != OF_PROBATION]


def obstacles(member: Member, kind: Kind) -> list[Problem]:
    """What stands in the way whatever is typed: known before the form is filled."""
    if kind == Kind.PHUC_HOI:
        return list(_against_restoring(member))
    return list(_against_leaving(member, kind))


def _against_leaving(member: Member, kind: Kind) -> Iterator[Problem]:
    if member.organization_id is None:
        yield Problem("", f"Đồng chí {member} không còn trong sổ.")
        return
    if member.official_on is None and kind in (Kind.XOA_TEN, Kind.KHAI_TRU):
        yield Problem(
            "",
            f"Đồng chí {member} là đảng viên dự bị: xóa tên theo các bước ở trang dự bị "
            f"(“{StepKind.NQ_CHI_BO_XOA_TEN.label}”, rồi “{StepKind.QUYET_DINH_XOA_TEN.label}”).",
        )
    for transfer in Transfer.objects.of(member.pk).running():
        yield Problem(
            "",
            f"Đồng chí {member} có việc “{lower_first(transfer.get_kind_display())}” chưa xong. "
            "Ghi cho xong hoặc ghi thôi chuyển việc ấy trước.",
        )


def _against_restoring(member: Member) -> Iterator[Problem]:
    if member.organization_id is not None:
        yield Problem("", f"Đồng chí {member} đang là đảng viên, không phải phục hồi.")
        return
    last = last_move(member)
    if last is None:
        yield Problem("", f"Sổ không có dòng nào cho thấy {member} từng là đảng viên.")
    elif last.kind == Kind.TU_TRAN:
        yield Problem("", f"Đồng chí {member} đã từ trần ngày {day_short(last.occurred_on)}, không phục hồi đảng tịch.")
    elif last.kind not in RESTORABLE:
        yield Problem(
            "",
            f"Đồng chí {member} không ra khỏi Đảng (dòng cuối: {lower_first(last.get_kind_display())} ngày "
            f"{day_short(last.occurred_on)}). Trở lại sinh hoạt thì ghi chuyển đến.",
        )
    if Candidate.objects.open().filter(person=member.person_id).exists():
        yield Problem(
            "", f"{member} đang được theo dõi ở một hồ sơ kết nạp mới. Thôi theo dõi hồ sơ ấy trước khi phục hồi."
        )


def last_move(member: Member) -> Movement | None:
    """The newest standing line by which somebody came or went."""
    return member.movements.standing().exclude(sign=0).in_order().last()


def restorable_at(member: Member, lines: Iterable[Movement]) -> int | None:
    """Where somebody left the Party who may be restored, from their lines with the newest first; None for others."""
    if member.organization_id is not None:
        return None
    for line in lines:
        if line.sign and line.reverses_id is None and not hasattr(line, "reversed_by"):
            return line.organization_id if line.kind in RESTORABLE else None
    return None


def movement_problems(member: Member, facts: MovementFacts, today: date) -> list[Problem]:
    """Every reason against writing this line."""
    found = obstacles(member, facts.kind)
    if facts.kind == Kind.XOA_TEN and facts.ground not in dict(grounds()):
        found.append(Problem("ground", "Chọn lý do xóa tên trong danh sách."))
    found += _days(member, facts, today)
    place = facts.cell if facts.kind == Kind.PHUC_HOI else member.organization
    if place is not None:
        found += _place_that_day(place, facts)
    return found


def _days(member: Member, facts: MovementFacts, today: date) -> Iterator[Problem]:
    day, label = facts.occurred_on, DAY_LABELS[facts.kind]
    said = f"{upper_first(label)} ({day_short(day)})"
    if day > today:
        yield Problem("occurred_on", f"{said} ở tương lai. Kiểm tra lại ngày.")
    last = member.movements.standing().in_order().last()
    if last is not None and day < last.occurred_on:
        yield Problem(
            "occurred_on",
            f"{said} sớm hơn dòng sổ trước của đồng chí này ({lower_first(last.get_kind_display())} ngày "
            f"{day_short(last.occurred_on)}). Kiểm tra lại ngày.",
        )
    elif member.admitted_on is not None and day < member.admitted_on:
        yield Problem(
            "occurred_on", f"{said} sớm hơn ngày vào Đảng ({day_short(member.admitted_on)}). Kiểm tra lại ngày."
        )
    if facts.decision is not None and day < facts.decision.issued_on:
        yield Problem(
            "occurred_on",
            f"{said} sớm hơn ngày quyết định ({day_short(facts.decision.issued_on)}). Kiểm tra lại hai ngày này.",
        )


def _place_that_day(place: Organization, facts: MovementFacts) -> Iterator[Problem]:
    day = facts.occurred_on
    placement = place.placement_on(day)
    field = "cell" if facts.kind == Kind.PHUC_HOI else "occurred_on"
    if placement is None or placement.is_archive:
        mend = "Chọn chi bộ có trong ngày ấy." if field == "cell" else "Kiểm tra lại ngày."
        yield Problem(field, f"{place.name_on(day)} không hoạt động vào ngày {day_short(day)}. {mend}")
    elif facts.kind == Kind.PHUC_HOI and not placement.is_cell:
        yield Problem(field, f"{placement.name} không phải chi bộ. Đảng viên sinh hoạt ở một chi bộ.")
