"""One thing a check found, in words for the person who typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dangvien.text import masked


class Level(StrEnum):
    """How much a finding weighs (refuse, warn, inform)."""

    REFUSE = "tu_choi"
    WARN = "canh_bao"
    INFORM = "thong_tin"


@dataclass(frozen=True)
class Met:
    """A number that was typed and that somebody in the register has: whose entry, what it is called, how it ends."""

    person: int
    what: str
    number: str

    @classmethod
    def of(cls, person: int, what: str, number: str) -> Met:
        """The number itself is not kept: only its masked form."""
        return cls(person, what, masked(number))


@dataclass(frozen=True)
class Problem:
    """A finding: the form field it belongs to, a Vietnamese sentence with the mend, and where the rule stands.

    `rule` is the check's number in docs/glossary.md (K01…), empty for plain order-of-dates checks. `met`: the finding
    answers that a number is in the register, and whoever may not know that leaves a trace (`reading.numbers_met`).
    """

    field: str
    sentence: str
    level: Level = Level.REFUSE
    rule: str = ""
    source: str = ""
    met: Met | None = None


class Refused(Exception):
    """An action was not carried out. Carries every problem, so that a form can show each at its field."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems))

    @property
    def met(self) -> frozenset[Met]:
        """The numbers these problems answer about."""
        return frozenset(problem.met for problem in self.problems if problem.met is not None)

    @classmethod
    def at(cls, field: str, sentence: str) -> Refused:
        return cls([Problem(field, sentence)])


def refuse_if_any(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Raise `Refused` when a finding refuses; otherwise give the warnings back."""
    found = tuple(problems)
    refusals = [problem for problem in found if problem.level is Level.REFUSE]
    if refusals:
        raise Refused(refusals)
    return found
