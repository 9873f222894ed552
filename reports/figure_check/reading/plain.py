"""Plain text: lines become paragraphs, cells and footnotes, whoever broke the lines and wherever.

Its tables are found by `text_tables`. Whatever the text, the work grows as it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.figure_check.reading import tables
from reports.figure_check.reading.text_tables import ENDS, TextTables, has_gap

_EMPHASIS = re.compile(r"\*+|^\s{0,3}#{1,6}\s+|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_RULE = re.compile(r"[-–—_=*.~\s]{3,}")
_NOTE = re.compile("^\\s*(?:[\ufffd\uf02a]+\\s*|\\[\\^?(\\d{1,3})\\]:?\\s+|([¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3})\\s*)(?=\\S)")
_LIST = re.compile(r"^\s*(?:[-–—+•*●▪]\s|\(?\d{1,2}[.)]\s|\d{1,2}(?:\.\d{1,2})+[.\s]|[IVX]{1,5}\s?[.)\-–]|[a-zđ]\)\s)")
_HEADING_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]+)[.)]?")
_FEW = 3
"""Long lines that are too few to tell how a text was set."""
_WRAPPED = (40, 140)
"""Characters of the usual long line of a text whose lines were broken by a machine."""


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
    laid = TextTables(lines)
    found = _Built(_is_wrapped(lines))
    place = 0
    while place < len(lines):
        table, after = laid.at(place)
        if table:
            found.blocks.append(Block("o", rows=table, closed=True))
            place = after
            continue
        found.take(lines[place])
        place += 1
    return found.blocks


class _Built:
    """The blocks of the lines that were taken so far."""

    def __init__(self, wrapped: int) -> None:
        self.blocks: list[Block] = []
        self._wrapped = wrapped
        self._paragraph: Block | None = None

    def take(self, line: str) -> None:
        """One more line that is of no table."""
        told = line.strip()
        if not told:
            if self.blocks:
                self.blocks[-1].closed = True
            return
        if _RULE.fullmatch(told):
            for block in self.blocks[-3:]:
                block.closed = True
                if block.lines and not block.lines[-1].endswith("\x00"):  # nothing joins over a rule
                    block.lines[-1] += "\x00"
            return
        note = _NOTE.match(told)
        if note:
            self.blocks.append(Block("chu_thich", [told[note.end() :]]))
            return
        into = self._continued(told)
        if into is not None:
            into.lines.append(told)
            into.closed = False
        else:
            self._paragraph = Block("doan", [told])
            self.blocks.append(self._paragraph)

    def _continued(self, told: str) -> Block | None:
        """The paragraph that this line goes on with."""
        if not self.blocks:
            return None
        last = self.blocks[-1]
        goes_on = told[0].islower() or told[0] in ",;)%”"
        if last.kind == "chu_thich" and last.closed and goes_on and self._paragraph is not None:
            last = self._paragraph  # a footnote at the foot of a page, the text goes on after
        if last.kind == "o" or not last.lines or last.lines[-1].endswith("\x00"):
            return None
        before = last.lines[-1]
        full = bool(self._wrapped) and not last.closed and len(before) >= self._wrapped and not before.isupper()
        if _LIST.match(told) and (not full or before.endswith(ENDS)):
            return None
        if goes_on and (told[0] in ",;)%”" or not before.endswith(ENDS)):
            return last
        return last if full or _HEADING_NUMBER.fullmatch(before) else None


def _without_spacing(lines: list[str]) -> list[str]:
    """Lines set wide apart have an empty one between any two: those are no ends of paragraphs."""
    long = [place for place, line in enumerate(lines[:-1]) if len(line.strip()) > _WRAPPED[0]]
    apart = sum(not lines[place + 1].strip() and not lines[place].rstrip().endswith(ENDS) for place in long)
    if len(long) < _FEW or apart < len(long) * 3 // 5 or _is_wrapped(lines) == 0:
        return lines
    return [line for line in lines if line.strip()]


def _is_wrapped(lines: Sequence[str]) -> int:
    """How long a line is at least that was broken by a machine; 0 when a paragraph is a line."""
    lengths = sorted(len(line) for line in lines if len(line.strip()) > _WRAPPED[0] and not has_gap(line.strip()))
    if len(lengths) < _FEW:
        return 0
    usual = lengths[len(lengths) * 9 // 10]
    return usual * 3 // 4 if usual <= _WRAPPED[1] else 0
