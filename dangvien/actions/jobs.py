"""Asking for long work, doing it, and finding what was forgotten.

The broker is not trusted: the row is written first, its number is sent after commit, a worker claims the row, and the
sweep sends again whatever waits or whose worker died.
"""

from __future__ import annotations

import errno
import logging
import threading
from collections.abc import Callable
from typing import Any

from amqp.exceptions import AMQPError
from celery import current_app
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from kombu.exceptions import KombuError

from dangvien.models import Job, User
from dangvien.models.job import MOST_ATTEMPTS, lease
from dangvien.procedure.problem import Refused

log = logging.getLogger(__name__)

Handler = Callable[[Job], str]
"""Does the work of one kind of job and gives the address of its result. Must be safe to run twice."""

_handlers: dict[str, Handler] = {}
_anew: dict[str, str] = {}

_AWAY = (KombuError, AMQPError, OSError, ValueError)
"""How a broker says that it is away or broken. ValueError: a queue folder that was read while half written."""


FAILED = "Có lỗi khi làm việc này. Bấm làm lại; nếu vẫn lỗi, báo quản trị kèm mã việc."
NO_ROOM = "Ổ đĩa của máy chủ đã đầy nên chưa làm được. Báo quản trị dọn ổ đĩa, rồi bấm làm lại."
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""How the system says that there is no room left."""


def register(kind: str, handler: Handler, *, anew: str = "") -> None:
    """Say who does a kind of job; called once from `AppConfig.ready()`.

    `anew`: a kind that nobody puts back in the queue with a button, because asking for it takes a password and a
    reason; the name of the page where it is asked for again.
    """
    _handlers[kind] = handler
    if anew:
        _anew[kind] = anew


def asked_anew_at(job: Job) -> str:
    """The name of the page where a failed job of this kind is asked for again; empty when a button is enough."""
    return _anew.get(job.kind, "")


class JobFailed(Exception):
    """The work cannot be done; the message is a Vietnamese sentence for the person who asked."""


def request_job(*, by: User, kind: str, title: str, params: dict[str, Any]) -> Job:
    """Write the request and ring the worker once the transaction is kept.

    The caller notes the act in the audit trail with its own words. A broker that is away only delays: the row stays
    "Đang chờ" and the sweep rings again.
    """
    job = Job.objects.create(kind=kind, title=title, params=params, requested_by=by)
    transaction.on_commit(lambda: ring(job), robust=True)
    return job


def ring(job: Job) -> bool:
    """Tell a worker that this job waits; False when the broker cannot be reached."""
    try:
        current_app.send_task("dangvien.tasks.run_job", args=[str(job.pk)], retry=False)
    except _AWAY as away:
        log.warning("broker away, job %s waits for the sweep: %s", job.pk, type(away).__name__)
        return False
    return True


def run(job_id: str) -> bool:
    """Claim and do one job; False when somebody else has it or it is over.

    While the handler works, a thread renews the lease, so that only a dead worker loses its job.
    """
    job = Job.objects.filter(pk=job_id).first()
    if job is None or not job.claim():
        return False
    if job.attempts > MOST_ATTEMPTS:
        job.fail("Việc này nhiều lần bị ngắt giữa chừng nên đã dừng. Báo quản trị kèm mã việc.")
        return False
    handler = _handlers.get(job.kind)
    if handler is None:
        job.fail("Máy chủ không biết làm việc này. Báo quản trị kèm mã việc.")
        return False
    over = threading.Event()
    heart = threading.Thread(target=_keep_lease, args=(job, over), daemon=True)
    heart.start()
    try:
        result_url = handler(job)
    except JobFailed as reason:
        job.fail(str(reason))
        return False
    except (OperationalError, InterfaceError) as away:
        # The database went away in the middle: nothing can be written down now. The lease runs out, the sweep rings.
        log.warning("job %s lost its database and waits for the sweep: %s", job.pk, type(away).__name__)
        return False
    except OSError as error:
        log.exception("job %s failed", job.pk)
        job.fail(NO_ROOM if error.errno in FULL else FAILED)
        return False
    except Exception:
        log.exception("job %s failed", job.pk)
        job.fail(FAILED)
        return False
    finally:
        over.set()
        heart.join()
    return job.finish(result_url)


def _keep_lease(job: Job, over: threading.Event) -> None:
    try:
        while not over.wait(lease().total_seconds() / 3):
            try:
                job.renew()
            except DatabaseError as busy:  # the next beat tries again; two missed beats are forgiven
                log.warning("lease of job %s not renewed: %s", job.pk, type(busy).__name__)
    finally:
        connection.close()


def sweep() -> int:
    """Ring again for every job that waits or whose worker died; gives how many."""
    now = timezone.now()
    Job.objects.all().shorten_leases(now)
    waiting = list(Job.objects.waiting(now).order_by("created_at"))
    return sum(ring(job) for job in waiting)


@transaction.atomic
def try_again(*, job: Job) -> Job:
    """Put a failed job back in the queue at its owner's wish, as if it were asked for now.

    Refused for a kind that must be asked for anew.
    """
    if asked_anew_at(job):
        raise Refused.at("", "Việc này phải yêu cầu lại từ đầu: sổ hỏi lại mật khẩu và lý do.")
    back = Job.objects.filter(pk=job.pk, state=Job.State.LOI).update(
        state=Job.State.CHO, attempts=0, message="", step=0, finished_at=None, created_at=timezone.now()
    )
    job.refresh_from_db()
    if back:
        transaction.on_commit(lambda: ring(job), robust=True)
    return job
