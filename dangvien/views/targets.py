"""Targets: how far they have been reached, the people behind a result, and how one target came about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dangvien.actions.reading import list_opened
from dangvien.forms.targets import LATE, MISSED, TargetFilterForm, span_code
from dangvien.http import Request, requires
from dangvien.models import DeclaredFigure, Indicator
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.procedure.declared import source_label
from dangvien.procedure.places import places_of
from dangvien.procedure.targets.checks import TargetFacts, overlapping
from dangvien.procedure.targets.counting import people_behind
from dangvien.procedure.targets.progress import Progress, ProgressRow, progress
from dangvien.procedure.targets.reading import explanation, target_words
from dangvien.procedure.targets.sources import source_lines
from dangvien.procedure.targets.trees import Trees
from dangvien.spreadsheet import Value
from dangvien.views.exporting import hand_out
from dangvien.views.listing import page_of
from dangvien.views.rights import may

KEPT = ("nam", "chi_so", "nguon", "loai")
"""What a link from one number to another takes along."""


@require_safe
@requires(Permission.VIEW_REPORTS)
def index(request: Request) -> HttpResponse:
    """Targets of a year and what has come of them, below one organization; also as Excel."""
    form = TargetFilterForm(request.GET, scope=request.scope)
    top = form.top
    context: dict[str, Any] = {"filter_form": form, "may_set": Permission.SET_TARGETS in request.held.permissions}
    if top is not None and form.is_valid():
        found = progress(request.scope, top, *form.span, form.indicator, form.source, form.tier)
        rows = _chosen(form, found)
        if request.GET.get("tep") == "excel":
            return _file(request, form, found, rows)
        by_source = not form.source and form.indicator is Indicator.ADMITTED
        context |= {
            "found": found,
            "top": top,
            "page": page_of(request, rows),
            "asked": _asked(request.GET),
            "one_year": form.span[0] == form.span[1],
            "sources": source_lines(request.scope, top, found, form.tier) if by_source else (),
            "inner": _with_some_below(request, found),
            "example": next((row.forecast for row in [found.total, *rows] if row and row.forecast), None),
        }
    return render(request, "targets/index.html", context)


def _chosen(form: TargetFilterForm, found: Progress) -> list[ProgressRow]:
    if form.shows == LATE:
        return [row for row in found.rows if row.band.is_behind]
    if form.shows == MISSED:
        return [row for row in found.rows if row.missed >= found.marks.missed_years]
    return list(found.rows)


def _with_some_below(request: Request, found: Progress) -> frozenset[int]:
    """Rows that have organizations of their own below them."""
    parents = request.scope.placements.standing_on(found.day).values_list("parent", flat=True)
    return frozenset(parents.filter(parent__in=[row.organization for row in found.rows]).order_by())


def _asked(data: QueryDict) -> str:
    """The part of an address that goes along to another number."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if data.get(name):
            kept[name] = str(data[name])
    return f"&{kept.urlencode()}" if kept else ""


def _file(request: Request, form: TargetFilterForm, found: Progress, rows: Sequence[ProgressRow]) -> HttpResponse:
    headers = ["TT", "Đơn vị", "Chỉ tiêu", "Kết quả", "Đạt", "Còn thiếu, vượt", "Dự báo theo ngày",
               "Dự báo theo năm trước", "Tình trạng", "Không đạt liền (năm)", "Văn bản giao"]  # fmt: skip
    lines: list[list[Value]] = []
    for place, row in enumerate([*rows, *([found.total] if found.total else [])], start=1):
        guess = row.forecast
        lines.append(
            [
                place, row.name, row.target.value if row.target else None, row.result, row.percent, row.gap,
                guess.by_day if guess else None, guess.by_last_year if guess else None, row.band.label, row.missed,
                row.target.document if row.target else "",
            ]
        )  # fmt: skip
    title = f"Tiến độ chỉ tiêu năm {form.years}"
    return hand_out(request, title, headers, lines, f"Tính đến ngày {found.day_words}", of_people=False)


