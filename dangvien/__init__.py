"""Sổ Phát triển Đảng viên: organizations, members and candidates, and the shell of the application."""

from dangvien.celery import app as celery_app

VERSION = "0.1.0"
"""Printed at the foot of every page; the same as in pyproject.toml."""

__all__ = ["VERSION", "celery_app"]
