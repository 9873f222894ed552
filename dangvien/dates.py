"""Days as people type them, always day first; births known only to the month or the year; months and full years.

The same parser serves the forms and the text cells of imported workbooks, so that one spelling never means two days.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from dangvien.text import day_full, search_key

EXAMPLE = "03/02/1990"
FIRST_YEAR, LAST_YEAR = 1900, 2100

# A two-digit year is taken only when one century is possible: nobody in a register is older than this, and no day is
# planned further ahead than that. Otherwise the person is asked.
_OLDEST_YEARS, _FURTHEST_YEARS = 110, 5

_SEPARATOR = r"\s*[/\-.\s]\s*"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{1,3}}){_SEPARATOR}(\d+)")
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})")
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})")
_MONTH_FIRST = re.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{4}})")
_YEAR_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"\d{4}")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),? nam (\d+)")
_MONTH_IN_WORDS = re.compile(r"thang (\d{1,2}),? nam (\d{4})")
_YEAR_IN_WORDS = re.compile(r"nam (\d{4})")
_ISO = re.compile(r"\d{4}(-\d{2}){0,2}")
_SHORTEST_MONTH = 28
_WEEKDAY = re.compile(r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn),? +")
_MIDNIGHT = re.compile(r"(?:t| )00:00(?::00(?:\.0+)?)?")


class DayError(ValueError):
    """A text that is not a day. `sentence` says in Vietnamese what to type; `code` is one of
    missing, unreadable, impossible, century."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day known to the day, to the month or only to the year, as births in old papers are.

    Raises DayError when the parts do not make a day. Partial dates sort by year, month and day, unknown parts first.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        _check_year(self.year, str(self.year))
        if self.month == 0 and self.day:
            raise DayError("impossible", "Có ngày thì phải có tháng: nhập đủ ngày, tháng, năm hoặc chỉ nhập năm.")
        if self.month:
            _check_month(self.month)
        if self.day:
            _check_day(self.year, self.month, self.day)

    @classmethod
    def of(cls, day: date) -> Self:
        """The partial date of a day that is fully known."""
        return cls(day.year, day.month, day.day)

    @classmethod
    @lru_cache(maxsize=50_000)
    def from_iso(cls, text: str) -> Self:
        """Reads back what `iso` wrote: "1990", "1990-02" or "1990-02-03". Raises ValueError for anything else."""
        if not _ISO.fullmatch(text):
            raise ValueError(f"not a partial date: {text!r}")
        return cls(*(int(part) for part in text.split("-")))

    @property
    def iso(self) -> str:
        """The form to store: "1990", "1990-02" or "1990-02-03"; sorts as text by time."""
        parts = [f"{self.year:04d}", f"{self.month:02d}", f"{self.day:02d}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])

    @property
    def is_full(self) -> bool:
        """True when the day itself is known."""
        return bool(self.day)

    def earliest(self) -> date:
        """The first day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """The last day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or _days_in(self.year, month))

    def __str__(self) -> str:
        """As it was typed: "1990", "02/1990" or "03/02/1990"."""
        if self.day:
            return day_full(self.earliest())
        return f"{self.month:02d}/{self.year:04d}" if self.month else f"{self.year:04d}"


def parse_day(text: str, today: date | None = None) -> date:
    """The day a person typed, day first: 3/2/1990, 03-02-1990, 3.2.1990, 3 2 1990, 03021990, 3/2/90,
    1990-02-03, "ngày 3 tháng 2 năm 1990", also after a day of the week or before 00:00.

    `today` decides the century of two-digit years; without it they are always refused. Raises DayError.
    """
    cleaned = _cleaned(text)
    for shape, read in _day_shapes(today):
        if found := shape.fullmatch(cleaned):
            year, month, day = read(found)
            return _made(year, month, day)
    raise _unreadable(text)


