"""The ledger against itself and against the pointers on the members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Q

from dangvien.models import Kind, Member, Movement, OrganizationKind, Placement
from dangvien.procedure.reconciliation.fault import Fault, Reach
from dangvien.procedure.reconciliation.names import newest_names
from dangvien.text import day_short, lower_first, thousands

CHUNK = 5000
"""Rows held in memory at a time."""


def headcount_faults(reach: Reach) -> Iterator[Fault]:
    """The sum of the ledger's signs is the number of members who have a place."""
    by_ledger, by_pointer = reach.movements.headcount(), reach.present.count()
    if by_ledger != by_pointer:
        yield Fault(
            f"Số đảng viên cộng theo dòng sổ là {thousands(by_ledger)}, đếm theo chi bộ hiện tại là "
            f"{thousands(by_pointer)}."
        )


def member_faults(reach: Reach) -> Iterator[Fault]:
    """A member's lines follow from one another, and the member's place and dates follow from the lines."""
    members = {member.pk: member for member in reach.members.select_related("person")}
    names = newest_names()
    lines = reach.lines_of_members.standing().order_by("member_id", "occurred_on", "pk").iterator(chunk_size=CHUNK)
    for member_id, own in groupby(lines, key=lambda line: line.member_id):
        for sentence in _faults_of(members.pop(member_id), list(own), names):
            yield Fault(sentence, member_id)
    for member in members.values():
        for sentence in _faults_of(member, [], names):
            yield Fault(sentence, member.pk)


def line_faults(reach: Reach) -> Iterator[Fault]:
    """Every line stands on an organization that was active on its day."""
    active = Placement.objects.filter(
        organization=OuterRef("organization"),
        valid_from__lte=OuterRef("occurred_on"),
        valid_to__gt=OuterRef("occurred_on"),
    ).exclude(kind=OrganizationKind.LUU_TRU)
    # Who goes along when a cell ends leaves it on the first day on which it no longer stands.
    left = Placement.objects.filter(organization=OuterRef("organization"), valid_to=OuterRef("occurred_on"))
    leaving = Q(kind=Kind.DI_NOI_BO) & Exists(left.exclude(kind=OrganizationKind.LUU_TRU))
    counting = Q(reorganization__isnull=True) | Q(reorganization__taken_back_at__isnull=True)
    adrift = reach.movements.filter(~Exists(active), ~leaving, counting, reverses__isnull=True)
    for line in adrift.in_order().select_related("member__person", "organization"):
        where = line.organization.name_on(line.occurred_on)
        yield Fault(
            f"Đồng chí {line.member}: dòng {_described(line)} ghi tại {where}, tổ chức không hoạt động ngày ấy.",
            line.member_id,
            line.organization_id,
        )


def reversal_faults(reach: Reach) -> Iterator[Fault]:
    """A reversal repeats the member, place, kind and day of the line it takes back."""
    unlike = reach.movements.filter(reverses__isnull=False).exclude(
        member=F("reverses__member"),
        organization=F("reverses__organization"),
        kind=F("reverses__kind"),
        occurred_on=F("reverses__occurred_on"),
    )
    for line in unlike.in_order().select_related("member__person"):
        yield Fault(
            f"Đồng chí {line.member}: dòng đính chính {_described(line)} không khớp dòng mà nó đính chính.",
            line.member_id,
        )


def place_faults(reach: Reach, today: date) -> Iterator[Fault]:
    """Every member's present place is an organization that is active today."""
    active = Placement.objects.standing_on(today).filter(organization=OuterRef("organization"))
    stranded = reach.present.filter(~Exists(active))
    for member in stranded.in_name_order().select_related("person", "organization"):
        where = member.organization.name_on(today) if member.organization else ""
        yield Fault(
            f"Đồng chí {member}: đang ghi ở {where}, tổ chức không hoạt động ngày {day_short(today)}.",
            member.pk,
            member.organization_id,
        )


def _faults_of(member: Member, lines: Sequence[Movement], names: dict[int, str]) -> Iterator[str]:
    who = f"Đồng chí {member}"
    place: int | None = None
    for line in lines:
        if line.sign > 0 and place is not None:
            yield f"{who}: dòng {_described(line)} ghi thêm một lần khi đang ở {names[place]}."
        elif line.sign < 0 and place is None:
            yield f"{who}: dòng {_described(line)} ghi giảm khi không có trong sổ."
        elif line.sign < 0 and place is not None and line.organization_id != place:
            yield f"{who}: dòng {_described(line)} ghi tại {names[line.organization_id]} khi đang ở {names[place]}."
        if line.sign:
            place = line.organization_id if line.sign > 0 else None
    if member.organization_id != place:
        yield f"{who}: theo dòng sổ {_at(place, names)}, theo hồ sơ {_at(member.organization_id, names)}."
    entered = next((line.occurred_on for line in lines if line.kind in Kind.from_outside()), None)
    for title, kind, told in (
        ("ngày vào Đảng", Kind.KET_NAP, member.admitted_on),
        ("ngày chính thức", Kind.CONG_NHAN, member.official_on),
    ):
        days = [line.occurred_on for line in lines if line.kind == kind]
        if days and told != days[-1]:
            yield f"{who}: {title} trong hồ sơ là {_day(told)}, theo dòng sổ là {_day(days[-1])}."
        elif not days and told and entered is None:
            yield f"{who}: {title} trong hồ sơ là {_day(told)}, nhưng sổ không có dòng {lower_first(kind.label)}."
        elif not days and told and entered is not None and told > entered:
            yield f"{who}: {title} trong hồ sơ là {_day(told)}, sau ngày ghi vào sổ ({_day(entered)})."


def _described(line: Movement) -> str:
    return f"“{line.get_kind_display()}” ngày {day_short(line.occurred_on)}"


def _at(place: int | None, names: dict[int, str]) -> str:
    return "không còn ở chi bộ nào" if place is None else f"đang ở {names[place]}"


def _day(day: date | None) -> str:
    return day_short(day) if day else "trống"
