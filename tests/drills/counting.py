"""The table of many drills, as it stands in docs/drills.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.drills.drilling import Drill

HEAD = ("Work", "Killed", "Drills", "Promises", "Lost", "Doubled", "Jobs unfinished", "Other faults", "Sent again",
        "Longest recovery")  # fmt: skip


def table(drills: Sequence[Drill]) -> str:
    """One line for each work × what was killed, and one for all."""
    pairs = list(dict.fromkeys((drill.work, drill.killed) for drill in sorted(drills, key=_place)))
    lines = [_row(*pair, [drill for drill in drills if (drill.work, drill.killed) == pair]) for pair in pairs]
    lines.append(_row("**all**", "", drills))
    return "\n".join(["| " + " | ".join(row) + " |" for row in (HEAD, ("---",) * len(HEAD), *lines)])


def _place(drill: Drill) -> tuple[str, str]:
    return drill.work, drill.killed


def _row(work: str, killed: str, drills: Sequence[Drill]) -> tuple[str, ...]:
    return (
        work,
        killed,
        str(len(drills)),
        str(sum(drill.promised for drill in drills)),
        _length(drill.lost for drill in drills),
        _length(drill.doubled for drill in drills),
        _length(drill.unfinished for drill in drills),
        _length(drill.faults for drill in drills),
        str(sum(drill.sent_again for drill in drills)),
        f"{max((drill.recovery for drill in drills), default=0.0):.1f} s",
    )


def _length(lists: Iterable[Sequence[str]]) -> str:
    return str(sum(len(found) for found in lists))


def sentences(drills: Iterable[Drill]) -> list[str]:
    """Whatever did not hold, one sentence each."""
    return [
        f"{drill.work} × {drill.killed} after {drill.after:.2f} s: {kind}: {said}"
        for drill in drills
        for kind, found in (("lost", drill.lost), ("doubled", drill.doubled), ("unfinished", drill.unfinished),
                            ("fault", drill.faults))
        for said in found
    ]  # fmt: skip
