"""Work that leaves traces: each attempt writes its process number and how far it came."""

from __future__ import annotations

import os
import time
from pathlib import Path

from dangvien.models import Job

ANSWER = "/viec/dem-xong/"
"""Where the finished work is found."""


def count(job: Job) -> str:
    """Count to `params["to"]`, `params["pause"]` seconds apart, noting each attempt as a line of `params["trace"]`."""
    with Path(job.params["trace"]).open("a") as trace:
        trace.write(f"{os.getpid()}\n")
    for step in range(1, job.params["to"] + 1):
        job.advance(step, job.params["to"], f"Đang đếm {step}")
        time.sleep(job.params["pause"])
    return ANSWER


def attempts(trace: Path) -> list[int]:
    """Process numbers of the attempts so far."""
    return [int(line) for line in trace.read_text().split()] if trace.exists() else []
