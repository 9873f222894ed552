"""Reading a workbook (.xlsx) that somebody sent: by its content, within bounds, values only.

Nothing here knows Django or the register; `read_workbook` is run by `limited.run_limited` in a process of its own.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from dangvien.limited import MEGABYTE, Unreadable, run_limited
from dangvien.text import nfc, search_key, thousands

MOST_BYTES = 2 * MEGABYTE
"""Of a workbook as it is sent."""
MOST_ROWS, MOST_COLUMNS = 10_000, 40
LONGEST = 500
"""Characters kept of one cell: no name is longer, and a longer text is refused by the check of its column."""
HEADER_WITHIN = 12
"""The header is looked for in so many rows: templates have a title and notes above it."""

_MOST_ENTRIES, _MOST_UNPACKED, _MOST_RATIO = 500, 60 * MEGABYTE, 150
"""Of the zip: real workbooks have some dozen entries and shrink to a tenth."""
_MEMORY, _SECONDS = 600 * MEGABYTE, 15
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of the old Office begin, and new ones with a password."""

NOT_A_WORKBOOK = "Tệp này không phải tệp Excel (.xlsx). Mở bằng Excel, chọn “Lưu thành”, loại “Excel Workbook (.xlsx)”."
LOCKED = "Tệp này có mật khẩu nên không đọc được. Bỏ mật khẩu trong Excel, lưu lại rồi gửi."
OLD_KIND = "Tệp này là Excel kiểu cũ (.xls). Mở bằng Excel, lưu thành loại .xlsx rồi gửi."
BROKEN = "Tệp bị hỏng hoặc chép chưa hết. Mở lại bằng Excel, lưu thành tệp mới rồi gửi."
SWOLLEN = "Tệp nén bất thường: giải nén ra quá lớn. Chép các dòng sang một tệp Excel mới rồi gửi."
WITH_MACROS = "Tệp có chương trình bên trong (macro). Lưu thành loại .xlsx thường rồi gửi."
TOO_LARGE = "Tệp lớn hơn 2 MB. Xóa hình ảnh và các trang tính không cần, lưu lại rồi gửi."


def read_safely(content: bytes, sheets: Mapping[str, Sequence[str]], optional: Iterable[str] = ()) -> Any:
    """`read_workbook` in a child that is bound in memory and time. Raises `Unreadable` with one sentence."""
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    return run_limited(read_workbook, content, dict(sheets), list(optional), memory=_MEMORY, seconds=_SECONDS)


