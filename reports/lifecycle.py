"""The life of a frozen report: checked, approved, issued with number and day; sent back, dropped, withdrawn, replaced.

Every step is a row that says who and when. Before it is issued a report may be sent back to its draft with a reason;
after that nothing of it changes, it can only be withdrawn or replaced.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.models import Appointment, User
from dangvien.permissions import Permission
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.text import day_short, two_digits
from reports.catalog import by_code
from reports.issuing import PRINT_JOB, frozen_table, is_whole
from reports.models import DutySeparation, Issue, IssueStep
from reports.numbering import Series, kind_name, kinds_in_use
from reports.papers import paper_to_json, published_paper

State, Kind = Issue.State, IssueStep.Kind

BROKEN = "Số liệu lưu không còn nguyên vẹn nên không làm tiếp được. Báo ngay cho quản trị."
ALONE = "Đơn vị chỉ có một tài khoản có quyền duyệt, nên người kiểm tra cũng là người duyệt."


@dataclass(frozen=True)
class NumberFacts:
    """What issuing gives a report: kind of document, number, symbol of the body, the day the paper carries."""

    document_type: str
    number: int
    symbol: str
    issued_on: date


@transaction.atomic
def check(*, by: User, issue: Issue, reason: str = "") -> Issue:
    """Say that the numbers were checked. Checks that do not hold pass only with a written reason, kept with it."""
    issue = _held(issue, State.BAN_THAO)
    table = frozen_table(issue)
    if not table.holds and not reason.strip():
        raise Refused.at(
            "reason", "Còn kiểm tra không khớp dưới bảng. Ghi lý do vẫn dùng số liệu này, hoặc sửa sổ rồi lập bản khác."
        )
    issue.reason = "" if table.holds else reason.strip()
    return _step(by, issue, Kind.KIEM_TRA, State.DA_KIEM_TRA, reason=issue.reason)


@transaction.atomic
def approve(*, by: User, issue: Issue) -> Issue:
    """Approve what was checked. Who checked may approve only where the organization has nobody else who may."""
    issue = _held(issue, State.DA_KIEM_TRA)
    checked_by = issue.steps.filter(kind=Kind.KIEM_TRA).latest("pk").by
    _refuse_if_apart(issue, by, {issue.frozen_by, checked_by}, "lập hoặc kiểm tra", "duyệt", Permission.APPROVE_REPORTS)
    alone = checked_by == by
    if alone and (others := other_approvers(issue, by)):
        raise Refused.at(
            "reason",
            f"Đồng chí đã kiểm tra báo cáo này nên không tự duyệt. Người duyệt được: {', '.join(others)}.",
        )
    return _step(by, issue, Kind.DUYET, State.DA_DUYET, alone=alone)


@transaction.atomic
def publish(*, by: User, issue: Issue, facts: NumberFacts, today: date) -> Issue:
    """Issue what was approved: number, day and paper are kept for good, and the worker prints. Raises `Refused`."""
    issue = _held(issue, State.DA_DUYET)
    approved_by, checked_by = (issue.steps.filter(kind=kind).latest("pk").by for kind in (Kind.DUYET, Kind.KIEM_TRA))
    _refuse_if_one_did_both(issue, approved_by, {issue.frozen_by, checked_by})
    _refuse_if_apart(
        issue, by, {issue.frozen_by, approved_by}, "lập hoặc duyệt", "ban hành", Permission.PUBLISH_REPORTS
    )
    series = Series.on(issue.organization, facts.document_type, facts.issued_on)
    refuse_if_any(_number_problems(issue, facts, series, today))
    issue.document_type, issue.number, issue.symbol = facts.document_type, facts.number, facts.symbol
    issue.term, issue.issued_on = series.term.label, facts.issued_on
    issue.paper = paper_to_json(published_paper(issue, type_label=kind_name(facts.document_type)))
    issue.job = request_job(by=by, kind=PRINT_JOB, title=_title(issue), params={"issue": str(issue.pk)})
    _step(by, issue, Kind.BAN_HANH, State.BAN_HANH, on=facts.issued_on)
    if issue.replaces_id:
        before = Issue.objects.select_for_update(no_key=True).get(pk=issue.replaces_id)
        if before.state == State.BAN_HANH:
            _step(by, before, Kind.THAY_THE, State.THAY_THE, on=facts.issued_on, document=issue.reference)
    return issue


@transaction.atomic
def send_back(*, by: User, issue: Issue, reason: str) -> Issue:
    """Make a checked or approved report a draft again, with a reason."""
    issue = _held(issue, State.DA_KIEM_TRA, State.DA_DUYET)
    _need_reason(reason, "Nhập lý do trả lại bản thảo.")
    issue.reason = ""
    return _step(by, issue, Kind.TRA_LAI, State.BAN_THAO, reason=reason)


@transaction.atomic
def drop(*, by: User, issue: Issue, reason: str) -> Issue:
    """Drop a draft that nobody will issue, with a reason. Its numbers stay to be read."""
    issue = _held(issue, State.BAN_THAO, whole=False)
    _need_reason(reason, "Nhập lý do bỏ bản thảo.")
    return _step(by, issue, Kind.BO, State.BO, reason=reason)


@transaction.atomic
def withdraw(*, by: User, issue: Issue, document: str, on: date, reason: str, today: date) -> Issue:
    """Withdraw an issued report by a paper, with a reason. Its numbers and files stay as they are."""
    issue = _held(issue, State.BAN_HANH, State.THAY_THE, whole=False)
    problems = []
    if not document.strip():
        problems.append(Problem("document", "Nhập văn bản thu hồi, ví dụ Công văn số 12-CV/ĐU."))
    if not reason.strip():
        problems.append(Problem("reason", "Nhập lý do thu hồi."))
    if on > today:
        problems.append(Problem("on", f"Ngày thu hồi ({day_short(on)}) ở tương lai. Kiểm tra lại ngày."))
    elif issue.issued_on and on < issue.issued_on:
        problems.append(
            Problem("on", f"Ngày thu hồi trước ngày ban hành ({day_short(issue.issued_on)}). Kiểm tra lại ngày.")
        )
    refuse_if_any(problems)
    return _step(by, issue, Kind.THU_HOI, State.THU_HOI, on=on, document=document, reason=reason)


def other_approvers(issue: Issue, by: User) -> list[str]:
    """Names of the others whose appointment at the report's own organization lets them approve today."""
    return list(_others(issue, {by}, Permission.APPROVE_REPORTS).values())


