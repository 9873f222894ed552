"""Writing down what a document states: figures of years for which no people are recorded, and targets; taking back."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from dangvien.actions.auditing import Noted, note, note_all
from dangvien.models import DeclaredFigure, ImportBatch, Organization, Tier, User
from dangvien.permissions import Permission
from dangvien.procedure.declared import (
    NO_TARGETS,
    FigureFacts,
    Purpose,
    double_problems,
    figure_problems,
    source_label,
    taking_back_problems,
    years_of,
)
from dangvien.procedure.problem import Refused, refuse_if_any
from dangvien.scope import Scope
from dangvien.text import nfc


@transaction.atomic
def declare_figure(*, by: User, facts: FigureFacts, today: date) -> DeclaredFigure:
    """Write down one figure of a document. Raises `Refused` with every reason."""
    # Of two writers the second sees the first.
    Organization.objects.select_for_update(no_key=True).get(pk=facts.organization.pk)
    if facts.purpose is Purpose.TARGET and facts.organization.pk not in _setting(by):
        raise Refused.at("purpose", NO_TARGETS)
    refuse_if_any([*figure_problems(facts, today), *double_problems(facts)])
    figure = _row(facts, by, None)
    figure.save()
    note(
        by=by,
        verb="ghi số liệu theo văn bản",
        subject=figure,
        organization=facts.organization,
        after=_told(figure),
    )
    return figure


@transaction.atomic
def take_back_figure(*, by: User, figure: DeclaredFigure, reason: str) -> DeclaredFigure:
    """A figure was a mistake, or no longer holds: it stays with the reason and is shown no more. Raises `Refused`."""
    figure = DeclaredFigure.objects.select_for_update(no_key=True).get(pk=figure.pk)
    refuse_if_any(taking_back_problems(figure, reason, _setting(by), localdate()))
    _void([figure], nfc(reason))
    note(
        by=by,
        verb="lấy lại số liệu theo văn bản",
        subject=figure,
        organization=figure.organization_id,
        before=_told(figure),
        reason=figure.void_reason,
    )
    return figure


@transaction.atomic
def declare_figures(
    *, by: User, facts: Sequence[FigureFacts], replaced: Sequence[int], batch: ImportBatch
) -> list[DeclaredFigure]:
    """The figures of one file, in the order given, in as few statements as can be; they were checked row by row.

    `replaced` are the keys of standing figures in whose place some of them are written; those are taken back first.
    """
    old = list(DeclaredFigure.objects.select_for_update(no_key=True).standing().filter(pk__in=replaced).order_by("pk"))
    _void(old, f"Thay bằng số trong tệp {batch.file_name}"[:250])
    written = DeclaredFigure.objects.bulk_create([_row(item, by, batch) for item in facts])
    verb = "ghi số liệu theo văn bản"
    gone = [
        Noted("lấy lại số liệu theo văn bản", row, row.organization_id, _told(row), None, row.void_reason)
        for row in old
    ]
    new = [Noted(verb, row, row.organization_id, None, _told(row)) for row in written]
    note_all(by=by, entries=[*gone, *new])
    return written


@transaction.atomic
def undo_figures(*, by: User, written: Sequence[int], replaced: Sequence[int], reason: str) -> None:
    """Take back the figures of a file; those they replaced are written down again as new rows."""
    rows = list(DeclaredFigure.objects.select_for_update(no_key=True).standing().filter(pk__in=written).order_by("pk"))
    _void(rows, nfc(reason)[:250])
    again = [_copy(row, by) for row in DeclaredFigure.objects.filter(pk__in=replaced).order_by("pk")]
    restored = DeclaredFigure.objects.bulk_create(again)
    gone = [
        Noted("lấy lại số liệu theo văn bản", row, row.organization_id, _told(row), None, row.void_reason)
        for row in rows
    ]
    back = [Noted("ghi số liệu theo văn bản", row, row.organization_id, None, _told(row)) for row in restored]
    note_all(by=by, entries=[*gone, *back])


def _setting(by: User) -> Container[int]:
    """The organizations where somebody sets targets."""
    return Scope.of(by).limited_to(Permission.SET_TARGETS).keys


def _row(facts: FigureFacts, by: User, batch: ImportBatch | None) -> DeclaredFigure:
    return DeclaredFigure(
        organization=facts.organization,
        purpose=facts.purpose,
        indicator=facts.indicator,
        source=facts.source,
        tier=facts.tier,
        first_year=facts.first_year,
        last_year=facts.last_year,
        value=facts.value,
        document=nfc(facts.document),
        batch=batch,
        recorded_by=by,
    )


def _copy(row: DeclaredFigure, by: User) -> DeclaredFigure:
    """The same figure, standing again, with the batch and the basis it came from."""
    left = {"id", "recorded_at", "recorded_by", "voided_at", "void_reason", "replaces"}
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in left}
    return DeclaredFigure(**kept, recorded_by=by)


def _void(rows: Sequence[DeclaredFigure], reason: str) -> None:
    now = timezone.now()
    for row in rows:
        row.voided_at, row.void_reason = now, reason
    DeclaredFigure.objects.bulk_update(rows, ["voided_at", "void_reason"])


def _told(figure: DeclaredFigure) -> dict[str, Any]:
    """A figure as the trail tells it."""
    facts = {
        "là": figure.get_purpose_display(),
        "chỉ số": figure.get_indicator_display(),
        "loại chỉ tiêu": figure.get_tier_display() if figure.tier == Tier.PLEDGED else "",
        "thuộc nguồn": source_label(figure),
        "năm": years_of(figure.first_year, figure.last_year),
        "số": figure.value,
        "văn bản": figure.document,
    }
    return {name: value for name, value in facts.items() if value != ""}
