"""Whose turn it is in a case, and with which step they would answer: beside every clock (docs/glossary.md).

The organs are those on the case's way today, by which the order of the way lets a step be recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien.models import Outcome, Step, StepKind, WaitingFor
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.moves import outcome_now
from dangvien.procedure.order import RECOGNITION_PAPERS
from dangvien.procedure.standing import is_short


@dataclass(frozen=True)
class Turn:
    """Who has to act, and the step that would stop the clock or bring it nearer to its stop."""

    waiting_for: WaitingFor
    next_step: StepKind


def open_move(case: CaseFile) -> Step | None:
    """A move that no new place has answered yet."""
    moved = case.last(StepKind.CHUYEN_NOI)
    if moved is None or any(taken.answers_id == moved.pk for taken in case.all(StepKind.TIEP_NHAN)):
        return None
    return moved


def for_papers(case: CaseFile) -> Turn:
    """Before a resolution that reached its votes."""
    if open_move(case):
        return Turn(WaitingFor.NOI_MOI, StepKind.TIEP_NHAN)
    return Turn(WaitingFor.CHI_BO, next_paper(case))


def next_paper(case: CaseFile) -> StepKind:
    """The first paper of the ordinary way that is missing; the cell's resolution when none is."""
    return next((kind for kind in _PAPERS if not case.has(*_PAPERS[kind])), StepKind.NQ_CHI_BO)


_PAPERS = {
    StepKind.VAO_DANH_SACH: (StepKind.VAO_DANH_SACH,),
    StepKind.DUOC_LAM_THU_TUC: (StepKind.DUOC_LAM_THU_TUC,),
    StepKind.DON: (StepKind.DON,),
    StepKind.LY_LICH: (StepKind.LY_LICH,),
    StepKind.GUI_THAM_TRA: (StepKind.GUI_THAM_TRA, StepKind.MIEN_THAM_TRA),
    StepKind.GIOI_THIEU_DANG_VIEN: (StepKind.GIOI_THIEU_DANG_VIEN,),
    StepKind.Y_KIEN_DOAN_THE: (StepKind.Y_KIEN_DOAN_THE,),
    StepKind.Y_KIEN_CU_TRU: (StepKind.Y_KIEN_CU_TRU,),
    StepKind.CHUNG_NHAN_LY_LICH: (StepKind.CHUNG_NHAN_LY_LICH,),
}
"""Papers before the cell votes, in order; each is there when one of these steps stands."""


def for_decision(case: CaseFile) -> Turn:
    """Between the cell's resolution, which passed, and the decision.

    A committee's vote that fell short is still sent up with its numbers (06-HD/TW, 5.1), and papers found missing are
    brought by whoever sent the dossier.
    """
    if moved := open_move(case):
        return _for_move(case, moved)
    route = case.route
    if route.checking and not case.on_resolution(StepKind.THAM_DINH_BO_PHAN):
        return Turn(WaitingFor.CAP_UY, StepKind.THAM_DINH_BO_PHAN)
    voted, sent = case.on_resolution(StepKind.NQ_DANG_UY), case.on_resolution(StepKind.TRINH)
    if route.resolving and voted is None:
        return Turn(WaitingFor.CAP_UY, StepKind.NQ_DANG_UY)
    if sent is not None and sent.outcome == Outcome.THIEU:
        return Turn(WaitingFor.CAP_UY if route.resolving else WaitingFor.CHI_BO, StepKind.TRINH)
    if sent is None:
        return Turn(WaitingFor.CAP_UY if is_short(voted) else WaitingFor.THAM_QUYEN, StepKind.TRINH)
    return Turn(WaitingFor.THAM_QUYEN, StepKind.QUYET_DINH_KET_NAP)


