"""The stretches of time of the demo: before the report, the report's own, and the invented years after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien.demo.chance import DAY
from dangvien.demo.figures import City
from dangvien.period import Period

LAST_DAY = date(2026, 10, 31)
"""The demo's own today: nothing in it is younger, wherever and whenever it is made."""


@dataclass(frozen=True)
class Timeline:
    """`reported` is what the report counts, `later` everything after it up to LAST_DAY."""

    reported: Period
    later: Period

    @classmethod
    def of(cls, city: City) -> Timeline:
        return cls(city.period, Period(city.period.last + DAY, LAST_DAY))

    @property
    def opened_on(self) -> date:
        """The day of the opening entries: the eve of the report's first day."""
        return self.reported.first - DAY

    @property
    def later_share(self) -> float:
        """Length of the later years in parts of the reported ones, to carry yearly habits over."""
        return self.later.days / self.reported.days
