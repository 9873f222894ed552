"""Việc đến hạn: the list a secretary opens every morning, its sums by organization, its calendar file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dangvien.actions.reading import calendar_taken
from dangvien.calendar_file import MIME, Reminder, calendar_file
from dangvien.forms.due import DueForm
from dangvien.http import Request, requires
from dangvien.models import Deadline
from dangvien.permissions import Permission
from dangvien.procedure.due import (
    ELSEWHERE,
    Horizon,
    Line,
    Rights,
    Tally,
    levels_of,
    lines_of,
    roll_up,
    running,
    tallies_by_organization,
    tally_of,
)
from dangvien.procedure.list_files import DUE
from dangvien.procedure.person_requests import Waiting
from dangvien.procedure.places import Place, places_of
from dangvien.procedure.transfer_lists import waiting_here
from dangvien.scope import Scope
from dangvien.views.exporting import asks_for_file, list_file, too_many
from dangvien.views.listing import count_of, page_of

ELSEWHERE_SHOWN = 8
"""Rows of the short list of what waits for others."""


def _asked(request: Request) -> DueForm:
    return DueForm(request.GET, scope=request.scope, horizon=Horizon.of(request.scope), levels=levels_of(request.scope))


@require_safe
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """What is late and what comes, with clause and next step; below it, briefly, what waits for others."""
    form = _asked(request)
    found = form.of_every_band()
    rows = form.rows(found)
    if asks_for_file(request, form):
        return too_many(request, form, rows.count(), "viec-den-han") or list_file(
            request, form, "Việc đến hạn", DUE, lines_of(rows, form.horizon, Rights(request.held))
        )
    page = page_of(request, rows)
    tally = tally_of(found, form.horizon, form.levels)
    others = list(form.elsewhere(found)[:ELSEWHERE_SHOWN]) if tally.elsewhere else []
    lines = lines_of([*page, *others], form.horizon, Rights(request.held))
    moves = Permission.RECORD_MOVEMENT in request.held.permissions
    context = {
        "requests": Waiting.of(request.held),
        "to_take_in": waiting_here(request.scope).count() if moves else 0,
        "filter_form": form,
        "page": page,
        "lines": lines[: len(page)],
        "others": lines[len(page) :],
        "tally": tally,
        "ahead": list(zip(form.horizon.days, tally.within, strict=True)),
        "caption": count_of(page, "việc"),
        "elsewhere": ELSEWHERE,
    }
    return render(request, "due/index.html", context)


@require_safe
@requires(Permission.VIEW)
def by_organization(request: Request) -> HttpResponse:
    """The same rolled up: one line for each organization directly below the one asked for, or below one's own."""
    form = _asked(request)
    del form.fields["cho"], form.fields["han"]  # the columns of the table answer both
    asked = form.cleaned_data["to_chuc"] if form.is_valid() else None
    top = [asked.pk] if asked else sorted(request.scope.roots)
    tallies = tallies_by_organization(form.of_every_band(), form.horizon, form.levels)
    rows = roll_up(request.scope, top, tallies, form.horizon)
    page = page_of(request, rows)
    total = sum((row.tally for row in rows), Tally(within=(0,) * len(form.horizon.days)))
    context = {
        "filter_form": form,
        "page": page,
        "total": total,
        "days": form.horizon.days,
        "caption": count_of(page, "tổ chức có việc đến hạn"),
        "elsewhere": ELSEWHERE,
    }
    return render(request, "due/by_organization.html", context)


@require_safe
@requires(Permission.VIEW)
def calendar(request: Request) -> HttpResponse:
    """The days of one's own list as a calendar file. It names cells and acts and no person: it leaves the register."""
    form = _asked(request)
    rows = form.rows(form.of_every_band())
    if refused := too_many(request, form, rows.count(), "viec-den-han"):
        return refused
    deadlines = list(rows)
    places = places_of([item.organization_id for item in deadlines], request.scope.today)
    calendar_taken(by=request.user, count=len(deadlines), organization=min(request.scope.roots))
    content = calendar_file("Việc đến hạn", _reminders(request, deadlines, places), timezone.now())
    answer = HttpResponse(content, content_type=MIME)
    answer["Content-Disposition"] = 'attachment; filename="viec-den-han.ics"'
    return answer


def _reminders(request: Request, deadlines: Iterable[Deadline], places: Mapping[int, Place]) -> Iterable[Reminder]:
    for item in deadlines:
        place = places.get(item.organization_id)
        owner = "nguon-chi-tiet" if item.case.candidate_id else "du-bi"
        address = reverse(owner, args=[item.case.candidate_id or item.case.member_id])
        yield Reminder(
            key=f"{item.clock}-{item.case_id}-{item.step_id or 0}".replace("_", "-"),
            day=item.due_on,
            title=f"Hạn: {item.get_clock_display()} ({place or 'chi bộ'})",
            text=f"{item.source}\nĐang chờ: {item.get_waiting_for_display()}",
            address=request.build_absolute_uri(address),
        )


@dataclass(frozen=True)
class First:
    """For the first page: the most urgent clocks of one's own, and how many there are of everything."""

    deadlines: list[Deadline]
    tally: Tally
    horizon: Horizon

    @classmethod
    def of(cls, scope: Scope, count: int) -> First:
        """In four queries."""
        horizon, levels = Horizon.of(scope), levels_of(scope)
        found = running(scope, horizon)
        own = found.filter(waiting_for__in=sorted(levels)).with_people().in_order()
        return cls(list(own[:count]), tally_of(found, horizon, levels), horizon)

    @property
    def organizations(self) -> list[int]:
        return [item.organization_id for item in self.deadlines]

    def lines(self, held: Scope, places: Mapping[int, Place]) -> list[Line]:
        return lines_of(self.deadlines, self.horizon, Rights(held), places)
