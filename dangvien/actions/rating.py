"""Writing down yearly ratings, of one member or of a whole cell at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from dangvien.actions.progress import lock_people
from dangvien.actions.record import tell
from dangvien.models import Member, Rating, User
from dangvien.procedure.problem import Problem, refuse_if_any
from dangvien.procedure.ratings import RatedYear, level_field, year_problems


@transaction.atomic
def record_rating(*, by: User, member: Member, year: int, level: str, today: date) -> Rating:
    """One member's rating of a year. Raises `Refused` with every reason."""
    lock_people([member.person_id])
    refuse_if_any([*year_problems(year, today), *RatedYear.read([member], year, today).problems(member, level)])
    return _write(by, member, year, level)


@transaction.atomic
def record_ratings(
    *, by: User, year: int, levels: Mapping[int, str], members: Sequence[Member], today: date
) -> list[Rating]:
    """The ratings of many members and one year, all or none; `levels` by the members' keys.

    Raises `Refused` with every reason; the field of a member's problem is `level_field`.
    """
    rated = [member for member in members if member.pk in levels]
    lock_people([member.person_id for member in rated])
    known = RatedYear.read(rated, year, today)
    problems = year_problems(year, today)
    if not rated:
        problems.append(Problem("", "Chọn mức xếp loại của ít nhất một người."))
    for member in rated:
        found = known.problems(member, levels[member.pk])
        problems += [Problem(level_field(member), item.sentence, item.level) for item in found]
    refuse_if_any(problems)
    return [_write(by, member, year, levels[member.pk]) for member in rated]


def _write(by: User, member: Member, year: int, level: str) -> Rating:
    row = Rating.objects.create(member=member, year=year, level=level, recorded_by=by)
    tell(by, member, row, {"năm": str(year), "mức": row.level_label})
    return row
