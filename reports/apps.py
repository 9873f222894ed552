"""Registers the printing job with the shell, and reads the catalogue so that a faulty report stops the start."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        # Models must be loaded before these can be imported: the one place for imports inside a function.
        from dangvien.actions.certificates import PRINT_CLASS
        from dangvien.actions.jobs import register
        from dangvien.actions.overviews import PRINT_OVERVIEW
        from reports.catalog import reports
        from reports.check_job import check_draft
        from reports.checking import CHECK_JOB
        from reports.dashboard.printing import print_overview
        from reports.drafting import DRAFT_JOB, make_draft
        from reports.issuing import PRINT_JOB
        from reports.jobs import print_issue
        from reports.narrative.keeping import PRINT_WRITTEN
        from reports.narrative.printing import print_written
        from reports.rosters import print_class_paper

        register(CHECK_JOB, check_draft)
        register(DRAFT_JOB, make_draft)
        register(PRINT_JOB, print_issue)
        register(PRINT_CLASS, print_class_paper)
        register(PRINT_OVERVIEW, print_overview)
        register(PRINT_WRITTEN, print_written)
        reports()
