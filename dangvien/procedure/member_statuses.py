"""How a member takes part for a time: what stands against writing a status down, who decides, and the lines of the
list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dangvien import codes
from dangvien.dates import add_months
from dangvien.models import Member, MemberStatus, Organization, StatusKind
from dangvien.models.organization import CELLS
from dangvien.procedure.places import Option, Place, named_options, places_of, superior_line
from dangvien.procedure.problem import Level, Problem
from dangvien.procedure.regulations import Regulations
from dangvien.scope import Scope
from dangvien.text import day_full, day_short, lower_first

DOCUMENTED = (StatusKind.MIEN, StatusKind.DINH_CHI)
"""Kinds that a document decides; the others are only observed by the cell."""


@dataclass(frozen=True)
class StatusFacts:
    """A status as typed; fields as in `models.MemberStatus`."""

    kind: StatusKind
    since: date
    until: date | None = None
    ground: str = ""
    place: str = ""
    contact: str = ""
    decider: Organization | None = None
    number: str = ""
    decided_on: date | None = None


def lasting(ground: str) -> bool:
    """Whether an exemption on this ground has no end (old age, weak health)."""
    return ground in codes.of("exemption_ground").having("lasting")


def decider_options(scope: Scope, member: Member) -> list[Option]:
    """Who may decide on a member's status: their cell, and the committees above it, nearest first."""
    cell = member.organization
    if cell is None:
        return []
    line = [cell.pk, *(key for key, _ in superior_line(cell, scope.today))]
    above = Organization.objects.filter(pk__in=line)
    return sorted(named_options(above, scope.today), key=lambda option: line.index(option.organization.pk))


def status_problems(member: Member, facts: StatusFacts, today: date) -> list[Problem]:
    """Every reason against writing this status, and every warning about it."""
    if member.organization is None:
        return [Problem("", f"Đồng chí {member} không còn trong sổ.")]
    return [
        *_days(member, facts, today),
        *_held_already(member, facts),
        *_said(facts),
        *_document(facts, today),
        *(_exemption(member.organization, facts) if facts.kind == StatusKind.MIEN else ()),
    ]


def _days(member: Member, facts: StatusFacts, today: date) -> Iterator[Problem]:
    if facts.since > today:
        yield Problem("since", f"Từ ngày ({day_short(facts.since)}) ở tương lai. Kiểm tra lại ngày.")
    if member.admitted_on is not None and facts.since < member.admitted_on:
        yield Problem(
            "since",
            f"Từ ngày ({day_short(facts.since)}) sớm hơn ngày vào Đảng ({day_short(member.admitted_on)}). "
            "Kiểm tra lại ngày.",
        )
    if facts.until is not None and facts.until < facts.since:
        yield Problem("until", "Đến hết ngày sớm hơn từ ngày. Kiểm tra lại hai ngày.")


def _held_already(member: Member, facts: StatusFacts) -> Iterator[Problem]:
    """A new status has no end yet, so that everything of its kind must have ended before it begins."""
    for other in MemberStatus.objects.standing().filter(member=member, kind=facts.kind):
        if other.ended_on is None:
            yield Problem(
                "since",
                f"Đang ghi “{lower_first(other.get_kind_display())}” từ ngày {day_short(other.since)}. "
                "Ghi thôi việc ấy trước.",
            )
        elif other.ended_on > facts.since:
            yield Problem(
                "since",
                f"Đã ghi “{lower_first(other.get_kind_display())}” từ ngày {day_short(other.since)} đến trước ngày "
                f"{day_short(other.ended_on)}. Từ ngày phải từ ngày ấy trở đi.",
            )


def _said(facts: StatusFacts) -> Iterator[Problem]:
    if facts.kind == StatusKind.DI_XA:
        if not facts.place.strip():
            yield Problem("place", "Nhập nơi đến.")
        if not facts.contact.strip():
            yield Problem("contact", "Nhập cách chi bộ giữ liên lạc.")


def _document(facts: StatusFacts, today: date) -> Iterator[Problem]:
    if facts.kind in DOCUMENTED:
        if not facts.number.strip():
            yield Problem("number", "Nhập số văn bản.")
        if facts.decided_on is None:
            yield Problem("decided_on", "Nhập ngày văn bản.")
    if facts.decided_on is None:
        return
    if facts.decided_on > today:
        yield Problem("decided_on", f"Ngày văn bản ({day_short(facts.decided_on)}) ở tương lai. Kiểm tra lại ngày.")
    if facts.kind == StatusKind.DINH_CHI and facts.since < facts.decided_on:
        yield Problem(
            "since",
            f"Từ ngày ({day_short(facts.since)}) sớm hơn ngày văn bản ({day_short(facts.decided_on)}). "
            "Đình chỉ chỉ có từ ngày có quyết định.",
        )
    if facts.decider is not None:
        placement = facts.decider.placement_on(facts.decided_on)
        if placement is None or placement.is_archive:
            name = facts.decider.name_on(facts.decided_on)
            yield Problem(
                "decider", f"{name} không hoạt động vào ngày {day_short(facts.decided_on)}. Chọn nơi quyết định khác."
            )


