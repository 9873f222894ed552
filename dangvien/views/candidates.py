"""People on their way: the list, one case with its steps, adding one, an introduction, taking one off the list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dangvien.actions import candidacy
from dangvien.forms.candidates import CandidateForm
from dangvien.forms.progress_lists import PipelineForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.list_files import PIPELINE
from dangvien.procedure.progress_lists import phase_counts, pipeline_lines
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import asks_for_file, list_file, too_many
from dangvien.views.listing import asked_of, count_of, page_of, remember


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """The people on their way in scope; POST keeps a name out of the address."""
    data, forgotten = asked_of(request)
    today = request.scope.today
    form = PipelineForm(data, scope=request.scope, forgotten=forgotten)
    rows = form.rows()
    if request.method == "POST" and form.is_valid():
        return remember(request, form, "nguon", "nguồn phát triển", rows)
    if asks_for_file(request, form):
        return too_many(request, form, rows.count(), "nguon") or list_file(
            request, form, "Nguồn phát triển", PIPELINE, pipeline_lines(rows, today)
        )
    page = page_of(request, rows)
    context = {
        "filter_form": form,
        "page": page,
        "lines": pipeline_lines(page, today),
        "phases": phase_counts(form.of_every_state().tallied_by_state(), today),
        "caption": count_of(page, "quần chúng ưu tú"),
        "may_add": Permission.RECORD_CANDIDATE in request.held.permissions,
        "may_admit": Permission.RECORD_ADMISSION in request.held.permissions,
    }
    return render(request, "candidates/index.html", context)


@requires(Permission.RECORD_CANDIDATE)
def add(request: Request) -> HttpResponse:
    """Put a person on a cell's list; "Lưu và thêm tiếp" keeps cell, source and day for the next one."""
    first = {
        "cell": request.GET.get("chi-bo"),
        "source": request.GET.get("nguon"),
        "opened_on": request.GET.get("tu") or day_full(request.scope.today),
    }
    form = CandidateForm(sent(request), scope=request.scope, initial=first)

    def act() -> str:
        given = form.cleaned_data
        candidate = candidacy.follow(
            by=request.user,
            person=form.person,
            cell=given["cell"],
            source=given["source"],
            opened_on=given["opened_on"],
            bodies=given["bodies"],
            schooling=given["schooling"],
            today=request.scope.today,
            apart_from={known.pk for known in form.alike},
        )
        if "them_tiep" not in request.POST:
            return reverse("nguon-chi-tiet", args=[candidate.pk])
        kept = {"chi-bo": given["cell"].pk, "nguon": given["source"], "tu": day_full(given["opened_on"])}
        return f"{reverse('nguon-them')}?{urlencode(kept)}"

    done = "Đã đưa vào danh sách nguồn phát triển."
    return answer(request, form, act, template="candidates/add.html", done=done, context={"back": reverse("nguon")})
