"""Who owes which report, until when, and what has come: for those who owe, and for those who wait.

A report counts as sent once it is issued; a withdrawn one no longer counts. Deadlines are calendar days after the
period's last day, as the requirement in force on that day says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse

from dangvien.models import OrganizationKind, Placement
from dangvien.models.organization import COMMITTEES
from dangvien.period import Period
from dangvien.procedure.places import Option, working_options
from dangvien.scope import Scope
from dangvien.text import day_full
from reports.catalog import by_code, reports
from reports.models import Issue, PeriodKind, ReportRequirement

OWING = (*COMMITTEES, OrganizationKind.CHI_BO_CO_SO)
"""Kinds of organizations that send reports of their own: a cell below a grassroots committee sends none."""

BACK = 400
"""Days back that a list of what is owed looks: over a year, so that last year's report still stands in it."""

SHOWN = 6
"""Periods side by side on the page of those who wait."""


def _quarters(year: int) -> list[Period]:
    return [Period.quarter(year, quarter) for quarter in range(1, 5)]


def _of_year(kind: PeriodKind, year: int) -> list[Period]:
    match kind:
        case PeriodKind.THANG:
            return [Period.month(year, month) for month in range(1, 13)]
        case PeriodKind.QUY:
            return _quarters(year)
        case PeriodKind.SAU_THANG:
            return [Period.half(year)]
        case PeriodKind.CHIN_THANG:
            return [Period.nine_months(year)]
        case PeriodKind.NAM:
            return [Period.year(year)]


def periods(kind: PeriodKind, since: date, until: date) -> list[Period]:
    """Every period of a kind whose last day lies between two days, both included, in order."""
    years = range(since.year, until.year + 1)
    return [period for year in years for period in _of_year(kind, year) if since <= period.last <= until]


def running(kind: PeriodKind, today: date) -> Period:
    """The period that ends next, today included."""
    return next(period for year in (today.year, today.year + 1) for period in _of_year(kind, year)
                if period.last >= today)  # fmt: skip


class Standing(StrEnum):
    """How a report that is owed stands."""

    SENT = "Đã gửi"
    LATE = "Đã gửi, trễ hạn"
    DRAFT = "Đang làm"
    WITHDRAWN = "Đã thu hồi"
    NOTHING = "Chưa có"
    OVERDUE = "Chưa có, quá hạn"
    NOT_YET = "Chưa đến kỳ"

    @property
    def tone(self) -> str:
        """How its tag is coloured."""
        return _TONES.get(self, "")

    @property
    def waits(self) -> bool:
        """Whether somebody still has to do something."""
        return self in (Standing.DRAFT, Standing.WITHDRAWN, Standing.NOTHING, Standing.OVERDUE)


_TONES = {
    Standing.SENT: "good",
    Standing.LATE: "warn",
    Standing.DRAFT: "warn",
    Standing.WITHDRAWN: "wrong",
    Standing.OVERDUE: "wrong",
}


@dataclass(frozen=True)
class Owed:
    """One report that one organization owes for one period. `issue` is what there is of it, None for nothing."""

    organization: int
    requirement: ReportRequirement
    period: Period
    due_on: date
    standing: Standing
    issue: Issue | None
    code: str = ""
    name: str = ""

    @property
    def report_name(self) -> str:
        return by_code(self.requirement.report).name

    @property
    def is_late(self) -> bool:
        return self.standing in (Standing.OVERDUE, Standing.LATE)

    @property
    def make_url(self) -> str:
        """Where the report is asked with this period and organization filled in."""
        report = by_code(self.requirement.report)
        asked = {"to_chuc": self.code, "den": day_full(self.period.last)}
        if not report.as_of_day:
            asked["tu"] = day_full(self.period.first)
        return f"{reverse('bao-cao-xem', args=[report.slug])}?{urlencode(asked)}"


def with_reports(scope: Scope) -> list[Option]:
    """Organizations in scope that stand today and send reports of their own, the person's own first."""
    options = [
        Option(option.organization, option.label)
        for option in working_options(scope)
        if not option.group or option.organization.pk in scope.roots
    ]
    return sorted(options, key=lambda option: option.organization.pk not in scope.roots)


def known(requirements: Iterable[ReportRequirement]) -> list[ReportRequirement]:
    """Those whose report is in the catalogue still."""
    codes = {report.code for report in reports().values()}
    return [item for item in requirements if item.report in codes]


def owed_by(scope: Scope, today: date) -> list[Owed]:
    """What the organizations that a person serves owe: of the last year, and the period that runs; nearest due first.

    Who asks is whoever stood directly above on the period's last day. One query when nobody asks for anything, four
    whatever the number of periods.
    """
    asked = known(ReportRequirement.objects.within(scope))
    if not asked:
        return []
    since = today - timedelta(days=BACK)
    own = scope.placements.filter(organization__in=scope.roots, kind__in=OWING, valid_to__gt=since)
    placements = list(own.select_related("organization"))
    asking = {item.parent_id for item in placements if item.parent_id}
    requirements = [item for item in asked if item.organization_id in asking]
    found = []
    for requirement in requirements:
        kind = PeriodKind(requirement.period_kind)
        upcoming = running(kind, today)
        for period in dict.fromkeys([*periods(kind, since, today), upcoming]):
            if not requirement.asks_on(period.last):
                continue
            found += [
                (item, requirement, period)
                for item in placements
                if item.parent_id == requirement.organization_id and _stands(item, min(period.last, today))
            ]
    issues = _issues(scope, [item.organization_id for item, _, _ in found], requirements)
    owed = [_owed(item, requirement, period, issues, today) for item, requirement, period in found]
    return sorted(owed, key=lambda line: (line.due_on, line.report_name, line.name))


