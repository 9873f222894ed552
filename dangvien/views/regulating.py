"""What administrators add to the regulations: amendments, days off and days worked. Everybody reads, they write."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dangvien import rules
from dangvien.actions import regulating
from dangvien.dates import FIRST_YEAR, LAST_YEAR
from dangvien.forms.regulating import AmendForm, HolidayForm, PlanForm, RemoveForm, WithdrawForm
from dangvien.http import Request, requires
from dangvien.models import Amendment
from dangvien.permissions import Permission
from dangvien.procedure.amending import planned_year
from dangvien.procedure.bases import bases_on, line_of, names_of, year_page
from dangvien.procedure.regulations import Regulations
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.listing import page_of

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.VIEW)
def amendments(request: Request) -> HttpResponse:
    """Every amendment, those that ended too, the newest first."""
    page = page_of(request, request.scope.amendments.newest_first())
    keeper = request.held.limited_to(Permission.MANAGE_REFERENCE)
    mine = set(keeper.own_amendments.standing().filter(pk__in=[row.pk for row in page]).values_list("pk", flat=True))
    context = {
        "page": page,
        "places": names_of(page, request.scope.today),
        "mine": mine,
        "may_amend": bool(keeper.holdings),
        "today": request.scope.today,
    }
    return render(request, "bases/amendments.html", context)


@form_view
@requires(Permission.MANAGE_REFERENCE)
def amend(request: Request) -> HttpResponse:
    """Give a rule another value from a day on."""
    asked = request.GET.get("quy_dinh", "")
    rule = asked if asked in rules.RULE_TYPES else ""
    form = AmendForm(sent(request), scope=request.scope, initial={"rule": rule})

    def act() -> str:
        regulating.amend(by=request.user, facts=form.facts, desk=_desk(request))
        return reverse("bo-sung")

    today = request.scope.today
    bases = bases_on(today, Regulations.load(), line_of(request.scope, None, today)) if rule else []
    now = next((basis for basis in bases if basis.name == rule), None)
    context = {"now": now, "back": reverse("bo-sung")}
    return answer(request, form, act, template="bases/amend.html", done="Đã ghi bổ sung.", context=context)


@form_view
@requires(Permission.MANAGE_REFERENCE)
def withdraw(request: Request, pk: int) -> HttpResponse:
    """End an amendment with its reason."""
    amendment: Amendment = get_object_or_404(request.scope.own_amendments, pk=pk)
    form = WithdrawForm(sent(request), initial={"on": request.scope.today})

    def act() -> str:
        given = form.cleaned_data
        regulating.withdraw_amendment(
            by=request.user, amendment=amendment, on=given["on"], reason=given["reason"], desk=_desk(request)
        )
        return reverse("bo-sung")

    context = {
        "amendment": amendment,
        "place": names_of([amendment], request.scope.today).get(amendment.organization_id or 0, ""),
        "back": reverse("bo-sung"),
    }
    return answer(request, form, act, template="bases/withdraw.html", done="Đã cho thôi áp dụng.", context=context)


@require_safe
@requires(Permission.VIEW)
def year(request: Request, year: int) -> HttpResponse:
    """The days off and worked of one year, and whether its official plan is known."""
    _checked(year)
    page = year_page(Regulations.load().calendar, year, keys_by_day(request, year))
    context = {
        "year": page,
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < LAST_YEAR else None,
        "may_record": _may_record(request),
        "to_confirm": bool(planned_year(year)) and not page.known,
    }
    return render(request, "bases/year.html", context)


@form_view
@requires(Permission.MANAGE_REFERENCE)
def set_day(request: Request, year: int) -> HttpResponse:
    """Record a day off or a day worked."""
    _checked(year)
    _only_topmost(request)
    form = HolidayForm(sent(request), initial={"kind": "nghi"})

    def act() -> str:
        regulating.set_holiday(by=request.user, facts=form.facts, desk=_desk(request))
        return _address(form.facts.day.year)

    context = {"year": year, "back": _address(year)}
    return answer(request, form, act, template="bases/set_day.html", done="Đã ghi vào lịch.", context=context)


@form_view
@requires(Permission.MANAGE_REFERENCE)
def confirm(request: Request, year: int) -> HttpResponse:
    """Record the shipped days of a year by the text of its plan."""
    _checked(year)
    _only_topmost(request)
    form = PlanForm(sent(request))

    def act() -> str:
        regulating.confirm_calendar(
            by=request.user, year=year, document=form.cleaned_data["document"], desk=_desk(request)
        )
        return _address(year)

    context = {"year": year, "planned": planned_year(year), "back": _address(year)}
    done = f"Đã ghi các ngày nghỉ của năm {year}."
    return answer(request, form, act, template="bases/confirm.html", done=done, context=context)


@form_view
@requires(Permission.MANAGE_REFERENCE)
def remove_day(request: Request, pk: int) -> HttpResponse:
    """Take back a recorded day."""
    _only_topmost(request)
    holiday = get_object_or_404(request.scope.holidays, pk=pk)
    form = RemoveForm(sent(request))
    back = _address(holiday.day.year)

    def act() -> str:
        regulating.remove_holiday(
            by=request.user, holiday=holiday, reason=form.cleaned_data["reason"], desk=_desk(request)
        )
        return back

    context = {"holiday": holiday, "back": back}
    done = f"Đã bỏ ngày {day_full(holiday.day)} khỏi lịch."
    return answer(request, form, act, template="bases/remove_day.html", done=done, context=context)


def keys_by_day(request: Request, year: int) -> dict[date, int]:
    """The recorded days of a year with their keys."""
    return dict(request.scope.holidays.filter(day__year=year).values_list("day", "pk"))


def _checked(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404


def _may_record(request: Request) -> bool:
    return request.held.limited_to(Permission.MANAGE_REFERENCE).is_topmost


def _only_topmost(request: Request) -> None:
    """Days off move everybody's dates: those below another administrator do not set them."""
    if not request.scope.is_topmost:
        raise PermissionDenied


def _desk(request: Request) -> int:
    """The organization whose trail tells of an act that holds for everybody."""
    return min(request.scope.roots)


def _address(year: int) -> str:
    return reverse("ngay-nghi", args=[year])
