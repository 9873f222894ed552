"""K21: the opinion of the chi ủy of the place of residence."""

from __future__ import annotations

from dangvien.models import Matter, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, day_input
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level


def residence_not_asked(case: CaseFile, facts: StepFacts) -> Found | None:
    """K21: no opinion from the residence by the day of the meeting (06-HD/TW, 3.5)."""
    given = [step for step in case.all(StepKind.Y_KIEN_CU_TRU) if step.occurred_on <= facts.occurred_on]
    source = source_of("K21", facts.occurred_on)
    inputs: Inputs = {
        "hop": day_input(facts.occurred_on), "y_kien": day_input(given[-1].occurred_on if given else None)
    }  # fmt: skip
    if given:
        return Found(source=source, inputs=inputs)
    return Found(
        f"Chưa có ý kiến của chi ủy nơi cư trú về {case.person}. Ghi bước “Ý kiến chi ủy nơi cư trú” trước; nếu thuộc "
        "diện không phải lấy ý kiến thì ghi văn bản đồng ý.",
        source,
        inputs,
    )


CHECKS = (
    Check(
        "K21",
        "Có ý kiến nơi cư trú",
        Level.REFUSE,
        (StepKind.NQ_CHI_BO,),
        residence_not_asked,
        consent=Matter.CU_TRU_DAC_BIET,
    ),
)
