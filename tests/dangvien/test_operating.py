"""Readiness and metrics: for the operator alone, about the machine alone."""

from __future__ import annotations

import re
import shutil
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.db.migrations.executor import MigrationExecutor

from dangvien import health
from dangvien.models import Job, User
from dangvien.procedure import operating

ADDRESSES = ("/suc-khoe/san-sang/", "/suc-khoe/so-do/")


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.DATA_DIR = settings.BACKUP_DIR = tmp_path
    settings.CELERY_BEAT_SCHEDULE_FILENAME = str(tmp_path / "beat-schedule")
    return tmp_path


def asked(client, address: str, **headers: str) -> tuple[int, str]:
    answer = client.get(address, **headers)
    return answer.status_code, answer.content.decode()


@pytest.mark.django_db
def test_only_the_operator_is_answered(client, settings):
    told = {}
    for case, headers in {
        "from elsewhere": {"REMOTE_ADDR": "10.0.0.7"},
        "through a proxy on this machine": {"HTTP_X_FORWARDED_FOR": "10.0.0.7"},
        "through HTTPS on this machine": {"HTTP_X_FORWARDED_PROTO": "https"},
        "an empty token": {"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer "},
        "this machine": {},
    }.items():
        told[case] = [asked(client, address, **headers)[0] for address in ADDRESSES]
    settings.METRICS_TOKEN = "m" * 30
    for case, token in (("another token", "n" * 30), ("the token", "m" * 30)):
        headers = {"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": f"Bearer {token}"}
        told[case] = [asked(client, address, **headers)[0] for address in ADDRESSES]

    assert told == {
        case: [200, 200] if case in ("this machine", "the token") else [403, 403] for case in told
    }  # fmt: skip


@pytest.mark.django_db
def test_what_the_operator_should_look_at(client, monkeypatch):
    status, told = asked(client, ADDRESSES[0])
    assert (status, told.splitlines()) == (
        200,
        [
            "Sẵn sàng.",
            "Bộ xử lý việc nền không có tín hiệu.",
            "Sổ chưa được sao lưu: máy chủ chưa có khóa sao lưu.",
        ],
    )
    health.give_sign()
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10, 7, 3 * 1024**2))
    monkeypatch.setattr(operating, "LONG_WAIT", -1)
    user = User.objects.create_user("an", full_name="Nguyễn Văn An")
    Job.objects.create(kind="in", title="In báo cáo của Nguyễn Văn An", requested_by=user)
    assert asked(client, ADDRESSES[0])[1].splitlines()[1:] == [
        "Có việc nền đã chờ 0 phút.",
        "Ổ đĩa chứa dữ liệu của sổ và bản sao lưu sắp hết chỗ: còn 3 MB.",
        "Sổ chưa được sao lưu: máy chủ chưa có khóa sao lưu.",
    ]


@pytest.mark.django_db
def test_a_disk_that_was_unplugged_is_told_of(settings, tmp_path):
    health.give_sign()
    settings.BACKUP_DIR = tmp_path / "gone"

    [trouble] = operating.troubles_now()
    assert trouble.said == "Không tới được ổ đĩa chứa bản sao lưu."


def test_a_long_wait_is_told_in_hours():
    waiting = operating.Running(True, 0, {}, 50.5 * 3600, 1.0, 1.0, {"DATA_DIR": 5 * 1024**3})

    assert waiting.warnings() == ["Có việc nền đã chờ 50 giờ."]


@pytest.mark.django_db
def test_the_shell_is_told_what_the_address_tells(client, monkeypatch):
    def said() -> str:
        output = StringIO()
        call_command("health", "all", stdout=output)
        return output.getvalue().rstrip("\n")

    assert said() == asked(client, ADDRESSES[0])[1]
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("0009", False)])
    with pytest.raises(CommandError, match=r"^Chưa sẵn sàng"):
        said()


@pytest.mark.django_db
def test_without_a_database_or_with_an_old_one_nobody_can_work(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("0009", False)] * 2)
    status, told = asked(client, ADDRESSES[0])
    assert (status, told.splitlines()[:2]) == (
        503,
        ["Chưa sẵn sàng.", "Cơ sở dữ liệu còn thiếu 2 bước nâng cấp: chạy manage.py migrate."],
    )

    def away(self, targets):
        raise DatabaseError("could not connect to 10.0.0.5")

    monkeypatch.setattr(MigrationExecutor, "migration_plan", away)
    status, told = asked(client, ADDRESSES[0])
    assert (status, told.splitlines()[:2]) == (503, ["Chưa sẵn sàng.", "Không nối được cơ sở dữ liệu."])
    assert "dangvien_database_up 0\n" in asked(client, ADDRESSES[1])[1]


@pytest.mark.django_db
def test_metrics_are_numbers_and_name_nobody(client):
    user = User.objects.create_user("an", full_name="Nguyễn Văn An")
    Job.objects.create(kind="in", title="In báo cáo của Nguyễn Văn An", requested_by=user)
    health.give_sign()
    text = asked(client, ADDRESSES[1])[1]
    lines = text.splitlines()

    assert [
        line for line in lines if not line.startswith("# ") and not re.fullmatch(r"\w+(\{[^}]*\})? [\d.e+]+", line)
    ] == []
    assert 'dangvien_jobs{state="cho"} 1' in lines
    assert "dangvien_database_up 1" in lines
    assert "dangvien_backups 0" in lines
    assert "An" not in text