def _refuse_if_apart(issue: Issue, by: User, done: set[User], before: str, now: str, needs: Permission) -> None:
    """Where the organization has its steps held by different people, `by` must be none of those who did the steps
    before. Raises `Refused` with the names of those who may do this one."""
    apart = DutySeparation.objects.in_force_at(issue.organization_id, localdate())
    if apart is None or by not in done:
        return
    others = _others(issue, done, needs).values()
    who = (
        f"Người {now} được: {', '.join(others)}." if others else "Chưa có ai khác có quyền làm bước này: mở tài khoản."
    )
    raise Refused.at(
        "reason",
        f"Đơn vị tách người lập, duyệt, ban hành ({apart.document}). "
        f"Đồng chí đã {before} báo cáo này nên không tự {now}. {who}",
    )


def _refuse_if_one_did_both(issue: Issue, approved_by: User, before: set[User]) -> None:
    """What one person approved while the steps were not apart is not issued once they are: it is approved anew."""
    apart = DutySeparation.objects.in_force_at(issue.organization_id, localdate())
    if apart is None or approved_by not in before:
        return
    raise Refused.at(
        "reason",
        f"Đơn vị tách người lập, duyệt, ban hành ({apart.document}), mà {approved_by.full_name} vừa lập hoặc kiểm tra "
        "vừa duyệt báo cáo này. Trả lại bản thảo để người khác duyệt.",
    )


