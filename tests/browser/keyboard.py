"""Hands that never leave the keyboard: Tab to a box by its label, type, choose with arrows, send with Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dangvien.models import StepKind
from tests.browser.visitor import FOCUS, Visitor

OPTIONAL = "(không bắt buộc)"
SKIP = "Đến phần nội dung"
SAVE, SAVE_AND_NEXT = "Lưu", "Lưu và ghi bước tiếp theo"
TICK = "Tôi đã đối chiếu các điểm cần chú ý với giấy tờ"
EVERYBODY = "everybody"
"""As many votes in favour as people were there."""
FIRST = "first"
"""The first choice of a list, whatever it says."""
FARTHEST = 400
"""Stops of Tab after which an element counts as out of reach."""


@dataclass
class Hands:
    """What one person does by keyboard. `typed` is every box they had to fill in, as "address: label".

    A box that already says what is wanted costs nothing; a tick and a choice count like a typed word.
    """

    visitor: Visitor
    typed: list[str] = field(default_factory=list)

    # Going about

    def skip(self) -> None:
        """From the top of a page to its content, by the link that the first Tab finds."""
        self._tab_until(lambda stop: stop["name"] == SKIP, SKIP)
        self.visitor.key("Enter")

    def open(self, link: str) -> None:
        """Tab to a link and open it."""
        self.to(link)
        self.visitor.key_leads("Enter")

    def press(self, button: str) -> None:
        """Tab to a button that sends a form, and press it."""
        self.to(button)
        self.visitor.key_leads("Enter")

    def to(self, name: str) -> dict[str, Any]:
        """Tab until the link, button or box of this name has the focus."""
        return self._tab_until(lambda stop: name in (_plain(stop["name"]), " ".join(stop["name"].split())), name)

    # Filling in

    def say(self, label: str, value: str) -> None:
        """Go to the box of this label and make it say this; a box that does already is left as it is."""
        stop = self._tab_until(lambda stop: label in (_plain(stop["name"]), _plain(stop["group"])), label)
        if stop["options"]:
            self._choose(stop, label, value)
        elif _plain(stop["group"]) == label:
            self._pick(stop, label, value)
        elif stop["value"] != value:
            self.visitor.key("Control+a")
            self.visitor.page.keyboard.type(value)
            self._count(label)

    def tick(self, label: str) -> None:
        """Tick a box that is not ticked."""
        if not self.to(label)["checked"]:
            self.visitor.key("Space")
            self._count(label)

    def _choose(self, stop: dict[str, Any], label: str, value: str) -> None:
        options = stop["options"]
        wanted = 1 if value == FIRST else next(place for place, text in enumerate(options) if text.startswith(value))
        steps = wanted - stop["chosen"]
        for _ in range(abs(steps)):
            self.visitor.key("ArrowDown" if steps > 0 else "ArrowUp")
        if steps:
            self._count(label)
        now = self._focus()
        assert now["chosen"] == wanted, f"{label}: {now['options'][now['chosen']]}"

    def _pick(self, stop: dict[str, Any], label: str, value: str) -> None:
        """One of several round buttons: arrows choose as they go, Space chooses the first."""
        if stop["checked"] and _plain(stop["name"]) == value:
            return
        for _ in range(20):
            if _plain(stop["name"]) == value:
                break
            self.visitor.key("ArrowDown")
            stop = self._focus()
        if not stop["checked"]:
            self.visitor.key("Space")
        stop = self._focus()
        assert stop["checked"], f"{label}: {stop['name']}"
        assert _plain(stop["name"]) == value
        self._count(label)

    def _count(self, label: str) -> None:
        self.typed.append(f"{self.visitor.path}: {label}")

    # The pages of a case

    def write(self, kind: StepKind, boxes: Mapping[str, str], button: str = SAVE_AND_NEXT) -> None:
        """Fill in the form shown, which must be that of this step, and send it; warnings are confirmed."""
        page = self.visitor
        self.try_to_write(kind, boxes, button)
        if page.box(TICK).count():
            self.tick(TICK)
            self.press(button)
        assert page.mistakes() == ([], []), f"{kind.label}: {page.mistakes()[0]}"
        assert f"Đã ghi “{kind.label}”" in page.notice

    def try_to_write(self, kind: StepKind, boxes: Mapping[str, str], button: str = SAVE) -> None:
        """Fill in the form shown and send it, whatever comes of it."""
        assert self.visitor.heading.startswith(f"{kind.label}: "), self.visitor.heading
        self.skip()
        for label, value in boxes.items():
            self.say(label, self.visitor.box("Có mặt").input_value() if value == EVERYBODY else value)
        self.press(button)

    def learn(self, name: str, course: str, number: str, day: str) -> None:
        """From the list of classes: enrol somebody, write down the certificate, and go back to their page."""
        for link in (f"Lớp {course}", "Ghi danh"):
            self.skip()
            self.open(link)
        self.skip()
        self.tick(f"Chọn {name}")
        self.press("Lưu ghi danh")
        self.skip()
        self.open("Ghi kết quả")
        self.skip()
        self.say(f"Số giấy chứng nhận: {name}", number)
        self.say(f"Ngày cấp: {name}", day)
        self.press("Lưu kết quả")
        assert "1 người" in self.visitor.notice
        self.skip()
        self.open(name)

    # Tab

    def _focus(self) -> dict[str, Any]:
        return dict(self.visitor.page.evaluate(FOCUS) or {"name": "", "group": ""})

    def _tab_until(self, found: Callable[[dict[str, Any]], bool], name: str) -> dict[str, Any]:
        for _ in range(FARTHEST):
            self.visitor.key("Tab")
            stop = self._focus()
            if not stop["name"]:
                continue
            if not (stop["drawn"] and stop["seen"]):
                self.visitor.faults.append(f"{self.visitor.path}: focus not to be seen at “{stop['name']}”")
            if found(stop):
                return stop
        raise AssertionError(f"Tab does not lead to “{name}” at {self.visitor.path}")


def _plain(words: str) -> str:
    """A label without its mark of an optional box, its first line only."""
    return words.partition("\n")[0].removesuffix(OPTIONAL).strip()
