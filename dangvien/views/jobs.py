"""Long work that a person asked for: what waits, how far it has come, where its result lies."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dangvien.actions.jobs import asked_anew_at, try_again
from dangvien.http import Request, requires
from dangvien.models import Job
from dangvien.permissions import Permission
from dangvien.procedure.problem import Refused
from dangvien.views.listing import page_of

LONG = timedelta(seconds=15)
"""A job that waits longer than this is told plainly: an idle worker begins within a second."""


@require_safe
@requires(Permission.VIEW_REPORTS)
def index(request: Request) -> HttpResponse:
    """One's own requests, newest first."""
    page = page_of(request, request.scope.jobs.newest_first())
    return render(request, "jobs/index.html", {"page": page, "over": all(job.is_over for job in page)})


@require_safe
@requires(Permission.VIEW_REPORTS)
def detail(request: Request, pk: UUID) -> HttpResponse:
    """One request. The page moves by itself: with a script only its piece is fetched, without one the whole page."""
    job = get_object_or_404(request.scope.jobs, pk=pk)
    piece = request.htmx and not request.htmx.boosted
    return render(request, "jobs/_state.html" if piece else "jobs/detail.html", state_of(job))


@require_POST
@requires(Permission.VIEW_REPORTS)
def again(request: Request, pk: UUID) -> HttpResponse:
    """Put a failed request back in the queue."""
    job = get_object_or_404(request.scope.jobs, pk=pk)
    try:
        try_again(job=job)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(asked_anew_at(job))
    return redirect("viec-chi-tiet", pk=job.pk)


def state_of(job: Job) -> dict[str, object]:
    """What the page says of a job: the row, how long it has waited, and the sentence of its state."""
    waits = job.state == Job.State.CHO
    lost = job.state == Job.State.CHAY and job.lease_until is not None and job.lease_until < timezone.now()
    away = lost or (waits and timezone.now() - job.created_at > LONG)
    if away:
        text = "Đang chờ máy in báo cáo; yêu cầu đã được giữ và sẽ được làm khi máy in chạy lại."
    elif waits:
        text = "Đã nhận yêu cầu, sắp làm."
    else:
        text = job.message or "Đang làm."
    return {"job": job, "away": away, "text": text, "anew": asked_anew_at(job)}
