"""The application's name in Django's registry, and the jobs it knows."""

from django.apps import AppConfig


class DangVienConfig(AppConfig):
    """The register: organizations, members, candidates, decisions, jobs."""

    name = "dangvien"
    verbose_name = "Sổ Phát triển Đảng viên"

    def ready(self) -> None:
        # Models can be imported only once every application is known.
        from dangvien.actions import (
            backing_up,
            comparing,
            exporting,
            importing,
            jobs,
            reconciling,
            reform_plans,
            refreshing,
            verifying,
        )
        from dangvien.backups import job as backup_job
        from dangvien.imports import central_job, export, other_kinds, stages

        jobs.register(backing_up.BACK_UP, backup_job.back_up)
        jobs.register(comparing.COMPARE, central_job.compare_list)
        jobs.register(exporting.EXPORT, export.export_register, anew="xuat-so")
        jobs.register(importing.READ, stages.read_job)
        jobs.register(importing.CHECK, stages.check_job)
        jobs.register(importing.COMMIT, stages.commit_job)
        jobs.register(importing.UNDO, stages.undo_job)
        importing.check_with(stages.check_now)
        jobs.register(reconciling.KIND, reconciling.reconcile)
        jobs.register(reform_plans.KIND, reform_plans.perform_reform)
        jobs.register(refreshing.KIND, refreshing.refresh_deadlines)
        jobs.register(verifying.KIND, verifying.verify_trail)
        other_kinds.register()
