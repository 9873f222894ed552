"""Settings. Nothing has to be set to start; `.env.example` lists every variable with its default."""

from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF

from dangvien.environment import (
    backup_key,
    broker,
    choice,
    counts,
    database,
    folder,
    mail_server,
    networks,
    only_for_owner,
    refuse,
    secret_key,
    switch,
    text,
    token,
    web_address,
    words,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# What the operator may choose -------------------------------------------------------------------------------------

DATA_DIR = folder("DATA_DIR", BASE_DIR / "var")
BACKUP_DIR = folder("BACKUP_DIR", DATA_DIR / "backup")
BACKUP_KEY = backup_key(BACKUP_DIR)
"""What backups are encrypted with, empty when there is none: then no backup is made, and pages say so."""
BACKUP_KEEP = counts("BACKUP_KEEP", (7, 5, 24))
"""Of how many days, weeks and months the newest backup stays."""
METRICS_TOKEN = token("METRICS_TOKEN")
"""What a collector of metrics on another machine shows; empty: only this machine is answered."""
DEBUG = switch("DEBUG", default=False)
HTTPS = switch("HTTPS", default=False)
SECOND_FACTOR = switch("SECOND_FACTOR", default=HTTPS)
"""Whether people who see more than one ward must show a second proof at the door; others may."""
ALLOWED_HOSTS = words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
TRUSTED_PROXY = networks("TRUSTED_PROXY")
"""Addresses or networks of the proxies whose X-Forwarded-* headers are believed; empty: nobody's."""
LOG_FORMAT = choice("LOG_FORMAT", "plain", ("plain", "json"))
LOG_LEVEL = choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
NETWORK_NOTE = {
    "lan": "mạng LAN độc lập",
    "ket-noi": "có kết nối mạng",
}[choice("NETWORK", "ket-noi", ("lan", "ket-noi"))]
"""How the server is placed, as the operator states it; printed at the foot of every page."""
SUPPORT_CONTACT = text("SUPPORT_CONTACT", "người quản trị phần mềm của đơn vị")
"""Whom people call: a name and a telephone number."""
REPORT_FONT_DIR = text("REPORT_FONT_DIR", "/usr/share/fonts/truetype/liberation2")
"""Where the four files LiberationSerif-*.ttf lie that PDF embeds (Debian's fonts-liberation2)."""
SECRET_KEY = secret_key(DATA_DIR / "secret.key")
MAIL_SERVER = mail_server("EMAIL_URL")
"""How mail is sent, empty when it is not: then nobody is reminded by mail and nothing else is missing."""
DEFAULT_FROM_EMAIL = text("MAIL_FROM", "")
SITE_URL = web_address("SITE_URL")
"""Where the register is opened, for the link in a mail: a worker has no request to read it from."""
if MAIL_SERVER and not (DEFAULT_FROM_EMAIL and SITE_URL):
    refuse("EMAIL_URL", "đã đặt thì phải đặt cả MAIL_FROM (địa chỉ gửi) và SITE_URL (địa chỉ mở sổ).")

# Database ---------------------------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {"default": database("DATABASE_URL", DATA_DIR / "db.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # With Django's defaults two processes that read and then write get "database is locked" most of the time;
    # these three options together removed every such failure. Foreign keys are switched on by Django itself.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    only_for_owner(Path(DATABASES["default"]["NAME"]))
else:
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # PostgreSQL compiles what it believes to be long; for our lists that takes several times as long as the list.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Application ------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "dangvien",
    "reports",
]
MIDDLEWARE = [
    "dangvien.http.NumberMiddleware",
    "dangvien.http.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dangvien.views.session.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dangvien.http.ScopeMiddleware",
    "dangvien.http.MethodsMiddleware",
    "dangvien.sessions.SessionLimitsMiddleware",
    "dangvien.second_factor.SecondFactorMiddleware",
    "dangvien.views.pace.PaceMiddleware",
    "dangvien.first_password.FirstPasswordMiddleware",
]
ROOT_URLCONF = "dangvien.urls"
WSGI_APPLICATION = "dangvien.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dangvien.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "dangvien.forms.rendering.HouseRenderer"

# Accounts ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "dangvien.User"
LOGIN_URL = "dang-nhap"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "dang-nhap"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
OTP_TOTP_ISSUER = "So Phat trien Dang vien"
"""What stands beside the code on a telephone; without marks, which some of them lose."""
AUTH_PASSWORD_VALIDATORS = [{"NAME": "dangvien.passwords.HousePasswordValidator"}]

# Protection of the browser's side ---------------------------------------------------------------------------------

