"""Numbers written in words: "hai mươi lăm đảng viên", "một nghìn bảy trăm linh ba"."""

from __future__ import annotations

import re

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000}
_WORDS = "|".join([*_DIGITS, "mười", "mươi", "trăm", "linh", "lẻ", *_SCALES])
_RUN = re.compile(rf"(?<!\w)(?:{_WORDS})(?:\s(?:{_WORDS}))*(?!\w)")
_VAGUE = frozenset({"một", "năm", "tư", "ba", "không", "mươi", "trăm", "nghìn", "triệu", "linh", "lẻ", "ngàn", "mốt"})
"""Single words that mean something else more often than a number."""


def in_words(told: str) -> list[tuple[int, int, int]]:
    """(start, end, value) of the numbers in words of a text in small letters. "một", "năm" alone are none."""
    found = []
    for match in _RUN.finditer(told):
        words = match[0].split()
        if len(words) == 1 and words[0] in _VAGUE:
            continue
        value = value_of_words(words)
        if value is not None:
            found.append((match.start(), match.end(), value))
    return found


def value_of_words(words: list[str]) -> int | None:
    """The number of its words; None when they make none ("ba năm", "một hai")."""
    total = hundreds = 0
    open_digit: int | None = None
    for word in words:
        if word in _DIGITS:
            if open_digit is not None:
                return None
            open_digit = _DIGITS[word]
        elif word == "mười":
            if open_digit is not None:
                return None
            hundreds += 10
        elif word in {"mươi", "trăm"}:
            if open_digit is None:
                return None
            hundreds += open_digit * (10 if word == "mươi" else 100)
            open_digit = None
        elif word in _SCALES:
            part = hundreds + (open_digit or 0)
            if not part:
                return None
            total += part * _SCALES[word]
            hundreds, open_digit = 0, None
    return total + hundreds + (open_digit or 0)
