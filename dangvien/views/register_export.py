"""The register of an organization as a file: asked for with a reason, written by the worker, taken by whoever asked."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions.exporting import EXPORT, RegisterFile, ask_to_export, register_taken
from dangvien.day_files import HOURS, is_there
from dangvien.forms.roster_files import RegisterExportForm
from dangvien.http import Request, requires
from dangvien.imports.export import extent_of, path_of
from dangvien.imports.resources import RESOURCES
from dangvien.models import Job
from dangvien.models.import_batch import RosterKind
from dangvien.permissions import Permission
from dangvien.procedure.places import working_options
from dangvien.spreadsheet import MIME
from dangvien.views.acting import answer, sent
from dangvien.views.confirming import confirmed_first
from dangvien.views.exporting import file_name

KINDS = [(kind.value, str(kind.label)) for kind in RosterKind if kind.value in RESOURCES]
LAST = 5
"""One's own files of before that the page shows."""


@requires(Permission.EXPORT_REGISTER)
@confirmed_first
def ask(request: Request) -> HttpResponse:
    """Say which list of which organization is wanted, and what for."""
    form = RegisterExportForm(
        sent(request), kinds=KINDS, roots=working_options(request.scope), classes=request.scope.classes
    )

    def act() -> str:
        given = form.cleaned_data
        kind, organization, training_class = RosterKind(given["kind"]), given["organization"], form.chosen_class
        extent = extent_of(request.scope, organization, kind, training_class.pk if training_class else None)
        job = ask_to_export(
            by=request.user,
            kind=kind,
            organization=organization,
            name=organization.name_on(request.scope.today),
            rows=extent.count,
            reason=given["reason"],
            training_class=training_class if kind == RosterKind.CLASS else None,
        )
        return reverse("viec-chi-tiet", args=[job.pk])

    last = request.scope.jobs.filter(kind=EXPORT).newest_first()[:LAST]
    context = {"last": [(job, _is_there(job)) for job in last], "hours": HOURS}
    done = "Đã nhận yêu cầu xuất sổ."
    return answer(request, form, act, template="exports/register.html", done=done, context=context)


@require_safe
@requires(Permission.EXPORT_REGISTER)
@confirmed_first
def take(request: Request, pk: UUID) -> HttpResponse | FileResponse:
    """The file of one's own request, while its organization is in scope and the file is not too old."""
    job = get_object_or_404(request.scope.jobs, pk=pk, kind=EXPORT, state=Job.State.XONG)
    asked = RegisterFile.from_params(job.params)
    get_object_or_404(request.scope.organizations, pk=asked.organization)
    if not _is_there(job):
        return render(request, "exports/gone.html", {"job": job, "hours": HOURS}, status=410)
    register_taken(by=request.user, job=job)
    return FileResponse(path_of(job).open("rb"), as_attachment=True, filename=file_name(asked.title), content_type=MIME)


def _is_there(job: Job) -> bool:
    """Whether the file of a request may still be taken."""
    return job.state == Job.State.XONG and is_there(path_of(job), job.finished_at)
