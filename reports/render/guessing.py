"""Where the next part of a long table will probably begin, before the part in front of it is laid out.

Rows are as high as their text runs over lines; how high such rows came out is learned from the parts that are laid. A
guess only says what is worth beginning early: whoever asks compares it with what really came out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from reports.press import Anchors
from reports.render import emphasis, layout
from reports.table import WORDS, Row, Table

_SIDES = 4.4
"""Millimetres of a cell's two sides that are not text: padding and lines."""
_INDENTS = (0.0, 4.0, 8.0, 12.0, 16.0)
"""Millimetres by which the label of a level begins further right (`.level-1` … in report.css)."""


class Guess:
    """What was learned of a table's rows and pages."""

    def __init__(self, table: Table) -> None:
        self._rows = table.all_rows
        self._lead = layout.lead_columns(table)
        self._widths = layout.column_widths(table)
        self._points = layout.font_size(table)
        self._heights: dict[int, Counter[float]] = defaultdict(Counter)
        self._room, self._too_much = 0.0, float("inf")

    @property
    def knows(self) -> bool:
        """Whether a page was full and can be taken for the next ones."""
        return self._room > 0

    def learn(self, pages: list[Anchors], *, opening: bool) -> None:
        """Take in the pages of a part, the last of which is not full; its first page holds the heading if `opening`."""
        lines = [[(int(name[1:]), top) for name, top in page if name[1:].isdigit()] for page in pages]
        for page in lines:
            for (row, top), (_, below) in pairwise(page):
                self._heights[self._lines(row)][round(below - top, 2)] += 1
        for place, (page, following) in enumerate(pairwise(lines)):
            if not page or not following or (opening and place == 0):
                continue
            used = page[-1][1] - page[0][1] + self._height(page[-1][0])
            self._room = max(self._room, used)
            self._too_much = min(self._too_much, used + self._height(following[0][0]))

    def next_start(self, first_row: int, last_row: int) -> tuple[int, int]:
        """Of the pages that the rows from `first_row` to `last_row` make: the first row of the last one, which is not
        full, and how many full ones there are before it."""
        # Between what fitted and what did not: nearer to what fitted, which more pages have told.
        room = self._room + min(0.5, max(0.0, (self._too_much - self._room) / 2))
        start, pages, used = first_row, 0, 0.0
        for row in range(first_row, last_row):
            height = self._height(row)
            if used and used + height > room:
                start, pages, used = row, pages + 1, 0.0
            used += height
        return start, pages

    def _height(self, row: int) -> float:
        lines = self._lines(row)
        if seen := self._heights.get(lines):
            return seen.most_common(1)[0][0]
        known = [(n, heights.most_common(1)[0][0]) for n, heights in self._heights.items()]
        return max((height * lines / n for n, height in known), default=0.0)

    def _lines(self, row: int) -> int:
        """Over how many lines the fullest cell of a row runs."""
        said: Row = self._rows[row]
        label = self._lead - 1
        indent = _INDENTS[min(said.level, len(_INDENTS) - 1)]
        over = sum(self._widths[label:]) if emphasis.spans(said) else self._widths[label]
        cells = [(said.label, over - indent)]
        cells += [
            (cell.text, width)
            for cell, width in zip(said.cells, self._widths[self._lead :], strict=True)
            if cell.kind in WORDS
        ]
        return max(_lines(text, width - _SIDES, self._points) for text, width in cells)


def _lines(text: str, width: float, points: float) -> int:
    """Over how many lines a text runs, word after word."""
    found = 0
    for line in text.split("\n"):
        found, used = found + 1, 0.0
        for word in line.split(" "):
            wide = layout.text_width(word, points)
            if used and used + _SPACE * points + wide > width:
                found, used = found + 1, 0.0
            used += wide + (_SPACE * points if used else 0.0)
    return found


_SPACE = 0.25 * layout.MM_PER_POINT
"""Millimetres of a space for each point of the letters' size."""
