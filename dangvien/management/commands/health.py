"""`manage.py health web|worker|scheduler`: exit status 0 when the service on this machine is well, else 1.

`health all` tells what `/suc-khoe/san-sang/` tells, where no address is within reach.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dangvien import health
from dangvien.backups.keeping import standing
from dangvien.procedure.operating import running


class Command(BaseCommand):
    """Asked by the health checks of docker-compose.yml; an operator may ask as well."""

    help = "Hỏi thăm một dịch vụ đang chạy trên máy này: web, worker, scheduler; all là mọi điều cần xem."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("service", choices=("web", "worker", "scheduler", "all"))
        parser.add_argument("--port", type=int, default=8000, help="cổng của máy chủ web (mặc định 8000)")

    def handle(self, *, service: str, port: int, **options: Any) -> None:
        if service == "all":
            self.tell_all()
            return
        checks = {
            "web": lambda: health.web_answers(port),
            "worker": health.worker_lives,
            "scheduler": health.scheduler_lives,
        }
        if not checks[service]():
            raise CommandError(f"Dịch vụ {service} không trả lời.")
        self.stdout.write(f"Dịch vụ {service} chạy tốt.")

    def tell_all(self) -> None:
        now = running()
        told = "\n".join([now.verdict, *now.warnings(), *filter(None, [standing().warning])])
        if not now.ready:
            raise CommandError(told)
        self.stdout.write(told)
