"""Acts on one organization: founding, a new name, kind or superior, the archive. For administrators."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dangvien.forms.organizations import ArchiveForm, FoundForm, ReplaceForm
from dangvien.http import Request, requires
from dangvien.models import Organization, Placement
from dangvien.permissions import Permission
from dangvien.procedure.organizations import issuers_of_changes, parent_options
from dangvien.procedure.places import committee_options
from dangvien.procedure.restructuring.listing import lines_of
from dangvien.views.acting import sent
from dangvien.views.restructuring import answer_act


@requires(Permission.MANAGE_ORGANIZATIONS)
def found(request: Request) -> HttpResponse:
    """Found an organization."""
    form = FoundForm(
        sent(request),
        scope=request.scope,
        parents=committee_options(request.scope),
        issuers=issuers_of_changes(request.scope),
        initial={"on": request.scope.today},
    )
    return answer_act(request, form, {"heading": "Thành lập tổ chức"})


@requires(Permission.MANAGE_ORGANIZATIONS)
def replace(request: Request, code: str) -> HttpResponse:
    """A new name, kind or superior from a day on."""
    organization = get_object_or_404(request.scope.organizations, code=code)
    current = organization.latest_placement()
    is_cell = current is not None and current.is_cell
    form = ReplaceForm(
        sent(request),
        scope=request.scope,
        organization=organization,
        lines=[line for line in lines_of(request.scope, organization) if line.what != "to-chuc"] if is_cell else [],
        parents=parent_options(request.scope, organization),
        issuers=issuers_of_changes(request.scope),
        current=current,
        initial={**_present(current), "on": request.scope.today},
    )
    return answer_act(request, form, _context("Đổi tên, loại, cấp trên", organization, current))


@requires(Permission.MANAGE_ORGANIZATIONS)
def archive(request: Request, code: str) -> HttpResponse:
    """The end of an organization's work; it is kept under its heir."""
    organization = get_object_or_404(request.scope.organizations, code=code)
    form = ArchiveForm(
        sent(request),
        scope=request.scope,
        organization=organization,
        heirs=[option for option in committee_options(request.scope) if option.organization != organization],
        issuers=issuers_of_changes(request.scope),
        initial={"on": request.scope.today},
    )
    return answer_act(request, form, _context("Đưa vào lưu trữ", organization, organization.latest_placement()))


def _present(current: Placement | None) -> dict[str, Any]:
    if current is None:
        return {}
    names = ("name", "short_name", "kind", "sector", "area", "position")
    return {"parent": current.parent, **{name: getattr(current, name) for name in names}}


def _context(heading: str, organization: Organization, current: Placement | None) -> dict[str, Any]:
    return {
        "heading": f"{heading}: {current}" if current else heading,
        "back": reverse("to-chuc-chi-tiet", args=[organization.code]),
        "organization": organization,
        "name": str(current or organization),
    }
