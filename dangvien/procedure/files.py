"""What the register holds about one member, read at once for their page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien.dates import full_years
from dangvien.models import Enrollment, Introduction, Kind, Member, Movement, Standing


@dataclass(frozen=True)
class MemberFile:
    """A member's lines, classes, introductions and present standing."""

    lines: tuple[Movement, ...]
    enrollments: tuple[Enrollment, ...]
    introductions: tuple[Introduction, ...]
    standing: Standing | None
    newest: Movement | None
    admission: Movement | None
    party_age: int | None
    """Full years since the admission decision (tuổi đảng); None on probation, or when that day is not known."""


def member_file(member: Member, today: date) -> MemberFile:
    """Read one member's file (four queries)."""
    lines = tuple(
        member.movements.select_related("decision", "recorded_by", "reversed_by", "reverses").order_by(
            "-occurred_on", "-pk"
        )
    )
    standing_lines = [line for line in lines if line.reverses_id is None and not hasattr(line, "reversed_by")]
    admission = next((line for line in standing_lines if line.kind == Kind.KET_NAP), None)
    present = member.organization_id is not None
    decided_on = admission.decision.issued_on if present and admission and admission.decision else None
    return MemberFile(
        lines=lines,
        enrollments=tuple(
            Enrollment.objects.filter(person=member.person_id)
            .select_related("training_class")
            .order_by("training_class__starts_on")
        ),
        introductions=tuple(Introduction.objects.filter(candidate__person=member.person_id).order_by("pk")),
        standing=Standing.objects.filter(person=member.person_id, since__lte=today).order_by("-since").first(),
        newest=standing_lines[0] if standing_lines else None,
        admission=admission,
        party_age=full_years(decided_on, today) if decided_on and member.official_on else None,
    )
