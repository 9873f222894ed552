"""Rows that are a fixed list of criteria: parts below their whole, computed lines, sections, panels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dangvien.text import thousands
from reports.definition import (
    UNIT,
    AnyCriterion,
    Column,
    Computed,
    CriteriaRows,
    Criterion,
    Indicator,
    Mean,
    Partition,
    Section,
    Summary,
    Text,
    Total,
    When,
)
from reports.definition.rows import walk
from reports.engine.counting import Measure
from reports.engine.figures import Figures
from reports.engine.organizations import roman, total_label
from reports.engine.plan import TOTAL_KEY, Line, Pick, Plan, names_places
from reports.engine.question import Question
from reports.table import CheckResult, RowStyle


def plan(question: Question, rows: CriteriaRows) -> Plan:
    """A line for each criterion, in the order of the list."""
    columns = [column for column in question.leaves if isinstance(column, Column)]
    writer = _Numbers(rows.numbering, question.report.number_format)
    lines = []
    for place, stood in enumerate(_stood(rows.criteria, plain=not rows.numbering)):
        line = _line(question, stood.item, columns, place)
        number = writer.of(stood.item, stood.depth)
        style = line.style if line.is_heading or not stood.level else RowStyle.PART
        lines.append(replace(line, number=number, level=stood.level, style=style, parent=stood.parent, top=stood.top))
    total = None
    if question.report.total is not Total.NONE:
        tops = tuple(line.key for line in lines if line.top and line.picks)
        total = Line(TOTAL_KEY, total_label(question), style=RowStyle.TOTAL, plus=tops)
    depths = [depth for _, depth in walk(rows.criteria)] if rows.panels else []
    panels = tuple(place for place, depth in enumerate(depths) if place and not depth)
    return Plan(tuple(lines), total, by_place=names_places(lines), panels=panels)


@dataclass(frozen=True)
class _Stood:
    """A line of the list with its place: how deep it stands, how far in, what it is a part of."""

    item: AnyCriterion
    depth: int
    level: int
    parent: str
    top: bool


def _stood(
    criteria: Sequence[AnyCriterion], *, plain: bool, depth: int = 0, level: int = 0, parent: str = "", top: bool = True
) -> Iterator[_Stood]:
    """Each line before its parts. In a list without numbering of its own a partition stands one step further in."""
    for item in criteria:
        here = max(1, level) if plain and isinstance(item, Partition) else level
        above = item.of if isinstance(item, Partition) else parent
        yield _Stood(item, depth, here, above, top and not isinstance(item, Partition))
        under = _whole_of(item)
        still = top and isinstance(item, Section)
        yield from _stood(item.parts, plain=plain, depth=depth + 1, level=here + 1, parent=under, top=still)


def _whole_of(item: AnyCriterion) -> str:
    """The line that the parts of an item are parts of."""
    if isinstance(item, Partition):
        return item.of
    return "" if isinstance(item, Section) else item.code


def _line(question: Question, item: AnyCriterion, columns: Sequence[Column], place: int) -> Line:
    if isinstance(item, Partition | Section):
        key = f"chia_{item.of}_{place}" if isinstance(item, Partition) else f"muc_{place}"
        return Line(key, item.label, style=RowStyle.HEADING)
    texts = {column.code: _unit(item) for column in question.leaves if isinstance(column, Text) and column.code == UNIT}
    if isinstance(item, Computed):
        picks = {c.code: _pick(question, c, item.counted, item.when) for c in columns} if item.counted else {}
        return Line(item.code, item.label, picks=picks, plus=item.plus, minus=item.minus, texts=texts)
    if isinstance(item, Mean):
        pairs = {c.code: (_pick(question, c, item.total), _pick(question, c, item.count)) for c in columns}
        return Line(item.code, item.label, mean=pairs, mean_places=item.places, texts=texts)
    counted = [column for column in columns if column.code not in item.crossed]
    over = {c.code: _pick(question, c, item.out_of) for c in counted} if item.out_of else {}
    return Line(
        item.code,
        item.label,
        picks={c.code: _of_criterion(question, c, item) for c in counted},
        out_of=over,
        crossed=frozenset(item.crossed),
        kept_at_zero=item.kept_at_zero,
        texts=texts,
    )


def _unit(item: Criterion | Computed | Mean) -> str:
    if item.unit or isinstance(item, Mean):
        return item.unit
    indicator = item.indicator if isinstance(item, Criterion) else item.counted
    return indicator.unit if indicator else ""


def _of_criterion(question: Question, column: Column, item: Criterion) -> Pick:
    indicator = item.indicators.get(column.code) or item.indicator or column.indicator
    assert indicator is not None  # looked after when the catalogue was read
    pick = _pick(question, column, indicator, item.when)
    measure = pick.measure
    if item.only:
        measure = replace(measure, traits=(*measure.traits, item.only))
    if item.of:
        measure = replace(measure, slice=item.of)
    return replace(pick, measure=measure)


def _pick(question: Question, column: Column, indicator: Indicator, when: When | None = None) -> Pick:
    period = column.when.shift(question.period)
    period = when.shift(period) if when else period
    traits = (column.only,) if column.only else ()
    measure = Measure(indicator, period, traits=traits, slice=column.of)
    return Pick(measure, question.own_place(indicator), column.counts_once(question.choices))


class _Numbers:
    """Running numbers of each depth, begun anew under each line above."""

    def __init__(self, formats: tuple[str, ...], fallback: str) -> None:
        self.formats = formats or (fallback,)
        self.plain = not formats
        self.reached: list[int] = []

    def of(self, item: AnyCriterion, depth: int) -> str:
        del self.reached[depth + 1 :]
        while len(self.reached) <= depth:
            self.reached.append(0)
        if item.number is not None:
            return item.number
        if depth >= len(self.formats) or (self.plain and not isinstance(item, Criterion | Computed | Mean)):
            return ""
        self.reached[depth] += 1
        n = self.reached[depth]
        letter = chr(ord("a") + (n - 1) % 26)
        form = self.formats[depth].replace("{}", "{1}")
        words = {"{1}": str(n), "{I}": roman(n), "{A}": letter.upper(), "{a}": letter}
        for sign, written in words.items():
            form = form.replace(sign, written)
        return form


def without_zeros(plan: Plan, figures: Figures) -> Plan:
    """The plan without the lines that are left out when they count nothing, and what stands below them."""
    gone: set[str] = set()
    kept = []
    for line in plan.lines:
        zero = not line.kept_at_zero and not any(figures.number(line, code) for code in line.picks)
        if line.parent in gone or zero:
            gone.add(line.key)
        else:
            kept.append(line)
    panels = tuple(sum(1 for line in plan.lines[:place] if line.key not in gone) for place in plan.panels)
    return replace(plan, lines=tuple(kept), panels=panels)


def checks(question: Question, rows: CriteriaRows, plan: Plan, figures: Figures) -> list[CheckResult]:
    """Parts against their whole, computed lines against what was counted, and no "trong đó" above its line."""
    by_key = {line.key: line for line in plan.lines}
    columns = [column for column in question.leaves if isinstance(column, Column)]
    named = len(columns) > 1
    found: list[CheckResult] = []
    for column in columns:
        tail = f" ({column.header})" if named else ""
        for item, _ in walk(rows.criteria):
            found.extend(_of_parts(item, by_key, figures, column, tail))
            if isinstance(item, Computed) and item.counted is not None:
                found.append(_as_counted(by_key[item.code], figures, column, tail))
    return found


def _of_parts(
    item: AnyCriterion, by_key: dict[str, Line], figures: Figures, column: Column, tail: str
) -> Iterator[CheckResult]:
    whole = by_key.get(_whole_of(item))
    parts = [by_key[part.code] for part in item.parts if isinstance(part, Criterion | Computed) and part.code in by_key]
    parts = [part for part in parts if column.code in part.picks or part.plus]
    if whole is None or not parts or column.code in whole.crossed or whole.mean or _is_middle(whole, column):
        return
    value = figures.number(whole, column.code) or 0
    values = [figures.number(part, column.code) or 0 for part in parts]
    adds_up = item.adds_up if isinstance(item, Criterion | Partition) else True
    if adds_up:
        yield _adds_up(whole.label + tail, [int(n) for n in values], int(value))
    elif too_many := [part for part, n in zip(parts, values, strict=True) if n > value]:
        names = "; ".join(f"{part.label} {thousands(int(figures.number(part, column.code) or 0))}" for part in too_many)
        yield CheckResult(f"{whole.label}{tail}: phần “trong đó” lớn hơn {thousands(int(value))}: {names}", False)


def _is_middle(line: Line, column: Column) -> bool:
    pick = line.picks.get(column.code)
    return pick is not None and pick.measure.indicator.summary is Summary.MEDIAN


def _adds_up(label: str, parts: list[int], whole: int) -> CheckResult:
    total = sum(parts)
    terms = " + ".join(thousands(part) for part in parts)
    differs = "" if total == whole else f" ≠ {thousands(whole)}"
    return CheckResult(f"{label}: {terms} = {thousands(total)}{differs}", total == whole)


def _as_counted(line: Line, figures: Figures, column: Column, tail: str) -> CheckResult:
    worked_out = int(figures.number(line, column.code) or 0)
    counted = figures.counts.value(line.picks[column.code]) or 0
    sign = "=" if worked_out == counted else "≠"
    formula = " + ".join(line.plus) + "".join(f" − {code}" for code in line.minus)
    return CheckResult(
        f"{line.label}{tail}: {formula} = {thousands(worked_out)} {sign} đếm thẳng {thousands(counted)}",
        worked_out == counted,
    )
