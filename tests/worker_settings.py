"""The shipped settings for a worker that tests start: it knows the jobs of `tests.testapp` and is quick to miss a death."""

from typing import Any

from dangvien import settings as shipped

_own: dict[str, Any] = {
    "INSTALLED_APPS": [*shipped.INSTALLED_APPS, "tests.testapp"],
    "JOB_LEASE_SECONDS": 2.0,
    "CELERY_BEAT_SCHEDULE": {"sweep-jobs": {"task": "dangvien.tasks.sweep_jobs", "schedule": 0.5}},
}
globals().update({name: getattr(shipped, name) for name in dir(shipped) if name.isupper()} | _own)
