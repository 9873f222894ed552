"""The page "Căn cứ": what the regulations say, since when, by which text, and how sure that is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dangvien import rules
from dangvien.dossier_list import admitting_places, papers_on
from dangvien.forms.bases import BasesForm
from dangvien.http import Request, requires
from dangvien.paper_forms import paper_forms_on
from dangvien.permissions import Permission
from dangvien.procedure.bases import bases_on, check_sources_on, line_of, names_of, unknown_years, year_page
from dangvien.procedure.regulations import Regulations
from dangvien.views.regulating import keys_by_day


@require_safe
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """Every rule as of a day with what was amended for a place, the checks, the days off, and the forms."""
    form = BasesForm(request.GET, scope=request.scope)
    regulations = Regulations.load()
    line = line_of(request.scope, form.place, form.day)
    this_year = request.scope.today.year
    context = {
        "filter_form": form,
        "day": form.day,
        "bases": bases_on(form.day, regulations, line, names_of(regulations.amendments, request.scope.today)),
        "era": rules.on(form.day).era,
        "year": year_page(regulations.calendar, form.day.year, keys_by_day(request, form.day.year)),
        "unknown_years": unknown_years(regulations.calendar, range(this_year - 1, this_year + 2)),
        "check_sources": check_sources_on(form.day),
        "paper_forms": paper_forms_on(form.day),
        "dossier_papers": papers_on(form.day),
        "admitting": admitting_places(form.day),
        "may_amend": Permission.MANAGE_REFERENCE in request.held.permissions,
    }
    return render(request, "bases/index.html", context)
