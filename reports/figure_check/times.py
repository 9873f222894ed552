"""Days, months, years and periods of a text, in every spelling of reports."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reports.figure_check.wording import UNIT, low

_DAY = r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:19|20)\d\d|\d{1,2} tháng \d{1,2},? năm (?:19|20)\d\d"
_PART = r"\d{1,2} tháng (?:đầu|cuối) năm (?:19|20)\d\d|quý (?:iv|i{1,3}|[1-4])[ ,/]*(?:năm )?(?:19|20)\d\d"
_MONTH = r"tháng \d{1,2}[ ,/-]*(?:năm )?(?:19|20)\d\d|(?<![\d/])\d{1,2}\s?/\s?(?:19|20)\d\d"
_YEAR = r"(?<![\d.,/])(?:19|20)\d\d(?![\d%])(?![.,]\d)"
MOMENT = rf"(?:{_PART}|{_DAY}|{_MONTH}|{_YEAR})"
_BEFORE = r"(?:(?:cuối|đầu|hết|giữa) )?(?:ngày |tháng(?= \d{1,2}/)|năm )?"
_ONE = re.compile(rf"(?P<edge>(?:cuối|đầu|hết|giữa) )?(?:ngày |năm )?(?P<what>{MOMENT})")
_RANGE = re.compile(
    rf"(?P<kind>giai đoạn|nhiệm kỳ|thời kỳ|các năm|những năm|trong các năm)?\s?(?:\(|:)?\s?(?:từ |kể từ )?"
    rf"(?P<first>{_BEFORE}{MOMENT})\s?(?:-|đến|tới)\s?(?P<last>{_BEFORE}{MOMENT}|nay(?!\w))"
)
_LONE = re.compile(
    r"(?<!mỗi )(?<!hằng )(?<!hàng )(?<!một )(?:ngày (?:0?[1-9]|[12]\d|3[01])|tháng (?:0?[1-9]|"
    r"1[0-2]))(?:\s?/\s?\d{1,2})?(?!\d|[.,]\d)"
)
"""A day or month without its year."""
_NUMBERS = re.compile(r"\d+")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Moment:
    """A day, month or year of the text, with the first and the last day it can mean; `precision` is one of day, month,
    year, part (some months of a year)."""

    start: int
    end: int
    printed: str
    first: date
    last: date
    precision: str
    edge: str = ""


@dataclass(frozen=True)
class Period:
    """From a moment to another. `last` is None for "đến nay"; `kind` the word before it, empty for none."""

    start: int
    end: int
    printed: str
    kind: str
    opens: Moment
    closes: Moment | None

    @property
    def years(self) -> int:
        """Calendar years that it touches, both ends included; 0 for one without an end."""
        return self.closes.last.year - self.opens.first.year + 1 if self.closes else 0

    @property
    def is_whole_years(self) -> bool:
        """Whether it is printed by years only."""
        return self.closes is not None and self.opens.precision == self.closes.precision == "year"


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def moment_of(printed: str, start: int = 0, edge: str = "") -> Moment | None:
    """The moment of its text (already in small letters); None for a day that does not exist."""
    numbers = [int(number) for number in _NUMBERS.findall(printed)]
    year = numbers[-1]
    try:
        if " tháng đầu " in printed:
            first, last, precision = date(year, 1, 1), _last_day(year, numbers[0]), "part"
        elif " tháng cuối " in printed:
            first, last, precision = date(year, 13 - numbers[0], 1), date(year, 12, 31), "part"
        elif printed.startswith("quý"):
            quarter = _QUARTERS[printed.split()[1].strip(",/") if " " in printed else ""]
            first, last, precision = date(year, 3 * quarter - 2, 1), _last_day(year, 3 * quarter), "part"
        elif len(numbers) == 3:
            first = last = date(year, numbers[1], numbers[0])
            precision = "day"
        elif len(numbers) == 2:
            first, last, precision = date(year, numbers[0], 1), _last_day(year, numbers[0]), "month"
        else:
            first, last, precision = date(year, 1, 1), date(year, 12, 31), "year"
    except (ValueError, KeyError):
        return None
    if edge == "đầu":
        last = first
    elif edge in {"cuối", "hết"}:
        first = last
    return Moment(start, start + len(printed), printed, first, last, precision, edge)


@lru_cache(maxsize=5_000)
def periods(text: str) -> tuple[Period, ...]:
    """The periods of a text, in order."""
    found: list[Period] = []
    told = low(text)
    for match in _RANGE.finditer(told):
        if _is_day_and_month(told, match):
            continue
        opens = _moment_in(match["first"], match.start("first"))
        closes = None if match["last"].strip() == "nay" else _moment_in(match["last"], match.start("last"))
        if opens is None or (closes is None and match["last"].strip() != "nay"):
            continue
        printed = text[match.start() : match.end()].strip(" (:")
        start = match.start() + match[0].index(low(printed)[:1]) if printed else match.start()
        found.append(Period(start, match.end(), printed, match["kind"] or "", opens, closes))
    return tuple(found)


def _is_day_and_month(told: str, match: re.Match[str]) -> bool:
    """01-9-2025: the hyphens part a day, not a period."""
    return bool(re.match(r"\d{1,2}\s?-\s?\d{1,2}\s?-", told[match.start("first") : match.end()]))


def _moment_in(printed: str, start: int) -> Moment | None:
    found = _ONE.search(printed)
    return moment_of(found["what"], start + found.start("what"), (found["edge"] or "").strip()) if found else None


def moments(text: str) -> Iterator[Moment]:
    """Every day, month and year of a text, those inside periods too. A number of four digits that counts something
    ("2012 đảng viên") is no year."""
    told = low(text)
    for match in _ONE.finditer(told):
        what = match["what"]
        if len(what) == 4 and UNIT.match(told[match.end() :].lstrip()) and not match[0].startswith("năm"):
            continue
        found = moment_of(what, match.start("what"), (match["edge"] or "").strip())
        if found:
            yield found


def masked(text: str) -> list[tuple[int, int]]:
    """Where days, months, years and periods stand: numbers there count nothing."""
    told = low(text)
    spans = [(found.start, found.end) for found in moments(text)]
    spans += [(match.start("first"), match.end("last")) for match in _RANGE.finditer(told)]
    spans += [match.span() for match in _LONE.finditer(told)]
    spans += [match.span() for match in re.finditer(r"(?<!\d)\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{2,4}", told)]
    return spans


def elapsed(first: date, last: date) -> tuple[int, int, int]:
    """Years, months and days from a day to another, both included: 01/01/2012 to 20/5/2022 is 10, 4, 20."""
    end = date.fromordinal(last.toordinal() + 1)
    months = (end.year - first.year) * 12 + end.month - first.month - (end.day < first.day)
    year, month = first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1
    begun = date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
    return months // 12, months % 12, (end - begun).days
