"""The application's name in Django's registry, and the jobs it knows."""

from django.apps import AppConfig


class DangVienConfig(AppConfig):
    """The register: organizations, members, candidates, decisions, jobs."""

    name = "dangvien"
    verbose_name = "Sổ Phát triển Đảng viên"

    def ready(self) -> None:
        # Models can be imported only once every application is known.
        from dangvien.actions import jobs, verifying

        jobs.register(verifying.KIND, verifying.verify_trail)
