"""Changing the tree: founding, a new name, kind or superior, the archive. For administrators."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dangvien.actions import reorganization
from dangvien.actions.deciding import record_decision
from dangvien.forms.organizations import ArchiveForm, ByDecisionForm, FoundForm, ReplaceForm
from dangvien.http import Request, requires
from dangvien.models import Decision, Organization, Placement
from dangvien.permissions import Permission
from dangvien.procedure.organizations import issuers_of_changes, parent_options
from dangvien.procedure.places import committee_options
from dangvien.views.acting import answer, sent

TEMPLATE = "organizations/change.html"


@requires(Permission.MANAGE_ORGANIZATIONS)
def found(request: Request) -> HttpResponse:
    """Found an organization."""
    form = FoundForm(
        sent(request),
        parents=committee_options(request.scope),
        issuers=issuers_of_changes(request.scope),
        initial={"on": request.scope.today},
    )

    def act() -> str:
        organization = reorganization.found(
            by=request.user,
            code=form.cleaned_data["code"],
            place=form.place,
            on=form.cleaned_data["on"],
            decision=_decision(request, form),
        )
        return reverse("to-chuc-chi-tiet", args=[organization.code])

    context = {"heading": "Thành lập tổ chức", "submit": "Lưu tổ chức mới", "back": reverse("to-chuc")}
    return answer(request, form, act, template=TEMPLATE, done="Đã ghi tổ chức mới.", context=context)


@requires(Permission.MANAGE_ORGANIZATIONS)
def replace(request: Request, code: str) -> HttpResponse:
    """A new name, kind or superior from a day on."""
    organization = get_object_or_404(request.scope.organizations, code=code)
    current = organization.latest_placement()
    form = ReplaceForm(
        sent(request),
        parents=parent_options(request.scope, organization),
        issuers=issuers_of_changes(request.scope),
        current=current,
        initial={**_present(current), "on": request.scope.today},
    )

    def act() -> str:
        reorganization.replace(
            by=request.user,
            organization=organization,
            place=form.place,
            on=form.cleaned_data["on"],
            decision=_decision(request, form),
        )
        return reverse("to-chuc-chi-tiet", args=[organization.code])

    context = _context("Đổi tên, loại, cấp trên", "Lưu thay đổi", organization, current)
    return answer(request, form, act, template=TEMPLATE, done="Đã ghi thay đổi.", context=context)


@requires(Permission.MANAGE_ORGANIZATIONS)
def archive(request: Request, code: str) -> HttpResponse:
    """The end of an organization's work; it is kept under its heir."""
    organization = get_object_or_404(request.scope.organizations, code=code)
    heirs = [option for option in committee_options(request.scope) if option.organization != organization]
    form = ArchiveForm(
        sent(request),
        heirs=heirs,
        issuers=issuers_of_changes(request.scope),
        initial={"on": request.scope.today},
    )

    def act() -> str:
        reorganization.archive(
            by=request.user,
            organization=organization,
            heir=form.cleaned_data["heir"],
            on=form.cleaned_data["on"],
            decision=_decision(request, form),
        )
        return reverse("to-chuc-chi-tiet", args=[organization.code])

    context = _context("Đưa vào lưu trữ", "Đưa vào lưu trữ", organization, organization.latest_placement())
    return answer(request, form, act, template=TEMPLATE, done="Đã đưa vào lưu trữ.", context=context)


def _decision(request: Request, form: ByDecisionForm) -> Decision | None:
    """Enter the decision whose paper was given with the change, in the change's own transaction."""
    paper = form.paper
    if paper is None:
        return None
    return record_decision(by=request.user, facts=paper, subject=Decision.Subject.TO_CHUC, today=request.scope.today)


def _present(current: Placement | None) -> dict[str, Any]:
    if current is None:
        return {}
    names = ("name", "short_name", "kind", "sector", "area", "position")
    return {"parent": current.parent, **{name: getattr(current, name) for name in names}}


def _context(heading: str, submit: str, organization: Organization, current: Placement | None) -> dict[str, Any]:
    return {
        "heading": f"{heading}: {current}" if current else heading,
        "submit": submit,
        "back": reverse("to-chuc-chi-tiet", args=[organization.code]),
        "organization": organization,
        "name": str(current or organization),
    }
