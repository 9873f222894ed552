"""A person at a screen: goes to pages, types as with UniKey, uses the keyboard alone, and notices what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit

import playwright.sync_api as api
from axe_playwright_python.sync_playwright import Axe

DESK = (1366, 768)
PHONE = (360, 640)

BREAK = 768
"""Pixels of CSS from which on pages have the layout of a desk (the media queries of static/css)."""

PATIENCE = 15_000
"""Milliseconds to wait for something that happens at once on an idle machine."""

ACCESSIBILITY = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}

TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}

FOREIGN = re.compile(
    r"\b(?:none|true|false|null|undefined|nan|error|submit|delete|save|cancel|next|previous|page|log ?in|log ?out|"
    r"password|username|search|filter|home|required|download|view|add|change)\b|{{|{%",
    re.IGNORECASE,
)
"""What a page in Vietnamese never shows."""

FACTS = """() => {
  const wide = document.documentElement.clientWidth;
  const boxed = (element) => element.closest(".table-box") && !element.matches(".table-box");
  return {
    wide,
    language: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1")].map((heading) => heading.innerText),
    sideways: document.documentElement.scrollWidth - wide,
    beyond: [...document.querySelectorAll("body *")]
      .filter((element) => !boxed(element) && element.getBoundingClientRect().right > wide + 1)
      .filter((element) => element.checkVisibility() && !element.closest(".hidden-text, .skip"))
      .map((element) => element.outerHTML.slice(0, 120)),
    words: document.body.innerText,
    wrong: document.querySelectorAll(".wrong, .error-summary").length,
  };
}"""

FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const drawn = [element, ...(element.labels ?? [])].some((part) => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  const box = element.getBoundingClientRect();
  const label = element.labels?.length ? element.labels[0].innerText : element.innerText;
  return {
    name: (element.getAttribute("aria-label") || label || "").trim(),
    group: (element.closest("fieldset")?.querySelector("legend")?.innerText || "").trim(),
    value: element.value ?? "",
    checked: element.checked ?? false,
    options: [...(element.options ?? [])].map((option) => option.text),
    chosen: element.selectedIndex ?? -1,
    drawn,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


@dataclass
class Judge:
    """Looks at pages for everyone in this run; the same page in the same layout is examined for accessibility once."""

    axe: Axe = field(default_factory=Axe)
    seen: set[tuple[Any, ...]] = field(default_factory=set)

    def faults(self, page: api.Page) -> list[str]:
        """What is wrong with the page shown, in words."""
        facts = page.evaluate(FACTS)
        where = f"{urlsplit(page.url).path} ({page.title()})"
        found = []
        if facts["language"] != "vi":
            found.append(f"language {facts['language']}")
        if len(facts["headings"]) != 1 or not facts["headings"][0]:
            found.append(f"headings {facts['headings']}")
        if facts["sideways"] > 0 or facts["beyond"]:
            found.append(f"wider than the window by {facts['sideways']} px: {facts['beyond'][:3]}")
        if foreign := FOREIGN.findall(facts["words"]):
            found.append(f"foreign words {foreign}")
        key = (page.title(), tuple(facts["headings"]), facts["wrong"], facts["wide"] < BREAK)
        if key not in self.seen:
            self.seen.add(key)
            found += self._barriers(page)
        return [f"{where}: {fault}" for fault in found]

    def _barriers(self, page: api.Page) -> list[str]:
        answer = self.axe.run(page, options=ACCESSIBILITY).response
        return [
            f"axe {rule['id']}: {[node['target'] for node in rule['nodes']][:3]} {rule['help']}"
            for rule in answer["violations"]
        ]


class Visitor:
    """One person, one window. Whatever goes wrong in it is kept in `faults`, which must be empty at the end."""

    def __init__(
        self,
        browser: api.Browser,
        home: str,
        judge: Judge,
        *,
        size: tuple[int, int] = DESK,
        javascript: bool = True,
        zoom: int = 1,
        state: Any = None,
    ) -> None:
        self.home, self.judge, self.javascript = home, judge, javascript
        self.faults: list[str] = []
        self.answers: list[int] = []
        """Statuses of pages that this test has announced, see `answered`."""
        self.context = browser.new_context(
            base_url=home,
            viewport={"width": size[0] // zoom, "height": size[1] // zoom},
            device_scale_factor=zoom,
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            storage_state=state,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self._request)
        self.context.on("response", self._response)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.page = self.context.new_page()

    # What is noticed

    def _request(self, request: api.Request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:", "blob:")):
            self.faults.append(f"request to another host: {request.url}")

    def _response(self, response: api.Response) -> None:
        if response.status >= 400 and response.status not in self.answers:
            self.faults.append(f"status {response.status}: {response.url}")

    def _console(self, message: api.ConsoleMessage) -> None:
        announced = any(f"the server responded with a status of {status} " in message.text for status in self.answers)
        if message.type in ("error", "warning") and not announced:
            self.faults.append(f"console: {message.text}")

    @contextmanager
    def answered(self, status: int) -> Iterator[None]:
        """In this block a page may be answered with this status."""
        self.answers.append(status)
        yield
        assert self.answers.pop() == status

    def look(self) -> None:
        """Examine the page shown. (Without scripts the examiner cannot run; the pages are the same.)"""
        self.page.wait_for_load_state()
        if self.javascript:
            self.faults += self.judge.faults(self.page)

    # Going about

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def follow(self, name: str, *, within: api.Locator | None = None) -> None:
        """Click a link and look at where it leads."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("link", name=name, exact=True).click()
        self.look()

    def press(self, name: str, *, within: api.Locator | None = None) -> None:
        """Click a button that sends a form and look at the answer."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("button", name=name, exact=True).click()
        self.look()

    def sign_in(self, username: str, password: str) -> None:
        self.box("Tên đăng nhập").fill(username)
        self.box("Mật khẩu").fill(password)
        self.press("Đăng nhập")

    # Reading

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def notice(self) -> str:
        """What the page says of the last act."""
        return " ".join(self.page.locator("main > [role=status]").inner_text().split())

    def box(self, label: str) -> api.Locator:
        """The box of a form by its label, be it optional or not."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+\(không bắt buộc\))?\s*$"))

    def mistakes(self) -> tuple[list[str], list[str]]:
        """The sentences of the summary, and those at the boxes."""
        listed = self.page.locator(".error-summary li").all_inner_texts()
        at_boxes = [text.removeprefix("Lỗi:").strip() for text in self.page.locator(".field-error").all_inner_texts()]
        return listed, at_boxes

    def rows(self, table: str | None = None) -> list[list[str]]:
        """The cells of a table's body, by its caption, or of the only table."""
        found = self.page.get_by_role("table", name=table) if table else self.page.get_by_role("table")
        return [row.locator("th, td").all_inner_texts() for row in found.locator("tbody tr").all()]

    # Typing

    def type(self, box: api.Locator, text: str) -> None:
        """Type as UniKey does: plain letters first, then Backspaces and the letters with their marks as text."""
        box.click()
        box.press("End")
        keyboard = self.page.keyboard
        for place, word in enumerate(text.split(" ")):
            if place:
                keyboard.press("Space")
            typed = ""
            for stage in stages(word):
                kept = common(typed, stage)
                for _ in typed[kept:]:
                    keyboard.press("Backspace")
                if stage == stage.encode("ascii", "ignore").decode():
                    keyboard.type(stage[kept:])
                else:
                    for letter in stage[kept:]:
                        keyboard.insert_text(letter)
                typed = stage

    def tab_to(self, name: str, most: int = 80) -> None:
        """Press Tab until the element of this name has the focus; every stop on the way must be seen."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if focus is None:
                continue
            if not (focus["drawn"] and focus["seen"]):
                self.faults.append(f"{self.path}: focus not to be seen at “{focus['name']}”")
            if focus["name"].partition("\n")[0] == name:
                return
        raise AssertionError(f"Tab does not lead to “{name}” at {self.path}")

    def key(self, key: str) -> None:
        self.page.keyboard.press(key)

    def key_leads(self, key: str) -> None:
        """Press a key that leads to another page, and look at it."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.look()

    def download(self, link: str) -> tuple[str, bytes]:
        """Name and content of the file behind a link whose name begins so."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=link).click()
        return waiting.value.suggested_filename, waiting.value.path().read_bytes()

    def until(self, look: Callable[[], object], what: str, seconds: float = 60) -> None:
        """Wait for something on the page without touching it."""
        for _ in range(int(seconds * 10)):
            if look():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(
            f"{what}: not within {seconds:.0f} s; the page says {self.page.locator('main').inner_text()}"
        )

    def close(self) -> None:
        self.context.close()


def stages(word: str) -> list[str]:
    """What stands in the box while a word is typed: without marks, with đ â ê ô ơ ư ă, with the tone."""
    apart = unicodedata.normalize("NFD", word)
    toneless = unicodedata.normalize("NFC", "".join(letter for letter in apart if letter not in TONES))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("đ", "d").replace("Đ", "D")
    return list(dict.fromkeys([bare, toneless, word]))


def common(one: str, other: str) -> int:
    """How many letters two texts share at their beginning."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
