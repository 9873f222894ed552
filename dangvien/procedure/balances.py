"""Đối chiếu sổ: opening + in − out = closing, for an organization and each of its direct subordinates.

The ledger is read by one grouped query over (organization, kind, other side); what follows is adding up along the tree.
A move whose two ends both lie in a row's subtree is neither an increase nor a decrease there. Its two ends cancel when
both lie in the period; what does not cancel stands in a column of its own, so that a row always closes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When
from django.utils.timezone import make_aware

from dangvien.models import Kind, Member, Movement, Organization, Placement
from dangvien.models.member import MemberQuerySet
from dangvien.models.movement import MovementQuerySet
from dangvien.models.organization import Within
from dangvien.period import Period
from dangvien.procedure.closing import Closing, newest_closing
from dangvien.scope import Scope

THEN, NOW = "luc_do", "hien_nay"
"""The tree of the period's last day, or today's."""
OPENING, CLOSING, INSIDE = "dau_ky", "cuoi_ky", "noi_bo"
"""Columns of a balance beside the flows."""


@dataclass(frozen=True)
class Flow:
    """A column of increases (side 1) or decreases (side −1); one that `crosses` counts only over the unit's border."""

    kind: Kind
    label: str
    side: int
    crosses: bool = False

    @property
    def code(self) -> str:
        return self.kind.value

    @property
    def sign_label(self) -> str:
        """With the sign it has in the sum: "+ Kết nạp"."""
        return f"{'+' if self.side > 0 else '−'} {self.label}"


FLOWS = (
    Flow(Kind.KET_NAP, "Kết nạp", 1),
    Flow(Kind.CHUYEN_DEN, "Chuyển đến", 1, crosses=True),
    Flow(Kind.PHUC_HOI, "Phục hồi đảng tịch", 1),
    Flow(Kind.DEN_NOI_BO, "Nhận do sắp xếp tổ chức", 1, crosses=True),
    Flow(Kind.DAU_SO, "Ghi đầu sổ", 1),
    Flow(Kind.TU_TRAN, "Từ trần", -1),
    Flow(Kind.KHAI_TRU, "Khai trừ", -1),
    Flow(Kind.XOA_TEN, "Xóa tên", -1),
    Flow(Kind.XIN_RA, "Xin ra khỏi Đảng", -1),
    Flow(Kind.HUY_KET_NAP, "Hủy quyết định kết nạp", -1),
    Flow(Kind.CHUYEN_DI, "Chuyển đi", -1, crosses=True),
    Flow(Kind.DI_NOI_BO, "Giao do sắp xếp tổ chức", -1, crosses=True),
)
BY_CODE = {flow.code: flow for flow in FLOWS}
USUAL = frozenset({Kind.KET_NAP, Kind.CHUYEN_DEN, Kind.TU_TRAN, Kind.XOA_TEN, Kind.CHUYEN_DI})
"""Shown even when nothing happened; the others only where something did."""


@dataclass
class Balance:
    """One row: heads before the period, what came and went in it, heads after it."""

    opening: int = 0
    closing: int = 0
    inside: int = 0
    """Of moves within the row: arrivals less departures. Not 0 when the two ends lie in different periods."""
    late: int = 0
    """Lines written down after the moment asked for, or after the period was over."""
    flows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BY_CODE, 0))

    @property
    def increase(self) -> int:
        return sum(self.flows[flow.code] for flow in FLOWS if flow.side > 0)

    @property
    def decrease(self) -> int:
        return sum(self.flows[flow.code] for flow in FLOWS if flow.side < 0)

    @property
    def holds(self) -> bool:
        return self.opening + self.increase - self.decrease + self.inside == self.closing

    @property
    def columns(self) -> list[tuple[str, int]]:
        """The flows in the order of the table."""
        return [(flow.code, self.flows[flow.code]) for flow in FLOWS]


@dataclass(frozen=True)
class Group:
    """Lines of one organization that are alike: their kind and other side, for the period; "" is all before it."""

    organization: int
    kind: str
    counterpart: int | None
    heads: int
    times: int
    late: int


@dataclass(frozen=True)
class Row:
    """A direct subordinate, the organization's own lines (`own`), or what had no place in the tree (`homeless`)."""

    key: str
    label: str
    keys: frozenset[int]
    organization: int | None = None
    code: str = ""
    archived: bool = False


@dataclass(frozen=True)
class Area:
    """What lies under an organization on the day whose tree is asked for, cut to the rows of the table."""

    organization: Organization
    period: Period
    day: date
    """The day of the tree."""
    name: str
    rows: tuple[Row, ...]
    elsewhere: int
    """Organizations that hung below then and are outside of the reader's scope today: their lines are not here."""

    @property
    def keys(self) -> frozenset[int]:
        return frozenset().union(*(row.keys for row in self.rows))

    @property
    def whole(self) -> Row:
        """The organization asked for with everything under it."""
        return Row(TOTAL, self.name, self.keys, self.organization.pk, self.organization.code)


