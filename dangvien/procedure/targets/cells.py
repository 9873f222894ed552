"""The target of every cell: what its place asks of it in a year, whether it got there, which cells are exempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from django.db.models import Max

from dangvien import codes
from dangvien.models import Indicator, Kind, Organization, TargetExemption
from dangvien.models.organization import CELLS
from dangvien.period import Period
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.targets.counting import results_of
from dangvien.procedure.targets.trees import Seat, Trees
from dangvien.rules import Rule
from dangvien.scope import Scope
from dangvien.text import decimal

AVERAGE = "binh_quan"


class CellGroup(Enum):
    """Kinds of cells that a resolution asks something of: their name, the rule, and the rule of how it is counted."""

    RESIDENTIAL = "Chi bộ thôn, khu phố", "cell_target_residential", "cell_target_residential_counted"
    ENTERPRISE = "Chi bộ doanh nghiệp", "cell_target_enterprise", "cell_target_enterprise_counted"
    OFFICE = "Chi bộ cơ quan, đơn vị, trường học", "cell_target_office", "cell_target_office_counted"

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def rule(self) -> str:
        return self.value[1]

    @property
    def counted_rule(self) -> str:
        return self.value[2]


class CellState(Enum):
    """How a cell stands by itself: its name and how it is marked."""

    MET = "đạt", "good"
    NOT_YET = "chưa có", "warn"
    NOT_MET = "không đạt", "wrong"
    EXEMPT = "được miễn", ""
    AVERAGED = "tính bình quân", ""
    NOT_ASKED = "không quy định", ""

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def tone(self) -> str:
        return self.value[1]


@dataclass(frozen=True)
class CellRow:
    """One cell in one year. `last_on` is its newest admission, of any year up to the day."""

    organization: int
    code: str
    name: str
    above: str
    group: CellGroup | None
    asked: int
    introduced: int
    learning: int
    admitted: int
    last_on: date | None
    exemption: TargetExemption | None
    without_source: str
    state: CellState


@dataclass(frozen=True)
class GroupSum:
    """The cells of one kind together: what is asked, how many got there, the average of those not exempt."""

    group: CellGroup
    rule: Rule[int] | None
    averaged: bool
    cells: int
    exempt: int
    met: int
    admitted: int

    @property
    def bound(self) -> int:
        """Cells that are not exempt."""
        return self.cells - self.exempt

    @property
    def average(self) -> Fraction | None:
        return Fraction(self.admitted, self.bound) if self.bound else None

    @property
    def average_words(self) -> str:
        return decimal(self.average, 2) if self.average is not None else "–"

    @property
    def share_words(self) -> str:
        """Cells with at least as many as asked, in percent of those not exempt."""
        return f"{decimal(Fraction(self.met * 100, self.bound))}%" if self.bound else "–"

    @property
    def reached(self) -> bool | None:
        """Whether the kind as a whole is where it should be; None where nothing is asked or nobody is bound."""
        if self.rule is None or not self.rule.value or not self.bound:
            return None
        if self.averaged:
            return self.average is not None and self.average >= self.rule.value
        return self.met == self.bound


@dataclass(frozen=True)
class CellTargets:
    """The cells below an organization in a year, by kind, as of a day."""

    year: int
    day: date
    rows: Sequence[CellRow]
    groups: Sequence[GroupSum]

    @property
    def asks_anything(self) -> bool:
        return any(group.rule and group.rule.value for group in self.groups)


def group_of(area: str) -> CellGroup | None:
    """The kind of cell that works in such a place; None for police, army and places without a word."""
    areas = codes.of("cell_area")
    named = areas[area].attributes.get("target") if area in areas else None
    return CellGroup[named.upper()] if named else None


def cell_targets(scope: Scope, top: Organization, year: int) -> CellTargets:
    """Every cell under an organization that worked on the year's last day (today while it runs), with its results.

    What is asked of a cell comes from the rules of that day, with the amendments of the organizations above it.
    """
    last = date(year, 12, 31)
    day = min(scope.today, last)
    trees = Trees(scope)
    inside, seats = trees.within(top.pk, day), trees.on(day)
    cells = [seat for seat in seats.values() if seat.organization in inside and seat.kind in CELLS]
    period = Period(date(year, 1, 1), max(day, date(year, 1, 1)))
    admitted = results_of(scope, period, Indicator.ADMITTED)
    learning = results_of(scope, period, Indicator.TRAINED)
    introduced = _introduced(scope, period)
    newest = _newest(scope, day)
    exempt = {item.organization_id: item for item in scope.target_exemptions.in_force_on(day).order_by("pk")}
    without = dict(scope.source_surveys.of_year(year).without_source().values_list("organization", "none_reason"))
    regulations = Regulations.load()
    rows = []
    asked_of: dict[CellGroup, tuple[Rule[int], bool]] = {}
    for seat in sorted(cells, key=lambda seat: _order(seats, seat)):
        group = group_of(seat.area)
        rules = regulations.on(day, trees.line(seat.organization, day))
        asked = getattr(rules, group.rule).value if group else 0
        averaged = group is not None and getattr(rules, group.counted_rule).value == AVERAGE
        if group and group not in asked_of:
            asked_of[group] = (getattr(rules, group.rule), averaged)
        count = admitted.get(seat.organization, 0)
        exemption = exempt.get(seat.organization)
        above = seats.get(seat.parent or 0)
        rows.append(
            CellRow(
                seat.organization,
                seat.code,
                seat.name,
                above.name if above else "",
                group,
                asked,
                introduced.get(seat.organization, 0),
                learning.get(seat.organization, 0),
                count,
                newest.get(seat.organization),
                exemption,
                without.get(seat.organization, ""),
                _state(asked, count, averaged=averaged, exempt=exemption is not None, over=day >= last),
            )
        )
    sums = []
    for group in CellGroup:
        rule, averaged = asked_of.get(group, (None, False))
        sums.append(_sum(group, rows, rule, averaged=averaged))
    return CellTargets(year, day, rows, [item for item in sums if item.cells])


def _state(asked: int, count: int, *, averaged: bool, exempt: bool, over: bool) -> CellState:
    if exempt:
        return CellState.EXEMPT
    if not asked:
        return CellState.NOT_ASKED
    if count >= asked:
        return CellState.MET
    if averaged:
        return CellState.AVERAGED
    return CellState.NOT_MET if over else CellState.NOT_YET


def _sum(group: CellGroup, rows: Sequence[CellRow], rule: Rule[int] | None, *, averaged: bool) -> GroupSum:
    own = [row for row in rows if row.group is group]
    bound = [row for row in own if row.exemption is None]
    asked = max(rule.value, 1) if rule else 1
    return GroupSum(
        group,
        rule,
        averaged,
        len(own),
        len(own) - len(bound),
        sum(row.admitted >= asked for row in bound),
        sum(row.admitted for row in bound),
    )


def _introduced(scope: Scope, period: Period) -> Mapping[int, int]:
    """Cell → people put on its list in a period."""
    found: dict[int, int] = {}
    rows = scope.candidates.filter(opened_on__range=(period.first, period.last)).order_by()
    for key in rows.values_list("organization", flat=True):
        found[key] = found.get(key, 0) + 1
    return found


def _newest(scope: Scope, day: date) -> Mapping[int, date]:
    """Cell → the day of its newest admission that stands."""
    lines = scope.movements.standing().filter(kind=Kind.KET_NAP).until(day)
    return dict(lines.order_by().values_list("organization").annotate(newest=Max("occurred_on")))


def _order(seats: Mapping[int, Seat], seat: Seat) -> tuple[int, str, int, str]:
    above = seats.get(seat.parent or 0)
    return (above.position if above else 0, above.name if above else "", seat.position, seat.name)
