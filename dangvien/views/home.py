"""The first page: what stands in the register for this person's organizations today, and what waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.overview import overview
from dangvien.procedure.places import places_of


@requires(Permission.VIEW)
def home(request: Request) -> HttpResponse:
    """Counts, short lists of what is due, the newest lines, running jobs, and what this person can do first."""
    seen = overview(request.scope)
    today = request.scope.today
    context = {
        "seen": seen,
        "places": places_of(seen.organizations, today),
        "jobs": request.held.jobs.newest_first()[:3],
        "may": {permission.name: permission in request.held.permissions for permission in Permission},
    }
    return render(request, "home/index.html", context)
