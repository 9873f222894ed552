"""What a file is, by its content, whatever its name says."""

from __future__ import annotations

import re
from enum import StrEnum

from dangvien.limited import Unreadable
from dangvien.rosters.reading import bounds
from dangvien.rosters.reading.package import Package


class Door(StrEnum):
    """How a file is read."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""How workbooks of Excel 2, 3 and 4 begin."""
_BEGINNINGS = (
    (b"%PDF", bounds.PDF),
    (b"{\\rtf", bounds.WORD),
    (b"Rar!", bounds.ARCHIVE),
    (b"7z\xbc\xaf", bounds.ARCHIVE),
    (b"\x1f\x8b", bounds.ARCHIVE),
    (b"\x89PNG", bounds.PICTURE),
    (b"\xff\xd8\xff", bounds.PICTURE),
    (b"GIF8", bounds.PICTURE),
    (b"MIME-Version:", bounds.WEB_ARCHIVE),
)
_WEB = re.compile(r"\s*<(?:!doctype\s+html|html|head|meta|body|table|style|div|script|center|font)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<(?:\?xml|(?:\w+:)?workbook\b)", re.IGNORECASE)
_HEAD = 4096
_LOCK_SIZES = range(50, 200)


def door_of(content: bytes, file_name: str) -> Door:
    """The door for a file. Raises `Unreadable` with the sentence for what is not read."""
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise Unreadable(bounds.EMPTY_FILE)
    if not content.strip(b"\x00"):
        raise Unreadable(bounds.ONLY_ZEROS)
    if _is_lock_file(content, file_name):
        raise Unreadable(bounds.LOCK_FILE)
    if content.startswith(b"PK"):
        return _zipped(content)
    if content.startswith(_OLE):
        return _compound(content)
    if content.startswith(_OLD_EXCEL):
        return Door.XLS
    for beginning, sentence in _BEGINNINGS:
        if content.startswith(beginning):
            raise Unreadable(sentence)
    _refuse_markup(content)
    return Door.TEXT


def _is_lock_file(content: bytes, file_name: str) -> bool:
    """Excel's note of who has a file open: the length of a name, the name, filled up with spaces."""
    if len(content) not in _LOCK_SIZES:
        return False
    length = content[0]
    if file_name.startswith("~$") and not content.startswith((b"PK", _OLE)):
        return True
    return 0 < length <= 52 and len(content) in {55, 162, 165, 171} and not content[1 + length : 55].strip(b" \x00")


def _zipped(content: bytes) -> Door:
    package = Package(content)
    names = package.names()
    if "encryptedpackage" in names:
        raise Unreadable(bounds.LOCKED)
    if "[content_types].xml" in names:
        if "xl/workbook.bin" in names:
            raise Unreadable(bounds.XLSB)
        if "word/document.xml" in names:
            raise Unreadable(bounds.WORD)
        if "ppt/presentation.xml" in names:
            raise Unreadable(bounds.SLIDES)
        if any(name.startswith("xl/") for name in names):
            return Door.XLSX
        raise Unreadable(bounds.OTHER_OFFICE)
    if "mimetype" in names and "content.xml" in names:
        with package.open("mimetype") as part:
            kind = part.read(100)
        raise Unreadable(bounds.ODS if b"spreadsheet" in kind else bounds.OTHER_OFFICE)
    if any(name.startswith("index/") for name in names):
        raise Unreadable(bounds.OTHER_OFFICE)
    if any(name.startswith("xl/") for name in names):
        raise Unreadable(bounds.BROKEN)
    raise Unreadable(bounds.ARCHIVE)


def _compound(content: bytes) -> Door:
    """Files of the old Office are a small file system; the names in it say what they are."""
    if _named(content, "EncryptedPackage"):
        raise Unreadable(bounds.LOCKED)
    if _named(content, "Workbook") or _named(content, "Book"):
        return Door.XLS
    if _named(content, "WordDocument"):
        raise Unreadable(bounds.WORD)
    if _named(content, "PowerPoint Document"):
        raise Unreadable(bounds.SLIDES)
    raise Unreadable(bounds.OTHER_OFFICE if len(content) > 4096 else bounds.BROKEN)


def _named(content: bytes, name: str) -> bool:
    """Whether an entry of the directory bears this name; entries are 128 bytes long and stand on multiples of it."""
    wanted = f"{name}\0".encode("utf-16-le")
    place = content.find(wanted)
    while place >= 0:
        if place % 128 == 0:
            return True
        place = content.find(wanted, place + 1)
    return False


def _refuse_markup(content: bytes) -> None:
    head = content[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").decode("latin-1")
    if _WEB.match(text):
        raise Unreadable(bounds.HTML)
    if _XML.match(text):
        raise Unreadable(bounds.HTML if re.search(r"<(?:html|table)\b", text, re.IGNORECASE) else bounds.XML_2003)
    if text.lstrip().startswith("<!--") and re.search(r"<(?:html|table)\b", text, re.IGNORECASE):
        raise Unreadable(bounds.HTML)
