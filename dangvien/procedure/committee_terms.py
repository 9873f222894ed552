"""In which term of a committee a day lies, and what stands against a term that somebody writes down.

A committee's own terms come first; where it has none, the generic ones of fixtures/rules/terms.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dangvien import rules
from dangvien.models import CommitteeTerm, Organization
from dangvien.procedure.problem import Problem
from dangvien.rules import UNCHECKED_MARK
from dangvien.text import day_short

_LABEL = re.compile(r"(\d{4})-(\d{4})")
NEAR = 1
"""How many years the first day of a term may lie from the year its name begins with."""
LONGEST = 10
"""No term of a committee is longer than this many years."""


@dataclass(frozen=True)
class CommitteeTermFacts:
    """A term as it is typed: "2025-2030", the day after the congress, the paper that says so."""

    organization: Organization
    label: str
    first_day: date
    document: str


@dataclass(frozen=True)
class TermOn:
    """The term of a day. `own` is whether the committee has written it down itself."""

    label: str
    first_day: date
    own: bool

    @property
    def mark(self) -> str:
        """The words beside a generic first day, which nobody has held against the committee's own congress."""
        return "" if self.own else UNCHECKED_MARK


def term_on(organization: Organization, day: date) -> TermOn:
    """The term of a committee on a day. One query."""
    return term_among(list(CommitteeTerm.objects.standing().filter(organization=organization)), day)


def term_among(own: Sequence[CommitteeTerm], day: date) -> TermOn:
    """The same for terms in hand, earliest first.

    A generic term whose own first day is known to come later has not begun: then the generic one before it holds.
    """
    begun = [term for term in own if term.began_by(day)]
    if begun:
        return TermOn(begun[-1].label, begun[-1].first_day, own=True)
    later = {term.label for term in own}
    known = [term for term in rules.terms() if term.since <= day and term.label not in later] or [rules.terms()[0]]
    return TermOn(known[-1].label, known[-1].since, own=False)


def proposed_term(today: date) -> tuple[str, date]:
    """Name and generic first day of the newest term, for a form that is opened empty."""
    newest = [term for term in rules.terms() if term.since <= today][-1]
    return newest.label, newest.since


def committee_term_problems(facts: CommitteeTermFacts) -> list[Problem]:
    """Every reason against a term: its name, its first day, another one that it contradicts."""
    problems = []
    years = _LABEL.fullmatch(facts.label)
    if years is None or not 0 < int(years[2]) - int(years[1]) <= LONGEST:
        problems.append(Problem("label", "Ghi nhiệm kỳ bằng hai năm, năm sau lớn hơn, ví dụ 2025-2030."))
    elif abs(facts.first_day.year - int(years[1])) > NEAR:
        problems.append(
            Problem(
                "first_day",
                f"Ngày {day_short(facts.first_day)} không hợp với nhiệm kỳ {facts.label}. "
                "Ghi ngày liền sau ngày bế mạc đại hội.",
            )
        )
    if not facts.document.strip():
        problems.append(Problem("document", "Nhập văn bản, ví dụ Nghị quyết Đại hội đại biểu lần thứ XXII."))
    own = list(CommitteeTerm.objects.standing().filter(organization=facts.organization))
    for term in own:
        if term.label == facts.label:
            problems.append(
                Problem(
                    "label",
                    f"Nhiệm kỳ {term.label} đã ghi từ ngày {day_short(term.first_day)}. Lấy lại dòng ấy trước khi ghi "
                    "khác đi.",
                )
            )
        elif (term.first_day - facts.first_day).days * _order(term.label, facts.label) <= 0:
            problems.append(
                Problem(
                    "first_day",
                    f"Nhiệm kỳ {term.label} bắt đầu ngày {day_short(term.first_day)}, nên ngày "
                    f"{day_short(facts.first_day)} không hợp với nhiệm kỳ {facts.label}. Kiểm tra lại ngày.",
                )
            )
    return problems


def _order(label: str, other: str) -> int:
    return 1 if label > other else -1
