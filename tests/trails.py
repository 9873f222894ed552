"""Steps of a case written straight into the register, for tests of what follows from them: nothing is checked here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dangvien.actions.progress import refresh_candidate, refresh_member
from dangvien.models import Candidate, Clock, Deadline, Kind, Member, Organization, Step, StepKind, Vote
from tests import factories

PASSED, SHORT = (9, 9), (5, 9)
"""Votes for, of how many."""


@dataclass
class Trail:
    """One candidate of a cell, or one member on probation, and the steps a test puts down for them."""

    subject: Any

    @classmethod
    def candidate(cls, cell: Organization, name: str = "") -> Trail:
        return cls(factories.candidate(cell, name, opened_on=date(2020, 1, 6)))

    @classmethod
    def probation(cls, cell: Organization, admitted_on: date, name: str = "") -> Trail:
        return cls(factories.member(cell, name, admitted_on, official=False))

    def put(self, kind: StepKind, day: date, votes: tuple[int, int] | None = None, **facts: Any) -> Step:
        """Write one step; `votes` are those for it and the base."""
        owner = {"candidate": self.subject} if isinstance(self.subject, Candidate) else {"probationer": self.subject}
        step = Step.objects.create(kind=kind, occurred_on=day, rules_key="E1", **owner, **facts)
        if votes:
            agree, base = votes
            Vote.objects.create(
                step=step, convened=base, base=base, present=base, agree=agree, disagree=base - agree,
                threshold="2/3", passed=3 * agree >= 2 * base,
            )  # fmt: skip
        return step

    def dossier(self, day: date) -> Trail:
        """Application and lý lịch of one day."""
        self.put(StepKind.DON, day)
        self.put(StepKind.LY_LICH, day)
        return self

    def resolved(self, day: date, votes: tuple[int, int] = PASSED) -> Step:
        return self.put(StepKind.NQ_CHI_BO, day, votes)

    def sent_up(self, day: date) -> Trail:
        """With the committee's resolution before it: what a ward's case needs until the decision."""
        self.put(StepKind.NQ_DANG_UY, day, PASSED)
        self.put(StepKind.TRINH, day, outcome="du")
        return self

    def decided(self, day: date) -> Step:
        return self.put(StepKind.QUYET_DINH_KET_NAP, day, outcome="dong_y")

    def admitted(self, day: date) -> Trail:
        """The ceremony in the ledger; gives the trail of the probation."""
        member = Member.objects.create(
            person=self.subject.person, organization=self.subject.organization, admitted_on=day
        )
        factories.movement(member, self.subject.organization, Kind.KET_NAP, day, candidate=self.subject)
        return Trail(member)

    def due(self, today: date = date(2026, 12, 1)) -> dict[str, Deadline]:
        """What is due, by clock, after working it out anew; of several of one clock the last."""
        if isinstance(self.subject, Candidate):
            refresh_candidate(Candidate.objects.select_related("person", "organization").get(pk=self.subject.pk), today)
            found = Deadline.objects.filter(case__candidate=self.subject)
        else:
            refresh_member(Member.objects.select_related("person", "organization").get(pk=self.subject.pk), today)
            found = Deadline.objects.filter(case__member=self.subject)
        return {item.clock: item for item in found.in_order()}

    def only(self, clock: Clock, today: date = date(2026, 12, 1)) -> Deadline:
        found = self.due(today)
        assert clock in found, sorted(found)
        return found[clock]
