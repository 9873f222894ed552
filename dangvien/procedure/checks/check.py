"""What a check is: when it runs, how much it weighs, what it looks at and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dangvien.models import CheckResult, Matter, Outcome, Step, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level, Problem
from dangvien.text import day_short

Inputs = Mapping[str, str | int | bool | None]


@dataclass(frozen=True)
class Found:
    """What one check found. `inputs` are the facts it looked at, for the explanation of the step years later.

    A passing check has no sentence. `source` is the rule's document and point with its mark (`Rule.cited`). `level`
    and `field` replace the check's own where one finding weighs less or stands at another box. `consent` is the paper
    that allows it, where the check looked for it itself; no paper allows what is `final`.
    """

    sentence: str = ""
    source: str = ""
    inputs: Inputs = field(default_factory=dict)
    level: Level | None = None
    field: str = ""
    consent: Step | None = None
    final: bool = False

    @property
    def passes(self) -> bool:
        return not self.sentence


Find = Callable[[CaseFile, StepFacts], Found | None]
"""Looks at a case and the step about to be recorded; None when the check does not concern them."""

DailyFind = Callable[[CaseFile], Found | None]
"""Looks at a case as it stands today, whatever is about to be recorded; None when there is nothing to say."""


def at_no_step(_case: CaseFile, _facts: StepFacts) -> Found | None:
    """For a check that time alone sets off."""
    return None


@dataclass(frozen=True)
class Check:
    """One of K01…K44.

    `consent` is the matter of the paper that allows what the check would refuse, `allowed` how much the finding weighs
    then. `daily` is asked every day for the case's page, whatever is recorded.
    """

    id: str
    title: str
    level: Level
    at: tuple[StepKind, ...]
    find: Find
    consent: Matter | None = None
    field: str = ""
    allowed: Level = Level.INFORM
    daily: DailyFind | None = None


@dataclass(frozen=True)
class Result:
    """A check that ran: its finding, and the paper that allows it all the same."""

    check: Check
    found: Found
    consent: Step | None = None

    @property
    def verdict(self) -> CheckResult.Verdict:
        if self.found.passes:
            return CheckResult.Verdict.DAT
        if self.consent is not None:
            return CheckResult.Verdict.VUOT
        return CheckResult.Verdict.THONG_TIN if self.level is Level.INFORM else CheckResult.Verdict.CANH_BAO

    @property
    def level(self) -> Level:
        """How much it weighs now: what a paper allows is told, or asks for attention at most."""
        if self.consent is not None:
            return self.check.allowed
        return self.found.level or self.check.level

    @property
    def problem(self) -> Problem | None:
        """The finding for the person who typed; None when the check passes."""
        if self.found.passes:
            return None
        sentence = self.found.sentence
        if self.consent is not None:
            paper = f"số {self.consent.number} ngày {day_short(self.consent.occurred_on)}"
            sentence = f"{sentence} Đã có văn bản đồng ý {paper}."
        field = self.found.field or self.check.field
        return Problem(field, sentence, self.level, self.check.id, self.found.source)


def says_no(facts: StepFacts) -> bool:
    """Whether the step is a refusal by who decides: then what speaks against admission does not stand in its way."""
    return facts.outcome == Outcome.KHONG_DONG_Y


def day_input(day: date | None) -> str:
    """A day among the inputs of a check, as stored."""
    return day.isoformat() if day else ""