@dataclass(frozen=True)
class Waited:
    """One organization on the page of those who wait: a cell for each period shown."""

    name: str
    cells: tuple[Owed | None, ...]


@dataclass(frozen=True)
class Board:
    """Everybody who owes one report, period by period."""

    requirement: ReportRequirement
    periods: tuple[Period, ...]
    lines: tuple[Waited, ...]

    @property
    def heads(self) -> list[tuple[Period, date, int, int]]:
        """Each period with its due day, how many have sent and of how many."""
        found = []
        for place, period in enumerate(self.periods):
            cells = [cell for line in self.lines if (cell := line.cells[place]) is not None]
            sent = sum(cell.standing in (Standing.SENT, Standing.LATE) for cell in cells)
            found.append((period, due_day(self.requirement, period), sent, len(cells)))
        return found


def board(scope: Scope, requirement: ReportRequirement, today: date) -> Board:
    """The organizations directly below whoever asks, in official order, against the newest periods. Two queries."""
    kind = PeriodKind(requirement.period_kind)
    ended = [item for item in periods(kind, requirement.valid_from, today) if requirement.asks_on(item.last)]
    shown = tuple(ended[-SHOWN:])
    first = shown[0].last if shown else today
    below = scope.placements.filter(parent=requirement.organization_id, kind__in=OWING, valid_to__gt=first)
    placements = list(below.in_order().select_related("organization"))
    issues = _issues(scope, [item.organization_id for item in placements], [requirement])
    lines = []
    for key in dict.fromkeys(item.organization_id for item in placements):
        own = [item for item in placements if item.organization_id == key]
        cells = tuple(
            next((_owed(item, requirement, period, issues, today) for item in own if _stands(item, period.last)), None)
            for period in shown
        )
        if any(cells):
            lines.append(Waited(own[-1].name, cells))
    return Board(requirement, shown, tuple(lines))


def due_day(requirement: ReportRequirement, period: Period) -> date:
    """The last day on which a report of a period is in time."""
    return period.last + timedelta(days=requirement.deadline_days)


def asked_period(requirement: ReportRequirement, period: Period) -> Period:
    """The period as its report counts it: a report as of a day is asked for the last one."""
    return Period.day(period.last) if by_code(requirement.report).as_of_day else period


def _stands(placement: Placement, day: date) -> bool:
    return placement.valid_from <= day < placement.valid_to


_Key = tuple[str, int, date, date]


def _issues(
    scope: Scope, organizations: Sequence[int], requirements: Sequence[ReportRequirement]
) -> dict[_Key, list[Issue]]:
    """What was frozen of these reports for these organizations, the newest last."""
    rows = (
        Issue.objects.within(scope)
        .kept()
        .filter(organization__in=set(organizations), report__in={item.report for item in requirements})
    )
    found: dict[_Key, list[Issue]] = {}
    light = rows.defer("table", "evidence", "paper").order_by("frozen_at", "pk")
    for issue in light:
        found.setdefault((issue.report, issue.organization_id, issue.first, issue.last), []).append(issue)
    return found


def _owed(
    placement: Placement,
    requirement: ReportRequirement,
    period: Period,
    issues: dict[_Key, list[Issue]],
    today: date,
) -> Owed:
    asked = asked_period(requirement, period)
    there = issues.get((requirement.report, placement.organization_id, asked.first, asked.last), [])
    due = due_day(requirement, period)
    standing, issue = _standing(there, due, period, today)
    return Owed(
        organization=placement.organization_id,
        requirement=requirement,
        period=period,
        due_on=due,
        standing=standing,
        issue=issue,
        code=placement.organization.code,
        name=placement.name,
    )


def _standing(there: Sequence[Issue], due: date, period: Period, today: date) -> tuple[Standing, Issue | None]:
    """What there is decides: what is in force first, then what is being made, then what was withdrawn."""
    sent = [issue for issue in there if issue.state in (Issue.State.BAN_HANH, Issue.State.THAY_THE)]
    if sent:
        first = min(issue.issued_on for issue in sent if issue.issued_on)
        return (Standing.SENT if first <= due else Standing.LATE), sent[-1]
    made = [issue for issue in there if not issue.is_out]
    if made:
        return Standing.DRAFT, made[-1]
    if there:
        return Standing.WITHDRAWN, there[-1]
    if period.last > today:
        return Standing.NOT_YET, None
    return (Standing.OVERDUE if today > due else Standing.NOTHING), None
