"""Which targets stand: of a period, by organization; and how each came about, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dangvien.models import Basis, DeclaredFigure, Indicator, Organization, Rounding, StockKind, Tier
from dangvien.models.declared import DeclaredFigureQuerySet
from dangvien.period import Period
from dangvien.procedure.declared import source_label, years_of
from dangvien.procedure.places import superior_line
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.targets.arithmetic import Reckoned, percent_of, rates_of, stock_that_gives
from dangvien.rules import Rules
from dangvien.scope import Scope
from dangvien.text import day_short, thousands


def targets_for(
    scope: Scope, first: int, last: int, indicator: Indicator, source: str = "", tier: Tier = Tier.GIVEN
) -> DeclaredFigureQuerySet:
    """The standing targets of exactly these years."""
    found = scope.declared_figures.standing().targets().for_years(first, last).of_indicator(indicator)
    return found.of_source(source).of_tier(tier)


def target_of(
    scope: Scope, period: Period, indicator: Indicator, source: str = "", tier: Tier = Tier.GIVEN
) -> Mapping[int, DeclaredFigure]:
    """Organization → its standing target of the calendar years a period touches, with document and basis on the row.

    A part of a year (6 tháng) has the target of the whole year; the share it should have reached is not part of it.
    """
    return targets_for(scope, period.first.year, period.last.year, indicator, source, tier).by_organization()


def parent_of(organization: Organization, year: int) -> Organization | None:
    """What stands above an organization at the end of a year."""
    placement = organization.placement_on(date(year, 12, 31))
    return placement.parent if placement and not placement.is_archive else None


def rules_for(organization: Organization | None, day: date) -> Rules:
    """The rules of a day as they hold at an organization: amendments of those above it count."""
    line = [] if organization is None else [organization.pk, *(key for key, _ in superior_line(organization, day))]
    return Regulations.load().on(day, line)


def offered_rates(rules: Rules) -> tuple[int, ...]:
    """The rates a target may be proposed by, in hundredths of a percent, the usual one first."""
    return rates_of(rules.target_rates.value)


def usual_rounding(rules: Rules) -> Rounding:
    """What becomes of a part of a person where nobody says otherwise."""
    return Rounding(rules.target_rounding.value)


def half_year_day(rules: Rules, year: int) -> date:
    """The day of the year by which the half-year's part of a target is looked for."""
    day, month = rules.target_half_year_day.value.split(",")[0].split("/")
    return date(year, int(month), int(day))


def reckoned(figure: DeclaredFigure) -> Reckoned | None:
    """The reckoning behind a target that a rate gave; None for the others."""
    if figure.basis != Basis.RATE or figure.rate is None or figure.stock is None or figure.stock_on is None:
        return None
    return Reckoned(
        figure.first_year,
        figure.rate,
        figure.stock,
        figure.stock_on,
        figure.stock_added,
        Rounding(figure.rounding),
    )


def explanation(figure: DeclaredFigure, whole_name: str = "") -> list[str]:
    """How a target came about, sentence by sentence; `whole_name` is whose target it is a part of."""
    item = reckoned(figure)
    if item is not None:
        source = StockKind(figure.stock_kind).label.lower() if figure.stock_kind else ""
        told = [f"Gốc: {item.base_sentence}{f' ({source})' if source else ''}.", f"Tính: {item.sentence}."]
        if figure.value != item.value:
            told.append(_difference(figure, item))
        return told
    if figure.basis == Basis.SHARED and figure.shared_from is not None:
        whole = figure.shared_from
        told = [f"Phân bổ từ chỉ tiêu {thousands(whole.value)}{f' của {whole_name}' if whole_name else ''}."]
        if figure.stock is not None and figure.stock_on is not None:
            noun = "đảng viên" if figure.share_way == "dang_vien" else "người trong khảo sát nguồn"
            told.append(f"Theo {thousands(figure.stock)} {noun} tính đến ngày {day_short(figure.stock_on)}.")
        elif figure.share_way:
            told.append(f"{figure.get_share_way_display()}.")
        return told
    return [f"Giao bằng số, theo {figure.document}."]


def _difference(figure: DeclaredFigure, item: Reckoned) -> str:
    """Why the document's number is not the reckoned one, as far as anybody can tell."""
    more = figure.value - item.value
    told = f"Văn bản ghi {thousands(figure.value)}, {'hơn' if more > 0 else 'kém'} số tính ra {thousands(abs(more))}"
    other = stock_that_gives(figure.value, item.rate)
    if other is not None:
        told += f"; đúng bằng {percent_of(item.rate)}% của {thousands(other)}"
    return f"{told}."


def target_words(figure: DeclaredFigure) -> str:
    """What a target is about: "Đảng viên mới kết nạp, năm 2024, nguồn Nông thôn"."""
    parts = [figure.get_indicator_display(), f"năm {years_of(figure.first_year, figure.last_year)}"]
    if figure.source:
        parts.append(f"nguồn {source_label(figure)}")
    if figure.tier != Tier.GIVEN:
        parts.append(figure.get_tier_display().lower())
    return ", ".join(parts)
