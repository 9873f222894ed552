"""Numbers of certificates that follow one another: "01/GCN", "02/GCN"…"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PATTERN = re.compile(r"(?P<before>\D*)(?P<number>[0-9]{1,9})(?P<after>.*)", re.DOTALL)
LONGEST = 30
"""Characters of the longest number the register keeps."""


class SeriesError(ValueError):
    """A first number that cannot be counted on from; the message is a Vietnamese sentence."""


@dataclass(frozen=True)
class Series:
    """A row of numbers. The first run of digits is what counts; leading zeros keep its width."""

    before: str
    first: int
    width: int
    after: str

    @classmethod
    def of(cls, text: str) -> Series:
        """The series that begins with this number. Raises SeriesError."""
        found = _PATTERN.fullmatch(text)
        if found is None:
            raise SeriesError("Gõ số giấy đầu tiên, có chữ số, ví dụ 01/GCN; các số sau tự tăng.")
        return cls(found["before"], int(found["number"]), len(found["number"]), found["after"])

    def at(self, place: int) -> str:
        """The number at a place, from 0. Raises SeriesError when it is too long to be kept."""
        text = f"{self.before}{self.first + place:0{self.width}d}{self.after}"
        if len(text) > LONGEST:
            raise SeriesError(f"Số giấy dài quá {LONGEST} ký tự. Gõ số ngắn hơn.")
        return text

    def numbers(self, count: int) -> list[str]:
        """The first numbers of the series. Raises SeriesError when one is too long to be kept."""
        return [self.at(place) for place in range(count)]
