"""What stands beside targets: exempting a cell, sending somebody to follow a unit, and ending both."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import note
from dangvien.models import Organization, TargetExemption, UnitFollower, User
from dangvien.models.target import Spell
from dangvien.procedure.problem import refuse_if_any
from dangvien.procedure.targets.checks import SpellFacts, ending_problems, exemption_problems, follower_problems
from dangvien.text import nfc


@transaction.atomic
def exempt_cell(*, by: User, cell: Organization, spell: SpellFacts, reason: str) -> TargetExemption:
    """Exempt a cell from the target of every cell, from a day on, by a document. Raises `Refused`."""
    Organization.objects.select_for_update(no_key=True).get(pk=cell.pk)
    refuse_if_any(exemption_problems(cell, spell, reason))
    made = TargetExemption.objects.create(
        organization=cell,
        valid_from=spell.since,
        valid_to=spell.end,
        document=nfc(spell.document),
        reason=nfc(reason),
        recorded_by=by,
    )
    after = {"từ ngày": spell.since, "đến trước ngày": spell.end, "lý do": made.reason, "văn bản": made.document}
    note(by=by, verb="miễn chỉ tiêu", subject=made, organization=cell, after=after)
    return made


@transaction.atomic
def end_exemption(*, by: User, exemption: TargetExemption, on: date, reason: str) -> TargetExemption:
    """Let a cell have its target again from a day on; on its first day, the exemption never held. Raises `Refused`."""
    exemption = TargetExemption.objects.select_for_update(no_key=True).get(pk=exemption.pk)
    refuse_if_any(ending_problems(exemption, on, reason))
    before = exemption.valid_to
    _end(exemption, on, reason)
    note(
        by=by,
        verb="thôi miễn chỉ tiêu",
        subject=exemption,
        organization=exemption.organization_id,
        before={"đến trước ngày": before},
        after={"đến trước ngày": on},
        reason=nfc(reason),
    )
    return exemption


@transaction.atomic
def assign_follower(
    *,
    by: User,
    unit: Organization,
    kind: UnitFollower.Kind,
    spell: SpellFacts,
    full_name: str,
    position: str = "",
    team: str = "",
) -> UnitFollower:
    """Write down who follows a unit, from a day on, by a document. Raises `Refused`."""
    Organization.objects.select_for_update(no_key=True).get(pk=unit.pk)
    refuse_if_any(follower_problems(unit, kind, spell, full_name, team))
    made = UnitFollower.objects.create(
        organization=unit,
        kind=kind,
        full_name=nfc(full_name),
        position=nfc(position),
        team=nfc(team) if kind == UnitFollower.Kind.TEAM else "",
        valid_from=spell.since,
        valid_to=spell.end,
        document=nfc(spell.document),
        recorded_by=by,
    )
    note(
        by=by,
        verb="phân công phụ trách",
        subject=made,
        organization=unit,
        after={
            "phân công": made.get_kind_display(),
            "từ ngày": spell.since,
            "đến trước ngày": spell.end,
            "văn bản": made.document,
        },
    )
    return made


@transaction.atomic
def end_following(*, by: User, follower: UnitFollower, on: date, reason: str) -> UnitFollower:
    """Let an assignment end; on its first day, it never held. Raises `Refused`."""
    follower = UnitFollower.objects.select_for_update(no_key=True).get(pk=follower.pk)
    refuse_if_any(ending_problems(follower, on, reason))
    before = follower.valid_to
    _end(follower, on, reason)
    note(
        by=by,
        verb="thôi phân công phụ trách",
        subject=follower,
        organization=follower.organization_id,
        before={"đến trước ngày": before},
        after={"đến trước ngày": on},
        reason=nfc(reason),
    )
    return follower


def _end(spell: Spell, on: date, reason: str) -> None:
    if on == spell.valid_from:
        spell.voided_at, spell.void_reason = timezone.now(), nfc(reason)
    else:
        spell.valid_to, spell.end_reason = on, nfc(reason)
    spell.save(update_fields=["voided_at", "void_reason", "valid_to", "end_reason"])
