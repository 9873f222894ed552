"""People by age and sex: men to the left, women to the right, the oldest on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dangvien.text import thousands
from reports.picture import POINTS_WIDE, Picture
from reports.pictures.bars import Box, bars, scale_of
from reports.pictures.canvas import BLUE, RED, Canvas, Hatched, Solid, width_of

SLUG = "thap-tuoi"
_PITCH = 21.0
_GAP = 6.0
"""Between a bar's end and its number."""


@dataclass(frozen=True)
class Band:
    """An age band with its men and women."""

    label: str
    men: int
    women: int


def draw(title: str, unit: str, bands: Sequence[Band], *, with_png: bool = False) -> Picture:
    """The bands from the youngest to the oldest. Raises ValueError without a band."""
    if not bands:
        raise ValueError("no band to draw")
    top, label = 22.0, max(width_of(band.label) for band in bands)
    shown = list(reversed(bands))
    canvas = Canvas(top + _PITCH * len(bands) + 6)
    most = scale_of([value for band in bands for value in (band.men, band.women)])
    side = (POINTS_WIDE - label - 8) / 2
    number = max(width_of(thousands(value)) for band in bands for value in (band.men, band.women)) + _GAP + 2
    middle, length = label + 8 + side, side - number
    height = _PITCH * len(bands)
    men, women = Box(middle - length, top, length, height), Box(middle, top, length, height)
    bars(
        canvas, men, [-band.men for band in shown], [Solid(BLUE)], most=0, least=-most, thick=0.76,
        texts=[thousands(band.men) for band in shown], baseline=False,
    )  # fmt: skip
    bars(
        canvas, women, [band.women for band in shown], [Hatched(RED)], most=most, thick=0.76,
        texts=[thousands(band.women) for band in shown],
    )  # fmt: skip
    for place, band in enumerate(shown):
        canvas.text(0, top + _PITCH * (place + 0.5) + 4, band.label)
    canvas.text(middle - 8, 13, "Nam", bold=True, anchor="end")
    canvas.text(middle + 8, 13, "Nữ", bold=True)
    return canvas.picture(SLUG, title, _described(unit, bands), with_png=with_png)


def _described(unit: str, bands: Sequence[Band]) -> str:
    men, women = sum(band.men for band in bands), sum(band.women for band in bands)
    words = [
        f"Tháp tuổi: nam bên trái (thanh đặc), nữ bên phải (thanh gạch chéo), trẻ ở dưới. "
        f"Tổng số {thousands(men + women)} {unit}: nam {thousands(men)}, nữ {thousands(women)}."
    ]
    if men + women:
        most = max(bands, key=lambda band: band.men + band.women)
        words.append(f"Đông nhất là nhóm {most.label}: {thousands(most.men + most.women)}.")
    return " ".join(words)