def read_workbook(
    content: bytes, sheets: Mapping[str, Sequence[str]], optional: Iterable[str] = ()
) -> dict[str, list[list[Any]]]:
    """The rows of some sheets: sheet → [[row number, text by column…]…], columns in the order asked for.

    `sheets`: name → headers that must be there, found by their words whatever the case and the marks; sheets in
    `optional` may be missing. Rows with nothing in these columns are left out. Raises `Unreadable`.
    """
    check_zip(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (BadZipFile, KeyError, ValueError, ParseError, OSError, EOFError, zlib.error, InvalidFileException) as wrong:
        raise Unreadable(_why(wrong)) from wrong
    names = {search_key(name): name for name in book.sheetnames}
    found: dict[str, list[list[Any]]] = {}
    for name, headers in sheets.items():
        if search_key(name) not in names:
            if name in set(optional):
                found[name] = []
                continue
            listed = ", ".join(f"“{other[:40]}”" for other in book.sheetnames[:5])
            raise Unreadable(f"Tệp không có trang tính “{name}” (chỉ có {listed}). Dùng tệp mẫu tải ở trang này.")
        try:
            found[name] = _rows(name, book[names[search_key(name)]], headers)
        except (BadZipFile, KeyError, ValueError, ParseError, OSError, EOFError, zlib.error, TypeError) as wrong:
            raise Unreadable(_why(wrong)) from wrong
    return found


def _why(wrong: Exception) -> str:
    """The sentence for what the readers of zip and XML raised; openpyxl wraps some of it."""
    defused = isinstance(wrong, DefusedXmlException) or isinstance(wrong.__cause__, DefusedXmlException)
    return SWOLLEN if defused else BROKEN


def check_zip(content: bytes) -> None:
    """Refuse what is no workbook by its content, whatever it is called, before anything is unpacked."""
    if content.startswith(_OLD):
        raise Unreadable(LOCKED if "EncryptedPackage".encode("utf-16-le") in content else OLD_KIND)
    if not content.startswith(b"PK"):
        raise Unreadable(NOT_A_WORKBOOK)
    try:
        entries = ZipFile(BytesIO(content)).infolist()
    except (BadZipFile, ValueError, OSError, EOFError) as wrong:
        raise Unreadable(BROKEN) from wrong
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise Unreadable(NOT_A_WORKBOOK)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(LOCKED)
    if any(name.startswith("xl/vbaProject") for name in names):
        raise Unreadable(WITH_MACROS)
    unpacked = sum(entry.file_size for entry in entries)
    dense = any(
        entry.file_size > MEGABYTE and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED or dense:
        raise Unreadable(SWOLLEN)


def _rows(name: str, sheet: Any, headers: Sequence[str]) -> list[list[Any]]:
    """The rows below the header, each with its number in the sheet."""
    if (sheet.max_row or 0) > MOST_ROWS or (sheet.max_column or 0) > MOST_COLUMNS:
        raise Unreadable(
            f"Trang tính “{name}” có ô nằm ngoài {thousands(MOST_ROWS)} dòng, {MOST_COLUMNS} cột đầu "
            f"({sheet.calculate_dimension()}). Xóa các dòng, cột thừa ở dưới và bên phải rồi lưu lại."
        )
    lines = enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True), start=1)
    places = _header(name, lines, headers)
    rows: list[list[Any]] = []
    for number, line in lines:
        texts = [cell_text(line[place]) if place < len(line) else "" for place in places]
        if any(texts):
            if number > MOST_ROWS:
                raise Unreadable(f"Trang tính “{name}” dài hơn {thousands(MOST_ROWS)} dòng. Chia thành nhiều tệp.")
            rows.append([number, *texts])
    return rows


def _header(name: str, lines: Iterator[tuple[int, Sequence[Any]]], headers: Sequence[str]) -> list[int]:
    """In which column each header stands; reads the sheet up to the row that names most of them."""
    wanted = [_key(header) for header in headers]
    for number, line in lines:
        here = [_key(cell_text(value)) for value in line]
        missing = [header for header, key in zip(headers, wanted, strict=True) if key not in here]
        if len(missing) * 2 < len(headers):
            if missing:
                told = ", ".join(f"“{header}”" for header in missing)
                raise Unreadable(
                    f"Trang tính “{name}”, dòng {number}: thiếu cột {told}. Dùng dòng tiêu đề của tệp mẫu."
                )
            twice = [header for header, key in zip(headers, wanted, strict=True) if here.count(key) > 1]
            if twice:
                raise Unreadable(f"Trang tính “{name}”, dòng {number}: cột “{twice[0]}” có hai lần. Bỏ bớt một cột.")
            return [here.index(key) for key in wanted]
        if number >= HEADER_WITHIN:
            break
    told = ", ".join(headers)
    raise Unreadable(
        f"Trang tính “{name}” không có dòng tiêu đề trong {HEADER_WITHIN} dòng đầu. Các cột phải có: {told}."
    )


def _key(header: str) -> str:
    """A header by its words: small letters without marks, without what stands in brackets."""
    return search_key(header.partition("(")[0])


def cell_text(value: Any) -> str:
    """What a person sees in a cell, as one line of text: 12.0 as "12", a day as 01/07/2025."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return nfc(str(value))[: LONGEST + 1]
