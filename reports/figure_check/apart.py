"""Testing a draft in a process of its own: whatever the text holds, the worker waits only so long.

The rules hold figures and sentences of one text against one another. How much work that is depends on the text, and the
text is a stranger's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from dangvien.limited import TOO_HEAVY, Unreadable, run_limited
from reports.figure_check.checking import check
from reports.figure_check.findings import Checked, Draft, Figure, Finding, Klass, Piece, Verdict
from reports.figure_check.reading import bounds


def check_apart(draft: Draft) -> Checked:
    """What `check` finds. Raises `Unreadable` with the sentence that tells what to do when it takes too much."""
    asked = [asdict(piece) for piece in draft.pieces]
    try:
        told = run_limited(
            checked_plainly, asked, list(draft.partial), memory=bounds.MEMORY, seconds=bounds.CHECK_SECONDS
        )
        return Checked(
            Draft(draft.pieces, tuple(map(str, told["partial"]))),
            tuple(_figure(one) for one in told["figures"]),
            tuple(_finding(one) for one in told["findings"]),
            tuple(map(str, told["notes"])),
        )
    except Unreadable as wrong:
        if str(wrong) != TOO_HEAVY:
            raise
        raise Unreadable(bounds.TOO_MUCH_WORK) from wrong
    except (ArithmeticError, LookupError, TypeError, ValueError) as wrong:
        raise Unreadable(bounds.TOO_MUCH_WORK) from wrong


def checked_plainly(pieces: Sequence[dict[str, Any]], partial: Sequence[str]) -> dict[str, Any]:
    """The child's part: the same test, given and told as plain values."""
    checked = check(Draft(tuple(Piece(**piece) for piece in pieces), tuple(partial)))
    return {
        "figures": [asdict(figure) | {"value": str(figure.value)} for figure in checked.figures],
        "findings": [asdict(finding) for finding in checked.findings],
        "partial": list(checked.draft.partial),
        "notes": list(checked.notes),
    }


def _figure(told: dict[str, Any]) -> Figure:
    return Figure(**{**told, "value": Fraction(told["value"])})


def _finding(told: dict[str, Any]) -> Finding:
    spans = tuple((int(piece), int(start), int(end)) for piece, start, end in told["spans"])
    own = {"klass": Klass(told["klass"]), "verdict": Verdict(told["verdict"]), "spans": spans}
    return Finding(**{**told, **own, "repairs": tuple(told["repairs"])})
