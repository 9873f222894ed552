"""Who owes which report and when: one's own list, the page of those who wait, the requirements, automatic drafts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.views.acting import answer, sent
from dangvien.views.rights import may
from reports import requiring
from reports.models import AutomaticDraft, PeriodKind, ReportRequirement
from reports.requirement_forms import AutomaticForm, EndRequirementForm, RequirementForm, offered
from reports.requirements import board, known, owed_by
from reports.views.finding import report_names


@require_GET
@requires(Permission.VIEW_REPORTS)
def owed(request: Request) -> HttpResponse:
    """What one's own organizations owe: what is still to do, then what was sent."""
    lines = owed_by(request.scope, request.scope.today)
    context = {
        "waiting": [line for line in lines if line.standing.waits],
        "coming": [line for line in lines if not line.standing.waits and line.issue is None],
        "sent": [line for line in reversed(lines) if not line.standing.waits and line.issue is not None],
        "several": len({line.organization for line in lines}) > 1,
        "may_make": Permission.ISSUE_REPORTS in request.held.permissions,
        "may_set": Permission.SET_REPORTING in request.held.permissions,
        "asks": ReportRequirement.objects.asked_by(request.scope).exists(),
    }
    return render(request, "reports/owed.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def waited(request: Request) -> HttpResponse:
    """What the organizations in scope ask for, each with the link to who has sent it."""
    found = known(ReportRequirement.objects.asked_by(request.scope).in_order().select_related("organization"))
    places = places_of([item.organization_id for item in found], request.scope.today)
    context = {
        "requirements": [(item, places.get(item.organization_id)) for item in found],
        "names": report_names(),
        "may_set": Permission.SET_REPORTING in request.held.permissions,
    }
    return render(request, "reports/waited.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def waited_for(request: Request, pk: int) -> HttpResponse:
    """Who has sent one report, period by period, and who has not."""
    requirement = get_object_or_404(ReportRequirement.objects.asked_by(request.scope), pk=pk)
    places = places_of([requirement.organization_id], request.scope.today)
    context = {
        "requirement": requirement,
        "board": board(request.scope, requirement, request.scope.today),
        "name": report_names().get(requirement.report, requirement.report),
        "place": places.get(requirement.organization_id),
        "may_end": requirement.is_open and may(request, Permission.SET_REPORTING, requirement.organization_id),
    }
    return render(request, "reports/waited_for.html", context)


@requires(Permission.SET_REPORTING)
def add(request: Request) -> HttpResponse:
    """Ask everybody directly below for a report."""
    form = RequirementForm(sent(request), scope=request.scope)

    def act() -> str:
        requirement = requiring.require_report(by=request.user, facts=form.facts)
        return reverse("bao-cao-cho-gui-chi-tiet", args=[requirement.pk])

    context = {"back": reverse("bao-cao-cho-gui")}
    done = "Đã ghi yêu cầu báo cáo."
    return answer(request, form, act, template="reports/requirement_add.html", done=done, context=context)


@requires(Permission.SET_REPORTING)
def end(request: Request, pk: int) -> HttpResponse:
    """Let a requirement end with a day."""
    requirement = get_object_or_404(ReportRequirement.objects.asked_by(request.scope), pk=pk)
    form = EndRequirementForm(sent(request), initial={"last_day": request.scope.today})
    back = reverse("bao-cao-cho-gui-chi-tiet", args=[pk])

    def act() -> str:
        given = form.cleaned_data
        requiring.end_requirement(
            by=request.user, requirement=requirement, last_day=given["last_day"], reason=given["reason"]
        )
        return back

    context = {
        "requirement": requirement,
        "name": report_names().get(requirement.report, requirement.report),
        "back": back,
    }
    done = "Đã cho thôi yêu cầu."
    return answer(request, form, act, template="reports/requirement_end.html", done=done, context=context)


@requires(Permission.SET_REPORTING)
def automatic(request: Request) -> HttpResponse:
    """For whom and for which periods the schedule makes drafts."""
    settings = list(
        AutomaticDraft.objects.within(request.scope).filter(on=True).select_related("organization", "set_by")
    )
    form = AutomaticForm(sent(request), scope=request.scope)
    first = next(iter(offered(form)), None)
    ticked = [item.period_kind for item in settings if first and item.organization_id == first.pk]
    form.fields["organization"].initial, form.fields["kinds"].initial = first, ticked

    def act() -> str:
        requiring.set_automatic_drafts(
            by=request.user, organization=form.cleaned_data["organization"], kinds=form.chosen
        )
        return reverse("bao-cao-tu-lap")

    places = places_of([item.organization_id for item in settings], request.scope.today)
    order = list(PeriodKind)
    context = {
        "settings": sorted(
            ((str(places.get(item.organization_id, "")), item) for item in settings),
            key=lambda line: (line[0], order.index(PeriodKind(line[1].period_kind))),
        ),
        "back": reverse("bao-cao-phai-nop"),
    }
    done = "Đã đặt việc tự lập bản thảo."
    return answer(request, form, act, template="reports/automatic.html", done=done, context=context)
