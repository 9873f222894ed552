"""Configuration of gunicorn (`gunicorn -c python:dangvien.server`), one for `manage.py serve` and for containers."""

from pathlib import Path

from django.conf import settings

wsgi_app = "dangvien.wsgi:application"
bind = "127.0.0.1:8000"
workers = 2
worker_class = "gthread"
threads = 4
timeout = 60  # seconds; what may take longer is a job of the worker, never a request
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
forwarded_allow_ips = ",".join(settings.TRUSTED_PROXY)
# The heartbeat of the processes goes to memory: a slow disk must not look like a hanging process.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn opens it with mkstemp
control_socket_disable = True
logconfig_dict = settings.LOGGING
