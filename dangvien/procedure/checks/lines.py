"""A step against the ledger: nobody leaves before they came, is admitted twice, or is on probation before it began."""

from __future__ import annotations

from dangvien.models import StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Problem
from dangvien.text import day_short

WRITING = (StepKind.LE_KET_NAP, StepKind.HUY_KET_NAP, StepKind.QUYET_DINH_XOA_TEN)
"""Steps that write a line of coming or leaving: the ledger adds up by days, so no standing line may be later."""


def line_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """Every reason in the ledger against a step."""
    day, field = facts.occurred_on, "issued_on" if facts.decision else "occurred_on"
    problems = []
    if facts.kind == StepKind.LE_KET_NAP and case.member is not None and case.member.organization_id is not None:
        problems.append(Problem("", f"{case.person} đang là đảng viên trong sổ, không kết nạp thêm một lần."))
    newest = case.lines[-1] if case.lines else None
    if facts.kind in WRITING and newest is not None and day < newest.occurred_on:
        problems.append(
            Problem(
                field,
                f"Ngày {day_short(day)} trước dòng cuối trong sổ của {case.person} (“{newest.get_kind_display()}”, "
                f"{day_short(newest.occurred_on)}). Kiểm tra lại hai ngày này.",
            )
        )
    elif case.of_probation and case.admitted_on is not None and day < case.admitted_on:
        problems.append(
            Problem(
                field,
                f"Ngày {day_short(day)} trước ngày vào Đảng ({day_short(case.admitted_on)}). "
                "Kiểm tra lại hai ngày này.",
            )
        )
    return problems
