"""Rà soát, sàng lọc: lists of members to be looked at, and who left by year."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dangvien.forms.reviews import ReviewFilterForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.list_files import REVIEWS
from dangvien.procedure.reviews import Review, left_lines, lines_for, people_who_left, rows_under, trend_of
from dangvien.views.exporting import asks_for_file, list_file, too_many
from dangvien.views.listing import count_of, page_of


@require_safe
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """One list with its grounds and clocks, or who left by year and what is behind a number."""
    form = ReviewFilterForm(request.GET, scope=request.scope)
    review, scope, number = form.review, form.narrowed, form.number
    context = {
        "filter_form": form,
        "review": review,
        "reviews": list(Review),
        "number": number,
        "may_move": Permission.RECORD_MOVEMENT in request.held.permissions,
    }
    if review is Review.RA_KHOI and number is None:
        return render(request, "reviews/trend.html", {**context, "trend": trend_of(scope, form.organization)})
    rows = people_who_left(scope, *number, form.own) if number else rows_under(scope, review)
    title = f"{number[0].label} năm {number[1]}" if number else review.label
    if asks_for_file(request, form):
        count = len(rows) if isinstance(rows, list) else rows.count()  # type: ignore[call-arg]
        if refused := too_many(request, form, count, "ra-soat"):
            return refused
        lines = left_lines(scope, rows) if number else lines_for(scope, review, rows)
        return list_file(request, form, f"Rà soát: {title}", REVIEWS, lines)
    page = page_of(request, rows)
    context |= {
        "page": page,
        "title": title,
        "lines": left_lines(scope, page) if number else lines_for(scope, review, page),
        "caption": count_of(page, "người"),
    }
    return render(request, "reviews/index.html", context)
