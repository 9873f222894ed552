"""Papers of a class: asked for here, printed by the worker, taken by whoever asked."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from dangvien.actions.certificates import PRINT_CLASS, Paper, ask_to_print, papers_taken
from dangvien.day_files import CLASS_PAPERS, HOURS, is_there, place_of
from dangvien.http import Request, requires
from dangvien.models import Job, TrainingClass
from dangvien.permissions import Permission
from dangvien.views.classes import audit_place


@require_POST
@requires(Permission.RECORD_CLASS)
def ask(request: Request, pk: int, paper: str) -> HttpResponse:
    """Ask for a paper; the page of the job shows how far it has come."""
    if paper not in set(Paper):
        raise Http404
    wanted = Paper(paper)
    classes = request.scope.classes if wanted is Paper.ROSTER else request.scope.own_classes
    training_class = get_object_or_404(classes, pk=pk)
    lines = request.scope.enrollments.filter(training_class=training_class)
    if wanted is not Paper.ROSTER:
        lines = lines.filter(certificate_on__isnull=False)
    job = ask_to_print(
        by=request.user,
        training_class=training_class,
        paper=wanted,
        rows=lines.count(),
        organization=audit_place(request, training_class),
    )
    return redirect("viec-chi-tiet", pk=job.pk)


@require_safe
@requires(Permission.RECORD_CLASS)
def take(request: Request, pk: int, job: UUID) -> HttpResponse | FileResponse:
    """The printed paper of one's own request, while the class and everybody on the paper are in scope, for a day."""
    done = get_object_or_404(request.scope.jobs, pk=job, kind=PRINT_CLASS, state=Job.State.XONG)
    if done.params.get("class") != pk:
        raise Http404
    wanted = Paper(done.params["paper"])
    classes = request.scope.classes if wanted is Paper.ROSTER else request.scope.own_classes
    training_class = get_object_or_404(classes, pk=pk)
    path = place_of(CLASS_PAPERS, f"{done.pk}.pdf")
    there = is_there(path, done.finished_at)
    if not there or not _all_in_scope(request, training_class, done.params.get("lines")):
        context = {"paper": wanted.label, "class": training_class, "narrowed": there, "hours": HOURS}
        return render(request, "classes/paper_gone.html", context, status=410)
    papers_taken(
        by=request.user,
        training_class=training_class,
        paper=wanted,
        organization=audit_place(request, training_class),
    )
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{wanted.value}-{pk}.pdf", content_type="application/pdf"
    )


def _all_in_scope(request: Request, training_class: TrainingClass, printed: list[int] | None) -> bool:
    """Whether every line that was printed is one this person may see now; not where that was not written down."""
    seen = request.scope.enrollments.filter(training_class=training_class).values_list("pk", flat=True)
    return printed is not None and set(printed) <= set(seen)
