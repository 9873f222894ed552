"""What the limited child does: tell what a file is, and read it by its door."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile

from dangvien.limited import Unreadable
from dangvien.rosters.reading.bounds import BROKEN
from dangvien.rosters.reading.delimited import read_delimited
from dangvien.rosters.reading.doors import Door, door_of
from dangvien.rosters.reading.events import Event
from dangvien.rosters.reading.xls import read_xls
from dangvien.rosters.reading.xlsx import read_xlsx

_READERS = {Door.XLSX: read_xlsx, Door.XLS: read_xls, Door.TEXT: read_delimited}

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
"""What readers of zip, XML and old workbooks raise on files that are broken. Memory is not among it: the child ends."""


def read(content: bytes, file_name: str) -> Iterator[Event]:
    """The events of a file. Raises `Unreadable`."""
    try:
        yield from _READERS[door_of(content, file_name)](content)
    except Unreadable:
        raise
    except _SURPRISES as wrong:
        raise Unreadable(BROKEN) from wrong
