"""What must lie in a dossier that is put before who decides (S16)."""

from __future__ import annotations

from dangvien.models import Outcome, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.dossier import checklist
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Problem
from dangvien.text import join_vi, lower_first


def missing_paper_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """A dossier is complete only when every paper that goes up with it is there, by the steps or ticked in it."""
    if facts.kind != StepKind.TRINH or facts.outcome != Outcome.DU:
        return []
    missing = checklist(case).missing_to_send
    if not missing:
        return []
    told = join_vi(lower_first(line.paper.name) for line in missing)
    return [
        Problem(
            "outcome",
            f"Hồ sơ còn thiếu: {told}. Bổ sung, hoặc đánh dấu ở trang Giấy tờ trong hồ sơ nếu đã có, rồi mới ghi “Đủ”; "
            "chưa có thì ghi “Còn thiếu”.",
            source=missing[0].paper.source,
        )
    ]
