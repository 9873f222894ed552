"""Yearly ratings: of whom they are expected, whose year is told already, cells of a year and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Sum

from dangvien import codes
from dangvien.models import Member, MemberStatus, Movement, Organization, Rating, StatusKind
from dangvien.models.movement import MovementQuerySet
from dangvien.procedure.problem import Level, Problem
from dangvien.scope import Scope

FIRST_YEAR = 1930


def level_field(member: Member) -> str:
    """The box of a grid in which a member's rating stands."""
    return f"muc_{member.pk}"


def last_day(year: int, today: date) -> date:
    """The day whose members a year's ratings are of: 31 December, or today while the year goes on."""
    return min(date(year, 12, 31), today)


def year_problems(year: int, today: date) -> list[Problem]:
    """Against a year itself."""
    if year > today.year:
        return [Problem("year", f"Năm {year} chưa đến. Kiểm tra lại năm.")]
    if year < FIRST_YEAR:
        return [Problem("year", f"Năm {year} không đúng: nhập năm từ {FIRST_YEAR}.")]
    return []


@dataclass(frozen=True)
class RatedYear:
    """What the register says of some members and one year; `read` asks the database three times for any number."""

    year: int
    today: date
    rated: dict[int, Rating]
    exempt: frozenset[int]
    gone: frozenset[int]
    """Members whose lines up to the year's last day add up to nobody."""
    not_yet: frozenset[int]
    """Members without a line by then whose day of admission lies later."""

    @classmethod
    def read(cls, members: Sequence[Member], year: int, today: date) -> RatedYear:
        keys, day = [member.pk for member in members], last_day(year, today)
        rated = {row.member_id: row for row in Rating.objects.standing().filter(member__in=keys, year=year)}
        statuses = MemberStatus.objects.in_force_on(day).filter(member__in=keys, kind=StatusKind.MIEN)
        lines = Movement.objects.filter(member__in=keys).until(day).order_by().values("member")
        sums = {row["member"]: row["n"] for row in lines.annotate(n=Sum("sign"))}
        return cls(
            year,
            today,
            rated,
            frozenset(statuses.values_list("member", flat=True)),
            frozenset(key for key, there in sums.items() if there <= 0),
            frozenset(
                member.pk
                for member in members
                if member.pk not in sums and member.admitted_on and member.admitted_on > day
            ),
        )

    def problems(self, member: Member, level: str) -> list[Problem]:
        """Against rating a member so: refusals, and what has to be compared with the papers."""
        found = []
        if level not in codes.of("rating"):
            found.append(Problem("level", "Chọn mức xếp loại trong danh sách."))
        if member.pk in self.rated:
            found.append(
                Problem(
                    "year",
                    f"Đồng chí {member} đã có xếp loại năm {self.year}: {self.rated[member.pk].level_label}. "
                    "Ghi nhầm thì đính chính dòng ấy trước.",
                )
            )
        day = f"ngày 31/12/{self.year}"
        if member.pk in self.exempt:
            sentence = f"Đồng chí {member} đang được miễn công tác, sinh hoạt vào {day}: không phải xếp loại."
            found.append(Problem("year", sentence, Level.WARN))
        if member.pk in self.gone:
            found.append(Problem("year", f"Đồng chí {member} không còn trong sổ vào {day}.", Level.WARN))
        if member.pk in self.not_yet:
            found.append(Problem("year", f"Đồng chí {member} chưa vào Đảng vào {day}.", Level.WARN))
        return found


@dataclass(frozen=True)
class CellYear:
    """One cell in a year: members on the last day, and how many of them are rated."""

    organization: int
    members: int
    rated: int

    @property
    def missing(self) -> int:
        return max(self.members - self.rated, 0)


def cells_of_year(scope: Scope, year: int) -> list[CellYear]:
    """Cells in scope that had members on the last day of a year (two grouped queries)."""
    lines = scope.movements.until(last_day(year, scope.today)).order_by()
    told = Rating.objects.standing().filter(member=OuterRef("member"), year=year)
    counts = _by_place(lines)
    rated = _by_place(lines.filter(Exists(told)))
    return [CellYear(key, count, rated.get(key, 0)) for key, count in counts.items() if count > 0]


def _by_place(lines: MovementQuerySet) -> dict[int, int]:
    rows = lines.values("organization").annotate(n=Sum("sign"))
    return {row["organization"]: row["n"] for row in rows}


def members_of_year(scope: Scope, cell: Organization, year: int) -> list[Member]:
    """The members a cell had on the last day of a year, of those in scope today, by given name."""
    day = last_day(year, scope.today)
    there = scope.members.there_on(Organization.objects.filter(pk=cell.pk), day)
    return list(there.select_related("person").in_name_order())


def elsewhere(scope: Scope, cell: Organization, year: int, shown: int) -> int:
    """How many the cell had on that day whose file lies elsewhere today."""
    lines = scope.movements.filter(organization=cell).until(last_day(year, scope.today))
    return max(lines.headcount() - shown, 0)
