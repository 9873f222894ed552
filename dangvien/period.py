"""A period is two days and everything between them, both ends included."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from dangvien.dates import add_months, full_months
from dangvien.text import day_short

_QUARTERS = ("I", "II", "III", "IV")


class PeriodError(ValueError):
    """A period that ends before it begins. `sentence` says so in Vietnamese."""

    def __init__(self, first: date, last: date) -> None:
        self.sentence = (
            f"Ngày cuối kỳ ({day_short(last)}) sớm hơn ngày đầu kỳ ({day_short(first)}). Kiểm tra lại hai ngày."
        )
        super().__init__(self.sentence)


@dataclass(frozen=True, order=True)
class Period:
    """From `first` to `last`, both included. Raises PeriodError when `last` comes before `first`."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodError(self.first, self.last)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """One calendar month."""
        return cls._months(year, month, month)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        """Quarter 1 to 4 (quý)."""
        return cls._months(year, 3 * quarter - 2, 3 * quarter)

    @classmethod
    def half(cls, year: int, half: int = 1) -> Self:
        """The first or the second six months."""
        return cls._months(year, 6 * half - 5, 6 * half)

    @classmethod
    def nine_months(cls, year: int) -> Self:
        """January to September."""
        return cls._months(year, 1, 9)

    @classmethod
    def year(cls, year: int) -> Self:
        """One calendar year."""
        return cls._months(year, 1, 12)

    @classmethod
    def year_to(cls, last: date) -> Self:
        """From 1 January to a day of the same year."""
        return cls(date(last.year, 1, 1), last)

    @classmethod
    def day(cls, day: date) -> Self:
        """A single day."""
        return cls(day, day)

    @classmethod
    def _months(cls, year: int, first: int, last: int) -> Self:
        if not 1 <= first <= last <= 12:
            raise ValueError(f"no such part of the year {year}: months {first} to {last}")
        return cls(date(year, first, 1), _month_end(year, last))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.label

    @property
    def days(self) -> int:
        """Number of days, both ends counted."""
        return (self.last - self.first).days + 1

    @property
    def length(self) -> tuple[int, int, int]:
        """Whole years, then whole months, then days, both ends counted: 01/01/2012 to 20/5/2022 is (10, 4, 20)."""
        after = self.last + timedelta(days=1)
        months = full_months(self.first, after)
        return months // 12, months % 12, (after - add_months(self.first, months)).days

    def overlaps(self, other: "Period") -> bool:
        """True when the two periods share a day."""
        return self.first <= other.last and other.first <= self.last

    def years(self) -> "Iterator[PeriodPart]":
        """The calendar years it touches, in order, each cut to the period and marked when it is not whole."""
        return self.parts("nam")

    def parts(self, by: str) -> "Iterator[PeriodPart]":
        """The calendar years ("nam"), quarters ("quy") or months ("thang") it touches, in order.

        Each is cut to the period and marked when it is not whole. Raises KeyError for any other word.
        """
        months = {"nam": 12, "quy": 3, "thang": 1}[by]
        first = date(self.first.year, (self.first.month - 1) // months * months + 1, 1)
        while first <= self.last:
            whole = Period._months(first.year, first.month, first.month + months - 1)
            part = Period(max(self.first, whole.first), min(self.last, whole.last))
            yield PeriodPart(by, whole, part)
            first = whole.last + timedelta(days=1)

    def previous_year(self) -> "Period":
        """The same period one year earlier (cùng kỳ năm trước); the end of a month stays the end of that month."""
        last = add_months(self.last, -12)
        if self.last == _month_end(self.last.year, self.last.month):
            last = _month_end(last.year, last.month)
        return Period(add_months(self.first, -12), last)

    @property
    def label(self) -> str:
        """Its name in a title: "năm 2012", "Quý I năm 2024", "6 tháng đầu năm 2022", "giai đoạn 2012-2021".

        From 1 January to a day inside a month it takes the name of that month's count ("5 tháng đầu năm 2022" for
        1 January to 20 May 2022), as reports print it; everything else is "từ 01/01/2012 đến 20/5/2022".
        """
        year, first, last = self.last.year, self.first.month, self.last.month
        whole_months = self.first.day == 1 and self.last == _month_end(year, last)
        if self.first.year != year:
            whole_years = whole_months and first == 1 and last == 12
            return self.stage_label if whole_years else self.exact_label
        if self.first == date(year, 1, 1):
            if whole_months and last == 12:
                return f"năm {year}"
            if not (whole_months and last in {1, 3}) and 2 <= last <= 11:
                return f"{last} tháng đầu năm {year}"
        if whole_months:
            return self._label_of_months(year, first, last)
        return self.exact_label

    def _label_of_months(self, year: int, first: int, last: int) -> str:
        if first == last:
            return f"tháng {first:02d} năm {year}" if first <= 2 else f"tháng {first} năm {year}"
        if (first, last) == (7, 12):
            return f"6 tháng cuối năm {year}"
        if last % 3 == 0 and first == last - 2:
            return f"Quý {_QUARTERS[last // 3 - 1]} năm {year}"
        return self.exact_label

    @property
    def exact_label(self) -> str:
        """Its two days: "từ 01/01/2012 đến 20/5/2022"; one day only: "ngày 20/5/2022"."""
        if self.first == self.last:
            return f"ngày {day_short(self.first)}"
        return f"từ {day_short(self.first)} đến {day_short(self.last)}"

    @property
    def stage_label(self) -> str:
        """Its years only, as titles of long reports have it: "giai đoạn 2012-2022"; one year: "năm 2012"."""
        if self.first.year == self.last.year:
            return f"năm {self.first.year}"
        return f"giai đoạn {self.first.year}-{self.last.year}"


@dataclass(frozen=True)
class PeriodPart:
    """A calendar year ("nam"), quarter ("quy") or month ("thang"): `whole`, and what a period holds of it."""

    by: str
    whole: Period
    period: Period

    @property
    def partial(self) -> bool:
        """True when the period holds only a part of it."""
        return self.period != self.whole

    @property
    def year(self) -> int:
        """The calendar year it lies in."""
        return self.whole.first.year

    @property
    def key(self) -> str:
        """Its name in addresses: "2024", "2024q1", "2024m03"."""
        month = self.whole.first.month
        return {"nam": f"{self.year}", "quy": f"{self.year}q{(month + 2) // 3}", "thang": f"{self.year}m{month:02d}"}[
            self.by
        ]

    @property
    def label(self) -> str:
        """Its name, "năm 2012", or that of the part: "5 tháng đầu năm 2022"."""
        return self.period.label

    @property
    def short(self) -> str:
        """At the head of a row or column: "2012", and in full where it is partial or not a year."""
        return str(self.year) if self.by == "nam" and not self.partial else self.label


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
