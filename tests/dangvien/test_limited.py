"""A child process that may use little: what it answers, and that whatever kills it is one sentence."""

from __future__ import annotations

import os
import subprocess
import time

import pytest

from dangvien.limited import MEGABYTE, TOO_HEAVY, Unreadable, run_limited, stream_limited
from tests import limited_work

MEMORY = 400 * MEGABYTE


def run(function, *args, memory=MEMORY, seconds=5):
    return run_limited(function, *args, memory=memory, seconds=seconds)


def test_the_answer_comes_back():
    assert run(limited_work.double, [1, "hai"]) == [1, "hai", 1, "hai"]


def test_the_functions_own_sentence_comes_back():
    with pytest.raises(Unreadable, match=r"^Tệp này không đọc được\.$"):
        run(limited_work.refuse)


@pytest.mark.parametrize("work", [limited_work.hoard, limited_work.crash, limited_work.babble, limited_work.die])
def test_whatever_kills_it_is_one_sentence(work):
    with pytest.raises(Unreadable) as told:
        run(work)

    assert str(told.value) == TOO_HEAVY


@pytest.mark.parametrize("work", [limited_work.spin, limited_work.sleep])
def test_it_is_ended_in_time(work):
    with pytest.raises(Unreadable) as told:
        run(work, seconds=1)

    assert str(told.value) == TOO_HEAVY


def test_it_can_write_no_file_and_knows_no_variable(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "khong-ai-biet")

    assert run(limited_work.write, str(tmp_path / "a")) == "OSError"
    assert (tmp_path / "a").read_bytes() == b""
    assert "SECRET_KEY" in os.environ
    assert not {"SECRET_KEY", "DATABASE_URL", "DATA_DIR"} & set(run(limited_work.variables))


def stream(function, *args, memory=MEMORY, seconds=5):
    return stream_limited(function, *args, memory=memory, seconds=seconds)


@pytest.fixture
def children(monkeypatch):
    """Every process that is started."""
    started = []
    start = subprocess.Popen

    def remembered(*args, **kwargs):
        started.append(start(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remembered)
    return started


class TestStream:
    @pytest.mark.parametrize("many", [0, 1, 20_000])
    def test_items_come_one_after_the_other(self, many):
        assert list(stream(limited_work.count, many)) == list(range(many))

    def test_an_item_may_be_longer_than_a_pipe(self):
        text = "Nguyễn\n" * 100_000

        assert list(stream(limited_work.count, 3, text)) == [[0, text], [1, text], [2, text]]

    def test_a_large_question_reaches_the_child(self):
        assert next(stream(limited_work.count, 2, "x" * 10_000_000)) == [0, "x" * 10_000_000]

    def test_the_functions_own_sentence_stands_after_what_came_before(self):
        items = stream(limited_work.count_then, 3, "refuse")

        assert [next(items), next(items), next(items)] == [0, 1, 2]
        with pytest.raises(Unreadable, match=r"^Dòng 3 không đọc được\.$"):
            next(items)

    @pytest.mark.parametrize("end", ["crash", "die", "hoard", "stop", "babble", "unmarked", "nested", "boundless"])
    def test_whatever_kills_it_or_makes_it_lie_is_one_sentence(self, end, children):
        with pytest.raises(Unreadable) as told:
            list(stream(limited_work.count_then, 3, end))

        assert str(told.value) == TOO_HEAVY
        assert children[0].returncode is not None

    @pytest.mark.parametrize("end", ["spin", "sleep"])
    def test_it_is_ended_in_time(self, end, children):
        with pytest.raises(Unreadable) as told:
            list(stream(limited_work.count_then, 3, end, seconds=1))

        assert str(told.value) == TOO_HEAVY
        assert children[0].returncode is not None

    def test_a_slow_consumer_ends_nobody(self):
        taken = 0
        for _ in stream(limited_work.count, 30_000, seconds=1):
            if not taken:
                time.sleep(2.5)
            taken += 1

        assert taken == 30_000

    def test_what_it_says_aside_holds_nobody_up(self):
        assert list(stream(limited_work.count_then, 3, "complain")) == [0, 1, 2]

    def test_stopping_early_ends_the_child(self, children):
        items = stream(limited_work.count, 10**9)
        assert next(items) == 0

        items.close()

        assert children[0].returncode == -9
