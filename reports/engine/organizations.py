"""Rows that are organizations: in the official order, on several levels, by khối, or ranked by a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dangvien import codes
from dangvien.text import thousands
from reports.definition import Bound, Column, OrganizationRows, Ranking, Text, Total
from reports.engine.counting import Measure
from reports.engine.counts import Counts
from reports.engine.figures import Figures
from reports.engine.plan import TOTAL_KEY, Line, Pick, Plan
from reports.engine.question import Question
from reports.engine.shape import RowPlace, Shape
from reports.table import CheckResult, RowStyle

OTHERS_KEY = "cac_don_vi_khac"


def plan(question: Question, rows: OrganizationRows, shape: Shape) -> Plan:
    """A line for each organization of the shape, and the line of totals over those of the highest level."""
    columns = [column for column in question.leaves if isinstance(column, Column)]
    measures = {column.code: measure_of(question, column) for column in columns}
    lines: list[Line] = []
    if rows.by_sector:
        lines = _by_sector(question, columns, measures, rows, shape)
    else:
        counter = _Counter(question, rows.restart)
        lines = [_line(question, columns, measures, shape, place, counter.next(place)) for place in shape.rows]
    lines = _with_words(question, lines, shape)
    tops = [place for place in shape.rows if not place.parent]
    every = frozenset[int]().union(*(shape.under[place.organization] for place in tops))
    own = frozenset(place.organization for place in tops)
    total = None
    if question.report.total is not Total.NONE:
        number = ""
        if question.report.total is Total.LAST_NUMBERED:
            number = question.report.number_format.format(len(shape.rows) + 1)
        total = Line(
            TOTAL_KEY,
            total_label(question),
            number,
            style=RowStyle.TOTAL,
            picks=_picks(question, columns, measures, every, own),
            out_of=_wholes(question, columns, every),
        )
    return Plan(tuple(lines), total, by_place=True)


def measure_of(question: Question, column: Column) -> Measure:
    """What a counted column counts, at all places."""
    assert column.indicator is not None  # looked after when the catalogue was read
    traits = (column.only,) if column.only else ()
    return Measure(column.indicator, column.when.shift(question.period), traits=traits, slice=column.of)


def _picks(
    question: Question,
    columns: Sequence[Column],
    measures: Mapping[str, Measure],
    below: frozenset[int],
    own: frozenset[int],
) -> dict[str, Pick]:
    return {
        column.code: Pick(
            measures[column.code],
            own if column.indicator is not None and column.indicator.own else below,
            column.counts_once(question.choices),
        )
        for column in columns
    }


def _wholes(question: Question, columns: Sequence[Column], below: frozenset[int]) -> dict[str, Pick]:
    """By column what its number is written over, of the same days and places."""
    return {
        column.code: Pick(Measure(column.out_of, column.when.shift(question.period)), below)
        for column in columns
        if column.out_of is not None
    }


def _line(
    question: Question,
    columns: Sequence[Column],
    measures: Mapping[str, Measure],
    shape: Shape,
    place: RowPlace,
    number: str,
) -> Line:
    own = frozenset([place.organization])
    style = RowStyle.HEADING if place.heading else RowStyle.SUBTOTAL if place.has_rows else RowStyle.LINE
    return Line(
        place.code,
        place.label,
        number,
        place.depth,
        style,
        picks={} if place.heading else _picks(question, columns, measures, shape.under[place.organization], own),
        out_of={} if place.heading else _wholes(question, columns, shape.under[place.organization]),
        parent=place.parent,
        top=place.top,
    )


def _with_words(question: Question, lines: list[Line], shape: Shape) -> list[Line]:
    """The lines with what their columns of words say about the organizations."""
    columns = [column for column in question.leaves if isinstance(column, Text) and column.words is not None]
    if not columns:
        return lines
    scope, period, choices = question.narrowed, question.period, question.choices
    told = {column.code: column.words(scope, period, choices) for column in columns if column.words is not None}
    key_of = {place.code: place.organization for place in shape.rows}
    return [
        replace(
            line, texts={code: words[key_of[line.key]] for code, words in told.items() if key_of[line.key] in words}
        )
        if line.key in key_of
        else line
        for line in lines
    ]


class _Counter:
    """Running numbers: Roman for rows that have rows below them, Arabic for the others."""

    def __init__(self, question: Question, restart: bool) -> None:
        self.format, self.restart = question.report.number_format, restart
        self.upper = self.lower = 0

    def next(self, place: RowPlace | None) -> str:
        if place is None or place.has_rows or place.heading:
            self.upper += 1
            self.lower = 0 if self.restart else self.lower
            return roman(self.upper)
        self.lower += 1
        return self.format.format(self.lower)


def roman(number: int) -> str:
    """I, II, III … as sections of a table are numbered."""
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, sign in signs:
        while number >= value:
            written, number = written + sign, number - value
    return written


def _by_sector(
    question: Question,
    columns: Sequence[Column],
    measures: Mapping[str, Measure],
    rows: OrganizationRows,
    shape: Shape,
) -> list[Line]:
    """The rows under their khối, in the order of the code list; those without one last."""
    counter = _Counter(question, rows.restart)
    lines: list[Line] = []
    known = codes.of("sector")
    for sector, label in [*known.choices, ("", "Chưa rõ khối")]:
        here = [place for place in shape.rows if (place.sector if place.sector in known else "") == sector]
        if not here:
            continue
        key = f"khoi_{sector or 'chua_ro'}"
        below = frozenset[int]().union(*(shape.under[place.organization] for place in here))
        own = frozenset(place.organization for place in here)
        picks, out_of = _picks(question, columns, measures, below, own), _wholes(question, columns, below)
        lines.append(Line(key, label, counter.next(None), style=RowStyle.SUBTOTAL, picks=picks, out_of=out_of))
        for place in here:
            number = counter.next(replace(place, has_rows=False))
            line = _line(question, columns, measures, shape, place, number)
            lines.append(replace(line, level=1, parent=key, top=False))
    return lines


def total_label(question: Question) -> str:
    """The label of the line of totals: the reader's choice where the report offers one."""
    chosen = question.choices.get("nhan_tong")
    if chosen:
        option = next(item for item in question.report.options if item.code == "nhan_tong")
        return dict(option.values)[chosen]
    return question.report.total_label


