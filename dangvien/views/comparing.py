"""A list kept elsewhere beside the register: send it, see who is missing where and what differs, take that along."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions.comparing import drop_comparison, keep_comparison
from dangvien.forms.base import HouseForm
from dangvien.forms.roster_files import CompareForm
from dangvien.http import Request, requires
from dangvien.imports.central_lists import (
    HEADERS,
    MISSING_THERE,
    PARTS,
    VERDICTS,
    counts_of,
    lines_of,
    missing_there,
    told,
)
from dangvien.models import ImportBatch
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of, working_options
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import MOST_ROWS, hand_out
from dangvien.views.listing import page_of

State = ImportBatch.State


@requires(Permission.IMPORT_ROSTERS)
def index(request: Request) -> HttpResponse:
    """Send a list to be compared; the comparisons of before."""
    form = CompareForm(sent(request), request.FILES or None, organizations=working_options(request.scope))

    def act() -> str:
        batch = keep_comparison(
            by=request.user,
            organization=form.cleaned_data["organization"],
            content=form.content,
            file_name=form.cleaned_data["file"],
            today=request.scope.today,
        )
        return reverse("viec-chi-tiet", args=[batch.job_id])

    batches = request.scope.import_batches.to_compare().exclude(state=State.DROPPED)
    page = page_of(request, batches.select_related("recorded_by").newest_first())
    names = places_of([batch.organization_id for batch in page], request.scope.today)
    context = {"page": page, "names": names, "back": reverse("nhap")}
    return answer(request, form, act, template="comparing/index.html", done="Đã nhận tệp.", context=context)


@require_safe
@requires(Permission.IMPORT_ROSTERS)
def detail(request: Request, pk: int) -> HttpResponse:
    """What a comparison found: how many of each, and one of the lists."""
    batch = _batch(request, pk)
    context: dict[str, Any] = {"batch": batch, "name": batch.organization.name_on(request.scope.today)}
    if batch.state != State.COMPARED:
        return render(request, "comparing/waiting.html", context)
    counts = counts_of(request.scope, batch)
    asked = request.GET.get("muc", "")
    part = asked if asked in PARTS else next((each for each, count in counts.items() if count), MISSING_THERE)
    context |= {"part": part, "heading": PARTS[part], "counts": [(each, PARTS[each], counts[each]) for each in PARTS]}
    if part == MISSING_THERE:
        members = missing_there(request.scope, batch).select_related("person").in_name_order()
        page = page_of(request, members)
        context |= {"page": page, "places": places_of([m.organization_id for m in page], request.scope.today)}
    else:
        page = page_of(request, batch.rows.filter(verdict=VERDICTS[part]).in_order())
        people = [row.person_id for row in page if row.person_id]
        context |= {
            "page": page,
            "lines": told(page),
            "members": request.scope.member_keys_of_people(people),
        }
    context["may_export"] = Permission.EXPORT_REGISTER in request.held.permissions
    return render(request, "comparing/detail.html", context)


@require_safe
@requires(Permission.EXPORT_REGISTER)
def file(request: Request, pk: int) -> HttpResponse:
    """Everything that differs as a workbook, with the numbers in full."""
    batch = _batch(request, pk)
    if batch.state != State.COMPARED:
        return render(request, "comparing/waiting.html", {"batch": batch, "name": ""})
    lines = lines_of(request.scope, batch)
    told_under = f"Tệp {batch.file_name}, đối chiếu ngày {day_full(batch.as_of)}"
    if len(lines) > MOST_ROWS:
        told_under += f"; chỉ {MOST_ROWS} dòng đầu trong {len(lines)}"
    title = f"Chỗ khác nhau với danh sách khác: {batch.organization.name_on(request.scope.today)}"
    return hand_out(request, title, HEADERS, lines[:MOST_ROWS], told_under, organization=batch.organization)


@requires(Permission.IMPORT_ROSTERS)
def drop(request: Request, pk: int) -> HttpResponse:
    """Forget a comparison."""
    batch = _batch(request, pk)
    form = HouseForm(sent(request))

    def act() -> str:
        drop_comparison(by=request.user, batch=batch)
        return reverse("nhap-doi-chieu")

    context = {"batch": batch, "back": reverse("nhap-doi-chieu-chi-tiet", args=[batch.pk])}
    return answer(request, form, act, template="comparing/drop.html", done="Đã bỏ lần đối chiếu.", context=context)


def _batch(request: Request, pk: int) -> ImportBatch:
    batches = request.scope.import_batches.to_compare().exclude(state=State.DROPPED)
    return get_object_or_404(batches.select_related("organization", "recorded_by", "job"), pk=pk)