def _for_move(case: CaseFile, moved: Step) -> Turn:
    """Until the dossier was sent on it is the old place's turn, then the new one's (06-HD/TW, 3.9)."""
    if case.after(moved, StepKind.CHUYEN_HO_SO):
        return Turn(WaitingFor.NOI_MOI, StepKind.TIEP_NHAN)
    holder = WaitingFor.THAM_QUYEN if moved.outcome == Outcome.CAP_CU_CHUYEN else WaitingFor.CAP_UY
    return Turn(holder, StepKind.CHUYEN_HO_SO)


def for_ceremony(case: CaseFile, received: Step | None) -> Turn:
    """After the decision. It is never held at the old place; a decision that came too late after a move is cancelled
    by who took it (06-HD/TW, 3.9c)."""
    if moved := open_move(case):
        if outcome_now(case, moved) == Outcome.PHAI_HUY:
            return Turn(WaitingFor.THAM_QUYEN, StepKind.HUY_QUYET_DINH)
        return Turn(WaitingFor.NOI_MOI, StepKind.TIEP_NHAN)
    return Turn(WaitingFor.CHI_BO, StepKind.LE_KET_NAP if received else StepKind.NHAN_QUYET_DINH)


def for_recognition_vote(case: CaseFile, begun: date) -> Turn:
    """Until the cell's vote on recognition passes.

    After as many failed votes as the rules allow the higher level takes the question (294-QĐ/TW, 4.2.3); a cell that
    voted to strike the name has answered, and its committees decide.
    """
    if striking := _striking(case, begun):
        if case.route.resolving and not case.after(striking, StepKind.NQ_DANG_UY_XOA_TEN):
            return Turn(WaitingFor.CAP_UY, StepKind.NQ_DANG_UY_XOA_TEN)
        return Turn(WaitingFor.THAM_QUYEN, StepKind.QUYET_DINH_XOA_TEN)
    votes = [step for step in case.all(StepKind.NQ_CHI_BO_CONG_NHAN) if step.occurred_on >= begun]
    failed = [step for step in votes if is_short(step)]
    if failed and failed[-1] is votes[-1]:
        last = failed[-1]
        if len(failed) >= case.rules_on(last.occurred_on).failed_votes_limit.value:
            if case.route.resolving and not case.on_recognition(StepKind.NQ_DANG_UY_CONG_NHAN):
                return Turn(WaitingFor.CAP_UY, StepKind.NQ_DANG_UY_CONG_NHAN)
            return Turn(WaitingFor.THAM_QUYEN, StepKind.QUYET_DINH_CONG_NHAN)
    return Turn(WaitingFor.CHI_BO, next_recognition_paper(case, begun))


def _striking(case: CaseFile, begun: date) -> Step | None:
    """The cell's vote to strike the name, when it passed and no later vote is for recognition."""
    vote = case.last(StepKind.NQ_CHI_BO_XOA_TEN)
    if vote is None or vote.occurred_on < begun or is_short(vote):
        return None
    return None if case.after(vote, StepKind.NQ_CHI_BO_CONG_NHAN) else vote


def next_recognition_paper(case: CaseFile, begun: date) -> StepKind:
    """The first paper of the recognition's dossier that this probation lacks; the cell's vote when none is missing."""
    made = {step.kind for step in case.steps if step.occurred_on >= begun}
    return next((kind for _, kind in RECOGNITION_PAPERS if kind not in made), StepKind.NQ_CHI_BO_CONG_NHAN)


def for_recognition(case: CaseFile) -> Turn:
    """Between the cell's vote, which passed, and the decision on recognition."""
    route = case.route
    if route.checking and not case.on_recognition(StepKind.THAM_DINH_CONG_NHAN):
        return Turn(WaitingFor.CAP_UY, StepKind.THAM_DINH_CONG_NHAN)
    if route.resolving and not case.on_recognition(StepKind.NQ_DANG_UY_CONG_NHAN):
        return Turn(WaitingFor.CAP_UY, StepKind.NQ_DANG_UY_CONG_NHAN)
    return Turn(WaitingFor.THAM_QUYEN, StepKind.QUYET_DINH_CONG_NHAN)
