"""Where drafting, approving and issuing are held by different people: the list, a beginning, an end."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.views.acting import answer, sent
from dangvien.views.confirming import confirmed_first
from reports import separating
from reports.models import DutySeparation
from reports.requirement_forms import EndSeparationForm, SeparationForm


@requires(Permission.SET_REPORTING)
def index(request: Request) -> HttpResponse:
    """Which organizations in scope have it so, since when; and the form that begins it."""
    found = list(DutySeparation.objects.within(request.scope).select_related("recorded_by").in_order())
    form = SeparationForm(sent(request), scope=request.scope)

    def act() -> str:
        given = form.cleaned_data
        separating.separate_duties(
            by=request.user, organization=given["organization"], since=given["since"], document=given["document"]
        )
        return reverse("bao-cao-tach-viec")

    places = places_of([item.organization_id for item in found], request.scope.today)
    ends = {item.pk for item in found if item.is_open and not separating.cannot_be_ended_by(request.user, item)}
    context = {
        "found": [(str(places.get(item.organization_id, "")), item, item.pk in ends) for item in found],
        "back": reverse("bao-cao"),
    }
    done = "Đã đặt: người lập, người duyệt, người ban hành là những người khác nhau."
    return answer(request, form, act, template="reports/separation.html", done=done, context=context)


@requires(Permission.SET_REPORTING)
@confirmed_first
def end(request: Request, pk: int) -> HttpResponse:
    """Let one person do several steps again: asked for with the password, and only where it was set or above."""
    found = get_object_or_404(DutySeparation.objects.within(request.scope), pk=pk)
    form = EndSeparationForm(sent(request), initial={"last_day": request.scope.today})
    back = reverse("bao-cao-tach-viec")

    def act() -> str:
        given = form.cleaned_data
        separating.end_separation(by=request.user, separation=found, last_day=given["last_day"], reason=given["reason"])
        return back

    place = places_of([found.organization_id], request.scope.today).get(found.organization_id)
    context = {
        "item": found,
        "name": str(place or ""),
        "back": back,
        "refusal": separating.cannot_be_ended_by(request.user, found),
    }
    return answer(request, form, act, template="reports/separation_end.html", done="Đã cho thôi.", context=context)
