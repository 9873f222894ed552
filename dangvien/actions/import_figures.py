"""Writing the checked rows of a list of figures, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dangvien.actions.declaring import declare_figures, undo_figures
from dangvien.actions.import_writing import Places, keep_made
from dangvien.models import DeclaredFigure, ImportBatch, ImportRow, Organization, RosterKind, User
from dangvien.models.import_batch import WritableRow
from dangvien.procedure.declared import FigureFacts, Purpose
from dangvien.procedure.roster_figures import PURPOSES, FiguresSaid, standing_figures


def write_figures(
    *,
    by: User,
    batch: ImportBatch,
    rows: Sequence[WritableRow],
    places: Places,
    today: date,  # noqa: ARG001 - all kinds are called alike
) -> Sequence[WritableRow]:
    """Write down the figures of these rows; one that stands with another number or document is replaced."""
    purpose = PURPOSES[RosterKind(batch.kind)]
    told = [(row, FiguresSaid.of(row.record or {}, batch.document)) for row in rows]
    wanted = {places[said.unit or ""] for _, said in told}
    organizations = Organization.objects.select_for_update(no_key=True).in_bulk(sorted(wanted))
    known = standing_figures(wanted, purpose)
    facts: list[FigureFacts] = []
    replaced: list[int] = []
    owners: list[WritableRow] = []
    for row, said in told:
        row.made |= {"figures": [], "replaced": []}
        for fact in _facts(said, organizations[places[said.unit or ""]], purpose):
            held = known.get(fact.key)
            if held is not None and (held.value, held.document) == (fact.value, fact.document):
                continue
            if held is not None:
                replaced.append(held.pk)
                row.made["replaced"].append(held.pk)
            facts.append(fact)
            owners.append(row)
    written = declare_figures(by=by, facts=facts, replaced=replaced, batch=batch)
    for row, figure in zip(owners, written, strict=True):
        row.made["figures"].append(figure.pk)
    keep_made(rows)
    return rows


def _facts(said: FiguresSaid, organization: Organization, purpose: Purpose) -> list[FigureFacts]:
    assert said.indicator is not None, "such a row is wrong"
    assert said.tier is not None, "such a row is wrong"
    source, tier = said.source or "", said.tier
    return [
        FigureFacts(organization, purpose, said.indicator, first, last, value, said.document, source, tier)
        for (first, last), value in sorted(said.years.items())
    ]


def undo_figure_rows(
    *,
    by: User,
    batch: ImportBatch,  # noqa: ARG001 - all kinds are called alike
    rows: Sequence[ImportRow],
    reason: str,
    today: date,  # noqa: ARG001 - all kinds are called alike
) -> Mapping[int, str]:
    """Take the figures of these rows back; those they replaced stand again.

    Gives row → why it is left: one of its figures was taken back or replaced since.
    """
    keys = [key for row in rows for key in row.made.get("figures", [])]
    standing = DeclaredFigure.objects.standing().in_bulk(keys)
    left = {
        row.pk: "Số của dòng này đã lấy lại hoặc thay bằng số khác sau khi nhập."
        for row in rows
        if any(key not in standing for key in row.made.get("figures", []))
    }
    going = [row for row in rows if row.pk not in left]
    undo_figures(
        by=by,
        written=[key for row in going for key in row.made.get("figures", [])],
        replaced=[key for row in going for key in row.made.get("replaced", [])],
        reason=reason,
    )
    return left
