"""Exempt, suspended, far away, out of contact: writing a status down, its end, and taking a mistaken one back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import note
from dangvien.actions.progress import lock_people
from dangvien.models import Member, MemberStatus, User
from dangvien.procedure.member_statuses import StatusFacts, ending_problems, status_problems
from dangvien.procedure.problem import Refused, refuse_if_any


@transaction.atomic
def record_status(*, by: User, member: Member, facts: StatusFacts, today: date) -> MemberStatus:
    """Write a status down from a day on. Raises `Refused` with every reason; then nothing is kept."""
    lock_people([member.person_id])
    locked = Member.objects.select_related("organization", "person").get(pk=member.pk)
    refuse_if_any(status_problems(locked, facts, today))
    status = MemberStatus.objects.create(
        member=locked,
        kind=facts.kind,
        since=facts.since,
        until=facts.until,
        ground=facts.ground,
        place=facts.place,
        contact=facts.contact,
        decider=facts.decider,
        number=facts.number,
        decided_on=facts.decided_on,
        recorded_by=by,
    )
    told = {
        "lý do": status.ground_label,
        "nơi đến": facts.place,
        "dự kiến đến hết ngày": facts.until,
        "số văn bản": facts.number,
        "ngày văn bản": facts.decided_on,
        "nơi quyết định": facts.decider.name_on(facts.decided_on or facts.since) if facts.decider else "",
    }
    note(
        by=by,
        verb="ghi tình trạng sinh hoạt",
        subject=locked,
        organization=locked.organization_id,
        after={
            "tình trạng": status.get_kind_display(),
            "từ ngày": facts.since,
            **{name: value for name, value in told.items() if value},
        },
    )
    return status


@transaction.atomic
def end_status(*, by: User, status: MemberStatus, ended_on: date, today: date) -> MemberStatus:
    """Let a status end: it no longer holds from `ended_on` on. Raises `Refused`."""
    locked = _locked(status)
    refuse_if_any(ending_problems(locked, ended_on, today))
    locked.ended_on, locked.ended_by = ended_on, by
    locked.save(update_fields=["ended_on", "ended_by"])
    note(
        by=by,
        verb="thôi tình trạng sinh hoạt",
        subject=locked.member,
        organization=locked.member.organization_id,
        after={"tình trạng": locked.get_kind_display(), "từ ngày": locked.since, "thôi từ ngày": ended_on},
    )
    return locked


@transaction.atomic
def take_back_status(*, by: User, status: MemberStatus, reason: str) -> MemberStatus:
    """Take a mistaken entry back, with a reason: it stays to be read and no longer counts. Raises `Refused`."""
    locked = _locked(status)
    if not reason.strip():
        raise Refused.at("reason", "Ghi lý do lấy lại.")
    if locked.voided_at is not None:
        raise Refused.at("", "Dòng này đã được lấy lại.")
    locked.voided_at, locked.void_reason = timezone.now(), reason.strip()
    locked.save(update_fields=["voided_at", "void_reason"])
    note(
        by=by,
        verb="lấy lại tình trạng sinh hoạt",
        subject=locked.member,
        organization=locked.member.organization_id,
        before={"từ ngày": locked.since, "thôi từ ngày": locked.ended_on},
        after={"tình trạng": locked.get_kind_display()},
        reason=reason.strip(),
    )
    return locked


def _locked(status: MemberStatus) -> MemberStatus:
    """The row as it stands, after the person is locked: of two writers the second sees what the first has kept."""
    person = Member.objects.values_list("person_id", flat=True).get(pk=status.member_id)
    lock_people([person])
    return MemberStatus.objects.select_related("member__person").get(pk=status.pk)
