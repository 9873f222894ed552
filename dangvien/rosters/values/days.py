"""Days in cells: real ones, bare numbers, texts; births known to the month or the year only."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from dangvien.dates import FIRST_YEAR, LAST_YEAR, DayError, PartialDate, parse_partial
from dangvien.rosters.grid import Cell, CellKind
from dangvien.rosters.values.base import Reading, doubtful, shown, tidy, wrong
from dangvien.text import day_full

_MOST = 100_000_000
_PLAIN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[/.\-\s]\s*\d{1,2}\s*[/.\-\s]\s*\d{2}")
_LEAD = re.compile(r"^(?:sinh ngày|sinh năm|sinh|ngày sinh|s\.?n\.?|ns)\s*[:.]?\s*(?=[\dnt])", re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(r"th[aá]ng\s*(\d{1,2})\s*[/\-.]\s*(\d{4})", re.IGNORECASE)
_NUMBER = re.compile(r"\d{5}")
_WORDS_OF_FORMAT = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|general', re.IGNORECASE)
"""What of a number format draws nothing of a day."""
_IN_EVERY_MONTH, _MONTHS = 28, 12
_SERIAL_FROM = date(1899, 12, 30)
_FORM = "Ghi ngày/tháng/năm, ví dụ 20/3/1985."
_PARTIAL_FORM = "Ghi ngày/tháng/năm; chỉ biết tháng hoặc năm thì ghi 3/1945 hoặc 1945."


def read_day(cell: Cell, *, as_of: date) -> Reading:
    """A day that must be known to the day. The value is ISO text."""
    return _read(cell, as_of, partial=False)


def read_birth(cell: Cell, *, as_of: date) -> Reading:
    """A birth: "1985-03-20", "1985-03" or "1985"."""
    return _read(cell, as_of, partial=True)


def _read(cell: Cell, as_of: date, *, partial: bool) -> Reading:
    if cell.kind is CellKind.DAY and cell.day is not None:
        if not FIRST_YEAR <= cell.day.year <= LAST_YEAR:
            return _none(cell.text)
        drawn = _drawn(cell.format)
        if drawn and "d" not in drawn:
            # Where Excel was given "3/1985", it added the first of the month and shows "Mar-85".
            month = cell.day.month if "m" in drawn else 0
            return _partial(PartialDate(cell.day.year, month), cell.text, as_of, partial)
        return _in_time(PartialDate.of(cell.day), cell.text, as_of)
    if cell.kind is CellKind.NUMBER:
        return _of_number(cell, as_of, partial)
    if cell.kind is not CellKind.TEXT:
        return _unreadable(cell.text, partial)
    text = tidy(cell.text).strip(" .,;'").replace("\\", "/")
    if plain := _PLAIN.fullmatch(text):
        return _of_parts(text, (int(plain[3]), int(plain[2]), int(plain[1])), as_of, partial)
    if _NUMBER.fullmatch(text):
        return _serial(int(text), text, as_of, partial)
    return _of_text(text, as_of, partial)


@lru_cache(maxsize=1000)
def _drawn(shape: str) -> str:
    """The letters of a number format that draw parts of a day; "" when it draws no year."""
    letters = _WORDS_OF_FORMAT.sub("", shape).lower().partition(";")[0]
    return letters if "y" in letters else ""


def _of_text(text: str, as_of: date, partial: bool) -> Reading:
    said = _MONTH_OF_YEAR.sub(r"\1/\2", _LEAD.sub("", text))
    try:
        when = parse_partial(said, as_of)
    except DayError as error:
        if error.code == "century":
            return wrong("date_two_digit_year", f"“{shown(text)}”: {_lower(error.sentence)}", _FORM)
        if error.code == "impossible":
            return _none(text, _lower(error.sentence))
        return _unreadable(text, partial)
    if not when.is_full:
        return _partial(when, text, as_of, partial)
    reading = _in_time(when, text, as_of)
    if _SHORT_YEAR.fullmatch(said) and reading.value is not None:
        return doubtful(
            reading.value,
            "date_two_digit_year",
            f"“{shown(text)}” chỉ có hai chữ số của năm; sổ đọc là {day_full(when.earliest())}.",
            "Gõ lại đủ bốn chữ số của năm nếu đọc chưa đúng.",
        )
    return reading


def _of_parts(text: str, parts: tuple[int, int, int], as_of: date, partial: bool) -> Reading:
    """The usual shape, without the parser's other shapes."""
    year, month, day = parts
    if not day or not month:
        return _of_text(text, as_of, partial)
    if day <= _IN_EVERY_MONTH and month <= _MONTHS and FIRST_YEAR <= year < as_of.year:
        return Reading(f"{year:04d}-{month:02d}-{day:02d}")  # nearly every day
    try:
        when = PartialDate(year, month, day)
    except DayError as error:
        return _none(text, _lower(error.sentence))
    return _in_time(when, text, as_of)


