"""Freezing a report and waiting for its papers, as several tests do."""

from __future__ import annotations

from uuid import UUID

from dangvien.models import Job
from tests.browser.visitor import Visitor
from tests.processes import wait_for


def freeze(visitor: Visitor) -> UUID:
    """Freeze the report on the screen; gives the key of the issue. From then on the page must not load again."""
    visitor.press("Chốt số liệu, lập bản thảo")
    visitor.page.evaluate("window.stayed = true")
    return UUID(visitor.path.split("/")[-2])


def job_of(key: UUID) -> Job:
    """The request that prints an issue."""
    return Job.objects.get(issue=key)


def being_printed(key: UUID) -> None:
    """Wait until a worker has begun."""
    wait_for(lambda: job_of(key).state == Job.State.CHAY, "a worker prints")


def files_come(visitor: Visitor) -> None:
    """Wait until the page shows the files by itself, without having been loaded again."""
    waits = visitor.page.locator("progress")  # each file is offered as soon as it is made, the bar goes with the last
    visitor.until(lambda: waits.count() == 0, "the end of the printing")
    assert visitor.page.get_by_role("link", name="Tải Excel").is_visible()
    assert visitor.page.evaluate("window.stayed")
    visitor.look()
