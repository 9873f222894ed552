"""The application's name in Django's registry."""

from django.apps import AppConfig


class DangVienConfig(AppConfig):
    """The register: organizations, members, candidates, decisions, jobs."""

    name = "dangvien"
    verbose_name = "Sổ Phát triển Đảng viên"
