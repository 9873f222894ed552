"""Figures that a document states: the list, writing one down, taking one back."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions.declaring import declare_figure, take_back_figure
from dangvien.forms.declared import DeclaredFilterForm, DeclareForm, TakeFigureBackForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.declared import FILE_COLUMNS, FigureLine, is_fixed, lines_of
from dangvien.procedure.places import places_of
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import asks_for_file, list_file, too_many
from dangvien.views.listing import count_of, page_of


@require_safe
@requires(Permission.VIEW_REPORTS)
def index(request: Request) -> HttpResponse:
    """The figures in scope by organization and kind; what was taken back is asked for apart."""
    form = DeclaredFilterForm(request.GET, scope=request.scope)
    rows = form.rows().select_related("recorded_by", "batch", "shared_from__organization")
    if asks_for_file(request, form):
        return too_many(request, form, rows.count(), "so-lieu-van-ban") or list_file(
            request, form, "Số liệu theo văn bản", FILE_COLUMNS, _lines(request, rows)
        )
    page = page_of(request, rows)
    groups = [
        (lines[0], lines)
        for _, found in groupby(
            _lines(request, page), key=lambda line: (line.figure.organization_id, line.figure.purpose)
        )
        if (lines := list(found))
    ]
    setting = request.held.limited_to(Permission.SET_TARGETS).keys
    context = {
        "filter_form": form,
        "page": page,
        "groups": groups,
        "taken_back": form.shows_taken_back,
        "fixed": {figure.pk for figure in page if is_fixed(figure, setting)},
        "may_record": Permission.IMPORT_ROSTERS in request.held.permissions,
        "caption": count_of(page, "số theo văn bản, không đếm từ người"),
    }
    return render(request, "declared/index.html", context)


@requires(Permission.IMPORT_ROSTERS)
def add(request: Request) -> HttpResponse:
    """Write down one figure."""
    form = DeclareForm(sent(request), scope=request.scope, targets=Permission.SET_TARGETS in request.held.permissions)
    back = reverse("so-lieu-van-ban")

    def act() -> str:
        declare_figure(by=request.user, facts=form.facts, today=request.scope.today)
        return back

    return answer(
        request,
        form,
        act,
        template="declared/add.html",
        done=lambda: f"Đã ghi số của {form.facts.organization.name_on(request.scope.today)}.",
        context={"back": back},
    )


@requires(Permission.IMPORT_ROSTERS)
def take_back(request: Request, pk: int) -> HttpResponse:
    """Take a figure back with a reason; it stays in the list of those taken back."""
    figure = get_object_or_404(request.scope.declared_figures.standing(), pk=pk)
    form = TakeFigureBackForm(sent(request))
    back = reverse("so-lieu-van-ban")

    def act() -> str:
        take_back_figure(by=request.user, figure=figure, reason=form.cleaned_data["reason"])
        return back

    context = {"line": _lines(request, [figure])[0], "back": back}
    done = "Đã lấy lại. Số ấy vẫn còn trong danh sách số đã lấy lại, với lý do."
    return answer(request, form, act, template="declared/take_back.html", done=done, context=context)


def _lines(request: Request, figures: Any) -> list[FigureLine]:
    found = list(figures)
    return lines_of(found, places_of([figure.organization_id for figure in found], request.scope.today))
