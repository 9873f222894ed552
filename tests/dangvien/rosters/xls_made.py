"""Workbooks of the old Excel (.xls, BIFF8) made from a few records, in their compound file. No library writes them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass
class OldSheet:
    """`cells`: (row, column) from 0 → text, number, bool, None (an empty styled cell), or (number, format)."""

    name: str
    cells: dict[tuple[int, int], Any]
    state: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merges: tuple[tuple[int, int, int, int], ...] = field(default=())
    """First row, last row, first column, last column, from 0."""


@dataclass(frozen=True)
class Formula:
    """A formula whose stored value is a number."""

    value: float


ERROR_NA = b"#N/A"


def old_workbook(*sheets: OldSheet, from_1904: bool = False, encrypted: bool = False, version: int = 0x0600) -> bytes:
    """A whole .xls file."""
    stream = old_stream(*sheets, from_1904=from_1904, encrypted=encrypted, version=version)
    return compound({"Workbook" if version == 0x0600 else "Book": stream})


def old_stream(*sheets: OldSheet, from_1904: bool, encrypted: bool, version: int) -> bytes:
    formats: list[str] = []
    bodies = [_sheet(sheet, formats, version) for sheet in sheets]
    head = _bof(0x0005, version)
    if encrypted:
        head += _record(0x2F, struct.pack("<HHHH", 1, 1, 1, 4) + b"\x01" * 48)
    head += _record(0x42, struct.pack("<H", 1200 if version == 0x0600 else 1252))
    head += _record(0x22, struct.pack("<H", from_1904))
    for _ in range(5):
        head += _record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _name("Arial", version))
    for number, shape in enumerate(formats):
        told = shape.encode("utf-16-le")
        head += _record(0x041E, struct.pack("<HHB", 164 + number, len(shape), 1) + told)
    for shape in ["", *formats]:
        number = 164 + formats.index(shape) if shape else 0
        size = 20 if version == 0x0600 else 16
        head += _record(0xE0, struct.pack("<HHH", 0, number, 1).ljust(size, b"\0"))
    bound = [_record(0x85, struct.pack("<IBB", 0, sheet.state, 0) + _name(sheet.name, version)) for sheet in sheets]
    end = _record(0x0A, b"")
    place = len(head) + sum(map(len, bound)) + len(end)
    for sheet, body in zip(sheets, bodies, strict=True):
        head += _record(0x85, struct.pack("<IBB", place, sheet.state, 0) + _name(sheet.name, version))
        place += len(body)
    return head + end + b"".join(bodies)


def _sheet(sheet: OldSheet, formats: list[str], version: int) -> bytes:
    out = _bof(0x0010, version)
    for column in sheet.hidden_columns:
        out += _record(0x7D, struct.pack("<HHHHHH", column, column, 2560, 0, 1, 0))
    for row in sheet.hidden_rows:
        out += _record(0x208, struct.pack("<HHHHHHI", row, 0, 1, 255, 0, 0, 0x20))
    for (row, column), told in sorted(sheet.cells.items()):
        style, value = 0, told
        if isinstance(told, tuple):
            value, shape = told
            if shape not in formats:
                formats.append(shape)
            style = 1 + formats.index(shape)
        out += _cell(struct.pack("<HHH", row, column, style), value, version)
    if sheet.merges:
        ranges = b"".join(struct.pack("<HHHH", *merge) for merge in sheet.merges)
        out += _record(0xE5, struct.pack("<H", len(sheet.merges)) + ranges)
    return out + _record(0x0A, b"")


def _cell(place: bytes, value: Any, version: int) -> bytes:
    if value is None:
        return _record(0x201, place)
    if value is ERROR_NA:
        return _record(0x205, place + b"\x2a\x01")
    if isinstance(value, bool):
        return _record(0x205, place + bytes([value, 0]))
    if isinstance(value, Formula):
        return _record(0x06, place + struct.pack("<dHIH", value.value, 0, 0, 3) + b"\x1e\x01\x00")
    if isinstance(value, str):
        if version != 0x0600:
            return _record(0x204, place + struct.pack("<H", len(value)) + value.encode("cp1252"))
        return _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, place + struct.pack("<d", value))


def _bof(kind: int, version: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", version, kind, 0x0DBB, 1996, 0, 6)[: 16 if version == 0x0600 else 8])


def _record(code: int, data: bytes) -> bytes:
    return struct.pack("<HH", code, len(data)) + data


def _name(name: str, version: int) -> bytes:
    if version != 0x0600:
        return bytes([len(name)]) + name.encode("cp1252")
    return struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams in its root."""
    contents = [stream.ljust(4096, b"\0") for stream in streams.values()]
    contents = [content + b"\0" * (-len(content) % _SECTOR) for content in contents]
    directory_sectors = (len(streams) + 1 + 3) // 4
    sectors = directory_sectors + sum(len(content) for content in contents) // _SECTOR
    fats = 1
    while fats * 128 < sectors + fats:
        fats += 1
    table = [_FAT] * fats
    table += [*range(fats + 1, fats + directory_sectors), _END]
    starts = []
    for content in contents:
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + len(content) // _SECTOR), _END]
    table += [_FREE] * (fats * 128 - len(table))
    entries = [_entry("Root Entry", 5, _END, 0, child=1 if streams else _FREE)]
    for number, (name, content) in enumerate(zip(streams, contents, strict=True), start=1):
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, starts[number - 1], len(content), right=right))
    directory = b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIII4xIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, fats, 4096, _END, 0, _END, 0)
    header += struct.pack(f"<{fats}I", *range(fats)) + struct.pack("<I", _FREE) * (109 - fats)
    return header + struct.pack(f"<{len(table)}I", *table) + directory + b"".join(contents)


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    told = f"{name}\0".encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIII", told, len(told), kind, 1, _FREE, right, child, b"", 0, b"", b"", start, size, 0
    )
