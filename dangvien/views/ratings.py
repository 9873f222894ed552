"""Yearly ratings: the cells of a year with how far they are, and one cell's ratings entered at once."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions.rating import record_ratings
from dangvien.forms.ratings import RatingsForm, RatingYearForm, read_ratings
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.procedure.ratings import cells_of_year, elsewhere, level_field, members_of_year, year_problems
from dangvien.views.acting import answer, sent
from dangvien.views.listing import count_of, page_of


@require_safe
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """Every cell that had members at the end of a year, and how many of them are rated."""
    form = RatingYearForm(request.GET, scope=request.scope)
    cells = cells_of_year(form.chosen, form.year)
    places = places_of([cell.organization for cell in cells], request.scope.today)
    cells.sort(key=lambda cell: (not cell.missing, str(places.get(cell.organization, ""))))
    page = page_of(request, cells)
    context = {
        "filter_form": form,
        "year": form.year,
        "page": page,
        "places": places,
        "members": sum(cell.members for cell in cells),
        "missing": sum(cell.missing for cell in cells),
        "may_record": Permission.RECORD_MEMBER in request.held.permissions,
        "caption": count_of(page, f"chi bộ có đảng viên, năm {form.year}"),
    }
    return render(request, "ratings/index.html", context)


@requires(Permission.RECORD_MEMBER)
def cell(request: Request, year: int, code: str) -> HttpResponse:
    """One year's ratings of a cell, all saved or none; a pasted block is shown in the boxes first."""
    organization = get_object_or_404(request.scope.organizations, code=code)
    if year_problems(year, request.scope.today):
        raise Http404
    members = members_of_year(request.scope, organization, year)
    data, pasted = sent(request), None
    if data is not None and "dua_vao_bang" in data:
        pasted = read_ratings(data.get("khoi", ""), members, year, request.scope.today)
        data = data.copy()
        for member in members:
            if words := pasted.rows.get(member.pk):
                data[level_field(member)] = words.get("level", data.get(level_field(member), ""))
    form = RatingsForm(data, members=members, year=year, today=request.scope.today)
    back = f"{reverse('xep-loai')}?nam={year}"

    def act() -> str:
        record_ratings(by=request.user, year=year, levels=form.levels, members=members, today=request.scope.today)
        return back

    context = {
        "year": year,
        "organization": organization,
        "place": places_of([organization.pk], request.scope.today).get(organization.pk),
        "elsewhere": elsewhere(request.scope, organization, year, len(members)),
        "pasted": pasted,
        "pasted_text": "" if pasted and not pasted.faults else request.POST.get("khoi", ""),
        "back": back,
    }
    if pasted is not None:
        form.is_valid()
        return render(request, "ratings/cell.html", {**context, "form": form})
    return answer(
        request,
        form,
        act,
        template="ratings/cell.html",
        done=lambda: f"Đã ghi xếp loại năm {year} của {len(form.levels)} đảng viên.",
        context=context,
    )
