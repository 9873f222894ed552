"""What the reversal of a step sets back: pointers of the candidate and the member, lines of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dangvien import codes
from dangvien.actions.admission import DATES
from dangvien.actions.consequences import close, locked_member
from dangvien.actions.correction import take_back
from dangvien.models import Candidate, Introduction, Kind, Member, Movement, Outcome, Step, StepKind, User
from dangvien.procedure.casefile import CaseFile, Membership
from dangvien.procedure.problem import Refused
from dangvien.procedure.standing import fell_short
from dangvien.text import day_short

Undo = Callable[[CaseFile, Step], None]


def undo(*, by: User, case: CaseFile, step: Step, reason: str) -> None:
    """Set back what a step had set. Raises `Refused` where that cannot be done from here."""
    if step.movement is not None:
        _undo_line(by, case, step, reason)
    if (mend := _UNDOS.get(StepKind(step.kind))) is not None:
        mend(case, step)


def _undo_line(by: User, case: CaseFile, step: Step, reason: str) -> None:
    if step.kind == StepKind.LAM_LAI_QUYET_DINH:
        raise Refused.at("", "Quyết định lại đã thay quyết định cũ; nếu ghi nhầm, ghi một quyết định lại nữa cho đúng.")
    assert step.movement is not None
    line = step.movement
    if line.decision_id is not None and line.pk not in {other.pk for other in case.lines}:
        # A decision taken again has written the recognition anew, for the new dates.
        line = next((o for o in case.lines if o.kind == line.kind and o.decision_id == line.decision_id), line)
    take_back(by=by, line=line, reason=reason)


def _unadmitted(case: CaseFile, step: Step) -> None:
    """The dates of the membership before, which no line here wrote: it came from another book."""
    if not step.replaced or any(line.kind == Kind.KET_NAP and line.pk != step.movement_id for line in case.lines):
        return
    member = locked_member(case)
    for name in DATES:
        setattr(member, name, date.fromisoformat(step.replaced[name]) if name in step.replaced else None)
    member.save(update_fields=DATES)


def _closes(case: CaseFile, step: Step) -> bool:
    """Whether a standing step ends the way, so that the case is closed while it stands."""
    if step.kind == StepKind.CHUYEN_HO_SO:
        moved = next((other for other in case.steps if other.pk == step.answers_id), None)
        return moved is not None and moved.organization_id is None
    if step.kind == StepKind.QUYET_DINH_KET_NAP:
        return step.outcome == Outcome.KHONG_DONG_Y and not fell_short(step)
    return step.kind == StepKind.THOI_THEO_DOI


def _reopen(case: CaseFile, step: Step) -> None:
    candidate = case.candidate
    assert candidate is not None
    if candidate.closed_on is None or not _closes(case, step):
        return
    if others := [other for other in case.steps if other.pk != step.pk and _closes(case, other)]:
        reasons = {
            StepKind.QUYET_DINH_KET_NAP: Outcome.CAP_UY_KHONG_DONG_Y,
            StepKind.CHUYEN_HO_SO: Outcome.CHUYEN_DI,
        }
        last = others[-1]
        reason = reasons.get(StepKind(last.kind)) or Outcome(last.outcome or Outcome.KHAC)
        close(case, last.occurred_on, reason.label)
        return
    if Candidate.objects.filter(person=candidate.person_id, closed_on__isnull=True).exists():
        raise Refused.at("", f"{candidate.person} đang được theo dõi ở một hồ sơ khác; không mở lại hồ sơ này.")
    candidate.closed_on, candidate.close_reason = None, ""
    candidate.save(update_fields=["closed_on", "close_reason"])


def _uncounted(case: CaseFile, step: Step) -> None:
    """The row a step made, set by the one that still stands; one that was there before any step stays."""
    body = codes.of("introducing_body").find(step.body)
    row = Introduction.objects.filter(candidate=case.candidate, body=body, resolved_on__isnull=False).first()
    if row is None:
        return
    same = [other for other in case.all(StepKind.GIOI_THIEU_DOAN_THE) if other.body == step.body]
    left = sorted((other for other in same if other.pk != step.pk), key=lambda other: other.pk)
    if not left:
        row.delete()
        return
    row.resolution, row.resolved_on = left[0].number, left[0].occurred_on
    row.save(update_fields=["resolution", "resolved_on"])


def _unnumbered(column: str, kind: StepKind) -> Undo:
    def undo_number(case: CaseFile, step: Step) -> None:
        """By the last step that stands; without any, what was there before the first one."""
        member = locked_member(case)
        numbered = [other for other in case.all(kind) if other.number and other.pk != step.pk]
        if numbered:
            number = max(numbered, key=lambda other: other.pk).number
        else:
            written = Step.objects.filter(probationer=member, kind=kind, reverses__isnull=True).exclude(number="")
            first = written.filter(occurred_on__gt=_membership(member).after).order_by("pk").first()
            number = first.replaced.get(column, "") if first else ""
        if number and Member.objects.exclude(pk=member.pk).filter(**{column: number}).exists():
            raise Refused.at("", f"Số {number} có trước bước này nay đã ghi cho một đảng viên khác. Kiểm tra lại số.")
        setattr(member, column, number or (None if column == "card_number" else ""))
        member.save(update_fields=[column])

    return undo_number


def _membership(member: Member) -> Membership:
    lines = Movement.objects.standing().filter(member=member).select_related("candidate", "organization").in_order()
    return Membership.of(list(lines))


def _sent_back(case: CaseFile, step: Step) -> None:
    """To the place they came from, unless the new one has gone on with the case."""
    assert case.candidate is not None
    if later := next((other for other in case.steps if other.pk > step.pk), None):
        raise Refused.at(
            "",
            f"Nơi mới đã ghi bước “{later.get_kind_display()}” ngày {day_short(later.occurred_on)}. "
            "Đính chính bước ấy trước.",
        )
    if step.origin is not None:
        case.candidate.organization = step.origin
        case.candidate.save(update_fields=["organization"])


_UNDOS: dict[StepKind, Undo] = {
    StepKind.LE_KET_NAP: _unadmitted,
    StepKind.THOI_THEO_DOI: _reopen,
    StepKind.QUYET_DINH_KET_NAP: _reopen,
    StepKind.GIOI_THIEU_DOAN_THE: _uncounted,
    StepKind.HO_SO_DANG_VIEN: _unnumbered("file_number", StepKind.HO_SO_DANG_VIEN),
    StepKind.PHAT_THE: _unnumbered("card_number", StepKind.PHAT_THE),
    StepKind.CHUYEN_HO_SO: _reopen,
    StepKind.TIEP_NHAN: _sent_back,
}
