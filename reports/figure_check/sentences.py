"""Sentences of a draft, with the way back to the pieces they stand in.

A paragraph that ends in a colon and the list under it are one sentence, and "Trong đó: …" belongs to the sentence
before it: a sum is told by what stands together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.figure_check.findings import Piece, Span
from reports.figure_check.wording import low

_END = re.compile(r"(?<=[.!?…])(?<!đ/c\.)(?<!tp\.)(?<!TP\.)\s+")
_OPENING = "“\"'‘([-–+•*"
_GOES_ON = re.compile(r"\s*(?:trong đó|cụ thể|bao gồm|gồm)(?!\w)", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-+•*●▪–]\s*|[a-zđ]\)\s*|\(\d{1,2}\)\s*|\d{1,2}\)\s*)")
_HEADING = re.compile(r"\s*(?:[-+]\s*)?(?:\d{1,2}(?:\.\d{1,2})*|[IVXLC]+|[a-zđ])[.)\-]*")
_MOST_BULLETS, _LONGEST_BULLET, _LONGEST_LEAD = 40, 300, 700


@dataclass(frozen=True)
class Sentence:
    """`parts`: (where it begins in the text, piece, where it begins in the piece). `number` counts within the draft."""

    text: str
    parts: tuple[tuple[int, int, int], ...]
    number: int
    kind: str
    listed: bool = False
    """Made of a lead and the list under it."""

    @cached_property
    def low(self) -> str:
        """The text to look things up in."""
        return low(self.text)

    @cached_property
    def depths(self) -> list[int]:
        """For each character, the number of the bracket it stands in; 0 outside all."""
        out, stack, count = [], [0], 0
        for char in self.text:
            if char == "(":
                count += 1
                stack.append(count)
                out.append(stack[-1])
            elif char == ")":
                out.append(stack[-1])
                if len(stack) > 1:
                    stack.pop()
            else:
                out.append(stack[-1])
        return out

    def span(self, start: int, end: int) -> Span:
        """The place in the draft of a stretch of the text."""
        place = max(bisect_right([part[0] for part in self.parts], start) - 1, 0)
        offset, piece, begins = self.parts[place]
        last = self.parts[place + 1][0] if place + 1 < len(self.parts) else len(self.text)
        return piece, begins + start - offset, begins + min(end, last) - offset

    @property
    def piece(self) -> int:
        """The piece in which it begins."""
        return self.parts[0][1]


def sentences(pieces: Sequence[Piece]) -> list[Sentence]:
    """The sentences of all paragraphs and footnotes, in order; cells are not among them."""
    found: list[Sentence] = []
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        if piece.kind == "o":
            place += 1
            continue
        chunks = list(_chunks(piece.text))
        under = _list_under(pieces, place) if chunks and chunks[-1][0].rstrip().endswith(":") else []
        for text, begins in chunks[: -1 if under else None]:
            found.append(Sentence(text, ((0, place, begins),), len(found), piece.kind))
        if under:
            found.append(_with_list(chunks[-1], place, under, pieces, len(found)))
        place += 1
    return found


def _chunks(text: str) -> Iterator[tuple[str, int]]:
    """The sentences of one piece and where each begins."""
    starts = [0]
    for match in _END.finditer(text):
        before = text[starts[-1] : match.start()]
        if _HEADING.fullmatch(before) or _GOES_ON.match(text, match.end()):
            continue
        if not text[match.end() :].lstrip(_OPENING + " ")[:1].isupper():
            continue
        if _inside_brackets(text, starts[-1], match.start()):
            continue
        starts.append(match.end())
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(text)
        yield text[start:end].rstrip(), start


def _inside_brackets(text: str, start: int, end: int) -> bool:
    return text.count("(", start, end) > text.count(")", start, end) and ")" in text[end : end + 400]


def _list_under(pieces: Sequence[Piece], place: int) -> list[int]:
    """The short listed paragraphs that follow a lead which ends in a colon."""
    if len(pieces[place].text) > _LONGEST_LEAD * 3:
        return []
    under: list[int] = []
    for number in range(place + 1, min(place + 1 + _MOST_BULLETS, len(pieces))):
        piece = pieces[number]
        if piece.kind != "doan" or len(piece.text) > _LONGEST_BULLET or not _BULLET.match(piece.text):
            break
        under.append(number)
    return under


def _with_list(lead: tuple[str, int], place: int, under: list[int], pieces: Sequence[Piece], number: int) -> Sentence:
    text, begins = lead
    parts = [(0, place, begins)]
    for item in under:
        marked = _BULLET.match(pieces[item].text)
        skipped = marked.end() if marked else 0
        text = f"{text}{' ' if item == under[0] else '; '}"
        parts.append((len(text), item, skipped))
        text += pieces[item].text[skipped:].rstrip(" ;.,")
    return Sentence(text, tuple(parts), number, pieces[place].kind, listed=True)
