"""Mending the ledger: a mistaken line is reversed by another line, never changed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from dangvien.actions.auditing import note
from dangvien.actions.progress import lock_people, refresh_person
from dangvien.models import Candidate, Kind, Member, Movement, Step, StepKind, TransferStep, User
from dangvien.procedure.problem import Refused
from dangvien.text import day_short


@transaction.atomic
def reverse(*, by: User, line: Movement, reason: str) -> Movement:
    """Reverse a member's newest standing line, on the original's own day, with a reason.

    Only the newest can be reversed: an older one carries what followed it. Nor can a line that a step of a case wrote
    or rests on: that step is reversed, and the line with it. The member's pointers are set again from the lines that
    still stand.
    """
    lock_people([line.member.person_id])
    member = Member.objects.select_related("person").get(pk=line.member_id)
    if not reason.strip():
        raise Refused.at("reason", "Ghi lý do đính chính.")
    if line.reorganization_id is not None:
        raise Refused.at(
            "",
            f"Dòng này do việc sắp xếp tổ chức ngày {day_short(line.occurred_on)} ghi cho cả chi bộ. Quản trị rút lại "
            "cả việc ấy ở trang Sắp xếp tổ chức; không đính chính riêng từng người.",
        )
    if step := _step_behind(line):
        raise Refused.at(
            "",
            f"Bước “{step.get_kind_display()}” ngày {day_short(step.occurred_on)} trong hồ sơ của {member} dựa vào "
            "dòng này. Mở hồ sơ, đính chính bước ấy; dòng sổ do bước ấy ghi được đính chính theo.",
        )
    if moved := TransferStep.objects.standing().filter(Q(departure=line) | Q(arrival=line)).first():
        raise Refused.at(
            "",
            f"Dòng này do bước “{moved.get_kind_display()}” của việc chuyển sinh hoạt ghi. Mở việc chuyển sinh hoạt "
            "ấy, đính chính bước; các dòng ở cả hai nơi được đính chính theo.",
        )
    mend = take_back(by=by, line=line, reason=reason)
    refresh_person(member.person, localdate())
    return mend


def take_back(*, by: User, line: Movement, reason: str, carrying: bool = False) -> Movement:
    """Reverse a line for a step or for `reverse`; the caller has locked the member and writes the cases down.

    `carrying`: an older line too, of a caller who writes another one in its place.
    """
    member = Member.objects.select_related("person").get(pk=line.member_id)
    if line.reverses_id or Movement.objects.filter(reverses=line).exists():
        raise Refused.at("", "Dòng này đã được đính chính.")
    newest = member.movements.standing().order_by("-occurred_on", "-pk").first()
    if newest != line and not carrying:
        raise Refused.at(
            "",
            "Chỉ đính chính được dòng cuối cùng còn hiệu lực"
            + (f" ({newest.get_kind_display()}, {day_short(newest.occurred_on)})." if newest else "."),
        )
    if line.sign < 0 and Candidate.objects.open().filter(person=member.person_id).exists():
        raise Refused.at(
            "",
            f"{member} đang được theo dõi ở một hồ sơ kết nạp mới; không trở lại là đảng viên bằng cách đính chính. "
            "Thôi theo dõi hồ sơ mới ấy trước.",
        )
    mend = Movement.objects.create(
        member=member,
        organization=line.organization,
        counterpart=line.counterpart,
        kind=line.kind,
        occurred_on=line.occurred_on,
        decision=line.decision,
        candidate=line.candidate,
        ground=line.ground,
        reverses=line,
        reason=reason,
        recorded_by=by,
    )
    before = {"chi bộ": member.organization_id, "ngày vào Đảng": member.admitted_on, "chính thức": member.official_on}
    set_pointers(member)
    member.save()
    note(
        by=by,
        verb="đính chính dòng sổ",
        subject=member,
        organization=line.organization_id,
        before={**before, "dòng": str(line)},
        after={"chi bộ": member.organization_id, "chính thức": member.official_on},
        reason=reason,
    )
    return mend


_AFTER_RECOGNITION = (StepKind.CONG_BO, StepKind.PHAT_THE)


def _step_behind(line: Movement) -> Step | None:
    """The newest standing step that wrote this line, that its decision is of, or that rests on it."""
    of_member = Step.objects.filter(probationer=line.member_id)
    written = Step.objects.filter(movement=line)
    if line.decision_id is not None:
        written |= of_member.filter(decision=line.decision_id)
    if line.kind == Kind.CONG_NHAN:
        written |= of_member.filter(kind__in=_AFTER_RECOGNITION, occurred_on__gte=line.occurred_on)
    elif line.sign > 0 and line.kind != Kind.DEN_NOI_BO:
        written |= of_member.filter(occurred_on__gte=line.occurred_on)
    return written.standing().order_by("-pk").first()


def set_pointers(member: Member) -> None:
    """Set a member's place and dates from the lines that stand; dates that came from another book are kept.

    Only what was recognized after the last admission counts: before a readmission lies another membership.
    """
    lines = list(member.movements.standing().in_order())
    moving = [line for line in lines if line.sign]
    member.organization_id = moving[-1].organization_id if moving and moving[-1].sign > 0 else None
    admitted_at = max((at for at, line in enumerate(lines) if line.kind == Kind.KET_NAP), default=None)
    recognitions = [line.occurred_on for line in lines[admitted_at or 0 :] if line.kind == Kind.CONG_NHAN]
    written_here = set(member.movements.values_list("kind", flat=True))
    if admitted_at is not None:
        member.admitted_on = lines[admitted_at].occurred_on
        member.official_on = recognitions[-1] if recognitions else None
        return
    if Kind.KET_NAP in written_here and not any(line.kind in Kind.from_outside() for line in lines):
        member.admitted_on = member.official_on = None
    elif recognitions:
        member.official_on = recognitions[-1]
    elif Kind.CONG_NHAN in written_here:
        member.official_on = None  # the only recognition was reversed: somebody who came while on probation
