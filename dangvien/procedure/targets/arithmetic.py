"""The arithmetic of targets: a rate of a stock, rounded; a whole shared out so that the parts add up to it.

Fractions and whole numbers only. Nothing here asks the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from dangvien.models.declared import RATE_SCALE, Rounding
from dangvien.text import day_short, decimal, thousands

K = TypeVar("K")

PER_PERCENT = RATE_SCALE // 100


def rates_of(written: str) -> tuple[int, ...]:
    """The rates a rule gives, in hundredths of a percent: "3;3,5" is (300, 350)."""
    return tuple(rate_of(part) for part in written.split(";"))


def rate_of(written: str) -> int:
    """One percentage in hundredths of a percent: "3,5" is 350. Raises ValueError when it has more than two decimals."""
    scaled = Fraction(written.replace(",", ".")) * PER_PERCENT
    if scaled.denominator != 1:
        raise ValueError(f"more than two decimals: {written}")
    return int(scaled)


def percent_of(rate: int) -> str:
    """A rate as people write it: 350 is "3,5", 300 is "3"."""
    whole, rest = divmod(rate, PER_PERCENT)
    return f"{whole},{rest:02d}".rstrip("0") if rest else str(whole)


def rounded(value: Fraction, rounding: Rounding) -> int:
    """A number of people out of a fraction; halves of `HALF_UP` go up."""
    if rounding == Rounding.DOWN:
        return value.numerator // value.denominator
    if rounding == Rounding.UP:
        return -(-value.numerator // value.denominator)
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@dataclass(frozen=True)
class Reckoned:
    """The target of one year as a rate gives it: `rate` hundredths of a percent of `stock` and of `added`."""

    year: int
    rate: int
    stock: int
    stock_on: date
    added: int
    rounding: Rounding

    @property
    def base(self) -> int:
        return self.stock + self.added

    @property
    def exact(self) -> Fraction:
        """Before rounding."""
        return Fraction(self.rate * self.base, RATE_SCALE)

    @property
    def value(self) -> int:
        return rounded(self.exact, self.rounding)

    @property
    def sentence(self) -> str:
        """The whole reckoning: "3% × (70.314 + 2.112) = 2.172,78; làm tròn lên: 2.173"."""
        base = f"({thousands(self.stock)} + {thousands(self.added)})" if self.added else thousands(self.stock)
        told = f"{percent_of(self.rate)}% × {base} = {written(self.exact)}"
        if self.exact.denominator == 1:
            return told
        return f"{told}; {self.rounding.label.lower()}: {thousands(self.value)}"

    @property
    def base_sentence(self) -> str:
        """What the stock is: "70.314 đảng viên ngày 28/8/2023, cộng chỉ tiêu các năm trước 2.112"."""
        told = f"{thousands(self.stock)} đảng viên ngày {day_short(self.stock_on)}"
        return f"{told}, cộng chỉ tiêu các năm trước {thousands(self.added)}" if self.added else told


def chain(
    years: range, rate: int, stock: int, stock_on: date, rounding: Rounding, known: Mapping[int, int] | None = None
) -> list[Reckoned]:
    """The targets of some years after one another, each of the stock and of the targets of the years before it.

    So the directive of 2023 reckons: nobody leaves, and everybody to be admitted is a member the next year. Where a
    year's number is `known` (a document gives another one), that is what the later years add.
    """
    found: list[Reckoned] = []
    added = 0
    for year in years:
        item = Reckoned(year, rate, stock, stock_on, added, rounding)
        found.append(item)
        added += (known or {}).get(year, item.value)
    return found


def stock_that_gives(value: int, rate: int) -> int | None:
    """The whole number of members of which the rate is exactly this value; None when there is none."""
    found = Fraction(value * RATE_SCALE, rate) if rate else None
    return int(found) if found is not None and found.denominator == 1 else None


def share_out(total: int, weights: Mapping[K, int]) -> dict[K, int]:
    """Share a whole number out by weights with the largest remainders: the parts always add up to it exactly.

    Equal remainders go to the larger weight, then to whoever stands first. Raises ValueError when no weight is above 0
    and there is something to share.
    """
    whole = sum(weights.values())
    if whole <= 0:
        if total:
            raise ValueError("nothing to share by")
        return dict.fromkeys(weights, 0)
    exact = {key: Fraction(total * weight, whole) for key, weight in weights.items()}
    parts = {key: value.numerator // value.denominator for key, value in exact.items()}
    order = sorted(weights, key=lambda key: (parts[key] - exact[key], -weights[key]))
    for key in order[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def written(value: Fraction) -> str:
    """An exact number with as many decimals as it needs: a rate has four, so it never needs more."""
    places = next((places for places in range(5) if (value * 10**places).denominator == 1), 4)
    return decimal(value, places)


def percent(part: int, whole: int) -> Fraction | None:
    """A part in percent of a whole; None of nothing."""
    return Fraction(part * 100, whole) if whole else None
