"""What each row of a sheet is: titles above, a row of column numbers, groups, people, totals, closings, signatures.

Told by values, not by borders or merges: libraries that read large files safely give neither reliably. A row that tells
of somebody is looked at once and left; only the few others are looked at closely.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from dangvien.rosters.form import EXAMPLE
from dangvien.rosters.grid import Cell, CellKind, Raw, Row, cell_of
from dangvien.rosters.headings import heading_key
from dangvien.rosters.values.base import tidy
from dangvien.rosters.values.names import looks_like_a_name, looks_like_a_unit
from dangvien.text import search_key


class Part(StrEnum):
    """What a row is, as `ImportRow.Part` keeps it."""

    TITLE = "title"
    HEADER = "header"
    NUMBERS = "numbers"
    GROUP = "group"
    DATA = "data"
    TOTAL = "total"
    CLOSING = "closing"
    SIGNATURE = "signature"
    NOTE = "note"


_TOTAL = re.compile(
    r"tong (?:cong|so)(?! ty\b).*|cong\s*[:(].*|tong[\s.:]*|"
    r"cong(?: (?:chi bo|dang bo|don vi|toan|nhom|lop|trang|muc|phan|[ivx]+|\d+)\b.*)?[\s.:]*"
)
_CLOSING = re.compile(
    r"\(?\s*(?:(?:ban )?danh sach (?:nay |tren )?(?:gom|co|an dinh|duoc)|an dinh|tong so danh sach|het danh sach|"
    r"(?:tong so|tong cong|co tat ca|gom)\b.*\d+.*(?:dong chi|d/c|nguoi|hoc vien|dang vien|quan chung)).*|.*\./\.\s*"
)
_ENDS_A_LIST = re.compile(r"\bdanh sach\b|\./\.\s*$")
"""What makes of a total the sentence that closes a list."""
_SIGNATURE = re.compile(
    r"(?:(?:t/m|t\.m|tm|k/t|kt|t/l|tl|tuq|t\.u\.q)\b\.?.*|.*nguoi (?:lap|tong hop|kiem tra|ky|bao cao|duyet|viet).*|"
    r"\(?ky(?: ten)?(?:,| va|,? ghi| dong).*|.*\(ky.*\).*|.*,? ?ngay\s*[\d.… ]*\s*thang\s*[\d.… ]*\s*nam\b.*|"
    r"(?:pho )?(?:bi thu|chu tich|thu truong|truong ban|giam doc|hieu truong|chanh van phong|truong phong)"
    r"(?: .{0,40})?|"
    r"xac nhan.*|can bo (?:lap|tong hop).*|lap bieu.*|noi nhan.*|dang uy .{0,30}xac nhan.*|ban thuong vu|thuong truc)"
)
_NOTE = re.compile(r"(?:\(?\*+\)?|ghi chu|luu y|chu thich|nguon|chu y|ghi chu them)\s*[:.(*].*|\(?\*+\)? ?.*")
_NUMBERING = re.compile(r"\(?\s*(\d{1,2}|[a-z]|\*+)\s*\)?(?:\s*=.*)?")
_ROMAN = re.compile(r"(?:[ivxlc]+|[a-z])[.)]?|\d{1,2}[.)]?")
_LEADING_NUMBER = re.compile(r"^\s*(?:[IVXLC]+|[A-H]|\d{1,2})\s*[.):/\-–]\s*(?=\D)|^\s*[-–+*•]\s*")
_COUNT_AT_END = re.compile(
    r"\s*(?:[(:\-–]\s*)?(?:có\s+)?(?:\d+)\s*"
    r"(?:đồng chí|đ/c|đc|người|đảng viên|đv|học viên|hv|quần chúng|qc)\.?\s*\)?\s*$",
    re.IGNORECASE,
)
_EMPTY_BRACKETS = re.compile(r"\s*[:.;,]+\s*$")
_EXAMPLE = search_key(EXAMPLE)
_LEADS = frozenset({"họ", "ho", "tê", "te", "hä", "nh"})
"""How headings of names begin."""
_DIGIT = re.compile(r"\d")
_DIGITS_OF_A_YEAR = 4
_FEW = 3
"""A row with more filled cells than these is no group, closing or signature."""


@dataclass(slots=True)
class Found:
    """The rows of a sheet that tell of nobody, and what the groups are called."""

    parts: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Where the facts stand: columns of the name, of days, of the serial number, and of anything known."""

    names: tuple[int, ...]
    days: tuple[int, ...]
    serial: int
    known: tuple[int, ...]
    headings: Mapping[int, str]
    groups: bool
    """Whether rows of this kind of list stand in groups."""
    merged: Mapping[int, int]
    """Row → columns that its first cell is merged over."""


