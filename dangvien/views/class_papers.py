"""Papers of a class: asked for here, printed by the worker, taken by whoever asked."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from dangvien.actions.certificates import PRINT_CLASS, Paper, ask_to_print, papers_taken
from dangvien.http import Request, requires
from dangvien.models import Job
from dangvien.permissions import Permission
from dangvien.views.classes import audit_place

FOLDER = "lop"
"""Where printed papers lie among the files; each is called by the number of its job."""


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
def take(request: Request, pk: int, job: UUID) -> FileResponse:
    """The printed paper of one's own request, while the class is still in scope."""
    done = get_object_or_404(request.scope.jobs, pk=job, kind=PRINT_CLASS, state=Job.State.XONG)
    if done.params.get("class") != pk:
        raise Http404
    wanted = Paper(done.params["paper"])
    classes = request.scope.classes if wanted is Paper.ROSTER else request.scope.own_classes
    training_class = get_object_or_404(classes, pk=pk)
    path = Path(settings.MEDIA_ROOT) / FOLDER / f"{done.pk}.pdf"
    if not path.is_file():
        raise Http404
    papers_taken(
        by=request.user,
        training_class=training_class,
        paper=wanted,
        organization=audit_place(request, training_class),
    )
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{wanted.value}-{pk}.pdf", content_type="application/pdf"
    )
