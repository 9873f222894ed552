"""Readings to choose from where a cell may mean one thing or another: shown as buttons, never taken by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dangvien.rosters.fields import Value
from dangvien.text import day_full

CITIZEN_DIGITS, CARD_DIGITS = 12, 8
"""How many digits Excel may have cut the zeros of: what is offered is checked again when it is taken."""

_PARTED = re.compile(r"\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{2}|\d{4})\s*")
_FIRST_SERIAL_DAY = date(1899, 12, 30)


def offers_of(code: str, value: str, kind: Value | None) -> tuple[str, ...]:
    """What the cell could be instead, as texts that can be typed; empty where there is nothing to offer.

    `code` is that of the issue, `value` what a person sees in the cell, `kind` what its column holds.
    """
    if code in _CUT:
        found = _zeros(value, kind)
    else:
        found = _OFFERS[code](value) if code in _OFFERS else ()
    return tuple(text for text in dict.fromkeys(found) if text != value)


def _swapped(value: str) -> tuple[str, ...]:
    """Day and month the other way round, and as it stands."""
    parts = _PARTED.fullmatch(value)
    if parts is None:
        return ()
    day, month, year = (int(part) for part in parts.groups())
    return tuple(text for text in (_day(year, day, month), _day(year, month, day)) if text)


def _century(value: str) -> tuple[str, ...]:
    """The year in either century."""
    parts = _PARTED.fullmatch(value)
    if parts is None or len(parts.group(3)) != 2:
        return ()
    day, month, year = (int(part) for part in parts.groups())
    return tuple(text for text in (_day(1900 + year, month, day), _day(2000 + year, month, day)) if text)


def _serial(value: str) -> tuple[str, ...]:
    """The day a bare number stands for in Excel."""
    if not value.isascii() or not value.isdigit() or not 1000 <= int(value) <= 80_000:
        return ()
    return (day_full(_FIRST_SERIAL_DAY + timedelta(days=int(value))),)


def _zeros(value: str, kind: Value | None) -> tuple[str, ...]:
    """The number with the zeros that Excel dropped."""
    digits = {Value.CITIZEN: CITIZEN_DIGITS, Value.CARD: CARD_DIGITS}.get(kind) if kind else None
    bare = re.sub(r"[\s.]", "", value)
    if digits is None or not bare.isascii() or not bare.isdigit() or len(bare) >= digits:
        return ()
    return (bare.zfill(digits),)


def _small(value: str) -> tuple[str, ...]:
    """A name all in capitals, each word with one capital only."""
    return (" ".join(word[:1].upper() + word[1:].lower() for word in value.split()),)


def _day(year: int, month: int, day: int) -> str:
    try:
        return day_full(date(year, month, day))
    except ValueError:
        return ""


_OFFERS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "date_day_month_swapped": _swapped,
    "date_invalid": _swapped,
    "date_two_digit_year": _century,
    "date_serial_number": _serial,
    "name_capitals": _small,
}
_CUT = {"card_leading_zero", "citizen_leading_zero", "card_format", "citizen_format"}
