"""Files of people that are brought: the history, sending one, what was understood of it, its columns, its copies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from dangvien.actions import importing
from dangvien.actions.reading import downloaded, exported
from dangvien.forms.imports import ColumnsForm, QuestionsForm, UploadForm
from dangvien.http import Request, requires
from dangvien.imports import marking, summary
from dangvien.models import ImportBatch
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of, working_options
from dangvien.procedure.problem import Refused
from dangvien.rosters.grid import letters
from dangvien.views.acting import answer, sent
from dangvien.views.confirming import confirmed_first
from dangvien.views.exporting import excel
from dangvien.views.jobs import state_of
from dangvien.views.listing import page_of

FIRST_ROWS = 12
"""Rows of a sheet shown where its columns are told."""
MOST_CLASSES = 200


@require_safe
@requires(Permission.IMPORT_ROSTERS)
def index(request: Request) -> HttpResponse:
    """Every file that was brought, newest first."""
    batches = request.scope.import_batches.to_import().select_related("organization", "recorded_by").newest_first()
    batches = batches.exclude(state=ImportBatch.State.COMPARED)
    page = page_of(request, batches)
    names = places_of([batch.organization_id for batch in page], request.scope.today)
    shown = [(batch, summary.counted(batch)) for batch in page]
    return render(request, "imports/index.html", {"page": page, "shown": shown, "names": names})


@requires(Permission.IMPORT_ROSTERS)
def upload(request: Request) -> HttpResponse:
    """Send a file: kept as it came and read by the worker."""
    old = _replaced(request)
    initial: dict[str, Any] = {"as_of": request.scope.today}
    if old is not None:
        initial = {
            "kind": old.kind,
            "organization": old.organization,
            "as_of": old.as_of,
            "training_class": str(old.training_class_id or ""),
            "document": old.document,
        }
    recording = request.held.limited_to(Permission.RECORD_CLASS)
    classes = recording.classes.order_by("-ends_on", "-pk")[:MOST_CLASSES]
    form = UploadForm(
        sent(request),
        request.FILES or None,
        organizations=working_options(request.scope),
        classes=[(item, str(item)) for item in classes],
        scope=request.scope,
        initial=initial,
    )

    def act() -> str:
        given = form.cleaned_data
        batch = importing.keep_batch(
            by=request.user,
            organization=given["organization"],
            kind=given["kind"],
            as_of=given["as_of"],
            content=form.content,
            file_name=given["file"],
            training_class=given.get("training_class"),
            document=given["document"],
            instead_of=old,
        )
        return reverse("nhap-chi-tiet", args=[batch.pk])

    context = {"old": old, "back": reverse("nhap-chi-tiet", args=[old.pk]) if old else reverse("nhap")}
    return answer(request, form, act, template="imports/upload.html", done="Đã nhận tệp.", context=context)


def _replaced(request: Request) -> ImportBatch | None:
    """The batch whose mended file is sent, named in the address."""
    asked = request.GET.get("thay", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return request.scope.import_batches.select_related("organization").filter(pk=int(asked)).first()


@requires(Permission.IMPORT_ROSTERS)
def detail(request: Request, pk: int) -> HttpResponse:
    """One file: how far reading or writing has come, what was understood, what must be done next."""
    batch = batch_of(request, pk)
    running = batch.job is not None and not batch.job.is_over
    if request.htmx and not request.htmx.boosted:
        return _progress(request, batch) if running else HttpResponseClientRefresh()
    sheets = summary.sheets_of(batch)
    questions = summary.questions_of(batch) if summary.may_ask(batch) else []
    if request.method == "POST" and not questions:
        messages.warning(request, "Lúc này sổ không cần hỏi gì về tệp.")
        return redirect(request.path)
    form = QuestionsForm(sent(request), questions=questions)

    def act() -> str:
        importing.answer_questions(by=request.user, batch=batch, options=form.answers)
        return request.path

    context: dict[str, Any] = {
        "batch": batch,
        "name": batch.organization.name_on(request.scope.today),
        "running": running,
        "settled": not running,
        "counts": summary.counted(batch),
        "faulty": summary.faulty_columns(batch),
        "sheets": sheets,
        "converted": [(sheet, text) for sheet in sheets for text in sheet.converted],
        "earlier": _earlier(request, batch),
        "questions": questions,
        "open": summary.may_ask(batch),
        "may_undo": summary.may_undo(batch),
        "kept": batch.state != ImportBatch.State.DROPPED,
    }
    if batch.job is not None:
        context |= state_of(batch.job)
    return answer(
        request, form, act, template="imports/detail.html", done="Đã lưu, đang kiểm tra lại.", context=context
    )


def _progress(request: Request, batch: ImportBatch) -> HttpResponse:
    assert batch.job is not None
    return render(request, "imports/_progress.html", {"batch": batch, **state_of(batch.job)})


def _earlier(request: Request, batch: ImportBatch) -> list[ImportBatch]:
    """The same bytes, brought before, as far as the scope goes."""
    same = request.scope.import_batches.of_file(batch.digest).filter(pk__lt=batch.pk)
    return list(same.select_related("recorded_by").newest_first()[:5])


@requires(Permission.IMPORT_ROSTERS)
def columns(request: Request, pk: int) -> HttpResponse:
    """The first rows of a sheet, and what each of its columns is; kept for the next file with the same head."""
    batch = batch_of(request, pk)
    back = reverse("nhap-chi-tiet", args=[batch.pk])
    sheets = summary.sheets_of(batch)
    if not summary.may_ask(batch) or not sheets:
        messages.warning(request, "Lúc này không đổi được các cột của tệp.")
        return redirect(back)
    asked = request.GET.get("trang_tinh", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else summary.first_taken(sheets)
    number = number if number < len(sheets) else 0
    sheet = sheets[number]
    rows = list(batch.rows.filter(sheet=number).in_order()[:FIRST_ROWS])
    width = summary.width_of(rows, sheet)
    roster = summary.roster_of(batch)
    form = ColumnsForm(sent(request), form=roster, width=width, columns=sheet.columns, header_rows=sheet.header_rows)

    def act() -> str:
        importing.correct_layout(
            by=request.user,
            batch=batch,
            sheet=number,
            header_rows=form.cleaned_data["header_rows"],
            columns=form.columns,
        )
        return back

    context = {
        "batch": batch,
        "back": back,
        "sheet": sheet,
        "number": number,
        "sheets": list(enumerate(sheets)),
        "heads": [letters(column) for column in range(width)],
        "rows": [(row, summary.texts_of(row, width)) for row in rows],
    }
    done = "Đã lưu các cột, đang kiểm tra lại."
    return answer(request, form, act, template="imports/columns.html", done=done, context=context)


@require_POST
@requires(Permission.IMPORT_ROSTERS)
def check_again(request: Request, pk: int) -> HttpResponse:
    """Hold the file against the register as it stands now."""
    batch = batch_of(request, pk)
    try:
        importing.check_again(by=request.user, batch=batch)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("nhap-chi-tiet", pk=batch.pk)


@require_safe
@requires(Permission.IMPORT_ROSTERS)
@confirmed_first
def original(request: Request, pk: int) -> FileResponse:
    """The file as it was brought; taking it leaves a trace."""
    batch = batch_of(request, pk)
    if batch.state == ImportBatch.State.DROPPED:
        raise Http404
    downloaded(by=request.user, file=batch, organization=batch.organization, name=batch.file_name, what="tệp gốc")
    content = bytes(batch.file.content)
    name = summary.plain_name(batch.file_name)
    return FileResponse(
        iter([content]),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
        headers={"Content-Length": str(len(content))},
    )


@require_safe
@requires(Permission.IMPORT_ROSTERS)
def marked(request: Request, pk: int) -> HttpResponse:
    """The workbook with what must be mended coloured and commented; taking it leaves a trace."""
    batch = batch_of(request, pk)
    if batch.state == ImportBatch.State.DROPPED:
        raise Http404
    if not summary.sheets_of(batch):
        messages.warning(request, "Tệp này chưa đọc được nên chưa có gì để đánh dấu.")
        return redirect("nhap-chi-tiet", pk=batch.pk)
    made = marking.marked_file(batch)
    exported(
        by=request.user, what=f"Tệp đã đánh dấu: {batch.file_name}", count=made.marks, organization=batch.organization
    )
    return excel(f"{batch.file_name.rpartition('.')[0] or batch.file_name} đã đánh dấu", made.content)


def batch_of(request: Request, pk: int) -> ImportBatch:
    """A batch in scope; another one is not found."""
    batches = request.scope.import_batches.to_import().select_related(
        "organization", "training_class", "recorded_by", "committed_by", "undone_by", "job"
    )
    return get_object_or_404(batches, pk=pk)
