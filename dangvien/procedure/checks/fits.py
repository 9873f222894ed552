"""Whether a step belongs to the case and says what its kind says: its part of the way, its outcomes, its paper."""

from __future__ import annotations

from dangvien.models import StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Problem
from dangvien.procedure.step_definition import StepDefinition, Track
from dangvien.procedure.way import definition
from dangvien.text import day_short

OF_BOTH = (StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU, StepKind.VAN_BAN_DONG_Y, StepKind.GIA_HAN)
"""Steps of the way to admission that are taken on probation too."""
OF_MEMBERS = (
    StepKind.HUY_KET_NAP, StepKind.LAM_LAI_QUYET_DINH, StepKind.NQ_CHI_BO_XOA_TEN, StepKind.NQ_DANG_UY_XOA_TEN,
    StepKind.QUYET_DINH_XOA_TEN,
)  # fmt: skip
"""Steps beside the way that only a member can take."""
_TOLD_OTHERWISE = "khong_dong_y"


def belongs(kind: StepKind, *, to_probation: bool) -> bool:
    """Whether a step of this kind is one of a probation, or of a candidate's way."""
    if kind in OF_BOTH:
        return True
    return (definition(kind).track is Track.PROBATION or kind in OF_MEMBERS) == to_probation


def place_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """Why no step of this kind can be written into this case at all."""
    if not belongs(facts.kind, to_probation=case.of_probation):
        other = "kết nạp" if case.of_probation else "đảng viên dự bị"
        return [Problem("", f"Bước “{facts.kind.label}” thuộc hồ sơ {other} của đồng chí này. Ghi ở hồ sơ ấy.")]
    if definition(facts.kind).once and (there := case.last(facts.kind)):
        told = (
            f"Bước “{facts.kind.label}” đã ghi, ngày {day_short(there.occurred_on)}. Nếu ghi sai, đính chính bước ấy."
        )
        return [Problem("", told)]
    return []


def content_problems(facts: StepFacts) -> list[Problem]:
    """What a step of its kind cannot say, or leaves out: an outcome, a matter, the decision's paper."""
    asked, problems = definition(facts.kind), []
    if facts.outcome is not None and facts.outcome not in asked.outcomes:
        problems.append(Problem("outcome", f"Bước này không có kết quả “{facts.outcome.label}”. Chọn kết quả khác."))
    if facts.matter is not None and facts.matter not in asked.matters:
        problems.append(Problem("matter", "Nội dung này không thuộc bước đang ghi. Chọn nội dung khác."))
    return problems + _paper_problems(asked, facts)


def _paper_problems(asked: StepDefinition, facts: StepFacts) -> list[Problem]:
    if "decision" not in asked.asks:
        return [Problem("", "Bước này không có quyết định kèm theo.")] if facts.decision else []
    problems = []
    if asked.outcomes and facts.outcome is None:
        problems.append(Problem("outcome", "Chọn đồng ý hay không đồng ý."))
    # Who refuses may tell it by another paper than a numbered decision.
    if facts.decision is None and facts.outcome != _TOLD_OTHERWISE:
        problems.append(Problem("number", "Nhập số, ký hiệu, ngày và cơ quan ban hành quyết định."))
    return problems
