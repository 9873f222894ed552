"""How far targets have been reached: rows of one screen, with forecast, band and years missed in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

from dangvien.models import DeclaredFigure, Indicator, Organization, Tier, UnitFollower
from dangvien.period import Period
from dangvien.procedure.targets.arithmetic import percent
from dangvien.procedure.targets.counting import results_of
from dangvien.procedure.targets.reading import half_year_day, rules_for, target_of
from dangvien.procedure.targets.streaks import missed_years, rolled_up
from dangvien.procedure.targets.trees import Seat, Trees
from dangvien.rules import Rules
from dangvien.scope import Scope
from dangvien.text import day_full, decimal, thousands


class Band(Enum):
    """Where a unit stands: its name, how it is marked, and whether it is one of those behind."""

    OVER = "vượt", "good"
    MET = "đạt", "good"
    ON_WAY = "từ nửa trở lên", ""
    EARLY = "chưa đến mốc", ""
    LATE = "chậm", "warn"
    MISSED = "không đạt", "wrong"
    NO_TARGET = "chưa giao", ""

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def tone(self) -> str:
        return self.value[1]

    @property
    def is_behind(self) -> bool:
        return self in (Band.LATE, Band.MISSED)


@dataclass(frozen=True)
class Marks:
    """By what progress is judged in one year: from the rules of its last day."""

    met_percent: int
    half_day: date
    half_percent: int
    missed_years: int

    @classmethod
    def of(cls, rules: Rules, year: int) -> Marks:
        return cls(
            rules.target_met_percent.value,
            half_year_day(rules, year),
            rules.target_half_year_percent.value,
            rules.target_missed_years.value,
        )

    def band(self, target: int | None, result: int, day: date, last: date) -> Band:
        """Where a result of a day stands, `last` being the last day of the span the target is for."""
        if target is None:
            return Band.NO_TARGET
        if result > target and result * 100 >= target * self.met_percent:
            return Band.OVER
        if result * 100 >= target * self.met_percent:
            return Band.MET
        if day >= last:
            return Band.MISSED
        if day < self.half_day:
            return Band.EARLY
        return Band.ON_WAY if result * 100 >= target * self.half_percent else Band.LATE


@dataclass(frozen=True)
class Forecast:
    """What a year would come to. `by_day`: the days so far go on alike. `by_last_year`: last year's share of the year.

    Neither knows anything of the people: it is arithmetic, and marked as a forecast wherever it is shown.
    """

    by_day: int
    by_last_year: int | None
    sentence: str


def forecast(result: int, day: date, before: int, whole: int) -> Forecast | None:
    """The forecast of the year of `day`, `before` and `whole` being last year's result up to the same day and in all.

    None on the year's last day, when there is nothing left to forecast.
    """
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    if day >= last:
        return None
    days, gone = (last - first).days + 1, (day - first).days + 1
    by_day = _half_up(Fraction(result * days, gone))
    told = f"{thousands(result)} × {days} / {gone} ngày = {thousands(by_day)}"
    by_last = _half_up(Fraction(result * whole, before)) if before > 0 else None
    if by_last is not None:
        told += (
            f"; năm trước đến ngày này được {thousands(before)} trong cả năm {thousands(whole)}: "
            f"{thousands(result)} × {thousands(whole)} / {thousands(before)} = {thousands(by_last)}"
        )
    return Forecast(by_day, by_last, told)


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@dataclass(frozen=True)
class ProgressRow:
    """One organization: its target, what was reached, and how that looks."""

    organization: int
    code: str
    name: str
    target: DeclaredFigure | None
    result: int
    band: Band
    forecast: Forecast | None
    missed: int
    followers: tuple[UnitFollower, ...] = ()

    @property
    def percent(self) -> str:
        """Result in percent of the target, one decimal: "80,6%"; a dash without one."""
        found = percent(self.result, self.target.value) if self.target else None
        return f"{decimal(found)}%" if found is not None else "–"

    @property
    def difference(self) -> int | None:
        """Above the target when positive, missing when negative."""
        return self.result - self.target.value if self.target else None

    @property
    def gap(self) -> str:
        """ "còn thiếu 3", "vượt 2", "đủ"."""
        if self.difference is None:
            return "–"
        if self.difference == 0:
            return "đủ"
        return f"vượt {thousands(self.difference)}" if self.difference > 0 else f"thiếu {thousands(-self.difference)}"


@dataclass(frozen=True)
class Progress:
    """The targets of a span of years below one organization, as of a day."""

    period: Period
    day: date
    total: ProgressRow | None
    rows: Sequence[ProgressRow]
    marks: Marks
    unassigned: int | None
    """Of the total's target, how much no row has; None where the total or every row is without one."""

    @property
    def counts(self) -> Mapping[Band, int]:
        """How many rows stand where, bands without a row left out."""
        found: dict[Band, int] = {}
        for band in Band:
            if n := sum(row.band is band for row in self.rows):
                found[band] = n
        return found

    @property
    def behind(self) -> int:
        return sum(row.band.is_behind for row in self.rows)

    @property
    def day_words(self) -> str:
        return day_full(self.day)