@dataclass(frozen=True)
class Sheet:
    """The table: a balance for every row and one for all of them."""

    area: Area
    known_at: datetime | None
    balances: tuple[tuple[Row, Balance], ...]
    total: Balance
    counted: int
    """People present on the last day, counted one by one: what the closing of the total must be."""

    @property
    def holds(self) -> bool:
        """Whether every row closes, the rows add up to the total, and the people are as many as the ledger says."""
        rows = [balance for _, balance in self.balances]
        sums = sum(row.opening for row in rows), sum(row.closing for row in rows)
        alike = sums == (self.total.opening, self.total.closing)
        return alike and self.total.closing == self.counted and all(row.holds for row in (*rows, self.total))

    @property
    def shown(self) -> list[Flow]:
        """The columns in which anything happened, and the usual ones."""
        rows = [self.total, *(balance for _, balance in self.balances)]
        return [flow for flow in FLOWS if flow.kind in USUAL or any(row.flows[flow.code] for row in rows)]

    @property
    def shown_codes(self) -> frozenset[str]:
        return frozenset(flow.code for flow in self.shown)

    @property
    def has_inside(self) -> bool:
        """Whether the two ends of some move within a row lie in different periods."""
        return bool(self.total.inside) or any(balance.inside for _, balance in self.balances)


TOTAL, OWN, HOMELESS = "tong", "truc_tiep", "khong_cho"


def area_of(scope: Scope, organization: Organization, period: Period, tree: str = THEN) -> Area:
    """The rows under an organization of the scope, in the tree of the period's end or of today (three queries)."""
    day = scope.today if tree == NOW else period.last
    here = organization.placement_on(day)
    if here is None or here.is_archive:  # founded later, or ended: what it holds today hangs under it today
        day, here = scope.today, organization.placement_on(scope.today)
    placements = {row.organization_id: row for row in scope.placements.in_force_on(day).select_related("organization")}
    branch_of = _branches(placements, organization.pk)
    own = {organization.pk}
    below: dict[int, set[int]] = {}
    for key, branch in branch_of.items():
        below.setdefault(branch, set()).add(key)
    children = sorted((placements[key] for key in below), key=lambda row: (row.is_archive, row.position, row.name))
    rows = [
        Row(str(row.organization_id), row.label, frozenset(below[row.organization_id]), row.organization_id,
            row.organization.code, row.is_archive)
        for row in children
    ]  # fmt: skip
    name = here.name if here else organization.name_on(day)
    rows.append(Row(OWN, f"Ghi thẳng tại {name}" if rows else name, frozenset(own), organization.pk, organization.code))
    today = set(Organization.objects.under([organization.pk], on=scope.today).values_list("pk", flat=True))
    then = set(Organization.objects.under([organization.pk], on=day).values_list("pk", flat=True))
    homeless = (today - then - own) - set(placements)
    if homeless:
        rows.append(Row(HOMELESS, "Tổ chức chưa có chỗ trong hệ thống ngày này", frozenset(homeless)))
    return Area(organization, period, day, name, tuple(rows), len(then - own - set(branch_of)))


def _branches(placements: Mapping[int, Placement], top: int) -> dict[int, int]:
    """Organization → the direct subordinate of `top` above it, or itself. Circles end where they began."""
    found: dict[int, int | None] = {top: None}
    for start in placements:
        path, here = list[int](), start
        while here not in found and here in placements and here not in path:
            path.append(here)
            here = placements[here].parent_id or 0
        for key in reversed(path):
            above = placements[key].parent_id or 0
            found[key] = key if above == top else found.get(above)
    return {key: branch for key, branch in found.items() if branch is not None}


def sheet_of(scope: Scope, area: Area, known_at: datetime | None = None) -> Sheet:
    """Count the rows of an area: one query for the lines, one for the newest closing, one for the people."""
    lines = lines_of(scope, area.whole.keys)
    before = area.period.first - timedelta(days=1)
    base = newest_closing(scope.closing_balances, before) if known_at is None else None
    groups = list(groups_of(lines, area.period, known_at, base))
    heads = {key: heads for key, heads in base.heads.items() if key in area.keys} if base else {}
    branch_of = {key: row.key for row in area.rows for key in row.keys}
    found = add_up(groups, heads, branch_of)
    total = add_up(groups, heads, dict.fromkeys(branch_of, TOTAL)).get(TOTAL, Balance())
    balances = [(row, found.get(row.key, Balance())) for row in area.rows]
    used = [(row, balance) for row, balance in balances if row.key not in (OWN, HOMELESS) or _is_used(balance)]
    counted = people_on(lines, area.period.last, known_at)
    return Sheet(area, known_at, tuple(used or balances), total, counted)


