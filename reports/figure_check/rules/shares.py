"""RATIO: printed percentages that are not what their numbers give, and of which other whole they would be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from reports.figure_check.case import Case, TableCell, percent, shown
from reports.figure_check.findings import Finding, Klass, Span, Verdict
from reports.figure_check.listings import Listing, Part, covers, listings
from reports.figure_check.mentions import Mention, within
from reports.figure_check.percentages import wholes_for
from reports.figure_check.wording import UNIT, characteristics, tokens

_CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm|vượt|hụt|cao hơn|thấp hơn|gấp)(?!\w)[^,;:()]*$")
_OF = re.compile(r"\s*(?:trong|trên|so với|của)?\s*(?:tổng số|tổng|toàn bộ|số)\s+(?P<what>[^,;:()]+)")
_OF_PLAIN = re.compile(
    r"\s*(?:so với|trên|trong)\s+(?P<what>[^,;:()]+)|\s+(?P<bare>(?:kế hoạch|chỉ tiêu|nghị quyết)[^,;:()]*)"
)
_PLAN = re.compile(r"kế hoạch|chỉ tiêu|nghị quyết|giao|mục tiêu")
_REACHED = re.compile(r"(?<!\w)(?:đạt|bằng|hoàn thành)\s*$")
_NARROWER = re.compile(r"(?<!\w)(?:đã|được|chưa|đủ|đang|mới|không|còn|của|tại|ở|thuộc)(?!\w)")
_PAIR_AFTER = re.compile(r"\s*\(\s*")
_SHARE = re.compile(r"(?:chiếm|tỷ lệ|tỉ lệ|đạt|bằng|tương đương|tương ứng)[^,;:()]*$")
_WHOLE = re.compile(r"tổng số|toàn |cả |hiện có|có ")
_LEAST_COVERED, _AFTER_TEXT = 0.75, 0.001
_LEAST_AGREEING = Fraction(6, 10)
_NEAR, _NEAR_ITEM = 40, 12
_NEAR_WHOLE = 8
"""How far from 100 the percentages of a partition may lie and still be meant to make it."""
_MANY = 4
"""Percentages of one sentence that are enough to tell what they are of."""


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


def _listed_bases(case: Case, listing: Listing, part: Part) -> list[Fraction]:
    """What the percentage of a part may be of: the totals of its list, and what its own words name."""
    named = _named_base(case, part.share, part.mention) if part.share else []
    return [*(total.value for total in listing.totals), *(base.value for base in named)]


def _listed(case: Case, listing: Listing, told: set[tuple[int, int]]) -> Iterator[Finding]:
    """The percentages printed with the parts of a total."""
    wrong: list[Part] = []
    for part in listing.parts:
        if part.share is None:
            continue
        place = (listing.sentence.number, part.share.start)
        if place in told or _CHANGED.search(part.share.left) or part.share.points:
            continue
        told.add(place)
        if not any(gives(part.share, part.mention, base) for base in _listed_bases(case, listing, part)):
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
    tested = _tested(case, share)
    if tested is None:
        return
    part, bases = tested
    if any(gives(share, part, base.value) for base in bases):
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


def _tested(case: Case, share: Mention) -> tuple[Mention, list[Base]] | None:
    """The count that a percentage by itself is of, and what it may be of; None when the words leave it open."""
    if (share.is_aim and not _PLAN.search(share.right)) or share.points or _CHANGED.search(share.left):
        return None
    part = _numerator(case, share)
    if part is None:
        return None
    if part.of is not None:
        return part, [Base(part.of, part.span, "số đứng sau dấu /")]
    bases, sure = _bases(case, share, part)
    return (part, bases) if bases and sure else None


def cut_off(case: Case) -> Iterator[tuple[Mention, Mention, Fraction]]:
    """Percentages whose rest was cut off where rounding gives another digit, with their count and whole: no fault, but
    worth knowing. One that some whole gives by rounding is none."""
    seen: dict[tuple[int, int], tuple[Mention, Mention, list[Fraction]]] = {}
    for listing in listings(case):
        for part in listing.parts:
            if part.share is not None and not _CHANGED.search(part.share.left) and not part.share.points:
                key = listing.sentence.number, part.share.start
                seen.setdefault(key, (part.share, part.mention, _listed_bases(case, listing, part)))
    for share in case.mentions:
        if share.percent and (share.sentence.number, share.start) not in seen and (tested := _tested(case, share)):
            seen[share.sentence.number, share.start] = (share, tested[0], [base.value for base in tested[1]])
    for _, (share, part_of, wholes) in sorted(seen.items()):
        if share.operator or part_of.operator:
            continue
        exact = [(whole, 100 * part_of.value / whole) for whole in wholes if whole]
        step = Fraction(1, 10**share.places)
        if any(share.value - step / 2 <= value < share.value + step / 2 for _, value in exact):
            continue
        cut = [whole for whole, value in exact if share.value <= value < share.value + step]
        if cut:
            yield share, part_of, cut[0]


def _numerator(case: Case, share: Mention) -> Mention | None:
    """The count that a percentage is of: the one just before it, in the same bracket or around it."""
    before = [
        mention
        for mention in case.of(share.sentence)
        if mention.end <= share.start and mention.counts and mention.bracket in {share.bracket, _outer(share)}
    ]
    after = next((mention for mention in case.of(share.sentence) if mention.start >= share.end), None)
    if (
        after is not None
        and after.of is not None
        and _PAIR_AFTER.fullmatch(share.sentence.low[share.end : after.start])
    ):
        return after  # "87,8% (2.906/3.310 đồng chí)"
    if not before:
        return None
    part = before[-1]
    if _PLAN.search(share.right) or _REACHED.search(
        share.left
    ):  # "68 đảng viên trên tổng chỉ tiêu 67, hoàn thành 101,5%"
        counted = [mention for mention in before if not mention.is_aim and not _CHANGED.search(mention.left)]
        if counted and counted[-1] is not part and _PLAN.search(share.sentence.low, counted[-1].end, share.start):
            part = counted[-1]
    between = share.sentence.low[max(part.end, part.unit_end) : share.start]
    if part.kind == "viec" and len(between) > _NEAR_ITEM:
        return None  # "1 chỉ tiêu chưa đạt là … (đạt 81%, mục tiêu 85%)"
    inside = [m for m in case.of(share.sentence) if part.end <= m.start < share.start and m.percent]
    if any(not _CHANGED.search(m.left) for m in inside) or re.search(r"[;.]\s", between):
        return None
    planned = _REACHED.search(share.left) and _PLAN.search(share.right)
    if not _SHARE.search(share.left) and not planned and share.left.strip() not in {"", "là"}:
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
    if (
        _REACHED.search(share.left)
        and not share.right.strip(" .")
        and _PLAN.search(share.sentence.low, part.end, share.start)
    ):
        plans = _plans(case, share, part)
        if plans:
            return plans, True
    named = _named_base(case, share, part)
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
        if one.counts and other.percent and not other.is_aim and not _CHANGED.search(other.left) and one.of is None
    ]


def _kin(one: Mention, other: Mention) -> bool:
    return not one.kind or not other.kind or one.kind == other.kind


def _same_sentence(case: Case, share: Mention, part: Mention) -> list[Base]:
    """The greater figures before it; of "118/124 chi bộ" the second is the whole, of what is left over too."""
    found = [
        Base(mention.value, mention.span, mention.printed)
        for mention in case.of(share.sentence)
        if mention.start < part.start and mention.counts and _kin(mention, part) and mention.value >= part.value
        and not mention.is_aim and not _CHANGED.search(mention.left)
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
