"""The picture that a report carries beside its table: which of its columns are drawn, and how."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class YearsDrawn:
    """A column for every year of `PeriodRows`. `value` is the code of the counted column, `unit` what it counts."""

    title: str
    value: str
    unit: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.value,)

    def kept(self) -> dict[str, str]:
        """As it is kept with the counted table."""
        return {"kind": YEARS, "title": self.title, "value": self.value, "unit": self.unit}


@dataclass(frozen=True)
class AgainstDrawn:
    """A bar for every organization: what it was to reach (column `target`) and what it reached (`value`)."""

    title: str
    target: str
    value: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.target, self.value)

    def kept(self) -> dict[str, str]:
        """As it is kept with the counted table."""
        return {"kind": AGAINST, "title": self.title, "target": self.target, "value": self.value}


Drawn = YearsDrawn | AgainstDrawn

YEARS, AGAINST = "theo_nam", "doi_chieu"
"""How the kinds are named in what is kept."""
