"""Long work as a row that people see. Celery only carries its number (docs/architecture.md, "Việc nền")."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

MOST_ATTEMPTS = 5
"""A job whose worker died this often is given up, with a sentence, so that it cannot kill workers for ever."""


def lease() -> timedelta:
    """How long a worker may be silent before its job is given to another (`JOB_LEASE_SECONDS`)."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self, now: datetime) -> JobQuerySet:
        """Queued, or running with a lease that ran out (its worker died)."""
        return self.filter(Q(state=Job.State.CHO) | Q(state=Job.State.CHAY, lease_until__lt=now))

    def shorten_leases(self, now: datetime) -> int:
        """Cut leases that end later than any lease can: they were given before the clock was set back, and a dead
        worker's job would wait until that time comes again. A living worker renews its own. Gives how many."""
        return self.filter(state=Job.State.CHAY, lease_until__gt=now + 2 * lease()).update(lease_until=now + lease())

    def by_state(self) -> dict[str, int]:
        """How many jobs there are in each state."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def waiting_since(self, now: datetime) -> datetime | None:
        """When the job was asked for that waits longest; None while nothing waits."""
        return self.waiting(now).order_by("created_at").values_list("created_at", flat=True).first()

    def newest_first(self) -> JobQuerySet:
        return self.order_by("-created_at")


class Job(models.Model):
    """A request to do something long. The row is the truth; a lost message costs only time."""

    class State(models.TextChoices):
        CHO = "cho", "Đang chờ"
        CHAY = "chay", "Đang làm"
        XONG = "xong", "Xong"
        LOI = "loi", "Không làm được"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("việc", max_length=40)
    title = models.CharField("tên việc", max_length=250)
    params = models.JSONField("tham số", default=dict)
    requested_by = models.ForeignKey("User", models.PROTECT, related_name="jobs", verbose_name="người yêu cầu")
    state = models.CharField("trạng thái", max_length=5, choices=State, default=State.CHO)
    step = models.PositiveIntegerField("đã làm", default=0)
    steps = models.PositiveIntegerField("tổng số", default=0)
    message = models.CharField("lời nhắn", max_length=400, blank=True)
    result_url = models.CharField("kết quả", max_length=250, blank=True)
    attempts = models.PositiveIntegerField("số lần làm", default=0)
    lease_until = models.DateTimeField("giữ đến", null=True, blank=True)
    created_at = models.DateTimeField("yêu cầu lúc", auto_now_add=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "việc nền"
        verbose_name_plural = "việc nền"
        indexes = [models.Index(name="job_by_state", fields=("state", "lease_until"))]
        constraints = [
            models.CheckConstraint(
                name="job_running_has_a_lease",
                condition=~Q(state="chay") | Q(lease_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def claim(self) -> bool:
        """Take the job for this worker; False when another holds it or it is done.

        A conditional UPDATE, so that of two workers with the same message exactly one wins, on both databases.
        """
        now = timezone.now()
        taken = (
            Job.objects.waiting(now)
            .filter(pk=self.pk)
            .update(state=self.State.CHAY, lease_until=now + lease(), attempts=F("attempts") + 1, message="")
        )
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def advance(self, step: int, steps: int, message: str) -> bool:
        """Report progress and renew the lease; False when the lease was lost to another worker meanwhile."""
        return bool(self._held().update(step=step, steps=steps, message=message, lease_until=timezone.now() + lease()))

    def renew(self) -> bool:
        """Keep the lease through a long step."""
        return bool(self._held().update(lease_until=timezone.now() + lease()))

    def remember(self, **found: Any) -> bool:
        """Keep what the work found beside what was asked for; False when the lease was lost to another worker."""
        self.params = {**self.params, **found}
        return bool(self._held().update(params=self.params))

    def finish(self, result_url: str) -> bool:
        return bool(
            self._held().update(
                state=self.State.XONG,
                step=F("steps"),
                message="",
                result_url=result_url,
                finished_at=timezone.now(),
                lease_until=None,
            )
        )

    def fail(self, message: str) -> bool:
        """End with a sentence for people; the details stand in the server's log under the job's id."""
        return bool(
            self._held().update(
                state=self.State.LOI, message=message[:400], finished_at=timezone.now(), lease_until=None
            )
        )

    def _held(self) -> models.QuerySet[Any]:
        return Job.objects.filter(pk=self.pk, state=self.State.CHAY, attempts=self.attempts)

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.XONG, self.State.LOI)

    @property
    def percent(self) -> int:
        """Whole percent of the steps done, 0 while unknown."""
        return round(100 * self.step / self.steps) if self.steps else 0
