"""The monthly source lists: every cell of a month, one cell's list, and that it was reviewed."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dangvien.actions import surveying
from dangvien.forms.monthly_lists import MonthForm, MonthlyListsForm, ReviewForm
from dangvien.http import Request, requires
from dangvien.models import ListReview, Organization
from dangvien.models.organization import CELLS
from dangvien.models.progress import state_label
from dangvien.permissions import Permission
from dangvien.procedure.monthly_lists import Line, Month, MonthlyList, Reviewed, monthly_list, reason_kind
from dangvien.spreadsheet import Value
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import asks_for_file, hand_out, too_many
from dangvien.views.listing import count_of, page_of
from dangvien.views.rights import may


@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """A month over the cells in scope: how many on the list, who came and left, which have reviewed; also as Excel.

    Whoever sees one cell only is led to its list.
    """
    form = MonthlyListsForm(request.GET, scope=request.scope)
    rows = form.rows()
    if len(request.scope.keys) == 1 and len(rows) == 1:
        return redirect(f"{reverse('nguon-danh-sach-chi-bo', args=[rows[0].code])}?thang={form.month.code}")
    if asks_for_file(request, form):
        return too_many(request, form, len(rows), "nguon-danh-sach") or _cells_file(request, form.month, rows)
    page = page_of(request, rows)
    context = {
        "filter_form": form,
        "month": form.month,
        "page": page,
        "caption": count_of(page, "chi bộ"),
        "not_yet": sum(row.review is None for row in rows),
    }
    return render(request, "monthly_lists/index.html", context)


def _cells_file(request: Request, month: Month, rows: Sequence[Reviewed]) -> HttpResponse:
    headers = [
        "TT",
        "Chi bộ",
        "Trực thuộc",
        "Trong danh sách",
        "Đưa vào",
        "Ra khỏi",
        "Số nghị quyết",
        "Ngày nghị quyết",
    ]
    lines: list[list[Value]] = []
    for number, row in enumerate(rows, start=1):
        review: list[Value] = [row.review.resolution, row.review.reviewed_on] if row.review else ["Chưa rà soát", None]
        lines.append([number, row.name, row.above, row.present, row.came, row.left, *review])
    title = f"Rà soát danh sách nguồn {month}"
    told = f"Đến ngày {day_full(min(month.last, request.scope.today))}"
    return hand_out(request, title, headers, lines, told, of_people=False)


@requires(Permission.VIEW)
def cell(request: Request, code: str) -> HttpResponse:
    """One cell's list of a month, whole on one page because it is printed and signed; also as Excel."""
    here = _cell(request, code)
    form = MonthForm(request.GET, scope=request.scope)
    month = form.month
    found = monthly_list(request.scope, here, month)
    name = here.name_on(min(month.last, request.scope.today))
    review = _review(request, here, month)
    if asks_for_file(request, form):
        return _cell_file(request, here, name, found, review)
    context = {
        "filter_form": form,
        "cell": here,
        "name": name,
        "month": month,
        "list": found,
        "review": review,
        "none_reason": _none_reason(request, here, month),
        "may_record": may(request, Permission.RECORD_CANDIDATE, here.pk),
    }
    return render(request, "monthly_lists/cell.html", context)


def _cell_file(
    request: Request, here: Organization, name: str, found: MonthlyList, review: ListReview | None
) -> HttpResponse:
    headers = ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Nguồn", "Vào danh sách", "Giai đoạn", "Người giúp đỡ",
               "Ra khỏi danh sách", "Lý do"]  # fmt: skip
    lines = [_line_of(number, line) for number, line in enumerate([*found.present, *found.left], start=1)]
    title = f"Danh sách nguồn phát triển {found.month}"
    told = (
        f"Rà soát theo nghị quyết số {review.resolution} ngày {day_full(review.reviewed_on)}"
        if review
        else "Chưa rà soát"
    )
    return hand_out(request, title, headers, lines, f"{name}. {told}", name=f"{title} {name}", organization=here)


def _line_of(number: int, line: Line) -> list[Value]:
    candidate, person = line.candidate, line.candidate.person
    reason = reason_kind(line.reason) if line.left_on else ""
    return [
        number,
        person.full_name,
        person.birth,
        person.get_gender_display(),
        candidate.source_label,
        candidate.opened_on,
        state_label(vars(candidate)["state"]),
        line.helper,
        line.left_on,
        reason,
    ]


@requires(Permission.RECORD_CANDIDATE)
def review(request: Request, code: str) -> HttpResponse:
    """Record that a cell reviewed its list for a month, or correct what was recorded."""
    here = _cell(request, code)
    month = MonthForm(request.GET, scope=request.scope).month
    earlier = _review(request, here, month)
    first = {"resolution": earlier.resolution, "reviewed_on": earlier.reviewed_on} if earlier else {}
    form = ReviewForm(sent(request), initial=first)
    back = f"{reverse('nguon-danh-sach-chi-bo', args=[code])}?thang={month.code}"

    def act() -> str:
        surveying.review_list(
            by=request.user,
            cell=here,
            month=month.first,
            reviewed_on=form.cleaned_data["reviewed_on"],
            resolution=form.cleaned_data["resolution"],
            today=request.scope.today,
            correcting=earlier,
        )
        return back

    name = here.name_on(min(month.last, request.scope.today))
    context = {"back": back, "name": name, "month": month, "earlier": earlier}
    done = f"Đã ghi rà soát danh sách nguồn {month}."
    return answer(request, form, act, template="monthly_lists/review.html", done=done, context=context)


def _cell(request: Request, code: str) -> Organization:
    """An organization in scope that is or was a cell; no other has a list of its own."""
    here = get_object_or_404(request.scope.organizations, code=code)
    if not here.placements.filter(kind__in=CELLS).exists():
        raise Http404
    return here


def _review(request: Request, here: Organization, month: Month) -> ListReview | None:
    reviews = request.scope.list_reviews.of_month(month.first).filter(organization=here)
    return reviews.select_related("recorded_by").first()


def _none_reason(request: Request, here: Organization, month: Month) -> str:
    """Why the survey of that year found nobody, where it did."""
    survey = request.scope.source_surveys.of_year(month.first.year).without_source().filter(organization=here).first()
    return survey.none_reason if survey else ""
