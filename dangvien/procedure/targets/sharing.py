"""Sharing a target out: over whom, by which weights, and what each part would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dangvien.models import DeclaredFigure, Indicator, Organization, ShareWay, Tier
from dangvien.models.survey import surveyed_sources
from dangvien.procedure.rolling import headcounts_by_row
from dangvien.procedure.targets.arithmetic import share_out
from dangvien.procedure.targets.reading import targets_for
from dangvien.procedure.targets.streaks import rolled_up
from dangvien.procedure.targets.trees import Trees
from dangvien.scope import Scope

BELOW, SOURCES = "duoi", "nguon"
"""Over whom: the organizations directly below, or the sources of candidates of the same organization."""

SURVEYS_BACK = 3
"""So many years back the newest survey of sources is looked for."""


@dataclass(frozen=True)
class ShareLine:
    """One part: whose it is or of which source, its weight, what it would be, and what stands in its place."""

    organization: Organization
    source: str
    label: str
    weight: int | None
    proposed: int | None
    standing: DeclaredFigure | None

    @property
    def box(self) -> str:
        return f"phan-{self.source or self.organization.pk}"


@dataclass(frozen=True)
class Sharing:
    """The parts of one target as they would be; `told` says by what, `missing` why no weight is known."""

    lines: Sequence[ShareLine]
    way: ShareWay
    day: date
    told: str
    missing: str = ""

    @property
    def weight(self) -> int:
        return sum(line.weight or 0 for line in self.lines)

    @property
    def proposed(self) -> Mapping[str, int]:
        """Box → the part as the weights give it; boxes without one are absent."""
        return {line.box: line.proposed for line in self.lines if line.proposed is not None}


def sharing_of(scope: Scope, whole: DeclaredFigure, over: str, way: ShareWay, day: date) -> Sharing:
    """The parts of a target. `day` is the day whose members weigh; the tree is that of the target's years."""
    tree_day = max(min(scope.today, date(whole.last_year, 12, 31)), date(whole.first_year, 1, 1))
    trees = Trees(scope)
    if over == SOURCES:
        keys = [(whole.organization, code, label) for code, label in surveyed_sources()]
    else:
        seats = trees.below(whole.organization_id, tree_day)
        known = scope.organizations.in_bulk([seat.organization for seat in seats])
        keys = [(known[seat.organization], "", seat.name) for seat in seats]
    weights, told, missing = _weights(scope, trees, whole, over, way, day, tree_day, keys)
    proposed: Mapping[int, int] = {}
    if weights and sum(weights.values()):
        proposed = share_out(whole.value, weights)
    elif weights:
        missing = missing or "Chưa đếm được ai để chia theo. Ghi từng số vào ô."
    standing = _standing(scope, whole, over)
    lines = [
        ShareLine(
            organization,
            source,
            label,
            weights.get(place) if weights else None,
            proposed.get(place),
            standing.get((organization.pk, source)),
        )
        for place, (organization, source, label) in enumerate(keys)
    ]
    return Sharing(lines, way, day, told, missing)


Keys = Sequence[tuple[Organization, str, str]]


def _weights(
    scope: Scope,
    trees: Trees,
    whole: DeclaredFigure,
    over: str,
    way: ShareWay,
    day: date,
    tree_day: date,
    keys: Keys,
) -> tuple[dict[int, int], str, str]:
    """Place in the list → weight; by what, in words; and why there is none."""
    if way is ShareWay.HAND:
        return {}, "Ghi từng số.", ""
    if way is ShareWay.STOCK:
        if over == SOURCES:
            return {}, "", "Số đảng viên không chia được cho các nguồn. Chọn khảo sát nguồn, hoặc ghi từng số."
        heads = headcounts_by_row(scope, [organization.pk for organization, _, _ in keys], day)
        return {place: heads.get(item[0].pk, 0) for place, item in enumerate(keys)}, "số đảng viên", ""
    year, counts = _newest_survey(scope, whole)
    if not year:
        return {}, "", "Chưa có khảo sát nguồn nào để chia theo. Chọn cách khác, hoặc ghi từng số."
    told = f"số người đủ điều kiện trong khảo sát nguồn năm {year}"
    if over == SOURCES:
        inside = trees.within(whole.organization_id, tree_day)
        sums: dict[str, int] = {}
        for (key, source), (eligible, _) in counts.items():
            if key in inside:
                sums[source] = sums.get(source, 0) + eligible
        return {place: sums.get(source, 0) for place, (_, source, _) in enumerate(keys)}, told, ""
    own: dict[int, int] = {}
    for (key, source), (eligible, _) in counts.items():
        if whole.source in ("", source):
            own[key] = own.get(key, 0) + eligible
    rolled = rolled_up(trees, own, [organization.pk for organization, _, _ in keys], tree_day)
    return {place: rolled.get(item[0].pk, 0) for place, item in enumerate(keys)}, told, ""


def _newest_survey(scope: Scope, whole: DeclaredFigure) -> tuple[int, Mapping[tuple[int, str], tuple[int, int]]]:
    newest = min(whole.first_year, scope.today.year)
    for year in range(newest, newest - SURVEYS_BACK, -1):
        if counts := scope.survey_counts.of_year(year).by_organization_and_source():
            return year, counts
    return 0, {}


def _standing(scope: Scope, whole: DeclaredFigure, over: str) -> Mapping[tuple[int, str], DeclaredFigure]:
    indicator, tier = Indicator(whole.indicator), Tier(whole.tier)
    if over == BELOW:
        found = targets_for(scope, whole.first_year, whole.last_year, indicator, whole.source, tier)
        return {(key, ""): figure for key, figure in found.by_organization().items()}
    rows = scope.declared_figures.standing().targets().for_years(whole.first_year, whole.last_year)
    rows = rows.of_indicator(indicator).of_tier(tier).filter(organization=whole.organization).exclude(source="")
    return {(row.organization_id, row.source): row for row in rows.order_by("pk")}


def usual_day(whole: DeclaredFigure, today: date) -> date:
    """The day whose members weigh unless another is asked for: the last before the target's years, or today."""
    return min(date(whole.first_year, 1, 1) - timedelta(days=1), today)
