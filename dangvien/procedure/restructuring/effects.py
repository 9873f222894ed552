"""What an act would change, shown before it is agreed to: every organization before and after, people, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dangvien.models import Appointment, Case, Deadline, OrganizationKind
from dangvien.procedure.restructuring.ground import Ground, in_parts, members_in
from dangvien.procedure.restructuring.people import (
    Passenger,
    candidates_going,
    members_going,
    transfers_coming,
    transfers_leaving,
)
from dangvien.procedure.restructuring.plan import Restructuring, Seat

SHOWN = 200
"""So many organizations of one act are listed; a reform of a province has thousands."""


@dataclass(frozen=True)
class Change:
    """One organization before and after: name, kind, superior (empty where there is none). `along` is how many working
    organizations hang under it and go along unchanged."""

    code: str
    act: str
    before: tuple[str, str, str]
    after: tuple[str, str, str]
    along: int = 0

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """What differs, each as its title, the value before and the value after."""
        titles = ("Tên", "Loại", "Cấp trên")
        found = zip(titles, self.before, self.after, strict=True)
        return [(title, old, new) for title, old, new in found if old != new]


@dataclass(frozen=True)
class Flow:
    """How many people go from one cell to another, by the names of the two."""

    source: str
    target: str
    members: int
    candidates: int


@dataclass(frozen=True)
class Effects:
    """What would follow. `figures` are committees whose number of members changes from the act's day on: name, before,
    after; `accounts` who still serves at an organization that ends: person, role, organization."""

    changes: tuple[Change, ...]
    flows: tuple[Flow, ...]
    members: int
    candidates: int
    cases: int
    deadlines: int
    transfers: int
    figures: tuple[tuple[str, int, int], ...]
    accounts: tuple[tuple[str, str, str], ...]

    @property
    def shown(self) -> tuple[Change, ...]:
        """So many organizations as a page lists."""
        return self.changes[:SHOWN]

    @property
    def more(self) -> int:
        """How many organizations a page leaves out."""
        return len(self.changes) - len(self.shown)

    def as_json(self) -> dict[str, object]:
        """The numbers, as they are kept with the act."""
        return {
            "members": self.members,
            "candidates": self.candidates,
            "cases": self.cases,
            "transfers": self.transfers,
            "flows": [[flow.source, flow.target, flow.members, flow.candidates] for flow in self.flows],
            "figures": [list(row) for row in self.figures],
            "changes": [
                [change.code, change.act, list(change.before), list(change.after), change.along]
                for change in self.changes
            ],
        }


def effects(plan: Restructuring, today: date) -> Effects:
    """Read what a plan without problems would change. The number of queries does not grow with the plan."""
    ground = Ground.of(plan)
    members, candidates = members_going(ground), candidates_going(ground)
    transfers = {item.key for item in (*transfers_leaving(members), *transfers_coming(ground))}
    cases, deadlines = _cases(members, candidates)
    return Effects(
        changes=tuple(_changes(ground)),
        flows=tuple(_flows(ground, members, candidates)),
        members=len(members),
        candidates=len(candidates),
        cases=cases,
        deadlines=deadlines,
        transfers=len(transfers),
        figures=tuple(_figures(ground, members)),
        accounts=tuple(_accounts(ground, today)),
    )


def _changes(ground: Ground) -> list[Change]:
    plan = ground.plan
    coming = Counter(seat.parent for seat in (*plan.founded.values(), *plan.changed.values()))
    found = [
        Change(code, "Thành lập", ("", "", ""), _told(ground, seat), coming[code])
        for code, seat in plan.founded.items()
    ]
    for code, seat in plan.changed.items():
        found.append(Change(code, "Thay đổi", _held(ground, code), _told(ground, seat), _along(ground, code)))
    for code, heir in plan.ended.items():
        name, kind, above = _held(ground, code)
        after = (name, str(OrganizationKind.LUU_TRU.label), ground.name(heir))
        found.append(Change(code, "Thôi hoạt động", (name, kind, above), after))
    return found


def _along(ground: Ground, code: str) -> int:
    """What hangs under an organization and is not itself changed by the act."""
    below = {row.organization_id for row in ground.later.get(ground.organizations[code].pk, ())}
    named = [ground.codes.get(key, "") for key in below]
    return sum(1 for other in named if other not in ground.plan.changed and other not in ground.plan.ended)


def _told(ground: Ground, seat: Seat) -> tuple[str, str, str]:
    above = _name_after(ground, seat.parent) if seat.parent else ""
    return seat.name, str(OrganizationKind(seat.kind).label), above


def _name_after(ground: Ground, code: str) -> str:
    seat = ground.plan.changed.get(code)
    return seat.name if seat is not None else ground.name(code)


def _held(ground: Ground, code: str) -> tuple[str, str, str]:
    held = ground.tree[ground.organizations[code].pk]
    over = ground.tree.get(held.parent or 0)
    above = over.name if over else ""
    return held.name, str(OrganizationKind(held.kind).label), above


def _flows(ground: Ground, members: Iterable[Passenger], candidates: Iterable[Passenger]) -> list[Flow]:
    counted: dict[tuple[int, str], list[int]] = {}
    for at, passengers in enumerate((members, candidates)):
        for item in passengers:
            counted.setdefault((item.source, item.target), [0, 0])[at] += 1
    names = {key: ground.name(code) for key, code in ground.codes.items()}
    return [
        Flow(names[source], _name_after(ground, target), people, followed)
        for (source, target), (people, followed) in counted.items()
    ]


def _cases(members: list[Passenger], candidates: list[Passenger]) -> tuple[int, int]:
    """Open cases and what is due of the people who go."""
    cases = deadlines = 0
    for field, keys in (("member", members), ("candidate", candidates)):
        for part in in_parts([item.key for item in keys]):
            rows = Case.objects.open().filter(**{f"{field}__in": part})
            cases += rows.count()
            deadlines += Deadline.objects.filter(case__in=rows.values("pk")).count()
    return cases, deadlines


def _figures(ground: Ground, members: Iterable[Passenger]) -> list[tuple[str, int, int]]:
    """Committees and cells whose number of members changes, by today's pointers: each cell's people are taken out of
    the line above it before the act and put into the line after it."""
    touched = {ground.organizations[code].pk for code in (*ground.plan.changed, *ground.plan.ended)}
    below = [key for key, held in ground.tree.items() if held.is_cell and touched.intersection(ground.line_before(key))]
    leaving, coming = Counter[int](), Counter[str]()
    for item in members:
        leaving[item.source] += 1
        coming[item.target] += 1
    cells = sorted({*leaving, *below, *ground.keys(coming)})
    held = _members_in(cells)
    change: Counter[int | str] = Counter()
    for key in cells:
        for node in ground.line_before(key):
            change[node] -= held.get(key, 0)
        for after in ground.line_after(key):
            change[after] += held.get(key, 0) - leaving[key] + coming[ground.codes.get(key, "")]
    for code in ground.plan.founded:
        for after in ground.line_after(code):
            change[after] += coming[code]
    moved = {node: number for node, number in change.items() if number}
    totals = _totals([node for node in moved if isinstance(node, int)], ground)
    return [
        (ground.name(node), 0, number)
        if isinstance(node, str)
        else (ground.tree[node].name, totals[node], totals[node] + number)
        for node, number in moved.items()
    ]


def _members_in(cells: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in in_parts(cells):
        found |= members_in(part)
    return found


def _totals(keys: list[int], ground: Ground) -> dict[int, int]:
    """Members under each of these organizations before the act, by the pointers."""
    wanted, totals = set(keys), Counter[int]()
    for key, number in _members_in(
        [key for key in ground.tree if wanted.intersection(ground.line_before(key))]
    ).items():
        totals.update(dict.fromkeys(ground.line_before(key), number))
    return {key: totals[key] for key in keys}


def _accounts(ground: Ground, today: date) -> list[tuple[str, str, str]]:
    keys = ground.keys(ground.plan.ended)
    rows = Appointment.objects.in_force_on(today).filter(organization__in=keys).select_related("user")
    names = {key: ground.name(code) for key, code in ground.codes.items()}
    return [(str(row.user), row.get_role_display(), names[row.organization_id]) for row in rows.order_by("pk")]
