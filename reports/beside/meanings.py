"""What words mean which cell of which report: the table of fixtures/words/counted.toml, read into patterns.

Words are compared in small letters, with the two ways of setting a tone (uỷ, ủy) made one; neither changes the length
of a text, so that places stay. Knows no database.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "words" / "counted.toml"

WHOLE = "toan_bo"
"""The scope of a number that speaks of all of its organization."""

ANY = "*"
"""The scope of a number whose own phrase says of whom it speaks."""

NUMBER, TIME = "#", "@"
"""What stands in a sentence for the number asked about, and for every letter of a stretch of time."""

_LONGEST_GAP = 90
_PAIRS = {
    f"o{late}": f"{early}{vowel}"
    for vowel, lates, earlies in (("a", "àáảãạ", "òóỏõọ"), ("e", "èéẻẽẹ", "òóỏõọ"))
    for late, early in zip(lates, earlies, strict=True)
} | {f"u{late}": f"{early}y" for late, early in zip("ỳýỷỹỵ", "ùúủũụ", strict=True)}
_PAIR = re.compile("|".join(_PAIRS))


def plain(text: str) -> str:
    """A text as phrases are compared: small letters, one way of setting tones, as long as it was."""
    small = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _PAIR.sub(lambda found: _PAIRS[found[0]], small).replace("\u00a0", " ").replace("\n", " ")


@dataclass(frozen=True)
class CellAt:
    """A cell of a report: the report's address, the key of its row, the code of its column."""

    report: str
    row: str
    column: str


@dataclass(frozen=True)
class Meaning:
    """What a number means when it stands in one of these phrases."""

    code: str
    label: str
    day: bool
    phrases: tuple[re.Pattern[str], ...]
    heads: tuple[str, ...]
    needs: tuple[str, ...]
    never: tuple[str, ...]
    cells: Mapping[str, CellAt]
    titles: Mapping[CellAt, str]

    def title(self, cell: CellAt) -> str:
        """What a cell counts, and of whom when it is not of the whole organization."""
        return self.titles.get(cell, self.label)

    def cell(self, scope: str) -> CellAt | None:
        """The cell that counts this in a scope; None when no report does."""
        return self.cells.get(scope) or self.cells.get(ANY)

    def fits(self, sentence: str, before: str) -> bool:
        """Whether the number at NUMBER in a plain sentence means this; `before` is what stands earlier in it."""
        if self.needs and not any(word in before for word in self.needs):
            return False
        found = next((match for phrase in self.phrases if (match := phrase.search(sentence))), None)
        return found is not None and not any(word in _around(sentence, found) for word in self.never)

    def heads_column(self, label: str) -> bool:
        """Whether a column with this plain heading holds this."""
        return any(head in label for head in self.heads) and not any(word in label for word in self.never)


@dataclass(frozen=True)
class Words:
    """The whole table: scope → its words, the meanings in their order, since when it is used."""

    since: date
    checked: bool
    scopes: tuple[tuple[str, str], ...]
    meanings: tuple[Meaning, ...]

    def scope_in(self, before: str, default: str = WHOLE) -> str:
        """The scope that the last scope word of a plain text names; a longer word beats the shorter one in it."""
        found = [(before.rfind(word) + len(word), len(word), code) for code, word in self.scopes if word in before]
        return max(found)[2] if found else default

    def whole_after(self, before: str, place: int) -> bool:
        """Whether a word for all of the organization ends after a place of a plain text."""
        return any(before.rfind(word, place) >= 0 for code, word in self.scopes if code == WHOLE)

    def meaning(self, code: str) -> Meaning:
        """By its code. Raises KeyError."""
        return {each.code: each for each in self.meanings}[code]


@cache
def words() -> Words:
    """The table as it stands in the file."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    scopes = tuple((scope["code"], plain(word)) for scope in read["scope"] for word in scope["words"])
    of_whom = {scope["code"]: scope["label"] for scope in read["scope"] if "label" in scope}
    meanings = tuple(_meaning(each, of_whom) for each in read["meaning"])
    return Words(read["table"]["since"], read["table"]["checked"], scopes, meanings)


def _meaning(read: Mapping[str, Any], of_whom: Mapping[str, str]) -> Meaning:
    cells = {scope: CellAt(*cell.split(" ")) for scope, cell in read["cells"].items()}
    heads, needs, never = (tuple(plain(word) for word in read.get(name, ())) for name in ("heads", "needs", "never"))
    phrases = tuple(pattern(phrase) for phrase in read["words"])
    titles = {cell: f"{read['label']}, {of_whom[scope]}" for scope, cell in cells.items() if scope in of_whom}
    return Meaning(read["code"], read["label"], read.get("day", False), phrases, heads, needs, never, cells, titles)


def pattern(phrase: str) -> re.Pattern[str]:
    """A phrase of the table as a pattern over plain sentences."""
    written = re.split(r"(\[[^\]]*\]| ?… ?|#)", plain(phrase))
    parts = []
    for part in written:
        if part.strip() == "…":
            parts.append(rf"[ :,@]+(?:[^.;#0-9]{{0,{_LONGEST_GAP}}}?[ :,@]+)?")
        elif part == "#":
            parts.append(NUMBER)
        elif part.startswith("["):
            parts.append(f"(?:{'|'.join(_spaced(choice) for choice in part[1:-1].split('|'))})")
        else:
            parts.append(_spaced(part))
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)")


def _spaced(text: str) -> str:
    return re.sub(r"\\? ", r"[ @]+", re.escape(text))


def _around(sentence: str, found: re.Match[str]) -> str:
    """The part of the sentence between commas or brackets in which a phrase stands, up to the phrase's end."""
    start = max(sentence.rfind(mark, 0, found.start()) for mark in ",;(") + 1
    return sentence[start : found.end()]
