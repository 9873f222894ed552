"""Where a transfer stands, who acts next, and its clocks (294-QĐ/TW, 6.3; 38-HD/BTCTW, II.4.3; 06-HD/TW, 8.2).

Everything is read off the standing steps; nothing of it is written down. The rules are those of the day that starts a
clock, for the organization the transfer leads from (of one from outside, the one it leads to).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dangvien.dates import add_months
from dangvien.models import Organization, Placement, Transfer, TransferKind, TransferReason, TransferStep
from dangvien.models.transfer import TransferStepKind as Kind
from dangvien.procedure.progress_lists import Due
from dangvien.procedure.regulations import Line, Regulations
from dangvien.rules import Rule, Rules
from dangvien.text import day_short


class Stage(StrEnum):
    """What a transfer is waiting for, or how it ended."""

    CHO_GIAY = "cho_giay"
    CHO_NOI_DEN = "cho_noi_den"
    BI_TU_CHOI = "bi_tu_choi"
    CHO_PHIEU_BAO = "cho_phieu_bao"
    TAM_THOI = "tam_thoi"
    XONG = "xong"
    DA_TRO_VE = "da_tro_ve"
    TRA_LAI = "tra_lai"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def tone(self) -> str:
        """How its name is coloured."""
        return _LABELS[self][1]


_LABELS = {
    Stage.CHO_GIAY: ("Chưa cấp giấy giới thiệu", "warn"),
    Stage.CHO_NOI_DEN: ("Đang chờ nơi đến tiếp nhận", "warn"),
    Stage.BI_TU_CHOI: ("Nơi đến từ chối, đã trả về nơi đi", "wrong"),
    Stage.CHO_PHIEU_BAO: ("Đã chuyển, chờ phiếu báo", ""),
    Stage.TAM_THOI: ("Đang sinh hoạt tạm thời", ""),
    Stage.XONG: ("Đã xong", "good"),
    Stage.DA_TRO_VE: ("Đã trở về nơi chính thức", "good"),
    Stage.TRA_LAI: ("Đã thôi chuyển", "over"),
}


class Side(StrEnum):
    """Which of the two offices takes a step."""

    ORIGIN = "noi_di"
    DESTINATION = "noi_den"


_NOW: Mapping[Stage, tuple[Kind, ...]] = {
    Stage.CHO_GIAY: (Kind.GIOI_THIEU, Kind.TRA_LAI),
    Stage.CHO_NOI_DEN: (Kind.TIEP_NHAN, Kind.TU_CHOI, Kind.TRA_LAI),
    Stage.BI_TU_CHOI: (Kind.GIOI_THIEU, Kind.TRA_LAI),
    Stage.CHO_PHIEU_BAO: (Kind.PHIEU_BAO,),
    Stage.TAM_THOI: (Kind.TRO_VE, Kind.GIA_HAN, Kind.PHIEU_BAO),
    Stage.XONG: (),
    Stage.DA_TRO_VE: (),
    Stage.TRA_LAI: (),
}
"""Stage → the steps that can be taken then."""


@dataclass(frozen=True)
class TransferFile:
    """A transfer with its standing steps in the order in which they were written down."""

    transfer: Transfer
    steps: tuple[TransferStep, ...]

    @classmethod
    def of(cls, transfer: Transfer) -> TransferFile:
        """Read the steps of one transfer (one query)."""
        return cls(transfer, tuple(_steps_of([transfer]).get(transfer.pk, ())))

    # Facts

    def last(self, *kinds: Kind) -> TransferStep | None:
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)

    @property
    def leads_out(self) -> bool:
        return self.transfer.destination_id is None

    @property
    def comes_in(self) -> bool:
        return self.transfer.origin_id is None

    @property
    def is_temporary(self) -> bool:
        return self.transfer.kind in TransferKind.staying()

    @property
    def introduced(self) -> TransferStep | None:
        """The paper that holds now: the last one, unless it was refused since."""
        found = self.last(Kind.GIOI_THIEU, Kind.TU_CHOI)
        return found if found is not None and found.kind == Kind.GIOI_THIEU else None

    @property
    def begun(self) -> TransferStep | None:
        """The step since which the member is at the new place."""
        return self.last(Kind.GIOI_THIEU) if self.leads_out else self.last(Kind.TIEP_NHAN)

    @property
    def until(self) -> date | None:
        """The last day of a temporary stay, as last extended."""
        return next((step.until for step in reversed(self.steps) if step.until is not None), None)

    @property
    def stage(self) -> Stage:
        if self.last(Kind.TRA_LAI) or (self.comes_in and not self.steps):
            return Stage.TRA_LAI
        if self.last(Kind.TRO_VE):
            return Stage.DA_TRO_VE
        if self.begun is not None:
            if self.is_temporary:
                return Stage.TAM_THOI
            return Stage.XONG if self.comes_in or self.last(Kind.PHIEU_BAO) else Stage.CHO_PHIEU_BAO
        if self.last(Kind.TU_CHOI) and self.introduced is None:
            return Stage.BI_TU_CHOI
        return Stage.CHO_NOI_DEN if self.introduced else Stage.CHO_GIAY

    # Who may do what

    @property
    def next_kinds(self) -> list[Kind]:
        """The steps that can be taken now, whoever takes them."""
        kinds = list(_NOW[self.stage])
        if self.leads_out and self.stage is Stage.CHO_PHIEU_BAO:
            kinds.append(Kind.TRA_LAI)
        if self.last(Kind.PHIEU_BAO) or self.comes_in:
            kinds = [kind for kind in kinds if kind is not Kind.PHIEU_BAO]
        return kinds

    def sides_of(self, kind: Kind) -> tuple[Side, ...]:
        """Who takes a step. Of a transfer from outside only the new place is in the register."""
        if self.comes_in or kind in (Kind.TIEP_NHAN, Kind.TU_CHOI):
            return (Side.DESTINATION,)
        if kind is Kind.TRO_VE and not self.leads_out:
            return (Side.ORIGIN, Side.DESTINATION)
        return (Side.ORIGIN,)

    def obstacle(self, kind: Kind) -> str:
        """Why a step cannot be taken now; empty when it can."""
        if kind in self.next_kinds:
            return ""
        return f"Việc chuyển này đang ở mức “{self.stage.label}”, không ghi được bước “{kind.label}”."

    @property
    def newest(self) -> TransferStep | None:
        """The only step that can be taken back: what was written before carries what followed it."""
        return self.steps[-1] if self.steps else None


def files_of(transfers: Iterable[Transfer]) -> list[TransferFile]:
    """The files of some transfers, in their order (one query)."""
    found = list(transfers)
    steps = _steps_of(found)
    return [TransferFile(item, tuple(steps.get(item.pk, ()))) for item in found]


def _steps_of(transfers: list[Transfer]) -> dict[int, list[TransferStep]]:
    steps: dict[int, list[TransferStep]] = {}
    for step in TransferStep.objects.standing().filter(transfer__in=transfers).order_by("pk"):
        steps.setdefault(step.transfer_id, []).append(step)
    return steps


# Clocks


class Clock(StrEnum):
    """What of a transfer is due."""

    BAT_DAU = "Cấp giấy giới thiệu"
    NOP_GIAY = "Nộp giấy và hồ sơ tại nơi đến"
    CHUA_NOP = "Chưa nộp hồ sơ: xem xét xóa tên"
    HET_TAM_THOI = "Hết thời hạn sinh hoạt tạm thời"
    PHIEU_BAO = "Nhận phiếu báo của nơi đến"


@dataclass(frozen=True)
class Running:
    """One clock: when it ends, by which clause, and whom it waits for."""

    clock: Clock
    started_on: date
    due: Due
    source: str
    waits_for: str


NEW_PLACE, OLD_PLACE, MEMBER, BOTH = "Nơi đến", "Nơi đi", "Đảng viên", "Đảng viên, nơi đi"


def clocks_of(file: TransferFile, regulations: Regulations, line: Line, today: date) -> list[Running]:
    """What runs for a transfer, the earliest end first; nothing for one that is over."""
    return sorted(_running(file, _Reader(regulations, line, today)), key=lambda item: item.due.day)


@dataclass(frozen=True)
class _Reader:
    regulations: Regulations
    line: Line
    today: date

    def on(self, day: date) -> Rules:
        return self.regulations.on(day, self.line)

    def days(self, clock: Clock, start: date, rule: Rule[int], waits_for: str) -> Running:
        """So many working days after a start."""
        ends = self.regulations.after_working_days(start, rule.value)
        source = rule.cited
        if not self.regulations.calendar_known(ends):
            source = f"{source}; tạm tính, chưa có lịch nghỉ năm {ends.year}"
        return Running(clock, start, Due(ends, self.today), source, waits_for)

    def months(self, clock: Clock, start: date, rule: Rule[int], waits_for: str) -> Running:
        return Running(clock, start, Due(add_months(start, rule.value), self.today), rule.cited, waits_for)


def _running(file: TransferFile, read: _Reader) -> Iterator[Running]:
    stage, introduced, begun = file.stage, file.introduced, file.begun
    if stage is Stage.CHO_GIAY and file.transfer.decided_on is not None:
        start = file.transfer.decided_on
        yield read.days(Clock.BAT_DAU, start, read.on(start).transfer_start_days, BOTH)
    elif stage is Stage.CHO_NOI_DEN and introduced is not None:
        yield from _presenting(file, introduced.occurred_on, read)
    elif stage is Stage.CHO_PHIEU_BAO and begun is not None:
        start = begun.occurred_on
        if file.leads_out:
            yield from _presenting(file, start, read)
        else:
            yield read.months(Clock.PHIEU_BAO, start, read.on(start).transfer_slip_months, NEW_PLACE)
    elif stage is Stage.TAM_THOI and begun is not None:
        if file.leads_out and file.last(Kind.PHIEU_BAO) is None:
            yield _presented(file, begun.occurred_on, read)
        if file.until is not None:
            rule = _longest(file.transfer, read.on(begun.occurred_on))
            yield Running(Clock.HET_TAM_THOI, begun.occurred_on, Due(file.until, read.today), rule.cited, BOTH)


def _presenting(file: TransferFile, start: date, read: _Reader) -> Iterator[Running]:
    yield _presented(file, start, read)
    if not file.is_temporary:
        yield read.months(Clock.CHUA_NOP, start, read.on(start).transfer_missing_months, MEMBER)


def _presented(file: TransferFile, start: date, read: _Reader) -> Running:
    rules = read.on(start)
    rule = {
        TransferKind.NUOC_NGOAI: rules.transfer_abroad_days,
        TransferKind.NUOC_NGOAI_TAM_THOI: rules.transfer_abroad_stay_days,
    }.get(TransferKind(file.transfer.kind), rules.transfer_present_days)
    return read.days(Clock.NOP_GIAY, start, rule, MEMBER)


def _longest(transfer: Transfer, rules: Rules) -> Rule[int]:
    studies = transfer.reason == TransferReason.HOC_TAP
    return rules.temporary_study_months if studies else rules.temporary_max_months


def longest_stay(transfer: Transfer, start: date, rules: Rules) -> tuple[date, Rule[int]]:
    """The last day a temporary stay may have by the rules of its start, and the rule.

    For study up to so many months; otherwise shorter than so many, so that the last day is one earlier.
    """
    rule = _longest(transfer, rules)
    ends = add_months(start, rule.value)
    if transfer.reason != TransferReason.HOC_TAP:
        ends = date.fromordinal(ends.toordinal() - 1)
    return ends, rule


def stay_words(file: TransferFile) -> str:
    """Until when a temporary stay lasts, in words; empty for other transfers."""
    return f"đến hết ngày {day_short(file.until)}" if file.is_temporary and file.until else ""


# Lines of superiors, for many transfers at once


def lines_above(organizations: Iterable[int], day: date) -> dict[int, Line]:
    """Each organization with those above it on a day, nearest first, in one query."""
    wanted = set(organizations)
    known = Organization.objects.ever_above(wanted) | Organization.objects.filter(pk__in=wanted)
    parents = dict(
        Placement.objects.in_force_on(day).filter(organization__in=known).values_list("organization_id", "parent_id")
    )
    return {key: _line(key, parents) for key in wanted}


def _line(key: int, parents: Mapping[int, int | None]) -> Line:
    line = [key]
    while (above := parents.get(line[-1])) is not None and above not in line:
        line.append(above)
    return tuple(line)


def heir_of(organization: Organization, day: date) -> Organization:
    """Who takes over what was addressed to an organization: itself while it works, else whoever it is kept under."""
    here, met = organization, {organization.pk}
    while (placement := here.placement_on(day)) is not None and placement.is_archive and placement.parent is not None:
        if placement.parent.pk in met:
            break
        here = placement.parent
        met.add(here.pk)
    return here


def ruled_by(transfer: Transfer) -> int:
    """The organization whose rules a transfer follows."""
    key = transfer.origin_id or transfer.destination_id
    assert key is not None  # the database keeps that a transfer touches the register
    return key
