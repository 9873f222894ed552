"""What is due for whom: the end of probation, the end of a certificate. Calendar months, by the rules of the day that
starts the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dangvien import rules
from dangvien.dates import add_months, full_months
from dangvien.models import Member
from dangvien.procedure.checks.admission import official_day
from dangvien.text import day_full

SOON_MONTHS = 6
"""How long before its end a certificate is announced: the office's own notice, not a rule."""


@dataclass(frozen=True)
class ProbationEnd:
    """A member on probation and the day the twelve months are over."""

    member: Member
    due_on: date
    today: date

    @property
    def is_over(self) -> bool:
        return self.due_on <= self.today

    @property
    def words(self) -> str:
        """How far away it is: "còn 40 ngày", "hôm nay" or "quá 15 ngày"."""
        days = (self.due_on - self.today).days
        if days > 0:
            return f"còn {days} ngày"
        return "hôm nay" if days == 0 else f"quá {-days} ngày"


def last_admission_due(by: date) -> date:
    """The latest day of admission whose probation is over on or before `by`."""
    day = add_months(by, -rules.on(by).probation_months.value) - timedelta(days=3)
    while official_day(day + timedelta(days=1)) <= by:
        day += timedelta(days=1)
    return day


def probation_end(member: Member, today: date) -> ProbationEnd | None:
    """When a member's probation ends; None for members not on probation or without a day of admission."""
    if member.organization_id is None or member.official_on or member.admitted_on is None:
        return None
    return ProbationEnd(member, official_day(member.admitted_on), today)


@dataclass(frozen=True)
class Certificate:
    """A certificate's life: until when it can be used for the cell's review, and how that reads today."""

    issued_on: date
    expires_on: date
    today: date

    @classmethod
    def of(cls, issued_on: date, today: date) -> Certificate:
        """By the rules of today, as a review of the case today would count (check K08)."""
        months = rules.on(today).certificate_valid_months.value
        return cls(issued_on, add_months(issued_on, months), today)

    @property
    def is_valid(self) -> bool:
        return self.today <= self.expires_on

    @property
    def months_left(self) -> int:
        """Whole months left, 0 when over."""
        return max(full_months(self.today, self.expires_on), 0)

    @property
    def ends_soon(self) -> bool:
        return self.is_valid and self.expires_on <= add_months(self.today, SOON_MONTHS)

    @property
    def words(self) -> str:
        """ "còn 14 tháng", "còn 12 ngày" or "hết hạn 03/05/2024"."""
        return self.left if self.is_valid else f"hết hạn {day_full(self.expires_on)}"

    @property
    def left(self) -> str:
        """ "còn 14 tháng", "còn 12 ngày" or "hết hạn": for where the day stands beside it."""
        if not self.is_valid:
            return "hết hạn"
        if self.months_left:
            return f"còn {self.months_left} tháng"
        return f"còn {(self.expires_on - self.today).days} ngày"

    @property
    def tone(self) -> str:
        """How the words are coloured beside being read."""
        return "wrong" if not self.is_valid else "warn" if self.ends_soon else "good"


def oldest_valid_certificate(today: date) -> date:
    """The earliest day of issue of a certificate that can still be used today."""
    day = add_months(today, -rules.on(today).certificate_valid_months.value) - timedelta(days=3)
    while not Certificate.of(day, today).is_valid:
        day += timedelta(days=1)
    return day
