"""The first page: what stands in the register for this person's organizations today, and what waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from dangvien.backups.keeping import standing
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.operating import troubles_now
from dangvien.procedure.overview import SHOWN, overview
from dangvien.procedure.person_requests import Waiting
from dangvien.procedure.places import places_of
from dangvien.procedure.transfer_lists import waiting_here
from dangvien.views.due import First

RECORDING = frozenset({Permission.RECORD_CANDIDATE, Permission.RECORD_ADMISSION, Permission.RECORD_RECOGNITION})
"""Who holds one of these works with cases, and sees first what is due."""


@requires(Permission.VIEW)
def home(request: Request) -> HttpResponse:
    """What is due first, counts, the newest lines, running jobs, and what this person can do first."""
    seen = overview(request.scope)
    records = bool(RECORDING & request.held.permissions)
    first = First.of(request.scope, SHOWN) if records else None
    named = [*(line.organization_id for line in seen.lines), *(first.organizations if first else ())]
    places = places_of(named, request.scope.today)
    moves = Permission.RECORD_MOVEMENT in request.held.permissions
    keeps = Permission.BACK_UP in request.held.permissions
    context = {
        "requests": Waiting.of(request.held),
        "to_take_in": waiting_here(request.scope).count() if moves else 0,
        "seen": seen,
        "lines": first.lines(request.held, places) if first else [],
        "tally": first.tally if first else None,
        "places": places,
        "standing": standing() if keeps else None,
        "troubles": troubles_now() if keeps else [],
        "jobs": request.held.jobs.newest_first()[:3],
        "may": {permission.name: permission in request.held.permissions for permission in Permission},
    }
    return render(request, "home/index.html", context)
