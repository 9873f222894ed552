"""RATIO: printed percentages that are not what their numbers give, and of which other whole they would be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from reports.figure_check.case import Case, percent, shown
from reports.figure_check.findings import Finding, Klass, Verdict
from reports.figure_check.listings import Listing, Part, listings
from reports.figure_check.mentions import Mention
from reports.figure_check.percentages import wholes_for
from reports.figure_check.wholes import CHANGED, PLAN, REACHED, Base, bases_of, gives, named_bases

_PAIR_AFTER = re.compile(r"\s*\(\s*")
_SHARE = re.compile(r"(?:chiếm|tỷ lệ|tỉ lệ|đạt|bằng|tương đương|tương ứng)[^,;:()]*$")
_NEAR_ITEM, _NEAR_WHOLE = 12, 8
"""How far from 100 the percentages of a partition may lie and still be meant to make it."""


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


def _listed_bases(case: Case, listing: Listing, part: Part) -> list[Fraction]:
    """What the percentage of a part may be of: the totals of its list, and what its own words name."""
    named = named_bases(case, part.share, part.mention) if part.share else []
    return [*(total.value for total in listing.totals), *(base.value for base in named)]


def _listed(case: Case, listing: Listing, told: set[tuple[int, int]]) -> Iterator[Finding]:
    """The percentages printed with the parts of a total."""
    wrong: list[Part] = []
    for part in listing.parts:
        if part.share is None:
            continue
        place = (listing.sentence.number, part.share.start)
        if place in told or CHANGED.search(part.share.left) or part.share.points:
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
    if (share.is_aim and not PLAN.search(share.right)) or share.points or CHANGED.search(share.left):
        return None
    part = _numerator(case, share)
    if part is None:
        return None
    if part.of is not None:
        return part, [Base(part.of, part.span, "số đứng sau dấu /")]
    bases, sure = bases_of(case, share, part)
    return (part, bases) if bases and sure else None


def cut_off(case: Case) -> Iterator[tuple[Mention, Mention, Fraction]]:
    """Percentages whose rest was cut off where rounding gives another digit, with their count and whole: no fault, but
    worth knowing. One that some whole gives by rounding is none."""
    seen: dict[tuple[int, int], tuple[Mention, Mention, list[Fraction]]] = {}
    for listing in listings(case):
        for part in listing.parts:
            if part.share is not None and not CHANGED.search(part.share.left) and not part.share.points:
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
    if PLAN.search(share.right) or REACHED.search(
        share.left
    ):  # "68 đảng viên trên tổng chỉ tiêu 67, hoàn thành 101,5%"
        counted = [mention for mention in before if not mention.is_aim and not CHANGED.search(mention.left)]
        if counted and counted[-1] is not part and PLAN.search(share.sentence.low, counted[-1].end, share.start):
            part = counted[-1]
    between = share.sentence.low[max(part.end, part.unit_end) : share.start]
    if part.kind == "viec" and len(between) > _NEAR_ITEM:
        return None  # "1 chỉ tiêu chưa đạt là … (đạt 81%, mục tiêu 85%)"
    inside = [m for m in case.of(share.sentence) if part.end <= m.start < share.start and m.percent]
    if any(not CHANGED.search(m.left) for m in inside) or re.search(r"[;.]\s", between):
        return None
    planned = REACHED.search(share.left) and PLAN.search(share.right)
    if not _SHARE.search(share.left) and not planned and share.left.strip() not in {"", "là"}:
        return None
    return None if part.is_aim or CHANGED.search(part.left) else part


def _outer(mention: Mention) -> int:
    """The bracket around the bracket."""
    depths = mention.sentence.depths
    opened = depths.index(mention.bracket) if mention.bracket else 0
    return depths[opened - 1] if opened and mention.sentence.text[opened - 1] != ")" else 0


def _only_percentages(case: Case, found: Sequence[Mention], told: set[tuple[int, int]]) -> Iterator[Finding]:
    """Percentages of a partition without counts: nam 60,5% and nữ 40,5%."""
    shares = [
        mention for mention in found if mention.percent and not mention.is_aim and not CHANGED.search(mention.left)
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
