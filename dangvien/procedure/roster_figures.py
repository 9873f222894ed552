"""What a row of a list of figures says, of which years, and which of them the register has written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dangvien.models import DeclaredFigure, Indicator, RosterKind, Tier
from dangvien.procedure.declared import Purpose
from dangvien.procedure.roster_facts import Record, code_of, text_of
from dangvien.rosters.years import figures_of

PURPOSES = {RosterKind.TARGETS: Purpose.TARGET, RosterKind.DECLARED: Purpose.RESULT}
"""Kind of list → what its figures are."""

FigureKey = tuple[int, str, str, str, str, int, int]
"""Organization, purpose, indicator, source, tier, first and last year: what two standing figures never share."""


@dataclass(frozen=True, slots=True)
class FiguresSaid:
    """One row: the same indicator of one organization for one or several years.

    `indicator`, `source` and `tier` are None where the row says something that is on no list; an empty source says
    everybody, an empty tier a target that was given.
    """

    unit: str | None
    indicator: Indicator | None
    source: str | None
    years: Mapping[tuple[int, int], int]
    document: str
    tier: Tier | None = Tier.GIVEN

    @classmethod
    def of(cls, record: Record, document: str) -> FiguresSaid:
        """`document` is what was written for the whole file, for rows that name none."""
        indicator = code_of(record, "chi_so", "indicator")
        tier = code_of(record, "loai", "target_tier") if text_of(record, "loai") else Tier.GIVEN.value
        return cls(
            unit=text_of(record, "to_chuc"),
            indicator=Indicator(indicator) if indicator else None,
            source=code_of(record, "nguon", "source") if text_of(record, "nguon") else "",
            years=figures_of(record),
            document=text_of(record, "van_ban") or document,
            tier=Tier(tier) if tier else None,
        )

    def keys(self, organization: int, purpose: Purpose) -> Iterator[tuple[FigureKey, int]]:
        """Each figure by its key, with its number; of a row that was found in order."""
        assert self.indicator is not None
        assert self.tier is not None
        what = (self.indicator.value, self.source or "", self.tier.value)
        for (first, last), value in sorted(self.years.items()):
            yield (organization, purpose.value, *what, first, last), value


def key_of(figure: DeclaredFigure) -> FigureKey:
    """The key of a figure that is written down."""
    return (
        figure.organization_id,
        figure.purpose,
        figure.indicator,
        figure.source,
        figure.tier,
        figure.first_year,
        figure.last_year,
    )


def standing_figures(organizations: Iterable[int], purpose: Purpose) -> dict[FigureKey, DeclaredFigure]:
    """Every standing figure of some organizations, by its key (one query)."""
    found = DeclaredFigure.objects.standing().select_related("shared_from__organization")
    rows: Any = found.filter(organization__in=list(organizations), purpose=purpose)
    return {key_of(row): row for row in rows}
