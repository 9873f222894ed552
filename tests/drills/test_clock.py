"""The clock of the machine was two hours ahead and is put right: nobody waits for a time to come round again."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from celery import Celery
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from dangvien import health
from dangvien.actions import jobs, second_factor
from dangvien.actions.auditing import broken_entries, note
from dangvien.backups import keeping
from dangvien.backups.keeping import Kept
from dangvien.beat import SteadyScheduler
from dangvien.models import Job, UserSession
from dangvien.models.job import lease
from dangvien.sessions import confirmed_lately
from tests.factories import PASSWORD

BACK = timedelta(hours=2)
PAGE = "/nguon/"


def ahead():
    """In this block the clock of the machine is two hours ahead."""
    return time_machine.travel(timezone.now() + BACK)


def later(**much):
    return time_machine.travel(timezone.now() + timedelta(**much))


def enter(password=PASSWORD, client=None, username="an"):
    client = client or Client()
    return client, client.post("/dang-nhap/", {"username": username, "password": password})


def code_of(phone):
    """What a telephone with the right time shows now."""
    return f"{totp(phone.bin_key, t0=0, drift=0):06d}"


@pytest.mark.django_db
def test_the_job_of_a_worker_that_died_is_taken_up_after_its_usual_lease(an):
    with ahead():
        job = Job.objects.create(kind="viec-thu", title="In phụ lục", requested_by=an)
        assert job.claim()
    assert not Job.objects.waiting(timezone.now() + lease() * 1.1).exists()

    assert jobs.sweep() == 0

    assert Job.objects.waiting(timezone.now() + lease() * 1.1).get() == job


@pytest.mark.django_db
def test_a_worker_that_lives_keeps_its_job(an):
    with ahead():
        job = Job.objects.create(kind="viec-thu", title="In phụ lục", requested_by=an)
        assert job.claim()
    jobs.sweep()

    assert job.renew()
    assert not Job.objects.waiting(timezone.now()).exists()
    assert job.finish("/")


def test_the_schedule_rings_on(tmp_path):
    app, rung = Celery(broker="memory://", set_as_current=False), list[str]()
    app.conf.beat_schedule = {"sweep": {"task": "sweep", "schedule": 30.0}}

    class Told(SteadyScheduler):
        def apply_entry(self, entry: Any, producer: Any = None) -> None:
            rung.append(entry.name)

    scheduler = Told(app=app, schedule_filename=str(tmp_path / "schedule"), lazy=True)
    scheduler.setup_schedule()
    with ahead(), later(seconds=31):
        scheduler.tick()
        assert rung == ["sweep"]

    assert scheduler.tick() <= 30
    with later(seconds=31):
        scheduler.tick()

    assert rung == ["sweep", "sweep"]
    scheduler.close()


def test_a_sign_of_life_from_the_future_is_none(tmp_path):
    sign = tmp_path / "worker"
    sign.touch()
    assert health.is_recent(sign)

    os.utime(sign, (time.time() + BACK.total_seconds(),) * 2)

    assert not health.is_recent(sign)


def test_a_backup_of_the_future_does_not_hide_that_there_is_none(settings, monkeypatch):
    settings.BACKUP_KEY = "khoa"
    now = timezone.now()
    future, old = (Kept("so.age", now + timedelta(days=days), 1, verified=True) for days in (400, -3))
    monkeypatch.setattr(keeping, "kept", lambda: [future, old])

    assert keeping.standing() == keeping.Standing(old, "Bản sao lưu tốt gần nhất đã quá cũ.")


@pytest.mark.django_db
class TestAtTheDoor:
    def test_whoever_mistyped_before_need_not_wait_until_then(self, an):
        with ahead():
            assert [enter("sai mat khau")[1].status_code for _ in range(7)][-1] == 429

        assert enter()[1].status_code == 302

    def test_the_next_mistakes_wait_again(self, an):
        with ahead():
            for _ in range(6):
                enter("sai mat khau")

        assert enter("sai mat khau")[1].status_code == 200
        assert enter("sai mat khau")[1].status_code == 429

    def test_a_session_goes_on_and_its_hour_counts_by_the_right_clock(self, an):
        with ahead():
            client, _ = enter()
            assert client.get(PAGE).status_code == 200

        assert client.get(PAGE).status_code == 200
        seen_at = UserSession.objects.get().seen_at
        assert seen_at is not None
        assert abs(seen_at - timezone.now()) < timedelta(seconds=5)
        with later(minutes=61):
            assert client.get(PAGE).status_code == 302

    def test_a_password_typed_in_the_future_was_not_typed_lately(self, dung, signed_in):
        with ahead():
            client, _ = enter(username="dung")
        session = client.session

        assert not confirmed_lately(session)


@pytest.mark.django_db
class TestCodesOfTheTelephone:
    @pytest.fixture
    def phone(self, chi):
        return TOTPDevice.objects.create(user=chi, name="điện thoại", key="00112233445566778899aabbccddeeff00112233")

    def test_a_wrong_code_of_the_future_makes_nobody_wait(self, chi, phone):
        with ahead():
            assert not second_factor.check_code(user=chi, code="000000").right
            assert second_factor.check_code(user=chi, code="000000").wait_until is not None

        assert second_factor.check_code(user=chi, code=code_of(phone)).right

    def test_a_clock_that_had_crept_away_and_is_put_right_lets_the_telephone_in(self, chi, phone):
        TOTPDevice.objects.filter(pk=phone.pk).update(drift=-10)  # learnt code by code while it crept

        assert second_factor.check_code(user=chi, code=code_of(phone)).right
        assert not second_factor.check_code(user=chi, code=code_of(phone)).right  # each once
        with later(seconds=40):
            assert second_factor.check_code(user=chi, code=code_of(phone)).right

    def test_a_code_taken_before_is_not_taken_again_after(self, chi, phone):
        taken = code_of(phone)
        with later(seconds=25):
            assert second_factor.check_code(user=chi, code=taken).right

        assert not second_factor.check_code(user=chi, code=taken).right


@pytest.mark.django_db
def test_the_chain_of_the_trail_stays_whole(an, world):
    with ahead():
        note(by=an, verb="thử", subject=world.a1, organization=world.a1)
    note(by=an, verb="thử", subject=world.a1, organization=world.a1)

    assert broken_entries() == []
