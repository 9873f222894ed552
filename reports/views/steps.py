"""The steps of a frozen report: checked, approved, issued; sent back, dropped, withdrawn, replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dangvien.forms.base import HouseForm
from dangvien.http import Request, requires
from dangvien.permissions import Permission
from dangvien.views.acting import answer, sent
from dangvien.views.rights import may
from reports import catalog, issuing, lifecycle
from reports.issue_forms import (
    ApproveForm,
    CheckForm,
    DropForm,
    PublishForm,
    ReplaceForm,
    SendBackForm,
    WithdrawForm,
)
from reports.issuing import frozen_table
from reports.models import Issue
from reports.models.issue import OUT
from reports.views.finding import issue_at

State = Issue.State


@requires(Permission.CHECK_REPORTS)
def check(request: Request, pk: UUID) -> HttpResponse:
    """Say that the numbers were checked."""
    issue = issue_at(request, pk)
    form = CheckForm(sent(request), holds=frozen_table(issue).holds)

    def act() -> str:
        lifecycle.check(by=request.user, issue=issue, reason=form.cleaned_data.get("reason", ""))
        return _page(issue)

    return _answer(request, issue, form, act, "Xác nhận đã kiểm tra", "Đã ghi là đã kiểm tra.", State.BAN_THAO)


@requires(Permission.APPROVE_REPORTS)
def approve(request: Request, pk: UUID) -> HttpResponse:
    """Approve what was checked."""
    issue = issue_at(request, pk)

    def act() -> str:
        lifecycle.approve(by=request.user, issue=issue)
        return _page(issue)

    return _answer(request, issue, ApproveForm(sent(request)), act, "Duyệt", "Đã duyệt.", State.DA_KIEM_TRA)


@requires(Permission.PUBLISH_REPORTS)
def publish(request: Request, pk: UUID) -> HttpResponse:
    """Give number and day: from now on the report stays as it is."""
    issue = issue_at(request, pk)
    form = PublishForm(sent(request), issue=issue, scope=request.scope)

    def act() -> str:
        lifecycle.publish(by=request.user, issue=issue, facts=form.facts, today=request.scope.today)
        return _page(issue)

    done = "Đã ban hành. Máy chủ đang in tệp có số và ngày."
    return _answer(request, issue, form, act, "Ban hành", done, State.DA_DUYET)


@requires(Permission.CHECK_REPORTS)
def send_back(request: Request, pk: UUID) -> HttpResponse:
    """Back to the draft, with a reason."""
    issue = issue_at(request, pk)
    form = SendBackForm(sent(request))

    def act() -> str:
        lifecycle.send_back(by=request.user, issue=issue, reason=form.cleaned_data["reason"])
        return _page(issue)

    done = "Đã trả lại bản thảo."
    return _answer(request, issue, form, act, "Trả lại bản thảo", done, State.DA_KIEM_TRA, State.DA_DUYET)


@requires(Permission.ISSUE_REPORTS)
def drop(request: Request, pk: UUID) -> HttpResponse:
    """Drop a draft, with a reason."""
    issue = issue_at(request, pk)
    form = DropForm(sent(request))

    def act() -> str:
        lifecycle.drop(by=request.user, issue=issue, reason=form.cleaned_data["reason"])
        return _page(issue)

    return _answer(request, issue, form, act, "Bỏ bản thảo", "Đã bỏ bản thảo.", State.BAN_THAO)


@requires(Permission.WITHDRAW_REPORTS)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Withdraw an issued report by a paper, with a reason."""
    issue = issue_at(request, pk)
    form = WithdrawForm(sent(request), initial={"on": request.scope.today})

    def act() -> str:
        given = form.cleaned_data
        lifecycle.withdraw(
            by=request.user,
            issue=issue,
            document=given["document"],
            on=given["on"],
            reason=given["reason"],
            today=request.scope.today,
        )
        return _page(issue)

    done = "Đã thu hồi. Số liệu và tệp vẫn giữ nguyên để đối chiếu."
    return _answer(request, issue, form, act, "Thu hồi", done, State.BAN_HANH, State.THAY_THE)