def parse_partial(text: str, today: date | None = None) -> PartialDate:
    """A birth: every spelling of `parse_day`, or "02/1990", "tháng 2 năm 1990", "1990"; zeros stand for unknown parts
    (00/00/1945, 00/3/1945). Raises DayError."""
    cleaned = _cleaned(text)
    if _YEAR.fullmatch(cleaned):
        return PartialDate(int(cleaned))
    if found := _YEAR_IN_WORDS.fullmatch(cleaned):
        return PartialDate(int(found[1]))
    if found := _MONTH_FIRST.fullmatch(cleaned) or _MONTH_IN_WORDS.fullmatch(cleaned):
        return PartialDate(int(found[2]), int(found[1]))
    if found := _YEAR_MONTH.fullmatch(cleaned):
        return PartialDate(int(found[1]), int(found[2]))
    for shape, read in _day_shapes(today):
        if found := shape.fullmatch(cleaned):
            return PartialDate(*read(found))
    raise DayError(
        "unreadable",
        f"“{_short(text)}” chưa phải là một ngày. Nhập theo dạng ngày/tháng/năm, ví dụ {EXAMPLE}; "
        "không rõ ngày thì nhập 02/1990, không rõ tháng thì nhập 1990.",
    )


def _day_shapes(today: date | None) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int, int]]]]:
    def day_first(found: re.Match[str]) -> tuple[int, int, int]:
        return _full_year(found[3], today), int(found[2]), int(found[1])

    def year_first(found: re.Match[str]) -> tuple[int, int, int]:
        return int(found[1]), int(found[2]), int(found[3])

    return [(_YEAR_FIRST, year_first), (_COMPACT, day_first), (_DAY_FIRST, day_first), (_IN_WORDS, day_first)]


def _cleaned(text: str) -> str:
    """Small letters without marks; a day of the week before and midnight after are dropped."""
    cleaned = search_key(text)
    if not cleaned:
        raise DayError("missing", f"Nhập ngày theo dạng ngày/tháng/năm, ví dụ {EXAMPLE}.")
    return _MIDNIGHT.sub("", _WEEKDAY.sub("", cleaned, count=1)).strip() if len(cleaned) <= 60 else cleaned[:60]


def _full_year(digits: str, today: date | None) -> int:
    if len(digits) == 4:
        return int(digits)
    if len(digits) != 2:
        raise DayError("impossible", f"Năm “{digits[:8]}” không đúng: năm có bốn chữ số, ví dụ {EXAMPLE}.")
    past, recent = 1900 + int(digits), 2000 + int(digits)
    if today is not None:
        past_possible = past >= today.year - _OLDEST_YEARS
        recent_possible = recent <= today.year + _FURTHEST_YEARS
        if past_possible != recent_possible:
            return past if past_possible else recent
    raise DayError("century", f"Năm “{digits}” chưa rõ là {past} hay {recent}: nhập đủ bốn chữ số của năm.")


def _made(year: int, month: int, day: int) -> date:
    _check_year(year, str(year))
    _check_month(month)
    _check_day(year, month, day)
    return date(year, month, day)


def _check_year(year: int, shown: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DayError("impossible", f"Năm {shown} không đúng: nhập năm từ {FIRST_YEAR} đến {LAST_YEAR}.")


def _check_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise DayError("impossible", f"Không có tháng {month}: nhập ngày trước, tháng sau, ví dụ {EXAMPLE}.")


def _check_day(year: int, month: int, day: int) -> None:
    if 1 <= day <= _SHORTEST_MONTH:
        return
    last = _days_in(year, month)
    if day > last:
        month_name = f"Tháng 2 năm {year}" if month == 2 else f"Tháng {month}"
        raise DayError("impossible", f"{month_name} chỉ có {last} ngày.")
    if day < 1:
        raise DayError("impossible", f"Không có ngày {day:02d}: nhập ngày từ 01 đến {last}.")


def _unreadable(text: str) -> DayError:
    return DayError(
        "unreadable", f"“{_short(text)}” chưa phải là một ngày. Nhập theo dạng ngày/tháng/năm, ví dụ {EXAMPLE}."
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else f"{line[:30]}…"


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier when negative); where that month is shorter, its last day.

    No text says what twelve months from 29 February are; 28 February is our reading.
    """
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def full_months(start: date, on: date) -> int:
    """Whole months from `start` to `on`, by the rule of `add_months`; negative when `on` is earlier."""
    months = (on.year - start.year) * 12 + on.month - start.month
    reached = start.day <= on.day or on.day == _days_in(on.year, on.month)
    return months if reached else months - 1


def full_years(birth: date, on: date) -> int:
    """Age in whole years on a day (tuổi tròn)."""
    return full_months(birth, on) // 12


def first_of_year(day: date) -> date:
    """1 January of the day's year."""
    return day.replace(month=1, day=1)
