"""Figures become the cells and rows of the table: their kind, how they are rounded, whether they open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from dangvien.models import DeclaredFigure
from dangvien.text import round_half_up, thousands
from reports.definition import (
    AnyColumn,
    Change,
    Column,
    Conversion,
    Growth,
    Judgement,
    Points,
    Quotient,
    Rank,
    Ratio,
    Share,
    Streak,
    Text,
    Thing,
    Zero,
)
from reports.engine.counting import merged
from reports.engine.figures import Figures
from reports.engine.plan import Line, cell_key, summed
from reports.table import DECLARED_MARK, Cell, CellKind, Row

BLANK = Cell(CellKind.BLANK, None)

Evidences = dict[str, dict[int, int]]


class Drawing:
    """Turns lines into rows. With evidence it gathers what stands behind each cell on the way."""

    def __init__(self, figures: Figures) -> None:
        self.figures, self.counts = figures, figures.counts
        self.leaves = figures.question.leaves
        self.dash = figures.question.report.zero is Zero.DASH
        self.evidence: Evidences = {}

    def row(self, line: Line) -> Row:
        """One line, drawn."""
        cells = tuple(self._cell(line, column) for column in self.leaves)
        return Row(line.key, line.number, line.label, cells, line.style, line.level, line.person)

    def _cell(self, line: Line, column: AnyColumn) -> Cell:
        if column.code in line.crossed:
            return Cell(CellKind.CROSS, None)
        if isinstance(column, Text):
            return self._text(line, column)
        if line.is_heading:
            return BLANK
        if isinstance(column, Judgement):
            word = self.figures.judgement(line, column)
            return Cell(CellKind.MIDDLE, word) if word else BLANK
        mark = DECLARED_MARK if self.figures.is_marked(line, column) else ""
        cell = self._counted(line, column) if isinstance(column, Column) else self._worked_out(line, column)
        return replace(cell, mark=mark) if mark and cell.value is not None else cell

    def _worked_out(self, line: Line, column: AnyColumn) -> Cell:
        value = self.figures.number(line, column.code)
        if value is None:
            return BLANK
        if isinstance(column, Ratio | Share | Change | Growth | Conversion):
            return Cell(CellKind.PERCENT, str(round_half_up(Fraction(value), column.places)))
        if isinstance(column, Quotient):
            return Cell(CellKind.DECIMAL, str(round_half_up(Fraction(value), column.places)))
        if isinstance(column, Points):
            return Cell(CellKind.DECIMAL, str(self._as_its_percentages(value, column)))
        return Cell(CellKind.COUNT, int(value), dash=self.dash and not isinstance(column, Rank | Streak))

    def _as_its_percentages(self, value: Fraction | int, column: Points) -> Decimal:
        now = self.figures.columns[column.now]
        return round_half_up(Fraction(value), getattr(now, "places", 1))

    def _text(self, line: Line, column: Text) -> Cell:
        if column.code in line.listed:
            things = line.listed[column.code]
            self.evidence[cell_key(line.key, column.code)] = dict.fromkeys(things, 1)
            kind = line.listed_thing.value
            return Cell(CellKind.COUNT, len(things), opens=True, things=len(things), thing=kind, dash=self.dash)
        word = line.texts.get(column.code, "")
        return Cell(CellKind.MIDDLE if column.middle or column.counts else CellKind.TEXT, word) if word else BLANK

    def _stated(self, line: Line, column: Column) -> DeclaredFigure | None:
        """What a document states in place of a cell that counts nobody."""
        stated = self.figures.stated
        if (figure := stated.figures.get((line.key, column.code))) is not None:
            return figure
        return stated.whole.get(column.code) if line is self.figures.plan.total else None

    def _counted(self, line: Line, column: Column) -> Cell:
        value = self.figures.number(line, column.code)
        place = (line.key, column.code)
        if (figure := self._stated(line, column)) is not None:
            self.evidence[cell_key(*place)] = {figure.pk: 1}
            return Cell(CellKind.COUNT, figure.value, opens=True, things=1, thing=Thing.FIGURE.value)
        if place in self.figures.stated.silent:
            return BLANK
        if line.mean or line.shared_by:
            places = line.mean_places
            return BLANK if value is None else Cell(CellKind.DECIMAL, str(round_half_up(Fraction(value), places)))
        pick = line.picks.get(column.code)
        if value is None and pick is not None and pick.measure.indicator.blank:
            return BLANK
        picks = [pick] if pick is not None else summed(line, self.figures.by_key, column.code)
        opens, thing, things = bool(picks), "", None
        if picks:
            thing = picks[0].measure.indicator.thing.value
            if self.counts.with_evidence:
                behind = merged(self.counts.things(part) for part in picks)
                self.evidence[cell_key(line.key, column.code)] = behind
                things = len(behind)
        elif value is None:
            return BLANK
        if pick is not None and column.code in line.out_of:
            whole = self.counts.value(line.out_of[column.code]) or 0
            text = f"{thousands(int(value or 0))}/{thousands(whole)}"
            return Cell(CellKind.FRACTION, text, opens=True, things=things, thing=thing)
        if value is None:
            return BLANK
        return Cell(CellKind.COUNT, int(value), opens=opens, things=things, thing=thing, dash=self.dash)


def thing_of(cell: Cell) -> Thing:
    """What stands behind a cell; people where the table was kept before this was written down."""
    return Thing(cell.thing) if cell.thing else Thing.PERSON
