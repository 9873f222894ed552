"""Writing down Party badges that were given, one or a whole round at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from dangvien.actions.progress import lock_people
from dangvien.actions.record import tell
from dangvien.dates import PartialDate
from dangvien.models import Badge, User
from dangvien.models.dated_fact import precision_of
from dangvien.procedure.awards import Award, award_problems
from dangvien.procedure.problem import Refused, refuse_if_any
from dangvien.text import nfc


@transaction.atomic
def award_badges(*, by: User, awards: Sequence[Award], awarded_on: PartialDate, today: date) -> list[Badge]:
    """Badges given on one day, all or none. Raises `Refused` with every reason (see `award_problems`)."""
    if not awards:
        raise Refused.at("", "Nhập số Huy hiệu của ít nhất một người.")
    lock_people([award.member.person_id for award in awards])
    refuse_if_any(award_problems(awards, awarded_on, today))
    written = []
    for award in awards:
        row = Badge.objects.create(
            member=award.member,
            years=award.years,
            number=nfc(award.number),
            awarded_on=awarded_on.earliest(),
            precision=precision_of(awarded_on),
            recorded_by=by,
        )
        tell(by, award.member, row, {"loại": f"{row.years} năm", "số": row.number, "trao": str(awarded_on)})
        written.append(row)
    return written
