"""How many reach each stage of a way: one bar under another, each as long as its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dangvien.text import thousands
from reports.picture import POINTS_WIDE, Picture
from reports.pictures.bars import Box, bars, scale_of
from reports.pictures.canvas import BLUE, SOFT, Canvas, Solid, fitted, width_of

SLUG = "tu-lop-den-the"
_PITCH = 40.0
_BAR = 16.0


@dataclass(frozen=True)
class Stage:
    """A stage and how many have reached it. `share` is the part of the stage before, as printed ("36,9%"), or ""."""

    label: str
    value: int
    share: str = ""


def draw(title: str, unit: str, stages: Sequence[Stage], *, with_png: bool = False) -> Picture:
    """The stages from first to last. Raises ValueError without a stage."""
    if not stages:
        raise ValueError("no stage to draw")
    canvas = Canvas(_PITCH * len(stages) + 4)
    bars(
        canvas,
        Box(0, 12, POINTS_WIDE, _PITCH * len(stages)),
        [stage.value for stage in stages],
        [Solid(BLUE)],
        most=scale_of([stage.value for stage in stages]),
        thick=_BAR / _PITCH,
        baseline=False,
    )
    for place, stage in enumerate(stages):
        y = _PITCH * place + 17
        number = thousands(stage.value)
        share = f" ({stage.share})" if stage.share else ""
        room = POINTS_WIDE - width_of(number, bold=True) - width_of(share) - 10
        canvas.text(0, y, fitted(stage.label, room))
        canvas.text(POINTS_WIDE - width_of(share), y, number, bold=True, anchor="end")
        if share:
            canvas.text(POINTS_WIDE, y, share, anchor="end", color=SOFT)
    return canvas.picture(SLUG, title, _described(unit, stages), with_png=with_png)


def _described(unit: str, stages: Sequence[Stage]) -> str:
    told = "; ".join(
        f"{stage.label}: {thousands(stage.value)}{f', bằng {stage.share} bước trước' if stage.share else ''}"
        for stage in stages
    )
    return f"Biểu đồ thanh ngang, mỗi thanh một bước, tính bằng {unit}. {told}."
