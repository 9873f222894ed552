"""Batches and rows as a check leaves them, for tests of what is compared, written and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from dangvien.imports.compare import Asked, Compared
from dangvien.models import ImportBatch, ImportRow, Organization, RosterKind, User, Verdict


def batch_of(organization: Organization, by: User, kind: RosterKind, *, as_of: date, document: str = "") -> ImportBatch:
    return ImportBatch.objects.create(
        organization=organization,
        kind=kind,
        as_of=as_of,
        document=document,
        file_name="danh-sach.xlsx",
        digest="0" * 64,
        size=1,
        committed_at=timezone.now(),
        recorded_by=by,
    )


def rows_of(
    batch: ImportBatch, records: Sequence[dict[str, Any]], found: Sequence[Compared], *, only_written: bool = True
) -> list[ImportRow]:
    """The rows a commit would write."""
    return [
        ImportRow.objects.create(
            batch=batch,
            sheet=0,
            number=number,
            record=record,
            verdict=compared.verdict,
            before=compared.before,
            person_id=compared.person,
            alike=compared.alike,
        )
        for number, (record, compared) in enumerate(zip(records, found, strict=True), start=2)
        if not only_written or compared.verdict in (Verdict.NEW, Verdict.CHANGED)
    ]


def asked(records: Sequence[dict[str, Any]], *choices: str) -> list[Asked]:
    """Rows to compare; a field stands in the column of its place."""
    columns = {key: chr(65 + place) for place, key in enumerate(records[0])} if records else {}
    chosen = [*choices, *[""] * len(records)]
    return [Asked(record, columns, choice) for record, choice in zip(records, chosen, strict=False)]


def codes(compared: Compared) -> list[str]:
    return [issue["code"] for issue in compared.issues]


def message(compared: Compared, code: str) -> str:
    return next(str(issue["message"]) for issue in compared.issues if issue["code"] == code)
