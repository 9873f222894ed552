"""Printing while things break: a killed worker, a queue that is away. The request is kept and the files come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from dangvien.models import Job
from reports.models import IssueFile
from tests.browser.printing import being_printed, files_come, freeze, job_of
from tests.browser.serving import web_alone
from tests.services import ADDRESS, free_port

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

YEARS = "/bao-cao/ket-nap-theo-nam/?to_chuc=phuong-2&tu=01/01/2015&den=31/12/2024"


def test_a_worker_killed_while_printing(visit, register):
    secretary = visit("bithu.phuong2")
    with register.server.worker_asleep():
        secretary.go(YEARS)
        key = freeze(secretary)
    with register.open():
        being_printed(key)
        register.server.kill_worker()

    files_come(secretary)

    with register.open():
        job = job_of(key)
        assert (job.state, job.attempts) == (Job.State.XONG, 2)
        made = IssueFile.objects.filter(issue=key).values_list("format", flat=True)
        assert sorted(made) == ["docx", "pdf", "xlsx"]


def test_a_queue_that_is_away_only_delays(visit, register):
    dead = {**register.environment, "BROKER_URL": f"redis://{ADDRESS}:{free_port()}/0"}
    with web_alone(dead, register.folder / "web.log") as address:
        secretary = visit("bithu.phuong2", home=address)
        with register.server.worker_asleep():
            secretary.go(YEARS)
            key = freeze(secretary)
            assert "Đã nhận yêu cầu, sắp làm." in secretary.page.locator("#tep").inner_text()
            with register.open():
                Job.objects.filter(issue=key).update(created_at=now() - timedelta(seconds=20))
            waits = secretary.page.get_by_text("Đang chờ máy in báo cáo; yêu cầu đã được giữ")
            secretary.until(waits.is_visible, "the page says that it waits")
            secretary.look()

        files_come(secretary)
