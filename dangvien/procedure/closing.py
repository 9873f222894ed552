"""Chốt sổ, read: headcounts of a day from the newest closing before it and the lines it does not hold.

A closing is all the balances of one day. Whatever was written since, late entries and reversals dated before it
included, has a key above its `last_line` and is added by the reader, so that the sum is that of the whole ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Q, QuerySet, Sum

from dangvien.models import ClosingBalance
from dangvien.models.movement import MovementQuerySet


@dataclass(frozen=True)
class Closing:
    """The heads by organization at the end of a day, over the lines with keys up to `last_line`."""

    day: date
    last_line: int
    heads: Mapping[int, int] = field(repr=False)

    def rest(self, movements: MovementQuerySet) -> MovementQuerySet:
        """Those of some lines that the closing does not hold."""
        return movements.filter(Q(occurred_on__gt=self.day) | Q(pk__gt=self.last_line))


def newest_closing(balances: QuerySet[ClosingBalance], day: date) -> Closing | None:
    """The newest closing up to a day, in one query; None without one.

    None too when its rows do not agree on their last line: then nobody can say what they hold. `reconcile` says so.
    """
    newest = balances.filter(closed_on__lte=day).order_by("-closed_on").values("closed_on")[:1]
    rows = list(
        balances.filter(closed_on=newest).order_by().values_list("organization", "headcount", "closed_on", "last_line")
    )
    if len({last for *_, last in rows}) != 1:
        return None
    return Closing(rows[0][2], rows[0][3], {key: heads for key, heads, *_ in rows})


def headcounts_on(
    day: date, movements: MovementQuerySet, balances: QuerySet[ClosingBalance] | None = None
) -> Mapping[int, int]:
    """Members by organization at the end of a day: the sum of the signs of these lines, always exact.

    With balances (of the same organizations as the lines) the newest closing is the beginning of the sum.
    """
    lines = movements.until(day)
    closing = newest_closing(balances, day) if balances is not None else None
    found = dict(closing.heads) if closing else {}
    rest = closing.rest(lines) if closing else lines
    for key, heads in rest.order_by().values_list("organization_id").annotate(n=Sum("sign")):
        found[key] = found.get(key, 0) + heads
    return found


def summed(movements: MovementQuerySet, day: date, last_line: int) -> Mapping[int, int]:
    """What a closing of that day holds, counted from the ledger."""
    lines = movements.until(day).filter(pk__lte=last_line)
    return dict(lines.order_by().values_list("organization_id").annotate(n=Sum("sign")))


def last_line_of(movements: MovementQuerySet) -> int:
    """The largest key written so far."""
    return int(movements.aggregate(last=Max("pk", default=0))["last"])


def closings(balances: QuerySet[ClosingBalance]) -> Iterator[tuple[date, frozenset[int]]]:
    """Every closed day, the oldest first, with the last lines its rows name (one, when it is sound)."""
    found: dict[date, set[int]] = {}
    pairs = balances.order_by("closed_on").values_list("closed_on", "last_line").distinct()
    for day, last in pairs:
        found.setdefault(day, set()).add(last)
    return ((day, frozenset(lasts)) for day, lasts in found.items())
