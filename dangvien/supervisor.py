"""Keeps a few processes alive and ends them together (Linux).

Each process leads a group of its own, so that a Ctrl+C reaches only the supervisor, and so that what a killed
process leaves behind can be swept away before the next one starts.
"""

import ctypes
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

log = logging.getLogger(__name__)

TICK = 0.2
"""Seconds between two looks at the processes."""
GRACE = 10.0
"""Seconds a process is given to finish after SIGTERM. A job cut off here is taken up again by its lease."""
STEADY = 10.0
"""Seconds after which a process counts as started well: its next restart is immediate again."""
LONGEST_WAIT = 30.0
"""Seconds at most between two starts of a process that keeps dying."""
DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG, <linux/prctl.h>

_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """In the child: be sent SIGTERM by the kernel when the supervisor itself is killed."""
    _libc.prctl(DEATH_OF_PARENT, signal.SIGTERM)


@dataclass
class Child:
    """One process: its name in the log, its command, and what became of it."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = 0.0
    again_at: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - the supervisor has a single thread
        )
        self.started = time.monotonic()
        log.info("%s started, process %s", self.name, self.process.pid)

    def look(self) -> None:
        """Start the process when it is not running, at once or, if it keeps dying, after a growing pause."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again_at:
                self.start()
        elif (status := self.process.poll()) is not None:
            self.sweep()
            self.wait = 0.0 if now - self.started > STEADY else min(LONGEST_WAIT, max(1.0, self.wait * 2))
            self.again_at, self.process = now + self.wait, None
            log.warning("%s ended with status %s, next start in %.0f s", self.name, status, self.wait)

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_until(self, deadline: float) -> None:
        """Wait for the end of the process, at most until the monotonic time `deadline`; then force it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("%s did not end in time and is killed", self.name)
            self.process.kill()
            self.process.wait()
        self.sweep()
        self.process = None

    def sweep(self) -> None:
        """Kill what is left of the group: children of a process that was itself killed."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Supervisor:
    """Runs `children` until SIGTERM or SIGINT.

    `watched` lists folders of sources: when a file in them changes, all children are started anew (development).
    """

    children: list[Child]
    watched: Sequence[Path] = ()
    asked_to_end: int = 0
    seen: float = field(default=0.0, init=False)

    def run(self, after_start: Callable[[], None]) -> None:
        """Start everything, call `after_start` once, and stay until asked to end; no process survives the return."""
        previous = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        self.seen = newest(self.watched)
        try:
            for child in self.children:
                child.start()
            after_start()
            while not self.asked_to_end:
                self.tick()
                time.sleep(TICK)
        finally:
            self.end()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def tick(self) -> None:
        changed = newest(self.watched)
        if changed > self.seen:
            self.seen = changed
            log.info("sources changed, starting anew")
            self.end()
        for child in self.children:
            child.look()

    def end(self) -> None:
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            child.wait_until(deadline)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_end += 1


def newest(folders: Iterable[Path]) -> float:
    """When the youngest source file of these folders was changed, in seconds since 1970; 0 without folders."""
    files = (file for folder in folders for file in folder.rglob("*") if file.suffix in {".py", ".html", ".toml"})
    return max((file.stat().st_mtime for file in files if file.exists()), default=0.0)
