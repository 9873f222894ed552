"""The shipped settings for an installation that is drilled.

What differs is said here: pages are not rationed, passwords are quick to check, static files need not be gathered, and
a dead worker is missed after DRILL_LEASE seconds (empty: as shipped). DRILL_CLOCK moves the clock of the process by so
many seconds.
"""

import os
from typing import Any

import time_machine

from dangvien import settings as shipped

_own: dict[str, Any] = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "COSTLY_PER_MINUTE": 0,
    "STORAGES": shipped.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
}
if _lease := os.environ.get("DRILL_LEASE", ""):
    _sweep = shipped.CELERY_BEAT_SCHEDULE["sweep-jobs"] | {"schedule": float(_lease) / 2}
    _own["JOB_LEASE_SECONDS"] = float(_lease)
    _own["CELERY_BEAT_SCHEDULE"] = shipped.CELERY_BEAT_SCHEDULE | {"sweep-jobs": _sweep}
if _shift := os.environ.get("DRILL_CLOCK", ""):
    import datetime

    time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=float(_shift))).start()
globals().update({name: getattr(shipped, name) for name in dir(shipped) if name.isupper()} | _own)
