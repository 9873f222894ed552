"""The schedule's drafts made by a real worker, over the queue in a folder and over a real Redis."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from dangvien.models import Job, OrganizationKind
from reports import requiring
from reports.drafting import DRAFT_JOB
from reports.models import Issue, PeriodKind
from tests import factories
from tests.dangvien.test_jobs_real import queue
from tests.processes import wait_for

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.django_db(transaction=True)]

__all__ = ["queue"]  # the fixture: a queue of this test's own, once in a folder and once in Redis


def test_a_worker_is_rung_makes_the_draft_once_and_prints_it(queue):
    """The task that the scheduler rings, rung twice; nothing but its name is sent."""
    month_ends = localdate().replace(day=1) - timedelta(days=1)
    city = factories.organization("tp", "Đảng bộ thành phố", OrganizationKind.CAP_TREN)
    ward = factories.organization("phuong-a", "Đảng bộ Phường A", OrganizationKind.DANG_BO_CO_SO, city, sector="phuong")
    an = factories.user("an", "Nguyễn Thị An", ward, "dang_uy")
    factories.report_requirement(city, period_kind=PeriodKind.THANG, valid_from=month_ends)
    requiring.set_automatic_drafts(by=an, organization=ward, kinds=[PeriodKind.THANG])

    with queue.worker():
        for _ in range(2):
            queue.app.send_task("reports.tasks.ask_for_due_drafts")
        wait_for(Issue.objects.exists, "the draft is made")
        wait_for(lambda: not Job.objects.exclude(state=Job.State.XONG).exists(), "everything asked for is done")

    issue = Issue.objects.get()
    assert (issue.organization, issue.last, issue.state) == (ward, month_ends, Issue.State.BAN_THAO)
    assert issue.files.filter(draft=True).count() == 3
    assert Job.objects.filter(kind=DRAFT_JOB, state=Job.State.XONG).exists()