def progress(
    scope: Scope,
    top: Organization,
    first_year: int,
    last_year: int,
    indicator: Indicator = Indicator.ADMITTED,
    source: str = "",
    tier: Tier = Tier.GIVEN,
) -> Progress:
    """Targets and results of an organization and of those directly below it, up to today or to the end of the span."""
    last = date(last_year, 12, 31)
    day = max(min(scope.today, last), date(first_year, 1, 1))
    period = Period(date(first_year, 1, 1), day)
    trees = Trees(scope)
    seats = trees.below(top.pk, day)
    tops = [top.pk, *(seat.organization for seat in seats)]
    found = target_of(scope, Period(period.first, last), indicator, source, tier)
    own = results_of(scope, period, indicator, source) if scope.today >= period.first else {}
    results = rolled_up(trees, own, tops, day)
    marks = Marks.of(rules_for(top, last), last_year)
    one_year = first_year == last_year
    before, whole = _last_year(scope, trees, tops, day, indicator, source) if one_year and day < last else ({}, {})
    last_whole = last_year if scope.today > last else last_year - 1
    missed = (
        missed_years(scope, tops, last_whole, indicator, source, tier, met_percent=marks.met_percent, trees=trees)
        if one_year
        else {}
    )
    followers = followers_of(scope, tops, day)

    def row(key: int, code: str, name: str) -> ProgressRow:
        result = results.get(key, 0)
        target = found.get(key)
        guess = None
        if one_year and scope.today >= period.first:
            guess = forecast(result, day, before.get(key, 0), whole.get(key, 0))
        return ProgressRow(
            key,
            code,
            name,
            target,
            result,
            marks.band(target.value if target else None, result, day, last),
            guess,
            missed.get(key, 0),
            followers.get(key, ()),
        )

    rows = [row(seat.organization, seat.code, seat.name) for seat in seats]
    total = row(top.pk, top.code, name_of(trees.on(day).get(top.pk), top))
    return Progress(period, day, total, rows, marks, _unassigned(total, rows))


def name_of(seat: Seat | None, organization: Organization) -> str:
    return seat.name if seat else organization.code


def followers_of(scope: Scope, organizations: Sequence[int], day: date) -> Mapping[int, tuple[UnitFollower, ...]]:
    """Organization → who follows it on a day: committee members first, then groups."""
    rows = scope.unit_followers.in_force_on(day).filter(organization__in=organizations)
    found: dict[int, tuple[UnitFollower, ...]] = {}
    for item in rows.order_by("kind", "team", "valid_from", "pk"):
        found[item.organization_id] = (*found.get(item.organization_id, ()), item)
    return found


def _last_year(
    scope: Scope, trees: Trees, tops: Sequence[int], day: date, indicator: Indicator, source: str
) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Results of the year before up to the same day and in all, in today's tree."""
    year = day.year - 1
    same_day = Period.year_to(day).previous_year().last
    before = results_of(scope, Period(date(year, 1, 1), same_day), indicator, source)
    after_day = same_day + timedelta(days=1)
    last = date(year, 12, 31)
    after = results_of(scope, Period(after_day, last), indicator, source) if after_day <= last else {}
    whole = {key: before.get(key, 0) + after.get(key, 0) for key in before.keys() | after.keys()}
    return rolled_up(trees, before, tops, day), rolled_up(trees, whole, tops, day)


def _unassigned(total: ProgressRow, rows: Sequence[ProgressRow]) -> int | None:
    given = [row.target.value for row in rows if row.target]
    return total.target.value - sum(given) if total.target and given else None
