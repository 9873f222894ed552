"""Rows of a file by verdict, and what is done to them on the screen."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dangvien.actions import importing
from dangvien.forms.imports import RowsForm
from dangvien.http import Request, requires
from dangvien.imports import screen, summary
from dangvien.models import ImportBatch, Verdict
from dangvien.permissions import Permission
from dangvien.views.acting import answer, sent
from dangvien.views.import_files import batch_of
from dangvien.views.listing import page_of

CARDS, LINES = 20, 50
"""Rows of one page: with boxes to mend, and in a table."""
WITH_BOXES = (Verdict.WRONG, Verdict.MAYBE)


@requires(Permission.IMPORT_ROSTERS)
def index(request: Request, pk: int) -> HttpResponse:
    """The rows of one list, to be mended where they stand; nonsense in the address shows the first list with rows."""
    batch = batch_of(request, pk)
    counts = summary.counted(batch)
    shown = counts.chosen(request.GET.get("loai", ""))
    cards = shown.code in WITH_BOXES
    page = page_of(request, summary.rows_on(batch, shown.code), CARDS if cards else LINES)
    here = f"{request.path}?{urlencode({'loai': shown.code, 'trang': page.number})}"
    context = {"counts": counts, "shown": shown, "page": page, "cards": cards}
    return _mended(request, batch, _reader(request, batch).views(page), here, "imports/rows.html", context)


@requires(Permission.IMPORT_ROSTERS)
def row(request: Request, pk: int, row_pk: int) -> HttpResponse:
    """One row alone, with all it tells."""
    batch = batch_of(request, pk)
    line = get_object_or_404(batch.rows.data(), pk=row_pk)
    view = _reader(request, batch).views([line])[0]
    return _mended(request, batch, [view], request.path, "imports/row.html", {})


def _mended(
    request: Request, batch: ImportBatch, rows: list[screen.RowView], here: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Show rows with their boxes, or keep what was done to them; a long file is judged by the worker afterwards."""
    form = RowsForm(sent(request), rows=rows)
    outcome: list[ImportBatch] = []

    def act() -> str:
        outcome.append(importing.mend_rows(by=request.user, batch=batch, work=form.work))
        return here if not importing.unfinished(outcome[0]) else reverse("nhap-chi-tiet", args=[batch.pk])

    def done() -> str:
        touched = form.work
        if not touched:
            return "Chưa có ô nào được sửa."
        if importing.unfinished(outcome[0]):
            return f"Đã lưu {len(touched)} dòng; máy đang kiểm tra lại cả tệp."
        return _told(batch, rows, list(touched))

    seen = form.shown(rows) if request.method == "POST" else rows
    context = {"batch": batch, "rows": seen, "item": next(iter(seen), None), **context}
    return answer(request, form, act, template=template, done=done, context=context)


def _told(batch: ImportBatch, rows: list[screen.RowView], touched: list[int]) -> str:
    """What became of the rows: of one by name, of several in numbers."""
    now = {row.pk: row.get_verdict_display().lower() for row in batch.rows.filter(pk__in=touched)}
    if len(touched) == 1:
        view = next(view for view in rows if view.row.pk == touched[0])
        return f"{view.name}, dòng {view.row.number}: {now[touched[0]]}."
    several = Counter(now.values())
    return f"Đã lưu {len(touched)} dòng: {', '.join(f'{count} {words}' for words, count in several.items())}."


def _reader(request: Request, batch: ImportBatch) -> screen.Reader:
    return screen.Reader(batch, summary.sheets_of(batch), request.scope)
