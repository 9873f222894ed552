"""Cases put together in memory, and one check asked about them: no database, so that every limit can be tried."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from dangvien import holidays
from dangvien.dates import add_months
from dangvien.models import (
    Candidate,
    Enrollment,
    Kind,
    Matter,
    Member,
    Movement,
    Organization,
    Person,
    Standing,
    Step,
    StepKind,
    TrainingClass,
    Vote,
)
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.catalog import CHECKS
from dangvien.procedure.checks.check import Result
from dangvien.procedure.checks.running import result_of
from dangvien.procedure.facts import StepFacts, VoteFacts
from dangvien.procedure.problem import Level, Problem
from dangvien.procedure.regulations import Regulations

E1, E3, E5 = date(2024, 5, 10), date(2025, 8, 8), date(2026, 8, 14)
"""A working day of each of three sets of rules."""

TODAY = date(2026, 11, 20)
REGULATIONS = Regulations((), holidays.calendar([]))
_keys = count(1)


def step(kind: StepKind, day: date, *, vote: VoteFacts | None = None, passed: bool = True, **facts: Any) -> Step:
    """A recorded step, not saved; `passed` says whether its vote reached the share."""
    made = Step(pk=next(_keys), kind=kind, occurred_on=day, **facts)
    if vote is not None:
        Vote(step=made, convened=vote.convened, base=vote.base, present=vote.present, agree=vote.agree, passed=passed)
    return made


def note(matter: Matter, day: date = date(2024, 1, 10), **facts: Any) -> Step:
    """A note that a special case applies."""
    return step(StepKind.DAC_BIET, day, matter=matter, **facts)


def consent(matter: Matter, day: date = date(2024, 1, 11)) -> Step:
    """A numbered paper of consent."""
    return step(StepKind.VAN_BAN_DONG_Y, day, matter=matter, number="15-CV/TU")


def certificate(issued_on: date, kind: TrainingClass.Kind = TrainingClass.Kind.NHAN_THUC, **more: Any) -> Enrollment:
    held = TrainingClass(code="L1", kind=kind, starts_on=issued_on, ends_on=issued_on, provider="Trung tâm chính trị")
    facts = {"certificate_number": "07/GCN", "certificate_on": issued_on, **more}
    return Enrollment(pk=next(_keys), training_class=held, result="dat", **facts)


def line(kind: Kind, day: date) -> Movement:
    return Movement(pk=next(_keys), kind=kind, occurred_on=day)


def case_of(
    *steps: Step,
    birth: date = date(1998, 2, 3),
    today: date = TODAY,
    schooling: str = "thpt",
    source: str = "nong_thon",
    admitted_on: date | None = None,
    enrollments: tuple[Enrollment, ...] = (),
    lines: tuple[Movement, ...] = (),
    precision: str = "ngay",
    **person: Any,
) -> CaseFile:
    """A candidate's case with these steps in the order given; with `admitted_on` that of a probationary member."""
    cell = Organization(pk=900_001, code="cb")
    facts: dict[str, Any] = {"gender": "nam", "ethnicity": "01", "religion": "00", **person}
    who = Person(pk=900_002, full_name="Lê Văn Thử", birth_date=birth, birth_precision=precision, **facts)
    member = Member(pk=900_003, person=who, organization=cell, admitted_on=admitted_on) if admitted_on else None
    return CaseFile(
        person=who,
        organization=cell,
        today=today,
        regulations=REGULATIONS,
        candidate=Candidate(pk=900_004, person=who, organization=cell, source=source, opened_on=date(2020, 1, 1)),
        member=member,
        steps=tuple(sorted(steps, key=lambda made: made.occurred_on)),
        enrollments=enrollments,
        lines=lines,
        standing=Standing(person=who, since=date(2015, 1, 1), general_education=schooling),
    )


def judge(number: str, case: CaseFile, kind: StepKind, day: date, **facts: Any) -> Result | None:
    """What one check says about a step; fails when the check does not run at that step at all."""
    check = next(check for check in CHECKS if check.id == number)
    assert kind in check.at, f"{number} does not run at {kind}"
    return result_of(check, case, StepFacts(kind, day, **facts))


def finding(number: str, case: CaseFile, kind: StepKind, day: date, **facts: Any) -> Result:
    """The same, of a check that concerns the case."""
    result = judge(number, case, kind, day, **facts)
    assert result is not None
    return result


def told(result: Result) -> Problem:
    """What a finding says to the person who typed."""
    assert result.problem is not None
    return result.problem


def level(result: Result | None) -> Level | None:
    """How much a finding weighs; None when the check passes. Fails when the check was not concerned."""
    assert result is not None
    assert result.found.source, "every result says where it stands"
    problem = result.problem
    if problem is not None:
        assert problem.rule == result.check.id
        assert problem.sentence.endswith(".")
    return problem.level if problem else None


def weighs(number: str, case: CaseFile, kind: StepKind, day: date, **facts: Any) -> Level | None:
    return level(judge(number, case, kind, day, **facts))


def today_of(number: str, case: CaseFile) -> Level | None:
    """How much a daily finding weighs; None when there is nothing to say."""
    check = next(check for check in CHECKS if check.id == number)
    assert check.daily is not None
    found = check.daily(case)
    if found is None or found.passes:
        return None
    return level(Result(check, found))


def vote(agree: int, convened: int = 9, *, present: int = 0, disagree: int = 0, excluded: int = 0) -> VoteFacts:
    """Ballots of a meeting at which everybody was present, unless another number is given."""
    return VoteFacts(convened, present or convened, agree, disagree=disagree, excluded=excluded)


def months_before(day: date, months: int) -> date:
    return add_months(day, -months)
