"""What a file is, by its content, whatever its name says."""

from __future__ import annotations

from enum import StrEnum

from dangvien.limited import Unreadable
from dangvien.rosters.reading.package import Package
from reports.figure_check.reading import bounds


class Kind(StrEnum):
    """How a file is read."""

    WORD = "docx"
    PDF = "pdf"
    SHEETS = "xlsx"
    TEXT = "txt"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED = (
    (b"{\\rtf", bounds.RTF),
    (b"Rar!", bounds.ARCHIVE),
    (b"7z\xbc\xaf", bounds.ARCHIVE),
    (b"\x1f\x8b", bounds.ARCHIVE),
    (b"\x89PNG", bounds.PICTURE),
    (b"\xff\xd8\xff", bounds.PICTURE),
    (b"GIF8", bounds.PICTURE),
    (b"II*\x00", bounds.PICTURE),
    (b"BM", bounds.PICTURE),
)
_HEAD = 1024
"""Bytes before which a PDF says that it is one."""
_MOST_ODD = 0.02
"""Share of control characters beyond which bytes are no text."""


def kind_of(content: bytes, file_name: str) -> Kind:
    """How the file is read. Raises `Unreadable` with the sentence for what is not."""
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise Unreadable(bounds.NOTHING_INSIDE)
    if b"%PDF-" in content[:_HEAD]:
        return Kind.PDF
    if content.startswith(b"PK"):
        return _zipped(content)
    if content.startswith(_OLE):
        if file_name.lower().endswith((".doc", ".docx")) or "WordDocument".encode("utf-16-le") in content:
            raise Unreadable(bounds.OLD_WORD)
        return Kind.SHEETS
    for beginning, sentence in _REFUSED:
        if content.startswith(beginning):
            raise Unreadable(sentence)
    named = file_name.lower()
    if named.endswith((".docx", ".docm")):
        raise Unreadable(bounds.NOT_A_DOCX)
    if named.endswith(".pdf"):
        raise Unreadable(bounds.BROKEN_PDF)
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and _is_odd(content):
        raise Unreadable(bounds.NOT_A_DRAFT)
    return Kind.SHEETS if named.endswith(".csv") else Kind.TEXT


def _zipped(content: bytes) -> Kind:
    try:
        names = Package(content).names()
    except Unreadable as wrong:
        raise Unreadable(bounds.NOT_A_DOCX) from wrong
    if any(name.startswith("word/") and name.endswith(".xml") for name in names):
        return Kind.WORD
    if any(name.startswith("xl/") for name in names):
        return Kind.SHEETS
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable(bounds.SLIDES)
    if "content.xml" in names:
        raise Unreadable(bounds.ODT)
    raise Unreadable(bounds.NOT_A_DOCX if "[content_types].xml" in names else bounds.ARCHIVE)


def _is_odd(content: bytes) -> bool:
    head = content[:65_536]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return odd > _MOST_ODD * len(head)
