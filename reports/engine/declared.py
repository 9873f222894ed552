"""Years of which the register holds nobody: in their place the number that a document states, marked as such.

One place for every report of years, tables and sentences alike. A stated number stands only where nothing is counted
for that year; the first line that is entered puts the counted number in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dangvien.models import DeclaredFigure
from dangvien.models import Indicator as Declared
from dangvien.text import thousands
from reports.definition import THIS, By, Column, PeriodRows
from reports.engine.counts import Counts
from reports.engine.plan import TOTAL_KEY, Line, Plan
from reports.engine.question import Question
from reports.indicators.stated import STATED
from reports.table import DECLARED_MARK

NOT_COUNTED = "số theo văn bản, không đếm từ người trong sổ"

Place = tuple[str, str]
"""A cell: key of its line, code of its column."""


@dataclass(frozen=True)
class Stated:
    """What documents put into a table of years: figures by cell; spans of years that no single row can show.

    `silent` are cells of the same lines for which nothing is stated: there nothing is known, not even that it was 0.
    """

    figures: Mapping[Place, DeclaredFigure] = field(default_factory=dict)
    totals: Mapping[str, int] = field(default_factory=dict)
    silent: frozenset[Place] = frozenset()
    whole: Mapping[str, DeclaredFigure] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def value(self, line: str, column: str, counted: int | None) -> int | None:
        """The number of a cell, given what was counted for it."""
        if (figure := self.figures.get((line, column))) is not None:
            return figure.value
        if line == TOTAL_KEY and column in self.whole:
            return self.whole[column].value
        if line == TOTAL_KEY and column in self.totals:
            return (counted or 0) + self.totals[column]
        return None if (line, column) in self.silent else counted

    def marks(self, line: str, column: str) -> bool:
        """Whether a counted cell shows a stated number, or a sum that holds one."""
        in_total = line == TOTAL_KEY and (column in self.totals or column in self.whole)
        return in_total or (line, column) in self.figures


NOTHING_STATED = Stated()


def stated_in(question: Question, plan: Plan, counts: Counts) -> Stated:
    """What documents state for the years in which nothing is counted; nothing for reports of anything but years."""
    rows = question.report.rows
    if not question.stated or not isinstance(rows, PeriodRows) or rows.by is not By.YEAR:
        return NOTHING_STATED
    columns = [column for column in question.leaves if isinstance(column, Column)]
    wanted = {column.code: declared for column in columns if (declared := _may_state(column))}
    if not wanted:
        return NOTHING_STATED
    years, spans = _figures_of(question, set(wanted.values()))
    figures: dict[Place, DeclaredFigure] = {}
    silent: set[Place] = set()
    for line in plan.lines:
        if line.partial or not line.picks or not line.key.isdigit():
            continue
        here = {code: years.get((declared, int(line.key))) for code, declared in wanted.items()}
        found = {code: figure for code, figure in here.items() if figure and not _counted(counts, line, code)}
        figures |= {(line.key, code): figure for code, figure in found.items()}
        if found:
            rest = {column.code for column in columns} - found.keys()
            silent |= {(line.key, code) for code in rest if not _counted(counts, line, code)}
    totals: dict[str, int] = {}
    for (_, code), figure in figures.items():
        totals[code] = totals.get(code, 0) + figure.value
    whole = _whole(question, plan, counts, wanted, spans, totals)
    notes = tuple(_notes(columns, figures, spans.values()))
    return Stated(figures, totals, frozenset(silent), whole, notes)


def _may_state(column: Column) -> Declared | None:
    """What a document may state in place of a column; nothing for parts of it and for other days."""
    plain = column.only is None and column.of is None and column.when is THIS
    return STATED.get(column.indicator.code) if plain and column.indicator is not None else None


def _counted(counts: Counts, line: Line, code: str) -> int:
    return counts.value(line.picks[code]) or 0


def _figures_of(
    question: Question, indicators: set[Declared]
) -> tuple[dict[tuple[str, int], DeclaredFigure], dict[tuple[str, int, int], DeclaredFigure]]:
    """The standing results of the organization asked for: of single years, and of spans of years inside the period."""
    first, last = question.period.first.year, question.period.last.year
    standing = question.scope.declared_figures.standing().results().of_source()
    here = standing.filter(
        organization=question.organization,
        indicator__in=sorted(item.value for item in indicators),
        first_year__gte=first,
        last_year__lte=last,
    )
    years: dict[tuple[str, int], DeclaredFigure] = {}
    spans: dict[tuple[str, int, int], DeclaredFigure] = {}
    for figure in here.order_by("first_year", "pk"):
        if figure.first_year == figure.last_year:
            years[figure.indicator, figure.first_year] = figure
        else:
            spans[figure.indicator, figure.first_year, figure.last_year] = figure
    return years, spans


def _whole(
    question: Question,
    plan: Plan,
    counts: Counts,
    wanted: Mapping[str, Declared],
    spans: Mapping[tuple[str, int, int], DeclaredFigure],
    totals: Mapping[str, int],
) -> dict[str, DeclaredFigure]:
    """A figure of exactly the whole period, where not one of its years is known."""
    period = question.period
    if plan.total is None or any(part.partial for part in period.years()):
        return {}
    found = {}
    for code, declared in wanted.items():
        figure = spans.get((declared, period.first.year, period.last.year))
        if figure and code not in totals and not (counts.value(plan.total.picks[code]) or 0):
            found[code] = figure
    return found


def _notes(
    columns: list[Column],
    figures: Mapping[Place, DeclaredFigure],
    spans: Iterable[DeclaredFigure],
) -> Iterator[str]:
    """One note for each column and document, then the spans that no row shows."""
    for column in columns:
        by_document: dict[str, list[DeclaredFigure]] = {}
        for (_, code), figure in figures.items():
            if code == column.code:
                by_document.setdefault(figure.document, []).append(figure)
        for document, found in by_document.items():
            years = ", ".join(str(figure.first_year) for figure in sorted(found, key=lambda item: item.first_year))
            yield f"{DECLARED_MARK} {column.header}, năm {years}: {NOT_COUNTED} ({document})."
    for figure in spans:
        shown = f"{figure.first_year}–{figure.last_year}: {thousands(figure.value)}"
        yield f"{DECLARED_MARK} {figure.get_indicator_display()} giai đoạn {shown}: {NOT_COUNTED} ({figure.document})."
