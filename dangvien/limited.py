"""Reading what a stranger may have made, in a child process that may use little memory and little time.

A workbook is a zip of XML: a few kilobytes can unpack to gigabytes. Whatever goes wrong in the child, the program that
asked goes on and has one sentence to show.
"""

from __future__ import annotations

import importlib
import json
import os
import pickle
import resource
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024

TOO_HEAVY = (
    "Không đọc được tệp này: đọc hết cần nhiều bộ nhớ hoặc thời gian hơn mức cho phép. "
    "Xóa các trang tính, hình ảnh và định dạng không cần rồi gửi lại."
)
"""Said when the child was ended, or ended without an answer."""

_LONGEST_ITEM = 16 * MEGABYTE
"""Bytes of one item of a stream."""

_CHILD = "from dangvien.limited import child; child()"
_STREAMING_CHILD = "from dangvien.limited import streaming_child; streaming_child()"
_ITEM, _SENTENCE, _END = b"+", b"!", b"."
"""How a line of a streaming child begins."""


class Unreadable(Exception):
    """What was sent cannot be read; the message is a Vietnamese sentence with the mend."""


def run_limited(function: Callable[..., Any], *args: Any, memory: int, seconds: int) -> Any:
    """What `function(*args)` gives, worked out in a process of its own.

    `memory` in bytes, `seconds` of work (and twice as many on the clock). The function stands at the top of a module
    that imports nothing of the register; its answer is plain JSON, because what a child that read a hostile file says
    is not trusted either. The child gets none of this process's variables: no secret, no address of a database. Raises
    `Unreadable` with the function's own sentence, or with `TOO_HEAVY` when the child died.
    """
    asked = pickle.dumps((function.__module__, function.__qualname__, args, memory, seconds))
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-c", _CHILD],
            input=asked,
            capture_output=True,
            timeout=2 * seconds,
            check=False,
            cwd=ROOT,
            env=_surroundings(),
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(TOO_HEAVY) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Unreadable(TOO_HEAVY) from None
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    return answer["value"]


def stream_limited(function: Callable[..., Iterator[Any]], *args: Any, memory: int, seconds: int) -> Iterator[Any]:
    """What the generator `function(*args)` yields, one item after the other, from a process of its own.

    Bounds and trust are those of `run_limited`; time counts while the child is waited for, not while its items are
    used, so that a slow consumer ends nobody. Neither side ever holds more than one item and a pipe full of others.
    Whoever stops early closes the generator, and the child is ended. Raises `Unreadable` at the place where the child
    gave up, died, or said something that is no item; without the mark of the end, what came was not all.
    """
    with os.fdopen(os.memfd_create("asked"), "w+b") as asked:
        # A file in memory instead of a pipe: nobody has to write while the other does not read.
        pickle.dump((function.__module__, function.__qualname__, args, memory, seconds), asked)
        asked.flush()
        asked.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-B", "-c", _STREAMING_CHILD],
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=_surroundings(),
        )
    assert process.stdout is not None
    try:
        for line in _lines(process.stdout, 2 * seconds):
            mark, said = line[:1], line[1:]
            if mark == _ITEM:
                yield _understood(said)
            elif mark == _END:
                return
            elif mark == _SENTENCE:
                raise Unreadable(str(_understood(said)))
            else:
                break
        raise Unreadable(TOO_HEAVY)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def _understood(said: bytes) -> Any:
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        raise Unreadable(TOO_HEAVY) from None


def _lines(pipe: IO[bytes], seconds: float) -> Iterator[bytes]:
    """The lines that come through a pipe. Raises `Unreadable` when they are waited for too long or do not end."""
    begun: list[bytes] = []
    waited, length = 0.0, 0
    with selectors.DefaultSelector() as ready:
        ready.register(pipe, selectors.EVENT_READ)
        while True:
            before = time.monotonic()
            if not ready.select(max(seconds - waited, 0)):
                raise Unreadable(TOO_HEAVY)
            waited += time.monotonic() - before
            got = os.read(pipe.fileno(), MEGABYTE)
            if not got:
                return
            *whole, rest = got.split(b"\n")
            for line in whole:
                yield b"".join([*begun, line])
                begun, length = [], 0
            begun.append(rest)
            length += len(rest)
            if length > _LONGEST_ITEM:
                raise Unreadable(TOO_HEAVY)


def _surroundings() -> dict[str, str]:
    return {"PATH": os.defpath, "PYTHONUTF8": "1", "OPENPYXL_LXML": "False"}


def child() -> None:
    """The child's whole life: take the question, bind itself, answer."""
    function, args = _bound()
    try:
        answer = {"value": function(*args)}
    except Unreadable as sentence:
        answer = {"unreadable": str(sentence)}
    sys.stdout.write(json.dumps(answer))


def streaming_child() -> None:
    """The same for a function that yields: a line for each item, then a sentence or the mark of the end."""
    function, args = _bound()
    out, encode = sys.stdout.buffer, json.JSONEncoder(separators=(",", ":")).encode
    try:
        for item in function(*args):
            out.write(b"+%s\n" % encode(item).encode("ascii"))
        out.write(_END + b"\n")
    except Unreadable as sentence:
        out.write(b"!%s\n" % encode(str(sentence)).encode("ascii"))
    out.flush()


def _bound() -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """The question, taken by a child that has bound itself."""
    module, name, args, memory, seconds = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - its parent wrote it
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    return getattr(importlib.import_module(module), name), args
