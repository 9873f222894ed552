"""Python's search for cycles, put off while thousands of rows are gone through."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing is searched for cycles until the block ends.

    A long file makes a million small things that stay; the search goes through all of them again and again, a fifth of
    the whole time, and finds nothing: rows, records and sentences hold no cycles. What is not held is freed as ever.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
