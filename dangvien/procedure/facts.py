"""What somebody says happened, before it is written down: a decision's paper, ballots, one step of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dangvien.models import Matter, Member, Organization, Outcome, Step, StepKind, Vote
from dangvien.procedure.committee_terms import term_on


@dataclass(frozen=True)
class DecisionFacts:
    """What a decision's paper says."""

    issuer: Organization
    number: int
    symbol: str
    issued_on: date
    signer: str = ""
    summary: str = ""
    document_type: str = "QĐ"

    @property
    def term(self) -> str:
        """The committee term whose series the number belongs to."""
        return term_on(self.issuer, self.issued_on).label


@dataclass(frozen=True)
class VoteFacts:
    """Ballots as the minutes state them. `excluded` are those the rules take out of the base (294-QĐ/TW, 9.3)."""

    convened: int
    present: int
    agree: int
    disagree: int = 0
    invalid: int = 0
    excluded: int = 0
    method: Vote.Method = Vote.Method.PHIEU_KIN

    @property
    def base(self) -> int:
        return self.convened - self.excluded

    def reaches(self, threshold: str) -> bool:
        """Whether the votes suffice: "2/3" asks for at least that share of the base, ">1/2" for more. Integers only."""
        share = Fraction(threshold.lstrip(">"))
        given, needed = self.agree * share.denominator, self.base * share.numerator
        return given > needed if threshold.startswith(">") else given >= needed


@dataclass(frozen=True)
class StepFacts:
    """One step as typed; fields as in `models.Step`. `decided_on` is the day the paper behind it was decided."""

    kind: StepKind
    occurred_on: date
    organization: Organization | None = None
    body: str = ""
    number: str = ""
    basis_number: str = ""
    basis_on: date | None = None
    signer: str = ""
    outcome: Outcome | None = None
    matter: Matter | None = None
    abroad: bool = False
    count: int | None = None
    helper: Member | None = None
    answers: Step | None = None
    vote: VoteFacts | None = None
    decision: DecisionFacts | None = None
