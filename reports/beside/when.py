"""Of what time a number speaks: days and periods as reports write them, found in a plain text. Knows no database."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_DAY = r"(?:ngày )?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2} tháng \d{1,2} năm \d{4})"
_MONTH = r"(?:tháng )?(?:\d{1,2}/\d{4}|\d{1,2} năm \d{4})"
_YEAR = r"(?:năm )?(?:19|20)\d{2}"
_MOMENT = rf"(?:{_DAY}|{_MONTH}|{_YEAR})"
_END = rf"(?:hết )?{_MOMENT}|nay"


@dataclass(frozen=True)
class Moment:
    """A day, month or year that a text names. `exact` when it names the day."""

    first: date
    last: date
    exact: bool

    def ending(self, as_of: date | None) -> date:
        """Its last day; of one that names no day the report's own day, when that falls into it."""
        if not self.exact and as_of is not None and self.first <= as_of <= self.last:
            return as_of
        return self.last


@dataclass(frozen=True)
class Span:
    """A stretch of time in a text, from `start` to `end`. Without `first` it is one day (a stock's)."""

    start: int
    end: int
    first: date | None
    last: Moment | None
    """None: "nay", the report's own day."""

    def ending(self, as_of: date | None) -> date | None:
        return as_of if self.last is None else self.last.ending(as_of)


def spans(text: str) -> list[Span]:
    """Every stretch of time in a plain text, in order; of two that overlap the one that was looked for first."""
    found: list[Span] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < span.end and span.start < match.end() for span in found):
                continue
            span = read(match)
            if span is not None:
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def without_times(text: str, found: list[Span], mark: str) -> str:
    """The text with every letter of a stretch of time written as a mark, as long as it was."""
    for span in found:
        text = text[: span.start] + mark * (span.end - span.start) + text[span.end :]
    return text


def moment(text: str) -> Moment | None:
    """A day, month or year as it is written; None for one that there is not."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    try:
        if len(numbers) == 3:
            day = date(numbers[2], numbers[1], numbers[0])
            return Moment(day, day, exact=True)
        if len(numbers) == 2:
            return Moment(date(numbers[1], numbers[0], 1), _month_end(numbers[1], numbers[0]), exact=False)
        return Moment(date(numbers[0], 1, 1), date(numbers[0], 12, 31), exact=False)
    except (ValueError, IndexError):
        return None


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _range(match: re.Match[str]) -> Span | None:
    first, last = moment(match["first"]), None if match["last"] == "nay" else moment(match["last"])
    if first is None or (last is None and match["last"] != "nay") or (last is not None and last.last < first.first):
        return None
    return Span(match.start(), match.end(), first.first, last)


def _as_of(match: re.Match[str]) -> Span | None:
    day = moment(match["last"])
    return None if day is None else Span(match.start(), match.end(), None, day)


def _months(match: re.Match[str]) -> Span | None:
    count, year = int(match["count"]), int(match["year"])
    if not 1 <= count <= 12:
        return None
    last = Moment(date(year, count, 1), _month_end(year, count), exact=False)
    return Span(match.start(), match.end(), date(year, 1, 1), last)


def _quarter(match: re.Match[str]) -> Span | None:
    number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(match["number"]) or int(match["number"])
    year = int(match["year"])
    last = Moment(date(year, 3 * number, 1), _month_end(year, 3 * number), exact=False)
    return Span(match.start(), match.end(), date(year, 3 * number - 2, 1), last)


def _one(match: re.Match[str]) -> Span | None:
    named = moment(match["last"])
    return None if named is None else Span(match.start(), match.end(), named.first, named)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span | None]], ...] = (
    (
        re.compile(
            rf"(?:từ|giai đoạn(?: từ)?|trong các năm) (?P<first>{_MOMENT}) ?(?:-|–|đến|tới)+ ?(?P<last>{_END})"
        ),
        _range,
    ),
    (re.compile(r"(?P<count>\d{1,2}) tháng đầu năm (?P<year>\d{4})"), _months),
    (re.compile(r"(?:quý|qúy) (?P<number>i{1,3}|iv|[1-4])[ /]+(?:năm )?(?P<year>\d{4})"), _quarter),
    (re.compile(rf"(?:tính )?(?:đến|tới|vào) (?:hết )?(?P<last>{_DAY})"), _as_of),
    (re.compile(rf"(?:(?:tính )?(?:đến|tới) (?:hết|cuối)|tính (?:đến|tới)) (?P<last>{_MOMENT})"), _as_of),
    (re.compile(rf"(?:cuối|có đến|thời điểm) (?P<last>{_DAY}|{_YEAR})"), _as_of),
    (re.compile(r"(?P<first>(?:19|20)\d{2}) ?[-–] ?(?P<last>(?:19|20)\d{2})"), _range),
    (re.compile(r"(?P<last>tháng \d{1,2}(?:/| năm )\d{4})"), _one),
    (re.compile(r"(?<!/)\b(?P<last>năm (?:19|20)\d{2})\b"), _one),
)  # fmt: skip
"""Forms of time from the longest to the shortest."""
