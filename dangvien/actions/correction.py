"""Mending the ledger: a mistaken line is reversed by another line, never changed."""

from __future__ import annotations

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import Kind, Member, Movement, User
from dangvien.procedure.problem import Refused
from dangvien.text import day_short


@transaction.atomic
def reverse(*, by: User, line: Movement, reason: str) -> Movement:
    """Reverse a member's newest standing line, on the original's own day, with a reason.

    Only the newest can be reversed: an older one carries what followed it. The member's pointers are set again from
    the lines that still stand.
    """
    member = Member.objects.select_for_update().get(pk=line.member_id)
    if not reason.strip():
        raise Refused.at("reason", "Ghi lý do đính chính.")
    if line.reverses_id or Movement.objects.filter(reverses=line).exists():
        raise Refused.at("", "Dòng này đã được đính chính.")
    newest = member.movements.standing().order_by("-occurred_on", "-pk").first()
    if newest != line:
        raise Refused.at(
            "",
            "Chỉ đính chính được dòng cuối cùng còn hiệu lực"
            + (f" ({newest.get_kind_display()}, {day_short(newest.occurred_on)})." if newest else "."),
        )
    mend = Movement.objects.create(
        member=member,
        organization=line.organization,
        counterpart=line.counterpart,
        kind=line.kind,
        occurred_on=line.occurred_on,
        decision=line.decision,
        candidate=line.candidate,
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


def set_pointers(member: Member) -> None:
    """Set a member's place and dates from the lines that stand; dates that came from another book are kept."""
    lines = list(member.movements.standing().in_order())
    moving = [line for line in lines if line.sign]
    member.organization_id = moving[-1].organization_id if moving and moving[-1].sign > 0 else None
    admissions = [line.occurred_on for line in lines if line.kind == Kind.KET_NAP]
    recognitions = [line.occurred_on for line in lines if line.kind == Kind.CONG_NHAN]
    written_here = set(member.movements.values_list("kind", flat=True))
    if admissions:
        member.admitted_on = admissions[-1]
        member.official_on = recognitions[-1] if recognitions else None
        return
    if Kind.KET_NAP in written_here and not any(line.kind in Kind.from_outside() for line in lines):
        member.admitted_on = member.official_on = None
    elif recognitions:
        member.official_on = recognitions[-1]
    elif Kind.CONG_NHAN in written_here:
        member.official_on = None  # the only recognition was reversed: somebody who came while on probation
