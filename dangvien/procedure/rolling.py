"""Balances of many organizations at once, added up along the tree: every commune of a nation.

What `balances.py` adds up for the rows of one screen is added up here for thousands of rows; a test holds the two
against each other. The database walks the tree and sums the lines of each organization; the two are put together here,
because no planner knows how many organizations a walk will find: PostgreSQL took a hundred times too many and joined a
nation's lines in a minute, where this takes seconds. The subtrees asked for must not lie within one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection

from dangvien.models import ClosingBalance, Kind
from dangvien.period import Period
from dangvien.procedure.balances import FLOWS, Balance
from dangvien.scope import Scope

FEW = 5
"""So many subtrees are looked for by the organizations in them."""

_BELOW = """
    WITH RECURSIVE below(id, line) AS (
        SELECT o.id, o.id FROM dangvien_organization o WHERE o.id IN ({tops})
        UNION
        SELECT p.organization_id, below.line FROM dangvien_placement p JOIN below ON p.parent_id = below.id
        WHERE p.valid_from <= %(tree)s AND p.valid_to > %(tree)s{fence}
    ) SELECT id, line FROM below"""

_HEADS = """
    SELECT organization_id, SUM(sign) FROM dangvien_movement WHERE occurred_on < %(first)s{near}
    GROUP BY organization_id"""
_HEADS_CLOSED = """
    SELECT organization_id, headcount FROM dangvien_closingbalance WHERE closed_on = %(closed)s{near}
    UNION ALL
    SELECT organization_id, SUM(sign) FROM dangvien_movement
    WHERE occurred_on < %(first)s AND (occurred_on > %(closed)s OR id > %(line)s){near} GROUP BY organization_id"""

_FLOWS = """
    SELECT organization_id, counterpart_id, kind, SUM(weight), SUM(sign) FROM dangvien_movement
    WHERE occurred_on BETWEEN %(first)s AND %(last)s AND kind IN ({kinds}){near}
    GROUP BY organization_id, counterpart_id, kind"""

_CROSSING = frozenset(flow.code for flow in FLOWS if flow.crosses)


def headcounts_by_row(scope: Scope, tops: Iterable[int], day: date, *, closed: bool = True) -> Mapping[int, int]:
    """Members at the end of a day in the subtrees of some organizations of the scope, as the tree stood that day."""
    walk = _Walk(scope, tops, day)
    return walk.heads(day + timedelta(days=1), closed=closed)


def balances_by_row(
    scope: Scope, tops: Iterable[int], period: Period, tree_day: date | None = None, *, closed: bool = True
) -> Mapping[int, Balance]:
    """The balances of the subtrees of some organizations of the scope: three statements, or four with closings."""
    walk = _Walk(scope, tops, tree_day or period.last)
    found = {top: Balance() for top in walk.tops}
    for top, heads in walk.heads(period.first, closed=closed).items():
        found[top].opening = found[top].closing = heads
    line_of = walk.line_of
    for place, other, kind, times, heads in walk.flows(period):
        line = line_of.get(place)
        if line is None:
            continue
        balance = found[line]
        balance.closing += int(heads)
        if kind in _CROSSING and other is not None and line_of.get(other) == line:
            balance.inside += int(heads)
        else:
            balance.flows[kind] += int(times)
    return found


class _Walk:
    """Which organizations lie below which of the tops on a day, and the sums of their lines."""

    def __init__(self, scope: Scope, tops: Iterable[int], tree_day: date) -> None:
        self.tops = sorted(frozenset(tops) & scope.keys)
        fence = "" if scope.is_whole else f" AND p.organization_id IN ({_named(sorted(scope.keys)) or 0})"
        text = _BELOW.format(tops=_named(self.tops) or 0, fence=fence)
        self.line_of: dict[int, int] = dict(_rows(text, {"tree": tree_day}))
        # Of few subtrees the organizations are named, so that an index finds their lines; of many it is quicker to
        # read the ledger once.
        few = len(self.tops) <= FEW
        self._near = f" AND organization_id IN ({_named(sorted(self.line_of)) or 0})" if few else ""

    def heads(self, first: date, *, closed: bool) -> dict[int, int]:
        """Members of each top before a day; tops without a line are left out."""
        closing = _closing(first) if closed else None
        text = (_HEADS_CLOSED if closing else _HEADS).format(near=self._near)
        found: dict[int, int] = {}
        for place, heads in _rows(text, {"first": first, **(closing or {})}):
            line = self.line_of.get(place)
            if line is not None:
                found[line] = found.get(line, 0) + int(heads)
        return found

    def flows(self, period: Period) -> Iterator[tuple[int, int | None, str, int, int]]:
        """Organization, other side, kind, lines, heads: the sums of a period."""
        text = _FLOWS.format(kinds=_quoted(flow.kind for flow in FLOWS), near=self._near)
        return iter(_rows(text, {"first": period.first, "last": period.last}))


def _rows(text: str, asked: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(text, asked)
        found: list[Any] = cursor.fetchall()
        return found


def _closing(first: date) -> dict[str, Any] | None:
    """The newest closing before a day whose rows agree on their last line."""
    newest = ClosingBalance.objects.filter(closed_on__lt=first).order_by("-closed_on").values("closed_on")[:1]
    pairs = list(
        ClosingBalance.objects.filter(closed_on=newest).order_by().values_list("closed_on", "last_line").distinct()[:2]
    )
    return {"closed": pairs[0][0], "line": pairs[0][1]} if len(pairs) == 1 else None


def _named(keys: Iterable[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)


def _quoted(kinds: Iterable[Kind]) -> str:
    return ", ".join(f"'{kind.value}'" for kind in kinds)