def _of_number(cell: Cell, as_of: date, partial: bool) -> Reading:
    number = cell.number or 0
    if not 0 < number < _MOST:
        return _unreadable(cell.text, partial)
    if number == int(number):
        whole = int(number)
        if FIRST_YEAR <= whole <= as_of.year + 1:
            return _partial(PartialDate(whole), str(whole), as_of, partial)
        if 1 <= whole < 100_000:
            return _serial(whole, cell.text, as_of, partial)
        if len(str(whole)) == 8:
            return _of_text(str(whole), as_of, partial)
    elif partial and (found := re.fullmatch(r"(\d{1,2})[.,](\d{4})", cell.text)):
        return _of_text(f"{found[1]}/{found[2]}", as_of, partial)
    elif 10_000 <= number < 100_000:
        return _serial(int(number), cell.text, as_of, partial)
    return _unreadable(cell.text, partial)


def _serial(number: int, text: str, as_of: date, partial: bool) -> Reading:
    day = _SERIAL_FROM + timedelta(days=number)
    if not date(FIRST_YEAR + 10, 1, 1) <= day <= as_of:
        return _unreadable(text, partial)
    return doubtful(
        day.isoformat(),
        "date_serial_number",
        f"ô là số {shown(text)}, không phải ngày; sổ đọc theo cách Excel đếm ngày là {day_full(day)}.",
        "Định dạng ô là ngày hoặc gõ lại ngày nếu đọc chưa đúng.",
    )


def _partial(when: PartialDate, text: str, as_of: date, allowed: bool) -> Reading:
    if not allowed:
        return wrong("date_incomplete", f"“{shown(text)}” chưa đủ ngày, tháng, năm.", _FORM)
    if when.earliest() > as_of:
        return _future(text)
    known = "tháng và năm" if when.month else "năm"
    return doubtful(
        when.iso,
        "date_year_only",
        f"ngày sinh chỉ có {known}: “{shown(text)}”; sổ ghi đúng như vậy, không thêm ngày.",
        "Biết đủ ngày thì gõ lại.",
    )


def _in_time(when: PartialDate, text: str, as_of: date) -> Reading:
    if when.earliest() > as_of:
        return _future(text)
    return Reading(when.iso) if when.is_full else _partial(when, text, as_of, True)


def _future(text: str) -> Reading:
    return wrong("date_future", f"ngày {shown(text)} chưa tới.", "Gõ lại ngày đúng.")


def _none(text: str, why: str = "") -> Reading:
    return wrong("date_invalid", f"“{shown(text)}” không phải một ngày có thật{': ' + why if why else '.'}", _FORM)


def _unreadable(text: str, partial: bool) -> Reading:
    return wrong("date_unreadable", f"“{shown(text)}” không đọc được thành ngày.", _PARTIAL_FORM if partial else _FORM)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


@lru_cache(maxsize=20_000)
def text_day(text: str) -> tuple[int, int, int] | None:
    """The three numbers of a text day as they stand, for looking at a whole column: first, second, year."""
    found = _PLAIN.fullmatch(tidy(text).strip(" .,;'"))
    return (int(found[1]), int(found[2]), int(found[3])) if found else None
