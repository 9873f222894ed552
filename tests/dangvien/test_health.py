"""The health address and the signs of life of worker and scheduler."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from dangvien import health
from tests.services import free_port


@pytest.fixture(autouse=True)
def empty_data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.CELERY_BEAT_SCHEDULE_FILENAME = str(tmp_path / "beat-schedule")
    return tmp_path


def grow_old(file: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(file, (then, then))


@pytest.mark.django_db
def test_the_address_answers_a_stranger(client):
    answer = client.get("/suc-khoe/")

    assert (answer.status_code, answer.content.decode()) == (200, "Tốt.")
    assert "no-store" in answer["Cache-Control"]


def test_the_address_tells_when_the_database_is_away(client, monkeypatch):
    def away():
        raise DatabaseError("could not connect to server at 10.0.0.5")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/suc-khoe/")

    assert (answer.status_code, answer.content.decode()) == (503, "Không nối được cơ sở dữ liệu.")


@pytest.mark.django_db
def test_nothing_is_changed_by_asking(client):
    assert client.post("/suc-khoe/").status_code == 405


def test_a_worker_lives_while_it_gives_signs():
    assert not health.worker_lives()
    health.give_sign()
    assert health.worker_lives()
    grow_old(health.sign_of_worker(), health.TOO_OLD + 1)
    assert not health.worker_lives()


def test_a_scheduler_lives_while_it_writes_its_schedule(empty_data_folder):
    assert not health.scheduler_lives()
    schedule = empty_data_folder / "beat-schedule.db"
    schedule.touch()
    assert health.scheduler_lives()
    grow_old(schedule, health.TOO_OLD + 1)
    assert not health.scheduler_lives()


def test_a_web_server_that_is_not_there_is_not_well():
    assert not health.web_answers(free_port())


def test_the_command_ends_with_a_sentence(capsys):
    with pytest.raises(CommandError, match=r"^Dịch vụ worker không trả lời\.$"):
        call_command("health", "worker")
    health.give_sign()
    call_command("health", "worker")

    assert capsys.readouterr().out == "Dịch vụ worker chạy tốt.\n"
