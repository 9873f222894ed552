"""Decisions: the list, and one with the lines of the ledger that rest on it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from dangvien.forms.decisions import DecisionFilterForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.views.listing import count_of, page_of


@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """The decisions issued in scope or about its members, newest first."""
    form = DecisionFilterForm(request.GET, scope=request.scope)
    page = page_of(request, form.rows())
    places = places_of([decision.issuer_id for decision in page], request.scope.today)
    caption = f"{count_of(page, 'quyết định')}, mới nhất ở trên"
    context = {"filter_form": form, "page": page, "places": places, "caption": caption}
    return render(request, "decisions/index.html", context)


@requires(Permission.VIEW)
def detail(request: Request, pk: int) -> HttpResponse:
    """One decision, and what in the register rests on it as far as the person may see."""
    decision = get_object_or_404(request.scope.decisions, pk=pk)
    lines = list(
        request.scope.movements.filter(decision=decision)
        .select_related("member__person", "reversed_by")
        .order_by("member__person__sort_key", "pk")
    )
    placements = list(request.scope.placements.filter(decision=decision).in_order())
    places = places_of([decision.issuer_id, *(line.organization_id for line in lines)], request.scope.today)
    visible = set(request.scope.members.filter(pk__in={line.member_id for line in lines}).values_list("pk", flat=True))
    context = {
        "decision": decision,
        "lines": [(line, line.member_id in visible) for line in lines],
        "placements": placements,
        "places": places,
    }
    return render(request, "decisions/detail.html", context)
