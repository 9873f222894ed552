"""Numbers and names of the paper forms (mẫu 6-KNĐ…), as dated data: `paper_form("6-KNĐ", day).reference`.

fixtures/rules/forms.toml holds them. Numbers stayed the same through three guidelines, letters after them differ by
place: code names a form by its number only and prints what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dangvien import rules

FOREVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Letter:
    """One printing of a form with a letter of its own ("9C-KNĐ"), and what it is for, empty when not known."""

    code: str
    name: str


@dataclass(frozen=True)
class PaperForm:
    """A form as one guideline prints it, from `since` up to, not including, `until`.

    `handwritten`: the person writes it by hand, so that it is never printed filled in. `checked` as for rules.
    """

    code: str
    name: str
    group: str
    document: rules.Document
    since: date
    until: date
    checked: bool
    handwritten: bool
    note: str
    letters: tuple[Letter, ...]

    @property
    def reference(self) -> str:
        """As papers cite it: "Mẫu 6-KNĐ, Hướng dẫn 38-HD/BTCTW ngày 29/9/2025"."""
        return f"Mẫu {self.code}, {self.document.reference}"

    @property
    def mark(self) -> str:
        """The words to print beside a form that nobody has held against its text."""
        return "" if self.checked else rules.UNCHECKED_MARK


def paper_form(code: str, day: date) -> PaperForm:
    """The form of a number as printed on a day; before its first or after its last printing the nearest one.

    Raises KeyError for a number that is not in the list.
    """
    printings = catalogue()[code]
    started = [form for form in printings if form.since <= day]
    return started[-1] if started else printings[0]


def paper_forms_on(day: date) -> list[PaperForm]:
    """Every form that is printed on a day, in the order of the list."""
    return [form for printings in catalogue().values() for form in printings if form.since <= day < form.until]


@cache
def catalogue() -> Mapping[str, tuple[PaperForm, ...]]:
    """Number → its printings in the order of time. Raises rules.RuleFileError for a file that cannot be used."""
    return rules.in_file("forms.toml", _catalogue)


def _catalogue(content: dict[str, Any]) -> dict[str, tuple[PaperForm, ...]]:
    guidelines = [(line["document"], line["from"]) for line in content["guideline"]]
    if [since for _, since in guidelines] != sorted({since for _, since in guidelines}):
        raise ValueError("guidelines must go up, one a day")
    found: dict[str, tuple[PaperForm, ...]] = {}
    for line in content["form"]:
        code = line["code"]
        if code in found:
            raise ValueError(f"{code} stands twice")
        if strange := sorted(set(line["checked"]) - rules.documents().keys()):
            raise ValueError(f"{code}: checked against unknown texts: {', '.join(strange)}")
        found[code] = tuple(_printings(line, guidelines))
        if not found[code]:
            raise ValueError(f"{code} is never printed")
    return found


def _printings(line: dict[str, Any], guidelines: list[tuple[str, date]]) -> Iterator[PaperForm]:
    first, last = line.get("from", guidelines[0][1]), line.get("until", FOREVER)
    printed = [(line["document"], first)] if "document" in line else guidelines
    ends = [since for _, since in printed[1:]] + [FOREVER]
    for (document, since), end in zip(printed, ends, strict=True):
        begins, stops = max(since, first), min(end, last)
        if begins < stops:
            yield PaperForm(
                code=line["code"],
                name=line["name"],
                group=line["group"],
                document=rules.documents()[document],
                since=begins,
                until=stops,
                checked=document in line["checked"],
                handwritten=line.get("handwritten", False),
                note=line.get("note", ""),
                letters=tuple(Letter(item["code"], item.get("name", "")) for item in line.get("letters", [])),
            )
