"""Work for the child process of `limited.py`: good, refusing, greedy, endless, dying."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dangvien.limited import Unreadable


def double(value: list[Any]) -> list[Any]:
    return value + value


def refuse() -> None:
    raise Unreadable("Tệp này không đọc được.")


def hoard() -> int:
    return len(b"x" * (4 * 1024**3))


def crash() -> None:
    raise RuntimeError("a mistake of ours")


def babble() -> None:
    os.write(1, b"not json\n")
    os._exit(0)


def die() -> None:
    os.kill(os.getpid(), 9)


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def write(path: str) -> str:
    try:
        Path(path).write_bytes(b"x" * 100)
    except OSError as refused:
        return type(refused).__name__
    return "written"


def variables() -> list[str]:
    return sorted(os.environ)


def count(many: int, text: str = "") -> Iterator[Any]:
    for number in range(many):
        yield [number, text] if text else number


def count_then(many: int, end: str) -> Iterator[int]:
    yield from range(many)
    sys.stdout.flush()
    _ENDS[end]()


def _tell() -> None:
    raise Unreadable("Dòng 3 không đọc được.")


def _boundless() -> None:
    while True:
        os.write(1, b"x" * 65536)


def _complain() -> None:
    os.write(2, b"x" * 10_000_000)


_ENDS = {
    "refuse": _tell,
    "crash": crash,
    "die": die,
    "hoard": hoard,
    "spin": spin,
    "sleep": sleep,
    "stop": lambda: os._exit(0),
    "babble": lambda: os.write(1, b"+[1\n"),
    "unmarked": lambda: os.write(1, b"4\n"),
    "nested": lambda: os.write(1, b"+" + b"[" * 100_000 + b"\n"),
    "boundless": _boundless,
    "complain": _complain,
}
