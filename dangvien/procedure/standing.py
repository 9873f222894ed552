"""Where a case stands: its state and the day it came into it, from its facts alone (states of models/progress.py).

Time alone changes one thing here: a certificate that has run out (X03) no longer holds its state, which every night's
refreshing writes down. That a dossier has grown old (X04) is a deadline's affair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dangvien.dates import add_months
from dangvien.models import CaseState, Enrollment, Kind, Outcome, Step, StepKind, TrainingClass
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.moves import leads_outside, pending_move

_CLOSINGS = {
    Outcome.CHINH_TRI: CaseState.X05,
    Outcome.CAP_UY_KHONG_DONG_Y: CaseState.X07,
    Outcome.RUT_DON: CaseState.X08,
    Outcome.TU_TRAN: CaseState.X08,
    Outcome.CHUYEN_DI: CaseState.X09,
}


@dataclass(frozen=True)
class Standing:
    """A state since a day; `is_open` while something can still be recorded."""

    state: CaseState
    since: date
    is_open: bool = True


def admission_standing(case: CaseFile) -> Standing:
    """Where a candidate's way to admission stands; the case must have its candidate."""
    candidate = case.candidate
    assert candidate is not None
    line = case.admission_line
    if line is not None and line.candidate_id == candidate.pk:
        return Standing(CaseState.S19, line.occurred_on, is_open=False)
    if candidate.closed_on is not None:
        decided = case.last(StepKind.QUYET_DINH_KET_NAP)
        refused = Outcome.CAP_UY_KHONG_DONG_Y if decided and decided.outcome == Outcome.KHONG_DONG_Y else ""
        sent_away = case.closing is None and leads_outside(case) and case.has(StepKind.CHUYEN_HO_SO)
        if sent_away:
            return Standing(CaseState.X09, candidate.closed_on, is_open=False)
        outcome = case.closing.outcome if case.closing else refused
        closed = next((state for key, state in _CLOSINGS.items() if key == outcome), CaseState.X01)
        return Standing(closed, candidate.closed_on, is_open=False)
    return next(_reached(case), Standing(CaseState.S01, candidate.opened_on))


def _reached(case: CaseFile) -> Iterator[Standing]:
    """What holds of an open case, the furthest first."""
    yield from _at(CaseState.X09, pending_move(case))
    if case.admission_decision:
        yield from _at(CaseState.S18, case.received)
        yield from _at(CaseState.S17, case.admission_decision)
    if case.resolution:
        yield from _first_short(case.resolution, case.on_resolution(StepKind.NQ_DANG_UY))
        decided, sent = case.on_resolution(StepKind.QUYET_DINH_KET_NAP), case.on_resolution(StepKind.TRINH)
        if fell_short(decided) and not case.after(decided, StepKind.TRINH):
            yield from _at(CaseState.X06, decided)
        yield from _at(CaseState.S16, sent)
        yield from _at(CaseState.S15, case.on_resolution(StepKind.NQ_DANG_UY))
        yield from _at(CaseState.S14, case.on_resolution(StepKind.THAM_DINH_BO_PHAN))
        yield Standing(CaseState.S13, case.resolution.occurred_on)
    if case.restarted_at:
        yield Standing(CaseState.X11, case.restarted_at.occurred_on)
    yield from _papers(case)
    yield from _before_the_papers(case)


def _papers(case: CaseFile) -> Iterator[Standing]:
    certified = case.after(case.last(StepKind.LY_LICH), StepKind.CHUNG_NHAN_LY_LICH)
    if certified is not None and certified.outcome != Outcome.KHONG_DU_DIEU_KIEN:
        yield from _at(CaseState.S12, certified)
    yield from _at(CaseState.S09, case.open_requests[-1] if case.open_requests else None)
    if case.has(StepKind.Y_KIEN_DOAN_THE) and case.has(StepKind.Y_KIEN_CU_TRU):
        yield from _at(CaseState.S11, case.last(StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU))
    yield from _at(CaseState.S10, case.last(StepKind.GIOI_THIEU_DANG_VIEN))
    yield from _at(CaseState.S09, case.last(StepKind.TRA_LOI_THAM_TRA, StepKind.MIEN_THAM_TRA))
    yield from _at(CaseState.S08, case.last(StepKind.LY_LICH))
    yield from _at(CaseState.S07, case.last(StepKind.DON))
    yield from _at(CaseState.S06, case.last(StepKind.DUOC_LAM_THU_TUC))


