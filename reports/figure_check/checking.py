"""All rules, one after the other, and their findings in the order of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from reports.figure_check.case import Case, TableCell, percent, shown
from reports.figure_check.findings import Checked, Draft, Figure, Finding
from reports.figure_check.rules import (
    averages,
    counts,
    definitions,
    growth,
    labels,
    periods,
    shares,
    shares_of_tables,
    stocks,
    sums,
    sums_of_years,
    symbols,
    targets,
    texts,
    unsupported,
)
from reports.figure_check.rules.labels import noun

RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    sums.find,
    sums_of_years.find,
    shares.find,
    shares_of_tables.find,
    targets.find,
    averages.find,
    growth.find,
    stocks.find,
    counts.find,
    labels.find,
    periods.find,
    definitions.find,
    unsupported.find,
    texts.find,
    symbols.find,
)


def check(draft: Draft) -> Checked:
    """What contradicts itself in a draft. The same draft gives the same findings, with the same keys."""
    case = Case(draft)
    found = [finding for rule in RULES for finding in rule(case)]
    found.sort(key=lambda finding: (finding.spans[0], finding.klass))
    figures = [mention.figure() for mention in case.mentions]
    figures += [_figure(cell) for table in case.tables for cell in table.figures]
    figures.sort(key=lambda figure: figure.span)
    told = replace(draft, partial=(*draft.partial, *case.left_out))
    return Checked(told, tuple(figures), tuple(found), tuple(_notes(case)))


def _figure(cell: TableCell) -> Figure:
    """A cell as a figure: its words are those at the head of its row and column."""
    words = f"{cell.row_label} … {cell.column_label}"
    piece, start, end = cell.span
    return Figure(
        piece, start, end, cell.text, cell.value or Fraction(0), noun(cell.column_label), cell.percent, words=words
    )


_MOST_CUT = 8
"""Cut-off percentages told one by one; a paper that cuts everywhere is told so once."""


def _cut_off(case: Case) -> Iterator[str]:
    """Percentages that were cut off instead of rounded."""
    found = list(shares.cut_off(case))
    for share, part, whole in found[:_MOST_CUT]:
        exact = 100 * part.value / whole
        place = case.draft.pieces[share.span[0]].place
        yield (
            f"{place}: {share.printed} cắt chữ số, không làm tròn; {shown(part.value, part.places)} trên {shown(whole)}"
            f" là {percent(exact, share.places + 1)}, làm tròn được {percent(exact, share.places)}."
        )
    if len(found) > _MOST_CUT:
        yield f"Còn {len(found) - _MOST_CUT} tỷ lệ khác cắt chữ số, không làm tròn."


def _notes(case: Case) -> Iterator[str]:
    """What is worth knowing and no fault: the state of the draft."""
    marked = any(sentence.low.strip(" .*") in {"dự thảo", "bản dự thảo"} for sentence in case.sentences)
    if case.own_number is not None and not case.own_number[1][1]:
        marked = True
        yield "Số của văn bản còn để trống."
    if any(
        symbol in sentence.low for sentence in case.sentences for symbol in ("số -bc/", "ngày /", "số …-", "số ...-")
    ):
        yield "Số hoặc ngày của văn bản còn để trống."
        marked = True
    if marked:
        yield "Văn bản đang là dự thảo."
    yield from _cut_off(case)
