"""A number of each year as columns, the years from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dangvien.text import thousands
from reports.picture import POINTS_WIDE, Picture
from reports.pictures.bars import Box, bars, scale_of
from reports.pictures.canvas import BLUE, SIZE, Canvas, Hatched, Solid, width_of

SLUG = "theo-nam"
_TALL = 150.0
"""Height of the longest column."""


@dataclass(frozen=True)
class YearBar:
    """One year and its number. `partial` marks a year that is not over or not whole."""

    year: int
    value: int
    partial: bool = False


def draw(title: str, unit: str, years: Sequence[YearBar], *, with_png: bool = False) -> Picture:
    """The years of a series; `unit` is what is counted ("đảng viên"). Raises ValueError without a year."""
    if not years:
        raise ValueError("no year to draw")
    partial = any(bar.partial for bar in years)
    canvas = Canvas(_TALL + 48 + (18 if partial else 0))
    texts = [thousands(bar.value) for bar in years]
    each = POINTS_WIDE / len(years)
    widest = max(width_of(text) for text in texts)
    bars(
        canvas,
        Box(0, 20, POINTS_WIDE, _TALL),
        [bar.value for bar in years],
        [Hatched(BLUE) if bar.partial else Solid(BLUE) for bar in years],
        most=scale_of([bar.value for bar in years]),
        thick=0.66,
        upward=True,
        texts=texts,
        size=min(SIZE, SIZE * (each - 2) / widest),
    )
    for place, bar in enumerate(years):
        name = str(bar.year)
        size = min(SIZE, SIZE * (each - 2) / width_of(name))
        canvas.text(each * (place + 0.5), _TALL + 36, name, size, anchor="middle")
    if partial:
        canvas.legend(_TALL + 60, [(Solid(BLUE), "cả năm"), (Hatched(BLUE), "năm chưa đủ 12 tháng")])
    return canvas.picture(SLUG, title, _described(unit, years), with_png=with_png)


def _described(unit: str, years: Sequence[YearBar]) -> str:
    first, last = years[0].year, years[-1].year
    span = f"năm {first}" if first == last else f"các năm {first}–{last}"
    words = [f"Biểu đồ cột, mỗi cột một năm: số {unit} {span}."]
    whole = [bar for bar in years if not bar.partial]
    if len(whole) > 1 and any(bar.value for bar in whole):
        most = max(whole, key=lambda bar: bar.value)
        least = min(whole, key=lambda bar: bar.value)
        words.append(
            f"Nhiều nhất năm {most.year}: {thousands(most.value)}; ít nhất năm {least.year}: {thousands(least.value)}."
        )
    elif not any(bar.value for bar in years):
        words.append("Không năm nào có.")
    words += [f"Năm {bar.year} chưa đủ 12 tháng: {thousands(bar.value)}." for bar in years if bar.partial]
    return " ".join(words)
