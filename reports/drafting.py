"""The schedule's work: the draft of every report that is asked for, made when its period is over; never issued.

The rows decide, not the clock: whatever was missed while the server was off is made at the next ring, and a draft that
is there already, made by the schedule or by hand, is not made again.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from dangvien.actions.jobs import JobFailed, request_job
from dangvien.models import Job, Organization, Placement
from dangvien.period import Period
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.catalog import by_code
from reports.engine.question import Question
from reports.issuing import freeze
from reports.models import AutomaticDraft, Issue, PeriodKind, ReportRequirement
from reports.requirements import OWING, asked_period, known, periods

log = logging.getLogger(__name__)

DRAFT_JOB = "lap_ban_thao"

CATCH_UP = 45
"""Days after a period's end in which its draft is still made: a server that was off for a month misses nothing, and
switching the setting on does not fill the list with drafts of years ago."""


def ask_for_due_drafts(today: date) -> int:
    """Put a job in the queue for every draft that is due and not there; gives how many. Called by the schedule."""
    asked = 0
    for setting in AutomaticDraft.objects.switched_on():
        for requirement, period in _due(setting, today):
            if _made(requirement, setting.organization, period) or _waits(requirement, setting.organization, period):
                continue
            report = by_code(requirement.report)
            request_job(
                by=setting.set_by,
                kind=DRAFT_JOB,
                title=f"Tự lập bản thảo {report.name}, {period.label}"[:250],
                params=_params(requirement, setting.organization, period),
            )
            asked += 1
    return asked


def make_draft(job: Job) -> str:
    """Count and freeze one draft, with the rights that whoever switched it on has today; safe to run twice."""
    params = job.params
    scope = Scope.of(job.requested_by).limited_to(Permission.ISSUE_REPORTS)
    organization = scope.organizations.filter(pk=params["organization"]).first()
    requirement = ReportRequirement.objects.filter(pk=params["requirement"]).first()
    if organization is None or requirement is None:
        raise JobFailed("Người đặt việc tự lập bản thảo không còn quyền lập báo cáo của đơn vị này. Đặt lại việc ấy.")
    period = Period(date.fromisoformat(params["first"]), date.fromisoformat(params["last"]))
    there = _made(requirement, organization, period)
    if there is None:
        report = by_code(requirement.report)
        question = Question(report, scope, organization, period, report.chosen({}))
        try:
            with transaction.atomic():
                there = freeze(by=job.requested_by, question=question, drafted_for=requirement)
        except IntegrityError:  # another worker was quicker
            log.info("draft for requirement %s was made by another worker", requirement.pk)
            there = _made(requirement, organization, period)
    return reverse("bao-cao-da-chot", args=[there.pk]) if there else reverse("bao-cao-da-chot-ds")


def _due(setting: AutomaticDraft, today: date) -> list[tuple[ReportRequirement, Period]]:
    """What the organization owes for periods of this kind that ended lately."""
    yesterday = today - timedelta(days=1)
    ended = periods(PeriodKind(setting.period_kind), today - timedelta(days=CATCH_UP), yesterday)
    found = []
    for period in ended:
        above = (
            Placement.objects.in_force_on(period.last)
            .filter(organization=setting.organization, kind__in=OWING)
            .values_list("parent_id", flat=True)
            .first()
        )
        asking = ReportRequirement.objects.filter(
            organization=above,
            period_kind=setting.period_kind,
            valid_from__lte=period.last,
            valid_to__gt=period.last,
        )
        found += [(item, asked_period(item, period)) for item in known(asking.in_order())]
    return found


def _made(requirement: ReportRequirement, organization: Organization, period: Period) -> Issue | None:
    """What there is of a report for a period: any draft or issue that was not dropped, or what the schedule made."""
    of_period = Issue.objects.filter(organization=organization, first=period.first, last=period.last)
    kept = of_period.kept().filter(report=requirement.report).order_by("frozen_at", "pk").last()
    return kept or of_period.filter(drafted_for=requirement).first()


def _waits(requirement: ReportRequirement, organization: Organization, period: Period) -> bool:
    """Whether the same draft was asked for already: waiting, being made, or failed and waiting for somebody."""
    asked = Job.objects.filter(kind=DRAFT_JOB).exclude(state=Job.State.XONG)
    wanted = _params(requirement, organization, period)
    return asked.filter(**{f"params__{name}": value for name, value in wanted.items()}).exists()


def _params(requirement: ReportRequirement, organization: Organization, period: Period) -> dict[str, int | str]:
    return {
        "requirement": requirement.pk,
        "organization": organization.pk,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
    }
