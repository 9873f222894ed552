"""A long table drawn part by part by child processes, in the order of its pages.

A part begins where the last full page of the part before it ended, so its place is only known when that one is laid
out. While one child lays out a part, another begins the next one at the place that `guessing` expects; if it turns out
to be another, what was laid there is thrown away. Which parts there are therefore never depends on guesses or on who
was quicker, and the same table gives the same bytes.
"""

from __future__ import annotations

import os
import selectors
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from reports.press import Anchors, Forme, Pressman
from reports.render import layout
from reports.render.guessing import Guess
from reports.table import Table

Progress = Callable[[int, int], None]
"""Told after every part how many rows are drawn, and of how many."""

MOST_PROCESSES = 2
"""Children that draw at the same time, each with less than 150 MB."""


def numbering(first_page: int) -> str:
    """The rules by which the pages of a part are numbered; the very first page carries no number."""
    if first_page == 1:
        return "@page :first { @top-center { content: none } }"
    return f"@page :first {{ counter-reset: page {first_page} }}"


def drawn(
    table: Table, source: Callable[..., str], forme: Forme, *, rows_in_a_part: int, progress: Progress
) -> Iterator[bytes]:
    """The parts in order. `source(first_row=, last_row=)` gives the text of one.

    Raises PressError. Whoever stops early closes the generator, and the children are ended.
    """
    many = max(1, min(MOST_PROCESSES, len(os.sched_getaffinity(0))))
    shop = _Shop(table, source, rows_in_a_part)
    rows = len(table.all_rows)
    men: list[Pressman] = []
    try:
        men.extend(Pressman(forme) for _ in range(many))
        yield from _worked(shop, men, rows, progress)
    finally:
        for man in men:
            man.end()


@dataclass(frozen=True)
class Start:
    """Where a part begins: its first row, the number of its first page; `whole` takes all rows that are left."""

    row: int
    page: int
    whole: bool = False


@dataclass
class _Hand:
    """What a child is at: the start of the part it lays or draws, and whether its pages are laid."""

    man: Pressman
    start: Start | None = None
    pages: list[Anchors] | None = None
    drawing: bool = False


@dataclass
class _Shop:
    """Which parts there are, as far as it is known."""

    table: Table
    sheet: Callable[..., str]
    rows_in_a_part: int
    head: Start | None = field(default_factory=lambda: Start(0, 1))
    """The first part whose pages are not laid; None when all are."""

    def __post_init__(self) -> None:
        self.rows = len(self.table.all_rows)
        self.guess = Guess(self.table)

    def end_of(self, start: Start) -> int | None:
        """Up to which row a part is laid out; None for all that is left. What little would remain is taken along."""
        step = self.rows_in_a_part
        if self.table.facing:  # whole spreads, whose last page is as full as it will be
            step = -(-step // layout.ROWS_OF_A_SPREAD) * layout.ROWS_OF_A_SPREAD
            return start.row + step if start.row + step < self.rows else None
        return None if start.whole or start.row + step + step // 2 >= self.rows else start.row + step

    def source(self, start: Start) -> str:
        """The text of a part."""
        return self.sheet(first_row=start.row, last_row=self.end_of(start))

    def after(self, start: Start, pages: list[Anchors]) -> tuple[int, Start | None]:
        """How many of the laid pages are the part's own, and where the next part begins.

        No page is its own when not one got full: then the part must be laid out again with all rows that are left.
        """
        end = self.end_of(start)
        if end is None:
            return len(pages), None
        if self.table.facing:
            return len(pages), Start(end, start.page + len(pages))
        full = len(pages) - 1
        if not full:
            return 0, Start(start.row, start.page, whole=True)
        self.guess.learn(pages, opening=start.row == 0)
        return full, Start(min(int(name[1:]) for name, _ in pages[-1]), start.page + full)

    def expected_after(self, start: Start) -> Start | None:
        """Where the part after this one probably begins; None when it is the last, or nothing is known yet."""
        end = self.end_of(start)
        if end is None:
            return None
        if self.table.facing:
            spreads = -(-(end - start.row) // layout.ROWS_OF_A_SPREAD)
            return Start(end, start.page + 2 * spreads)
        if not self.guess.knows:
            return None
        row, pages = self.guess.next_start(start.row, end)
        return Start(row, start.page + pages) if pages else None


def _worked(shop: _Shop, men: list[Pressman], rows: int, progress: Progress) -> Iterator[bytes]:
    hands = [_Hand(man) for man in men]
    order: list[Start] = []  # parts whose pages are laid, in their order, as far as they are not handed on
    ready: dict[Start, bytes] = {}
    ends: dict[Start, int] = {}
    with selectors.DefaultSelector() as waiting:
        for hand in hands:
            waiting.register(hand.man, selectors.EVENT_READ, hand)
        while shop.head is not None or order:
            _give_work(shop, hands)
            for key, _ in waiting.select():
                told: _Hand = key.data
                if told.drawing:
                    assert told.start is not None
                    ready[told.start] = told.man.drawn()
                    told.start, told.pages, told.drawing = None, None, False
                else:
                    told.pages = told.man.laid()
            _settle(shop, hands, order, ends)
            while order and order[0] in ready:
                start = order.pop(0)
                progress(ends.pop(start), rows)
                yield ready.pop(start)


def _settle(shop: _Shop, hands: list[_Hand], order: list[Start], ends: dict[Start, int]) -> None:
    """Go from part to part as far as their pages are laid: order them drawn, and throw away what was guessed wrong."""
    while shop.head is not None:
        start = shop.head
        hand = next((hand for hand in hands if hand.start == start and hand.pages is not None), None)
        if hand is None:
            break
        assert hand.pages is not None
        own, shop.head = shop.after(start, hand.pages)
        hand.man.draw(own)
        if own:
            hand.drawing = True
            order.append(start)
            ends[start] = shop.head.row if shop.head else shop.rows
        else:
            hand.start = None
        hand.pages = None
    for hand in hands:
        if hand.pages is not None and not _still_possible(shop, hands, hand):
            hand.man.draw(0)
            hand.start, hand.pages = None, None


def _still_possible(shop: _Shop, hands: list[_Hand], hand: _Hand) -> bool:
    """Whether what was laid ahead may still turn out to be the part after the one that is being laid."""
    if shop.head is None:
        return False
    return any(other is not hand and other.start == shop.head for other in hands)


def _give_work(shop: _Shop, hands: list[_Hand]) -> None:
    """Give every idle child a part: first the next one, then those that are expected after it."""
    idle = [hand for hand in hands if hand.start is None]
    wanted, taken = shop.head, {hand.start for hand in hands if not hand.drawing}
    while idle and wanted is not None:
        if wanted not in taken:
            hand = idle.pop()
            hand.start = wanted
            hand.man.lay(shop.source(wanted), numbering(wanted.page))
            taken.add(wanted)
        wanted = shop.expected_after(wanted)