def _others(issue: Issue, but: set[User], needs: Permission) -> dict[int, str]:
    """Account → name, of those whose appointment at the report's own organization lets them do a step today."""
    held = Appointment.objects.in_force_on(localdate()).filter(organization=issue.organization, user__is_active=True)
    return {
        item.user_id: item.user.full_name
        for item in held.exclude(user__in=but).select_related("user").order_by("user__full_name")
        if needs in item.permissions
    }


def _held(issue: Issue, *states: Issue.State, whole: bool = True) -> Issue:
    """The report as it stands now, held against others, if it is in one of these states. Raises `Refused`."""
    held = Issue.objects.select_for_update(no_key=True).get(pk=issue.pk)
    if held.state not in states:
        raise Refused.at("", f"Báo cáo này đang ở trạng thái “{held.get_state_display()}” nên không làm bước này được.")
    if whole and not is_whole(held):
        raise Refused.at("", BROKEN)
    return held


def _step(
    by: User,
    issue: Issue,
    kind: IssueStep.Kind,
    state: Issue.State,
    *,
    on: date | None = None,
    document: str = "",
    reason: str = "",
    alone: bool = False,
) -> Issue:
    """Write a step down and bring the report into the state it leads to."""
    was_out, issue.state = issue.is_out, state
    issue.save(update_fields=["state"] if was_out else None)
    IssueStep.objects.create(
        issue=issue, kind=kind, by=by, on=on, document=document.strip(), reason=reason.strip(), alone=alone
    )
    said = {
        "báo cáo": by_code(issue.report).name,
        "từ": issue.first,
        "đến": issue.last,
        "số văn bản": issue.reference,
        "ngày văn bản": on,
        "văn bản": document.strip(),
        "ghi chú": ALONE if alone else "",
    }
    note(
        by=by,
        verb={
            Kind.KIEM_TRA: "kiểm tra báo cáo",
            Kind.DUYET: "duyệt báo cáo",
            Kind.BAN_HANH: "ban hành báo cáo",
            Kind.TRA_LAI: "trả lại bản thảo báo cáo",
            Kind.BO: "bỏ bản thảo báo cáo",
            Kind.THU_HOI: "thu hồi báo cáo",
            Kind.THAY_THE: "thay thế báo cáo",
        }[kind],
        subject=issue,
        organization=issue.organization_id,
        after={field: value for field, value in said.items() if value},
        reason=reason.strip(),
    )
    return issue


def _number_problems(issue: Issue, facts: NumberFacts, series: Series, today: date) -> list[Problem]:
    problems = []
    frozen_on = localdate(issue.frozen_at)
    if facts.issued_on > today:
        problems.append(
            Problem("issued_on", f"Ngày ban hành ({day_short(facts.issued_on)}) ở tương lai. Kiểm tra lại ngày.")
        )
    elif facts.issued_on < frozen_on:
        problems.append(
            Problem(
                "issued_on",
                f"Ngày ban hành trước ngày chốt số liệu ({day_short(frozen_on)}). Kiểm tra lại ngày.",
            )
        )
    if facts.document_type not in dict(kinds_in_use()):
        problems.append(Problem("document_type", "Chọn một loại văn bản trong danh sách."))
    if not facts.symbol.strip():
        problems.append(Problem("symbol", "Nhập ký hiệu cơ quan ban hành, ví dụ ĐU, TU."))
    if refusal := series.refusal(facts.number, facts.symbol):
        problems.append(Problem("number", refusal))
    if issue.replaces_id and (other := _replacement_out(issue)):
        problems.append(
            Problem("", f"Báo cáo cũ đã được thay thế bằng số {other.reference}. Thay thế tiếp từ báo cáo ấy.")
        )
    return problems


def _replacement_out(issue: Issue) -> Issue | None:
    """Another report that was issued in place of the one this is to replace."""
    return Issue.objects.filter(replaces=issue.replaces_id, state=State.BAN_HANH).exclude(pk=issue.pk).first()


def _need_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise Refused.at("reason", sentence)


def _title(issue: Issue) -> str:
    place = frozen_table(issue).organization
    return f"In {by_code(issue.report).name} số {two_digits(issue.number or 0)} – {place}"[:250]
