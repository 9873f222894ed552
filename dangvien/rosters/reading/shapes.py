"""Numbers as a person sees them: what a number format makes of a number, and which numbers are days.

Only what rosters need is drawn: days, times, and whole numbers whose format adds zeros, marks or words ("00000000",
'0" QT"'). Other formats are for sums; their numbers stay plain, without separators and never as 4.5E+10.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

GENERAL = "General"

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_IN_BRACKETS = re.compile(r"\[[^\]]*\]")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_TIME = re.compile(r"am/pm|a/p|h+[:.\s]*m+|m+[:.\s]*s+", re.IGNORECASE)
"""Where m means minutes."""
_PIECES = re.compile(r"y+|m+|d+|e+|.", re.IGNORECASE | re.DOTALL)
_PLACES = re.compile(r'"([^"]*)"|\\(.)|([0#?])|_.|([-+/().:;,\s])|(.)', re.DOTALL)

_LAST_SERIAL = 2_958_465
_LEAP_BUG = 60
"""The serial of 29 February 1900, a day that Excel believes in."""
_FIRST_1900, _FIRST_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LOCAL_DAY = "mm-dd-yy"
"""Format 14: the short date of whoever looks, here dd/mm/yyyy."""


@lru_cache(maxsize=4096)
def is_day_format(shape: str) -> bool:
    """Whether a number in this format is shown as a day (and not only as a time of day)."""
    if shape == GENERAL or _ELAPSED.search(shape):
        return False
    bare = _bare(shape)
    return bool(re.search("[dyemb]", _TIME.sub("", bare), re.IGNORECASE)) and not re.search(r"[0#?]", bare)


@lru_cache(maxsize=4096)
def _is_time_format(shape: str) -> bool:
    return bool(_ELAPSED.search(shape)) or (shape != GENERAL and bool(re.search("[hs]", _bare(shape), re.IGNORECASE)))


@lru_cache(maxsize=4096)
def _bare(shape: str) -> str:
    """The first section of a format without its quoted words and brackets (General is a word, too)."""
    bare = _IN_BRACKETS.sub("", _QUOTED.sub("", shape)).partition(";")[0]
    return re.sub("general", "", bare, flags=re.IGNORECASE)


def number_cell(number: float, shape: str, from_1904: bool) -> dict[str, Any]:
    """The JSON form of a number in a cell of this format: a day where it is one."""
    if abs(number) < 1e21 and number == int(number):
        number = int(number)
    if shape == GENERAL:
        return {"n": number, "t": plain(number)}
    return _formatted(number, shape, from_1904)


@lru_cache(maxsize=65_536)
def _formatted(number: float, shape: str, from_1904: bool) -> dict[str, Any]:
    """Days are drawn once: a roster has some thousands of them in any number of rows. Nobody changes the answer."""
    day = day_of(number, from_1904) if is_day_format(shape) else None
    if day is not None:
        return {"d": day.isoformat(), "t": _shown_day(day, number, shape), "o": shape}
    return {"n": number, "t": _shown(number, shape, from_1904), "o": shape}


def plain(number: float) -> str:
    """All digits of a whole number, and fifteen of any other, as Excel keeps them."""
    if isinstance(number, int):
        return str(number)
    shown = f"{number:.15g}"
    return shown if "e" not in shown or abs(number) < 1e-5 else f"{number:.0f}"


def day_of(number: float, from_1904: bool) -> date | None:
    """The day that a serial stands for; None before the first, beyond the last, and for 29 February 1900."""
    whole = int(number // 1)
    if from_1904:
        return _FIRST_1904 + timedelta(days=whole) if 0 <= whole <= _LAST_SERIAL - 1462 else None
    if not 1 <= whole <= _LAST_SERIAL or whole == _LEAP_BUG:
        return None
    return _FIRST_1900 + timedelta(days=whole + (whole < _LEAP_BUG))


def _shown_day(day: date, number: float, shape: str) -> str:
    """A day as its format draws it; the time is told where there is one, whether the format draws it or not."""
    section = _IN_BRACKETS.sub("", shape).partition(";")[0]
    if shape.startswith("[$-F800]"):
        section = "dd/mm/yyyy"  # the long date of whoever looks
    shown = _drawn(day, "dd/mm/yyyy" if section == _LOCAL_DAY else section) or f"{day:%d/%m/}{day.year:04d}"
    seconds = round(number % 1 * 86_400)
    if seconds in {0, 86_400}:
        return shown
    return f"{shown} {seconds // 3600:02d}:{seconds // 60 % 60:02d}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _drawn(day: date, shape: str) -> str:
    """Only the parts of the day; what belongs to the time is left out."""
    out: list[str] = []
    for quoted in re.finditer(r'"([^"]*)"|\\(.)|_.|\*.|([^"\\_*]+)', shape):
        word, escaped, rest = quoted.groups()
        if rest is None:
            out.append(word or escaped or "")
            continue
        timed = re.search(r"h|s", rest, re.IGNORECASE)
        if timed:
            rest = rest[: timed.start()].rstrip()
        out.extend(_part(day, piece) for piece in _PIECES.findall(rest))
        if timed:
            break
    return "".join(out).strip(" @")


def _part(day: date, piece: str) -> str:
    kind, length = piece[0].lower(), len(piece)
    if kind in "ye" and piece.strip(piece[0]) == "":
        return f"{day.year % 100:02d}" if kind == "y" and length <= 2 else f"{day.year:04d}"
    if kind == "m":
        if length <= 2:
            return str(day.month).zfill(length)
        return _MONTHS[day.month - 1]
    if kind == "d":
        return str(day.day).zfill(length) if length <= 2 else ""
    return piece


def _shown(number: float, shape: str, from_1904: bool) -> str:
    if is_day_format(shape) and not from_1904 and number // 1 == _LEAP_BUG:
        return "29/02/1900"
    if 0 <= number < 1 and _is_time_format(shape):
        minutes = round(number * 1440)
        return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
    if isinstance(number, int) and number >= 0:
        return _placed(str(number), shape)
    return plain(number)


@lru_cache(maxsize=4096)
def _places(shape: str) -> tuple[tuple[str, str], ...] | None:
    """A format as (kind, text) pieces when it is made of digit places, marks and words only; None otherwise."""
    section = _IN_BRACKETS.sub("", shape.partition(";")[0])
    pieces: list[tuple[str, str]] = []
    for match in _PLACES.finditer(section):
        word, escaped, place, mark, other = match.groups()
        if other or (mark and mark in ",."):
            return None
        if place:
            pieces.append(("place", place))
        else:
            pieces.append(("word", word or escaped or mark or ""))
    return tuple(pieces) if any(kind == "place" for kind, _ in pieces) else None


def _placed(digits: str, shape: str) -> str:
    """The digits put into the places of a format from the right; what is left over stands before the first place."""
    pieces = _places(shape)
    if pieces is None:
        return digits
    out: list[str] = []
    rest = digits
    first = next(index for index, (kind, _) in enumerate(pieces) if kind == "place")
    for index in range(len(pieces) - 1, -1, -1):
        kind, text = pieces[index]
        if kind == "word":
            out.append(text)
        elif rest:
            cut = 0 if index == first else len(rest) - 1
            out.append(rest[cut:])
            rest = rest[:cut]
        elif text == "0":
            out.append("0")
    return "".join(reversed(out)).strip() or digits
