"""K19, K20: verification of the lý lịch by other places: complete before it is certified, answered in time."""

from __future__ import annotations

from datetime import date

from dangvien.models import Outcome, Step, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, day_input
from dangvien.procedure.checks.introducers import not_official
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level, Problem
from dangvien.rules import Rule
from dangvien.text import day_short, join_vi, lower_first


def answer_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """A reply, or the note that none is needed, answers a request of this case that is still open."""
    if facts.kind not in (StepKind.TRA_LOI_THAM_TRA, StepKind.MIEN_THAM_TRA):
        return []
    if facts.answers is None:
        told = "Chọn nơi đã trả lời thẩm tra."
        return [Problem("answers", told)] if facts.kind == StepKind.TRA_LOI_THAM_TRA else []
    if facts.answers.pk in {step.pk for step in case.open_requests}:
        return []
    return [Problem("answers", "Nơi này không còn chờ trả lời trong hồ sơ này. Chọn nơi đang chờ trả lời.")]


def request_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """What a request needs: a lý lịch with stamped pages, and an official member to go with it who is another person.

    06-HD/TW, 3.4d; 38-HD/BTCTW, I.1.4.2. Whether the member is kin of the person is not known here: the form says so.
    """
    if facts.kind != StepKind.GUI_THAM_TRA:
        return []
    problems = []
    history = case.last(StepKind.LY_LICH)
    if history is not None and history.outcome == Outcome.CHUA_GIAP_LAI:
        problems.append(
            Problem(
                "",
                f"Lý lịch khai ngày {day_short(history.occurred_on)} chưa đóng dấu giáp lai. Đóng dấu các trang và "
                f"ảnh, ghi lại bước “{StepKind.LY_LICH.label}” rồi mới gửi thẩm tra.",
            )
        )
    if facts.helper is None:
        return problems
    if facts.helper.person_id == case.person.pk:
        problems.append(Problem("helper", "Người xin vào Đảng không tự đi thẩm tra. Chọn đảng viên khác."))
    elif told := not_official(facts.helper, facts.occurred_on):
        problems.append(Problem("helper", told))
    return problems


def open_verifications(case: CaseFile, facts: StepFacts) -> Found | None:
    """K19: a place was asked and has neither answered nor been exempted (06-HD/TW, 3.4)."""
    waiting = case.open_requests
    source = source_of("K19", facts.occurred_on)
    inputs: Inputs = {"gui": len(case.all(StepKind.GUI_THAM_TRA)), "cho": len(waiting)}
    if not waiting:
        return _not_clear(case, facts.occurred_on, source, inputs)
    return Found(
        f"Còn chờ trả lời thẩm tra: {join_vi(_place(step) for step in waiting[:5])}. Ghi trả lời, hoặc ghi “Không phải "
        "thẩm tra” kèm lý do, rồi mới chứng nhận lý lịch.",
        source,
        inputs,
    )


def _not_clear(case: CaseFile, day: date, source: str, inputs: Inputs) -> Found:
    """K19 when every place has answered: one that did not confirm asks for attention before the certificate."""
    newest = {(request.matter, request.body): (request, reply) for request, reply in _replies(case, day)}
    unclear = (Outcome.CHUA_DUNG, Outcome.CHUA_DU)
    doubtful = [(request, reply) for request, reply in newest.values() if reply.outcome in unclear]
    if not doubtful:
        return Found(source=source, inputs=inputs)
    told = join_vi(f"{_place(request)}: {lower_first(reply.get_outcome_display())}" for request, reply in doubtful[:5])
    return Found(
        f"Trả lời thẩm tra chưa xác nhận lý lịch: {told}. Làm rõ, hoặc gửi thẩm tra lại, trước khi chứng nhận.",
        source,
        {**inputs, "chua_ro": len(doubtful)},
        level=Level.WARN,
    )


def _replies(case: CaseFile, day: date) -> list[tuple[Step, Step]]:
    """Every request that was answered up to a day, with its reply."""
    replies = [step for step in case.all(StepKind.TRA_LOI_THAM_TRA) if step.occurred_on <= day]
    return [(step.answers, step) for step in replies if step.answers is not None]


def reply_due(case: CaseFile, request: Step) -> tuple[date, Rule[int]]:
    """The last day for a place to answer, and the rule of its working days."""
    rules = case.rules_on(request.occurred_on)
    rule = rules.reply_days_abroad if request.abroad else rules.reply_days_home
    return case.after_working_days(request.occurred_on, rule.value), rule


def reply_late(case: CaseFile, facts: StepFacts) -> Found | None:
    """K20: the answer came later than 30 working days (90 from abroad)."""
    if facts.answers is None:
        return None
    due, rule = reply_due(case, facts.answers)
    inputs = _inputs(facts.answers, due, facts.occurred_on)
    if facts.occurred_on <= due:
        return Found(source=rule.cited, inputs=inputs)
    return Found(
        f"{_place(facts.answers)} trả lời ngày {day_short(facts.occurred_on)}, muộn hơn hạn {day_short(due)} "
        f"({rule.value} ngày làm việc). Vẫn ghi được; nêu lý do khi báo cáo.",
        rule.cited,
        inputs,
    )


def replies_overdue(case: CaseFile) -> Found | None:
    """K20 on the case's page: places whose time to answer is over."""
    over = [(step, *reply_due(case, step)) for step in case.open_requests]
    over = [line for line in over if line[1] < case.today]
    if not over or case.candidate is None or case.candidate.closed_on:
        return None
    step, due, rule = over[0]
    told = join_vi(f"{_place(step)} (hạn {day_short(due)})" for step, due, _ in over[:5])
    return Found(f"Quá hạn trả lời thẩm tra: {told}. Nhắc nơi được hỏi.", rule.cited, _inputs(step, due, case.today))


def _place(step: Step) -> str:
    return f"{step.body or step.get_matter_display()} (gửi ngày {day_short(step.occurred_on)})"


def _inputs(request: Step, due: date, day: date) -> Inputs:
    return {
        "gui": day_input(request.occurred_on),
        "nuoc_ngoai": request.abroad,
        "han": day_input(due),
        "ngay": day_input(day),
    }


CHECKS = (
    Check("K19", "Thẩm tra đã xong", Level.REFUSE, (StepKind.CHUNG_NHAN_LY_LICH,), open_verifications),
    Check(
        "K20",
        "Trả lời thẩm tra đúng hạn",
        Level.WARN,
        (StepKind.TRA_LOI_THAM_TRA,),
        reply_late,
        field="occurred_on",
        daily=replies_overdue,
    ),
)
