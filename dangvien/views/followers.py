"""Who follows which unit: the list, a new assignment, its end."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions import target_spells
from dangvien.forms.target_spells import EndSpellForm, FollowerFilterForm, FollowerForm
from dangvien.http import Request, requires
from dangvien.models import UnitFollower
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.views.acting import answer, sent
from dangvien.views.listing import count_of, page_of


@require_safe
@requires(Permission.VIEW_REPORTS)
def index(request: Request) -> HttpResponse:
    """Committee members and groups with the units they follow; those that ended are asked for apart."""
    form = FollowerFilterForm(request.GET, scope=request.scope)
    rows = form.rows().select_related("organization", "recorded_by").order_by("organization", "kind", "team", "pk")
    page = page_of(request, rows)
    context = {
        "filter_form": form,
        "page": page,
        "places": places_of([row.organization_id for row in page], request.scope.today),
        "ended": form.shows_ended,
        "caption": count_of(page, "lần phân công"),
        "may_set": Permission.SET_TARGETS in request.held.permissions,
    }
    return render(request, "targets/followers.html", context)


@requires(Permission.SET_TARGETS)
def add(request: Request) -> HttpResponse:
    """Write down who follows a unit."""
    first = {"since": request.scope.today, "organization": request.GET.get("to_chuc", "")}
    form = FollowerForm(sent(request), scope=request.scope, initial=first)
    back = reverse("phu-trach")

    def act() -> str:
        given = form.cleaned_data
        target_spells.assign_follower(
            by=request.user,
            unit=given["organization"],
            kind=UnitFollower.Kind(given["kind"]),
            spell=form.spell,
            full_name=given["full_name"],
            position=given["position"],
            team=given["team"],
        )
        return back

    done = "Đã ghi phân công phụ trách."
    return answer(request, form, act, template="targets/follow.html", done=done, context={"back": back})


@requires(Permission.SET_TARGETS)
def end(request: Request, pk: int) -> HttpResponse:
    """End an assignment."""
    follower = get_object_or_404(request.scope.unit_followers.standing().select_related("organization"), pk=pk)
    form = EndSpellForm(sent(request), initial={"on": request.scope.today})
    back = reverse("phu-trach")

    def act() -> str:
        given = form.cleaned_data
        target_spells.end_following(by=request.user, follower=follower, on=given["on"], reason=given["reason"])
        return back

    context = {"follower": follower, "name": follower.organization.name_on(request.scope.today), "back": back}
    return answer(request, form, act, template="targets/end_following.html", done="Đã thôi phân công.", context=context)
