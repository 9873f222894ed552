"""The page "Căn cứ": what the regulations say, since when, by which text, and how sure that is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dangvien import rules
from dangvien.forms.bases import BasesForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.bases import bases_on


@require_safe
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """Every rule as of a day, with its history and its source."""
    form = BasesForm(request.GET, today=request.scope.today)
    context = {"filter_form": form, "day": form.day, "bases": bases_on(form.day), "era": rules.on(form.day).era}
    return render(request, "bases/index.html", context)
