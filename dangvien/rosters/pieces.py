"""Cells that hold several facts, and facts that stand in several cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dangvien.rosters.grid import Raw, cell_of
from dangvien.rosters.values.base import BLANK_MARKS, tidy

FILE_NUMBER = re.compile(r"\d{6}\s*[A-ZĐ]{2,4}")
"""The number of a member's file: six digits and the letters of the province."""

_LINES = re.compile(r"[\r\n]+")
_PIECES = re.compile(r"[\r\n;]+|\s+-\s+|,(?!\s*(?:huyện|tỉnh|xã|phường|tp)\b)")
NAME, BIRTH = "ho_ten", "ngay_sinh"
_BIRTH = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,3}\s*[/.\-]\s*\d{1,5}|(?:\d{1,2}[/.\-])?(?:19|20)\d{2}")
_BIRTH_AT_END = re.compile(
    r"^(?P<name>\D+?)[\s,;(\-–]*(?:sinh(?: ngày| năm)?|sn|s\.n)?[\s:.]*"
    r"(?P<day>\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}|(?:\d{1,2}[/.\-])?(?:19|20)\d{2})\)?$",
    re.IGNORECASE,
)


def piece(raw: Raw, keys: Sequence[str], key: str) -> Raw:
    """The part of a cell with several facts that tells one field; "" among the keys is a fact nobody knows."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, str) and len(_LINES.split(cell_of(raw).text)) == 1:
        return raw if key == keys[0] else None
    text = raw if isinstance(raw, str) else cell_of(raw).text
    lines = [line for line in _LINES.split(text) if tidy(line)]
    if len(lines) < len(keys) and BIRTH in keys and NAME in keys:
        return _of_person(lines, keys, key)
    if len(lines) == len(keys) + 1 and keys[0] == NAME:
        lines = [f"{lines[0]} {lines[1]}", *lines[2:]]
    if len(lines) < len(keys):
        lines = [part for part in _PIECES.split(text) if tidy(part)] or lines
    places = [place for place, known in enumerate(keys) if known == key and place < len(lines)]
    if len(places) > 1:
        # Schooling and degree are one fact in two lines.
        return ", ".join(text for place in places if (text := tidy(lines[place])) and text not in BLANK_MARKS)
    if not places:
        return None
    place = places[0]
    return " ".join(lines[place:]) if place == len(keys) - 1 else lines[place]


def _of_person(lines: Sequence[str], keys: Sequence[str], key: str) -> Raw:
    """A name and a birth in fewer lines than the heading has: the birth is told by what it looks like."""
    births = [line for line in lines if _BIRTH.fullmatch(tidy(line))]
    if births:
        if key == BIRTH:
            return births[-1]
        others = [line for line in lines if line is not births[-1]]
        rest = [other for other in keys if other != BIRTH]
        place = rest.index(key)
        return others[place] if place < len(others) else None
    found = _BIRTH_AT_END.match(tidy(" ".join(lines)))
    if found and key in (NAME, BIRTH):
        return found["name" if key == NAME else "day"].strip(" ,;-–(")
    if len(lines) > 1 and key == BIRTH:
        return lines[-1]
    return lines[0] if key == NAME else None


def day_of_parts(texts: Sequence[str]) -> Raw:
    """Day, month and year of three columns as one text; zeros stand for what is not known."""
    if not any(texts):
        return None
    day, month, year = (text.removesuffix(".0") for text in texts)
    return f"{day or '0'}/{month or '0'}/{year}"


def of_digits(texts: Sequence[str], keys: Sequence[str], key: str) -> Raw:
    """A number that stands one digit a column; with several facts in a cell, each has its own line."""
    lines = [[line for part in _LINES.split(text) if (line := tidy(part))] for text in texts]
    most = max((len(parts) for parts in lines), default=0)
    if not most:
        return None
    if len(keys) == 1:
        return "".join("".join(parts) for parts in lines) or None
    if most == 1:
        joined = "".join("".join(parts) for parts in lines)
        is_file = bool(FILE_NUMBER.fullmatch(joined)) or len(joined) == 6
        return joined if is_file == (key == "so_ly_lich") else None
    place = list(keys).index(key)
    # A cell with one line where others have two belongs to the fact that goes on longer, the last one.
    return "".join(parts[place] if len(parts) > place else "" for parts in lines) or None
