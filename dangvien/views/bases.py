"""The page "Căn cứ": what the regulations say, since when, by which text, and how sure that is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dangvien import rules
from dangvien.forms.bases import DayForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.bases import bases_on


@require_safe
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """Every rule as of a day, with its history and its source."""
    form = DayForm(request.GET or None)
    day = request.scope.today
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["ngay"] or day
    context = {"filter_form": form, "day": day, "bases": bases_on(day), "era": rules.on(day).era}
    return render(request, "bases/index.html", context)
