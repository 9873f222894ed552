"""Rates, rounding and sharing out: whole numbers and fractions, and parts that always add up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien.models import Rounding
from dangvien.procedure.targets.arithmetic import (
    Reckoned,
    chain,
    percent_of,
    rate_of,
    rates_of,
    rounded,
    share_out,
    stock_that_gives,
    written,
)

AUGUST = date(2023, 8, 28)


def test_the_targets_of_the_directive_of_2023_beside_what_three_percent_gives():
    """Seed 002: 2.112, 2.173 and 2.238 are printed; 3 % of 70.314 and of the targets before is 2.110, 2.173, 2.238."""
    reckoned = chain(range(2023, 2026), 300, 70314, AUGUST, Rounding.UP)

    assert [item.value for item in reckoned] == [2110, 2173, 2238]
    with_the_printed = chain(range(2023, 2026), 300, 70314, AUGUST, Rounding.UP, {2023: 2112})
    assert [item.value for item in with_the_printed] == [2110, 2173, 2238]
    assert [item.base for item in with_the_printed] == [70314, 72426, 74599]
    assert [item.sentence for item in with_the_printed] == [
        "3% × 70.314 = 2.109,42; làm tròn lên: 2.110",
        "3% × (70.314 + 2.112) = 2.172,78; làm tròn lên: 2.173",
        "3% × (70.314 + 4.285) = 2.237,97; làm tròn lên: 2.238",
    ]
    assert stock_that_gives(2112, 300) == 70400
    assert stock_that_gives(2110, 300) is None


def test_the_resolution_of_2024():
    """Seed 003: 3,5 % of the 7.894 members at the beginning of 2024."""
    (item,) = chain(range(2024, 2025), 350, 7894, date(2023, 12, 31), Rounding.UP)

    assert item.value == 277
    assert item.sentence == "3,5% × 7.894 = 276,29; làm tròn lên: 277"
    assert item.base_sentence == "7.894 đảng viên ngày 31/12/2023"


def test_a_whole_number_is_not_rounded_and_nothing_is_said_of_rounding():
    item = Reckoned(2023, 300, 70400, AUGUST, 0, Rounding.UP)

    assert (item.value, item.sentence) == (2112, "3% × 70.400 = 2.112")


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [(Rounding.UP, [3, 3, 3, 2]), (Rounding.HALF_UP, [2, 3, 3, 2]), (Rounding.DOWN, [2, 2, 2, 2])],
)
def test_the_three_ways_of_rounding(rounding, expected):
    values = [Fraction(21, 10), Fraction(5, 2), Fraction(29, 10), Fraction(2)]

    assert [rounded(value, rounding) for value in values] == expected


def test_rates_are_read_and_written_as_people_write_them():
    assert rates_of("3;3,5") == (300, 350)
    assert [percent_of(rate) for rate in (300, 350, 325, 5)] == ["3", "3,5", "3,25", "0,05"]
    assert rate_of("3.25") == 325
    with pytest.raises(ValueError, match="two decimals"):
        rate_of("3,125")


@given(rate=st.integers(1, 10_000), stock=st.integers(0, 6_000_000))
def test_rounding_up_never_falls_short_and_never_exceeds_by_one(rate, stock):
    item = Reckoned(2026, rate, stock, AUGUST, 0, Rounding.UP)

    assert item.exact <= item.value < item.exact + 1
    assert Fraction(written(item.exact).replace(".", "").replace(",", ".")) == item.exact


@given(total=st.integers(0, 10_000), weights=st.dictionaries(st.integers(0, 500), st.integers(0, 9000), min_size=1))
def test_parts_add_up_exactly_and_none_is_off_by_a_whole_person(total, weights):
    whole = sum(weights.values())
    if whole == 0 and total:
        with pytest.raises(ValueError, match="nothing to share by"):
            share_out(total, weights)
        return
    parts = share_out(total, weights)

    assert sum(parts.values()) == total
    assert parts.keys() == weights.keys()
    for key, part in parts.items():
        exact = Fraction(total * weights[key], whole) if whole else Fraction(0)
        assert abs(part - exact) < 1
    for one in weights:
        for other in weights:
            if weights[one] > weights[other]:
                assert parts[one] >= parts[other]


def test_equal_remainders_go_to_whoever_stands_first():
    assert share_out(2, {"a": 1, "b": 1, "c": 1}) == {"a": 1, "b": 1, "c": 0}
    assert share_out(0, {"a": 0}) == {"a": 0}
