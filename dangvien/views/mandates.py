"""What a committee was given: its model of organization, the right to decide; granting and ending it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dangvien.actions import mandates
from dangvien.forms.mandates import EndForm, GrantForm
from dangvien.http import Request, requires
from dangvien.models import Mandate, Organization
from dangvien.permissions import Permission
from dangvien.procedure.mandates import grantable, may_give
from dangvien.views.acting import answer, sent


@requires(Permission.MANAGE_ORGANIZATIONS)
def grant(request: Request, code: str) -> HttpResponse:
    """Write down a mandate of an organization; those it had stand below."""
    organization = get_object_or_404(request.scope.organizations, code=code)
    _only_from_above(request, organization)
    kinds = grantable(organization, request.scope.today)
    form = GrantForm(sent(request), kinds=kinds)
    back = reverse("to-chuc-chi-tiet", args=[code])

    def act() -> str:
        given = form.cleaned_data
        mandates.grant_mandate(
            by=request.user,
            organization=organization,
            kind=Mandate.Kind(given["kind"]),
            since=given["since"],
            until=given["until"],
            document=given["document"],
            issued_on=given["issued_on"],
            today=request.scope.today,
        )
        return back

    context = {
        "organization": organization,
        "name": organization.name_on(request.scope.today),
        "kinds": kinds,
        "mandates": request.scope.mandates.filter(organization=organization),
        "may_change": True,
        "back": back,
    }
    done = "Đã ghi. Thời hạn và đường đi của các hồ sơ ở dưới đã tính lại."
    return answer(request, form, act, template="mandates/grant.html", done=done, context=context)


@requires(Permission.MANAGE_ORGANIZATIONS)
def end(request: Request, code: str, pk: int) -> HttpResponse:
    """Let a mandate end with a day."""
    mandate = get_object_or_404(request.scope.mandates, organization__code=code, pk=pk)
    _only_from_above(request, mandate.organization)
    form = EndForm(sent(request), initial={"last_day": request.scope.today})
    back = reverse("to-chuc-chi-tiet", args=[code])

    def act() -> str:
        given = form.cleaned_data
        mandates.end_mandate(
            by=request.user,
            mandate=mandate,
            last_day=given["last_day"],
            reason=given["reason"],
            today=request.scope.today,
        )
        return back

    context = {"mandate": mandate, "name": mandate.organization.name_on(request.scope.today), "back": back}
    return answer(request, form, act, template="mandates/end.html", done="Đã ghi.", context=context)


def _only_from_above(request: Request, organization: Organization) -> None:
    """Nobody gives one's own committee the right to decide, where an administrator stands above it."""
    if not may_give(request.scope, organization):
        raise PermissionDenied
