"""Batches of dossiers: those sent and received, sending a new one, receiving it, returning one dossier."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from dangvien.actions import dossier
from dangvien.dossier_list import paper_named
from dangvien.forms.dossier import BatchFilterForm, ReceiveForm, ReturnForm, SenderForm, SendForm
from dangvien.http import Request, requires
from dangvien.models import BatchItem, DossierBatch, Organization
from dangvien.permissions import Permission
from dangvien.procedure.batches import MOST, file_of, next_organ, ready
from dangvien.procedure.dossier import checklist
from dangvien.procedure.places import places_of
from dangvien.scope import Scope
from dangvien.spreadsheet import Value
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import hand_out
from dangvien.views.listing import count_of, page_of

Purpose = DossierBatch.Purpose


@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """Batches sent from the scope or to it, the newest first."""
    form = BatchFilterForm(request.GET, scope=request.scope)
    page = page_of(request, form.rows())
    ends = [key for batch in page for key in (batch.from_organization_id, batch.to_organization_id)]
    context = {
        "filter_form": form,
        "page": page,
        "caption": count_of(page, "lần gửi hồ sơ"),
        "places": places_of(ends, request.scope.today),
        "may_send": Permission.RECORD_CANDIDATE in request.held.permissions,
    }
    return render(request, "batches/index.html", context)


@requires(Permission.RECORD_CANDIDATE)
def send(request: Request) -> HttpResponse:
    """Choose the dossiers that go up, among those voted on and not sent since."""
    chooser = SenderForm(request.GET or _only(request.scope) or None, scope=request.scope)
    if not chooser.is_valid():
        return render(request, "batches/send.html", {"filter_form": chooser})
    sender: Organization = chooser.cleaned_data["tu_noi"]
    purpose = Purpose(chooser.cleaned_data["viec"] or Purpose.KET_NAP)
    receiver = next_organ(sender, request.scope.today)
    found = ready(request.scope, sender, purpose)
    cases = list(found[:MOST]) if receiver else []
    form = SendForm(sent(request), cases=cases, scope=request.scope, initial={"sent_on": request.scope.today})

    def act() -> str:
        given = form.cleaned_data
        batch = dossier.send_batch(
            by=request.user,
            sender=sender,
            purpose=purpose,
            cases=found,
            subjects=form.chosen,
            number=given["number"],
            sent_on=given["sent_on"],
            today=request.scope.today,
        )
        return reverse("ho-so-lan-gui", args=[batch.pk])

    context = {
        "filter_form": chooser,
        "sender_name": sender.name_on(request.scope.today),
        "receiver_name": receiver.name_on(request.scope.today) if receiver else "",
        "purpose": purpose,
        "places": places_of((case.organization_id for case in cases), request.scope.today),
        "more": found.count() - len(cases) if receiver else 0,
        "back": reverse("ho-so"),
    }
    return answer(request, form, act, template="batches/send.html", done="Đã ghi lần gửi hồ sơ.", context=context)


def _only(scope: Scope) -> dict[str, str]:
    """The only place of a scope that has one: then nothing is asked first."""
    return {"tu_noi": str(min(scope.keys)), "viec": Purpose.KET_NAP} if len(scope.keys) == 1 else {}


@requires(Permission.VIEW)
def detail(request: Request, pk: int) -> HttpResponse:
    """One batch as the list that goes with it, on A4 and as Excel; how each dossier was answered."""
    batch = get_object_or_404(request.scope.batches, pk=pk)
    items = list(request.scope.batch_items.filter(batch=batch).with_people().in_name_order())
    here = set(request.scope.own_batch_items.filter(batch=batch).values_list("pk", flat=True))
    cells = places_of((item.subject.organization_id for item in items if item.pk in here), batch.sent_on)
    ends = places_of([batch.from_organization_id, batch.to_organization_id], batch.sent_on)
    rows = [
        (item, cells.get(item.subject.organization_id or 0), [paper_named(code) for code in item.missing])
        for item in items
    ]
    sender, receiver = (str(ends.get(key, "")) for key in (batch.from_organization_id, batch.to_organization_id))
    if request.GET.get("tep") == "excel":
        title = f"Danh sách gửi hồ sơ {batch.get_purpose_display().lower()}"
        lines: list[list[Value]] = []
        for place, (item, cell, missing) in enumerate(rows, start=1):
            person = item.subject.person
            answered = item.get_outcome_display()
            lines.append([place, person.full_name, person.birth, str(cell or ""), answered, "; ".join(missing)])
        headers = ["TT", "Họ và tên", "Ngày sinh", "Chi bộ", "Kết quả", "Giấy tờ phải bổ sung"]
        under = f"{sender} gửi {receiver}, ngày {day_full(batch.sent_on)}"
        name = f"{title} {day_full(batch.sent_on)}"
        return hand_out(request, title, headers, lines, under, name=name, organization=batch.from_organization_id)
    receiving = request.held.limited_to(Permission.RECORD_ADMISSION).received_batches
    receives = Permission.RECORD_ADMISSION in request.held.permissions and receiving.filter(pk=batch.pk).exists()
    context = {
        "batch": batch,
        "rows": rows,
        "sender": sender,
        "receiver": receiver,
        "may_receive": receives and batch.received_on is None,
        "may_return": here if receives and batch.received_on is not None else set(),
    }
    return render(request, "batches/detail.html", context)


@requires(Permission.RECORD_ADMISSION)
def receive(request: Request, pk: int) -> HttpResponse:
    """Say that a batch arrived."""
    batch = get_object_or_404(request.scope.received_batches.waiting(), pk=pk)
    form = ReceiveForm(sent(request), initial={"received_on": request.scope.today})
    back = reverse("ho-so-lan-gui", args=[batch.pk])

    def act() -> str:
        day = form.cleaned_data["received_on"]
        dossier.receive_batch(by=request.user, batch=batch, received_on=day, today=request.scope.today)
        return back

    context = {"batch": batch, "back": back, "sender": batch.from_organization.name_on(batch.sent_on)}
    return answer(request, form, act, template="batches/receive.html", done="Đã ghi nhận hồ sơ.", context=context)


@requires(Permission.RECORD_ADMISSION)
def give_back(request: Request, pk: int, item: int) -> HttpResponse:
    """Return one dossier with the papers it lacks."""
    batch = get_object_or_404(request.scope.received_batches, pk=pk)
    mine = request.scope.own_batch_items.under_way().filter(batch=batch).with_people()
    sent_item: BatchItem = get_object_or_404(mine, pk=item)
    subject = sent_item.subject
    listed = checklist(file_of(subject, request.scope.today, scope=request.scope), subject)
    first = {"returned_on": request.scope.today, "codes": [line.paper.code for line in listed.missing_to_send]}
    form = ReturnForm(sent(request), listed=listed, initial=first)
    back = reverse("ho-so-lan-gui", args=[batch.pk])

    def act() -> str:
        dossier.return_dossier(
            by=request.user,
            item=sent_item,
            codes=form.cleaned_data["codes"],
            returned_on=form.cleaned_data["returned_on"],
            today=request.scope.today,
        )
        return back

    context = {"batch": batch, "subject": subject, "back": back}
    done = "Đã ghi trả lại hồ sơ. Nơi gửi thấy ngay giấy tờ phải bổ sung."
    return answer(request, form, act, template="batches/return.html", done=done, context=context)
