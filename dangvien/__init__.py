"""Sổ Phát triển Đảng viên: organizations, members and candidates, and the shell of the application."""

from dangvien.celery import app as celery_app

__all__ = ["celery_app"]
