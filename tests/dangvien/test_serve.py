"""`manage.py serve` as a real process: it answers, keeps its worker alive, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time

import pytest

from tests.processes import children_of, descendants_of, get, is_alive, manage, process, variables, wait_for
from tests.services import free_port

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def log(tmp_path):
    return tmp_path / "serve.log"


@pytest.fixture
def serve(tmp_path, log, port):
    with process(manage("serve", "--port", str(port)), variables(tmp_path), log) as running:
        wait_for(lambda: running.poll() is not None or "Sổ đang chạy tại" in log.read_text(), "the address is printed")
        assert running.poll() is None, log.read_text()
        yield running


def worker_of(serve: subprocess.Popen[bytes]) -> int | None:
    return next((pid for pid, command in children_of(serve.pid).items() if " worker " in command), None)


def test_prints_its_address_and_answers(serve, log, port):
    assert f"Sổ đang chạy tại http://127.0.0.1:{port}/" in log.read_text()
    assert get(port, "/suc-khoe/") == (200, "Tốt.")


def test_a_killed_worker_is_replaced_and_leaves_no_second_scheduler(serve, log):
    wait_for(lambda: "ready." in log.read_text(), "the worker is ready")
    first = wait_for(lambda: worker_of(serve), "a worker")
    wait_for(lambda: len(children_of(first)) == 1, "its scheduler")
    left = list(children_of(first))
    os.kill(first, signal.SIGKILL)
    begun = time.monotonic()

    second = wait_for(lambda: (new := worker_of(serve)) and new != first and new, "another worker")
    wait_for(lambda: log.read_text().count("ready.") == 2, "the other worker is ready")

    assert time.monotonic() - begun < 10
    assert [pid for pid in left if is_alive(pid)] == []
    wait_for(lambda: len(children_of(second)) == 1, "one scheduler again")


def test_a_killed_web_server_is_replaced(serve, port):
    web = next(pid for pid, command in children_of(serve.pid).items() if "gunicorn" in command)
    os.kill(web, signal.SIGKILL)

    wait_for(lambda: not is_alive(web), "the old one is gone")
    wait_for(lambda: get(port, "/suc-khoe/") == (200, "Tốt."), "the page answers again")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything(serve, log, number):
    everything = descendants_of(serve.pid)
    assert len(everything) >= 4  # gunicorn and its two processes, the worker

    serve.send_signal(number)

    assert serve.wait(20) == 0
    assert [pid for pid in everything if is_alive(pid)] == []
    assert log.read_text().rstrip().endswith("Đã dừng.")


def test_nothing_survives_when_serve_itself_is_killed(serve):
    everything = descendants_of(serve.pid)
    serve.kill()
    serve.wait(10)

    wait_for(lambda: not any(is_alive(pid) for pid in everything), "all processes ended", 20)


def test_a_busy_port_is_told_in_a_sentence(tmp_path, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        ended = subprocess.run(
            manage("serve", "--port", str(port)), env=variables(tmp_path), capture_output=True, text=True, check=False
        )

    assert ended.returncode == 1
    assert f"Không mở được cổng {port} tại 127.0.0.1" in ended.stderr
    assert "Traceback" not in ended.stderr
