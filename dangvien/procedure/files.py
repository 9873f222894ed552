"""What the register holds about one member, read at once for their page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien.models import Candidate, Enrollment, Introduction, Kind, Member, Movement, TrainingClass
from dangvien.procedure.party_age import party_age


@dataclass(frozen=True)
class MemberFile:
    """A member's lines, classes, introductions."""

    lines: tuple[Movement, ...]
    enrollments: tuple[Enrollment, ...]
    introductions: tuple[Introduction, ...]
    newest: Movement | None
    admission: Movement | None
    again: frozenset[int]
    """The keys of lines that are readmissions ("lần 2")."""
    party_age: int | None
    """Full years of party age (tuổi đảng); None on probation, out of the register, or when no day is known."""


def member_file(member: Member, today: date) -> MemberFile:
    """Read one member's file (six queries)."""
    lines = tuple(
        member.movements.select_related("decision", "recorded_by", "reversed_by", "reverses").order_by(
            "-occurred_on", "-pk"
        )
    )
    standing_lines = [line for line in lines if line.reverses_id is None and not hasattr(line, "reversed_by")]
    admission = next((line for line in standing_lines if line.kind == Kind.KET_NAP), None)
    age = party_age(member, today) if member.organization_id is not None else None
    return MemberFile(
        lines=lines,
        enrollments=tuple(
            Enrollment.objects.filter(person=member.person_id)
            .select_related("training_class")
            .order_by("training_class__starts_on")
        ),
        introductions=tuple(Introduction.objects.filter(candidate__person=member.person_id).order_by("pk")),
        newest=standing_lines[0] if standing_lines else None,
        admission=admission,
        again=frozenset(member.movements.readmissions().values_list("pk", flat=True)),
        party_age=age.years_on(today) if age else None,
    )


def certificate_of(candidate: Candidate, today: date) -> Enrollment | None:
    """The enrollment that earned the candidate's newest certificate, up to today."""
    return (
        Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC)
        .filter(person=candidate.person_id, certificate_on__lte=today)
        .select_related("training_class")
        .order_by("-certificate_on")
        .first()
    )
