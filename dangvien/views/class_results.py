"""Results of a class: the grid, a block pasted from Excel into it, certificates numbered in one go."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from dangvien.actions import certificates, training
from dangvien.forms.learners import NumberForm
from dangvien.forms.pasting import Listed, Pasted, read_block
from dangvien.forms.results import ROWS, ResultsForm
from dangvien.http import Request, requires
from dangvien.models import Enrollment, TrainingClass
from dangvien.permissions import Permission
from dangvien.procedure.certificate_numbers import Series, SeriesError
from dangvien.procedure.places import places_of
from dangvien.views.acting import answer, sent
from dangvien.views.listing import page_of

ROWS_OF_RESULTS = 30


@requires(Permission.RECORD_CLASS)
def results(request: Request, pk: int) -> HttpResponse:
    """The grid of results, thirty learners a page; a pasted block is shown in it first and saved like typed words."""
    training_class = get_object_or_404(request.scope.classes.select_related("organizer"), pk=pk)
    learners = request.scope.enrollments.filter(training_class=training_class).select_related("person").in_name_order()
    page = page_of(request, learners, ROWS_OF_RESULTS)
    everybody = list(learners) if request.method == "POST" else []
    data, pasted = sent(request), None
    if data is not None and "dua_vao_bang" in data:
        pasted = read_block(data.get("khoi", ""), _listed(everybody), request.scope.today)
        data = _filled(data, pasted, everybody)
    form = ResultsForm(
        data,
        scope=request.scope,
        training_class=training_class,
        enrollments=everybody if data is not None else page.object_list,
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

    context = {
        "class": training_class,
        "page": page,
        "pasted": pasted,
        "pasted_text": "" if pasted and not pasted.faults else request.POST.get("khoi", ""),
        "back": reverse("lop-chi-tiet", args=[training_class.pk]),
    }
    if pasted is not None:
        form.is_valid()
        return render(request, "classes/results.html", {**context, "form": form})
    return answer(request, form, act, template="classes/results.html", done=done, context=context)


def _listed(learners: list[Enrollment]) -> list[Listed]:
    """The class list as the reader of a block wants it: numbered as the pages show it."""
    return [
        Listed(line.person_id, number, line.person.full_name, line.person.birth)
        for number, line in enumerate(learners, start=1)
    ]


def _filled(data: QueryDict, pasted: Pasted, learners: list[Enrollment]) -> QueryDict:
    """The sent form with the block's words in its boxes; learners of other pages get rows of their own."""
    filled = data.copy()
    shown = filled.getlist(ROWS)
    for line in learners:
        words = pasted.rows.get(line.person_id)
        if words is None:
            continue
        key = str(line.person_id)
        if key not in shown:
            filled.appendlist(ROWS, key)
            for name, value in ResultsForm.boxes_of(line).items():
                filled[f"n{key}-{name}"] = value
        for name, value in words.items():
            filled[f"n{key}-{name}"] = value
    return filled


@requires(Permission.RECORD_CLASS)
def number(request: Request, pk: int) -> HttpResponse:
    """Number the certificates of everybody who passed and has none, in a class one runs."""
    training_class = get_object_or_404(request.scope.own_classes.select_related("organizer"), pk=pk)
    waiting = request.scope.enrollments.filter(training_class=training_class).awaiting().select_related("person")
    page = page_of(request, waiting.in_name_order())
    form = NumberForm(
        sent(request),
        training_class=training_class,
        scope=request.scope,
        waiting=page.paginator.count,
        initial=_first(request, training_class),
    )
    numbered: list[Enrollment] = []

    def act() -> str:
        given = form.cleaned_data
        numbered.extend(
            certificates.number_certificates(
                by=request.user,
                training_class=training_class,
                first=given["first"],
                issued_on=given["issued_on"],
                today=request.scope.today,
            )
        )
        return reverse("lop-chi-tiet", args=[training_class.pk])

    def done() -> str:
        first, last = numbered[0].certificate_number, numbered[-1].certificate_number
        return f"Đã đánh số {len(numbered)} giấy chứng nhận, từ {first} đến {last}."

    context = {
        "class": training_class,
        "page": page,
        "places": places_of([line.sent_by_id for line in page], request.scope.today),
        "issuer": training_class.issuer_on(training_class.ends_on),
        "back": reverse("lop-chi-tiet", args=[training_class.pk]),
    }
    return answer(request, form, act, template="classes/number.html", done=done, context=context)


def _first(request: Request, training_class: TrainingClass) -> dict[str, Any]:
    """The number after the last one given out by the same committee for this kind of class; nothing for the first."""
    given = request.scope.enrollments.filter(
        training_class__organizer=training_class.organizer_id, training_class__kind=training_class.kind
    )
    last = given.exclude(certificate_number="").order_by("-certificate_on", "-certificate_number").first()
    if last is None:
        return {}
    try:
        return {"first": Series.of(last.certificate_number).at(1)}
    except SeriesError:
        return {}
