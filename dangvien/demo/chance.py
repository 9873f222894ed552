"""Small tools for drawing: shares that add up, days inside a period, working days."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from dangvien.period import Period

DAY = timedelta(days=1)


def generator(seed: str, part: str) -> Random:
    """A generator of its own for each part, so that a change in one part leaves the people of the others alone."""
    return Random(f"{seed}/{part}")  # noqa: S311 - invented people, no secrets


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to `weights` that add up to `total` (largest remainders first)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def about(rng: Random, expected: float) -> int:
    """A whole number whose mean is `expected`: 3,4 gives 3 or 4."""
    return int(expected + rng.random())


def day_in(rng: Random, period: Period) -> date:
    """Any day of the period."""
    return period.first + rng.randrange(period.days) * DAY


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + max(0, 7 - day.weekday()) * DAY if day.weekday() >= 5 else day


def monday(day: date) -> date:
    """The day itself when it is a Monday, or the next one."""
    return day + -day.weekday() % 7 * DAY


def workday_in(rng: Random, period: Period) -> date:
    """A day from Monday to Friday of the period, which must hold one."""
    while True:
        day = day_in(rng, period)
        if day.weekday() < 5:
            return day
