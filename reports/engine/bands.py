"""Rows that are the bands of a scale: how many organizations lie in each, and which."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from dangvien.text import decimal, round_half_up
from reports.definition import Band, BandRows, Column, Judgement, Sum, Thing, Total
from reports.definition.faults import HOW_MANY, WHICH
from reports.engine import organizations
from reports.engine.counts import Counts
from reports.engine.figures import Figures, Number
from reports.engine.plan import TOTAL_KEY, Line, Plan
from reports.engine.question import Question
from reports.engine.shape import shape_of
from reports.table import RowStyle

NOT_JUDGED = Band("khong_xep", "Không xếp được (thiếu số để so)")


def plan(question: Question, rows: BandRows) -> Plan:
    """The organizations are counted here: which band holds them is known only then."""
    report = replace(question.report, rows=rows.rows, columns=rows.columns, total=Total.NONE, checks=(), facing=0)
    inner = replace(question, report=report)
    shape = shape_of(inner, rows.rows)
    under = organizations.plan(inner, rows.rows, shape)
    figures = Figures(inner, under, Counts(inner, under))
    scale = Judgement("", "", rows.of, rows.bands)
    key_of = {place.code: place.organization for place in shape.rows}
    lines, judged = [], {line.key: figures.judgement(line, scale) for line in under.lines}
    for number, band in enumerate((*rows.bands, NOT_JUDGED), start=1):
        label = "" if band is NOT_JUDGED else band.label
        here = [line for line in under.lines if judged[line.key] == label]
        if band is NOT_JUDGED and not here:
            continue
        names = (_name(line, figures.number(line, rows.of), rows, inner) for line in here)
        lines.append(
            Line(
                band.code,
                band.label,
                question.report.number_format.format(number),
                texts={WHICH: "; ".join(names)},
                listed={HOW_MANY: tuple(key_of[line.key] for line in here)},
                listed_thing=Thing.ORGANIZATION,
            )
        )
    total = None
    if question.report.total is not Total.NONE:
        every = {HOW_MANY: tuple(key_of[line.key] for line in under.lines)}
        label = organizations.total_label(question)
        style, thing = RowStyle.TOTAL, Thing.ORGANIZATION
        total = Line(TOTAL_KEY, label, style=style, listed=every, listed_thing=thing)
    return Plan(tuple(lines), total)


def _name(line: Line, value: Number, rows: BandRows, inner: Question) -> str:
    if value is None:
        return line.label
    column = next(column for column in inner.leaves if column.code == rows.of)
    whole = isinstance(column, Column | Sum)
    places = 0 if whole else getattr(column, "places", 1)
    return f"{line.label} ({decimal(round_half_up(Fraction(value), places), places)}{rows.unit})"