def parts_of(rows: Sequence[Row], header_rows: Sequence[int], table: Table, *, start: int) -> Found:
    """What the rows that tell of nobody are. `start`: the first row below the header."""
    found = Found()
    header = set(header_rows)
    names = {search_key(tidy(text)) for column, text in table.headings.items() if column in table.names}
    ended = False
    for row in rows:
        number, cells = row.number, row.cells
        if number in header:
            continue
        if number < start:
            if not is_blank(cells):
                found.parts[number] = Part.TITLE
            continue
        if _tells_of_somebody(cells, table, names):
            if not ended or _is_certain(cells, table):
                ended = False
                continue
            found.parts[number] = Part.SIGNATURE
            continue
        part, group = _part(cells, table, names, row.number, ended=ended)
        if part:
            found.parts[number] = part
            ended = (ended or part is Part.SIGNATURE) and part is not Part.HEADER
        if group:
            found.groups[number] = group
    _last_groups(rows, found)
    return found


def is_blank(cells: Sequence[Raw]) -> bool:
    """Whether a person sees nothing in a row."""
    return all(raw is None or raw == "" or cell_of(raw).is_blank for raw in cells)


def _tells_of_somebody(cells: Sequence[Raw], table: Table, headings: set[str]) -> bool:
    """The quick look: a name, and a day; nothing else looks like that but a header that was printed again."""
    if not any(column < len(cells) and _may_be_a_day(cells[column]) for column in table.days):
        return False
    serial = cells[table.serial] if 0 <= table.serial < len(cells) else None
    if isinstance(serial, str) and not serial.isdigit() and search_key(tidy(serial)) == _EXAMPLE:
        return False
    for column in table.names:
        raw = cells[column] if column < len(cells) else None
        if isinstance(raw, str) and len(raw) > _DIGITS_OF_A_YEAR:
            # Hardly a name begins as a heading does, so that hardly one is looked at closely.
            return tidy(raw)[:2].casefold() not in _LEADS or search_key(tidy(raw)) not in headings
    return False


def _is_certain(cells: Sequence[Raw], table: Table) -> bool:
    return sum(_filled(cells, column) for column in table.known) > _FEW


def _filled(cells: Sequence[Raw], column: int) -> bool:
    raw = cells[column] if column < len(cells) else None
    if raw is None or raw == "":
        return False
    return not isinstance(raw, str) or bool(tidy(raw))


def _part(
    cells: Sequence[Raw], table: Table, headings: set[str], number: int, *, ended: bool
) -> tuple[Part | None, str]:
    """The close look: what a row is that does not plainly tell of somebody; (None, "") for data and blank rows."""
    filled = {column: cell for column, raw in enumerate(cells) if not (cell := cell_of(raw)).is_blank}
    if not filled or (set(filled) == {table.serial} and _is_number(filled[table.serial])):
        return None, ""
    serial = filled.get(table.serial)
    if serial and search_key(tidy(serial.text)) == _EXAMPLE:
        return Part.NOTE, ""
    texts = {column: search_key(tidy(cell.text)) for column, cell in filled.items()}
    if is_numbering([texts[column] for column in sorted(texts)]):
        return Part.NUMBERS, ""
    if any(texts.get(column) in headings for column in table.names) and _repeats(filled, table):
        return Part.HEADER, ""
    first = min(filled)
    words = texts[first]
    if serial is not None and first == table.serial and len(filled) > 1 and _ROMAN.fullmatch(words):
        first = sorted(filled)[1]
        words = texts[first]
    named = any(column in filled and _is_day(filled[column]) for column in table.days)
    if _TOTAL.fullmatch(words) and not named and not (len(filled) == 1 and _ENDS_A_LIST.search(words)):
        return Part.TOTAL, ""
    if len(filled) <= _FEW and not named:
        if part := _of_few(filled, texts, ended=ended):
            return part, ""
        if group := _group(filled, first, table, number):
            return Part.GROUP, group
    if ended:
        return Part.SIGNATURE, ""
    if not any(column in filled for column in table.known if column != table.serial):
        return Part.NOTE, ""
    return None, ""


