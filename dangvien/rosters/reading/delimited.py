"""Lists as plain text (.csv, .txt): which letters the bytes are, what parts the cells, one row at a time.

A row bears the number that Excel would give it: a cell of several lines is one row, an empty line is a row.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from io import StringIO

from dangvien.limited import Unreadable
from dangvien.rosters.encodings import Encoding, detect, tcvn3, vni
from dangvien.rosters.encodings.syllables import is_syllable
from dangvien.rosters.grid import letters
from dangvien.rosters.reading import bounds
from dangvien.rosters.reading.events import Event, row_event, sheet_event

SHEET_NAME = "Danh sách"
"""A text file has one sheet and no name for it."""
_SEPARATORS = ",;\t|"
_SAMPLE_LINES = 200
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_WORDS = re.compile(r"[^\W\d_]+")
_DECODERS: dict[str, Callable[[str], str]] = {"tcvn3": tcvn3.decode, "vni": vni.decode}
_MOST_SEPARATORS = 2_000
"""Cells of one line: beyond, it is no list."""


def read_delimited(content: bytes) -> Iterator[Event]:
    """The events of a text file: one sheet, every cell a text. Raises `Unreadable`."""
    text, encoding = opened(content)
    decode = _DECODERS.get(encoding, str)
    text, separator = _separator(text)
    yield sheet_event(SHEET_NAME, encoding=encoding)
    csv.field_size_limit(bounds.LONGEST_TEXT)
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise Unreadable(bounds.OPEN_QUOTE) from wrong
        wide = next((place for place in range(bounds.MOST_COLUMNS, len(cells)) if cells[place].strip()), None)
        if wide is not None:
            raise Unreadable(bounds.too_wide("", f"{letters(wide)}{number}" if wide < 16_384 else f"ở dòng {number}"))
        event = row_event(number, False, enumerate(map(decode, cells[: bounds.MOST_COLUMNS])))
        if event:
            event[3] = [cell or None for cell in event[3]]
            yield event


def opened(content: bytes) -> tuple[str, str]:
    """The text of a file, and what its bytes are: utf-8, utf-16, windows-1258, tcvn3 or vni. Raises `Unreadable`.

    Of the last two the text is as a workbook would hold it: a cell is decoded when it stands apart, because whether it
    was drawn in capitals is told by its own letters."""
    for mark, name, shown in (
        (b"\xef\xbb\xbf", "utf-8", "utf-8"),
        (b"\xff\xfe", "utf-16-le", "utf-16"),
        (b"\xfe\xff", "utf-16-be", "utf-16"),
    ):
        if content.startswith(mark):
            return _text(content[len(mark) :], name), shown
    wide = _zeros(content)
    if wide:
        return _text(content, wide), "utf-16"
    try:
        return _checked(content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        _refuse_damaged(content)
        return _eight_bits(content)


def _refuse_damaged(content: bytes) -> None:
    """UTF-8 with a few bad bytes, or cut in the middle of a letter, is no old encoding: say where it is bad."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(content.decode("utf-8", "ignore")) - sum(byte < 0x80 for byte in content)
    if good > 2 * bad:
        raise Unreadable(bounds.damaged_text(text[: text.index("\ufffd")].count("\n") + 1))


def _text(content: bytes, name: str) -> str:
    try:
        return _checked(content.decode(name))
    except UnicodeDecodeError as wrong:
        raise Unreadable(bounds.BROKEN) from wrong


def _checked(text: str) -> str:
    """Text, or a file of another kind whose bytes happen to be letters."""
    if _CONTROLS.search(text):
        raise Unreadable(bounds.UNKNOWN)
    return text


def _zeros(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain letters is zero, and hardly any of the others."""
    head = content[:8192]
    head = head[: len(head) // 2 * 2]
    if not head:
        return ""
    units = len(head) // 2
    first, second = head[0::2].count(0), head[1::2].count(0)
    if second > 0.4 * units and first <= 0.02 * units:
        return "utf-16-le"
    if first > 0.4 * units and second <= 0.02 * units:
        return "utf-16-be"
    return ""


def _eight_bits(content: bytes) -> tuple[str, str]:
    """Old encodings of one byte a letter: the one that gives syllables. Windows-1258 when none does."""
    stored = _checked(content.decode("cp1252", "replace") if _fits(content, "cp1252") else content.decode("latin-1"))
    lines = [line for line in stored.splitlines() if not line.isascii()]
    vietnamese = content.decode("cp1258", "replace")
    old = detect(lines)
    if old is not Encoding.UNICODE and _syllables(map(_DECODERS[old.value], lines)) >= _syllables([vietnamese]):
        return stored, old.value
    if "\ufffd" in vietnamese:
        raise Unreadable(bounds.UNKNOWN_LETTERS)
    return vietnamese, "windows-1258"


def _fits(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _syllables(lines: Iterable[str]) -> int:
    """Words of other letters than ASCII that are Vietnamese, in a sample of the text."""
    words = _WORDS.findall(" ".join(lines)[:400_000])
    return sum(1 for word in words if not word.isascii() and is_syllable(word))


def _separator(text: str) -> tuple[str, str]:
    """The text without Excel's own line about it, and what parts its cells: the mark that parts most lines alike."""
    told = re.match(r'"?sep=([^\w"\r\n ])"?\r?\n', text)
    if told:
        return text[told.end() :], told[1]
    counts = _counts(text)
    best, most = ",", 0.0
    for mark in _SEPARATORS:
        per_line = [count[mark] for count in counts if count[mark]]
        if not per_line:
            continue
        if max(per_line) > _MOST_SEPARATORS:
            raise Unreadable(bounds.UNKNOWN)
        usual = max(set(per_line), key=per_line.count)
        alike = per_line.count(usual) / len(counts)
        weight = alike * (1 + min(usual, 20) / 10)
        if weight > most:
            best, most = mark, weight
    return text, best


def _counts(text: str) -> list[dict[str, int]]:
    """How often each mark stands outside quotes, in the first lines that are not empty."""
    counts: list[dict[str, int]] = []
    quoted = False
    line: dict[str, int] = dict.fromkeys(_SEPARATORS, 0)
    filled = False
    for char in text[:200_000]:
        if char == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif char in line:
            line[char] += 1
        elif char in "\r\n":
            if filled:
                counts.append(line)
                line, filled = dict.fromkeys(_SEPARATORS, 0), False
            if len(counts) == _SAMPLE_LINES:
                return counts
            continue
        filled = True
    if filled:
        counts.append(line)
    return counts or [line]
