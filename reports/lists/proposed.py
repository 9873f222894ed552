"""People proposed for admission, as the committee that decides reads of them (R10)."""

from __future__ import annotations

from collections.abc import Iterator

from dangvien import codes
from dangvien.models import DossierBatch, Standing, Step
from dangvien.period import Period
from dangvien.procedure.batch_results import items_of
from dangvien.procedure.excerpts import Excerpt, excerpts, waiting_for_decision
from dangvien.procedure.spots import Places, Spot
from dangvien.scope import Scope
from dangvien.text import day_short
from reports.definition import Choices, Item, Option, shown_or_not
from reports.lists.dossiers import EVERY, batches
from reports.lists.words import birth, groups_of

SHOWS = {
    "ngay_sinh": ("person.birth_date", "person.gender"),
    "que_quan": ("person.native_place", "person.residence"),
    "dan_toc": ("person.ethnicity", "person.religion"),
    "trinh_do": ("standing.general_education", "standing.professional", "standing.theory"),
    "nghe": ("standing.occupation", "post.title"),
    "doan_the": ("introduction.body",),
    "giay": ("enrollment.certificate_number", "enrollment.certificate_on"),
    "chi_bo": ("candidate.organization", "step.number", "step.occurred_on"),
    "gioi_thieu": ("step.helper",),
    "ghi_chu": (),
}


def _batches(scope: Scope) -> list[tuple[str, str]]:
    return batches(scope, DossierBatch.Purpose.KET_NAP)


BATCH = Option("ho_so", "Hồ sơ", ((EVERY, "đang chờ quyết định trong sổ"),), from_register=_batches)
"""Everybody whom their cell has voted for and who waits, or the dossiers of one batch."""

ORIGIN = shown_or_not("nguon_goc", "Cột dân tộc, tôn giáo")


def proposed(scope: Scope, period: Period, choices: Choices) -> Iterator[Item]:
    """The candidates whose dossiers are put to the meeting, by cell in the official order and by name."""
    day = period.last
    if choices[BATCH.code] == EVERY:
        candidates = waiting_for_decision(scope, day)
    else:
        items = items_of(scope, day, day, int(choices[BATCH.code]))
        candidates = scope.candidates.filter(pk__in=items.values("candidate"))
    rows = excerpts(candidates, day)
    places = Places.of(row.candidate.organization_id for row in rows)
    spots = {row.candidate.pk: places.on(row.candidate.organization_id, day) for row in rows}
    groups = groups_of(spots)

    def order(row: Excerpt) -> tuple[object, ...]:
        return spots[row.candidate.pk].order, row.candidate.person.sort_key, row.candidate.pk

    for row in sorted(rows, key=order):
        yield _item(row, spots[row.candidate.pk], groups[row.candidate.pk])


def _item(row: Excerpt, spot: Spot, group: str) -> Item:
    person, certificate = row.candidate.person, vars(row.candidate)
    issued = certificate["certificate_on"]
    return Item(
        key=f"n{row.candidate.pk}",
        label=person.full_name,
        values={
            "ngay_sinh": _over(birth(person), person.get_gender_display()),
            "que_quan": _over(person.native_place, person.residence),
            "dan_toc": _over(person.ethnicity_label, codes.of("religion").label(person.religion)),
            "trinh_do": _learning(row.standing),
            "nghe": row.work,
            "doan_the": _over(*row.bodies),
            "giay": _over(certificate["certificate_number"], day_short(issued) if issued else ""),
            "chi_bo": _over(spot.name, _paper(row.resolution)),
            "gioi_thieu": _over(*row.introducers),
            "ghi_chu": "",
        },
        thing=person.pk,
        group=group,
    )


def _over(*words: str | None) -> str:
    """What is known, one under the other in a cell."""
    return "\n".join(word for word in words if word)


def _learning(standing: Standing | None) -> str:
    """Schooling, profession and political theory; what nobody wrote down is left out."""
    if standing is None:
        return ""
    return _over(standing.general_education_label, standing.professional_label, standing.theory_label)


def _paper(step: Step | None) -> str:
    """The number and the day of the cell's resolution."""
    if step is None:
        return ""
    number = f"Nghị quyết {step.number}" if step.number else "Nghị quyết"
    return f"{number}, {day_short(step.occurred_on)}"
