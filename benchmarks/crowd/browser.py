"""A browser without a screen: keeps cookies, fills in forms by the names of their boxes, takes the time of every wait.

A wait begins with a click and ends with the page that is seen in the end, redirects included. Every answer must have
the status 200 and hold the words that are expected of it; whatever else comes is an error, and is written down.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import httpx
from lxml import html

PATIENCE = 60.0
"""Seconds after which a person gives up: also what gunicorn gives a request."""


Filled = tuple[str, dict[str, Any]]
"""A form as it is sent: to which address, and what stands in its boxes."""


class Failed(Exception):
    """An answer was not the expected one; it stands in the log already."""


@dataclass(frozen=True)
class Wait:
    """One wait of one person: what for, and how long (seconds)."""

    kind: str
    seconds: float


@dataclass
class Log:
    """What all persons of a crowd have waited for. Errors count from the first request on, waits from `counted`."""

    waits: list[Wait] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    counted: bool = False

    def waited(self, kind: str, seconds: float) -> None:
        if self.counted:
            self.waits.append(Wait(kind, seconds))


@dataclass(frozen=True)
class Page:
    """An answer that was as expected."""

    address: str
    content: bytes

    @cached_property
    def tree(self) -> Any:
        utf8 = html.HTMLParser(encoding="utf-8")  # a piece of a page does not say so itself
        return html.fromstring(self.content, base_url=self.address, parser=utf8)

    def link(self, beginning: str) -> str:
        """The address of the first link that begins so. Raises LookupError."""
        for link in self.tree.iter("a"):
            if " ".join(link.text_content().split()).startswith(beginning):
                return str(urljoin(self.address, link.get("href")))
        raise LookupError(f"no link “{beginning}” at {self.address}")

    def filled(self, box: str, values: Mapping[str, str], button: Mapping[str, str] | None = None) -> Filled:
        """The form to be sent that has this box, with values put into its boxes. Raises LookupError.

        A value "*" takes the first choice on offer.
        """
        for form in self.tree.forms:
            if form.method != "POST" or box not in form.fields:
                continue
            for name, value in values.items():
                options = getattr(form.inputs[name], "value_options", None)
                form.fields[name] = next(filter(None, options)) if value == "*" and options else value
            content: dict[str, Any] = {}
            for name, value in [*form.form_values(), *(button or {}).items()]:
                content.setdefault(name, []).append(value)
            return urljoin(self.address, form.get("action") or self.address), content
        raise LookupError(f"no form with “{box}” at {self.address}")


class Browser:
    """One person's browser, at a machine of its own (an address of loopback)."""

    def __init__(self, home: str, number: int, log: Log) -> None:
        limits = httpx.Limits(max_connections=1, keepalive_expiry=1.0)  # before the server closes what is idle
        machine = httpx.HTTPTransport(local_address=f"127.0.1.{number % 250 + 1}", limits=limits)
        self.client = httpx.Client(base_url=home, transport=machine, timeout=PATIENCE, follow_redirects=True)
        self.log = log

    def get(self, kind: str, address: str, *, says: str | tuple[str, ...], **options: Any) -> Page:
        """Follow a link. Raises Failed, also when the page says none of what is expected."""
        return self._ask(kind, "GET", address, says, **options)

    def send(self, kind: str, form: Filled, *, says: str) -> Page:
        """Press the button of a form that was filled in. Raises Failed."""
        address, content = form
        return self._ask(kind, "POST", address, says, data=content)

    def _ask(self, kind: str, method: str, address: str, says: str | tuple[str, ...], **options: Any) -> Page:
        began = time.perf_counter()
        try:
            answer = self.client.request(method, address, **options)
        except httpx.HTTPError as error:
            raise self.failed(kind, f"{method} {address}: {error!r}") from error
        seconds = time.perf_counter() - began
        for part in (*answer.history, answer):
            self.log.answers[part.status_code] += 1
        if answer.status_code != httpx.codes.OK:
            raise self.failed(kind, f"{method} {address}: {answer.status_code}")
        expected = (says,) if isinstance(says, str) else says
        if not any(words.encode() in answer.content for words in expected):
            raise self.failed(kind, f"{method} {address}: “{expected[0]}” is not on the page {answer.url}")
        self.log.waited(kind, seconds)
        return Page(str(answer.url), answer.content)

    def failed(self, kind: str, what: str) -> Failed:
        """Write an error down; gives what to raise."""
        self.log.errors.append(f"{kind}: {what}")
        return Failed(what)

    def close(self) -> None:
        self.client.close()
