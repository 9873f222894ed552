"""Tables set in plain text, found line by line with work that grows as the text does.

They come in many forms: one cell a line after a tab (as old converters write), cells parted by tabs, by bars, by wide
gaps, or lines that end in as many numbers each. A run of lines that turns out to be no table is looked at once: what
its later lines would begin is worked out together with it, because whoever pastes a text chooses how long a run is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

_GAP = re.compile(r"\t+| {3,}")
_BARS = re.compile(r"^\s*\|(.+)\|\s*$")
_BAR_RULE = re.compile(r"[-:|\s]+")
_TAIL = re.compile(r"^(.*?[^\W\d_].*?)((?:\s+[-+−]?\d[\d.,]*%?){1,12})\s*$")
_CLOSE_END = re.compile(r"(.*[^\W\d_].*?)\s+([-+−]?\d[\d.,]*%?)")
_LEAST_CELL_LINES, _LEAST_ROWS = 2, 2
_LONGEST_CELL = 120
_NO_LABEL = (",", ";", ":", "(")
"""After these a line goes on: its numbers are no cells."""
ENDS = (".", ";", ":", "!", "?", "…")
"""How a line of prose ends."""

Rows = list[list[str]]
_Cells = list[tuple[int, str]]
"""The cells of a line set with gaps, and the middle of each."""


def has_gap(line: str) -> bool:
    """Whether a line is parted as the rows of tables are."""
    return bool(_GAP.search(line))


class TextTables:
    """The tables among the lines of one text, asked for from its first line to its last."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._filled = self._until(lambda line: line.startswith("\t") and bool(line.strip()))
        self._blank = self._until(lambda line: not line.strip())
        self._bars_over = 0
        self._tabs = _Looked()
        self._gaps = _Looked()

    def at(self, place: int) -> tuple[Rows, int]:
        """The rows of the table that begins at a line, and the line after it; no rows when there is none."""
        for reader in (self._one_cell_a_line, self._barred, self._tabbed, self._gapped, self._numbers_at_the_end):
            rows, after = reader(place)
            if len(rows) >= _LEAST_ROWS:
                return rows, after
        return [], place

    def _until(self, holds: Callable[[str], bool]) -> list[int]:
        """For each line, the first one from it on of which something does not hold."""
        until = [0] * len(self.lines)
        for place in range(len(until) - 1, -1, -1):
            more = place + 1 < len(until) and until[place + 1]
            until[place] = (more or place + 1) if holds(self.lines[place]) else place
        return until

    def _one_cell_a_line(self, place: int) -> tuple[Rows, int]:
        spans: list[tuple[int, int]] = []
        after = place
        while place < len(self._filled):
            end = self._filled[place]
            if end - place < _LEAST_CELL_LINES or (spans and end - place != spans[0][1] - spans[0][0]):
                break
            spans.append((place, end))
            after = end
            place = self._blank[end] if end < len(self._blank) else end
        if len(spans) < _LEAST_ROWS:
            return [], after
        return [[self.lines[line].strip() for line in range(*span)] for span in spans], after

    def _barred(self, place: int) -> tuple[Rows, int]:
        rows: Rows = []
        if place < self._bars_over:
            return rows, place
        while place < len(self.lines) and (found := _BARS.match(self.lines[place])):
            if not _BAR_RULE.fullmatch(self.lines[place]):
                rows.append([cell.strip() for cell in found[1].split("|")])
            place += 1
        self._bars_over = place  # fewer rows than a table has: no fewer lines of them are one
        return rows, place

    def _tabbed(self, place: int) -> tuple[Rows, int]:
        """Cells parted by one tab each, as a copied sheet has them: an empty cell is a cell."""
        if place >= self._tabs.over:
            self._tabs = self._look_for_tabs(place)
        if place not in self._tabs.begins:
            return [], place
        after = self._tabs.end
        return [_tab_cells(self.lines[line]) for line in range(place, after)], after

    def _look_for_tabs(self, place: int) -> _Looked:
        """The lines with as many tabs each, and those of them from which on there are figures enough."""
        figures: list[int] = []
        looked = _Looked(over=place + 1, end=place)
        tabs = 0
        while looked.end < len(self.lines) and "\t" in (line := self.lines[looked.end]):
            tabs = tabs or line.count("\t")
            if line.count("\t") != tabs:
                break
            figures.append(_figures(_tab_cells(line)[1:]))
            looked.end += 1
        looked.over = max(looked.end, looked.over)
        total = 0
        for count, several in enumerate(reversed(figures), start=1):
            total += several
            if total >= max(count - 1, _LEAST_ROWS):
                looked.begins.add(looked.end - count)
        return looked

    def _gapped(self, place: int) -> tuple[Rows, int]:
        if place >= self._gaps.over:
            self._gaps = self._look_for_gaps(place)
        if place not in self._gaps.begins:
            return [], place
        found = (_gap_cells(self.lines[line]) for line in range(place, self._gaps.end))
        rows = [cells for cells in found if cells]
        width = max(map(len, rows))
        return _aligned([_split_end(row) if len(row) == width - 1 else row for row in rows], width), self._gaps.end

    def _look_for_gaps(self, place: int) -> _Looked:
        """The rows parted by gaps, at most one empty line between two, and those from which on they are a table."""
        looked = _Looked(over=place + 1, end=place)
        rows: list[tuple[int, _Cells]] = []
        while place < len(self.lines):
            cells = _gap_cells(self.lines[place])
            if not cells and not (rows and not self.lines[place].strip() and place == looked.end):
                break
            place += 1
            if cells:
                rows.append((place - 1, cells))
                looked.end = place
        looked.over = max(place, looked.over)
        told = _Told()
        for count, (line, cells) in enumerate(reversed(rows), start=1):
            told.add(cells)
            figures = told.figures
            if figures >= max(count - 1, _LEAST_ROWS) and told.even * 2 >= count:
                looked.begins.add(line)
        return looked

    def _numbers_at_the_end(self, place: int) -> tuple[Rows, int]:
        rows: Rows = []
        while (
            place < len(self.lines)
            and len(self.lines[place]) <= _LONGEST_CELL
            and (found := _TAIL.match(self.lines[place]))
        ):
            if found[1].rstrip().endswith(_NO_LABEL) or self.lines[place].endswith(ENDS):
                break
            numbers = found[2].split()
            if rows and len(numbers) != len(rows[0]) - 1:
                break
            rows.append([re.sub(r"^\s*\d{1,3}[.)]?\s+(?=[^\W\d_])", "", found[1]).strip(), *numbers])
            place += 1
        return (rows, place) if len(rows) > _LEAST_ROWS else ([], place)


