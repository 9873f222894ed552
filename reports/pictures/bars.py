"""Bars to the right or upwards with their numbers: ReportLab's bar charts, set as all our pictures have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.charts.barcharts import BarChart, HorizontalBarChart, VerticalBarChart

from reports.pictures.canvas import INK, RULE, SIZE, Canvas, Solid, font_name

_GAP = 4.0
"""Between the end of a bar and its number."""
_HALF_DIGIT = 0.33
"""Half the height of a digit, in sizes of the letters."""


@dataclass(frozen=True)
class Box:
    """Where the bars stand: left, upper edge, width and height, counted down from the upper edge of the sheet."""

    x: float
    y: float
    width: float
    height: float


def bars(
    canvas: Canvas,
    box: Box,
    values: Sequence[int],
    looks: Sequence[Solid],
    *,
    most: float,
    least: float = 0.0,
    thick: float,
    upward: bool = False,
    texts: Sequence[str] = (),
    size: float = SIZE,
    baseline: bool = True,
) -> None:
    """One row of bars, the first on top (or on the left), on a scale from `least` to `most`.

    `thick` is how much of its place (1) a bar takes. `texts` stand at the ends of the bars. `looks` are one for each
    bar, or one for all.
    """
    chart: BarChart = VerticalBarChart() if upward else HorizontalBarChart()
    order = range(len(values)) if upward else range(len(values) - 1, -1, -1)
    chart.x, chart.y = box.x, canvas.up(box.y + box.height)
    chart.width, chart.height = box.width, box.height
    chart.data = [[values[place] for place in order]]
    chart.valueAxis.valueMin, chart.valueAxis.valueMax = least, max(most, least + 1)
    chart.valueAxis.visible = chart.categoryAxis.visibleLabels = chart.categoryAxis.visibleTicks = 0
    chart.categoryAxis.visibleAxis = int(baseline)
    chart.categoryAxis.strokeColor, chart.categoryAxis.strokeWidth = RULE, 0.75
    chart.barWidth, chart.groupSpacing = thick, 1 - thick
    chart.bars.strokeColor = None
    for column, place in enumerate(order):
        look = looks[place if len(looks) > 1 else 0]
        chart.bars[(0, column)].symbol = look
    if texts and upward:
        chart.barLabelFormat = "values"
        chart.barLabelArray = [[texts[place] for place in order]]
        chart.barLabels.fontName, chart.barLabels.fontSize, chart.barLabels.fillColor = font_name(), size, INK
        chart.barLabels.boxAnchor, chart.barLabels.nudge = "s", 2
    canvas.drawing.add(chart)
    if texts and not upward:
        for place, (value, text) in enumerate(zip(values, texts, strict=True)):
            end = box.x + box.width * (value - least) / (chart.valueAxis.valueMax - least)
            y = box.y + box.height * (place + 0.5) / len(values) + size * _HALF_DIGIT
            left = least < 0
            canvas.text(end - _GAP if left else end + _GAP, y, text, size, anchor="end" if left else "start")


def scale_of(values: Sequence[int]) -> float:
    """The end of a scale that holds these values; never nothing."""
    return float(max([*values, 1]))
