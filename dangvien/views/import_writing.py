"""A checked file is written into the register, taken back, or put aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dangvien.actions import importing
from dangvien.forms.base import HouseForm
from dangvien.forms.imports import CommitForm, UndoForm
from dangvien.http import Request, requires
from dangvien.imports import summary, undoing
from dangvien.models import ImportBatch
from dangvien.permissions import Permission
from dangvien.views.acting import answer, sent
from dangvien.views.confirming import confirmed_first
from dangvien.views.import_files import batch_of


@requires(Permission.IMPORT_ROSTERS)
def commit(request: Request, pk: int) -> HttpResponse:
    """What will be written, in numbers; and the button that does it."""
    batch = batch_of(request, pk)
    back = reverse("nhap-chi-tiet", args=[batch.pk])
    counts = summary.counted(batch)
    if batch.state != ImportBatch.State.CHECKED or not counts.to_write:
        messages.warning(request, "Lúc này tệp không có dòng nào để ghi.")
        return redirect(back)
    form = CommitForm(sent(request), initial={"seen": batch.stamp})

    def act() -> str:
        importing.ask_to_commit(by=request.user, batch=batch, seen=form.cleaned_data["seen"])
        return back

    context = {"batch": batch, "back": back, "counts": counts, "name": batch.organization.name_on(request.scope.today)}
    done = "Đã nhận yêu cầu ghi vào sổ."
    return answer(request, form, act, template="imports/commit.html", done=done, context=context)


@requires(Permission.IMPORT_ROSTERS)
@confirmed_first
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back what a file wrote; who was touched since is listed and left."""
    batch = batch_of(request, pk)
    back = reverse("nhap-chi-tiet", args=[batch.pk])
    if not summary.may_undo(batch):
        messages.warning(request, "Lần nhập này chưa ghi gì vào sổ, hoặc đã hoàn tác.")
        return redirect(back)
    form = UndoForm(sent(request))

    def act() -> str:
        importing.ask_to_undo(by=request.user, batch=batch, reason=form.cleaned_data["reason"])
        return back

    context = {"batch": batch, "back": back, "preview": undoing.preview_of(batch)}
    done = "Đã nhận yêu cầu hoàn tác."
    return answer(request, form, act, template="imports/undo.html", done=done, context=context)


@requires(Permission.IMPORT_ROSTERS)
def drop(request: Request, pk: int) -> HttpResponse:
    """Put a file aside that was not written."""
    batch = batch_of(request, pk)
    form = HouseForm(sent(request))

    def act() -> str:
        importing.drop_batch(by=request.user, batch=batch)
        return reverse("nhap")

    context = {"batch": batch, "back": reverse("nhap-chi-tiet", args=[batch.pk])}
    return answer(request, form, act, template="imports/drop.html", done="Đã bỏ tệp.", context=context)
