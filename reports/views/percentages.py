"""Whether a percentage that stands on paper is right: a tool of its own, beside the reports."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dangvien.http import Request, requires
from dangvien.permissions import Permission
from reports.figure_check.percentages import Verdict
from reports.percentage_forms import PercentageForm


@require_GET
@requires(Permission.VIEW_REPORTS)
def check(request: Request) -> HttpResponse:
    """Three numbers and what they say of each other. Nothing is kept."""
    form = PercentageForm(request.GET or None)
    context: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        found = form.judged
        tone = {Verdict.EXACT: "good", Verdict.TRUNCATED: "warn", Verdict.WRONG: "wrong"}[found.verdict]
        context |= {"sentences": found.sentences, "tone": tone}
    return render(request, "reports/percentages.html", context)