@requires(Permission.ISSUE_REPORTS)
def replace(request: Request, pk: UUID) -> HttpResponse:
    """Make a new draft, counted today, that is to replace an issued report."""
    issue = issue_at(request, pk)
    form = ReplaceForm(sent(request))

    def act() -> str:
        return _page(issuing.draft_replacement(by=request.user, issue=issue, scope=request.scope))

    done = "Đã lập bản thảo thay thế, số liệu đếm lại hôm nay."
    return _answer(request, issue, form, act, "Lập bản thay thế", done, *OUT)


def next_step(request: Request, issue: Issue) -> dict[str, Any]:
    """What the page of a report offers: the next step with its form, or whom it waits for, and what else there is."""
    place = issue.organization_id
    found: dict[str, Any] = {"more": _more(request, issue)}
    match issue.state:
        case State.BAN_THAO:
            needs, address, submit = Permission.CHECK_REPORTS, "bao-cao-kiem-tra", "Xác nhận đã kiểm tra"
            waits = "Chờ người có quyền kiểm tra."
        case State.DA_KIEM_TRA:
            needs, address, submit = Permission.APPROVE_REPORTS, "bao-cao-duyet", "Duyệt"
            waits = "Chờ người có quyền duyệt."
        case State.DA_DUYET:
            needs, address, submit = Permission.PUBLISH_REPORTS, "bao-cao-ban-hanh", "Ban hành"
            waits = "Chờ người có quyền ban hành."
        case _:
            return found
    if not may(request, needs, place):
        return found | {"waits": waits}
    form: HouseForm = ApproveForm()
    if issue.state == State.BAN_THAO:
        form = CheckForm(holds=frozen_table(issue).holds)
    elif issue.state == State.DA_DUYET:
        form = PublishForm(issue=issue, scope=request.scope)
    return found | {"form": form, "submit": submit, "step_url": reverse(address, args=[issue.pk])}


def _more(request: Request, issue: Issue) -> list[tuple[str, str]]:
    """The quieter links: label and address of what else may be done in this state."""
    offered = {
        State.BAN_THAO: [(Permission.ISSUE_REPORTS, "Bỏ bản thảo", "bao-cao-bo")],
        State.DA_KIEM_TRA: [(Permission.CHECK_REPORTS, "Trả lại bản thảo", "bao-cao-tra-lai")],
        State.DA_DUYET: [(Permission.CHECK_REPORTS, "Trả lại bản thảo", "bao-cao-tra-lai")],
        State.BAN_HANH: [
            (Permission.ISSUE_REPORTS, "Lập bản thay thế", "bao-cao-thay-the"),
            (Permission.WITHDRAW_REPORTS, "Thu hồi", "bao-cao-thu-hoi"),
        ],
        State.THAY_THE: [(Permission.WITHDRAW_REPORTS, "Thu hồi", "bao-cao-thu-hoi")],
        State.THU_HOI: [(Permission.ISSUE_REPORTS, "Lập bản thay thế", "bao-cao-thay-the")],
    }
    return [
        (label, reverse(address, args=[issue.pk]))
        for needs, label, address in offered.get(State(issue.state), [])
        if may(request, needs, issue.organization_id)
    ]


def _answer(
    request: Request,
    issue: Issue,
    form: HouseForm,
    act: Callable[[], str],
    submit: str,
    done: str,
    *states: Issue.State,
) -> HttpResponse:
    """The page of one step; a report that has gone on meanwhile leads back to its own page, with the reason why."""
    if request.method != "POST" and issue.state not in states:
        messages.info(request, f"Báo cáo này đang ở trạng thái “{issue.get_state_display()}”.")
        return redirect(_page(issue))
    report = catalog.by_code(issue.report)
    context = {"issue": issue, "report": report, "table": frozen_table(issue), "submit": submit, "back": _page(issue)}
    return answer(request, form, act, template="reports/step.html", done=done, context=context)


def _page(issue: Issue) -> str:
    return reverse("bao-cao-da-chot", args=[issue.pk])
