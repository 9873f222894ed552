"""How the invented drafts write their numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

from dangvien.text import decimal, thousands, two_digits

PLACES = [
    "Phường Hòa An",
    "Phường Tân Lộc",
    "Phường Đông Sơn",
    "Xã Phú Hải",
    "Xã Vĩnh Lâm",
    "Phường Nam Giang",
    "Xã Kim Thạch",
]


def n(value: int) -> str:
    """As reports write counts: 1.703, 09."""
    return two_digits(value) if value < 10 else thousands(value)


def pct(part: int, whole: int, places: int = 1) -> str:
    """The right percentage."""
    return f"{decimal(Fraction(100 * part, whole), places)}%"


def off(text: str, random: Random) -> str:
    """A percentage that is plainly another one."""
    value = Fraction(text.rstrip("%").replace(".", "").replace(",", "."))
    return f"{decimal(value + random.choice([4, 6, -3]) + Fraction(random.choice([3, 7]), 10), 1)}%"


def avg(total: int, divisor: int, places: int = 1) -> str:
    """The right average."""
    exact = Fraction(total, divisor)
    return thousands(int(exact)) if exact.denominator == 1 else decimal(exact, places)


def split(total: int, count: int, random: Random) -> list[int]:
    """Parts that add up."""
    cuts = sorted(random.sample(range(max(2, total // 20), total - 1), count - 1))
    parts = [cuts[0], *(b - a for a, b in pairwise(cuts)), total - cuts[-1]]
    return parts if min(parts) > 1 else split(total, count, random)