def lines_of(scope: Scope, keys: frozenset[int]) -> MovementQuerySet:
    """The lines of some organizations, of those in scope; all there are is not named key by key."""
    if scope.is_whole and scope.keys == keys:
        return scope.movements
    return scope.movements.filter(Within("organization", lambda: keys))


def groups_of(
    lines: MovementQuerySet, period: Period, known_at: datetime | None = None, base: Closing | None = None
) -> Iterator[Group]:
    """The ledger up to the period's end in one grouped query; what a closing holds is left out."""
    inside = Q(occurred_on__gte=period.first)
    written = Q(recorded_at__lte=known_at) if known_at else None
    late = Q(recorded_at__gt=known_at) if known_at else inside & Q(recorded_at__gt=end_of(period.last))
    counted = lines.until(period.last).filter(kind__in=list(BY_CODE))
    if base is not None:
        counted = base.rest(counted)
    rows = (
        counted.annotate(
            part=Case(When(inside, then=F("kind")), default=Value("")),
            other=Case(When(inside, then=F("counterpart_id")), default=None, output_field=IntegerField()),
        )
        .order_by()
        .values_list("organization_id", "part", "other")
        .annotate(
            heads=Sum("sign", filter=written, default=0),
            times=Sum("weight", filter=written, default=0),
            late=Count("pk", filter=late),
        )
    )
    return (Group(*row) for row in rows)


def add_up(groups: Iterable[Group], heads: Mapping[int, int], row_of: Mapping[int, str]) -> dict[str, Balance]:
    """The groups by row; `heads` is what a closing held before them. Organizations without a row are left out."""
    found: dict[str, Balance] = {}
    for key, count in heads.items():
        if key in row_of:
            balance = found.setdefault(row_of[key], Balance())
            balance.opening += count
            balance.closing += count
    for group in groups:
        row = row_of.get(group.organization)
        if row is None:
            continue
        balance = found.setdefault(row, Balance())
        balance.closing += group.heads
        balance.late += group.late
        if not group.kind:
            balance.opening += group.heads
        elif BY_CODE[group.kind].crosses and row_of.get(group.counterpart or 0) == row:
            balance.inside += group.heads
        else:
            balance.flows[group.kind] += group.times
    return found


def people_on(lines: MovementQuerySet, day: date, known_at: datetime | None = None) -> int:
    """How many people these lines make present on a day, each counted once."""
    known = lines.known_at(known_at) if known_at else lines
    there = known.until(day).order_by().values("member").annotate(n=Sum("sign")).filter(n__gt=0)
    return int(there.count())


def end_of(day: date) -> datetime:
    """The moment at which a day is over."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


def lines_behind(scope: Scope, area: Area, row: Row, column: str) -> MovementQuerySet:
    """The lines behind a number of flows, those of the reversals too, in the order of days; late ones included."""
    lines = lines_of(scope, row.keys).during(area.period)
    kinds = [flow.code for flow in FLOWS if flow.crosses] if column == INSIDE else [column]
    lines = lines.filter(kind__in=kinds)
    within = Within("counterpart", lambda: row.keys)
    if column == INSIDE:
        lines = lines.filter(within)
    elif BY_CODE[column].crosses:
        lines = lines.filter(Q(counterpart__isnull=True) | ~Q(within))
    return lines.in_order().select_related("member__person", "reverses", "recorded_by")


def people_behind(
    scope: Scope, area: Area, row: Row, column: str, known_at: datetime | None = None
) -> tuple[MemberQuerySet, MovementQuerySet]:
    """Who was present before the period or at its end, by name, and the lines that say so."""
    day = area.period.last if column == CLOSING else area.period.first - timedelta(days=1)
    lines = lines_of(scope, row.keys).until(day)
    known = lines.known_at(known_at) if known_at else lines
    there = known.order_by().values("member").annotate(n=Sum("sign")).filter(n__gt=0)
    members = Member.objects.filter(pk__in=there.values("member"))
    return members.select_related("person").in_name_order(), known


def arrivals_of(members: Iterable[Member], lines: MovementQuerySet) -> dict[int, Movement]:
    """Member → the newest of these lines by which they came."""
    found = lines.filter(member__in=[member.pk for member in members], sign=1, weight=1)
    return {line.member_id: line for line in found.in_order()}


def _is_used(balance: Balance) -> bool:
    return bool(balance.opening or balance.closing or balance.inside or balance.late or any(balance.flows.values()))
