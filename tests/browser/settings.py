"""The shipped settings for the register that a browser visits: quick passwords, and a dead worker is soon missed."""

from typing import Any

from dangvien import settings as shipped

_own: dict[str, Any] = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],  # as the demo of the tests was made
    "JOB_LEASE_SECONDS": 3.0,
    "CELERY_BEAT_SCHEDULE": {"sweep-jobs": {"task": "dangvien.tasks.sweep_jobs", "schedule": 1.0}},
}
globals().update({name: getattr(shipped, name) for name in dir(shipped) if name.isupper()} | _own)
