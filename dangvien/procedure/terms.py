"""The terms of a case in working days: what sets each going, by which rule, how far it was extended, when it ends.

The clocks show them, the checks hold a step against them: both ask here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dangvien.dates import add_months
from dangvien.models import Matter, Outcome, Step, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.introducers import body_papers, introducer_path
from dangvien.procedure.standing import is_short
from dangvien.rules import Rule


@dataclass(frozen=True)
class Term:
    """So many working days from a step; `longer` is the rule by which they were extended."""

    start: Step
    rule: Rule[int]
    longer: Rule[int] | None
    due_on: date

    @property
    def days(self) -> int:
        return self.rule.value + (self.longer.value if self.longer else 0)


def decision_term(case: CaseFile) -> Term | None:
    """From the cell's resolution that passed to the decision of admission (294-QĐ/TW, 4.3.1); None when none runs.

    Of a case taken over from the old decider it runs from the day it was taken in (06-HD/TW, 3.9).
    """
    resolution = case.resolution
    if resolution is None or is_short(resolution) or case.admission_decision or case.ceremony:
        return None
    taken = _taken_from_the_old_decider(case)
    if taken is not None:
        return _term(case, taken, case.rules_on(taken.occurred_on).move_decide_days)
    rules = case.rules_on(resolution.occurred_on)
    longer = rules.decision_extension_days if _extended(case, Matter.QUYET_DINH_KET_NAP, resolution) else None
    return _term(case, resolution, rules.decision_days, longer)


def ceremony_term(case: CaseFile) -> Term | None:
    """To the ceremony, from receipt of the decision or by later rules from its issue; None before either.

    Which event starts it is the rule of the decision's day; how long it is, the rule of that event's day.
    """
    decision = case.admission_decision
    if decision is None:
        return None
    issued = case.rules_on(decision.occurred_on).ceremony_clock_starts.value == "ban_hanh"
    start = decision if issued else case.received
    return _term(case, start, case.rules_on(start.occurred_on).ceremony_days) if start else None


def recognition_term(case: CaseFile) -> Term | None:
    """From the cell's resolution on recognition that passed to the decision; None when none runs."""
    begun = case.admitted_on
    if begun is None or case.member is None or case.member.official_on is not None:
        return None
    votes = [step for step in case.all(StepKind.NQ_CHI_BO_CONG_NHAN) if step.occurred_on >= begun]
    if not votes or is_short(votes[-1]) or case.on_recognition(StepKind.QUYET_DINH_CONG_NHAN):
        return None
    rules = case.rules_on(votes[-1].occurred_on)
    longer = rules.official_extension_days if _extended(case, Matter.QUYET_DINH_CONG_NHAN, votes[-1]) else None
    return _term(case, votes[-1], rules.official_decision_days, longer)


def _term(case: CaseFile, start: Step, rule: Rule[int], longer: Rule[int] | None = None) -> Term:
    days = rule.value + (longer.value if longer else 0)
    return Term(start, rule, longer, case.after_working_days(start.occurred_on, days))


def _taken_from_the_old_decider(case: CaseFile) -> Step | None:
    """The taking in of a case whose dossier lay with the old decider, after the resolution."""
    taken = case.on_resolution(StepKind.TIEP_NHAN)
    moved = case.last(StepKind.CHUYEN_NOI)
    if taken is None or moved is None or taken.answers_id != moved.pk:
        return None
    return taken if moved.outcome == Outcome.CAP_CU_CHUYEN else None


def _extended(case: CaseFile, matter: Matter, since: Step) -> bool:
    """Whether a paper extends the term that began with this step: an older one extended an older term."""
    paper = case.extension(matter)
    return paper is not None and (paper.occurred_on, paper.pk) > (since.occurred_on, since.pk)


# The dossier's twelve months


@dataclass(frozen=True)
class Ageing:
    """A paper that is made anew with an old dossier: its name, and its newest day since then, if there is one."""

    name: str
    renewed_on: date | None


def dossier_counts_from(case: CaseFile, day: date) -> date | None:
    """When the twelve months of the dossier, as it was on a day, began; None for a dossier not begun.

    With the dossier itself; once it is over, with the oldest of the papers made anew since (06-HD/TW, 5.4a).
    """
    start = case.dossier_started_on
    while start is not None and start <= day:
        ends = add_months(start, case.rules_on(start).dossier_stale_months.value)
        days = [paper.renewed_on for paper in ageing_papers(case, ends, day)]
        known = [renewed for renewed in days if renewed is not None]
        if not known or len(known) < len(days):
            break
        start = min(known)
    return start


def ageing_papers(case: CaseFile, since: date, day: date, *, wanted: bool = True) -> Iterator[Ageing]:
    """The papers that age with a dossier, each with its newest day between two days (both included).

    `wanted` is a dossier that is over: then opinions never asked for are among them. That nobody has introduced the
    person at all is another check's to say (K14, K16), and verification is renewed only when something changed, which
    the register cannot know.
    """
    made = [step for step in case.all(StepKind.GIOI_THIEU_DANG_VIEN) if step.occurred_on <= day]
    newest = sorted({step.helper_id: step.occurred_on for step in made}.values(), reverse=True)
    path = introducer_path(case, day)
    if newest and (wanted or len(newest) >= path.members_needed):
        last = newest[min(path.members_needed, len(newest)) - 1]
        yield Ageing("giấy giới thiệu của đảng viên", last if last >= since else None)
    elif wanted:
        yield Ageing("giấy giới thiệu của đảng viên", None)
    if path.body_needed and (days := body_papers(case, path.body_needed, day)):
        yield Ageing("nghị quyết giới thiệu của đoàn thể", days[-1] if days[-1] >= since else None)
    for kind, name in (
        (StepKind.Y_KIEN_DOAN_THE, "ý kiến đoàn thể"),
        (StepKind.Y_KIEN_CU_TRU, "ý kiến chi ủy nơi cư trú"),
    ):
        if kind == StepKind.Y_KIEN_CU_TRU and case.consent(Matter.CU_TRU_DAC_BIET, day):
            continue
        days = [step.occurred_on for step in case.all(kind) if step.occurred_on <= day]
        if wanted or days:
            last = max(days, default=date.min)
            yield Ageing(name, last if last >= since else None)