def _exemption(cell: Organization, facts: StatusFacts) -> Iterator[Problem]:
    if facts.decider is None:
        yield Problem("decider", "Chọn nơi quyết định.")
    if facts.ground not in codes.of("exemption_ground"):
        yield Problem("ground", "Chọn lý do miễn trong danh sách.")
        return
    line = [cell.pk, *(key for key, _ in superior_line(cell, facts.since))]
    rule = Regulations.load().on(facts.since, line).exemption_max_months
    label = lower_first(codes.of("exemption_ground").label(facts.ground))
    if lasting(facts.ground):
        if facts.until is not None:
            yield Problem("until", f"Miễn vì {label} không có thời hạn. Bỏ trống ô này.", source=rule.cited)
    elif facts.until is None:
        yield Problem(
            "until",
            f"Miễn vì {label} phải có ngày cuối, dưới {rule.value} tháng kể từ ngày bắt đầu.",
            source=rule.cited,
        )
    elif facts.until >= (limit := add_months(facts.since, rule.value)):
        yield Problem(
            "until",
            f"Miễn vì {label} phải dưới {rule.value} tháng: ngày cuối phải trước {day_full(limit)}. "
            "Hết thời gian mà vẫn cần thì xét lại, ghi lần nữa.",
            source=rule.cited,
        )
    yield from _who_decides(facts, rule.cited)


def _who_decides(facts: StatusFacts, source: str) -> Iterator[Problem]:
    """The cell on grounds that last, the grassroots committee on the others (38-HD/BTCTW, IV.1): asked to compare."""
    placement = facts.decider.placement_on(facts.decided_on or facts.since) if facts.decider else None
    if placement is None or placement.is_archive:
        return
    by_cell = placement.kind in CELLS
    if lasting(facts.ground) and not by_cell:
        yield Problem(
            "decider",
            "Miễn vì tuổi cao, sức yếu do chi bộ quyết định rồi báo cáo lên. Đối chiếu lại nơi quyết định.",
            Level.WARN,
            source=source,
        )
    elif not lasting(facts.ground) and by_cell:
        yield Problem(
            "decider",
            "Miễn có thời hạn do cấp ủy cơ sở quyết định (nơi không có thì cấp trên trực tiếp). "
            "Đối chiếu lại nơi quyết định.",
            Level.WARN,
            source=source,
        )


def ending_problems(status: MemberStatus, ended_on: date, today: date) -> list[Problem]:
    """Every reason against letting a status end with this day."""
    if status.voided_at is not None:
        return [Problem("", "Dòng này đã được lấy lại, không còn hiệu lực.")]
    if status.ended_on is not None:
        return [Problem("", f"Đã ghi thôi từ ngày {day_short(status.ended_on)}.")]
    if ended_on > today:
        return [Problem("ended_on", f"Ngày thôi ({day_short(ended_on)}) ở tương lai. Kiểm tra lại ngày.")]
    if ended_on < status.since:
        return [
            Problem(
                "ended_on",
                f"Ngày thôi ({day_short(ended_on)}) sớm hơn ngày bắt đầu ({day_short(status.since)}). "
                "Kiểm tra lại hai ngày.",
            )
        ]
    return []


@dataclass(frozen=True)
class StatusLine:
    """One status as lists and pages show it, on a day."""

    status: MemberStatus
    place: Place | None
    day: date

    @property
    def is_overdue(self) -> bool:
        """Whether the planned end has passed and nobody has written the end."""
        return self.status.is_overdue_on(self.day)

    @property
    def what(self) -> str:
        """The ground, or where to and how contact is kept."""
        status = self.status
        return status.ground_label or "; ".join(part for part in (status.place, status.contact) if part)

    @property
    def ends(self) -> str:
        """The planned end in words; empty when there is none."""
        return day_full(self.status.until) if self.status.until else ""


def status_lines(statuses: Iterable[MemberStatus], day: date, today: date) -> list[StatusLine]:
    """The lines of some statuses, with the members' places of today (one query)."""
    found = list(statuses)
    places = places_of([status.member.organization_id for status in found], today)
    return [StatusLine(status, places.get(status.member.organization_id or 0), day) for status in found]


def statuses_of(member: Member, today: date) -> list[StatusLine]:
    """Everything written down of one member, the newest first; entries taken back too (one query)."""
    found = member.statuses.select_related("decider", "recorded_by").order_by("-since", "-pk")
    return [StatusLine(status, None, today) for status in found]
