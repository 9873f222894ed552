"""A draft's text with its figures and findings marked: cut into stretches where a mark begins or ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from reports.figure_check.findings import Piece, Span


@dataclass(frozen=True)
class Bit:
    """A stretch of text in one appearance. `of` are the findings that speak of it, `main` those whose own figure it is;
    `anchors` names the places that begin here; `ends` the findings whose sign stands after it."""

    text: str
    is_figure: bool = False
    of: tuple[int, ...] = ()
    main: bool = False
    anchors: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True)
class Block:
    """A paragraph or footnote (`bits`), or a table (`rows` of cells of bits)."""

    kind: str
    bits: tuple[Bit, ...] = ()
    rows: tuple[tuple[tuple[Bit, ...], ...], ...] = ()
    place: str = ""


def anchor(finding: int, number: int) -> str:
    """The name of the place in the text where the n-th figure of a finding stands."""
    return f"cho-{finding}-{number}"


def blocks(pieces: Sequence[Piece], figures: Iterable[Span], findings: Mapping[int, Sequence[Span]]) -> list[Block]:
    """The text in order, marked. `findings`: number of a finding → its places, its own figure first."""
    marks: dict[int, list[_Mark]] = {}
    for piece, start, end in figures:
        marks.setdefault(piece, []).append(_Mark(start, end))
    for finding, spans in findings.items():
        for number, (piece, start, end) in enumerate(spans):
            marks.setdefault(piece, []).append(_Mark(start, end, finding, number))
    return list(_blocks([(piece, _cut(piece.text, marks.get(place, []))) for place, piece in enumerate(pieces)]))


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    finding: int = 0
    number: int = 0


@dataclass
class _Table:
    rows: dict[int, dict[int, tuple[Bit, ...]]] = field(default_factory=dict)


def _cut(text: str, marks: Sequence[_Mark]) -> tuple[Bit, ...]:
    edges = {0, len(text)} | {edge for mark in marks for edge in (mark.start, mark.end) if 0 <= edge <= len(text)}
    bits = []
    for start, end in pairwise(sorted(edges)):
        here = [mark for mark in marks if mark.start <= start and end <= mark.end]
        own = [mark for mark in here if mark.finding]
        bits.append(
            Bit(
                text[start:end],
                is_figure=bool(here),
                of=tuple(sorted({mark.finding for mark in own})),
                main=any(mark.number == 0 for mark in own),
                anchors=tuple(anchor(mark.finding, mark.number) for mark in own if mark.start == start),
                ends=tuple(sorted({mark.finding for mark in own if mark.end == end})),
            )
        )
    return tuple(bits)


def _blocks(cut: Iterable[tuple[Piece, tuple[Bit, ...]]]) -> Iterator[Block]:
    for table, several in groupby(cut, key=lambda pair: pair[0].table):
        if not table:
            for piece, bits in several:
                if bits:
                    yield Block(piece.kind, bits, place=piece.place)
            continue
        grid = _Table()
        for piece, bits in several:
            grid.rows.setdefault(piece.row, {})[piece.column] = bits
        width = max(column for row in grid.rows.values() for column in row)
        rows = tuple(
            tuple(row.get(column, ()) for column in range(1, width + 1)) for _, row in sorted(grid.rows.items())
        )
        yield Block("bang", rows=rows, place=f"Bảng {table}")
