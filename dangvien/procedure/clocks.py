"""The clocks of a case (docs/glossary.md): when each starts, when it ends, by which clause, and who has to act.

The rules are those of the day that starts a clock. Working days are counted by the calendar of the regulations, months
by the calendar. No deadline is left out because its day has passed: what is late stays until a step stops it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dangvien.dates import add_months
from dangvien.models import Case, Clock, Deadline, Outcome, Step, StepKind, WaitingFor
from dangvien.procedure import waiting
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.moves import outcome_now
from dangvien.procedure.standing import is_short
from dangvien.procedure.terms import Term, ceremony_term, decision_term, dossier_counts_from, recognition_term
from dangvien.procedure.waiting import Turn
from dangvien.rules import Rule


def deadlines_of(row: Case, case: CaseFile) -> list[Deadline]:
    """What runs for an open case, unsaved; `row` is the case's own row."""
    running = _admission(row, case) if row.candidate_id else _probation(row, case)
    return sorted(running, key=lambda item: (item.due_on, item.clock))


def _deadline(
    row: Case,
    case: CaseFile,
    clock: Clock,
    started_on: date,
    due_on: date,
    source: str,
    turn: Turn,
    step: Step | None = None,
) -> Deadline:
    return Deadline(
        case=row,
        organization_id=row.organization_id,
        clock=clock,
        step=step,
        started_on=started_on,
        due_on=due_on,
        waiting_for=turn.waiting_for,
        next_step=turn.next_step,
        rules_key=case.regulations.era_key(started_on),
        source=source[:250],
    )


def _in_working_days(
    row: Case,
    case: CaseFile,
    clock: Clock,
    start: Step | date,
    rule: Rule[int],
    turn: Turn,
    longer: Rule[int] | None = None,
) -> Deadline:
    """A clock of so many working days; `longer` is the rule by which it was extended."""
    started_on = start if isinstance(start, date) else start.occurred_on
    days, source = rule.value, rule.cited
    if longer is not None:
        days, source = days + longer.value, f"{source}; đã gia hạn {longer.value} ngày làm việc ({longer.source})"
    due_on = case.after_working_days(started_on, days)
    if not case.regulations.calendar_known(due_on):
        source = f"{source}; tạm tính, chưa có lịch nghỉ năm {due_on.year}"
    step = None if isinstance(start, date) else start
    return _deadline(row, case, clock, started_on, due_on, source, turn, step)


# On the way to admission


def _admission(row: Case, case: CaseFile) -> Iterator[Deadline]:
    yield from _move(row, case)
    yield from _requests(row, case)
    if case.resolution is None or is_short(case.resolution):
        # Too few votes in the cell: it may vote again, and the papers go on ageing.
        yield from _papers(row, case)
    elif case.admission_decision is None:
        if (term := decision_term(case)) is not None:
            yield _of_term(row, case, Clock.QUYET_DINH_KET_NAP, term, waiting.for_decision(case))
        yield from _local_terms(row, case, case.resolution)
    else:
        yield from _ceremony(row, case)


def _papers(row: Case, case: CaseFile) -> Iterator[Deadline]:
    turn = waiting.for_papers(case)
    certificate = case.certificate(case.today)
    if certificate is not None and certificate.certificate_on is not None:
        start = certificate.certificate_on
        rule = case.rules_on(start).certificate_valid_months
        ends = add_months(start, rule.value)
        yield _deadline(row, case, Clock.GIAY_CHUNG_NHAN, start, ends, rule.cited, turn)
    if (begun := dossier_counts_from(case, case.today)) is not None:
        rule = case.rules_on(begun).dossier_stale_months
        ends = add_months(begun, rule.value)
        yield _deadline(row, case, Clock.HO_SO, begun, ends, rule.cited, turn, case.last(StepKind.LY_LICH))


def _requests(row: Case, case: CaseFile) -> Iterator[Deadline]:
    """Verifications without a reply, also those sent after the cell's vote."""
    for request in case.open_requests:
        rules = case.rules_on(request.occurred_on)
        rule = rules.reply_days_abroad if request.abroad else rules.reply_days_home
        reply = Turn(WaitingFor.NOI_THAM_TRA, StepKind.TRA_LOI_THAM_TRA)
        yield _in_working_days(row, case, Clock.THAM_TRA, request, rule, reply)


def _of_term(row: Case, case: CaseFile, clock: Clock, term: Term, turn: Turn) -> Deadline:
    return _in_working_days(row, case, clock, term.start, term.rule, turn, term.longer)


def _local_terms(row: Case, case: CaseFile, resolution: Step) -> Iterator[Deadline]:
    """Terms that only a province sets: 0 until an amendment gives one."""
    rules = case.rules_on(resolution.occurred_on)
    steps_up = (StepKind.THAM_DINH_BO_PHAN, StepKind.NQ_DANG_UY, StepKind.TRINH)
    if rules.cell_send_days.value and not any(case.on_resolution(kind) for kind in steps_up):
        turn = waiting.for_decision(case)
        yield _in_working_days(row, case, Clock.GUI_NGHI_QUYET, resolution, rules.cell_send_days, turn)
    voted, sent = case.on_resolution(StepKind.NQ_DANG_UY), case.on_resolution(StepKind.TRINH)
    if rules.committee_vote_days.value and case.route.resolving and voted is None:
        turn = waiting.for_decision(case)
        yield _in_working_days(row, case, Clock.DANG_UY_XET, resolution, rules.committee_vote_days, turn)
    if sent is not None and sent.outcome != Outcome.THIEU:
        rule = case.rules_on(sent.occurred_on).decide_after_committee_days
        if rule.value:
            turn = waiting.for_decision(case)
            yield _in_working_days(row, case, Clock.THAM_QUYEN_XET, sent, rule, turn)


