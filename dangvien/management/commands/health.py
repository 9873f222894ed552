"""`manage.py health web|worker|scheduler`: exit status 0 when the service on this machine is well, else 1."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dangvien import health


class Command(BaseCommand):
    """Asked by the health checks of docker-compose.yml; an operator may ask as well."""

    help = "Hỏi thăm một dịch vụ đang chạy trên máy này: web, worker hoặc scheduler."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("service", choices=("web", "worker", "scheduler"))
        parser.add_argument("--port", type=int, default=8000, help="cổng của máy chủ web (mặc định 8000)")

    def handle(self, *, service: str, port: int, **options: Any) -> None:
        checks = {
            "web": lambda: health.web_answers(port),
            "worker": health.worker_lives,
            "scheduler": health.scheduler_lives,
        }
        if not checks[service]():
            raise CommandError(f"Dịch vụ {service} không trả lời.")
        self.stdout.write(f"Dịch vụ {service} chạy tốt.")