@require_safe
@requires(Permission.VIEW_REPORTS)
def people(request: Request) -> HttpResponse:
    """The people behind a result: who was admitted, recognized or trained, where and when."""
    form = TargetFilterForm(request.GET, scope=request.scope)
    top = form.top
    if top is None or not form.is_valid():
        raise Http404
    first, last = form.span
    whole = Period(Period.year(first).first, Period.year(last).last)
    day = max(min(request.scope.today, whole.last), whole.first)
    inside = Trees(request.scope).within(top.pk, day)
    rows = people_behind(request.scope, Period(whole.first, day), form.indicator, inside, form.source)
    page = page_of(request, rows)
    name = top.name_on(day)
    words = f"{form.indicator.label}, năm {form.years}"
    list_opened(by=request.user, organization=top, what=words, rows=page.paginator.count)
    in_ledger = form.indicator in (Indicator.ADMITTED, Indicator.RECOGNIZED)
    here = [row.organization_id if in_ledger else row.sent_by_id for row in page]
    known = request.scope.member_keys_of_people([row.member.person_id if in_ledger else row.person_id for row in page])
    context = {
        "name": name,
        "words": words,
        "source": source_label(DeclaredFigure(source=form.source)),
        "page": page,
        "day": day,
        "in_ledger": in_ledger,
        "places": places_of(here, day),
        "files": known,
        "asked": f"?to_chuc={top.pk}{_asked(request.GET)}",
    }
    return render(request, "targets/people.html", context)


@require_safe
@requires(Permission.VIEW_REPORTS)
def detail(request: Request, pk: int) -> HttpResponse:
    """One target: its number and document, how it came about, its parts, what it replaced."""
    figure = get_object_or_404(
        request.scope.declared_figures.targets().select_related("shared_from", "recorded_by", "replaces"), pk=pk
    )
    parts = list(request.scope.declared_figures.standing().filter(shared_from=figure).order_by("pk"))
    whole = figure.shared_from
    named = [figure.organization_id, *(part.organization_id for part in parts)]
    day = max(min(request.scope.today, Period.year(figure.last_year).last), Period.year(figure.first_year).first)
    places = places_of([*named, *([whole.organization_id] if whole else [])], day)
    mine = request.scope.own_targets.filter(pk=figure.pk).exists()
    may_set = may(request, Permission.SET_TARGETS, figure.organization_id)
    context = {
        "figure": figure,
        "place": places.get(figure.organization_id),
        "words": target_words(figure),
        "explained": explanation(figure, str(places.get(whole.organization_id) or "") if whole else ""),
        "shared": [
            (heading, [(part, places.get(part.organization_id), source_label(part)) for part in some], _sum(some))
            for heading, some in (
                ("các đơn vị ở dưới", [part for part in parts if part.organization_id != figure.organization_id]),
                ("các nguồn", [part for part in parts if part.organization_id == figure.organization_id]),
            )
            if some
        ],
        "earlier": _earlier(figure),
        "later": _later(request, figure),
        "beside": overlapping(TargetFacts.of(figure)) if figure.voided_at is None else (),
        "may_change": may_set and mine and figure.voided_at is None,
        "may_share": may_set and figure.voided_at is None,
        "from_above": whole is not None and not mine,
        "whole_seen": whole is not None and request.scope.declared_figures.filter(pk=whole.pk).exists(),
        "progress": f"?to_chuc={figure.organization_id}&nam={span_code(figure.first_year, figure.last_year)}"
        f"&chi_so={figure.indicator}&loai={figure.tier}{f'&nguon={figure.source}' if figure.source else ''}",
    }
    return render(request, "targets/detail.html", context)


def _sum(parts: Sequence[DeclaredFigure]) -> int:
    return sum(part.value for part in parts)


def _earlier(figure: DeclaredFigure) -> list[DeclaredFigure]:
    """The rows this one took the place of, the newest first."""
    found: list[DeclaredFigure] = []
    here = figure.replaces
    while here is not None:
        found.append(here)
        here = here.replaces
    return found


def _later(request: Request, figure: DeclaredFigure) -> DeclaredFigure | None:
    return request.scope.declared_figures.filter(replaces=figure.pk).first()
