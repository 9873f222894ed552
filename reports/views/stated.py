"""Figures that documents state, beside what is counted."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.declared import years_of
from dangvien.procedure.places import places_of
from dangvien.views.listing import count_of, page_of
from reports.engine.beside import Beside, beside
from reports.forms import address_of


@require_GET
@requires(Permission.VIEW_REPORTS)
def compare(request: Request) -> HttpResponse:
    """Every standing result in scope with the counted number, its difference, and which of the two tables show."""
    figures = request.scope.declared_figures.standing().results().of_source().select_related("organization")
    page = page_of(request, figures.order_by("organization", "first_year", "last_year", "indicator", "pk"))
    places = places_of([figure.organization_id for figure in page], request.scope.today)
    lines = [
        {
            "place": places.get(item.figure.organization_id, ""),
            "years": years_of(item.figure.first_year, item.figure.last_year),
            "beside": item,
            "url": _url(item),
        }
        for item in beside(request.scope, page)
    ]
    context = {"page": page, "lines": lines, "caption": count_of(page, "số theo văn bản")}
    return render(request, "reports/stated.html", context)


def _url(item: Beside) -> str:
    """The page of the people behind the counted number."""
    address = reverse("bao-cao-o", args=[item.question.report.slug, item.row, item.column])
    return f"{address}?{address_of(item.question)}"
