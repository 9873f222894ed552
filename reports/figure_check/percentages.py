"""Whether a percentage that stands on paper is the one its two numbers give: exact, cut off, or of another whole.

Percentages are rounded half up. Many papers cut the rest off instead: a city printed 241 of 150 as 160 % and 147 of 120
as 122 % (160,67 and 122,5). And some belong to another whole than the one printed beside them: 80,6 % and 19,4 % of one
report are shares of 608, while the total beside them is 585.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from fractions import Fraction

from dangvien.text import decimal, round_half_up, thousands


class Verdict(StrEnum):
    """How a printed percentage stands to its two numbers."""

    EXACT = "dung"
    TRUNCATED = "cat_bo"
    WRONG = "khong_khop"


def verdict(printed: Decimal, part: int, whole: int) -> Verdict:
    """Of `printed` percent (its decimals as printed) for `part` of `whole`. Raises ZeroDivisionError for no whole."""
    value, places = Fraction(100 * part, whole), _places(printed)
    if round_half_up(value, places) == printed:
        return Verdict.EXACT
    return Verdict.TRUNCATED if _cut_off(value, places) == printed else Verdict.WRONG


def _places(printed: Decimal) -> int:
    return max(0, -int(printed.as_tuple().exponent))


def _cut_off(value: Fraction, places: int) -> Decimal:
    step = Decimal(1).scaleb(-places)
    scaled = Decimal(value.numerator * 10**places // value.denominator)
    return scaled.scaleb(-places).quantize(step, rounding=ROUND_FLOOR)


@dataclass(frozen=True)
class Judged:
    """The verdict, the percentage as it should be printed, and which of other wholes give the printed one."""

    verdict: Verdict
    right: Decimal
    fitting: tuple[int, ...]
    between: tuple[int, int] | None

    @property
    def sentences(self) -> list[str]:
        """What a reader should know, in words."""
        right = f"{decimal(self.right, _places(self.right))} %"
        if self.verdict is Verdict.EXACT:
            return [f"Đúng: làm tròn theo quy tắc nửa lên được {right}."]
        if self.verdict is Verdict.TRUNCATED:
            return [f"Bản in đã cắt bỏ phần lẻ thay vì làm tròn; làm tròn được {right}."]
        found = [f"Không khớp: hai số này cho {right}."]
        if self.fitting:
            found.append(f"Tỷ lệ in khớp với tổng khác: {', '.join(map(thousands, self.fitting))}.")
        if self.between is not None:
            low, high = map(thousands, self.between)
            words = f"bằng {low}" if low == high else f"từ {low} đến {high}"
            found.append(f"Để ra tỷ lệ in, số tổng phải {words}.")
        return found


def judged(printed: Decimal, part: int, whole: int, others: Iterable[int] = ()) -> Judged:
    """Judge a printed percentage, and look for the whole it belongs to among `others`. Raises ZeroDivisionError."""
    return Judged(
        verdict(printed, part, whole),
        round_half_up(Fraction(100 * part, whole), _places(printed)),
        tuple(other for other in others if other and verdict(printed, part, other) is Verdict.EXACT),
        wholes_for(printed, part),
    )


def wholes_for(printed: Decimal, part: int) -> tuple[int, int] | None:
    """The least and the greatest whole of which `part` is, rounded half up, the printed percentage.

    None: there is no such whole. A greater whole gives a smaller percentage, so the wholes lie between two bounds:
    100 × part ÷ (printed ± half a step).
    """
    half = Fraction(1, 2 * 10 ** _places(printed))
    top, bottom = Fraction(printed) + half, Fraction(printed) - half
    if part <= 0 or bottom <= 0:
        return None
    low = (100 * part) // top + 1  # the upper bound is rounded up and belongs to the next percentage
    high = (100 * part) // bottom
    return (int(low), int(high)) if low <= high else None
