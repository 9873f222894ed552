"""Recording the steps of a case, and mending them: a mistaken step is reversed, never changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from dangvien.actions import consequences, undoing
from dangvien.actions.auditing import note
from dangvien.actions.deciding import decision_problems
from dangvien.actions.progress import lock_people, write_down
from dangvien.actions.step_results import keep_results
from dangvien.models import Candidate, Member, Organization, Step, StepKind, User, Vote
from dangvien.procedure.casefile import CaseFile, candidate_file, probation_file
from dangvien.procedure.checks.dates import AFTER
from dangvien.procedure.checks.running import examined, problems_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.procedure.votes import threshold
from dangvien.text import day_short

MOST_TOLD = 3
"""So many steps of others are told one by one; of more, how many there are."""


class Stale(Refused):
    """Somebody else recorded a step since the form was opened. `newest` is the number of the newest step now."""

    def __init__(self, problems: list[Problem], newest: int) -> None:
        super().__init__(problems)
        self.newest = newest


def newest_step(subject: Candidate | Member) -> int:
    """The number of the newest line of a case, reversals included; 0 for a case without any."""
    return _lines(subject).order_by("-pk").values_list("pk", flat=True).first() or 0


def record_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """Every reason against a step, and every warning about it, as `record` would find them."""
    return [*problems_of(case, facts), *_paper_problems(case, facts)]


def _paper_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    return decision_problems(facts.decision, case.today) if facts.decision else []


@transaction.atomic
def record(*, by: User, subject: Candidate | Member, facts: StepFacts, today: date, seen: int | None = None) -> Step:
    """Record one step of a candidate's way or of a member's probation.

    `seen` is the newest step the writer knew of (`newest_step`): when there is a newer one, `Stale` says what changed.
    Raises `Refused` with every reason; then nothing is kept. What every check found is kept with the step, and where
    the case stands and what is due is written down anew.
    """
    case = _locked_file(subject, today)
    _refuse_if_stale(subject, seen)
    problems, results = examined(case, facts)
    refuse_if_any([*problems, *_paper_problems(case, facts)])
    worked = consequences.before(by=by, case=case, facts=facts, today=today)
    step = Step.objects.create(
        candidate=subject if isinstance(subject, Candidate) else None,
        probationer=subject if isinstance(subject, Member) else None,
        kind=facts.kind,
        occurred_on=facts.occurred_on,
        organization=facts.organization,
        number=facts.number,
        basis_number=facts.basis_number,
        basis_on=facts.basis_on,
        signer=facts.signer or (facts.decision.signer if facts.decision else ""),
        matter=facts.matter or "",
        abroad=facts.abroad,
        count=facts.count,
        helper=facts.helper,
        answers=facts.answers or worked.answers,
        outcome=worked.outcome or facts.outcome or "",
        body=worked.body or facts.body,
        origin=worked.origin,
        decision=worked.decision,
        movement=worked.movement,
        replaced=worked.replaced,
        rules_key=case.regulations.era_key(facts.occurred_on),
        recorded_by=by,
    )
    if facts.vote:
        _keep_vote(case, facts, step)
    keep_results(step, results)
    write_down(_file(subject, today, case))
    after = {"bước": step.get_kind_display(), "ngày": step.occurred_on, **_told(step, facts)}
    for place in _concerned(case, step):
        note(by=by, verb="ghi bước", subject=subject, organization=place, after=after)
    return step


@transaction.atomic
def reverse_step(*, by: User, step: Step, reason: str, today: date) -> Step:
    """Reverse a mistaken step with a reason; what it had set is set back.

    Refused while a later step rests on it: that one is reversed first.
    """
    subject = step.candidate or step.probationer
    assert subject is not None
    case = _locked_file(subject, today)
    if not reason.strip():
        raise Refused.at("reason", "Ghi lý do đính chính.")
    if step.reverses_id or Step.objects.filter(reverses=step).exists():
        raise Refused.at("", "Bước này đã được đính chính.")
    if later := _resting_on(case, step):
        raise Refused.at(
            "",
            f"Bước “{later.get_kind_display()}” ngày {day_short(later.occurred_on)} dựa vào bước này. "
            "Đính chính bước ấy trước.",
        )
    undoing.undo(by=by, case=case, step=step, reason=reason)
    mend = Step.objects.create(
        candidate=step.candidate,
        probationer=step.probationer,
        kind=step.kind,
        occurred_on=step.occurred_on,
        organization=step.organization,
        rules_key=step.rules_key,
        recorded_by=by,
        reverses=step,
        reason=reason,
    )
    subject.refresh_from_db()
    write_down(_file(subject, today, case))
    for place in _concerned(case, step):
        note(
            by=by,
            verb="đính chính bước",
            subject=subject,
            organization=place,
            before={"ngày": step.occurred_on},
            after={"bước": step.get_kind_display()},
            reason=reason,
        )
    return mend


def _lines(subject: Candidate | Member) -> Any:
    owner = {"candidate": subject} if isinstance(subject, Candidate) else {"probationer": subject}
    return Step.objects.filter(**owner)


def _locked_file(subject: Candidate | Member, today: date) -> CaseFile:
    """The case's file, read after its row was locked: of two writers the second sees what the first wrote."""
    lock_people([subject.person_id])
    if isinstance(subject, Candidate):
        return candidate_file(Candidate.objects.select_related("person", "organization").get(pk=subject.pk), today)
    return probation_file(Member.objects.select_related("person", "organization").get(pk=subject.pk), today)


