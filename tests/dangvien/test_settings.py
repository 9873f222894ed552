"""The settings in a process of their own: nothing is required, and a wrong variable stops with its name."""

from __future__ import annotations

import ast
import json
import logging
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from dangvien.logs import JsonFormatter

ROOT = Path(settings.BASE_DIR)
SHOW = """
import json, sys
from django.conf import settings
names = sys.argv[1:]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""
READERS = {
    "broker", "choice", "counts", "database", "folder", "mail_server", "networks", "switch", "text", "token",
    "web_address", "words",
}  # fmt: skip


def started(tmp_path, *names, **variables):
    """Load the settings with these variables and nothing else of ours; the finished process."""
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "dangvien.settings", "DATA_DIR": str(tmp_path)}
    environment |= {name: value for name, value in variables.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", SHOW, *names],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def shown(tmp_path, *names, **variables):
    ended = started(tmp_path, *names, **variables)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.mark.parametrize(
    ("variables", "asked"),
    [
        ({}, False),
        ({"HTTPS": "1"}, True),
        ({"HTTPS": "1", "SECOND_FACTOR": "0"}, False),
        ({"SECOND_FACTOR": "1"}, True),
    ],
)
def test_a_second_proof_is_asked_for_wherever_the_register_is_real(tmp_path, variables, asked):
    assert shown(tmp_path, "SECOND_FACTOR", **variables) == {"SECOND_FACTOR": asked}


def test_compose_asks_for_a_second_proof():
    assert "SECOND_FACTOR: ${SECOND_FACTOR:-1}" in (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


def test_nothing_is_required(tmp_path):
    names = ("DEBUG", "HTTPS", "ALLOWED_HOSTS", "TRUSTED_PROXY", "CELERY_BROKER_URL", "DATABASES")
    found = shown(tmp_path, *names)

    database = found.pop("DATABASES")["default"]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == str(tmp_path / "db.sqlite3")
    assert found == {
        "DEBUG": False,
        "HTTPS": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "TRUSTED_PROXY": [],
        "CELERY_BROKER_URL": "filesystem://localhost",
    }


def test_empty_variables_count_as_not_set(tmp_path):
    empty = dict.fromkeys(("DATABASE_URL", "BROKER_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "BACKUP_DIR"), " ")

    assert shown(tmp_path, "DEBUG", "BACKUP_DIR", **empty) == {"DEBUG": False, "BACKUP_DIR": str(tmp_path / "backup")}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "flase", "Biến DEBUG phải là 1 (bật) hoặc 0 (tắt), không phải “flase”."),
        ("HTTPS", "http", "Biến HTTPS phải là 1 (bật) hoặc 0 (tắt), không phải “http”."),
        ("LOG_FORMAT", "xml", "Biến LOG_FORMAT phải là một trong: plain, json; không phải “xml”."),
        ("LOG_LEVEL", "loud", "Biến LOG_LEVEL phải là một trong: DEBUG, INFO, WARNING, ERROR; không phải “loud”."),
        ("NETWORK", "wan", "Biến NETWORK phải là một trong: lan, ket-noi; không phải “wan”."),
        ("BROKER_URL", "amqp://x", "Biến BROKER_URL phải bắt đầu bằng redis://, rediss:// hoặc filesystem:// ."),
        ("BROKER_URL", "redis", "Biến BROKER_URL phải bắt đầu bằng redis://, rediss:// hoặc filesystem:// ."),
        ("DATABASE_URL", "mysql://u:p@h/d", "Biến DATABASE_URL phải bắt đầu bằng postgres:// hoặc sqlite:/// ."),
        ("DATABASE_URL", "dangvien", "Biến DATABASE_URL phải bắt đầu bằng postgres:// hoặc sqlite:/// ."),
        ("DATABASE_URL", "postgres://u:secret@h:port/d", "Biến DATABASE_URL không phải là một địa chỉ"),
        ("DATABASE_URL", "postgres://u:secret@h", "Biến DATABASE_URL thiếu tên cơ sở dữ liệu"),
        ("SECRET_KEY", "short", "Biến SECRET_KEY phải chứa khoá bí mật ngẫu nhiên dài ít nhất 50 ký tự."),
        ("SECRET_KEY", "a" * 60, "Biến SECRET_KEY phải chứa khoá bí mật ngẫu nhiên dài ít nhất 50 ký tự."),
        ("SECRET_KEY_FILE", "/nowhere/key", "Biến SECRET_KEY_FILE trỏ tới tệp /nowhere/key nhưng không đọc được."),
        ("DATA_DIR", "var", "Biến DATA_DIR phải là đường dẫn tuyệt đối"),
        ("DATA_DIR", "/proc/nowhere", "Biến DATA_DIR trỏ tới thư mục /proc/nowhere nhưng không tạo được"),
        ("BACKUP_DIR", "/proc/nowhere", "Biến BACKUP_DIR trỏ tới thư mục /proc/nowhere nhưng không tạo được"),
        ("METRICS_TOKEN", "secret@" + "m" * 12, "Biến METRICS_TOKEN phải dài ít nhất 20 ký tự, hoặc để trống."),
        ("TRUSTED_PROXY", "proxy.local", "Biến TRUSTED_PROXY phải gồm các địa chỉ IP hoặc dải mạng"),
    ],
)
def test_a_wrong_value_stops_with_a_sentence_that_names_the_variable(tmp_path, name, value, sentence):
    ended = started(tmp_path, "DEBUG", **{name: value})

    assert ended.returncode == 1
    assert ended.stderr.startswith(sentence)
    assert len(ended.stderr.splitlines()) == 1
    assert "secret@" not in ended.stderr


def test_both_ways_to_give_the_key_are_refused(tmp_path):
    ended = started(tmp_path, "DEBUG", SECRET_KEY="x" * 60, SECRET_KEY_FILE="/somewhere")

    assert ended.stderr.startswith("Biến SECRET_KEY và SECRET_KEY_FILE không được đặt cùng lúc")


def test_the_key_may_come_from_a_file(tmp_path):
    key = "0123456789" * 6
    (tmp_path / "key").write_text(f"{key}\n")

    assert shown(tmp_path, "SECRET_KEY", SECRET_KEY_FILE=str(tmp_path / "key")) == {"SECRET_KEY": key}
    assert not (tmp_path / "secret.key").exists()


def test_a_key_with_a_dollar_sign_is_taken_as_it_is(tmp_path):
    key = "$PATH" + "0123456789" * 6

    assert shown(tmp_path, "SECRET_KEY", SECRET_KEY=key) == {"SECRET_KEY": key}


def test_processes_that_start_together_generate_one_key(tmp_path):
    with ThreadPoolExecutor(6) as together:
        keys = set(together.map(lambda _: shown(tmp_path, "SECRET_KEY")["SECRET_KEY"], range(6)))

    made = tmp_path / "secret.key"
    assert keys == {made.read_text()}
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert list(tmp_path.glob(".secret*")) == []


def test_a_new_data_folder_is_closed_to_others(tmp_path):
    shown(tmp_path / "new", "DEBUG")

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_https_secures_the_cookies_and_redirects(tmp_path):
    found = shown(
        tmp_path,
        *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_NAME"),
        *("CSRF_COOKIE_NAME", "SECURE_HSTS_SECONDS"),
        HTTPS="1",
    )

    assert found == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_NAME": "__Host-phien",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SECURE_HSTS_SECONDS": 31536000,
    }


def test_postgresql_and_redis_by_two_variables(tmp_path):
    found = shown(
        tmp_path,
        *("DATABASES", "CELERY_BROKER_URL", "CELERY_BROKER_TRANSPORT_OPTIONS"),
        DATABASE_URL="postgres://me:p%40ss@there:5433/book",
        BROKER_URL="redis://there:6379/2",
    )
    database = found["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("there", 5433, "book")
    assert (database["USER"], database["PASSWORD"]) == ("me", "p@ss")
    assert database["CONN_HEALTH_CHECKS"] is True
    assert found["CELERY_BROKER_URL"] == "redis://there:6379/2"
    assert "data_folder_in" not in found["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert not (tmp_path / "queue").exists()


def test_the_bell_of_an_absent_redis_is_refused_at_once(tmp_path):
    """A web request that asks for a job must not hang until the broker is back."""
    ring = (
        "import time, django; django.setup(); from dangvien.tasks import sweep_jobs; begun = time.monotonic()\n"
        "try: sweep_jobs.delay()\n"
        "except Exception as error: print(type(error).__name__, time.monotonic() - begun < 5)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", ring],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "dangvien.settings",
            "DATA_DIR": str(tmp_path),
            "BROKER_URL": "redis://127.0.0.1:1/0",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.stdout == "OperationalError True\n", ended.stderr


@pytest.mark.django_db(transaction=True)
def test_sqlite_waits_for_its_turn_and_keeps_foreign_keys():
    options = settings.DATABASES["default"]["OPTIONS"]
    if connection.vendor != "sqlite":
        assert "transaction_mode" not in options
        return
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_four_writers_that_read_first_never_meet_a_locked_database():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tally (n integer NOT NULL)")
        cursor.execute("INSERT INTO tally VALUES (0)")
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""

    def add(_):
        try:
            for _ in range(25):
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"SELECT n FROM tally{lock}")
                    (n,) = cursor.fetchone()
                    cursor.execute("UPDATE tally SET n = %s", [n + 1])
        finally:
            connections.close_all()

    try:
        with ThreadPoolExecutor(4) as writers:
            list(writers.map(add, range(4)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT n FROM tally")
            assert cursor.fetchone() == (100,)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE tally")


def test_json_log_lines_hold_one_object_each():
    record = logging.LogRecord("dangvien.jobs", logging.INFO, __file__, 1, "việc %s\nxong", (7,), None)
    line = JsonFormatter().format(record)

    assert "\n" not in line
    assert json.loads(line)["message"] == "việc 7\nxong"
    assert json.loads(line)["logger"] == "dangvien.jobs"


# .env.example -----------------------------------------------------------------------------------------------------


def read_by_settings():
    """Name of every variable that settings.py reads, and its default as the operator would write it."""
    found = dict.fromkeys(("SECRET_KEY", "SECRET_KEY_FILE", "BACKUP_KEY", "BACKUP_KEY_FILE"), "")  # by environment.py
    for node in ast.walk(ast.parse((ROOT / "dangvien/settings.py").read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in READERS:
            name = ast.literal_eval(node.args[0])
            default = node.args[1] if len(node.args) > 1 else next((word.value for word in node.keywords), None)
            found[name] = as_written(default)
    return found


def as_written(default):
    """A default of the code as text; one that is computed from the data folder is written as empty."""
    try:
        value = ast.literal_eval(default) if default is not None else ()
    except ValueError:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(map(str, value)) if isinstance(value, tuple) else value


def example():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, flags=re.MULTILINE))


def test_the_example_lists_every_variable_with_the_default_of_the_code():
    only_compose = {"POSTGRES_PASSWORD": "", "PORT": "8000"}

    assert example() == read_by_settings() | only_compose


def test_every_line_of_the_example_is_explained():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()

    assert [line for before, line in pairwise(lines) if "=" in line[:20] and before[:1] != "#"] == []


def test_the_environment_is_read_by_settings_alone():
    readers = [
        str(path.relative_to(ROOT))
        for folder in ("dangvien", "reports")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if re.search(r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|os\.getenv", path.read_text())
    ]

    assert readers == ["dangvien/environment.py"]


@pytest.mark.drill
def test_the_shipped_settings_pass_the_deployment_check(tmp_path):
    ended = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "HTTPS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (0, "System check identified no issues (0 silenced).\n"), ended.stderr
