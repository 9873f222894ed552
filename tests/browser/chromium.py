"""The Chromium of the machine, driven by Playwright; it asks nothing of any other machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

QUIET = ["--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-dev-shm-usage"]


def program() -> str:
    """Where Debian's package puts it, else where PATH finds it."""
    found = shutil.which("chromium", path=f"/usr/bin{os.pathsep}{os.environ.get('PATH', '')}")
    assert found, "Thiếu Chromium: apt-get install chromium"
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window until the block ends."""
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []  # the sandbox refuses to start for root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=[*QUIET, *alone])
        try:
            yield browser
        finally:
            browser.close()
