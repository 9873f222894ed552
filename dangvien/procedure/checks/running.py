"""Running every check that concerns a step about to be recorded, and those that time alone sets off."""

from __future__ import annotations

from dataclasses import replace

from dangvien.models import Matter, Step, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.catalog import CHECKS
from dangvien.procedure.checks.check import Check, Found, Result
from dangvien.procedure.checks.dates import date_problems
from dangvien.procedure.checks.fits import content_problems, place_problems
from dangvien.procedure.checks.lines import line_problems
from dangvien.procedure.checks.numbers import number_problems
from dangvien.procedure.checks.submitting import missing_paper_problems
from dangvien.procedure.checks.verification import answer_problems, request_problems
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.moves import move_problems
from dangvien.procedure.problem import Level, Problem
from dangvien.procedure.votes import absence_problems, ballot_problems
from dangvien.procedure.way import definition

DAYS = frozenset({"", "occurred_on", "issued_on"})
"""Where a refusal stands that another entry in the form's other boxes would not lift."""


def results_of(case: CaseFile, facts: StepFacts) -> list[Result]:
    """What each check that runs at this step finds, in the order of their numbers."""
    asked = [result_of(check, case, facts) for check in CHECKS if facts.kind in check.at]
    return [result for result in asked if result is not None]


def result_of(check: Check, case: CaseFile, facts: StepFacts) -> Result | None:
    """What one check finds, with the paper that allows it; None when it does not concern the case."""
    found = check.find(case, facts)
    return None if found is None else Result(check, found, _consent(case, check, found, facts))


def problems_of(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """Every reason against a step and every warning about it, each sentence once."""
    return examined(case, facts)[0]


def examined(case: CaseFile, facts: StepFacts) -> tuple[list[Problem], list[Result]]:
    """The same, with what every check found; without results when a place or a day stands in the way already.

    First its place on the way and its days; while these stand in the way nothing else is asked. Then the ballots, the
    numbers, what a move asks and the checks.
    """
    case = case.at(facts.occurred_on)
    before = definition(facts.kind).before(case)
    found = [Problem("", before)] if before else []
    found += [
        *place_problems(case, facts),
        *date_problems(case, facts),
        *line_problems(case, facts),
        *_paper_problems(case, facts),
        *answer_problems(case, facts),
    ]
    if any(problem.level is Level.REFUSE for problem in found):
        return found, []
    found += [*content_problems(facts), *ballot_problems(case, facts), *absence_problems(facts)]
    found += [*number_problems(case, facts), *missing_paper_problems(case, facts), *request_problems(case, facts)]
    found += move_problems(case, facts)
    results = results_of(case, facts)
    found += [_at_its_box(result.problem, facts) for result in results if result.problem]
    once = {(problem.field, problem.sentence): problem for problem in reversed(found)}
    return list(once.values())[::-1], results


def _at_its_box(problem: Problem, facts: StepFacts) -> Problem:
    """A decision's form has the day of its paper in place of the step's day."""
    if facts.decision is not None and problem.field == "occurred_on":
        return replace(problem, field="issued_on")
    return problem


def why_not(case: CaseFile, facts: StepFacts) -> list[str]:
    """The sentences that would refuse this step today: for the screen that says what may be done next.

    What only a box still empty would refuse (the ballots, the introducer) is left to the form.
    """
    refusals = [problem for problem in problems_of(case, facts) if problem.level is Level.REFUSE]
    return [problem.sentence for problem in refusals if problem.field in DAYS]


def daily_findings(case: CaseFile) -> list[Problem]:
    """What to attend to in an open case today, whatever is recorded next (K04, K09, K20, K31, K32)."""
    found = [(check, check.daily(case)) for check in CHECKS if check.daily is not None]
    results = [Result(check, finding) for check, finding in found if finding is not None]
    return [result.problem for result in results if result.problem]


def _consent(case: CaseFile, check: Check, found: Found, facts: StepFacts) -> Step | None:
    """The numbered paper that allows what a check found, if there is one and one may allow it."""
    if found.passes or found.final:
        return None
    if found.consent is not None or check.consent is None:
        return found.consent
    return case.consent(check.consent, facts.occurred_on)


def _paper_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """A paper of consent overrides a check, so it has a number and says what it consents to.

    Of somebody over the usual age it says for which of three reasons (06-HD/TW, 1.1).
    """
    if facts.kind != StepKind.VAN_BAN_DONG_Y:
        return []
    problems = []
    if facts.matter is None:
        problems.append(Problem("matter", "Chọn văn bản đồng ý về việc gì."))
    if not facts.number.strip():
        told = f" về việc “{Matter(facts.matter).label}”" if facts.matter else ""
        problems.append(Problem("number", f"Nhập số của văn bản đồng ý{told}."))
    if facts.matter == Matter.TREN_60 and facts.outcome is None:
        problems.append(
            Problem(
                "outcome",
                "Chọn lý do kết nạp người quá tuổi: cơ sở chưa có tổ chức đảng, chưa có đảng viên hoặc yêu cầu "
                "đặc biệt.",
                rule="K03",
                source=case.rules_on(facts.occurred_on).max_age_normal.cited,
            )
        )
    if facts.matter not in (None, Matter.TREN_60) and facts.outcome is not None:
        problems.append(Problem("outcome", "Lý do chỉ chọn khi đồng ý về việc kết nạp người quá tuổi. Bỏ lý do."))
    return problems
