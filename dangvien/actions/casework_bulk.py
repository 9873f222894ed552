"""One meeting, one batch of decisions, one day of ceremonies: the steps of several cases, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dangvien.actions.casework import Stale, record
from dangvien.actions.progress import lock_people
from dangvien.models import Candidate, Member, Step, User
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Problem, Refused


@dataclass(frozen=True)
class Entry:
    """One person's step; `seen` as in `casework.record`."""

    subject: Candidate | Member
    facts: StepFacts
    seen: int | None = None


class RowsRefused(Refused):
    """Some of several steps were refused, so that none is kept. `rows` is place of the entry → its problems.

    `newest` is place → the newest line of a case that somebody else wrote in meanwhile.
    """

    def __init__(self, rows: Mapping[int, tuple[Problem, ...]], newest: Mapping[int, int]) -> None:
        self.rows, self.newest = dict(rows), dict(newest)
        super().__init__(problem for problems in self.rows.values() for problem in problems)


@transaction.atomic
def record_together(*, by: User, entries: Sequence[Entry], today: date) -> list[Step]:
    """Record every entry through `record`, or none: then `RowsRefused` tells of each row what stands against it."""
    made: list[Step] = []
    wrong: dict[int, tuple[Problem, ...]] = {}
    newest: dict[int, int] = {}
    lock_people({entry.subject.person_id for entry in entries})
    for place, entry in enumerate(entries):
        try:
            made.append(record(by=by, subject=entry.subject, facts=entry.facts, today=today, seen=entry.seen))
        except Refused as refused:
            wrong[place] = refused.problems
            if isinstance(refused, Stale):
                newest[place] = refused.newest
    if wrong:
        raise RowsRefused(wrong, newest)
    return made