def _file(subject: Candidate | Member, today: date, before: CaseFile) -> CaseFile:
    """The file after the step, by the regulations already read."""
    if isinstance(subject, Candidate):
        fresh = Candidate.objects.select_related("person", "organization").get(pk=subject.pk)
        return candidate_file(fresh, today, before.regulations)
    member = Member.objects.select_related("person", "organization").get(pk=subject.pk)
    return probation_file(member, today, before.regulations)


def _refuse_if_stale(subject: Candidate | Member, seen: int | None) -> None:
    if seen is None:
        return
    newer = list(_lines(subject).filter(pk__gt=seen).select_related("recorded_by").order_by("pk"))
    if not newer:
        return
    told = [
        f"{line.recorded_by.full_name if line.recorded_by else 'Người khác'} vừa "
        f"{'đính chính' if line.reverses_id else 'ghi'} “{line}” lúc {localtime(line.recorded_at):%H:%M}."
        for line in newer[-MOST_TOLD:]
    ]
    if len(newer) > MOST_TOLD:
        told.insert(0, f"{len(newer)} việc đã ghi thêm vào hồ sơ này; mới nhất:")
    sentence = " ".join([*told, "Những gì đồng chí vừa nhập vẫn còn: xem lại rồi bấm Lưu lần nữa."])
    raise Stale([Problem("", sentence)], newer[-1].pk)


def _keep_vote(case: CaseFile, facts: StepFacts, step: Step) -> None:
    vote = facts.vote
    assert vote is not None
    share, _ = threshold(case, facts)
    Vote.objects.create(
        step=step,
        convened=vote.convened,
        excluded=vote.excluded,
        base=vote.base,
        present=vote.present,
        agree=vote.agree,
        disagree=vote.disagree,
        invalid=vote.invalid,
        method=vote.method,
        threshold=share,
        passed=vote.reaches(share),
    )


def _concerned(case: CaseFile, step: Step) -> list[Organization]:
    """Whose audit trail tells of a step: the case's place and, of taking in, the places it leads from and to."""
    places = [case.organization]
    if step.kind == StepKind.TIEP_NHAN:
        places += [place for place in (step.origin, step.organization) if place is not None]
    return list(dict.fromkeys(places))


def _told(step: Step, facts: StepFacts) -> dict[str, Any]:
    """What the audit trail keeps of a step besides its name and day: papers and outcomes, no names."""
    told: dict[str, Any] = {}
    if step.kind == StepKind.TIEP_NHAN and step.origin and step.organization:
        told |= {"từ": step.origin.name_on(step.occurred_on), "đến": step.organization.name_on(step.occurred_on)}
    if step.decision or (step.number and step.kind != StepKind.PHAT_THE):  # a card's number is masked everywhere
        told["số"] = step.decision.reference if step.decision else step.number
    if step.outcome:
        told["kết quả"] = step.get_outcome_display()
    if facts.vote:
        told["biểu quyết"] = f"{facts.vote.agree}/{facts.vote.base}"
    return told


