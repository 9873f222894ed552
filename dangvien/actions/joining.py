"""Joining two entries that are one human being, and parting them again. Neither history is touched."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dangvien.actions.auditing import note
from dangvien.actions.progress import lock_people
from dangvien.models import Candidate, Member, Person, PersonLink, User
from dangvien.procedure.people_search import last_place
from dangvien.procedure.problem import Problem, Refused, refuse_if_any


@transaction.atomic
def join_people(*, by: User, kept: Person, other: Person, reason: str) -> PersonLink:
    """Say that `other` is `kept`. Refused while both are members today, or their numbers differ."""
    lock_people([kept.pk, other.pk])
    refuse_if_any(_problems(kept, other, reason))
    link = PersonLink.objects.create(kept=kept, other=other, reason=reason, recorded_by=by)
    note(
        by=by,
        verb="ghép người",
        subject=kept,
        organization=last_place(kept),
        after={"người ghép vào": str(other), "sinh": str(other.birth)},
        reason=reason,
    )
    return link


def _problems(kept: Person, other: Person, reason: str) -> list[Problem]:
    problems = []
    if kept.pk == other.pk:
        problems.append(Problem("", "Hai bên là một dòng trong sổ. Chọn hai người khác nhau."))
    if not reason.strip():
        problems.append(Problem("reason", "Ghi căn cứ để biết hai bên là một người, ví dụ số căn cước trên giấy."))
    if kept.citizen_id and other.citizen_id and kept.citizen_id != other.citizen_id:
        problems.append(Problem("", "Hai bên có số căn cước khác nhau: là hai người. Sửa số ghi nhầm trước."))
    if Member.objects.present().filter(person__in=[kept, other]).count() == 2:
        problems.append(
            Problem(
                "",
                "Cả hai đang là đảng viên trong sổ nên được đếm hai lần. Ghi chuyển đi hoặc đính chính dòng sổ của một "
                "bên trước, rồi mới ghép.",
            )
        )
    if Candidate.objects.open().filter(person__in=[kept, other]).count() == 2:
        problems.append(Problem("", "Cả hai đang được theo dõi ở danh sách nguồn. Thôi theo dõi một bên trước."))
    standing = PersonLink.objects.standing()
    if standing.filter(other__in=[kept, other]).exists() or standing.filter(kept=other).exists():
        problems.append(Problem("", "Một trong hai bên đã ghép với người khác. Tách ra trước, hoặc ghép với người ấy."))
    return problems


@transaction.atomic
def part_people(*, by: User, link: PersonLink, reason: str) -> PersonLink:
    """Take a joining back: both entries stand for themselves again."""
    link = PersonLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if link.undone_at is not None:
        raise Refused.at("", "Hai bên đã được tách ra.")
    if not reason.strip():
        raise Refused.at("reason", "Ghi lý do tách.")
    link.undone_at, link.undone_by, link.undo_reason = timezone.now(), by, reason
    link.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    note(
        by=by,
        verb="tách người",
        subject=link.kept,
        organization=last_place(link.kept),
        after={"người tách ra": str(link.other)},
        reason=reason,
    )
    return link
