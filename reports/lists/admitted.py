"""People admitted in a period (R11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from dangvien.models.movement import MovementQuerySet
from dangvien.period import Period
from dangvien.procedure.progress_lists import helpers_of
from dangvien.procedure.spots import Places
from dangvien.scope import Scope
from reports.definition import Choices, Item
from reports.indicators import ADMITTED
from reports.lists.words import birth, groups_of

SHOWS = {
    "ngay_sinh": ("person.birth_date",),
    "so_qd": ("decision.number",),
    "ngay_qd": ("decision.issued_on",),
    "ngay_ket_nap": ("movement.occurred_on",),
    "chi_bo": ("movement.organization",),
    "nguon": ("candidate.source",),
    "giup_do": ("step.helper",),
}


def admitted(scope: Scope, period: Period, choices: Choices) -> Iterator[Item]:
    """Those whose admission counts in the period, by cell in the official order and by name.

    The same lines that reports count as admissions, without those reversed and their reversals. Each cell is called as
    on the day of the admission, and stands where it stands at the end of the period.
    """
    lines = cast(MovementQuerySet, ADMITTED.lines(scope, period, choices)).standing()
    rows = list(lines.select_related("member__person", "decision", "candidate"))
    places = Places.of(row.organization_id for row in rows)
    spots = {row.pk: places.on(row.organization_id, row.occurred_on) for row in rows}
    groups = groups_of(spots)
    helpers = helpers_of([row.member_id for row in rows])
    order = {row.pk: places.on(row.organization_id, period.last).order for row in rows}
    for row in sorted(rows, key=lambda row: (order[row.pk], row.member.person.sort_key, row.pk)):
        person, spot = row.member.person, spots[row.pk]
        yield Item(
            key=f"d{row.pk}",
            label=person.full_name,
            values={
                "ngay_sinh": birth(person),
                "so_qd": row.decision.reference if row.decision else "",
                "ngay_qd": row.decision.issued_on if row.decision else None,
                "ngay_ket_nap": row.occurred_on,
                "chi_bo": spot.name,
                "nguon": row.candidate.source_label if row.candidate else "",
                "giup_do": helpers.get(row.member_id, ""),
            },
            thing=person.pk,
            group=groups[row.pk],
        )
