"""One thing a check found, in words for the person who typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs (refuse, warn, inform)."""

    REFUSE = "tu_choi"
    WARN = "canh_bao"
    INFORM = "thong_tin"


@dataclass(frozen=True)
class Problem:
    """A finding: the form field it belongs to, a Vietnamese sentence with the mend, and where the rule stands.

    `rule` is the check's number in docs/glossary.md (K01…), empty for plain order-of-dates checks.
    """

    field: str
    sentence: str
    level: Level = Level.REFUSE
    rule: str = ""
    source: str = ""


class Refused(Exception):
    """An action was not carried out. Carries every problem, so that a form can show each at its field."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems))

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