def ranked(question: Question, plan: Plan, counts: Counts, ranking: Ranking) -> Plan:
    """The same lines by a column; those outside the bounds become one line, or are left out with a note."""
    figures = Figures(question, plan, counts)
    by_value = {line.key: figures.number(line, ranking.by) for line in plan.lines}
    order = {line.key: place for place, line in enumerate(plan.lines)}

    def before(line: Line) -> tuple[bool, float, int]:
        value = by_value[line.key] if ranking.reorder else 0
        return value is None, (-1 if ranking.descending else 1) * float(value or 0), order[line.key]

    shown: list[Line] = []
    hidden: list[Line] = []
    least, most = (_bound(question, bound) for bound in (ranking.at_least, ranking.below))
    for line in sorted(plan.lines, key=before):
        value = by_value[line.key]
        low = least is not None and (value is None or value < least)
        high = most is not None and (value is None or value >= most)
        (hidden if low or high else shown).append(line)
    form = question.report.number_format
    lines = [replace(line, number=form.format(place)) for place, line in enumerate(shown, start=1)]
    notes = plan.notes
    if hidden and ranking.others:
        picks = {
            code: replace(pick, places=frozenset[int]().union(*(line.picks[code].places or () for line in hidden)))
            for code, pick in hidden[0].picks.items()
        }
        lines.append(Line(OTHERS_KEY, f"{ranking.others} ({thousands(len(hidden))} đơn vị)", picks=picks))
    elif hidden:
        left_out = f"{thousands(len(hidden))} đơn vị khác không nằm trong danh sách này"
        notes = (*notes, f"{left_out}; dòng tổng tính cả các đơn vị đó.")
    return replace(plan, lines=tuple(lines), notes=notes)


def _bound(question: Question, bound: Bound | None) -> float | None:
    return bound(question.choices) if callable(bound) else bound


def checks(question: Question, plan: Plan, counts: Counts, shape: Shape) -> list[CheckResult]:
    """Lines without a place in the tree, and each column's rows against the same column added up the other way."""
    homeless: list[CheckResult] = []
    footings: list[CheckResult] = []
    columns = [column for column in question.leaves if isinstance(column, Column)]
    tops = [line for line in plan.lines if line.top and line.picks]
    for column in columns:
        assert column.indicator is not None
        by_place = counts.by_places(measure_of(question, column))
        lost = sum(n for place, n in by_place.items() if place not in shape.row_of)
        if lost:
            sentence = f"{column.header}: {lost} dòng sổ thuộc tổ chức không có trong cây tổ chức ngày cuối kỳ"
            homeless.append(CheckResult(sentence, False))
        if column.indicator.own:
            footings.extend(_against_the_whole(question, column, by_place, [line.picks[column.code] for line in tops]))
        elif not column.counts_once(question.choices):
            parts = [counts.value(line.picks[column.code]) or 0 for line in tops]
            below = sum(by_place.get(place, 0) for place in shape.below)
            footings.append(footing(column.header, parts, below, source="đếm thẳng trong cả phạm vi"))
    return [*homeless, *footings]


def _against_the_whole(
    question: Question, column: Column, by_place: Mapping[int, int], picks: Sequence[Pick]
) -> Iterator[CheckResult]:
    """What the rows were given for a year against what the organization asked for was given itself, where both were.

    Of several years nothing is said: the one may have a target for other years than the others.
    """
    here, years = question.organization.pk, column.when.shift(question.period)
    if years.first.year != years.last.year:
        return
    rows = frozenset[int]().union(*(pick.places or () for pick in picks))
    given = [by_place[place] for place in rows if place in by_place]
    if here in by_place and here not in rows and given:
        parts, whole = sum(given), by_place[here]
        sign = "≤" if parts <= whole else ">"
        sentence = f"cộng các dòng {thousands(parts)} {sign} giao cho {question.organization_name} {thousands(whole)}"
        yield CheckResult(f"{column.header}, năm {years.last.year}: {sentence}", parts <= whole)


def footing(header: str, parts: Sequence[int], whole: int, *, source: str) -> CheckResult:
    """Whether the rows add up to a number counted apart from them."""
    total = sum(parts)
    sign = "=" if total == whole else "≠"
    return CheckResult(f"{header}: cộng các dòng {thousands(total)} {sign} {source} {thousands(whole)}", total == whole)
