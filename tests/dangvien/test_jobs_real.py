"""Jobs done by real Celery workers, over the queue in a folder and over a real Redis; workers killed in the middle."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager

import pytest
import redis

from dangvien.actions import jobs
from dangvien.celery import MANNERS
from dangvien.models import Job, User
from tests.brokers import file_queue, redis_queue
from tests.processes import process, variables, wait_for
from tests.testapp.work import ANSWER, attempts

pytestmark = [pytest.mark.services, pytest.mark.drill, pytest.mark.django_db(transaction=True)]

WORKER = [
    *(sys.executable, "-m", "celery", "--quiet", "-A", "dangvien", "worker", "-B", "--pool", "solo"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
]


class Queue:
    """A queue of this test's own, its workers, and the jobs put in it."""

    def __init__(self, folder, broker_url):
        self.folder, self.broker_url = folder, broker_url
        self.data, self.log, self.trace = folder / "data", folder / "worker.log", folder / "attempts"
        for name in ("messages", "control"):
            (self.data / "queue" / name).mkdir(parents=True)
        files = broker_url.startswith("filesystem")
        self.app = file_queue(self.data / "queue") if files else redis_queue(broker_url)

    @contextmanager
    def worker(self):
        """A worker of the shipped kind that knows the tests' jobs."""
        settled = {"BROKER_URL": self.broker_url, "DJANGO_SETTINGS_MODULE": "tests.worker_settings"}
        ready = self.words().count("ready.")
        with process(WORKER, variables(self.data, **settled), self.log) as running:
            wait_for(lambda: running.poll() or self.words().count("ready.") > ready, "the worker is ready")
            assert running.poll() is None, self.words()
            try:
                yield running
            finally:
                running.send_signal(signal.SIGTERM)

    def words(self):
        return self.log.read_text() if self.log.exists() else ""

    def ask(self, to=3, pause=0.05):
        owner, _ = User.objects.get_or_create(username="lan", full_name="Trần Thị Lan")
        params = {"to": to, "pause": pause, "trace": str(self.trace)}
        return jobs.request_job(by=owner, kind="dem", title="Đếm", params=params)

    def done(self, job):
        job.refresh_from_db()
        assert job.state != Job.State.LOI, job.message
        return job.state == Job.State.XONG


def kill(worker):
    """End the worker as the kernel does when memory runs out, its scheduler with it."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


@pytest.fixture(params=["filesystem", "redis"])
def queue(request, tmp_path, monkeypatch):
    if request.param == "redis":
        address = request.getfixturevalue("services").broker_url.removesuffix("/0") + "/5"
        with redis.Redis.from_url(address) as client:
            client.flushdb()
    made = Queue(tmp_path, "filesystem://localhost" if request.param == "filesystem" else address)
    monkeypatch.setattr(jobs, "current_app", made.app)
    yield made
    made.app.close()


def test_a_job_is_done_and_its_message_is_gone(queue):
    with queue.worker() as worker:
        job = queue.ask()
        wait_for(lambda: queue.done(job), "the job is done")
        assert os.getpriority(os.PRIO_PROCESS, worker.pid) == min(os.nice(0) + MANNERS, 19)  # it makes way for pages

    assert (job.result_url, job.step, job.steps, job.attempts) == (ANSWER, 3, 3, 1)
    assert len(attempts(queue.trace)) == 1


def test_a_job_asked_while_no_worker_runs_waits_for_one(queue):
    job = queue.ask()
    assert not queue.done(job)
    with queue.worker():
        wait_for(lambda: queue.done(job), "the job is done")

    assert len(attempts(queue.trace)) == 1


def test_a_job_whose_message_was_lost_is_found_by_the_sweep(queue, monkeypatch):
    with queue.worker():
        monkeypatch.setattr(jobs, "current_app", redis_queue("redis://127.0.0.1:1/0"))  # nobody listens there
        job = queue.ask()
        wait_for(lambda: queue.done(job), "the job is done")

    assert len(attempts(queue.trace)) == 1


def test_the_job_of_a_killed_worker_is_done_by_the_next(queue):
    with queue.worker() as first:
        job = queue.ask(to=200, pause=0.05)
        wait_for(lambda: Job.objects.get().step > 2, "the first worker counts")
        kill(first)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("chay", 1)
    Job.objects.update(params=job.params | {"to": 3})  # the rest need not take as long

    with queue.worker() as second:
        wait_for(lambda: queue.done(job), "the job is done")

    assert (job.result_url, job.attempts) == (ANSWER, 2)
    assert attempts(queue.trace) == [first.pid, second.pid]


def test_a_job_longer_than_its_lease_is_done_once(queue):
    with queue.worker():
        job = queue.ask(to=1, pause=5)  # one step of 5 s; the lease is 2 s, the sweep rings every 0.5 s
        wait_for(lambda: queue.done(job), "the job is done")

    assert job.attempts == 1
    assert len(attempts(queue.trace)) == 1


def test_a_redis_that_refuses_writes_only_delays(services, tmp_path, monkeypatch):
    address = services.broker_url.removesuffix("/0") + "/6"
    queue = Queue(tmp_path, address)
    monkeypatch.setattr(jobs, "current_app", queue.app)
    with redis.Redis.from_url(address) as client:
        client.config_set("maxmemory", "1")
        try:
            job = queue.ask()
            assert jobs.ring(job) is False
        finally:
            client.config_set("maxmemory", "0")
    with queue.worker():
        wait_for(lambda: queue.done(job), "the job is done")
    queue.app.close()
