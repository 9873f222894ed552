"""What documents state of past years beside what the register counts for the same organization and years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dangvien.models import DeclaredFigure, Organization
from dangvien.models import Indicator as Declared
from dangvien.period import Period
from dangvien.scope import Scope
from reports.catalog import by_code
from reports.engine.counting import Measure
from reports.engine.counts import whole
from reports.engine.question import Question
from reports.indicators.stated import COUNTED

_CELLS = {
    Declared.ADMITTED: ("R28", "ket_nap", "ky_nay"),
    Declared.TRAINED: ("R28", "hoc_lop", "ky_nay"),
    Declared.CERTIFIED: ("R28", "cap_giay", "ky_nay"),
    Declared.RECOGNIZED: ("R28", "cong_nhan", "ky_nay"),
    Declared.MEMBERS: ("R00", "dang_vien", "so_luong"),
}
"""Where the counted number stands in a report, so that it can be opened there."""


@dataclass(frozen=True)
class Beside:
    """One stated figure and the counted number; `question`, `row` and `column` say where the latter opens."""

    figure: DeclaredFigure
    counted: int
    question: Question
    row: str
    column: str

    @property
    def difference(self) -> int:
        """Counted less stated: what the register has too much."""
        return self.counted - self.figure.value

    @property
    def stands_in_series(self) -> bool:
        """Whether tables of years show the stated number, because nobody is counted; never for a number of members."""
        return not self.counted and self.figure.indicator != Declared.MEMBERS


def beside(scope: Scope, figures: Iterable[DeclaredFigure]) -> list[Beside]:
    """The figures in their order, each with what is counted; figures of one organization and years together."""
    found = []
    for (organization, first, last), same in groupby(figures, key=_about):
        here = list(same)
        period = Period(date(first, 1, 1), date(last, 12, 31))
        measures = {figure.indicator: Measure(COUNTED[Declared(figure.indicator)], period) for figure in here}
        counts = whole(_question(scope, organization, period, "R28"), measures.values())
        for figure in here:
            code, row, column = _CELLS[Declared(figure.indicator)]
            question = _question(scope, organization, period, code)
            found.append(Beside(figure, counts.get(measures[figure.indicator], 0), question, row, column))
    return found


def _about(figure: DeclaredFigure) -> tuple[Organization, int, int]:
    return figure.organization, figure.first_year, figure.last_year


def _question(scope: Scope, organization: Organization, period: Period, code: str) -> Question:
    report = by_code(code)
    when = Period.day(period.last) if report.as_of_day else period
    return Question(report, scope, organization, when, report.chosen({}))
