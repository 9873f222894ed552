"""Việc đến hạn: which clocks concern a person today, in which band they end, and how many of each there are.

Of all that runs a list shows what is late or ends within the longest warning of the rules (`warn_days`), and
certificates from so many months before their end (`certificate_warn_months`, K09). What is late never leaves the list
by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q

from dangvien import holidays
from dangvien.dates import add_months
from dangvien.models import Amendment, Clock, Deadline, Mandate, Organization, OrganizationKind, StepKind, WaitingFor
from dangvien.models.progress import DeadlineQuerySet
from dangvien.permissions import Permission
from dangvien.procedure.places import Place, places_of, superior_line
from dangvien.procedure.progress_lists import Due
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.way import definition
from dangvien.scope import Scope

LATE, LATER = "qua_han", "sau"
"""Codes of the bands that have no number of days: over, and certificates announced earlier than the longest warning."""
ELSEWHERE = "noi_khac"
"""The code for everything that waits for somebody outside the scope."""

_REMINDING = ("warn_days", "certificate_warn_months")


@dataclass(frozen=True)
class Band:
    """A stretch of days in which a clock ends, both included; None is open. `code` stands in addresses."""

    code: str
    label: str
    first: date | None
    last: date | None

    @property
    def ends(self) -> Q:
        """Deadlines that end in it."""
        after = Q(due_on__gte=self.first) if self.first else Q()
        return after & Q(due_on__lte=self.last) if self.last else after

    def holds(self, day: date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Horizon:
    """How far ahead a list looks: `days` are the warnings of the rules, smallest first."""

    today: date
    days: tuple[int, ...]
    certificates_until: date

    @classmethod
    def of(cls, scope: Scope) -> Horizon:
        """By the rules for the organization served. One query, two where somebody amended when to remind."""
        amended = tuple(Amendment.objects.filter(rule__in=_REMINDING).order_by("pk"))
        regulations, roots = Regulations(amended, holidays.calendar()), sorted(scope.roots)
        line: list[int] = roots
        if len(roots) == 1 and amended:
            root = Organization(pk=roots[0])
            line = [*roots, *(key for key, _ in superior_line(root, scope.today))]
        rules = regulations.on(scope.today, line)
        days = tuple(sorted(int(word) for word in rules.warn_days.value.split(",")))
        return cls(scope.today, days, add_months(scope.today, rules.certificate_warn_months.value))

    @property
    def until(self) -> date:
        return self.today + timedelta(days=self.days[-1])

    @cached_property
    def bands(self) -> list[Band]:
        """The headings of the list: late, then up to each warning, then certificates announced earlier."""
        bands = [Band(LATE, "Quá hạn", None, self.today - timedelta(days=1))]
        begins = 0
        for days in self.days:
            label = f"Trong {days} ngày" if not begins else f"Từ {begins} đến {days} ngày"
            first, last = self.today + timedelta(days=begins), self.today + timedelta(days=days)
            bands.append(Band(str(days), label, first, last))
            begins = days + 1
        bands.append(Band(LATER, f"Giấy chứng nhận, sau {self.days[-1]} ngày", self.until + timedelta(days=1), None))
        return bands

    def band_of(self, day: date) -> Band:
        return next(band for band in self.bands if band.holds(day))

    def within(self, days: int) -> Q:
        """Deadlines not over yet that end in so many days."""
        return Q(due_on__gte=self.today, due_on__lte=self.today + timedelta(days=days))

    @property
    def late(self) -> Q:
        return Q(due_on__lt=self.today)

    @property
    def shown(self) -> Q:
        """What a list shows at all."""
        early = Q(clock=Clock.GIAY_CHUNG_NHAN, due_on__lte=self.certificates_until)
        return Q(due_on__lte=self.until) | early

    def of_code(self, code: str) -> Q:
        """What a band's code in an address asks for: numbers count from today on, as the counts above a list do."""
        if code == LATE:
            return self.late
        if code == LATER:
            return self.bands[-1].ends
        return self.within(int(code)) if code else Q()


def running(scope: Scope, horizon: Horizon) -> DeadlineQuerySet:
    """What a list of this scope shows, unsorted."""
    return scope.deadlines.running_on(scope.today).filter(horizon.shown)


def levels_of(scope: Scope) -> frozenset[WaitingFor]:
    """Who of those a clock can wait for stands in the scope: the rest is "đang chờ nơi khác".

    By the kinds of the organizations served today, and by what their mandates let them decide. One query.
    """
    mandated = Mandate.objects.in_force_on(scope.today).filter(organization=OuterRef("organization"))
    served = scope.placements.in_force_on(scope.today).filter(organization__in=scope.roots)
    levels = {WaitingFor.CHI_BO}
    for kind, decides in served.values_list("kind", Exists(mandated)):
        if kind != OrganizationKind.CHI_BO:
            levels.add(WaitingFor.CAP_UY)
        if decides or kind in (OrganizationKind.TINH, OrganizationKind.CAP_TREN):
            levels.add(WaitingFor.THAM_QUYEN)
    return frozenset(levels)


# Lines of the list


@dataclass(frozen=True)
class Line:
    """One clock as the list shows it. `act` is the step that the person may record, None where they may not or where
    it is too early; a certificate that has lapsed cannot be mended by any step (`must_learn_again`)."""

    deadline: Deadline
    band: Band
    due: Due
    place: Place | None
    act: StepKind | None
    must_learn_again: bool

    @property
    def owner(self) -> str:
        """Whose page the line opens: "nguon" or "dang-vien"."""
        return "nguon" if self.deadline.case.candidate_id else "dang-vien"

    @property
    def subject(self) -> int:
        """The candidate or the member."""
        case = self.deadline.case
        return case.candidate_id or case.member_id or 0

    @property
    def step_code(self) -> str:
        """The next step as an address writes it."""
        return str(self.act or "").replace("_", "-")


