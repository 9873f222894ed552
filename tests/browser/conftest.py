"""One served demo register and one browser for all tests of this folder; a window of its own for every visitor.

The tests change the register for good, so each works with people of its own and none counts on a total that another
changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.serving import SETTINGS, Server, serving
from tests.browser.visitor import DESK, Judge, Visitor
from tests.demo_register import PASSWORD
from tests.processes import variables
from tests.staging import copied, in_place_of_empty


@dataclass(frozen=True)
class Register:
    """The register the browser visits."""

    server: Server
    environment: dict[str, str]
    folder: Path
    database: BaseDatabaseWrapper

    @contextmanager
    def open(self) -> Iterator[None]:
        """In this block, queries of the test go to the register's database."""
        with in_place_of_empty(self.database):
            yield
            self.database.close()


def redis_of_our_own(broker_url: str) -> str:
    """Another numbered database of the same Redis for every process that runs tests."""
    number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    return f"{broker_url.rpartition('/')[0]}/{number}"


@pytest.fixture(scope="package")
def register(dong_ha_stage, django_db_blocker, tmp_path_factory) -> Iterator[Register]:
    folder = tmp_path_factory.mktemp("register")
    settled = {"DJANGO_SETTINGS_MODULE": SETTINGS}
    if os.environ.get("BROKER_URL", "").startswith("redis"):
        settled["BROKER_URL"] = redis_of_our_own(os.environ["BROKER_URL"])
    with django_db_blocker.unblock(), copied(dong_ha_stage.database, "browser") as own:
        with in_place_of_empty(own):
            environment = variables(folder / "data", **settled)
        with serving(environment, folder / "serve.log") as server:
            yield Register(server, environment, folder, own)


@pytest.fixture(scope="package")
def browser(register) -> Iterator[Browser]:
    """One browser. While it is there a loop runs in this thread; Django queries all the same, by connections apart."""
    with pytest.MonkeyPatch.context() as patched, chromium() as started:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started
        connections.close_all()


@pytest.fixture(scope="package")
def judge() -> Judge:
    return Judge()


@pytest.fixture(scope="package")
def states() -> dict[str, Any]:
    """Cookies of those who have signed in already."""
    return {}


class Visit(Protocol):
    def __call__(
        self, account: str = "", *, size: tuple[int, int] = DESK, javascript: bool = True, zoom: int = 1, home: str = ""
    ) -> Visitor: ...


@pytest.fixture
def visit(register, browser, judge, states) -> Iterator[Visit]:
    """Opens a window, for a stranger or for an account that has signed in; at the end nothing may have gone wrong."""
    visitors: list[Visitor] = []

    def open_window(
        account: str = "", *, size: tuple[int, int] = DESK, javascript: bool = True, zoom: int = 1, home: str = ""
    ) -> Visitor:
        state = states.get(account)
        visitor = Visitor(
            browser, home or register.server.url, judge, size=size, javascript=javascript, zoom=zoom, state=state
        )
        visitors.append(visitor)
        if account and state is None:
            visitor.go("/dang-nhap/")
            visitor.sign_in(account, PASSWORD)
            states[account] = visitor.context.storage_state()
        return visitor

    yield open_window
    for visitor in visitors:
        visitor.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []
