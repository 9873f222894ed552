"""Đối chiếu: does the register agree with itself? Sentences naming what does not; nothing is changed.

What the database cannot forbid is looked for here: pointers that left their ledger, members counted twice, placements
that overlap or leave a gap, circles in the tree, closing balances that are not the sum of their lines, deadlines that
do not follow from the steps.
"""

from collections.abc import Iterator
from datetime import date

from dangvien.procedure.reconciliation import balances, cases, ledger, tree
from dangvien.procedure.reconciliation.fault import Fault, Reach

__all__ = ["Fault", "Reach", "faults", "found"]


def found(today: date, reach: Reach) -> Iterator[Fault]:
    """Every fault within reach, the ledger's first. Nothing when the register is whole."""
    yield from ledger.headcount_faults(reach)
    yield from ledger.member_faults(reach)
    yield from ledger.line_faults(reach)
    yield from ledger.reversal_faults(reach)
    yield from ledger.place_faults(reach, today)
    yield from balances.balance_faults(reach)
    yield from tree.span_faults(reach)
    yield from tree.parent_faults(reach)
    yield from tree.circle_faults(reach)
    yield from cases.case_faults(reach, today)


def faults(today: date) -> Iterator[str]:
    """Every fault of the whole register, as one sentence for a person to read."""
    return (fault.sentence for fault in found(today, Reach()))
