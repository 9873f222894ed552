"""The texts that the cells of a workbook share, kept as bytes: as strings a million of them would weigh much more."""

from __future__ import annotations

import re
from array import array
from typing import IO

from dangvien.limited import Unreadable
from dangvien.rosters.reading.bounds import BROKEN, LONGEST_TEXT
from dangvien.rosters.reading.markup import Attributes, Markup, local

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """The text behind `_x000D_` and the like: how workbooks write what XML cannot hold."""
    if "_x" not in text:
        return text
    found = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return found if found.isprintable() else storable(found)


def storable(text: str) -> str:
    """The text without what no database keeps: NUL, and halves of a letter of which the other half is missing."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


class Strings:
    """The shared texts of a workbook, by number."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("L", [0])

    def add(self, text: str) -> None:
        """One more text, with the next number."""
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise Unreadable(BROKEN)
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode("utf-8", "surrogatepass")


def read_strings(part: IO[bytes]) -> Strings:
    """The texts of xl/sharedStrings.xml: the runs of a rich text joined, readings of Asian scripts left out."""
    strings = Strings()
    markup = Markup()
    pieces: list[str] = []
    texts: list[str] = []
    phonetic = False

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal phonetic
        name = local(name)
        if name == "t":
            pieces.clear()
        elif name == "rPh":
            phonetic = True

    def end(name: str) -> None:
        nonlocal phonetic
        name = local(name)
        if name == "t":
            if not phonetic:
                texts.append("".join(pieces))
            pieces.clear()
        elif name == "si":
            strings.add(unescaped("".join(texts))[:LONGEST_TEXT])
            texts.clear()
        elif name == "rPh":
            phonetic = False

    markup.parser.StartElementHandler = start
    markup.parser.EndElementHandler = end
    markup.parser.CharacterDataHandler = pieces.append
    markup.read(part)
    return strings
