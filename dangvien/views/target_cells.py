"""The target of every cell: who reached it, who is exempt; exempting a cell and ending that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions import target_spells
from dangvien.forms.target_spells import CellFilterForm, EndSpellForm, ExemptForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.targets.cells import CellRow, CellTargets
from dangvien.spreadsheet import Value
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import asks_for_file, hand_out, too_many
from dangvien.views.listing import count_of, page_of


@require_safe
@requires(Permission.VIEW_REPORTS)
def index(request: Request) -> HttpResponse:
    """The cells of a year with what their place asks of each, by kind and one by one; also as Excel."""
    form = CellFilterForm(request.GET, scope=request.scope)
    found = form.found()
    rows = form.chosen(found) if found else []
    if found and asks_for_file(request, form):
        return too_many(request, form, len(rows), "chi-tieu-chi-bo") or _file(request, found, rows)
    page = page_of(request, rows)
    context: dict[str, Any] = {
        "filter_form": form,
        "found": found,
        "page": page,
        "caption": count_of(page, "chi bộ"),
        "may_set": Permission.SET_TARGETS in request.held.permissions,
    }
    return render(request, "targets/cells.html", context)


def _file(request: Request, found: CellTargets, rows: Sequence[CellRow]) -> HttpResponse:
    headers = ["TT", "Chi bộ", "Trực thuộc", "Loại chi bộ", "Quy định", "Giới thiệu", "Học lớp", "Kết nạp",
               "Kết nạp gần nhất", "Tình trạng", "Lý do miễn, không còn nguồn"]  # fmt: skip
    lines: list[list[Value]] = [
        [
            place, row.name, row.above, row.group.label if row.group else "", row.asked or None, row.introduced,
            row.learning, row.admitted, row.last_on, row.state.label,
            row.exemption.reason if row.exemption else row.without_source,
        ]
        for place, row in enumerate(rows, start=1)
    ]  # fmt: skip
    title = f"Chỉ tiêu từng chi bộ năm {found.year}"
    return hand_out(request, title, headers, lines, f"Tính đến ngày {day_full(found.day)}", of_people=False)


@requires(Permission.SET_TARGETS)
def exempt(request: Request, code: str) -> HttpResponse:
    """Exempt a cell from the target of every cell; the exemptions it had stand below."""
    cell = get_object_or_404(request.scope.organizations, code=code)
    form = ExemptForm(sent(request), initial={"since": request.scope.today})
    back = reverse("chi-tieu-chi-bo")

    def act() -> str:
        target_spells.exempt_cell(by=request.user, cell=cell, spell=form.spell, reason=form.cleaned_data["reason"])
        return back

    context = {
        "name": cell.name_on(request.scope.today),
        "cell": cell,
        "exemptions": request.scope.target_exemptions.filter(organization=cell)
        .select_related("recorded_by")
        .newest_first(),
        "back": back,
    }
    done = f"Đã miễn chỉ tiêu cho {context['name']}."
    return answer(request, form, act, template="targets/exempt.html", done=done, context=context)


@requires(Permission.SET_TARGETS)
def end(request: Request, pk: int) -> HttpResponse:
    """End an exemption."""
    exemption = get_object_or_404(request.scope.target_exemptions.standing().select_related("organization"), pk=pk)
    form = EndSpellForm(sent(request), initial={"on": request.scope.today})
    back = reverse("chi-tieu-mien", args=[exemption.organization.code])

    def act() -> str:
        given = form.cleaned_data
        target_spells.end_exemption(by=request.user, exemption=exemption, on=given["on"], reason=given["reason"])
        return back

    context = {"exemption": exemption, "name": exemption.organization.name_on(request.scope.today), "back": back}
    return answer(request, form, act, template="targets/end_exemption.html", done="Đã thôi miễn.", context=context)
