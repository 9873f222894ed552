"""Party age (tuổi đảng): full years from the admission decision, without the time somebody was out of the Party.

294-QĐ/TW, 4.5; 06-HD/TW, 5.3; handbook of the register, 2.5. A lost decision: the day of admission in the register.
Readmitted: the first decision, minus the time between departure and return. Only official members have a party age.
A transfer is no gap: the membership goes on. Time without contact (`MemberStatus` of that kind) is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dangvien.dates import add_months, full_years
from dangvien.models import Kind, Member, MemberStatus, Movement, StatusKind

OUT_OF_THE_PARTY = (Kind.KHAI_TRU, Kind.XOA_TEN, Kind.XIN_RA, Kind.HUY_KET_NAP)
"""Departures after which somebody is no member any more until they come back."""

_TOLD = (*Kind.arrivals(), *OUT_OF_THE_PARTY, Kind.TU_TRAN)
"""Lines that say since when somebody belongs to the Party and when they do not."""


@dataclass(frozen=True)
class Gap:
    """Time that does not count: from a day up to, not including, another; None while it goes on."""

    since: date
    until: date | None


@dataclass(frozen=True)
class PartyAge:
    """From which day a member's party age counts, what is taken off, and on which day it stops growing."""

    start: date
    by_decision: bool
    """Whether the day of the admission decision is known; otherwise the day of admission stands for it."""
    gaps: tuple[Gap, ...] = ()
    ended_on: date | None = None

    def years_on(self, day: date) -> int:
        """Full years on a day; 0 before the first one is full."""
        last = min(day, self.ended_on) if self.ended_on else day
        return max(full_years(self._shifted(last), last), 0)

    def reaches_on(self, years: int, *, known: date) -> date:
        """The day on which so many years are full, by the gaps known up to a day. 29/2 counts as `add_months` reads it.

        A gap that goes on on that day pushes it further every day.
        """
        return add_months(self._shifted(known), years * 12)

    def _shifted(self, day: date) -> date:
        """The start, moved later by the days of the gaps up to a day."""
        return self.start + timedelta(days=self._days_lost(day))

    def _days_lost(self, day: date) -> int:
        lost, counted_to = 0, self.start
        for gap in sorted(self.gaps, key=lambda gap: gap.since):
            first, last = max(gap.since, counted_to), min(gap.until or day, day)
            if first < last:
                lost += (last - first).days
                counted_to = last
        return lost


def party_age(member: Member, day: date) -> PartyAge | None:
    """The party age of one member as the register has it on a day (two queries); see `party_ages`."""
    return party_ages([member], day).get(member.pk)


def party_ages(members: Iterable[Member], day: date) -> dict[int, PartyAge]:
    """Member → party age, by what had happened up to a day; two queries for any number of members.

    Without those not official on that day and those of whom no day of admission is known.
    """
    asked = {member.pk: member for member in members if member.official_on and member.official_on <= day}
    lines = _lines(asked, day)
    lost = _without_contact(asked)
    found = {key: _age(member, lines.get(key, ()), lost.get(key, ())) for key, member in asked.items()}
    return {key: age for key, age in found.items() if age is not None}


@dataclass(frozen=True)
class _Line:
    kind: str
    occurred_on: date
    decided_on: date | None

    @property
    def begins(self) -> date:
        """The day from which an admission counts: that of its decision."""
        return (self.decided_on or self.occurred_on) if self.kind == Kind.KET_NAP else self.occurred_on


def _lines(members: Collection[int], day: date) -> Mapping[int, Sequence[_Line]]:
    found: dict[int, list[_Line]] = {}
    for part in _parts(members):
        rows = Movement.objects.standing().until(day).filter(member__in=part, kind__in=_TOLD).in_order()
        facts = rows.values_list("member_id", "kind", "occurred_on", "decision__issued_on")
        for key, kind, occurred_on, decided_on in facts:
            found.setdefault(key, []).append(_Line(kind, occurred_on, decided_on))
    return found


def _without_contact(members: Collection[int]) -> Mapping[int, Sequence[Gap]]:
    found: dict[int, list[Gap]] = {}
    for part in _parts(members):
        rows = MemberStatus.objects.standing().filter(member__in=part, kind=StatusKind.MAT_LIEN_LAC)
        for key, since, until in rows.values_list("member_id", "since", "ended_on"):
            found.setdefault(key, []).append(Gap(since, until))
    return found


PART = 5000
"""How many members are asked for in one statement: databases limit its parameters."""


def _parts(keys: Collection[int]) -> Iterable[list[int]]:
    listed = list(keys)
    return (listed[start : start + PART] for start in range(0, len(listed), PART))


def _age(member: Member, lines: Sequence[_Line], lost: Sequence[Gap]) -> PartyAge | None:
    """The age that these lines tell. An admission that was annulled never was: another one begins anew."""
    lines = lines[_after_the_annulled(lines) :]
    first = next((line for line in lines if line.kind in Kind.arrivals()), None)
    if first is not None and first.kind == Kind.KET_NAP:
        start, by_decision = first.begins, first.decided_on is not None
    elif member.admitted_on is None:
        return None
    else:  # admitted before or outside of this register, which does not have the decision
        start, by_decision = min(member.admitted_on, first.occurred_on if first else member.admitted_on), False
    gaps, left = list(lost), None
    for line in lines:
        if line.kind in OUT_OF_THE_PARTY:
            left = left or line.occurred_on
        elif line.kind == Kind.TU_TRAN:
            return PartyAge(start, by_decision, tuple(gaps), left or line.occurred_on)
        elif left is not None:
            gaps.append(Gap(left, max(line.begins, left)))
            left = None
    return PartyAge(start, by_decision, tuple(gaps), left)


def _after_the_annulled(lines: Sequence[_Line]) -> int:
    """Where the membership begins that counts: at the admission after the last annulled one, or at the first line."""
    begin = 0
    for at, line in enumerate(lines):
        if line.kind == Kind.HUY_KET_NAP and at + 1 < len(lines) and lines[at + 1].kind == Kind.KET_NAP:
            begin = at + 1
    return begin
