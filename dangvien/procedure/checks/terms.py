"""K31–K33: terms of the decision and the ceremony; one person at a time."""

from __future__ import annotations

from datetime import date

from dangvien.models import Kind, Matter, Movement, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, at_no_step, day_input
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from dangvien.procedure.terms import ceremony_term, decision_term, recognition_term
from dangvien.text import day_short


def decision_overdue(case: CaseFile) -> Found | None:
    """K31: no decision by the end of its term, extended or not (294-QĐ/TW, 4.3.1)."""
    term = (decision_term(case) if case.own_admission is None else None) or recognition_term(case)
    if term is None or (case.candidate and case.candidate.closed_on and case.member is None):
        return None
    start, due, rule = term.start.occurred_on, term.due_on, term.rule
    inputs: Inputs = {"tu": day_input(start), "han": day_input(due), "ngay": day_input(case.today)}
    if case.today <= due:
        return Found(source=rule.cited, inputs=inputs)
    return Found(
        f"Nghị quyết của chi bộ ngày {day_short(start)} đã quá hạn ra quyết định ({day_short(due)}). "
        "Báo cáo cấp trên; nếu đã được gia hạn thì ghi bước “Gia hạn”.",
        rule.cited,
        inputs,
    )


def ceremony_late(case: CaseFile, facts: StepFacts) -> Found | None:
    """K32: the ceremony after its term; with the higher level's consent it asks for attention only (4.1)."""
    return _ceremony_by(case, facts.occurred_on)


def ceremony_overdue(case: CaseFile) -> Found | None:
    """K32 on the case's page: the term is over and there was no ceremony."""
    if case.ceremony or case.candidate is None or case.candidate.closed_on or case.own_admission:
        return None
    found = _ceremony_by(case, case.today)
    return Found(found.sentence, found.source, found.inputs, level=Level.WARN) if found else None


def _ceremony_by(case: CaseFile, day: date) -> Found | None:
    term = ceremony_term(case)
    if term is None:
        return None
    start, due, rule = term.start.occurred_on, term.due_on, term.rule
    inputs: Inputs = {"tu": day_input(start), "han": day_input(due), "ngay": day_input(day)}
    if day <= due:
        return Found(source=rule.cited, inputs=inputs)
    return Found(
        f"Ngày {day_short(day)} đã quá hạn tổ chức lễ kết nạp ({day_short(due)}, {rule.value} ngày làm việc từ ngày "
        f"{day_short(start)}). Cần văn bản đồng ý của cấp trên: ghi bước “Văn bản đồng ý của cấp trên” trước.",
        rule.cited,
        inputs,
    )


def two_at_once(case: CaseFile, facts: StepFacts) -> Found | None:
    """K33: another ceremony of the same cell on the same day: each person is admitted by an act of their own (3.8a)."""
    cell = facts.organization or case.organization
    lines = Movement.objects.standing().filter(
        organization=cell.pk, kind=Kind.KET_NAP, occurred_on=facts.occurred_on, candidate__isnull=False
    )
    others = lines.exclude(candidate=case.candidate).count()
    source = source_of("K33", facts.occurred_on)
    inputs: Inputs = {"ngay": day_input(facts.occurred_on), "nguoi_khac": others}
    if not others:
        return Found(source=source, inputs=inputs)
    return Found(
        f"Ngày {day_short(facts.occurred_on)} chi bộ đã kết nạp {others} người khác. Xét và tổ chức lễ cho từng người "
        "một; đối chiếu biên bản.",
        source,
        inputs,
    )


CHECKS = (
    Check("K31", "Quyết định đúng hạn", Level.WARN, (), at_no_step, daily=decision_overdue),
    Check(
        "K32",
        "Lễ kết nạp đúng hạn",
        Level.REFUSE,
        (StepKind.LE_KET_NAP,),
        ceremony_late,
        consent=Matter.LE_MUON,
        field="occurred_on",
        allowed=Level.WARN,
        daily=ceremony_overdue,
    ),
    Check("K33", "Kết nạp từng người một", Level.WARN, (StepKind.LE_KET_NAP,), two_at_once, field="occurred_on"),
)
