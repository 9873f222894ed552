"""The shipped settings without gathered static files, for tests of what a server answers in a process of its own."""

from dangvien.settings import *  # noqa: F403
from dangvien.settings import STORAGES as _SHIPPED

STORAGES = _SHIPPED | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
