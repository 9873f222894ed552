"""The numbers of a plan, those worked out of others included: ratios, averages, shares, changes, ranks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dangvien.period import PeriodPart
from dangvien.text import round_half_up
from reports.definition import (
    AnyColumn,
    Band,
    Base,
    Change,
    Column,
    Conversion,
    EachPeriod,
    Growth,
    Judgement,
    Points,
    Quotient,
    Rank,
    Ratio,
    Running,
    Share,
    Streak,
    Sum,
)
from reports.engine.counts import Counts
from reports.engine.declared import NOTHING_STATED, Stated
from reports.engine.plan import Line, Plan
from reports.engine.question import Question

Number = Fraction | int | None
"""A figure before it is rounded; None where there is none (nothing to divide by, nothing to compare with)."""


class Figures:
    """The number of every cell, each worked out once."""

    def __init__(self, question: Question, plan: Plan, counts: Counts, stated: Stated = NOTHING_STATED) -> None:
        self.question, self.plan, self.counts, self.stated = question, plan, counts, stated
        self.columns = {column.code: column for column in question.leaves}
        self.by_key = {line.key: line for line in plan.every_line}
        self.rows = [line for line in plan.lines if not line.is_heading and not line.shared_by]
        self.place = {line.key: place for place, line in enumerate(self.rows)}
        self._known: dict[tuple[str, str], Number] = {}
        self._scales: dict[str, tuple[Band, ...]] = {}

    def number(self, line: Line, code: str) -> Number:
        """The figure of a cell. Raises KeyError for a column the table does not have."""
        key = (line.key, code)
        if key not in self._known:
            self._known[key] = self._work_out(line, self.columns[code])
        return self._known[key]

    def rounded(self, line: Line, column: Ratio | Share | Growth | Conversion | Change | Quotient) -> Decimal | None:
        """The figure as printed, rounded half up."""
        value = self.number(line, column.code)
        return None if value is None else round_half_up(Fraction(value), column.places)

    def _work_out(self, line: Line, column: AnyColumn) -> Number:
        if line.is_heading or column.code in line.crossed:
            return None
        match column:
            case Column():
                return self._counted(line, column.code)
            case Ratio():
                return self._part(line, column.numerator, line, column.denominator, 100)
            case Quotient():
                return self._part(line, column.total, line, column.count, 1)
            case Share():
                base = self._base(line, column)
                return self._part(line, column.of, base, column.of, 100) if base else None
            case Sum():
                return self._sum(line, column)
            case Change():
                return self._change(self.number(line, column.now), self.number(line, column.before))
            case Points():
                return self._points(line, column)
            case Growth() | Conversion() | Running():
                return self._along(line, column)
            case Rank():
                return self._rank(line, column)
            case Streak():
                return self._streak(line, column)
            case _:
                return None

    def _counted(self, line: Line, code: str) -> Number:
        if line.mean:
            total, count = (self.counts.value(pick) for pick in line.mean[code])
            return Fraction(total or 0, count) if count else None
        if line.plus or line.minus:
            plus = sum(self.number(self.by_key[key], code) or 0 for key in line.plus if key in self.by_key)
            found = plus - sum(self.number(self.by_key[key], code) or 0 for key in line.minus if key in self.by_key)
            return Fraction(found, line.shared_by) if line.shared_by else found
        pick = line.picks.get(code)
        return self.stated.value(line.key, code, self.counts.value(pick) if pick else None)

    def _part(self, line: Line, of: str, other: Line, whole: str, scale: int) -> Number:
        numerator, denominator = self.number(line, of), self.number(other, whole)
        if numerator is None or not denominator or self._of_other_years(line, of, other, whole):
            return None
        return Fraction(numerator) * scale / Fraction(denominator)

    def _of_other_years(self, line: Line, of: str, other: Line, whole: str) -> bool:
        """Whether one of two sums holds years that documents state and the other does not: they are no ratio."""
        return self.stated.marks(line.key, of) is not self.stated.marks(other.key, whole)

    def is_marked(self, line: Line, column: AnyColumn) -> bool:
        """Whether the figure of a cell rests on a number that a document states."""
        if isinstance(column, Column):
            parts = [self.by_key[key] for key in line.plus if key in self.by_key]
            return self.stated.marks(line.key, column.code) or any(self.is_marked(part, column) for part in parts)
        if not self.stated.figures and not self.stated.whole:
            return False
        place = self.place.get(line.key, 0)
        lines = [line]
        if isinstance(column, Running):
            lines = self.rows[: place + 1]
        elif isinstance(column, Growth | Conversion):
            lines = self.rows[max(place - 1, 0) : place + 1]
        names = [name for ref in column.refs for name in _names(getattr(column, ref))]
        return any(self.is_marked(item, self.columns[name]) for item in lines for name in names)

    def _base(self, line: Line, column: Share) -> Line | None:
        if column.base is Base.FIRST:
            return self.rows[0] if self.rows else None
        if column.base is Base.PARENT:
            return self.by_key.get(line.parent) or line
        return self.plan.total

    def _sum(self, line: Line, column: Sum) -> Number:
        plus = [self.number(line, code) for code in column.plus]
        minus = [self.number(line, code) for code in column.minus]
        if all(value is None for value in plus) or None in minus:
            return None
        return sum(value or 0 for value in plus) - sum(value or 0 for value in minus)

    @staticmethod
    def _change(now: Number, before: Number) -> Number:
        if now is None or not before:
            return None
        return (Fraction(now) - before) * 100 / Fraction(before)

    def _points(self, line: Line, column: Points) -> Number:
        """Of the percentages as printed, so that a reader who takes one from the other finds the same."""
        now, before = (self._printed(line, code) for code in (column.now, column.before))
        return None if now is None or before is None else Fraction(now - before)

    def _printed(self, line: Line, code: str) -> Decimal | None:
        column = self.columns[code]
        assert isinstance(column, Ratio | Share)  # looked after when the catalogue was read
        return self.rounded(line, column)

    def _along(self, line: Line, column: Growth | Conversion | Running) -> Number:
        """Figures that look at the rows before; the line of totals has none."""
        place = self.place.get(line.key)
        if place is None:
            return None
        if isinstance(column, Running):
            return sum(self.number(item, column.of) or 0 for item in self.rows[: place + 1])
        if not place:
            return None
        before = self.rows[place - 1]
        if isinstance(column, Conversion):
            return self._part(line, column.of, before, column.of, 100)
        if line.partial or before.partial:
            return None
        return self._change(self.number(line, column.of), self.number(before, column.of))

    def _rank(self, line: Line, column: Rank) -> Number:
        value = self.number(line, column.of)
        if value is None or line.key not in self.place:
            return None
        rivals = [other for other in self.rows if other.parent == line.parent]
        return 1 + sum((self.number(other, column.of) or 0) > value for other in rivals)

    def _streak(self, line: Line, column: Streak) -> Number:
        if line is self.plan.total:
            return None
        running = 0
        for part in reversed(self._ended(column)):
            value = self.number(line, f"{column.each}_{part.key}")
            if value is None or value >= column.below:
                break
            running += 1
        return running

    def _ended(self, column: Streak) -> list[PeriodPart]:
        """The parts of the calendar that are whole and over: some months of a year are not compared with a year."""
        question = self.question
        by = next(
            head.by
            for head in question.report.columns
            if isinstance(head, EachPeriod) and column.each in {inner.code for inner in head.columns}
        )
        parts = question.period.parts(by.value)
        return [part for part in parts if not part.partial and part.whole.last <= question.scope.today]

    def _bands(self, column: Judgement) -> tuple[Band, ...]:
        """The bands of a column, asked for once."""
        if column.code not in self._scales:
            bands, question = column.bands, self.question
            if callable(bands):
                bands = bands(question.organization, question.period, question.choices)
            self._scales[column.code] = bands
        return self._scales[column.code]

    def judgement(self, line: Line, column: Judgement) -> str:
        """The name of the band in which the figure lies; empty when there is no figure or no such band."""
        value = self.number(line, column.of)
        if value is None:
            return ""
        for band in self._bands(column):
            if band.least is None or value > band.least or (value == band.least and not band.above):
                return band.label
        return ""


def _names(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
