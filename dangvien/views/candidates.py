"""People on their way: the list, one case with its steps, adding one, an introduction, taking one off the list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dangvien.actions import candidacy
from dangvien.actions.reading import opened
from dangvien.forms.candidates import CandidateFilterForm, CandidateForm, IntroductionForm, StopForm
from dangvien.http import Request, requires
from dangvien.models import Candidate
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.procedure.steps import State, steps_of
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.listing import asked_of, count_of, page_of, remember
from dangvien.views.rights import may


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """The people on their way in scope; POST keeps a name out of the address."""
    data, forgotten = asked_of(request)
    form = CandidateFilterForm(data, scope=request.scope, forgotten=forgotten)
    rows = form.rows()
    if request.method == "POST" and form.is_valid():
        return remember(request, form, "nguon", "nguồn phát triển", rows)
    page = page_of(request, rows)
    places = places_of([candidate.organization_id for candidate in page], request.scope.today)
    context = {
        "filter_form": form,
        "page": page,
        "places": places,
        "caption": count_of(page, "quần chúng ưu tú"),
        "may_add": Permission.RECORD_CANDIDATE in request.held.permissions,
        "may_admit": Permission.RECORD_ADMISSION in request.held.permissions,
    }
    return render(request, "candidates/index.html", context)


@requires(Permission.VIEW)
def detail(request: Request, pk: int) -> HttpResponse:
    """One case: what is recorded of the way and what is next. Opening it leaves a trace."""
    candidate = _candidate(request, pk)
    opened(by=request.user, file=candidate)
    steps = steps_of(candidate, request.scope.today)
    rights = {
        "nguon-gioi-thieu": may(request, Permission.RECORD_CANDIDATE, candidate.organization_id),
        "lop": may(request, Permission.RECORD_CLASS, candidate.organization_id),
        "ket-nap": may(request, Permission.RECORD_ADMISSION, candidate.organization_id),
    }
    context = {
        "candidate": candidate,
        "member": request.scope.members.filter(person=candidate.person_id).first(),
        "places": places_of([candidate.organization_id], request.scope.today),
        "steps": [(step, step.act if rights.get(step.act) else "") for step in steps],
        "open": candidate.closed_on is None and steps[4].state is not State.DONE,
        "may_record": rights["nguon-gioi-thieu"],
    }
    return render(request, "candidates/detail.html", context)


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
            today=request.scope.today,
            apart_from={known.pk for known in form.alike},
        )
        if "them_tiep" not in request.POST:
            return reverse("nguon-chi-tiet", args=[candidate.pk])
        kept = {"chi-bo": given["cell"].pk, "nguon": given["source"], "tu": day_full(given["opened_on"])}
        return f"{reverse('nguon-them')}?{urlencode(kept)}"

    done = "Đã đưa vào danh sách nguồn phát triển."
    return answer(request, form, act, template="candidates/add.html", done=done, context={"back": reverse("nguon")})


@requires(Permission.RECORD_CANDIDATE)
def introduce(request: Request, pk: int) -> HttpResponse:
    """Record which body introduces the person."""
    candidate = _candidate(request, pk)
    back = reverse("nguon-chi-tiet", args=[candidate.pk])
    form = IntroductionForm(sent(request))

    def act() -> str:
        given = form.cleaned_data
        candidacy.introduce(
            by=request.user,
            candidate=candidate,
            body=given["body"],
            resolution=given["resolution"],
            resolved_on=given["resolved_on"],
        )
        return back

    context = {"candidate": candidate, "back": back}
    done = "Đã ghi đoàn thể giới thiệu."
    return answer(request, form, act, template="candidates/introduce.html", done=done, context=context)


@requires(Permission.RECORD_CANDIDATE)
def stop(request: Request, pk: int) -> HttpResponse:
    """Take a person off the list, with day and reason."""
    candidate = _candidate(request, pk)
    back = reverse("nguon-chi-tiet", args=[candidate.pk])
    form = StopForm(sent(request), initial={"closed_on": request.scope.today})

    def act() -> str:
        candidacy.stop_following(
            by=request.user,
            candidate=candidate,
            closed_on=form.cleaned_data["closed_on"],
            reason=form.words,
            today=request.scope.today,
        )
        return back

    context = {"candidate": candidate, "back": back}
    done = f"Đã ghi thôi theo dõi {candidate}. Tên vẫn còn trong sổ để đối chiếu."
    return answer(request, form, act, template="candidates/stop.html", done=done, context=context)


def _candidate(request: Request, pk: int) -> Candidate:
    rows = request.scope.candidates.with_stage().with_certificate().select_related("person", "organization")
    return get_object_or_404(rows, pk=pk)
