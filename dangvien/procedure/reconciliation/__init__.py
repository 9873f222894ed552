"""Đối chiếu: does the register agree with itself? Sentences naming what does not; nothing is changed.

What the database cannot forbid is looked for here: pointers that left their ledger, members counted twice, placements
that overlap or leave a gap, circles in the tree.
"""

from collections.abc import Iterator
from datetime import date

from dangvien.procedure.reconciliation import ledger, tree


def faults(today: date) -> Iterator[str]:
    """Every fault as one sentence for a person to read, the ledger's first. Nothing when the register is whole."""
    yield from ledger.headcount_faults()
    yield from ledger.member_faults()
    yield from ledger.line_faults()
    yield from ledger.reversal_faults()
    yield from ledger.place_faults(today)
    yield from tree.span_faults()
    yield from tree.parent_faults()
    yield from tree.circle_faults()
