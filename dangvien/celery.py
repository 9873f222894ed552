"""The Celery application. It only carries numbers of jobs; what there is to do stands in the job's row."""

import logging.config
import os
from typing import Any

from celery import Celery, bootsteps
from celery.signals import setup_logging, worker_init
from django.conf import settings

from dangvien import health

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangvien.settings")

app = Celery("dangvien")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class SignOfLife(bootsteps.StartStopStep):
    """While the worker runs, touches the file by which `manage.py health worker` sees that it does not hang."""

    requires = ("celery.worker.components:Timer",)

    def start(self, parent: Any) -> None:
        health.give_sign()
        self.entry = parent.timer.call_repeatedly(health.BEAT, health.give_sign)

    def stop(self, parent: Any) -> None:
        self.entry.cancel()


app.steps["worker"].add(SignOfLife)

MANNERS = 10
"""By how much jobs, and whatever they start, make way for pages: else a long paper keeps people waiting."""


@worker_init.connect
def make_way(**_: Any) -> None:
    """Before the pool is forked, so that it follows."""
    os.nice(MANNERS)


@setup_logging.connect
def use_our_logging(**_: Any) -> None:
    """Worker and scheduler log as the web server does; without this Celery installs its own handlers."""
    logging.config.dictConfig(settings.LOGGING)
