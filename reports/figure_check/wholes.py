"""What a printed percentage may be of: a whole named by words, one of its sentence, a plan, the one all others fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from reports.figure_check.case import Case, TableCell
from reports.figure_check.findings import Span
from reports.figure_check.listings import covers
from reports.figure_check.mentions import Mention, within
from reports.figure_check.wording import UNIT, characteristics, tokens

CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm|vượt|hụt|cao hơn|thấp hơn|gấp)(?!\w)[^,;:()]*$")
_OF = re.compile(r"\s*(?:trong|trên|so với|của)?\s*(?:tổng số|tổng|toàn bộ|số)\s+(?P<what>[^,;:()]+)")
PLAN = re.compile(r"kế hoạch|chỉ tiêu|nghị quyết|giao|mục tiêu")
REACHED = re.compile(r"(?<!\w)(?:đạt|bằng|hoàn thành)\s*$")
_NARROWER = re.compile(r"(?<!\w)(?:đã|được|chưa|đủ|đang|mới|không|còn|của|tại|ở|thuộc)(?!\w)")
_WHOLE = re.compile(r"tổng số|toàn |cả |hiện có|có ")
_LEAST_COVERED, _AFTER_TEXT = 0.75, 0.001
_LEAST_AGREEING = Fraction(6, 10)
_NEAR = 40
_MANY = 4
"""Percentages of one sentence that are enough to tell what they are of."""


@dataclass(frozen=True)
class Base:
    """A number that a percentage may be of."""

    value: Fraction
    span: Span
    name: str


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


def bases_of(case: Case, share: Mention, part: Mention) -> tuple[list[Base], bool]:
    """What the percentage may be of, the likeliest first, and whether the words make it certain."""
    if PLAN.search(share.right) or PLAN.search(share.left):
        plans = _plans(case, share, part)
        return plans, bool(plans)
    if (
        REACHED.search(share.left)
        and not share.right.strip(" .")
        and PLAN.search(share.sentence.low, part.end, share.start)
    ):
        plans = _plans(case, share, part)
        if plans:
            return plans, True
    named = named_bases(case, share, part)
    if named:
        return [*named, *_same_sentence(case, share, part)], True
    if _OF.match(share.right):
        own = [base for base in _same_sentence(case, share, part) if base.value >= part.value]
        return own, len(own) == 1 and _names_noun(case, share, part)
    own = _same_sentence(case, share, part)
    beside = _beside(case, share)
    if len(beside) > 1:  # "hoàn thành tốt 6.017 (75%), hoàn thành 722 (9%)": the whole may be their sum
        whole = sum((mention.value for mention, _ in beside), Fraction(0))
        told = sum((other.value for _, other in beside), Fraction(0))
        if len(beside) >= _MANY - 1 and (evident := _evident(case, beside)):
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


def _names_noun(case: Case, share: Mention, part: Mention) -> bool:
    """Whether "bằng 99,3% số học viên dự học" names the noun of the one greater figure of its sentence."""
    named = _OF.match(share.right)
    noun = UNIT.match(named["what"]) if named else None
    if named is None or noun is None or noun[0] == part.unit:
        return False
    if characteristics(named["what"]) or _NARROWER.search(named["what"]):
        return False
    same = [m for m in case.of(share.sentence) if m.end <= share.start and m.unit == noun[0] and m.value >= part.value]
    return len(same) == 1 and not same[0].operator


def _evident(case: Case, beside: Sequence[tuple[Mention, Mention]]) -> Base | None:
    """The one number of the draft that nearly all percentages of a sentence are of: "Cơ cấu: nữ 668 (55%), …"."""
    most = max(part.value for part, _ in beside)
    scored = [
        (sum(gives(share, part, other.value) for part, share in beside), -place, other)
        for place, other in enumerate(case.mentions)
        if other.counts and other.value > most and not other.is_aim and not other.operator
    ]
    best = max(scored, key=lambda one: one[:2], default=None)
    if best is None or best[0] < _LEAST_AGREEING * len(beside):
        return None
    if best[0] < _MANY - 1 and (
        len({mention.value for count, _, mention in scored if count == best[0]}) > 1
        or any(share.places == 0 or share.operator or part.operator for part, share in beside)
    ):
        return None
    return Base(best[2].value, best[2].span, best[2].printed)


def _beside(case: Case, share: Mention) -> list[tuple[Mention, Mention]]:
    """The counts of the sentence that have a percentage of their own right after them."""
    found = case.of(share.sentence)
    return [
        (one, other)
        for one, other in pairwise(found)
        if one.counts and other.percent and not other.is_aim and not CHANGED.search(other.left) and one.of is None
    ]


def _kin(one: Mention, other: Mention) -> bool:
    return not one.kind or not other.kind or one.kind == other.kind


def _same_sentence(case: Case, share: Mention, part: Mention) -> list[Base]:
    """The greater figures before it; of "118/124 chi bộ" the second is the whole, of what is left over too."""
    found = [
        Base(mention.value, mention.span, mention.printed)
        for mention in case.of(share.sentence)
        if mention.start < part.start and mention.counts and _kin(mention, part) and mention.value >= part.value
        and not mention.is_aim and not CHANGED.search(mention.left)
    ]  # fmt: skip
    pairs = [
        Base(mention.of, mention.span, mention.printed)
        for mention in case.of(share.sentence)
        if mention.start < part.start and mention.of is not None and _kin(mention, part) and mention.of >= part.value
        and not mention.is_aim
    ]  # fmt: skip
    return [*pairs[::-1], *found[::-1]]


def _plans(case: Case, share: Mention, part: Mention) -> list[Base]:
    found = []
    for sentence in (share.sentence, case.before(share.sentence)):
        for mention in case.of(sentence) if sentence else []:
            if mention is part or not mention.counts or not _kin(mention, part):
                continue
            led = (
                mention.sentence.low[max(0, mention.start - _NEAR) : mention.start] if mention.bracket else mention.left
            )
            if PLAN.search(led) or PLAN.search(mention.right[:30]):
                found.append(Base(mention.value, mention.span, mention.printed))
    return found


def named_bases(case: Case, share: Mention, part: Mention) -> list[Base]:
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
