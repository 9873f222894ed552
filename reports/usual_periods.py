"""The periods that reports are usually asked for, so that nobody has to type two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien.dates import add_months
from dangvien.period import Period
from dangvien.text import day_short, upper_first


@dataclass(frozen=True)
class UsualPeriod:
    """A period with its name in a list of choices; `code` stands in addresses."""

    code: str
    label: str
    period: Period


def usual_periods(today: date) -> list[UsualPeriod]:
    """This month, quarter, half, nine months and year, and those before; of every year its newest first."""
    year, month = today.year, today.month
    before = add_months(today.replace(day=1), -1)
    quarter = (month + 2) // 3
    last_quarter = Period.quarter(year, quarter - 1) if quarter > 1 else Period.quarter(year - 1, 4)
    periods = [
        Period.month(year, month),
        Period.month(before.year, before.month),
        Period.quarter(year, quarter),
        last_quarter,
        Period.half(year),
        *([Period.nine_months(year)] if month > 6 else []),
        Period.year(year),
        Period.year(year - 1),
        Period.half(year - 1),
        Period.nine_months(year - 1),
        Period.year(year - 2),
        Period(date(year - 4, 1, 1), date(year, 12, 31)),
    ]
    return [_named(period, upper_first(period.label)) for period in dict.fromkeys(periods)]


def usual_days(today: date) -> list[UsualPeriod]:
    """Today, the end of last month, of the last half year and of last year: for reports of one day."""
    year = today.year
    ends = [
        today,
        Period.month(*_month_before(today)).last,
        *([date(year, 6, 30)] if today > date(year, 6, 30) else []),
        date(year - 1, 12, 31),
        date(year - 2, 12, 31),
    ]
    days = [Period.day(day) for day in dict.fromkeys(ends)]
    return [_named(day, f"{'Hôm nay' if day.last == today else 'Hết ngày'} {day_short(day.last)}") for day in days]


def _month_before(today: date) -> tuple[int, int]:
    before = add_months(today.replace(day=1), -1)
    return before.year, before.month


def _named(period: Period, label: str) -> UsualPeriod:
    return UsualPeriod(f"{period.first:%Y%m%d}-{period.last:%Y%m%d}", label, period)
