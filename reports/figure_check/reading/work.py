"""What the limited child does: take a file apart, piece by piece."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from zipfile import BadZipFile

from dangvien.limited import Unreadable
from dangvien.rosters.encodings import Encoding, convert
from dangvien.rosters.reading.delimited import opened
from reports.figure_check.reading import bounds
from reports.figure_check.reading.plain import text_pieces
from reports.figure_check.reading.portable import pdf_pieces
from reports.figure_check.reading.word import docx_pieces

PASTED = "dan"
"""A text that came in a box of a page: no file, and always UTF-8."""

_SURPRISES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What readers of zip, XML and PDF raise on files that are broken. Memory is not among it: the child ends."""


def read(content: bytes, kind: str) -> Iterator[dict[str, Any]]:
    """The pieces of a file, each as plain JSON; {"partial": sentence} for what is left out. Raises `Unreadable`."""
    readers: dict[str, tuple[Callable[[bytes], Iterator[dict[str, Any]]], str]] = {
        "docx": (docx_pieces, bounds.NOT_A_DOCX),
        "pdf": (pdf_pieces, bounds.BROKEN_PDF),
        "txt": (_plain, bounds.NOT_A_DRAFT),
        PASTED: (_pasted, bounds.NOT_A_DRAFT),
    }
    reader, broken = readers[kind]
    try:
        yield from reader(content)
    except Unreadable:
        raise
    except _SURPRISES as wrong:
        raise Unreadable(broken) from wrong


def _plain(content: bytes) -> Iterator[dict[str, Any]]:
    text, encoding = opened(content)
    old = {Encoding.TCVN3.value: Encoding.TCVN3, Encoding.VNI.value: Encoding.VNI}.get(encoding)
    if old is not None:
        text = "\n".join(convert(line, old) for line in text.split("\n"))
    yield from text_pieces(text)


def _pasted(content: bytes) -> Iterator[dict[str, Any]]:
    yield from typed_pieces(content.decode())


def typed_pieces(text: str) -> Iterator[dict[str, Any]]:
    """The pieces of a text that is in no file, as far as texts are checked."""
    yield from text_pieces(text[: bounds.MOST_CHARACTERS])
    if len(text) > bounds.MOST_CHARACTERS:
        yield {"partial": bounds.TOO_LONG}