_ONE_OF_MANY = (
    StepKind.GIOI_THIEU_DANG_VIEN, StepKind.GIOI_THIEU_DOAN_THE, StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU,
    StepKind.TRA_LOI_THAM_TRA, StepKind.MIEN_THAM_TRA,
)  # fmt: skip
"""Papers of which a case needs several, each by another person or body."""

_PAPERS: dict[StepKind, tuple[StepKind, ...]] = {
    StepKind.CHUNG_NHAN_LY_LICH: (StepKind.MIEN_THAM_TRA, StepKind.TRA_LOI_THAM_TRA),
    StepKind.NQ_CHI_BO: (StepKind.CHUNG_NHAN_LY_LICH, *_ONE_OF_MANY),
    StepKind.NQ_CHI_BO_CONG_NHAN: (StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU),
    StepKind.TIEP_NHAN: (StepKind.CHUYEN_HO_SO,),
}
"""Step → the papers that lay before whoever took it, whatever their days: those written down by then."""


def _resting_on(case: CaseFile, step: Step) -> Step | None:
    """A standing step that rests on this one, the newest first.

    It answers it, was allowed by it, comes after it by the order of the way, had it among its papers; or it is one of
    the probation that the ceremony began.
    """
    if step.kind == StepKind.LE_KET_NAP and (taken := _on_probation(case, step)):
        return taken
    allowed = set(step.allows.values_list("step", flat=True))
    return next((later for later in reversed(case.steps) if _rests(case, later, step, allowed)), None)


def _rests(case: CaseFile, later: Step, step: Step, allowed: set[int]) -> bool:
    """Whether one step rests on another, which allowed the steps of the numbers `allowed`."""
    if later.answers_id == step.pk or later.pk in allowed:
        return True
    return later.pk != step.pk and (_follows(case, later, step) or _had(case, later, step))


def to_reverse_first(case: CaseFile, step: Step) -> list[Step]:
    """Every standing step that has to be reversed before this one, in the order in which that is done: the newest
    first. Those that rest on it, and those that rest on them."""
    found: dict[int, Step] = {}
    waiting = [step]
    while waiting:
        under = waiting.pop()
        allowed = set(under.allows.values_list("step", flat=True))
        later = [each for each in case.steps if each.pk not in found and _rests(case, each, under, allowed)]
        if under.kind == StepKind.LE_KET_NAP and case.member is not None:
            own = Step.objects.filter(probationer=case.member, pk__gt=under.pk).standing()
            later += [each for each in own if each.pk not in found]
        found |= {each.pk: each for each in later}
        waiting += later
    found.pop(step.pk, None)
    return sorted(found.values(), key=_order, reverse=True)


def _on_probation(case: CaseFile, ceremony: Step) -> Step | None:
    if case.member is None:
        return None
    own = Step.objects.filter(probationer=case.member, pk__gt=ceremony.pk)
    return own.standing().order_by("-pk").first()


def _follows(case: CaseFile, later: Step, step: Step) -> bool:
    """Whether a step is the newest of its kind before one that comes after it by the order of the way."""
    if step.kind not in AFTER.get(StepKind(later.kind), ()):
        return False
    before = [other for other in case.all(StepKind(step.kind)) if _order(other) < _order(later)]
    return bool(before) and before[-1] == step


def _had(case: CaseFile, later: Step, step: Step) -> bool:
    """Whether a paper was there when a step was written down, and no other one like it."""
    if step.kind not in _PAPERS.get(StepKind(later.kind), ()) or step.pk > later.pk:
        return False
    same = [other for other in case.all(StepKind(step.kind)) if other.pk < later.pk]
    if step.kind in _ONE_OF_MANY:
        same = [other for other in same if _said_by(other) == _said_by(step)]
    return same[-1] == step


def _said_by(step: Step) -> tuple[object, ...]:
    return (step.probationer_id, step.helper_id, step.body, step.matter, step.answers_id)


def _order(step: Step) -> tuple[date, int]:
    return (step.occurred_on, step.pk)
