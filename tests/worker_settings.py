"""The shipped settings for workers that tests start: they know the jobs of `tests.testapp` and soon miss a dead one."""

from typing import Any

from dangvien import settings as shipped

_own: dict[str, Any] = {
    "INSTALLED_APPS": [*shipped.INSTALLED_APPS, "tests.testapp"],
    "JOB_LEASE_SECONDS": 2.0,
    "CELERY_BEAT_SCHEDULE": {"sweep-jobs": {"task": "dangvien.tasks.sweep_jobs", "schedule": 0.5}},
}
globals().update({name: getattr(shipped, name) for name in dir(shipped) if name.isupper()} | _own)
