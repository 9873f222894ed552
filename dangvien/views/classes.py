"""Training classes: the list, one class with its learners, opening one, enrolling, results."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from dangvien.actions import training
from dangvien.forms.classes import MOST_SHOWN, ClassFilterForm, ClassForm, EnrollFilterForm, EnrollForm
from dangvien.forms.results import ResultsForm
from dangvien.http import Request, requires
from dangvien.models import TrainingClass
from dangvien.permissions import Permission
from dangvien.procedure.classrooms import tallies
from dangvien.procedure.places import committee_options, places_of
from dangvien.views.acting import answer, sent
from dangvien.views.listing import count_of, page_of

ROWS_OF_RESULTS = 30


@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """The classes a person may see, newest first; counts are of the learners they may see."""
    form = ClassFilterForm(request.GET, scope=request.scope)
    page = page_of(request, form.rows())
    context = {
        "filter_form": form,
        "page": page,
        "places": places_of([item.organizer_id for item in page], request.scope.today),
        "tallies": tallies(request.scope, [item.pk for item in page]),
        "caption": f"{count_of(page, 'lớp')}, mới nhất ở trên",
        "may_add": Permission.RECORD_CLASS in request.held.permissions,
    }
    return render(request, "classes/index.html", context)


@requires(Permission.VIEW)
def detail(request: Request, pk: int) -> HttpResponse:
    """One class with the learners a person may see."""
    training_class = get_object_or_404(request.scope.classes, pk=pk)
    learners = request.scope.enrollments.filter(training_class=training_class).select_related("person").in_name_order()
    page = page_of(request, learners)
    places = places_of([training_class.organizer_id, *(item.sent_by_id for item in page)], request.scope.today)
    context = {
        "class": training_class,
        "page": page,
        "places": places,
        "tally": tallies(request.scope, [training_class.pk]).get(training_class.pk),
        "may_record": Permission.RECORD_CLASS in request.held.permissions,
    }
    return render(request, "classes/detail.html", context)


@requires(Permission.RECORD_CLASS)
def add(request: Request) -> HttpResponse:
    """Open a class."""
    form = ClassForm(sent(request), organizers=committee_options(request.scope))

    def act() -> str:
        given = form.cleaned_data
        opened = training.open_class(
            by=request.user,
            code=given["code"],
            name=given["name"],
            kind=TrainingClass.Kind(given["kind"]),
            organizer=given["organizer"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            venue=given["venue"],
        )
        return reverse("lop-chi-tiet", args=[opened.pk])

    done = "Đã mở lớp. Bây giờ ghi danh người học."
    return answer(request, form, act, template="classes/add.html", done=done, context={"back": reverse("lop")})


@requires(Permission.RECORD_CLASS)
def enroll(request: Request, pk: int) -> HttpResponse:
    """Send followed people to a class, ticked in a list that can be narrowed to a cell."""
    training_class = get_object_or_404(request.scope.classes, pk=pk)
    filter_form = EnrollFilterForm(request.GET, scope=request.scope)
    people = filter_form.people(training_class)
    shown = list(people[:MOST_SHOWN])
    # What was ticked is checked against everybody in scope, not against the rows of one page.
    form = EnrollForm(sent(request), candidates=list(people) if request.method == "POST" else shown)

    def act() -> str:
        training.enroll_candidates(by=request.user, training_class=training_class, candidates=form.chosen)
        return reverse("lop-chi-tiet", args=[training_class.pk])

    context = {
        "class": training_class,
        "filter_form": filter_form,
        "shown": shown,
        "hidden": people.count() - len(shown),
        "places": places_of([candidate.organization_id for candidate in shown], request.scope.today),
        "back": reverse("lop-chi-tiet", args=[training_class.pk]),
    }
    return answer(
        request,
        form,
        act,
        template="classes/enroll.html",
        done=lambda: f"Đã ghi danh {len(form.chosen)} người.",
        context=context,
    )


@requires(Permission.RECORD_CLASS)
def results(request: Request, pk: int) -> HttpResponse:
    """The grid of results, thirty learners a page."""
    training_class = get_object_or_404(request.scope.classes, pk=pk)
    learners = request.scope.enrollments.filter(training_class=training_class).select_related("person").in_name_order()
    page = page_of(request, learners, ROWS_OF_RESULTS)
    form = ResultsForm(
        sent(request),
        scope=request.scope,
        training_class=training_class,
        enrollments=list(learners) if request.method == "POST" else page.object_list,
    )
    here = reverse("lop-ket-qua", args=[training_class.pk])

    def act() -> str:
        for facts in form.changed:
            training.record_result(
                by=request.user, training_class=training_class, facts=facts, today=request.scope.today
            )
        if "them_tiep" in request.POST and page.has_next():
            return f"{here}?trang={page.next_page_number()}"
        return reverse("lop-chi-tiet", args=[training_class.pk])

    def done() -> str:
        count = len(form.changed)
        return f"Đã ghi kết quả của {count} người." if count else "Không có kết quả nào thay đổi."

    context = {"class": training_class, "page": page, "back": reverse("lop-chi-tiet", args=[training_class.pk])}
    return answer(request, form, act, template="classes/results.html", done=done, context=context)
