"""What the lists of cases hand out as Excel files: each column says which columns of the register it shows.

Only what dangvien/privacy.py marks as `exported` may stand here; a test holds every column against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dangvien.models import Person
from dangvien.procedure.badges import BadgeLine
from dangvien.procedure.due import Line as DueLine
from dangvien.procedure.member_statuses import StatusLine
from dangvien.procedure.places import Place
from dangvien.procedure.progress_lists import (
    CaseLine,
    CertifiedLine,
    Cohort,
    Due,
    PipelineLine,
    ProbationLine,
    VerificationLine,
)
from dangvien.procedure.reviews import ReviewLine
from dangvien.procedure.transfer_lists import TransferLine
from dangvien.spreadsheet import Value

LineT = TypeVar("LineT")


@dataclass(frozen=True)
class FileColumn(Generic[LineT]):
    """A column of a file: its header, the columns "model.field" of the register it shows, and its value in a line."""

    header: str
    shows: tuple[str, ...]
    value: Callable[[LineT], Value]

    @property
    def of_people(self) -> bool:
        """Whether it shows something of a person."""
        return bool(self.shows)


def table_of(columns: Sequence[FileColumn[LineT]], lines: Iterable[LineT]) -> tuple[list[str], list[list[Value]]]:
    """Headers and rows of a file, each row with its running number before it."""
    headers = ["TT", *(column.header for column in columns)]
    return headers, [[place, *(column.value(line) for column in columns)] for place, line in enumerate(lines, start=1)]


def _who(person: Callable[[LineT], Person], place: Callable[[LineT], Place | None]) -> tuple[FileColumn[LineT], ...]:
    """The columns every list begins with."""
    return (
        FileColumn("Họ và tên", ("person.full_name",), lambda line: person(line).full_name),
        FileColumn("Ngày sinh", ("person.birth_date",), lambda line: person(line).birth),
        FileColumn("Chi bộ", ("case.organization",), lambda line: str(place(line) or "")),
        FileColumn("Trực thuộc", ("case.organization",), lambda line: _above(place(line))),
    )


def _above(place: Place | None) -> str:
    return place.above if place else ""


def _day(due: Due | None) -> Value:
    return due.day if due else None


def _words(due: Due | None) -> str:
    return due.words if due else ""


def _source(line: CaseLine) -> str:
    return line.case.candidate.source_label if line.case.candidate else ""


def _person(line: PipelineLine) -> Person:
    return line.case.person


def _holder(line: CertifiedLine) -> Person:
    return line.case.person


def _member(line: ProbationLine) -> Person:
    return line.case.person


def _due_person(line: DueLine) -> Person:
    return line.deadline.case.person


def _status_person(line: StatusLine) -> Person:
    return line.status.member.person


def _asked_person(line: VerificationLine) -> Person:
    return line.case.person


PIPELINE: tuple[FileColumn[PipelineLine], ...] = (
    *_who(_person, lambda line: line.place),
    FileColumn("Nguồn", ("candidate.source",), _source),
    FileColumn("Bước", ("case.state",), lambda line: line.case.get_state_display()),
    FileColumn("Từ ngày", ("case.since",), lambda line: line.case.since),
    FileColumn("Số ngày", ("case.since",), lambda line: line.days),
    FileColumn("Hạn gần nhất", ("deadline.due_on",), lambda line: _day(line.due)),
    FileColumn("Việc đến hạn", ("deadline.clock",), lambda line: line.due.what if line.due else ""),
)

CERTIFICATES: tuple[FileColumn[CertifiedLine], ...] = (
    *_who(_holder, lambda line: line.place),
    FileColumn("Nguồn", ("candidate.source",), _source),
    FileColumn("Giấy có giá trị đến", ("deadline.due_on",), lambda line: line.certificate.expires_on),
    FileColumn("Còn (tháng)", ("deadline.due_on",), lambda line: line.certificate.months_left),
    FileColumn("Bước", ("case.state",), lambda line: line.case.get_state_display()),
    FileColumn("Từ ngày", ("case.since",), lambda line: line.case.since),
)

COHORTS: tuple[FileColumn[Cohort], ...] = (
    FileColumn("Năm cấp giấy, chi bộ", (), lambda row: row.name),
    FileColumn("Trực thuộc", (), lambda row: row.above),
    FileColumn("Được cấp giấy", (), lambda row: row.tally.issued),
    FileColumn("Đã kết nạp", (), lambda row: row.tally.admitted),
    FileColumn("Chưa kết nạp, giấy còn hạn", (), lambda row: row.tally.valid),
    FileColumn("trong đó sắp hết hạn", (), lambda row: row.tally.soon),
    FileColumn("Chưa kết nạp, giấy hết hạn", (), lambda row: row.tally.over),
)

VERIFICATIONS: tuple[FileColumn[VerificationLine], ...] = (
    *_who(_asked_person, lambda line: line.place),
    FileColumn("Ngày gửi", ("step.occurred_on",), lambda line: line.step.occurred_on),
    FileColumn("Hạn trả lời", ("deadline.due_on",), lambda line: _day(line.due)),
    FileColumn("Tình trạng", ("deadline.due_on",), lambda line: _words(line.due)),
)
"""Without the place that was asked and whose past it is about: both stay in the register."""

PROBATION: tuple[FileColumn[ProbationLine], ...] = (
    *_who(_member, lambda line: line.place),
    FileColumn("Ngày vào Đảng", ("member.admitted_on",), lambda line: line.member.admitted_on),
    FileColumn("Hết thời gian dự bị", ("deadline.due_on",), lambda line: _day(line.due)),
    FileColumn("Tình trạng", ("deadline.due_on",), lambda line: _words(line.due)),
    FileColumn("Người giúp đỡ", ("step.helper",), lambda line: line.helper),
    FileColumn("Bước", ("case.state",), lambda line: line.case.get_state_display()),
    FileColumn("Lớp đảng viên mới", ("enrollment.result",), lambda line: "Đã có giấy" if line.learned else "Chưa"),
    FileColumn("Số giấy tờ còn thiếu", ("step.kind",), lambda line: len(line.missing)),
    FileColumn("Giấy tờ còn thiếu", ("step.kind",), lambda line: "; ".join(line.missing)),
)

DUE: tuple[FileColumn[DueLine], ...] = (
    *_who(_due_person, lambda line: line.place),
    FileColumn("Việc", ("deadline.clock",), lambda line: line.deadline.get_clock_display()),
    FileColumn("Hạn", ("deadline.due_on",), lambda line: line.deadline.due_on),
    FileColumn("Tình trạng", ("deadline.due_on",), lambda line: line.due.words),
    FileColumn("Đang chờ", ("deadline.waiting_for",), lambda line: line.deadline.get_waiting_for_display()),
    FileColumn("Căn cứ", (), lambda line: line.deadline.source),
)

STATUSES: tuple[FileColumn[StatusLine], ...] = (
    *_who(_status_person, lambda line: line.place),
    FileColumn("Tình trạng", ("memberstatus.kind",), lambda line: line.status.get_kind_display()),
    FileColumn("Từ ngày", ("memberstatus.since",), lambda line: line.status.since),
    FileColumn("Dự kiến đến hết ngày", ("memberstatus.until",), lambda line: line.status.until),
    FileColumn("Thời hạn", ("memberstatus.until",), lambda line: "quá hạn" if line.is_overdue else ""),
    FileColumn("Nơi đến", ("memberstatus.place",), lambda line: line.status.place),
)
"""Without the ground, which may tell of an illness, and how contact is kept."""


@dataclass(frozen=True)
class BadgeFileLine:
    """A line of the badges of a round with the place of its member."""

    line: BadgeLine
    place: Place | None


BADGES: tuple[FileColumn[BadgeFileLine], ...] = (
    FileColumn("Họ và tên", ("person.full_name",), lambda row: row.line.member.person.full_name),
    FileColumn("Ngày sinh", ("person.birth_date",), lambda row: row.line.member.person.birth),
    FileColumn("Chi bộ", ("member.organization",), lambda row: str(row.place or "")),
    FileColumn("Trực thuộc", ("member.organization",), lambda row: _above(row.place)),
    FileColumn("Ngày vào Đảng", ("member.admitted_on",), lambda row: row.line.member.admitted_on),
    FileColumn("Huy hiệu (năm)", ("badge.years",), lambda row: row.line.years),
    FileColumn("Đủ tuổi Đảng ngày", ("member.admitted_on",), lambda row: row.line.reached_on),
    FileColumn("Đợt", ("badge.awarded_on",), lambda row: row.line.group.label),
)
"""Without those who wait after discipline, which stays in the register."""

TRANSFERS: tuple[FileColumn[TransferLine], ...] = (
    FileColumn("Họ và tên", ("person.full_name",), lambda line: line.transfer.member.person.full_name),
    FileColumn("Ngày sinh", ("person.birth_date",), lambda line: line.transfer.member.person.birth),
    FileColumn("Từ", ("transfer.origin", "transfer.origin_name"), lambda line: line.origin),
    FileColumn("Đến", ("transfer.destination", "transfer.destination_name"), lambda line: line.destination),
    FileColumn("Loại chuyển", ("transfer.kind",), lambda line: line.transfer.get_kind_display()),
    FileColumn("Lý do", ("transfer.reason",), lambda line: line.transfer.get_reason_display()),
    FileColumn("Mức", (), lambda line: line.file.stage.label),
    FileColumn("Từ ngày", ("transferstep.occurred_on",), lambda line: line.since),
    FileColumn("Tạm thời đến hết ngày", ("transferstep.until",), lambda line: line.file.until),
    FileColumn("Việc đến hạn", (), lambda line: line.due.clock.value if line.due else ""),
    FileColumn("Hạn", ("transferstep.occurred_on",), lambda line: line.due.due.day if line.due else None),
    FileColumn("Tình trạng", (), lambda line: line.due.due.words if line.due else ""),
    FileColumn("Đang chờ", (), lambda line: line.due.waits_for if line.due else ""),
    FileColumn("Căn cứ", (), lambda line: line.due.source if line.due else ""),
)

REVIEWS: tuple[FileColumn[ReviewLine], ...] = (
    FileColumn("Họ và tên", ("person.full_name",), lambda line: line.person.full_name),
    FileColumn("Ngày sinh", ("person.birth_date",), lambda line: line.person.birth),
    FileColumn("Chi bộ", ("member.organization",), lambda line: str(line.place or "")),
    FileColumn(
        "Nội dung",
        (
            "rating.year",
            "rating.level",
            "memberstatus.kind",
            "memberstatus.place",
            "transfer.origin",
            "transfer.origin_name",
            "transfer.destination",
            "transfer.destination_name",
            "movement.kind",
        ),
        lambda line: line.what,
    ),
    FileColumn("Căn cứ", (), lambda line: line.ground),
    FileColumn(
        "Từ ngày", ("memberstatus.since", "transferstep.occurred_on", "movement.occurred_on"), lambda line: line.since
    ),
    FileColumn("Đã kéo dài", ("memberstatus.since",), lambda line: line.lasts),
    FileColumn("Hạn", ("memberstatus.until", "transferstep.occurred_on"), lambda line: _day(line.due)),
    FileColumn("Tình trạng", (), lambda line: line.due.words if line.due else ""),
)
"""Without how contact is kept."""

EVERY = (PIPELINE, CERTIFICATES, COHORTS, VERIFICATIONS, PROBATION, DUE, STATUSES, BADGES, TRANSFERS, REVIEWS)
"""All files of this kind."""
