"""Who learns in a class: proposed by a cell, approved or returned by the class's committee, or put on the list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dangvien.actions import proposing, training
from dangvien.forms.learners import (
    APPROVE,
    MOST_SHOWN,
    RETURN,
    AnswerForm,
    EnrollForm,
    LearnerFilterForm,
    ProposeForm,
)
from dangvien.http import Request, requires
from dangvien.models import ClassProposal, TrainingClass
from dangvien.permissions import Permission
from dangvien.procedure.checks.learners import learner_problems
from dangvien.procedure.learners import organizations_of, rows_of
from dangvien.procedure.places import places_of
from dangvien.procedure.problem import Refused
from dangvien.views.acting import answer, sent
from dangvien.views.classes import runs
from dangvien.views.listing import count_of, page_of


@requires(Permission.RECORD_CLASS)
def enroll(request: Request, pk: int) -> HttpResponse:
    """Put people on the list of a class one runs, ticked in a list that can be narrowed to a cell."""
    training_class = get_object_or_404(request.scope.own_classes, pk=pk)
    form, context = _choosing(request, training_class, EnrollForm)

    def act() -> str:
        training.enroll_candidates(by=request.user, training_class=training_class, candidates=form.chosen)
        return reverse("lop-chi-tiet", args=[training_class.pk])

    return answer(
        request,
        form,
        act,
        template="classes/enroll.html",
        done=lambda: f"Đã ghi danh {len(form.chosen)} người.",
        context=context,
    )


@requires(Permission.RECORD_CANDIDATE)
def propose(request: Request, pk: int) -> HttpResponse:
    """Propose one's own people for a class, by a resolution of the cell."""
    training_class = get_object_or_404(request.scope.classes, pk=pk)
    form, context = _choosing(request, training_class, ProposeForm)
    form.fields["proposed_on"].initial = request.scope.today

    def act() -> str:
        proposing.propose(
            by=request.user,
            training_class=training_class,
            learners=form.chosen,
            proposed_on=form.cleaned_data["proposed_on"],
            resolution=form.cleaned_data["resolution"],
            today=request.scope.today,
        )
        return reverse("lop-de-nghi-ds", args=[training_class.pk])

    return answer(
        request,
        form,
        act,
        template="classes/propose.html",
        done=lambda: f"Đã đề nghị cử {len(form.chosen)} người. Cấp ủy mở lớp sẽ duyệt.",
        context={**context, "is_over": training_class.ends_on < request.scope.today},
    )


def _choosing(
    request: Request, training_class: TrainingClass, form_class: type[EnrollForm]
) -> tuple[EnrollForm, dict[str, object]]:
    """The form of a page on which people are ticked, and what the page shows."""
    filter_form = LearnerFilterForm(request.GET, scope=request.scope)
    people = filter_form.people(training_class)
    shown = rows_of(people, MOST_SHOWN)
    # What was ticked is checked against everybody in scope, not against the rows of one page.
    rows = rows_of(people) if request.method == "POST" else shown
    form = form_class(sent(request), training_class=training_class, rows=rows, scope=request.scope)
    found = learner_problems(training_class, [row.person for row in shown], request.scope.today)
    return form, {
        "class": training_class,
        "filter_form": filter_form,
        "shown": shown,
        "hidden": people.count() - len(shown),
        "findings": found,
        "places": places_of(organizations_of(shown), request.scope.today),
        "back": reverse("lop-chi-tiet", args=[training_class.pk]),
    }


@require_safe
@requires(Permission.VIEW)
def proposals(request: Request, pk: int) -> HttpResponse:
    """Everybody proposed for a class whom one may see, with the answers."""
    training_class = get_object_or_404(request.scope.classes, pk=pk)
    rows = request.scope.proposals.filter(training_class=training_class).select_related("person").newest_first()
    page = page_of(request, rows)
    mine = request.held.limited_to(Permission.RECORD_CANDIDATE)
    context = {
        "class": training_class,
        "page": page,
        "caption": f"{count_of(page, 'đề nghị')}, mới nhất ở trên",
        "places": places_of([line.sent_by_id for line in page], request.scope.today),
        "may_withdraw": {
            line.pk for line in page if line.outcome == ClassProposal.Outcome.DE_NGHI and line.sent_by_id in mine.keys
        },
        "may_propose": Permission.RECORD_CANDIDATE in request.held.permissions,
        "runs": runs(request, training_class),
        "is_over": training_class.ends_on < request.scope.today,
        "waiting": rows.open().count(),
    }
    return render(request, "classes/proposals.html", context)


@require_POST
@requires(Permission.RECORD_CANDIDATE)
def withdraw(request: Request, pk: int, proposal: int) -> HttpResponse:
    """Take back a proposal of one's own people while it waits."""
    mine = request.scope.proposals.filter(training_class=pk, sent_by__in=request.scope.organizations)
    found = get_object_or_404(mine.select_related("person"), pk=proposal)
    try:
        proposing.withdraw(by=request.user, proposal=found, today=request.scope.today)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã rút đề nghị cử {found.person}.")
    return redirect("lop-de-nghi-ds", pk=pk)


@requires(Permission.RECORD_CLASS)
def decide(request: Request, pk: int) -> HttpResponse:
    """Approve or return the proposals for a class one runs."""
    training_class = get_object_or_404(request.scope.own_classes, pk=pk)
    waiting = request.scope.proposals.filter(training_class=training_class).open()
    everybody = list(waiting.select_related("person", "sent_by").in_name_order())
    page = page_of(request, everybody)
    returned = request.POST.get("tra_loi") == RETURN
    form = AnswerForm(
        sent(request),
        training_class=training_class,
        proposals=everybody,
        answer=RETURN if returned else APPROVE,
        initial={"decided_on": request.scope.today},
    )

    def act() -> str:
        given = form.cleaned_data
        if returned:
            proposing.send_back(
                by=request.user,
                training_class=training_class,
                proposals=form.chosen,
                decided_on=given["decided_on"],
                reason=given["reason"],
                today=request.scope.today,
            )
        else:
            proposing.approve(
                by=request.user,
                training_class=training_class,
                proposals=form.chosen,
                decided_on=given["decided_on"],
                list_number=given["list_number"],
                today=request.scope.today,
            )
        return reverse("lop-chi-tiet", args=[training_class.pk])

    context = {
        "class": training_class,
        "page": page,
        "findings": learner_problems(training_class, [line.person for line in page], request.scope.today),
        "places": places_of([line.sent_by_id for line in page], request.scope.today),
        "back": reverse("lop-chi-tiet", args=[training_class.pk]),
    }
    word = "Đã trả lại" if returned else "Đã duyệt"
    return answer(
        request,
        form,
        act,
        template="classes/decide.html",
        done=lambda: f"{word} {len(form.chosen)} người.",
        context=context,
    )
