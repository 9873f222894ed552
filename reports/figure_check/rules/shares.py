"""RATIO: printed percentages that are not what their numbers give, and of which other whole they would be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from reports.figure_check.case import Case, Table, TableCell, is_total, percent, shown
from reports.figure_check.findings import Finding, Klass, Span, Verdict
from reports.figure_check.listings import Listing, Part, covers, listings
from reports.figure_check.mentions import Mention, within
from reports.figure_check.percentages import wholes_for
from reports.figure_check.wording import canonical, characteristics, kind_of, tokens

_CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm|vượt|hụt|cao hơn|thấp hơn|gấp)(?!\w)[^,;:()]*$")
_OF = re.compile(r"\s*(?:trong|trên|so với|của)?\s*(?:tổng số|tổng|toàn bộ|số)\s+(?P<what>[^,;:()]+)")
_OF_PLAIN = re.compile(
    r"\s*(?:so với|trên|trong)\s+(?P<what>[^,;:()]+)|\s+(?P<bare>(?:kế hoạch|chỉ tiêu|nghị quyết)[^,;:()]*)"
)
_PLAN = re.compile(r"kế hoạch|chỉ tiêu|nghị quyết|giao|mục tiêu")
_SHARE = re.compile(r"(?:chiếm|tỷ lệ|tỉ lệ|đạt|bằng|tương đương|tương ứng)[^,;:()]*$")
_WHOLE = re.compile(r"tổng số|toàn |cả |hiện có|có ")
_LEAST_COVERED, _AFTER_TEXT = 0.75, 0.001
_LEAST_AGREEING = Fraction(6, 10)
_NEAR, _NEAR_WHOLE = 40, 8
_MANY = 4
"""Percentages of one sentence that are enough to tell what they are of."""
"""How far from 100 the percentages of a partition may lie and still be meant to make it."""


@dataclass(frozen=True)
class Base:
    """A number that a percentage may be of."""

    value: Fraction
    span: Span
    name: str


def find(case: Case) -> Iterator[Finding]:
    """Percentages that do not hold."""
    told: set[tuple[int, int]] = set()
    for listing in listings(case):
        yield from _listed(case, listing, told)
    for sentence in case.sentences:
        for mention in case.of(sentence):
            if mention.percent and (sentence.number, mention.start) not in told:
                yield from _single(case, mention)
        yield from _only_percentages(case, case.of(sentence), told)
    for table in case.tables:
        yield from _table(case, table)


def gives(printed: Mention, part: Mention | TableCell, whole: Fraction) -> bool:
    """Whether part ÷ whole is the printed percentage: rounded half up, cut off, or as the words around allow."""
    if whole == 0 or part.value is None:
        return False
    exact = 100 * part.value / whole
    operator = getattr(part, "operator", "")
    if operator in {">", ">="} and not printed.operator:
        return printed.value >= exact - Fraction(1, 2 * 10**printed.places)
    if operator in {"<", "<=", "<~"} and not printed.operator:
        return printed.value <= exact + Fraction(1, 2 * 10**printed.places)
    if operator == "~":
        return abs(printed.value - exact) <= max(exact / 20, Fraction(1))
    return within(printed, exact)


def _listed(case: Case, listing: Listing, told: set[tuple[int, int]]) -> Iterator[Finding]:
    """The percentages printed with the parts of a total."""
    wrong: list[Part] = []
    for part in listing.parts:
        if part.share is None:
            continue
        place = (listing.sentence.number, part.share.start)
        if place in told:
            continue
        bases = [total.value for total in listing.totals]
        named = _named_base(case, part.share, part.mention)
        bases += [base.value for base in named]
        if _CHANGED.search(part.share.left) or (part.share.points):
            continue
        told.add(place)
        if not any(gives(part.share, part.mention, base) for base in bases):
            wrong.append(part)
    if not wrong:
        return
    total = listing.total
    fitting = listing.sum if all(gives(part.share, part.mention, listing.sum) for part in wrong if part.share) else None
    printed = " và ".join(percent(part.share.value, part.share.places) for part in wrong if part.share)
    right = [
        percent(100 * part.mention.value / total.value, max(part.share.places, 1)) if part.share and total.value else ""
        for part in wrong
    ]
    base = _base_told(case, [(part.share, part.mention) for part in wrong if part.share], fitting, total.value)
    yield case.finding(
        Klass.RATIO,
        Verdict.WRONG,
        f"Tỷ lệ {printed} không khớp với tổng {shown(total.value)} ghi trong câu; tính ra {' và '.join(right)}.",
        tuple(part.share.span for part in wrong if part.share)
        + tuple(part.mention.span for part in wrong)
        + (total.span,),
        printed=printed,
        computed=" và ".join(right),
        arithmetic="; ".join(
            f"{shown(part.mention.value)} : {shown(total.value)} = {value}"
            for part, value in zip(wrong, right, strict=True)
        ),
        base=base,
        repairs=tuple(
            f"Sửa {percent(part.share.value, part.share.places)} thành {value}"
            for part, value in zip(wrong, right, strict=True)
            if part.share
        ),
    )


def _base_told(
    case: Case, pairs: Sequence[tuple[Mention, Mention]], fitting: Fraction | None, total: Fraction
) -> str | None:
    """What the percentages would be of: the sum of the parts, another total of the draft, or a range of numbers."""
    if fitting is not None and fitting != total:
        return f"{shown(fitting)} (tổng các phần)"
    for other in case.mentions:
        if not other.counts or other.value == total or other.value < max(part.value for _, part in pairs):
            continue
        if all(gives(share, part, other.value) for share, part in pairs):
            return f"{shown(other.value)} ({case.draft.pieces[other.span[0]].place})"
    share, part = pairs[0]
    if len(pairs) == 1 and part.value.denominator == 1:
        exact = Decimal(share.value.numerator * 10**share.places // share.value.denominator).scaleb(-share.places)
        between = wholes_for(exact, int(part.value)) if share.value > 0 else None
        if between:
            low, high = between
            return (
                f"số tổng bằng {shown(Fraction(low))}"
                if low == high
                else (f"số tổng từ {shown(Fraction(low))} đến {shown(Fraction(high))}")
            )
    return None


def _single(case: Case, share: Mention) -> Iterator[Finding]:
    """A percentage by itself: "585 đảng viên (chiếm 36,9% trong tổng số …)", "241/150, đạt 160%"."""
    if (share.is_aim and not _PLAN.search(share.right)) or share.points or _CHANGED.search(share.left):
        return
    part = _numerator(case, share)
    if part is None:
        return
    if part.of is not None:
        bases = [Base(part.of, part.span, "số đứng sau dấu /")]
        sure = True
    else:
        bases, sure = _bases(case, share, part)
    if not bases or not sure or any(gives(share, part, base.value) for base in bases):
        return
    base = bases[0]
    right = percent(100 * part.value / base.value, max(share.places, 1)) if base.value else ""
    yield case.finding(
        Klass.RATIO,
        Verdict.WRONG,
        f"{shown(part.value, part.places)} trên {shown(base.value)} là {right}, văn bản ghi "
        f"{percent(share.value, share.places)}.",
        (share.span, part.span, base.span),
        printed=percent(share.value, share.places),
        computed=right,
        arithmetic=f"{shown(part.value, part.places)} : {shown(base.value)} = {right}",
        base=_base_told(case, [(share, part)], None, base.value),
        repairs=(f"Sửa {percent(share.value, share.places)} thành {right}",),
    )


def _numerator(case: Case, share: Mention) -> Mention | None:
    """The count that a percentage is of: the one just before it, in the same bracket or around it."""
    before = [
        mention
        for mention in case.of(share.sentence)
        if mention.end <= share.start and mention.counts and mention.bracket in {share.bracket, _outer(share)}
    ]
    if not before:
        return None
    part = before[-1]
    between = share.sentence.low[max(part.end, part.unit_end) : share.start]
    inside = [m for m in case.of(share.sentence) if part.end <= m.start < share.start and m.percent]
    if any(not _CHANGED.search(m.left) for m in inside) or re.search(r"[;.]\s", between):
        return None
    if not _SHARE.search(share.left) and share.left.strip() not in {"", "là"}:
        return None
    return None if part.is_aim or _CHANGED.search(part.left) else part


def _outer(mention: Mention) -> int:
    """The bracket around the bracket."""
    depths = mention.sentence.depths
    opened = depths.index(mention.bracket) if mention.bracket else 0
    return depths[opened - 1] if opened and mention.sentence.text[opened - 1] != ")" else 0


def _bases(case: Case, share: Mention, part: Mention) -> tuple[list[Base], bool]:
    """What the percentage may be of, the likeliest first, and whether the words make it certain."""
    if _PLAN.search(share.right) or _PLAN.search(share.left):
        plans = _plans(case, share, part)
        return plans, bool(plans)
    named = _named_base(case, share, part)
    if named:
        return [*named, *_same_sentence(case, share, part)], True
    if _OF.match(share.right):
        own = [base for base in _same_sentence(case, share, part) if base.value >= part.value]
        return own, False
    own = _same_sentence(case, share, part)
    beside = _beside(case, share)
    if len(beside) > 1:  # "hoàn thành tốt 6.017 (75%), hoàn thành 722 (9%)": the whole may be their sum
        whole = sum((mention.value for mention, _ in beside), Fraction(0))
        told = sum((other.value for _, other in beside), Fraction(0))
        if len(beside) >= _MANY and (evident := _evident(case, beside)):
            return [evident], True
        total = [base for base in own if base.span not in {mention.span for mention, _ in beside}]
        together = Base(whole, part.span, f"tổng {len(beside)} số trong câu")
        return [*total, together], bool(total) or abs(told - 100) <= len(beside)
    if own:
        return own, True
    other = case.before(share.sentence)
    if other is None:
        return [], False
    wide = [
        Base(mention.value, mention.span, mention.printed)
        for mention in case.of(other)
        if mention.counts and _kin(mention, part) and mention.value >= part.value and _WHOLE.search(mention.left)
        and not mention.is_aim
    ]  # fmt: skip
    return wide, len(wide) == 1 and "tổng số" in other.low


def _evident(case: Case, beside: Sequence[tuple[Mention, Mention]]) -> Base | None:
    """The one number of the draft that nearly all percentages of a sentence are of: "Cơ cấu: nữ 668 (55%), …"."""
    most = max(part.value for part, _ in beside)
    scored = [
        (sum(gives(share, part, other.value) for part, share in beside), -place, other)
        for place, other in enumerate(case.mentions)
        if other.counts and other.value > most and not other.is_aim and not other.operator
    ]
    best = max(scored, key=lambda one: one[:2], default=None)
    if best is None or best[0] < _LEAST_AGREEING * len(beside) or best[0] < _MANY - 1:
        return None
    return Base(best[2].value, best[2].span, best[2].printed)


def _beside(case: Case, share: Mention) -> list[tuple[Mention, Mention]]:
    """The counts of the sentence that have a percentage of their own right after them."""
    found = case.of(share.sentence)
    return [
        (one, other)
        for one, other in pairwise(found)
        if one.counts and other.percent and not other.is_aim and not _CHANGED.search(other.left) and one.of is None
    ]


def _kin(one: Mention, other: Mention) -> bool:
    return not one.kind or not other.kind or one.kind == other.kind


def _same_sentence(case: Case, share: Mention, part: Mention) -> list[Base]:
    found = [
        Base(mention.value, mention.span, mention.printed)
        for mention in case.of(share.sentence)
        if mention.start < part.start and mention.counts and _kin(mention, part) and mention.value >= part.value
        and not mention.is_aim and not _CHANGED.search(mention.left)
    ]  # fmt: skip
    return found[::-1]


def _plans(case: Case, share: Mention, part: Mention) -> list[Base]:
    found = []
    for sentence in (share.sentence, case.before(share.sentence)):
        for mention in case.of(sentence) if sentence else []:
            if mention is part or not mention.counts or not _kin(mention, part):
                continue
            led = (
                mention.sentence.low[max(0, mention.start - _NEAR) : mention.start] if mention.bracket else mention.left
            )
            if _PLAN.search(led) or _PLAN.search(mention.right[:30]):
                found.append(Base(mention.value, mention.span, mention.printed))
    return found


def _named_base(case: Case, share: Mention, part: Mention) -> list[Base]:
    """The figures whose words are those of "trong tổng số …", the closest words first."""
    match = _OF.match(share.right)
    if not match:
        return []
    phrase = tokens(match["what"])
    if len(phrase) < 2:
        return []
    wide = bool(re.search(r"(?<!\w)(?:toàn|cả)(?!\w)", match["what"]))
    traits = characteristics(match["what"])
    found = _named_cells(case, phrase, part)
    special: list[tuple[float, Base]] = []
    for mention in case.mentions:
        if (
            mention is part
            or not mention.counts
            or not _kin(mention, part)
            or mention.value < part.value
            or mention.is_aim
        ):
            continue
        told = mention.words | tokens(mention.unit)
        if wide and "toan" not in told and "ca" not in told and "tổng số" not in mention.left:
            continue
        score = covers(phrase, told)
        if score >= _LEAST_COVERED:
            group = special if characteristics(f"{mention.left} {mention.right}") - traits else found
            group.append((score, Base(mention.value, mention.span, mention.printed)))
    found = found or [one for one in special if one[0] == 1 and not wide]
    return [base for _, base in sorted(found, key=lambda scored: -scored[0])]


def _named_cells(case: Case, phrase: frozenset[str], part: Mention) -> list[tuple[float, Base]]:
    """Totals of tables with these words at the head of their row and column; text goes before them."""
    found: list[tuple[float, Base]] = []
    for cell in case.totals:
        if cell.value and not cell.percent and cell.value >= part.value:
            score = covers(phrase, tokens(f"{cell.row_label} {cell.column_label}"))
            if score >= _LEAST_COVERED:
                found.append((score - _AFTER_TEXT, Base(cell.value, cell.span, cell.text)))
    return found


def _only_percentages(case: Case, found: Sequence[Mention], told: set[tuple[int, int]]) -> Iterator[Finding]:
    """Percentages of a partition without counts: nam 60,5% and nữ 40,5%."""
    shares = [
        mention for mention in found if mention.percent and not mention.is_aim and not _CHANGED.search(mention.left)
    ]
    if len(shares) < 2 or any((mention.sentence.number, mention.start) in told for mention in shares):
        return
    labels = [f"{mention.left} {mention.right}" for mention in shares]
    pair = (
        len(shares) == 2
        and {bool(re.search(r"(?<!\w)nữ(?!\w)", label)) for label in labels} == {True, False}
        and (any(re.search(r"(?<!\w)nam(?!\w)", label) for label in labels))
    )
    rated = sum(bool(re.search(r"hoàn thành", label)) for label in labels) == len(labels) > 2 and any(
        "không hoàn thành" in label for label in labels
    )
    rest = any("còn lại" in label for label in labels)
    if not (pair or rated or rest):
        return
    total = sum((mention.value for mention in shares), Fraction(0))
    step = max(Fraction(1, 10**mention.places) for mention in shares)
    if abs(total - 100) <= step * (len(shares) - 1) or abs(total - 100) > _NEAR_WHOLE:
        return
    places = max(mention.places for mention in shares)
    yield case.finding(
        Klass.RATIO,
        Verdict.WRONG,
        f"Các tỷ lệ của cùng một tổng cộng lại là {percent(total, places)}, không phải 100%.",
        tuple(mention.span for mention in shares),
        printed="; ".join(mention.printed for mention in shares),
        computed=percent(total, places),
        arithmetic=f"{' + '.join(shown(mention.value, mention.places) for mention in shares)} = "
        f"{percent(total, places)}",
        repairs=("Tính lại từng tỷ lệ từ số đếm",),
    )


# Tables -----------------------------------------------------------------------------------------------------------


def _table(case: Case, table: Table) -> Iterator[Finding]:
    """A column of percentages that most rows make from two other columns: the rows that do not."""
    for column in table.columns:
        cells = [cell for row in table.rows if (cell := table.value(row, column))]
        if len(cells) < 3 or not (_is_percentage(table, column) or all(cell.percent for cell in cells)):
            continue
        best = max(_pairs(table, column), key=lambda found: len(found[0]), default=None)
        if best is None or not best[1] or len(best[0]) < _LEAST_AGREEING * (len(best[0]) + len(best[1])):
            continue
        for cell, part, whole in best[1]:
            yield _cell_finding(case, cell, part, whole)


_Row = tuple[TableCell, TableCell, Fraction]


def _pairs(table: Table, column: int) -> Iterator[tuple[list[_Row], list[_Row]]]:
    """For each two other columns, and each column with its own total: the rows that agree, and the others."""
    others = [other for other in table.columns if other != column]
    totals = [row for row in table.rows if is_total(table.label(row))]
    for part in others:
        for whole in others:
            if whole != part:
                yield _agreeing(table, column, part, lambda row, whole=whole: table.value(row, whole))
        for total in totals:
            yield _agreeing(table, column, part, lambda _row, total=total, part=part: table.value(total, part))


def _agreeing(table: Table, column: int, part: int, whole_of: object) -> tuple[list[_Row], list[_Row]]:
    agreeing: list[_Row] = []
    failing: list[_Row] = []
    for row in table.rows:
        printed, counted = table.value(row, column), table.value(row, part)
        whole = whole_of(row)  # type: ignore[operator]
        if printed is None or counted is None or counted.value is None or whole is None or not whole.value:
            continue
        exact = 100 * counted.value / whole.value
        step = Fraction(1, 10**printed.places)
        fits = printed.value is not None and (
            printed.value - step / 2 <= exact < printed.value + step / 2
            or printed.value <= exact < printed.value + step
        )
        (agreeing if fits else failing).append((printed, counted, whole.value))
    return agreeing, failing


def _is_percentage(table: Table, column: int) -> bool:
    return bool(re.search(r"%|tỷ lệ|tỉ lệ|tỷ trọng", table.heading(column).lower()))


def _cell_finding(case: Case, cell: TableCell, part: TableCell, whole: Fraction) -> Finding:
    assert cell.value is not None
    assert part.value is not None
    right = percent(100 * part.value / whole, max(cell.places, 1))
    return case.finding(
        Klass.RATIO,
        Verdict.WRONG,
        f"Dòng “{cell.row_label}”: {shown(part.value)} trên {shown(whole)} là {right}, bảng ghi "
        f"{percent(cell.value, cell.places)}.",
        (cell.span, part.span),
        printed=percent(cell.value, cell.places),
        computed=right,
        arithmetic=f"{shown(part.value)} : {shown(whole)} = {right}",
        repairs=(f"Sửa thành {right}",),
    )


def unit_of(mention: Mention) -> str:
    """One name for what is counted, or its kind when no noun follows."""
    return canonical(mention.unit) or kind_of(mention.unit)
