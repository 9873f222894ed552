"""Setting targets: as a number, by a rate, shared out; correcting and withdrawing one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from dangvien.actions import targets
from dangvien.forms.target_reckoning import ReckonedForm, ReckonForm, SharesForm, ShareWayForm
from dangvien.forms.targets import AssignForm, CorrectForm, WithdrawTargetForm, paper_of, span_code
from dangvien.http import Request, requires
from dangvien.models import DeclaredFigure, Indicator, Tier
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.procedure.targets.checks import TargetFacts
from dangvien.procedure.targets.reading import explanation, target_words
from dangvien.procedure.targets.sharing import SOURCES, sharing_of
from dangvien.text import thousands
from dangvien.views.acting import answer, sent


@requires(Permission.SET_TARGETS)
def assign(request: Request) -> HttpResponse:
    """Write down a target that a document gives as a number."""
    form = AssignForm(sent(request), scope=request.scope, initial={"first_year": request.scope.today.year})

    def act() -> str:
        (figure,) = targets.set_targets(by=request.user, facts=[form.facts], today=request.scope.today)
        return reverse("chi-tieu-chi-tiet", args=[figure.pk])

    context = {"back": reverse("chi-tieu")}
    done = "Đã giao chỉ tiêu."
    return answer(request, form, act, template="targets/assign.html", done=done, context=context)


@requires(Permission.SET_TARGETS)
def reckon(request: Request) -> HttpResponse:
    """Reckon targets from a rate and a number of members, show every step, and write them down."""
    asked = ReckonForm(request.GET, scope=request.scope)
    context: dict[str, Any] = {"ask_form": asked, "rates": asked.rules.target_rates, "back": reverse("chi-tieu")}
    if not asked.asked or not asked.is_valid():
        return render(request, "targets/reckon.html", context)
    organization, years = asked.organization, asked.years
    tier = Tier(asked.cleaned_data["loai"])
    found = request.scope.declared_figures.standing().targets().of_indicator(Indicator.ADMITTED).of_source()
    rows = found.of_tier(tier).filter(organization=organization, first_year__in=years).order_by("first_year", "pk")
    standing = {row.first_year: row for row in rows if row.first_year == row.last_year}
    counted = asked.counted
    items = asked.reckoned({year: row.value for year, row in standing.items()}, counted)
    form = ReckonedForm(sent(request), items=items, standing=standing)

    def act() -> str:
        facts = form.facts(organization, asked.stock_kind, tier)
        written = targets.set_targets(by=request.user, facts=facts, today=request.scope.today)
        return reverse("chi-tieu-chi-tiet", args=[written[0].pk])

    context |= {
        "name": organization.name_on(request.scope.today),
        "counted": counted,
        "stated": asked.cleaned_data["so_goc"],
        "day": asked.cleaned_data["ngay_goc"],
        "lines": form.lines,
        "empty": not counted and asked.cleaned_data["so_goc"] is None,
    }
    done = f"Đã ghi {len(form.open_years)} chỉ tiêu." if len(form.open_years) > 1 else "Đã ghi chỉ tiêu."
    return answer(request, form, act, template="targets/reckon.html", done=done, context=context)


@requires(Permission.SET_TARGETS)
def share(request: Request, pk: int) -> HttpResponse:
    """Share a target out over those below, or over the sources: the boxes come filled, the sum is checked."""
    whole = get_object_or_404(request.scope.declared_figures.standing().targets(), pk=pk)
    asked = ShareWayForm(request.GET, whole=whole, today=request.scope.today)
    sharing = sharing_of(request.scope, whole, asked.over, asked.way, asked.day)
    form = SharesForm(sent(request), sharing=sharing, fresh=bool(request.GET), initial=paper_of(whole))
    back = reverse("chi-tieu-chi-tiet", args=[whole.pk])

    def act() -> str:
        targets.share_target(
            by=request.user,
            whole=whole,
            parts=form.parts,
            way=form.way,
            weighed_on=sharing.day,
            paper=form.paper,
            today=request.scope.today,
        )
        return back

    context = {
        **_told(request, whole),
        "back": back,
        "ask_form": asked,
        "sharing": sharing,
        "over_sources": asked.over == SOURCES,
    }
    done = f"Đã phân bổ {thousands(whole.value)}."
    return answer(request, form, act, template="targets/share.html", done=done, context=context)


@requires(Permission.SET_TARGETS)
def correct(request: Request, pk: int) -> HttpResponse:
    """Put another number or document in the place of a target's."""
    figure = get_object_or_404(request.scope.own_targets.standing(), pk=pk)
    form = CorrectForm(sent(request), initial={"value": figure.value, **paper_of(figure)})

    def act() -> str:
        new = targets.correct_target(
            by=request.user,
            figure=figure,
            facts=TargetFacts.of(figure).replaced(value=form.cleaned_data["value"], paper=form.paper),
            reason=form.cleaned_data["reason"],
            today=request.scope.today,
        )
        return reverse("chi-tieu-chi-tiet", args=[new.pk])

    context = {**_told(request, figure), "back": reverse("chi-tieu-chi-tiet", args=[figure.pk])}
    done = "Đã sửa. Số cũ vẫn còn ở chỉ tiêu này, với lý do."
    return answer(request, form, act, template="targets/correct.html", done=done, context=context)


@requires(Permission.SET_TARGETS)
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Withdraw a target with a reason, with its parts when asked."""
    figure = get_object_or_404(request.scope.own_targets.standing(), pk=pk)
    parts = figure.shares.standing().count()
    form = WithdrawTargetForm(sent(request), parts=parts)
    back = f"{reverse('chi-tieu')}?nam={span_code(figure.first_year, figure.last_year)}"

    def act() -> str:
        given = form.cleaned_data
        targets.withdraw_target(
            by=request.user, figure=figure, reason=given["reason"], with_parts=given.get("with_parts", False)
        )
        return back

    context = {**_told(request, figure), "parts": parts, "back": reverse("chi-tieu-chi-tiet", args=[figure.pk])}
    done = "Đã rút. Chỉ tiêu ấy vẫn còn trong danh sách số đã lấy lại, với lý do."
    return answer(request, form, act, template="targets/withdraw.html", done=done, context=context)


def _told(request: Request, figure: DeclaredFigure) -> dict[str, Any]:
    """What every page about one target says of it."""
    return {
        "figure": figure,
        "place": places_of([figure.organization_id], request.scope.today).get(figure.organization_id),
        "words": target_words(figure),
        "explained": explanation(figure),
    }