class Rights:
    """Where a person holds the permission that a step asks for; the tree is asked once for each permission."""

    def __init__(self, held: Scope) -> None:
        self._held = held
        self._keys: dict[Permission, frozenset[int] | None] = {}

    def may(self, permission: Permission, organization: int) -> bool:
        if permission not in self._keys:
            everywhere = all(permission in holding.permissions for holding in self._held.holdings)
            self._keys[permission] = None if everywhere else self._held.limited_to(permission).keys
        keys = self._keys[permission]
        return keys is None or organization in keys


def lines_of(
    deadlines: Iterable[Deadline], horizon: Horizon, rights: Rights, places: Mapping[int, Place] | None = None
) -> list[Line]:
    """The lines of some deadlines with their places (one query, none when the caller knows them)."""
    found = list(deadlines)
    if places is None:
        places = places_of([item.organization_id for item in found], horizon.today)
    return [_line(item, horizon, rights, places) for item in found]


def _line(item: Deadline, horizon: Horizon, rights: Rights, places: Mapping[int, Place]) -> Line:
    lapsed = item.clock == Clock.GIAY_CHUNG_NHAN and item.due_on < horizon.today
    step = StepKind(item.next_step)
    too_early = item.clock == Clock.HET_DU_BI
    may = not lapsed and not too_early and rights.may(definition(step).permission, item.organization_id)
    return Line(
        deadline=item,
        band=horizon.band_of(item.due_on),
        due=Due(item.due_on, horizon.today),
        place=places.get(item.organization_id),
        act=step if may else None,
        must_learn_again=lapsed,
    )


# Counts


@dataclass(frozen=True)
class Tally:
    """How many clocks of one organization or of several: late, within 7, 30 and 90 days or what the rules warn of, and
    those that wait for others. Numbers of days count from today on, so that a longer stretch holds the shorter."""

    late: int = 0
    within: tuple[int, ...] = ()
    elsewhere: int = 0

    def __add__(self, other: Tally) -> Tally:
        pairs = zip(self.within, other.within, strict=True)
        return Tally(self.late + other.late, tuple(a + b for a, b in pairs), self.elsewhere + other.elsewhere)

    @property
    def any(self) -> bool:
        return bool(self.late or self.elsewhere or any(self.within))


@dataclass(frozen=True)
class Row:
    """One line of the roll-up: an organization directly below the one asked for, with everything under it."""

    organization: int
    place: Place
    tally: Tally
    days: tuple[int, ...]

    @property
    def ahead(self) -> list[tuple[int, int]]:
        """Each count within so many days, and the number of days, as the filter takes it."""
        return list(zip(self.tally.within, self.days, strict=True))


def tally_of(deadlines: DeadlineQuerySet, horizon: Horizon, levels: frozenset[WaitingFor]) -> Tally:
    """All of them together, in one query."""
    found = deadlines.order_by().aggregate(**_counts(horizon, levels))
    return _tally(found, horizon)


def tallies_by_organization(
    deadlines: DeadlineQuerySet, horizon: Horizon, levels: frozenset[WaitingFor]
) -> dict[int, Tally]:
    """The same for each cell that has any."""
    rows = deadlines.order_by().values("organization_id").annotate(**_counts(horizon, levels))
    names = ["late", *(f"within_{days}" for days in horizon.days), "elsewhere"]
    return {
        key: Tally(late, tuple(within), elsewhere)
        for key, late, *within, elsewhere in rows.values_list("organization_id", *names)
    }


def _counts(horizon: Horizon, levels: frozenset[WaitingFor]) -> dict[str, Count]:
    own = Q(waiting_for__in=sorted(levels))
    counts = {"late": Count("pk", filter=own & horizon.late), "elsewhere": Count("pk", filter=~own)}
    return counts | {f"within_{days}": Count("pk", filter=own & horizon.within(days)) for days in horizon.days}


def _tally(found: Mapping[str, int], horizon: Horizon) -> Tally:
    return Tally(found["late"], tuple(found[f"within_{days}"] for days in horizon.days), found["elsewhere"])


def roll_up(scope: Scope, top: Sequence[int], tallies: Mapping[int, Tally], horizon: Horizon) -> list[Row]:
    """The organizations directly below `top`, each with everything under it; those without anything are left out.

    Deadlines of an organization of `top` itself stand on a line of their own. Two queries, whatever the size.
    """
    parents = dict(scope.placements.in_force_on(scope.today).values_list("organization_id", "parent_id"))
    sums: dict[int, Tally] = {}
    for organization, tally in tallies.items():
        line = _below(organization, frozenset(top), parents)
        sums[line] = sums.get(line, Tally(within=(0,) * len(horizon.days))) + tally
    places = places_of(sums, scope.today)
    ended = Place("", "Tổ chức đã kết thúc", "", archived=True)
    rows = [Row(key, places.get(key, ended), tally, horizon.days) for key, tally in sums.items()]
    return sorted(rows, key=lambda row: (-row.tally.late, row.place.name))


def _below(organization: int, top: frozenset[int], parents: Mapping[int, int | None]) -> int:
    """The organization on the way up that stands directly below one of `top`; itself when none is met."""
    here = organization
    if here in top:
        return here
    met = {here}
    while True:
        above = parents.get(here)
        if above is None or above in met:
            return organization
        if above in top:
            return here
        met.add(above)
        here = above
