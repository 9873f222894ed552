"""Plain text: lines become paragraphs, cells and footnotes, whoever broke the lines and wherever.

Tables in text come in many forms: one cell a line after a tab (as old converters write), cells parted by tabs, by bars,
by wide gaps, or lines that end in as many numbers each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.figure_check.reading import tables

_EMPHASIS = re.compile(r"\*+|^\s{0,3}#{1,6}\s+|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_RULE = re.compile(r"[-–—_=*.~\s]{3,}")
_NOTE = re.compile("^\\s*(?:[\ufffd\uf02a]+\\s*|\\[\\^?(\\d{1,3})\\]:?\\s+|([¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})\\s*)(?=\\S)")
_GAP = re.compile(r"\t+| {3,}")
_BARS = re.compile(r"^\s*\|(.+)\|\s*$")
_BAR_RULE = re.compile(r"[-:|\s]+")
_LIST = re.compile(r"^\s*(?:[-–—+•*●▪]\s|\(?\d{1,2}[.)]\s|\d{1,2}(?:\.\d{1,2})+[.\s]|[IVX]{1,5}\s?[.)\-–]|[a-zđ]\)\s)")
_TAIL = re.compile(r"^(.*?[^\W\d_].*?)((?:\s+[-+−]?\d[\d.,]*%?){1,12})\s*$")
_HEADING_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]+)[.)]?")
_FEW = 3
"""Long lines that are too few to tell how a text was set."""
_ENDS = (".", ";", ":", "!", "?", "…")
_CLOSE_END = re.compile(r"(.*[^\W\d_].*?)\s+([-+−]?\d[\d.,]*%?)")
_LEAST_CELL_LINES, _LEAST_ROWS = 2, 2
_WRAPPED = (40, 140)
"""Characters of the usual long line of a text whose lines were broken by a machine."""
_LONGEST_CELL = 120


@dataclass
class Block:
    """A paragraph, a footnote or a table in the making."""

    kind: str
    lines: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    closed: bool = False


def text_pieces(text: str, page: int = 0) -> Iterator[dict[str, Any]]:
    """The pieces of a text. `page`: the page it stands on, told with each place; 0 for none."""
    yield from numbered(blocks(text), Counted(), page)


@dataclass
class Counted:
    """How many paragraphs, tables and footnotes there were so far."""

    paragraphs: int = 0
    tables: int = 0
    notes: int = 0


def numbered(found: Sequence[Block], counted: Counted, page: int = 0) -> Iterator[dict[str, Any]]:
    """Pieces with their places; counting goes on where it stopped."""
    before = f"Trang {page}, " if page else ""
    for block in found:
        if block.kind == "o":
            counted.tables += 1
            for cell in tables.cells(counted.tables, block.rows):
                yield {**cell, "place": _lower(f"{before}{cell['place']}", before)}
            continue
        if block.kind == "chu_thich":
            counted.notes += 1
            place = f"Chú thích {counted.notes}"
        else:
            counted.paragraphs += 1
            place = f"Đoạn {counted.paragraphs}"
        yield {"kind": block.kind, "text": " ".join(block.lines), "place": _lower(f"{before}{place}", before)}


def _lower(place: str, before: str) -> str:
    return before + place[len(before) : len(before) + 1].lower() + place[len(before) + 1 :] if before else place


def blocks(text: str) -> list[Block]:
    """Paragraphs, footnotes and tables of a text, in its order."""
    lines = [
        _EMPHASIS.sub("", line).rstrip(" \r\f\v") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ]
    lines = _without_spacing(lines)
    wrapped = _is_wrapped(lines)
    found: list[Block] = []
    place = 0
    while place < len(lines):
        table, after = _table_at(lines, place)
        if table:
            found.append(Block("o", rows=table, closed=True))
            place = after
            continue
        _take(found, lines[place], wrapped)
        place += 1
    return found


def _take(found: list[Block], line: str, wrapped: int) -> None:
    told = line.strip()
    open_block = next((block for block in reversed(found) if block.kind != "o"), None)
    if not told:
        if open_block is not None and found[-1] is open_block:
            open_block.closed = True
        return
    if _RULE.fullmatch(told):
        for block in found[-3:]:
            block.closed = True
            block.lines = block.lines and [*block.lines[:-1], block.lines[-1] + "\x00"]  # nothing joins over a rule
        return
    note = _NOTE.match(told)
    if note:
        found.append(Block("chu_thich", [told[note.end() :]]))
        return
    into = _continued(found, told, wrapped)
    if into is not None:
        into.lines.append(told)
        into.closed = False
    else:
        found.append(Block("doan", [told]))


def _continued(found: list[Block], told: str, wrapped: int) -> Block | None:
    """The paragraph that this line goes on with."""
    if not found:
        return None
    last = found[-1]
    goes_on = told[0].islower() or told[0] in ",;)%”"
    if last.kind == "chu_thich" and last.closed and goes_on:  # a footnote at the foot of a page, the text goes on after
        last = next((block for block in reversed(found) if block.kind == "doan"), last)
    if last.kind == "o" or not last.lines or last.lines[-1].endswith("\x00"):
        return None
    before = last.lines[-1]
    full = bool(wrapped) and not last.closed and len(before) >= wrapped and not before.isupper()
    if _LIST.match(told) and (not full or before.endswith(_ENDS)):
        return None
    if goes_on and (told[0] in ",;)%”" or not before.endswith(_ENDS)):
        return last
    return last if full or _HEADING_NUMBER.fullmatch(before) else None


def _without_spacing(lines: list[str]) -> list[str]:
    """Lines set wide apart have an empty one between any two: those are no ends of paragraphs."""
    long = [place for place, line in enumerate(lines[:-1]) if len(line.strip()) > _WRAPPED[0]]
    apart = sum(not lines[place + 1].strip() and not lines[place].rstrip().endswith(_ENDS) for place in long)
    if len(long) < _FEW or apart < len(long) * 3 // 5 or _is_wrapped(lines) == 0:
        return lines
    return [line for line in lines if line.strip()]


def _is_wrapped(lines: Sequence[str]) -> int:
    """How long a line is at least that was broken by a machine; 0 when a paragraph is a line."""
    lengths = sorted(len(line) for line in lines if len(line.strip()) > _WRAPPED[0] and not _GAP.search(line.strip()))
    if len(lengths) < _FEW:
        return 0
    usual = lengths[len(lengths) * 9 // 10]
    return usual * 3 // 4 if usual <= _WRAPPED[1] else 0


# Tables -----------------------------------------------------------------------------------------------------------


def _table_at(lines: Sequence[str], place: int) -> tuple[list[list[str]], int]:
    """The rows of the table that begins at a line, and the line after it; no rows when there is none."""
    for reader in (_one_cell_a_line, _barred, _tabbed, _gapped, _numbers_at_the_end):
        rows, after = reader(lines, place)
        if len(rows) >= _LEAST_ROWS:
            return rows, after
    return [], place


def _one_cell_a_line(lines: Sequence[str], place: int) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    after = place
    while place < len(lines) and lines[place].startswith("\t"):
        row: list[str] = []
        while place < len(lines) and lines[place].startswith("\t") and lines[place].strip():
            row.append(lines[place].strip())
            place += 1
        if len(row) < _LEAST_CELL_LINES or (rows and len(row) != len(rows[0])):
            break
        rows.append(row)
        after = place
        while place < len(lines) and not lines[place].strip():
            place += 1
    return rows, after


def _barred(lines: Sequence[str], place: int) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    while place < len(lines) and (found := _BARS.match(lines[place])):
        if not _BAR_RULE.fullmatch(lines[place]):
            rows.append([cell.strip() for cell in found[1].split("|")])
        place += 1
    return rows, place


def _tabbed(lines: Sequence[str], place: int) -> tuple[list[list[str]], int]:
    """Cells parted by one tab each, as a copied sheet has them: an empty cell is a cell."""
    rows: list[list[str]] = []
    while place < len(lines) and "\t" in lines[place] and (not rows or lines[place].count("\t") == len(rows[0]) - 1):
        rows.append([cell.strip() for cell in lines[place].split("\t")])
        place += 1
    figures = sum(any(map(str.isdigit, cell)) for row in rows for cell in row[1:])
    return (rows, place) if figures >= max(len(rows) - 1, _LEAST_ROWS) else ([], place)


def _gapped(lines: Sequence[str], place: int) -> tuple[list[list[str]], int]:
    rows: list[list[tuple[int, str]]] = []
    after = place
    while place < len(lines):
        cells = _parted(lines[place])
        if len(cells) < _LEAST_CELL_LINES or max(len(text) for _, text in cells) > _LONGEST_CELL:
            if rows and not lines[place].strip() and place == after:
                place += 1  # one empty line between rows
                continue
            break
        rows.append(cells)
        place += 1
        after = place
    width = max((len(row) for row in rows), default=0)
    rows = [_split_end(row) if len(row) == width - 1 else row for row in rows]
    figures = sum(any(map(str.isdigit, text)) for row in rows for _, text in row[1:])
    even = sum(len(row) == width for row in rows) * 2 >= len(rows)
    found = figures >= len(rows) - 1 and figures >= _LEAST_ROWS and even
    return (_aligned(rows, width), after) if found else ([], place)


def _split_end(row: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A number that stands too close to the words before it: "Phường Hòa An 93"."""
    middle, text = row[-1]
    found = _CLOSE_END.fullmatch(text)
    if not found:
        return row
    start = middle - len(text) // 2
    return [*row[:-1], (start + len(found[1]) // 2, found[1]), (start + len(text) - len(found[2]) // 2, found[2])]


def _parted(line: str) -> list[tuple[int, str]]:
    """The cells of a line and the middle of each."""
    cells, begun = [], 0
    for gap in [*_GAP.finditer(line.rstrip()), None]:
        text = line[begun : gap.start() if gap else None].strip()
        if text:
            start = line.index(text, begun)
            cells.append((start + len(text) // 2, text))
        begun = gap.end() if gap else begun
    return cells


def _aligned(rows: Sequence[Sequence[tuple[int, str]]], width: int) -> list[list[str]]:
    """Rows of one width: in shorter ones (of a header) each cell comes under the nearest of the columns."""
    whole = [row for row in rows if len(row) == width]
    middles = [sorted(row[column][0] for row in whole)[len(whole) // 2] for column in range(width)]
    aligned: list[list[str]] = []
    for row in rows:
        if len(row) == width:
            aligned.append([text for _, text in row])
            continue
        cells = [""] * width
        for middle, text in row:
            nearest = min(range(width), key=lambda column: abs(middles[column] - middle))
            cells[nearest] = f"{cells[nearest]} {text}".strip()
        aligned.append(cells)
    head = next((place for place, row in enumerate(aligned) if any(map(str.isdigit, "".join(row[1:])))), 0)
    if head > 1:  # a header of several lines is one row
        aligned[:head] = [[" ".join(filter(None, column)) for column in zip(*aligned[:head], strict=True)]]
    return aligned


def _numbers_at_the_end(lines: Sequence[str], place: int) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    while place < len(lines) and len(lines[place]) <= _LONGEST_CELL and (found := _TAIL.match(lines[place])):
        if found[1].rstrip().endswith((",", ";", ":", "(")) or lines[place].endswith(_ENDS):
            break
        numbers = found[2].split()
        if rows and len(numbers) != len(rows[0]) - 1:
            break
        rows.append([re.sub(r"^\s*\d{1,3}[.)]?\s+(?=[^\W\d_])", "", found[1]).strip(), *numbers])
        place += 1
    return (rows, place) if len(rows) > _LEAST_ROWS else ([], place)
