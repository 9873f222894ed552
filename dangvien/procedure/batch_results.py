"""What became of the dossiers of a batch at the organ they were sent to: agreed, not agreed, returned, not yet decided.

Read from the steps that organ wrote after the batch was sent; a dossier that came back tells so itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dangvien.dossier_list import paper_named
from dangvien.models import BatchItem, DossierBatch, Outcome, Step, StepKind
from dangvien.models.dossier import BatchItemQuerySet
from dangvien.procedure.standing import is_short
from dangvien.scope import Scope
from dangvien.text import day_short

ANSWERS = {
    DossierBatch.Purpose.KET_NAP: (
        StepKind.THAM_DINH_BO_PHAN, StepKind.NQ_DANG_UY, StepKind.TRINH, StepKind.QUYET_DINH_KET_NAP,
    ),
    DossierBatch.Purpose.CONG_NHAN: (
        StepKind.THAM_DINH_CONG_NHAN, StepKind.NQ_DANG_UY_CONG_NHAN, StepKind.QUYET_DINH_CONG_NHAN,
    ),
}  # fmt: skip
"""The steps by which an organ answers, by what the batch is for."""


class Result(StrEnum):
    """How a dossier was answered."""

    AGREED = "dong_y"
    REFUSED = "khong_dong_y"
    RETURNED = "de_lai"
    PENDING = "cho"


RESULT_LABELS = {
    Result.AGREED: "Đồng ý",
    Result.REFUSED: "Không đồng ý, không đủ phiếu",
    Result.RETURNED: "Để lại, trả lại bổ sung",
    Result.PENDING: "Chưa có kết quả",
}


@dataclass(frozen=True)
class Answered:
    """One dossier of a batch with its answer: since which day, and why it was left."""

    item: BatchItem
    result: Result
    answered_on: date | None
    paper: str = ""
    reason: str = ""


def items_of(scope: Scope, first: date, last: date, batch: int | None = None) -> BatchItemQuerySet:
    """The dossiers of one batch, or those sent between two days, both included; seen by sender or receiver."""
    found = scope.batch_items
    found = found.filter(batch=batch) if batch else found.filter(batch__sent_on__range=(first, last))
    return found.with_people().select_related("batch")


def answers_to(items: Iterable[BatchItem]) -> list[Answered]:
    """The answers to some dossiers, from two queries."""
    rows = list(items)
    steps = Step.objects.standing().in_order().select_related("vote", "decision")
    of_candidates = steps.filter(candidate__in=[row.candidate_id for row in rows if row.candidate_id])
    of_members = steps.filter(probationer__in=[row.member_id for row in rows if row.member_id])
    kinds = [kind for kinds in ANSWERS.values() for kind in kinds]
    found: dict[tuple[str, int], list[Step]] = {}
    for step in [*of_candidates.of_kind(*kinds), *of_members.of_kind(*kinds)]:
        owner = ("n", step.candidate_id) if step.candidate_id else ("d", step.probationer_id or 0)
        found.setdefault(owner, []).append(step)
    return [_answered(row, found) for row in rows]


def _answered(item: BatchItem, steps: Mapping[tuple[str, int], Sequence[Step]]) -> Answered:
    owner = ("n", item.candidate_id) if item.candidate_id else ("d", item.member_id or 0)
    kinds = ANSWERS[DossierBatch.Purpose(item.batch.purpose)]
    here = [
        step
        for step in steps.get(owner, ())
        if step.kind in kinds
        and step.organization_id in (item.batch.to_organization_id, None)
        and step.occurred_on >= item.batch.sent_on
    ]
    if item.outcome == BatchItem.Outcome.TRA_LAI:
        return Answered(item, Result.RETURNED, item.returned_on, reason=missing_words(item))
    if not here:
        return Answered(item, Result.PENDING, None)
    return _by_step(item, here[-1])


def _by_step(item: BatchItem, step: Step) -> Answered:
    paper = step.decision.reference if step.decision else step.number
    told = f"{paper}, ngày {day_short(step.occurred_on)}" if paper else f"ngày {day_short(step.occurred_on)}"
    if step.kind == StepKind.TRINH:
        if step.outcome == Outcome.THIEU:
            return Answered(item, Result.RETURNED, step.occurred_on, told, "Thẩm định: còn thiếu giấy tờ")
        return Answered(item, Result.PENDING, step.occurred_on, "", f"Đã thẩm định đủ, {told}")
    if is_short(step) or step.outcome == Outcome.KHONG_DONG_Y:
        return Answered(item, Result.REFUSED, step.occurred_on, told, "Không đủ phiếu" if is_short(step) else "")
    return Answered(item, Result.AGREED, step.occurred_on, told)


def missing_words(item: BatchItem) -> str:
    """The papers a returned dossier lacks, as the index of the dossier names them."""
    lacking = "; ".join(paper_named(code) for code in item.missing)
    return f"Còn thiếu: {lacking}" if lacking else ""
