"""The ways the demo draws are ways the register would have let somebody record, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dangvien import codes
from dangvien.models import Candidate, Case, CaseState, Deadline, Matter, Member, Outcome, Step, StepKind
from dangvien.procedure.casefile import CaseFile, candidate_file, probation_file
from dangvien.procedure.checks.running import problems_of
from dangvien.procedure.facts import DecisionFacts, StepFacts, VoteFacts
from dangvien.procedure.problem import Level
from dangvien.procedure.regulations import Regulations

TODAY = date(2026, 11, 1)
"""The day after the demo's last one."""

SAMPLE = 7
"""Every so many-th case is walked again: all of them would take as long as everything else."""


def facts_of(step: Step) -> StepFacts:
    """A recorded step as somebody would have typed it."""
    vote, paper = getattr(step, "vote", None), step.decision
    known = {
        name: getattr(step, name)
        for name in ("organization", "body", "number", "basis_number", "basis_on", "signer", "abroad", "count",
                     "helper", "answers")
    }  # fmt: skip
    if step.kind == StepKind.GIOI_THIEU_DOAN_THE:
        known["body"] = codes.of("introducing_body").find(step.body)
    return StepFacts(
        kind=StepKind(step.kind),
        occurred_on=step.occurred_on,
        outcome=Outcome(step.outcome) if step.outcome else None,
        matter=Matter(step.matter) if step.matter else None,
        vote=vote and VoteFacts(vote.convened, vote.present, vote.agree, vote.disagree, vote.invalid, vote.excluded),
        decision=DecisionFacts(paper.issuer, paper.number, paper.symbol, paper.issued_on, paper.signer)
        if paper
        else None,
        **known,
    )


def refusals(case: CaseFile, own: Iterator[Step]) -> Iterator[str]:
    """What would have been refused, had each step been typed when only those before it stood."""
    steps = list(case.steps)
    for step in own:
        so_far = replace(case, steps=tuple(steps[: steps.index(step)]))
        for problem in problems_of(so_far, facts_of(step)):
            if problem.level is Level.REFUSE:
                yield f"{step}: {problem.rule} {problem.sentence}"


def test_every_step_of_the_demo_would_have_been_recorded(dong_ha):
    regulations = Regulations.load()
    people = Candidate.objects.filter(steps__kind=StepKind.DUOC_LAM_THU_TUC).select_related("person", "organization")
    members = Member.objects.filter(steps__isnull=False).distinct().select_related("person", "organization")
    ways = [candidate_file(person, TODAY, regulations) for person in people.order_by("pk")[::SAMPLE]]
    probations = [probation_file(member, TODAY, regulations) for member in members.order_by("pk")[::SAMPLE]]

    assert len(ways) > 10
    assert len(probations) > 10
    assert [line for case in ways for line in refusals(case, iter(case.steps))] == []
    own = [(case, (step for step in case.steps if step.probationer_id)) for case in probations]
    assert [line for case, steps in own for line in refusals(case, steps)] == []


def test_the_demo_has_people_at_nearly_every_point_of_the_way(dong_ha):
    states = set(Case.objects.values_list("state", flat=True))

    expected = [f"S{number:02d}" for number in range(1, 20) if number not in {3, 14}] + ["D01", "D02", "D04", "D05"]
    assert sorted(set(expected) - states) == []
    assert CaseState.X06 in states
    assert Deadline.objects.filter(due_on__lt=TODAY).exists()
    assert Deadline.objects.filter(due_on__gt=TODAY).exists()
