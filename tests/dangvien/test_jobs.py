"""Jobs: one worker at a time, nothing forgotten, nothing repeated for ever."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.db import OperationalError as DatabaseIsLocked
from django.utils import timezone
from kombu.exceptions import OperationalError

from dangvien.actions import jobs
from dangvien.models import Job, User
from dangvien.models.job import MOST_ATTEMPTS
from tests.brokers import file_queue, redis_queue
from tests.services import free_port

pytestmark = pytest.mark.django_db

KIND = "viec-thu"


@pytest.fixture
def owner():
    return User.objects.create_user(username="lan", full_name="Trần Thị Lan")


@pytest.fixture
def rung(monkeypatch):
    """Numbers of the jobs a worker was told of."""
    told = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: told.append(args[0]))
    return told


@pytest.fixture
def handle(monkeypatch):
    """Say what a job of the tests' kind does."""
    return lambda handler: monkeypatch.setitem(jobs._handlers, KIND, handler)


@pytest.fixture
def job(owner):
    return Job.objects.create(kind=KIND, title="In phụ lục", params={"nam": 2022}, requested_by=owner)


def let_lease_run_out(job):
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


class TestAsking:
    def test_the_worker_is_told_after_the_row_is_kept(self, owner, rung, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as callbacks:
            asked = jobs.request_job(by=owner, kind=KIND, title="In phụ lục", params={"nam": 2022})
            assert rung == []
        for callback in callbacks:
            callback()

        assert rung == [str(asked.pk)]
        kept = Job.objects.get()
        assert (kept.state, kept.title, kept.params, kept.requested_by) == ("cho", "In phụ lục", {"nam": 2022}, owner)

    @pytest.mark.parametrize("away", [OperationalError(), ConnectionRefusedError(), ValueError("half a file")])
    def test_with_the_broker_away_the_row_stays_and_waits(
        self, owner, monkeypatch, django_capture_on_commit_callbacks, away
    ):
        def refuse(*args, **kwargs):
            raise away

        monkeypatch.setattr(current_app, "send_task", refuse)
        with django_capture_on_commit_callbacks(execute=True):
            asked = jobs.request_job(by=owner, kind=KIND, title="In phụ lục", params={})

        assert Job.objects.get().state == "cho"
        assert jobs.ring(asked) is False
        assert jobs.sweep() == 0  # the sweep goes through all the same

    def test_a_real_broker_that_is_not_there(self, job, monkeypatch):
        monkeypatch.setattr(jobs, "current_app", redis_queue(f"redis://127.0.0.1:{free_port()}/0"))
        assert jobs.ring(job) is False

    @pytest.mark.parametrize("broken", ["messages", "control"])
    def test_a_queue_folder_that_cannot_be_written(self, job, monkeypatch, tmp_path, broken):
        for name in ("messages", "control"):
            (tmp_path / name).mkdir()
        (tmp_path / broken).rmdir()
        (tmp_path / broken).write_text("a file where a folder should be")
        monkeypatch.setattr(jobs, "current_app", file_queue(tmp_path))
        assert jobs.ring(job) is False


class TestClaiming:
    def test_of_two_workers_one_wins(self, job):
        first, second = Job.objects.get(), Job.objects.get()
        assert [first.claim(), second.claim()] == [True, False]
        assert (first.state, first.attempts, second.state) == ("chay", 1, "cho")

    def test_a_running_job_is_free_again_when_its_lease_has_run_out(self, job):
        lost = Job.objects.get()
        assert lost.claim()
        assert not Job.objects.get().claim()

        let_lease_run_out(job)
        heir = Job.objects.get()

        assert heir.claim()
        assert heir.attempts == 2
        # What the lost worker still says does not count any more.
        assert not lost.advance(1, 2, "Đang đếm")
        assert not lost.renew()
        assert not lost.finish("/ket-qua/")
        assert not lost.fail("Không được.")
        assert heir.advance(1, 2, "Đang in")
        assert heir.finish("/ket-qua/")

    def test_the_lease_is_as_long_as_the_settings_say(self, job):
        before = timezone.now()
        job.claim()
        seconds = (job.lease_until - before).total_seconds()
        assert settings.JOB_LEASE_SECONDS <= seconds < settings.JOB_LEASE_SECONDS + 5

    @pytest.mark.parametrize("end", ["finish", "fail"])
    def test_a_job_that_is_over_is_not_claimed(self, job, end):
        job.claim()
        getattr(job, end)("/ket-qua/")
        assert not Job.objects.get().claim()


class TestDoing:
    def test_the_result_is_kept(self, job, handle):
        seen = []

        def work(given):
            given.advance(1, 4, "Đang đếm")
            seen.append((Job.objects.get().percent, Job.objects.get().message))
            return "/bao-cao/da-in/1/"

        handle(work)
        assert jobs.run(str(job.pk)) is True

        done = Job.objects.get()
        assert seen == [(25, "Đang đếm")]
        assert (done.state, done.result_url, done.message, done.percent) == ("xong", "/bao-cao/da-in/1/", "", 100)
        assert done.finished_at is not None
        assert done.lease_until is None

    def test_a_second_message_for_a_finished_job_does_nothing(self, job, handle):
        times = []

        def work(given):
            times.append(given.pk)
            return "/xong/"

        handle(work)
        assert [jobs.run(str(job.pk)), jobs.run(str(job.pk))] == [True, False]
        assert len(times) == 1

    def test_a_message_for_a_job_that_was_never_kept(self):
        assert jobs.run("00000000-0000-4000-8000-000000000000") is False

    def test_a_handler_that_cannot_gives_its_own_sentence(self, job, handle):
        def work(given):
            raise jobs.JobFailed("Đảng bộ này không còn hoạt động.")

        handle(work)
        assert jobs.run(str(job.pk)) is False
        over = Job.objects.get()
        assert (over.state, over.message, over.is_over) == ("loi", "Đảng bộ này không còn hoạt động.", True)

    def test_a_handler_that_breaks_tells_nothing_of_its_inside(self, job, handle, caplog):
        def work(given):
            raise ZeroDivisionError("bí mật")

        handle(work)
        assert jobs.run(str(job.pk)) is False
        over = Job.objects.get()
        assert over.state == "loi"
        assert over.message == "Có lỗi khi làm việc này. Bấm làm lại; nếu vẫn lỗi, báo quản trị kèm mã việc."
        assert str(job.pk) in caplog.text

    def test_a_kind_nobody_does(self, job):
        assert jobs.run(str(job.pk)) is False
        assert Job.objects.get().message == "Máy chủ không biết làm việc này. Báo quản trị kèm mã việc."

    def test_a_job_that_kills_its_workers_is_given_up(self, job, handle):
        handle(lambda given: "/xong/")
        for _ in range(MOST_ATTEMPTS):
            assert Job.objects.get().claim()
            let_lease_run_out(job)

        assert jobs.run(str(job.pk)) is False

        over = Job.objects.get()
        assert over.state == "loi"
        assert over.message == "Việc này nhiều lần bị ngắt giữa chừng nên đã dừng. Báo quản trị kèm mã việc."


@pytest.mark.django_db(transaction=True)
class TestLease:
    """The thread that renews the lease has a connection of its own, hence real transactions."""

    def test_is_renewed_through_a_long_step(self, job, handle, settings):
        settings.JOB_LEASE_SECONDS = 0.15
        claims = []

        def work(given):
            for _ in range(10):
                time.sleep(0.05)
                claims.append(Job.objects.get().claim())
            return "/xong/"

        handle(work)
        assert jobs.run(str(job.pk)) is True
        assert claims == [False] * 10

    def test_a_busy_database_costs_one_beat_only(self, job, handle, settings, monkeypatch, caplog):
        settings.JOB_LEASE_SECONDS = 0.15
        renew, beats = Job.renew, []

        def busy_at_first(given):
            beats.append(given.pk)
            if len(beats) == 1:
                raise DatabaseIsLocked("database is locked")
            return renew(given)

        monkeypatch.setattr(Job, "renew", busy_at_first)

        def work(given):
            time.sleep(0.3)
            return "/xong/"

        handle(work)

        assert jobs.run(str(job.pk)) is True
        assert len(beats) >= 2
        assert "not renewed" in caplog.text


class TestSweep:
    def test_rings_again_for_what_waits_and_for_what_was_lost(self, owner, rung):
        waiting, running, lost, done = (
            Job.objects.create(kind=KIND, title=title, requested_by=owner) for title in ("a", "b", "c", "d")
        )
        for claimed in (running, lost, done):
            claimed.claim()
        let_lease_run_out(lost)
        done.finish("/xong/")

        assert jobs.sweep() == 2
        assert rung == [str(waiting.pk), str(lost.pk)]


class TestTryingAgain:
    def test_puts_a_failed_job_back(self, job, rung, django_capture_on_commit_callbacks):
        job.claim()
        job.advance(3, 4, "Đang in")
        job.fail("Không được.")

        with django_capture_on_commit_callbacks(execute=True):
            jobs.try_again(job=job)

        back = Job.objects.get()
        assert (back.state, back.message, back.attempts, back.percent) == ("cho", "", 0, 0)
        assert back.finished_at is None
        assert rung == [str(job.pk)]

    @pytest.mark.parametrize("state", ["cho", "chay", "xong"])
    def test_leaves_others_alone(self, job, rung, django_capture_on_commit_callbacks, state):
        if state != "cho":
            job.claim()
        if state == "xong":
            job.finish("/xong/")

        with django_capture_on_commit_callbacks(execute=True):
            jobs.try_again(job=job)

        assert (Job.objects.get().state, rung) == (state, [])