def _of_few(filled: Mapping[int, Cell], texts: Mapping[int, str], *, ended: bool) -> Part | None:
    words = list(texts.values())
    if any(_CLOSING.fullmatch(text) for text in words) and len(filled) == 1:
        return Part.CLOSING
    if any(_SIGNATURE.fullmatch(text) for text in words) and not any(_is_number(cell) for cell in filled.values()):
        return Part.SIGNATURE
    if ended:
        return Part.SIGNATURE
    return Part.NOTE if len(filled) == 1 and _NOTE.fullmatch(words[0]) else None


def _group(filled: Mapping[int, Cell], first: int, table: Table, number: int) -> str:
    """The name of a group when the row is one: a text alone, not in the place of a person's name unless it cannot be
    one."""
    cell = filled[first]
    others = [column for column in filled if column != first and column != table.serial]
    if not table.groups or cell.kind is not CellKind.TEXT or any(not _is_number(filled[column]) for column in others):
        return ""
    text = group_name(cell.text)
    if not text or text[:1].isdigit():
        return ""
    serial = filled.get(table.serial)
    if first in table.names:
        counted = serial is not None and first != table.serial and _is_number(serial)
        alone = looks_like_a_unit(text) or (
            not counted and (table.merged.get(number, 1) >= _FEW or not looks_like_a_name(text))
        )
        return text if alone else ""
    if first == table.serial or first not in table.known:
        return text
    return text if looks_like_a_unit(text) else ""


def group_name(text: str) -> str:
    """The name in a group row: without its number and without how many people follow."""
    bare = _LEADING_NUMBER.sub("", tidy(text))
    return _EMPTY_BRACKETS.sub("", _COUNT_AT_END.sub("", bare)).strip()


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether the texts of a row number the columns: (1) (2) (3), A B 1 2, or (*) in each."""
    found = [_NUMBERING.fullmatch(text) for text in texts]
    if len(texts) < 3 or not all(found):
        return False
    marks = [match[1] for match in found if match]
    if all(mark.startswith("*") for mark in marks):
        return True
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    letters = [mark for mark in marks if mark.isalpha()]
    ordered = all(later == earlier + 1 for earlier, later in pairwise(numbers))
    return ordered and letters == sorted(letters) and len(set(letters)) == len(letters) and bool(numbers or letters)


def _repeats(filled: Mapping[int, Cell], table: Table) -> bool:
    said = {column: heading_key(cell.text) for column, cell in filled.items()}
    same = sum(heading_key(text) == said.get(column) for column, text in table.headings.items() if text)
    return 2 * same >= len(said)


def _may_be_a_day(raw: Raw) -> bool:
    if isinstance(raw, str):
        return len(raw) >= _DIGITS_OF_A_YEAR and _DIGIT.search(raw) is not None
    return isinstance(raw, dict) and ("d" in raw or len(str(raw.get("t", ""))) >= _DIGITS_OF_A_YEAR)


def _is_day(cell: Cell) -> bool:
    """Whether a cell could tell a day or a year: a count of people could not."""
    return cell.kind is CellKind.DAY or sum(char.isdigit() for char in cell.text) >= _DIGITS_OF_A_YEAR


def _is_number(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER or (cell.kind is CellKind.TEXT and tidy(cell.text).strip(".()").isdigit())


def _last_groups(rows: Sequence[Row], found: Found) -> None:
    """A text alone below the last person names no group."""
    last = next((row.number for row in reversed(rows) if row.number not in found.parts and not is_blank(row.cells)), 0)
    for number in [number for number in found.groups if number > last]:
        if looks_like_a_unit(found.groups[number]) and not any(
            part == Part.SIGNATURE and at < number for at, part in found.parts.items()
        ):
            continue
        del found.groups[number]
        found.parts[number] = Part.CLOSING