@dataclass
class _Looked:
    """What was found of a run of lines: before `over` none begins another, `end` is the line after its last row, and a
    table begins on each line of `begins`."""

    over: int = 0
    end: int = 0
    begins: set[int] = field(default_factory=set)


class _Told:
    """Rows with gaps, taken from the last to the first: how many figures they hold and how many are of one width.

    A row that lacks one cell of the width may give it from its last words; which rows those are changes with the width.
    """

    def __init__(self) -> None:
        self._width = 0
        self._whole: Counter[int] = Counter()
        self._figures = 0
        self._more: Counter[int] = Counter()
        self._mended: Counter[int] = Counter()

    def add(self, cells: _Cells) -> None:
        """Take one more row."""
        split = _split_end(cells)
        few = _figures(text for _, text in cells[1:])
        self._width = max(self._width, len(cells))
        self._whole[len(cells)] += 1
        self._figures += few
        self._more[len(cells)] += _figures(text for _, text in split[1:]) - few
        self._mended[len(cells)] += len(split) > len(cells)

    @property
    def figures(self) -> int:
        """Cells with a figure, the first of each row left out."""
        return self._figures + self._more[self._width - 1]

    @property
    def even(self) -> int:
        """Rows as wide as the widest."""
        return self._whole[self._width] + self._mended[self._width - 1]


def _tab_cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")]


def _figures(texts: Iterable[str]) -> int:
    return sum(any(map(str.isdigit, text)) for text in texts)


def _gap_cells(line: str) -> _Cells:
    """The cells of a line that may be a row; none for any other line."""
    cells = _parted(line)
    return [] if len(cells) < _LEAST_CELL_LINES or max(len(text) for _, text in cells) > _LONGEST_CELL else cells


def _split_end(row: _Cells) -> _Cells:
    """A number that stands too close to the words before it: "Phường Hòa An 93"."""
    middle, text = row[-1]
    found = _CLOSE_END.fullmatch(text)
    if not found:
        return row
    start = middle - len(text) // 2
    return [*row[:-1], (start + len(found[1]) // 2, found[1]), (start + len(text) - len(found[2]) // 2, found[2])]


def _parted(line: str) -> _Cells:
    """The cells of a line and the middle of each."""
    cells, begun = [], 0
    for gap in [*_GAP.finditer(line.rstrip()), None]:
        text = line[begun : gap.start() if gap else None].strip()
        if text:
            start = line.index(text, begun)
            cells.append((start + len(text) // 2, text))
        begun = gap.end() if gap else begun
    return cells


def _aligned(rows: Sequence[_Cells], width: int) -> Rows:
    """Rows of one width: in shorter ones (of a header) each cell comes under the nearest of the columns."""
    whole = [row for row in rows if len(row) == width]
    middles = [sorted(row[column][0] for row in whole)[len(whole) // 2] for column in range(width)]
    aligned: Rows = []
    for row in rows:
        if len(row) == width:
            aligned.append([text for _, text in row])
            continue
        under: list[list[str]] = [[] for _ in range(width)]
        for middle, text in row:
            under[_nearest(middles, middle)].append(text)
        aligned.append([" ".join(texts) for texts in under])
    head = next((place for place, row in enumerate(aligned) if any(map(str.isdigit, "".join(row[1:])))), 0)
    if head > 1:  # a header of several lines is one row
        aligned[:head] = [[" ".join(filter(None, column)) for column in zip(*aligned[:head], strict=True)]]
    return aligned


def _nearest(middles: Sequence[int], middle: int) -> int:
    """Which of the columns, from left to right, a cell stands nearest to; of two as near the left one."""
    right = bisect_left(middles, middle)
    if right == len(middles):
        return right - 1
    return right - 1 if right and middle - middles[right - 1] <= middles[right] - middle else right
