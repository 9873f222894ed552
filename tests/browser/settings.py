"""The shipped settings for the register that a browser visits: quick passwords, a dead worker is soon missed, and one
sign-in serves the whole run, however long a slow machine takes for it (tests/dangvien/test_sessions.py has the limits).
"""

from typing import Any

from dangvien import settings as shipped

_own: dict[str, Any] = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],  # as the demo of the tests was made
    "JOB_LEASE_SECONDS": 3.0,
    "IDLE_LIMIT": 24 * 60 * 60,
    "SESSION_LIMIT": 24 * 60 * 60,
    "SESSION_COOKIE_AGE": 24 * 60 * 60,
    "CONFIRMED_FOR": 24 * 60 * 60,
    "CELERY_BEAT_SCHEDULE": {"sweep-jobs": {"task": "dangvien.tasks.sweep_jobs", "schedule": 1.0}},
}
globals().update({name: getattr(shipped, name) for name in dir(shipped) if name.isupper()} | _own)
