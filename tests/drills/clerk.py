"""A person at a browser without JavaScript: opens pages, fills in forms, sends a form again until it is answered."""

from __future__ import annotations

import html
import http.client
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from tests.services import ADDRESS

PATIENCE = 120.0
"""Seconds after which somebody gives up pressing the button and calls for help: then the drill has failed."""
AGAIN = 0.25
"""Seconds before somebody presses the button again."""
SLOW = 40.0
"""Seconds a browser waits for an answer."""

Fields = dict[str, list[str]]


class Away(Exception):
    """No answer, or one that says that the server is in trouble (5xx)."""


class Refused(AssertionError):
    """The form came back with mistakes: no drill sends one that deserves it."""


@dataclass
class Form:
    """One form of a page: where it goes, and what stands in its boxes."""

    action: str
    method: str
    fields: Fields = field(default_factory=dict)

    def filled(self, values: Mapping[str, str]) -> Form:
        return Form(self.action, self.method, self.fields | {name: [value] for name, value in values.items()})

    @property
    def token(self) -> str:
        return self.fields.get("token", [""])[0]


@dataclass
class Page:
    """What was answered."""

    status: int
    address: str
    text: str
    location: str = ""

    @property
    def forms(self) -> list[Form]:
        reader = _Forms(self.address)
        reader.feed(self.text)
        return reader.forms

    def form(self, action: str) -> Form:
        """The form that is sent to an address ending so."""
        found = [form for form in self.forms if urlsplit(form.action).path.endswith(action) and form.method == "post"]
        if not found:
            raise AssertionError(f"{self.address} ({self.status}) has no form for {action}: {self.said[:800]}")
        return found[0]

    @property
    def said(self) -> str:
        """The words of the page without its markup."""
        main = re.search(r"<main.*?</main>", self.text, re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main[0] if main else self.text)).split())


class _Forms(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base, self.forms = base, list[Form]()
        self._open: Form | None = None
        self._select, self._chosen, self._text = "", list[str](), ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(urljoin(self.base, given.get("action", "")), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input" and given.get("name"):
            kind = given.get("type", "text")
            if kind in ("submit", "file", "button") or (kind in ("checkbox", "radio") and "checked" not in given):
                return
            self._open.fields.setdefault(given["name"], []).append(given.get("value", ""))
        elif tag == "select":
            self._select, self._chosen = given.get("name", ""), []
        elif tag == "option" and self._select and ("selected" in given or not self._chosen):
            self._chosen = [given.get("value", "")]
        elif tag == "textarea":
            self._text = given.get("name", "")
            self._open.fields.setdefault(self._text, [""])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select" and self._open is not None and self._select:
            self._open.fields[self._select] = self._chosen or [""]
            self._select = ""
        elif tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text and self._open is not None:
            self._open.fields[self._text][0] += data


@dataclass
class Clerk:
    """Somebody signed in. `tries` counts how often something had to be sent again.

    While `deaf`, the first answer to every form is lost on its way: the form is sent again though it was carried out.
    """

    port: int
    username: str
    cookies: dict[str, str] = field(default_factory=dict)
    tries: int = 0
    deaf: bool = False

    def ask(self, path: str, form: Form | None = None, file: tuple[str, str, bytes] | None = None) -> Page:
        """One request and its answer, redirects not followed. Raises `Away`."""
        body, headers = None, {"Host": f"localhost:{self.port}", "Cookie": self._cookie, "Connection": "close"}
        if form is not None:
            body, kind = (
                _multipart(form.fields, file) if file else (urlencode(form.fields, doseq=True).encode(), _PLAIN)
            )
            headers |= {"Content-Type": kind, "Origin": f"http://localhost:{self.port}"}
        line = http.client.HTTPConnection(ADDRESS, self.port, timeout=SLOW)
        try:
            line.request("GET" if form is None else "POST", path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Away(type(error).__name__) from error
        finally:
            line.close()
        for told in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: value.value for name, value in SimpleCookie(told).items()}
        page = Page(answer.status, urljoin("http://localhost/", path), text, answer.headers.get("Location", ""))
        if answer.status >= http.client.INTERNAL_SERVER_ERROR:
            raise Away(f"{answer.status}: {page.said[:200]}")
        return page

    @property
    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def open(self, path: str) -> Page:
        """A page, asked for until it comes."""
        return self._until(path, None, None)

    def send(self, form: Form, file: tuple[str, str, bytes] | None = None) -> str:
        """Send a form, the very same again until it is answered; gives the address the answer leads to."""
        path = urlsplit(form.action)
        page = self._until(f"{path.path}?{path.query}" if path.query else path.path, form, file)
        if page.status not in (302, 303):
            raise Refused(f"{form.action} answered {page.status}: {page.said[:800]}")
        return page.location

    def _until(self, path: str, form: Form | None, file: tuple[str, str, bytes] | None) -> Page:
        deadline = time.monotonic() + PATIENCE
        if self.deaf and form is not None:
            self.ask(path, form, file)
            self.tries += 1
        while True:
            try:
                return self.ask(path, form, file)
            except Away as away:
                if time.monotonic() > deadline:
                    raise AssertionError(f"{path}: no answer within {PATIENCE:.0f} s, at last: {away}") from away
                self.tries += 1
                time.sleep(AGAIN)

    def sign_in(self, password: str) -> Clerk:
        form = self.open("/dang-nhap/").form("/dang-nhap/")
        self.send(form.filled({"username": self.username, "password": password}))
        return self


_PLAIN = "application/x-www-form-urlencoded"


def _multipart(fields: Fields, file: tuple[str, str, bytes]) -> tuple[bytes, str]:
    edge = secrets.token_hex(16)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, values in fields.items()
        for value in values
    ]
    box, name, content = file
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="{box}"; filename="{name}"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n".encode()
        + content
        + b"\r\n"
    )
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
