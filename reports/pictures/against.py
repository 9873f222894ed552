"""What was reached against what was to be reached, one line for each organization."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dangvien.text import thousands
from reports.picture import POINTS_WIDE, Picture
from reports.pictures.bars import Box, bars, scale_of
from reports.pictures.canvas import BLUE, SMALL, SOFT, Canvas, Hollow, Solid, two_lines, width_of

SLUG = "chi-tieu"
MOST_LINES = 20
"""Lines of one drawing: what fits on a page of A4 with its heading. More lines make more drawings."""

_PITCH = 25.0
_LONGEST_LABEL = 150.0


@dataclass(frozen=True)
class Against:
    """An organization, its target (None: none was given) and what it reached."""

    label: str
    target: int | None
    result: int

    @property
    def text(self) -> str:
        """ "85/90"; a dash where no target was given."""
        return f"{thousands(self.result)}/{'–' if self.target is None else thousands(self.target)}"


def draw(title: str, lines: Sequence[Against], *, with_png: bool = False) -> list[Picture]:
    """The organizations in their order, some on each drawing, all on one scale. No drawing without a line."""
    if not lines:
        return []
    looks = _Looks.of(lines)
    parts = [lines[start : start + MOST_LINES] for start in range(0, len(lines), MOST_LINES)]
    found = []
    for place, part in enumerate(parts, start=1):
        named = title if len(parts) == 1 else f"{title} (hình {place}/{len(parts)})"
        slug = SLUG if place == 1 else f"{SLUG}-{place}"
        found.append(_one(slug, named, part, looks, with_png=with_png))
    return found


@dataclass(frozen=True)
class _Looks:
    """What the drawings of one series share, so that bars of one length mean one number in all of them.

    Where no target was `given` to anybody there is nothing to compare: no frames, no legend, plain numbers.
    """

    given: bool
    most: float
    label: float
    numbers: float

    @classmethod
    def of(cls, lines: Sequence[Against]) -> _Looks:
        given = any(line.target is not None for line in lines)
        texts = [line.text if given else thousands(line.result) for line in lines]
        return cls(
            given,
            scale_of([value for line in lines for value in (line.result, line.target or 0)]),
            min(_LONGEST_LABEL, max(width_of(line.label) for line in lines)),
            max(width_of(text, bold=True) for text in texts),
        )


def _one(slug: str, title: str, lines: Sequence[Against], looks: _Looks, *, with_png: bool) -> Picture:
    top, label = 22.0 if looks.given else 4.0, looks.label
    canvas = Canvas(top + _PITCH * len(lines) + 4)
    box = Box(label + 8, top, POINTS_WIDE - label - looks.numbers - 16, _PITCH * len(lines))
    if looks.given:
        canvas.legend(12, [(Hollow(SOFT), "chỉ tiêu"), (Solid(BLUE), "kết quả")])
        targets = [line.target or 0 for line in lines]
        bars(canvas, box, targets, [Hollow(SOFT)], most=looks.most, thick=18 / _PITCH, baseline=False)
    bars(canvas, box, [line.result for line in lines], [Solid(BLUE)], most=looks.most, thick=9 / _PITCH)
    for place, line in enumerate(lines):
        y = top + _PITCH * (place + 0.5) + 4
        _name(canvas, line.label, label, y)
        reached = line.target is not None and line.result >= line.target
        text = line.text if looks.given else thousands(line.result)
        canvas.text(POINTS_WIDE, y, text, bold=reached, anchor="end")
    return canvas.picture(slug, title, _described(lines, looks.given), with_png=with_png)


def _name(canvas: Canvas, label: str, room: float, y: float) -> None:
    """A name on one line, or in smaller letters on two around it."""
    if width_of(label) <= room:
        canvas.text(room, y, label, anchor="end")
        return
    named = two_lines(label, room)
    for step, words in enumerate(named):
        canvas.text(room, y - 5.5 * (len(named) - 1) + 11 * step, words, SMALL, anchor="end")


def _described(lines: Sequence[Against], given: bool) -> str:
    if not given:
        told = "; ".join(f"{line.label}: {thousands(line.result)}" for line in lines)
        return f"Biểu đồ thanh ngang, mỗi dòng một tổ chức, chưa có chỉ tiêu để so. {told}."
    asked = [line for line in lines if line.target is not None]
    reached = sum(line.result >= (line.target or 0) for line in asked)
    told = "; ".join(
        f"{line.label}: {thousands(line.result)}"
        + (" (chưa giao chỉ tiêu)" if line.target is None else f" trên {thousands(line.target)}")
        for line in lines
    )
    return (
        "Biểu đồ thanh ngang, mỗi dòng một tổ chức: khung rỗng là chỉ tiêu, thanh đặc là kết quả, số đậm là đã đạt. "
        f"Đạt chỉ tiêu {reached}/{len(asked)} tổ chức được giao. {told}."
    )
