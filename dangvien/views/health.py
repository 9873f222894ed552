"""The addresses asked by health checks and by the operator's tools; they tell of the machine, never of people."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dangvien import VERSION
from dangvien.backups.keeping import kept, standing
from dangvien.procedure.operating import Running, running

TEXT = "text/plain; charset=utf-8"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
LOOPBACK = frozenset({"127.0.0.1", "::1"})
FOR_OPERATORS = "Chỉ trả lời chính máy chủ này, hoặc người có mã METRICS_TOKEN."


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return HttpResponse("Không nối được cơ sở dữ liệu.", status=503, content_type=TEXT)
    return HttpResponse("Tốt.", content_type=TEXT)


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when people can work, else 503; each thing to look at on a line, that of the backups among them."""
    if not is_operator(request):
        return HttpResponse(FOR_OPERATORS, status=403, content_type=TEXT)
    now = running()
    told = [*now.warnings(), *filter(None, [standing().warning])]
    return HttpResponse("\n".join([now.verdict, *told]), status=200 if now.ready else 503, content_type=TEXT)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for a collector that reads the text format of Prometheus."""
    if not is_operator(request):
        return HttpResponse(FOR_OPERATORS, status=403, content_type=TEXT)
    return HttpResponse("".join(f"{line}\n" for line in lines_of(running())), content_type=PROMETHEUS)


def is_operator(request: HttpRequest) -> bool:
    """Whether this machine itself asks, or somebody who shows the token.

    A request that came through a proxy of this machine comes from the loopback too: whatever a proxy writes into a
    request, even where we do not trust it, means that somebody else asks.
    """
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and constant_time_compare(shown, settings.METRICS_TOKEN):
        return True
    forwarded = any(request.headers.get(name) for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"))
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not forwarded


def lines_of(now: Running) -> Iterator[str]:
    """What is measured, each with a line of what it means; what is not known has no line."""
    good, all_kept = standing().last_good, kept()
    figures: list[tuple[str, str, dict[str, float | None]]] = [
        ("info", "Version of the program.", {f'version="{VERSION}",database="{connection.vendor}"': 1}),
        ("database_up", "Whether the database answers.", {"": int(now.database)}),
        ("migrations_unapplied", "Migrations that the database lacks.", {"": now.unapplied}),
        ("jobs", "Jobs by state.", {f'state="{state}"': count for state, count in sorted(now.jobs.items())}),
        ("job_oldest_waiting_seconds", "Age of the job that waits longest.", {"": now.oldest_waiting}),
        ("worker_silent_seconds", "Since the last sign of life of a worker.", {"": now.worker_silent}),
        ("scheduler_silent_seconds", "Since the scheduler last wrote its schedule.", {"": now.scheduler_silent}),
        ("disk_free_bytes", "Free bytes by folder.", {f'folder="{name}"': room for name, room in now.free.items()}),
        ("backup_key_set", "Whether backups can be made.", {"": int(bool(settings.BACKUP_KEY))}),
        ("backups", "Backups in the folder.", {"": len(all_kept)}),
        ("backup_last_good_timestamp_seconds", "When the last good backup was made.",
         {"": good.made_at.timestamp() if good else None}),
        ("backup_last_good_bytes", "Size of the last good backup.", {"": good.size if good else None}),
    ]  # fmt: skip
    for name, meaning, values in figures:
        known = {labels: value for labels, value in values.items() if value is not None}
        if known:
            yield f"# HELP dangvien_{name} {meaning}"
            yield f"# TYPE dangvien_{name} gauge"
            yield from (f"dangvien_{name}{{{labels}}} {value}" if labels else f"dangvien_{name} {value}"
                        for labels, value in known.items())  # fmt: skip
