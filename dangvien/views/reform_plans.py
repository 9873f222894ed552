"""Reform plans: the workbook, its problems and open questions, the preview, the work itself, taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions import reform_plans
from dangvien.actions.reading import exported
from dangvien.forms.base import HouseForm
from dangvien.forms.reform_plans import ChoicesForm, PerformForm, TakePlanBackForm, TemplateForm, UploadForm
from dangvien.http import Request, requires
from dangvien.models import ReformPlan
from dangvien.permissions import Permission
from dangvien.procedure.organizations import issuers_of_changes
from dangvien.procedure.places import committee_options, places_of
from dangvien.procedure.reform_plans import Rehearsal
from dangvien.procedure.reform_preview import groups_of, preview_of
from dangvien.procedure.reform_register import register_on, stamp_of
from dangvien.procedure.reform_template import template_of
from dangvien.procedure.restructuring import effects, problems
from dangvien.text import day_full
from dangvien.views.acting import answer, sent
from dangvien.views.confirming import confirmed_first
from dangvien.views.exporting import excel
from dangvien.views.listing import page_of

SHOWN = 200
"""Problems on one page; a plan with more is mended from the top."""


@require_safe
@requires(Permission.MANAGE_ORGANIZATIONS)
def index(request: Request) -> HttpResponse:
    """Every plan, newest first."""
    plans = request.scope.reform_plans.select_related("organization", "act", "recorded_by")
    page = page_of(request, plans)
    names = places_of([plan.organization_id for plan in page], request.scope.today)
    return render(request, "reform_plans/index.html", {"page": page, "names": names})


@require_safe
@requires(Permission.MANAGE_ORGANIZATIONS)
def template(request: Request) -> HttpResponse:
    """The empty workbook with the organizations of a đảng bộ on a day."""
    form = TemplateForm(request.GET, roots=committee_options(request.scope))
    if not form.is_valid():
        for told in form.errors.values():
            messages.error(request, " ".join(str(sentence) for sentence in told))
        return redirect("phuong-an-dua-len")
    organization, day = form.cleaned_data["to_chuc"], form.cleaned_data["ngay"]
    register = register_on(organization, day)
    name = organization.name_on(day)
    exported(by=request.user, what="Mẫu phương án sắp xếp", count=len(register.nodes), organization=organization.pk)
    return excel(f"Phương án {name} {day_full(day)}", template_of(register, name))


@requires(Permission.MANAGE_ORGANIZATIONS)
def upload(request: Request) -> HttpResponse:
    """Send a workbook; it is read within bounds and forgotten."""
    roots = committee_options(request.scope)
    old = _replaced(request)
    initial: dict[str, Any] = {"on": request.scope.today}
    if old is not None:
        initial = {"organization": old.organization, "name": old.name, "on": old.occurred_on}
    form = UploadForm(sent(request), request.FILES or None, roots=roots, initial=initial)

    def act() -> str:
        given = form.cleaned_data
        plan = reform_plans.keep_plan(
            by=request.user,
            organization=given["organization"],
            name=given["name"],
            on=given["on"],
            sheets=form.sheets,
            file_name=given["file"],
            digest=form.digest,
            instead_of=old,
        )
        return reverse("phuong-an-chi-tiet", args=[plan.pk])

    context = {
        "template_form": TemplateForm(roots=roots, initial={"ngay": request.scope.today}),
        "old": old,
        "back": reverse("phuong-an-chi-tiet", args=[old.pk]) if old else reverse("phuong-an"),
    }
    return answer(request, form, act, template="reform_plans/upload.html", done="Đã đọc tệp.", context=context)


def _replaced(request: Request) -> ReformPlan | None:
    """The plan whose mended workbook is sent, named in the address."""
    asked = request.GET.get("thay", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return request.scope.reform_plans.filter(pk=int(asked)).first()


@require_safe
@requires(Permission.MANAGE_ORGANIZATIONS)
def detail(request: Request, pk: int) -> HttpResponse:
    """One plan: what must be mended, what must be chosen, what may be done next."""
    plan = _plan(request, pk)
    context: dict[str, Any] = {"plan": plan, "name": plan.organization.name_on(plan.occurred_on)}
    if plan.act is None and plan.dropped_at is None:
        rehearsal = reform_plans.rehearsal_of(plan)
        found = rehearsal.refusals
        context |= {
            "refusals": found[:SHOWN],
            "refused": len(found),
            "warnings": rehearsal.warnings[:SHOWN],
            "asked": len(rehearsal.questions),
            "open": len(rehearsal.open_questions),
            "against": _against(request, rehearsal),
            "groups": groups_of(rehearsal),
            "lines": len(rehearsal.sheets.lines),
            "ready": rehearsal.may_go_on,
            "job": request.scope.jobs.filter(kind=reform_plans.KIND, params__plan=plan.pk).newest_first().first(),
        }
    return render(request, "reform_plans/detail.html", context)


@requires(Permission.MANAGE_ORGANIZATIONS)
def choose(request: Request, pk: int) -> HttpResponse:
    """Who gets what of the units that are divided."""
    plan = _plan(request, pk)
    rehearsal = reform_plans.rehearsal_of(plan)
    page = page_of(request, rehearsal.questions)
    form = ChoicesForm(sent(request), questions=list(page), name_of=rehearsal.name_after)
    back = reverse("phuong-an-chi-tiet", args=[plan.pk])

    def act() -> str:
        reform_plans.choose_heirs(by=request.user, plan=plan, choices=form.choices)
        if "them_tiep" in request.POST and page.has_next():
            return f"{request.path}?trang={page.next_page_number()}"
        return back

    units = {question.unit: rehearsal.register.nodes[question.unit].name for question in page}
    context = {"plan": plan, "page": page, "back": back, "units": units}
    return answer(request, form, act, template="reform_plans/choose.html", done="Đã lưu lựa chọn.", context=context)


@requires(Permission.MANAGE_ORGANIZATIONS)
def preview(request: Request, pk: int) -> HttpResponse:
    """Everything that would follow, to be read and printed; and the button that does it."""
    plan = _plan(request, pk)
    back = reverse("phuong-an-chi-tiet", args=[plan.pk])
    if plan.act is not None or plan.dropped_at is not None:
        return redirect(back)
    rehearsal = reform_plans.rehearsal_of(plan)
    if not rehearsal.may_go_on or _against(request, rehearsal):
        messages.warning(request, "Phương án còn chỗ phải sửa hoặc phải chọn, nên chưa xem trước được.")
        return redirect(back)
    now = stamp_of(plan.organization, plan.occurred_on)
    if request.method == "POST" and request.POST.get("seen", "") != PerformForm.written(now):
        messages.warning(request, reform_plans.STALE)
        return redirect(request.path)
    form = PerformForm(
        sent(request), issuers=issuers_of_changes(request.scope), initial={"seen": PerformForm.written(now)}
    )

    def act() -> str:
        job = reform_plans.ask_to_reform(by=request.user, plan=plan, seen=form.stamp, decision=form.paper)
        return reverse("viec-chi-tiet", args=[job.pk])

    context = {
        "plan": plan,
        "back": back,
        "preview": preview_of(rehearsal),
        "effects": effects(rehearsal.restructuring, request.scope.today),
        "places": _places(rehearsal),
        "name": plan.organization.name_on(plan.occurred_on),
    }
    done = "Đã nhận yêu cầu thực hiện phương án."
    return answer(request, form, act, template="reform_plans/preview.html", done=done, context=context)


@requires(Permission.MANAGE_ORGANIZATIONS)
@confirmed_first
def take_back(request: Request, pk: int) -> HttpResponse:
    """Set back what a plan did."""
    plan = _plan(request, pk)
    form = TakePlanBackForm(sent(request))
    back = reverse("phuong-an-chi-tiet", args=[plan.pk])

    def act() -> str:
        reform_plans.take_plan_back(
            by=request.user, plan=plan, reason=form.cleaned_data["reason"], today=request.scope.today
        )
        return back

    context = {"plan": plan, "back": back}
    done = "Đã rút lại; hệ thống tổ chức trở lại như trước phương án."
    return answer(request, form, act, template="reform_plans/take_back.html", done=done, context=context)


@requires(Permission.MANAGE_ORGANIZATIONS)
def drop(request: Request, pk: int) -> HttpResponse:
    """Put a plan aside."""
    plan = _plan(request, pk)
    form = HouseForm(sent(request))

    def act() -> str:
        reform_plans.drop_plan(by=request.user, plan=plan)
        return reverse("phuong-an")

    context = {"plan": plan, "back": reverse("phuong-an-chi-tiet", args=[plan.pk])}
    return answer(request, form, act, template="reform_plans/drop.html", done="Đã bỏ phương án.", context=context)


def _plan(request: Request, pk: int) -> ReformPlan:
    return get_object_or_404(request.scope.reform_plans.select_related("organization", "act", "recorded_by"), pk=pk)


def _against(request: Request, rehearsal: Rehearsal) -> list[str]:
    """What the engine holds against a plan that has no mistakes in its lines any more."""
    if not rehearsal.may_go_on:
        return []
    return list(
        dict.fromkeys(
            problem.sentence for problem in problems(rehearsal.restructuring, request.scope.today, request.scope)
        )
    )


def _places(rehearsal: Rehearsal) -> list[tuple[str, str, str]]:
    """Khu phố and thôn that go to an heir: what it is called, from whom, to whom."""
    register = rehearsal.register
    return [
        (spot.name, register.nodes[spot.owner].name, rehearsal.name_after(rehearsal.spots[spot.pk]))
        for spot in register.spots
        if rehearsal.spots.get(spot.pk, spot.owner) != spot.owner
    ]