def _ceremony(row: Case, case: CaseFile) -> Iterator[Deadline]:
    if (term := ceremony_term(case)) is not None:
        yield _of_term(row, case, Clock.LE_KET_NAP, term, waiting.for_ceremony(case, case.received))
    decision = case.admission_decision
    if decision is not None and case.received is None:
        # The term of the ceremony may start with the receipt: without a reminder of its own, a decision that was never
        # handed over would be due to nobody.
        rule = case.rules_on(decision.occurred_on).receive_decision_days
        turn = waiting.for_ceremony(case, None)
        yield _in_working_days(row, case, Clock.NHAN_QUYET_DINH, decision, rule, turn)
    asked = case.last(StepKind.DE_NGHI_XEM_LAI)
    if asked is not None and not _answered(case, asked, StepKind.KET_LUAN_XEM_LAI):
        rule = case.rules_on(asked.occurred_on).move_recheck_days
        turn = Turn(WaitingFor.THAM_QUYEN, StepKind.KET_LUAN_XEM_LAI)
        yield _in_working_days(row, case, Clock.XEM_LAI, asked, rule, turn)


def _move(row: Case, case: CaseFile) -> Iterator[Deadline]:
    """The old decider sends the dossier on; where it lies elsewhere the texts give no number of days."""
    moved = waiting.open_move(case)
    if moved is None or outcome_now(case, moved) != Outcome.CAP_CU_CHUYEN or case.after(moved, StepKind.CHUYEN_HO_SO):
        return
    rule = case.rules_on(moved.occurred_on).move_forward_days
    turn = Turn(WaitingFor.THAM_QUYEN, StepKind.CHUYEN_HO_SO)
    yield _in_working_days(row, case, Clock.CHUYEN_HO_SO, moved, rule, turn)


def _answered(case: CaseFile, step: Step, kind: StepKind) -> bool:
    return any(answer.answers_id == step.pk for answer in case.all(kind))


# On probation


def _probation(row: Case, case: CaseFile) -> Iterator[Deadline]:
    begun, ends = case.admitted_on, case.probation_ends_on
    if case.member is not None and case.member.official_on is not None:
        yield from _after_recognition(row, case)
        return
    if begun is None or ends is None or case.member is None:
        return
    filed = bool(case.member.file_number) and not case.departures  # a readmission is filed anew
    if not filed and not case.has(StepKind.HO_SO_DANG_VIEN):
        rule = case.rules_on(begun).member_file_days
        turn = Turn(WaitingFor.CHI_BO, StepKind.HO_SO_DANG_VIEN)
        yield _in_working_days(row, case, Clock.HO_SO_DANG_VIEN, begun, rule, turn)
    recognition = _since(case, begun, StepKind.NQ_CHI_BO_CONG_NHAN)
    if recognition is None:
        rule = case.rules_on(begun).probation_months
        turn = waiting.for_recognition_vote(case, begun)
        yield _deadline(row, case, Clock.HET_DU_BI, begun, ends, rule.cited, turn, case.ceremony)
    if recognition is None or is_short(recognition) or case.on_recognition(StepKind.QUYET_DINH_CONG_NHAN):
        # Too few votes, or a decision against: the question is open still, and its term was not made longer.
        yield _in_working_days(row, case, Clock.XET_CONG_NHAN, ends, *_review(case, begun, ends))
        return
    yield from _recognition(row, case, recognition)


def _review(case: CaseFile, begun: date, ends: date) -> tuple[Rule[int], Turn]:
    return case.rules_on(ends).official_review_days, waiting.for_recognition_vote(case, begun)


def _recognition(row: Case, case: CaseFile, recognition: Step) -> Iterator[Deadline]:
    rules, turn = case.rules_on(recognition.occurred_on), waiting.for_recognition(case)
    if (term := recognition_term(case)) is not None:
        yield _of_term(row, case, Clock.QUYET_DINH_CONG_NHAN, term, turn)
    if rules.recognition_vote_days.value:
        yield _in_working_days(row, case, Clock.NGHI_QUYET_CONG_NHAN, recognition, rules.recognition_vote_days, turn)


def _after_recognition(row: Case, case: CaseFile) -> Iterator[Deadline]:
    """Up to the card: the decision is read out at the cell's next meeting, the card asked for in the next round."""
    decided = case.last(StepKind.QUYET_DINH_CONG_NHAN)
    if decided is None or decided.outcome != Outcome.DONG_Y or case.has(StepKind.PHAT_THE):
        return
    rules = case.rules_on(decided.occurred_on)
    kind, clock, rule, who = StepKind.PHAT_THE, Clock.PHAT_THE, rules.card_months, WaitingFor.THAM_QUYEN
    if not case.has(StepKind.CONG_BO):
        kind, clock, rule, who = StepKind.CONG_BO, Clock.CONG_BO, rules.announce_months, WaitingFor.CHI_BO
    ends = add_months(decided.occurred_on, rule.value)
    yield _deadline(row, case, clock, decided.occurred_on, ends, rule.cited, Turn(who, kind), decided)


def _since(case: CaseFile, day: date, kind: StepKind) -> Step | None:
    """The last of these steps of this probation: another one may stand before a readmission."""
    return next((step for step in reversed(case.all(kind)) if step.occurred_on >= day), None)
