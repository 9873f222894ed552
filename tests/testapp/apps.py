"""Registers the kinds of jobs of the tests, as `reports.apps` registers those of the reports."""

from __future__ import annotations

from django.apps import AppConfig


class TestAppConfig(AppConfig):
    name = "tests.testapp"

    def ready(self) -> None:
        # Models can be imported only once every application is known.
        from dangvien.actions import jobs
        from tests.testapp.work import count

        jobs.register("dem", count)
