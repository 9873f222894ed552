"""Đối chiếu sổ as a job: everything in one's scope is checked; what was found stays with the job for its owner."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from dangvien.actions.auditing import note
from dangvien.actions.jobs import request_job
from dangvien.models import Job, Organization, User
from dangvien.permissions import Permission
from dangvien.procedure.reconciliation import Fault, Reach, found
from dangvien.scope import Scope
from dangvien.text import thousands

KIND = "doi_chieu_so"
MOST_NAMED = 500
"""Faults kept with the job; a register torn behind the program's back may have very many."""
_FOUND, _MORE = "tìm thấy", "còn nữa"

KEPT = timedelta(days=14)
"""How long what was found is kept: our own choice (30/11/2026), no regulation names a time. Its sentences name people,
and a check is asked for anew at any time."""


@dataclass(frozen=True)
class Shown:
    """A fault with where it leads: only to files and organizations the reader may open today."""

    sentence: str
    member: int | None = None
    organization: str = ""
    candidate: int | None = None


@dataclass(frozen=True)
class Finding:
    """What one check found: when, and each fault its owner may still see; `hidden` counts the others. `gone`: its time
    is over, and nothing is kept of it."""

    at: datetime | None
    faults: tuple[Shown, ...]
    more: bool
    hidden: int = 0
    gone: bool = False


def ask_to_reconcile(*, by: User, organization: int) -> Job:
    """Ask the worker to check the register in one's scope; one that waits already is not asked for twice."""
    waiting = Job.objects.filter(requested_by=by, kind=KIND, state=Job.State.CHO).first()
    params = {"organization": organization}
    return waiting or request_job(by=by, kind=KIND, title="Kiểm tra sổ", params=params)


def reconcile(job: Job) -> str:
    """Check everything its owner may see today and keep what was found with the job. Safe to run again."""
    scope = Scope.of(job.requested_by).limited_to(Permission.VIEW_REPORTS)
    rows: list[Fault] = []
    for fault in islice(found(localdate(), Reach(scope)), MOST_NAMED + 1):
        rows.append(fault)
        if len(rows) % 50 == 0:
            job.advance(0, 0, f"Đã thấy {thousands(len(rows))} chỗ cần xem lại")
    kept = [
        {"câu": row.sentence, "đảng viên": row.member_id, "tổ chức": row.organization_id, "nguồn": row.candidate_id}
        for row in rows[:MOST_NAMED]
    ]
    with transaction.atomic():
        params = {**job.params, _FOUND: kept, _MORE: len(rows) > MOST_NAMED}
        Job.objects.filter(pk=job.pk).update(params=params)
        organization = Organization.objects.get(pk=job.params["organization"])
        note(
            by=job.requested_by,
            verb="đối chiếu sổ",
            subject=organization,
            organization=organization,
            after={"số chỗ cần xem lại": len(kept)},
        )
    return reverse("doi-chieu-kiem-tra")


def finding_of(job: Job, scope: Scope) -> Finding:
    """What a finished check found as far as it is about what the reader reaches today, with links to what they may
    open. What it found is as old as the check: rights may have gone since."""
    if _FOUND not in job.params:
        return Finding(job.finished_at, (), more=False, gone=True)
    kept = job.params[_FOUND]
    reached = set(Reach(scope).members.filter(pk__in=_keys(kept, "đảng viên")).values_list("pk", flat=True))
    members = set(scope.members.filter(pk__in=_keys(kept, "đảng viên")).values_list("pk", flat=True))
    candidates = set(scope.candidates.filter(pk__in=_keys(kept, "nguồn")).values_list("pk", flat=True))
    codes = dict(scope.organizations.filter(pk__in=_keys(kept, "tổ chức")).values_list("pk", "code"))
    faults = tuple(
        Shown(
            item["câu"],
            item["đảng viên"] if item["đảng viên"] in members else None,
            codes.get(item["tổ chức"], ""),
            item["nguồn"] if item["nguồn"] in candidates else None,
        )
        for item in kept
        if _is_seen(item, {"đảng viên": reached, "nguồn": candidates, "tổ chức": codes})
    )
    return Finding(job.finished_at, faults, bool(job.params.get(_MORE)), hidden=len(kept) - len(faults))


def _is_seen(item: dict[str, Any], seen: Mapping[str, Container[int]]) -> bool:
    """Whether one of what a fault is about is among what the reader sees; one that is about nobody is for everybody."""
    about = [(item[name], keys) for name, keys in seen.items() if item[name] is not None]
    return not about or any(key in keys for key, keys in about)


@transaction.atomic
def forget_old_findings(*, now: datetime) -> int:
    """Drop what checks found once its time is over; gives of how many. Called by the schedule."""
    old = _with_findings().filter(finished_at__lt=now - KEPT)
    for job in old:
        job.params = {name: value for name, value in job.params.items() if name not in {_FOUND, _MORE}}
        job.save(update_fields=["params"])
    return len(old)


@transaction.atomic
def forget_findings_about(*, candidates: Collection[int]) -> None:
    """Take out of what checks found whatever is about these; a part of erasing who somebody was."""
    for job in _with_findings():
        left = [item for item in job.params[_FOUND] if item["nguồn"] not in candidates]
        if len(left) < len(job.params[_FOUND]):
            job.params = {**job.params, _FOUND: left}
            job.save(update_fields=["params"])


def _with_findings() -> QuerySet[Job]:
    return Job.objects.select_for_update(no_key=True).filter(kind=KIND, params__has_key=_FOUND).order_by("pk")


def _keys(kept: list[dict[str, Any]], name: str) -> set[int]:
    return {int(item[name]) for item in kept if item[name] is not None}
