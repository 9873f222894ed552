"""Backups: when the last good one was made, what is wrong with the machine, and a button to make one now."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dangvien.actions.backing_up import BACK_UP, ask_to_back_up
from dangvien.backups.keeping import kept, standing
from dangvien.backups.keys import NO_KEY
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.operating import troubles_now

SHOWN = 40
"""Backups that the page lists; more than are kept."""


@require_safe
@requires(Permission.BACK_UP)
def index(request: Request) -> HttpResponse:
    """How the backups stand, and each that lies in the folder, newest first."""
    context = {
        "standing": standing(),
        "troubles": troubles_now(),
        "kept": kept()[:SHOWN],
        "keep": settings.BACKUP_KEEP,
        "has_key": bool(settings.BACKUP_KEY),
        "last_job": request.scope.jobs.filter(kind=BACK_UP).newest_first().first(),
    }
    return render(request, "backups/index.html", context)


@require_POST
@requires(Permission.BACK_UP)
def now(request: Request) -> HttpResponse:
    """Ask for a backup now; the page of the job shows how far it has come."""
    if not settings.BACKUP_KEY:
        messages.error(request, NO_KEY)
        return redirect("sao-luu")
    job = ask_to_back_up(by=request.user)
    messages.info(request, "Đã nhận yêu cầu sao lưu.")
    return redirect("viec-chi-tiet", pk=job.pk)
