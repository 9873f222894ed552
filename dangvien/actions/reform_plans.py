"""A reform plan: kept, completed by choices, carried out once by the worker, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from dangvien.actions import restructuring_undo
from dangvien.actions.auditing import note
from dangvien.actions.jobs import JobFailed, request_job
from dangvien.actions.reform_places import move_places
from dangvien.actions.restructuring import carry_out
from dangvien.models import Job, Organization, ReformPlan, User
from dangvien.permissions import Permission
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import Refused
from dangvien.procedure.reform_plans import Rehearsal, rehearse
from dangvien.procedure.reform_register import register_on, stamp_of
from dangvien.procedure.reform_sheets import Sheets
from dangvien.scope import Scope
from dangvien.text import thousands

KIND = "phuong_an_sap_xep"
STEPS = 3

STALE = (
    "Từ lúc xem trước đến nay sổ đã có thay đổi trong đảng bộ này, nên chưa ghi gì. "
    "Xem trước lại phương án rồi thực hiện."
)
DONE = "Phương án này đã được thực hiện."
GONE = "Phương án này đã bỏ. Đưa tệp lên lại để lập phương án khác."
BUSY = "Phương án này đang được thực hiện. Mở mục Việc đang chạy để xem tiến độ."


@transaction.atomic
def keep_plan(
    *,
    by: User,
    organization: Organization,
    name: str,
    on: date,
    sheets: Sheets,
    file_name: str = "",
    digest: str = "",
    instead_of: ReformPlan | None = None,
) -> ReformPlan:
    """Keep what a workbook says; the file itself is not kept. A plan it replaces is dropped, unless it was done."""
    if instead_of is not None and instead_of.act_id is None and instead_of.dropped_at is None:
        drop_plan(by=by, plan=instead_of)
    plan = ReformPlan.objects.create(
        organization=organization,
        name=name,
        occurred_on=on,
        file_name=file_name,
        digest=digest,
        rows=sheets.as_rows(),
        recorded_by=by,
    )
    note(
        by=by,
        verb="đưa phương án sắp xếp lên",
        subject=plan,
        organization=organization,
        after={"từ ngày": on, "số dòng": len(sheets.lines), "mã tệp": digest[:16]},
    )
    return plan


@transaction.atomic
def choose_heirs(*, by: User, plan: ReformPlan, choices: Mapping[str, str]) -> ReformPlan:
    """Keep who gets what of the divided units; an empty choice is open again."""
    plan = _open_plan(plan)
    before = dict(plan.rows.get("choices", {}))
    plan.rows["choices"] = {key: heir for key, heir in {**before, **choices}.items() if heir}
    plan.save(update_fields=["rows"])
    after = plan.rows["choices"]
    changed = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
    if changed:
        asked = {question.key: question.what for question in rehearsal_of(plan).questions}
        note(
            by=by,
            verb="chọn nơi nhận trong phương án sắp xếp",
            subject=plan,
            organization=plan.organization_id,
            before={asked.get(key, key): before.get(key, "") for key in changed},
            after={asked.get(key, key): after.get(key, "") for key in changed},
        )
    return plan


@transaction.atomic
def drop_plan(*, by: User, plan: ReformPlan) -> ReformPlan:
    """Put a plan aside that is not wanted; one that was carried out is taken back instead."""
    plan = _open_plan(plan)
    plan.dropped_at = timezone.now()
    plan.save(update_fields=["dropped_at"])
    note(by=by, verb="bỏ phương án sắp xếp", subject=plan, organization=plan.organization_id)
    return plan


@transaction.atomic
def ask_to_reform(*, by: User, plan: ReformPlan, seen: Mapping[str, int], decision: DecisionFacts | None = None) -> Job:
    """Ask the worker to carry a plan out as it was previewed; `seen` says how far the register had come then."""
    plan = _open_plan(plan)
    if unfinished(plan):
        raise Refused.at("", BUSY)
    job = request_job(
        by=by,
        kind=KIND,
        title=f"Thực hiện {plan.name}"[:250],
        params={"plan": plan.pk, "seen": dict(seen), "decision": _paper(decision)},
    )
    note(by=by, verb="yêu cầu thực hiện phương án sắp xếp", subject=plan, organization=plan.organization_id)
    return job


def unfinished(plan: ReformPlan) -> Job | None:
    """The request to carry this plan out that waits or runs."""
    waiting = Job.objects.filter(kind=KIND, params__plan=plan.pk, state__in=[Job.State.CHO, Job.State.CHAY])
    return waiting.order_by("-created_at").first()


def perform_reform(job: Job) -> str:
    """Carry a plan out in one transaction. Safe to run again: a plan that has its act is done.

    Progress is told before and after the transaction, not inside: what is written there nobody sees before its end.
    """
    scope = Scope.of(job.requested_by).limited_to(Permission.MANAGE_ORGANIZATIONS)
    plan = scope.reform_plans.filter(pk=job.params["plan"]).first()
    if plan is None:
        raise JobFailed("Phương án này không còn trong phạm vi của người yêu cầu.")
    job.advance(0, STEPS, "Đang kiểm tra lại phương án")
    rehearsal = rehearsal_of(plan)
    touched = len(rehearsal.founded) + len(rehearsal.changed) + len(rehearsal.ended)
    job.advance(
        1, STEPS, f"Đang ghi thay đổi của {thousands(touched)} tổ chức vào sổ; ghi xong mới thấy ở các trang khác"
    )
    try:
        with transaction.atomic():
            _write(plan, job.requested_by, job.params["seen"], _facts(job.params["decision"]))
    except Refused as refused:
        raise JobFailed(" ".join(problem.sentence for problem in refused.problems[:3])) from refused
    job.advance(STEPS, STEPS, "")
    return reverse("phuong-an-chi-tiet", args=[plan.pk])


def _write(plan: ReformPlan, by: User, seen: Mapping[str, int], decision: DecisionFacts | None) -> None:
    """The one transaction: the plan is locked, so that of two workers the second finds it done."""
    plan = ReformPlan.objects.select_for_update(no_key=True).select_related("organization").get(pk=plan.pk)
    if plan.act_id is not None:
        return
    if plan.dropped_at is not None:
        raise JobFailed(GONE)
    if stamp_of(plan.organization, plan.occurred_on) != dict(seen):
        raise JobFailed(STALE)
    rehearsal = rehearsal_of(plan)
    if not rehearsal.may_go_on:
        raise JobFailed("Phương án còn chỗ phải sửa hoặc phải chọn. Mở phương án để xem từng dòng.")
    plan.act = carry_out(by=by, restructuring=rehearsal.restructuring, decision=decision, today=localdate())
    places = move_places(plan.act, rehearsal.spots)
    plan.save(update_fields=["act"])
    note(
        by=by,
        verb="thực hiện phương án sắp xếp",
        subject=plan,
        organization=plan.organization_id,
        after={
            "từ ngày": plan.occurred_on,
            "thành lập": len(rehearsal.founded),
            "thay đổi": len(rehearsal.changed),
            "thôi hoạt động": len(rehearsal.ended),
            "khu phố, thôn chuyển": places,
        },
    )


@transaction.atomic
def take_plan_back(*, by: User, plan: ReformPlan, reason: str, today: date) -> ReformPlan:
    """Set back everything the plan did, while nothing was built on it; refused with every reason otherwise."""
    plan = ReformPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if plan.act is None or plan.act.taken_back_at is not None:
        raise Refused.at("", "Phương án này chưa thực hiện hoặc đã rút lại, nên không có gì để rút.")
    restructuring_undo.take_back(by=by, act=plan.act, reason=reason, today=today)
    note(
        by=by, verb="rút lại phương án sắp xếp", subject=plan, organization=plan.organization_id, reason=reason.strip()
    )
    return plan


def rehearsal_of(plan: ReformPlan) -> Rehearsal:
    """The plan worked out against the register as it stands now."""
    sheets = Sheets.of_rows(plan.rows)
    return rehearse(register_on(plan.organization, plan.occurred_on, sheets.new_codes), sheets)


def _open_plan(plan: ReformPlan) -> ReformPlan:
    """The plan, locked; refused when it was carried out or dropped."""
    plan = ReformPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if plan.act_id is not None:
        raise Refused.at("", DONE)
    if plan.dropped_at is not None:
        raise Refused.at("", GONE)
    return plan


def _paper(decision: DecisionFacts | None) -> dict[str, Any] | None:
    """A decision's paper as a job keeps it."""
    if decision is None:
        return None
    return {
        "issuer": decision.issuer.pk,
        "number": decision.number,
        "symbol": decision.symbol,
        "issued_on": decision.issued_on.isoformat(),
    }


def _facts(kept: Mapping[str, Any] | None) -> DecisionFacts | None:
    if not kept:
        return None
    return DecisionFacts(
        issuer=Organization.objects.get(pk=kept["issuer"]),
        number=kept["number"],
        symbol=kept["symbol"],
        issued_on=date.fromisoformat(kept["issued_on"]),
    )
