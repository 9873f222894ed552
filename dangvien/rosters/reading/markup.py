"""XML that a stranger may have made, read as a stream: no entities, no document types, nothing from outside.

Names are compared without their prefix, so that both forms of the standard (transitional and strict) are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from dangvien.limited import Unreadable
from dangvien.rosters.reading.bounds import BROKEN, STRANGE

CHUNK = 64 * 1024
_LONGEST_TAG = 1024 * 1024
"""Bytes: Excel's longest have some ten thousand."""

Attributes = dict[str, str]


class Markup:
    """A parser that refuses what no workbook contains. Handlers are set on `parser`."""

    def __init__(self) -> None:
        self.parser: XMLParserType = ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.EntityDeclHandler = _refuse
        self.parser.ExternalEntityRefHandler = _refuse
        self._fed = 0

    def feed(self, piece: bytes, last: bool = False) -> None:
        """Let the parser go on. Raises `Unreadable` where the XML is none, or one tag has no end in sight: the parser
        would begin it anew with every piece."""
        try:
            self.parser.Parse(piece, last)
        except ExpatError as wrong:
            raise Unreadable(BROKEN) from wrong
        self._fed += len(piece)
        if self._fed - self.parser.CurrentByteIndex > _LONGEST_TAG:
            raise Unreadable(STRANGE)

    def read(self, part: IO[bytes]) -> None:
        """A part of a zip to its end."""
        for piece in chunks(part):
            self.feed(piece)
        self.feed(b"", last=True)


def _refuse(*_: object) -> int:
    raise Unreadable(STRANGE)


def chunks(part: IO[bytes]) -> Iterator[bytes]:
    """A part of a zip, piece by piece."""
    while piece := part.read(CHUNK):
        yield piece


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def prefixless(attributes: Attributes) -> Attributes:
    """Attributes by their names without prefix: `r:id` as `id`."""
    return {local(name): value for name, value in attributes.items()}


def walk(part: IO[bytes], starts: Callable[[str, Attributes], None], ends: Callable[[str, str], None]) -> None:
    """Read a part whole: `starts(name, attributes)` and `ends(name, text since the last tag)`, names without prefix."""
    markup = Markup()
    pieces: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        pieces.clear()
        starts(local(name), attributes)

    def end(name: str) -> None:
        ends(local(name), "".join(pieces))
        pieces.clear()

    markup.parser.StartElementHandler = start
    markup.parser.EndElementHandler = end
    markup.parser.CharacterDataHandler = pieces.append
    markup.read(part)
