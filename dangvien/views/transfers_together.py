"""Several members transferred or taken in at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangvien.actions import transferring
from dangvien.forms.transfers_together import ArrivingTogetherForm, LeavingTogetherForm, WhoseForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.deciders import deciders_of
from dangvien.procedure.places import cell_options, places_of
from dangvien.procedure.transfer_lists import Tab, destination_options, direct_cells, lines_of, waiting_here
from dangvien.views.acting import answer, sent
from dangvien.views.listing import page_of


@requires(Permission.RECORD_MOVEMENT)
def leave(request: Request) -> HttpResponse:
    """Members of one organization, ticked from its list, sent to one place by one decision."""
    asking = WhoseForm(request.GET if "to_chuc" in request.GET else None, scope=request.scope)
    context: dict[str, Any] = {"title": "Chuyển nhiều người một lượt", "asking": asking, "submit": "Ghi việc chuyển"}
    if not asking.is_bound or not asking.is_valid():
        return render(request, "transfers/together.html", context)
    asked, scope = asking.cleaned_data["to_chuc"], request.scope
    members = scope.within(asked).present_members.select_related("person", "organization").in_name_order()
    page = page_of(request, members)
    deciders = deciders_of(scope, asked)
    form = LeavingTogetherForm(
        sent(request),
        members=page,
        places=destination_options(scope, asked.pk),
        scope=scope,
        issuers=deciders.options,
        initial={"introduced_on": scope.today},
    )
    context |= {
        "page": page,
        "people": form.rows,
        "places": places_of([member.organization_id for member in page], scope.today),
        "empty": "Tổ chức này hôm nay không có đảng viên nào. Chọn tổ chức khác.",
    }

    def act() -> str:
        transferring.transfer_together(
            by=request.user,
            leaving=form.leaving,
            facts=form.transfer_facts,
            decision=form.paper,
            today=scope.today,
        )
        return reverse("chuyen-sinh-hoat")

    return answer(request, form, act, template="transfers/together.html", done=lambda: _done(form), context=context)


@requires(Permission.RECORD_MOVEMENT)
def arrive(request: Request) -> HttpResponse:
    """Members who wait to be taken in here, ticked from the list, taken in on one day."""
    scope = request.scope
    waiting = waiting_here(scope).select_related("member__person", "member__organization", "destination")
    page = page_of(request, waiting.oldest_first())
    cells = cell_options(scope)
    form = ArrivingTogetherForm(
        sent(request),
        transfers=page,
        cells=cells,
        direct=direct_cells(scope, page, cells),
        initial={"occurred_on": scope.today},
    )
    context = {
        "title": "Tiếp nhận nhiều người một lượt",
        "submit": "Tiếp nhận",
        "page": page,
        "ends": {line.transfer.pk: line for line in lines_of(page, scope)},
        "empty": "Không có ai đang chờ đơn vị tiếp nhận.",
    }

    def act() -> str:
        transferring.record_transfer_steps(by=request.user, entries=form.entries, today=scope.today)
        return f"{reverse('chuyen-sinh-hoat')}?muc={Tab.DA_XONG}"

    return answer(request, form, act, template="transfers/together.html", done=lambda: _done(form), context=context)


def _done(form: LeavingTogetherForm | ArrivingTogetherForm) -> str:
    return f"Đã ghi cho {len(form.chosen)} người."