SESSION_ENGINE = "dangvien.sessions"
IDLE_LIMIT = 60 * 60
"""Seconds without a click after which a session is closed."""
SESSION_LIMIT = 12 * 60 * 60
"""Seconds after which a session is closed whatever happens: one working day with overtime."""
SESSION_COOKIE_AGE = 2 * SESSION_LIMIT  # opens nothing any more, but whoever comes back is told what happened
CONFIRMED_FOR = 15 * 60
"""Seconds for which a password that was typed counts for what asks for it again (`views/confirming.py`)."""
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/"]  # asked from inside the machine, without the proxy that speaks HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    # Browsers accept this prefix only from the host itself, over HTTPS and for the whole site.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-phien", "__Host-csrf"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "dangvien.views.errors.csrf_failure"
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

COSTLY_PER_MINUTE = 60
"""How often a minute one account may ask for pages that count or search the whole register; 0: without a bound."""

# Mail -------------------------------------------------------------------------------------------------------------

EMAIL_HOST = MAIL_SERVER.get("EMAIL_HOST", "localhost")
EMAIL_PORT = MAIL_SERVER.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = MAIL_SERVER.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = MAIL_SERVER.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = MAIL_SERVER.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = MAIL_SERVER.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20  # seconds: a mail server that hangs must not hold the worker

# Files ------------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
"""Uploads and issued reports. Never served by address: only a view that has checked the scope opens them."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_HANDLERS = ["dangvien.uploads.NoFiles"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of one form, uploaded files not counted

# Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
FORMAT_MODULE_PATH = "dangvien.formats"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# Background work --------------------------------------------------------------------------------------------------
# The job row is the truth and the message only a bell: a lost message is rung again by the sweep.

QUEUE_DIR = DATA_DIR / "queue"
JOB_LEASE_SECONDS = 30.0
"""How long a worker may be silent before its job is given to another; it renews three times in this span."""
CELERY_BROKER_URL = broker("BROKER_URL", "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem:"):
    for _folder in ("messages", "control"):
        (QUEUE_DIR / _folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.2,  # seconds; a job starts within this time, at 0.1 % of one core when idle
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # Longer than the longest job, or Redis hands out a second copy while the first still runs.
        "visibility_timeout": 6 * 60 * 60,
        "socket_connect_timeout": 2,
        "socket_timeout": 3,  # more than the second for which a worker waits at an empty queue
        "socket_keepalive": True,
    }
# A request never waits for an absent broker: the row is saved, the page says "waiting", the sweep rings later.
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # the worker waits for its broker for ever
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False  # the lease in the job row decides, not the queue
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "dangvien.beat:SteadyScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SYNC_EVERY = 1  # writes its file after every ring, by which `manage.py health scheduler` sees it alive
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {
        "task": "dangvien.tasks.sweep_jobs",
        "schedule": 30.0,
        "options": {"expires": 25},  # without a worker for an hour, one sweep waits at its return and not 120
    },
    "back-up": {
        "task": "dangvien.tasks.back_up",
        "schedule": crontab(hour=0, minute=20),
        "options": {"expires": 12 * 60 * 60},
    },
    "refresh-deadlines": {
        "task": "dangvien.tasks.refresh_deadlines",
        "schedule": crontab(hour=1, minute=30),
        "options": {"expires": 4 * 60 * 60},
    },
    "close-last-year": {
        "task": "dangvien.tasks.close_last_year",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 4 * 60 * 60},
    },
    "ask-for-due-drafts": {
        "task": "reports.tasks.ask_for_due_drafts",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 4 * 60 * 60},
    },
    "forget-old-drafts": {
        "task": "reports.tasks.forget_old_drafts",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 4 * 60 * 60},
    },
    "send-digests": {
        "task": "dangvien.tasks.send_digests",
        "schedule": crontab(hour=6, minute=30),
        "options": {"expires": 4 * 60 * 60},
    },
    "forget-old-files": {
        "task": "dangvien.tasks.forget_old_files",
        "schedule": 60 * 60.0,
        "options": {"expires": 30 * 60},
    },
    "refresh-statistics": {
        "task": "dangvien.tasks.refresh_statistics",
        "schedule": 24 * 60 * 60.0,
        "options": {"expires": 60 * 60},
    },
}

# Logging: to stderr, identifiers only, never names of people -------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "dangvien.logs.PlainFormatter",
            "format": "{asctime} {levelname} {name} [{request_number}] {message}",
            "style": "{",
        },
        "json": {"()": "dangvien.logs.JsonFormatter"},
    },
    "filters": {"of_request": {"()": "dangvien.logs.OfRequest"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["of_request"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "gunicorn.error": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False},
        # One line for every sweep would bury the rest; a job logs its own life by number.
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}
