"""Queues of a test's own: how this process rings, and what a worker's environment says about the same queue."""

from __future__ import annotations

from pathlib import Path

from celery import Celery
from kombu.transport.filesystem import Transport


def file_queue(folder: Path) -> Celery:
    """The queue in the data folder `folder`, as the shipped settings lay it out.

    Kombu remembers for the whole process which queues are bound: what an earlier test's folder was asked for, this one
    would not be asked for again.
    """
    Transport.global_state.clear()
    queue = Celery(broker="filesystem://localhost", set_as_current=False)
    queue.conf.broker_transport_options = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
    }
    return queue


def redis_queue(address: str) -> Celery:
    """The queue in a Redis."""
    return Celery(broker=address, set_as_current=False)