def _before_the_papers(case: CaseFile) -> Iterator[Standing]:
    """Learning or being proposed counts when it is newer than the certificate; one that has run out counts no more."""
    certificate = case.certificate(case.today)
    issued_on = certificate.certificate_on if certificate is not None else None
    since = issued_on or date.min
    begun = [
        item.training_class.starts_on
        for item in case.enrolled(TrainingClass.Kind.NHAN_THUC)
        if item.result == Enrollment.Result.DANG_HOC and item.training_class.starts_on > since
    ]
    if begun:
        yield Standing(CaseState.S04, max(begun))
    if case.proposed_on is not None and case.proposed_on > since:
        yield Standing(CaseState.S03, case.proposed_on)
    lapsed = _lapsed_on(case, issued_on) if issued_on is not None else None
    if issued_on is not None and lapsed is None:
        yield Standing(CaseState.S05, issued_on)
    listed = case.last(StepKind.VAO_DANH_SACH)
    if listed is not None:
        yield Standing(CaseState.S02, max(listed.occurred_on, lapsed or date.min))
    if lapsed is not None:
        yield Standing(CaseState.S01, lapsed)


def _lapsed_on(case: CaseFile, issued_on: date) -> date | None:
    """The first day on which a certificate no longer serves (X03; 06-HD/TW, 5.4b); None while it does."""
    last = add_months(issued_on, case.rules_on(case.today).certificate_valid_months.value)
    return last + timedelta(days=1) if last < case.today else None


def probation_standing(case: CaseFile) -> Standing:
    """Where a member's probation stands, up to the card; the case must have its member."""
    member = case.member
    assert member is not None
    if member.organization_id is None:
        last = case.lines[-1] if case.lines else None
        left = {Kind.HUY_KET_NAP: CaseState.X12, Kind.XOA_TEN: CaseState.X14}
        state = left.get(Kind(last.kind), CaseState.D01) if last else CaseState.D01
        return Standing(state, last.occurred_on if last else case.today, is_open=False)
    if member.official_on is not None:
        if card := case.last(StepKind.PHAT_THE):
            return Standing(CaseState.D10, card.occurred_on, is_open=False)
        if told := case.last(StepKind.CONG_BO):
            return Standing(CaseState.D09, told.occurred_on)
        decided = case.last(StepKind.QUYET_DINH_CONG_NHAN)
        agreed = decided is not None and decided.outcome == Outcome.DONG_Y
        return Standing(CaseState.D08, decided.occurred_on if decided and agreed else member.official_on)
    entered = case.lines[0].occurred_on if case.lines else case.today
    return next(_probation_reached(case), Standing(CaseState.D01, member.admitted_on or entered))


def _probation_reached(case: CaseFile) -> Iterator[Standing]:
    if case.recognition:
        yield from _first_short(case.recognition, case.on_recognition(StepKind.NQ_DANG_UY_CONG_NHAN))
        yield from _at(CaseState.D07, case.on_recognition(StepKind.NQ_DANG_UY_CONG_NHAN))
        yield from _at(CaseState.D06, case.on_recognition(StepKind.THAM_DINH_CONG_NHAN))
        yield Standing(CaseState.D05, case.recognition.occurred_on)
    yield from _at(CaseState.D04, case.last(StepKind.TU_KIEM_DIEM, StepKind.NHAN_XET_GIUP_DO))
    certificate = case.new_member_certificate
    if certificate is not None and certificate.certificate_on is not None:
        yield Standing(CaseState.D02, certificate.certificate_on)


def is_short(step: Step | None) -> bool:
    """Whether a step carries a vote that did not reach its threshold (X06)."""
    vote = getattr(step, "vote", None) if step is not None else None
    return vote is not None and not vote.passed


def fell_short(step: Step | None) -> bool:
    """Whether a decision says no only because too few agreed: its own ballots are short, and no majority is against.

    The case then stays open and is put before the committee again (06-HD/TW, 5.1); a no without ballots, or by more
    than half of those counted, ends it (294-QĐ/TW, 4.3.1).
    """
    vote = getattr(step, "vote", None) if step is not None else None
    if step is None or vote is None or step.outcome != Outcome.KHONG_DONG_Y:
        return False
    return not vote.passed and not is_against(vote.disagree, vote.base)


def is_against(disagree: int, base: int) -> bool:
    """Whether more than half of those counted voted against."""
    return 2 * disagree > base


def _first_short(*votes: Step | None) -> Iterator[Standing]:
    """X06 since the first vote that fell short: a later committee's vote does not begin it anew."""
    yield from _at(CaseState.X06, next((step for step in votes if is_short(step)), None))


def _at(state: CaseState, step: Step | None) -> Iterator[Standing]:
    if step is not None:
        yield Standing(state, step.occurred_on)
