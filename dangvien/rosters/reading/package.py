"""The zip of a workbook: its parts by name, each checked for its unpacked size before it is opened."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from dangvien.limited import MEGABYTE, Unreadable
from dangvien.rosters.reading.bounds import BROKEN, LOCKED, SWOLLEN
from dangvien.rosters.reading.markup import Attributes, prefixless, walk

_MOST_ENTRIES = 10_000
_MOST_UNPACKED, _MOST_RATIO = 600 * MEGABYTE, 200
"""Of one part: 200.000 rows of 20 columns unpack to some 250 MB, and real parts shrink to a tenth, empty rows to a
fortieth. A part that lies about its size is cut there by the reader of the zip, and its checksum is wrong."""
_PACKING = 4096
"""Bytes that packing may add to what cannot be packed."""
_SMALL_PART = 8 * MEGABYTE
"""A part that may shrink as much as it likes."""


@dataclass(frozen=True)
class Relation:
    """What one part says of another: the last word of the type, and the name of the part."""

    type: str
    target: str


class Package:
    """A zip whose parts are asked for by name, whatever the case and the slashes. Raises `Unreadable`."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(content))
            entries = self._zip.infolist()
        except (BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as wrong:
            raise Unreadable(BROKEN) from wrong
        if len(entries) > _MOST_ENTRIES:
            raise Unreadable(SWOLLEN)
        for entry in entries:
            _in_bounds(entry)
        self._entries: dict[str, ZipInfo] = {_plain(entry.filename): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def names(self) -> set[str]:
        """All parts, in small letters."""
        return set(self._entries)

    def open(self, name: str) -> IO[bytes]:
        """A part as a stream."""
        entry = self._entries.get(_plain(name))
        if entry is None:
            raise Unreadable(BROKEN)
        if entry.flag_bits & 1:
            raise Unreadable(LOCKED)
        return self._zip.open(entry)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by their ids; those that lead out of the file are left out."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, Relation] = {}

        def starts(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                told = prefixless(attributes)
                target = posixpath.normpath(posixpath.join("/", folder, told.get("Target", "").replace("\\", "/")))
                found[told.get("Id", "")] = Relation(told.get("Type", "").rpartition("/")[2], target.lstrip("/"))

        if path in self:
            with self.open(path) as stream:
                walk(stream, starts, lambda _name, _text: None)
        return found


def _in_bounds(entry: ZipInfo) -> None:
    """Refuses a part of no real workbook, whether it would be read or not: one that swells, one that is said to be
    smaller than it is while packed."""
    dense = entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)
    if entry.file_size > _MOST_UNPACKED or (entry.file_size > _SMALL_PART and dense):
        raise Unreadable(SWOLLEN)
    if entry.compress_size > entry.file_size + max(entry.file_size // 100, _PACKING):
        raise Unreadable(SWOLLEN)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
