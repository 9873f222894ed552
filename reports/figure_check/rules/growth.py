"""GROWTH: "tăng 24,3% so với trước" as relative growth and as a difference of points; UNSUPPORTED without a base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from reports.figure_check.case import Case, percent, shown
from reports.figure_check.comparisons import AGAINST, CHANGED, FROM, PLAN, Compared, bases_of, compared, subject_of
from reports.figure_check.findings import Finding, Klass, Verdict
from reports.figure_check.mentions import Mention, within

_AGAIN = re.compile(
    r"(?:,|;|\()\s*(?:tương ứng|tương đương|tức|tức là|hay)(?: với)?\s*(?P<way>tăng|giảm|vượt|cao hơn|thấp hơn)?"
    r"(?: thêm| khoảng| gần| hơn| là)?\s*$"
)
_NAMED_WAY = re.compile(r"(?<!\w)(?P<way>tăng|giảm|cao hơn|thấp hơn)(?: so với)?(?: cùng kỳ)? năm (?:19|20)\d\d là\s*$")
_FROM_TO_RATE = re.compile(r"(?<!\w)(?P<way>lên|xuống|còn)(?: còn)?\s*$")
_IN_BRACKET = re.compile(r"\s*\(\s*(?P<word>tăng|giảm|tương ứng|tương đương)?\s*")
_BARE = re.compile(r"\(\s*$")
_TIMES = re.compile(
    r"(?<!\w)(?:tăng |bằng )?(?P<near>gần |hơn |khoảng )?gấp(?P<after> gần| hơn| khoảng| đến| tới)?\s*$"
)
_HUNDRED = Fraction(100)


def find(case: Case) -> Iterator[Finding]:
    """Increases and decreases that do not hold, or stand on nothing printed."""
    for sentence in case.sentences:
        found = case.of(sentence)
        for place, mention in enumerate(found):
            led = CHANGED.search(sentence.low[: mention.start]) or _NAMED_WAY.search(sentence.low[: mention.start])
            counted = _counted_before(found[:place], mention)
            if counted is not None:
                yield from _rate_of(case, found, counted, mention)
            elif ends := _from_to(found[:place], mention):
                first, second, up = ends
                if _holds(second, first.value, mention, up) != "" and not _may_be_share(second, first.value, mention):
                    yield _finding(case, second, compared(first), mention, up, "sai")
            elif led and not mention.is_aim and mention.kind != "gio":
                yield from _changed(case, found[:place], mention, led["way"], found[place + 1 :])
            elif mention.unit == "lần" and _TIMES.search(sentence.low[: mention.start]) and not mention.is_aim:
                yield from _multiplied(case, found[:place], mention)


def _changed(case: Case, before: list[Mention], change: Mention, way: str, after: list[Mention]) -> Iterator[Finding]:
    against = AGAINST.match(change.sentence.low[change.end :])
    subject = subject_of(before, change)
    if subject is None:
        return
    up = way in {"tăng", "cao hơn", "vượt"}
    bases = bases_of(case, subject, change, against, before, after)
    if not bases:
        told = against["what"] if against else ""
        if case.is_aiming(change.sentence):
            return
        if against and told and not PLAN.match(told) and change.percent and not change.points:
            yield from _without_base(case, subject, change, against["what"].strip(" ."), up)
        return
    verdicts = [_holds(subject, base.value, change, up) for base in bases]
    if any(verdict == "" for verdict in verdicts):
        return
    base, verdict = bases[0], verdicts[0]
    if "diem" in verdicts:
        base, verdict = bases[verdicts.index("diem")], "diem"
    yield _finding(case, subject, base, change, up, verdict)


def _counted_before(before: list[Mention], rate: Mention) -> Mention | None:
    """The counted change that a percentage tells once more: "tăng 23 đảng viên so với năm 2022 (161 đảng viên), tương
    ứng tăng 14,3%", "tăng 92 đảng viên (1,5%)"."""
    if not rate.percent or rate.points or rate.is_aim:
        return None
    for mention in reversed(before):
        led = CHANGED.search(mention.sentence.low[: mention.start])
        if mention.percent:
            return None
        if not led:
            continue
        between = mention.sentence.low[mention.end : rate.start]
        again = _AGAIN.search(between)
        if again and (again["way"] or led["way"]) == led["way"] and not re.search(r"[;.]\s", between):
            return mention
        bracket = _IN_BRACKET.fullmatch(between[max(0, mention.unit_end - mention.end) :])
        closes = mention.sentence.low[rate.end :].lstrip().startswith(")")
        return mention if bracket and closes else None
    return None


def _may_be_share(subject: Mention, base: Fraction, rate: Mention) -> bool:
    """Whether a percentage alone in brackets is so far from the growth that it may tell something else."""
    if not _BARE.search(rate.sentence.low[: rate.start]) or not base:
        return False
    grown = abs(100 * (subject.value - base) / base)
    return not grown / 2 <= rate.value <= grown * 2


def _from_to(before: list[Mention], rate: Mention) -> tuple[Mention, Mention, bool] | None:
    """ "tăng từ 501 lên 544 (8,6%)": the two numbers that a percentage in brackets tells once more."""
    if len(before) < 2 or not rate.percent or rate.points or not rate.bracket or rate.is_aim:
        return None
    first, second = before[-2], before[-1]
    low = rate.sentence.low
    if first.percent or second.percent or not (first.counts and second.counts) or first.bracket != second.bracket:
        return None
    way = _FROM_TO_RATE.search(low[: second.start])
    bracket = _IN_BRACKET.fullmatch(low[max(second.end, second.unit_end) : rate.start])
    if not (FROM.search(low[: first.start]) and way and bracket and low[rate.end :].lstrip().startswith(")")):
        return None
    up = way["way"] == "lên"
    return (first, second, up) if (second.value > first.value) == up else None


def _rate_of(case: Case, found: list[Mention], counted: Mention, rate: Mention) -> Iterator[Finding]:
    """The rate of a counted change whose two numbers are known and give that change."""
    led = CHANGED.search(counted.sentence.low[: counted.start])
    place = found.index(counted)
    subject = subject_of(found[:place], counted)
    if led is None or subject is None or subject.percent:
        return
    up = led["way"] in {"tăng", "cao hơn", "vượt"}
    against = AGAINST.match(counted.sentence.low[counted.end :])
    bases = bases_of(case, subject, counted, against, found[:place], found[place + 1 :])
    sure = [base for base in bases if _holds(subject, base.value, counted, up) == ""]
    if not sure or any(_holds(subject, base.value, rate, up) == "" for base in sure):
        return
    if all(_may_be_share(subject, base.value, rate) for base in sure):
        return
    yield _finding(case, subject, sure[0], rate, up, "sai")


def _holds(subject: Mention, base: Fraction, change: Mention, up: bool) -> str:
    """Empty when it holds; "diem" when it holds as points only; "sai" otherwise."""
    difference: Fraction = subject.value - base if up else base - subject.value
    if not change.percent:
        return "" if within(change, difference) else "sai"
    if change.points:
        return "" if within(change, difference) else "sai"
    relative = 100 * difference / base if base else None
    if relative is not None and within(change, relative):
        return ""
    return "diem" if subject.percent and within(change, difference) else "sai"


def _finding(case: Case, subject: Mention, base: Compared, change: Mention, up: bool, verdict: str) -> Finding:
    difference = subject.value - base.value if up else base.value - subject.value
    word = "tăng" if up else "giảm"
    relative = 100 * difference / base.value if base.value else Fraction(0)
    sign = "%" if subject.percent else ""
    places = max(subject.places, change.places, 1)
    terms = f"{subject.printed} − {base.printed} = {shown(subject.value - base.value, 1 if subject.percent else 0)}"
    grown = percent(100 * (subject.value - base.value) / base.value) if base.value else ""
    rate = f"{subject.printed} so với {base.printed}: {grown}"
    if verdict == "diem":
        return case.finding(
            Klass.GROWTH,
            Verdict.WRONG,
            f"“{word} {change.printed}” là hiệu của hai tỷ lệ, tức {shown(change.value, change.places)} điểm %; "
            f"tính theo tỷ lệ thì {word} {percent(relative, places)}.",
            (change.span, subject.span, base.span),
            printed=change.printed,
            computed=f"{shown(difference, change.places)} điểm %",
            arithmetic=f"{terms} điểm %; {rate}",
            base="hiệu hai tỷ lệ (điểm %)",
            repairs=(
                f"Sửa “{word} {change.printed}” thành “{word} {shown(difference, change.places)} điểm %”",
                f"Hoặc ghi “{word} {percent(relative, places)}”",
            ),
        )
    right = percent(relative, places) if change.percent and not change.points else shown(difference, change.places)
    if difference < 0:
        told = f"Số liệu cho thấy {'giảm' if up else 'tăng'}, văn bản ghi “{word}”"
    else:
        unit = "" if change.percent and not change.points else f" {change.unit}"
        told = f"{subject.printed} so với {base.printed} là {word} {right}{unit}".rstrip()
    return case.finding(
        Klass.GROWTH,
        Verdict.WRONG,
        f"{told}; văn bản ghi {word} {change.printed}.",
        (change.span, subject.span, base.span),
        printed=change.printed,
        computed=right,
        arithmetic=f"{terms}{sign}; {rate}",
        repairs=(f"Sửa “{change.printed}” thành “{right}”",)
        if difference >= 0
        else (f"Sửa “{word}” hoặc kiểm tra lại hai số",),
    )


def _without_base(case: Case, subject: Mention, change: Mention, phrase: str, up: bool) -> Iterator[Finding]:
    if subject.percent:
        return
    step = Fraction(1, 2 * 10**change.places)
    sign = 1 if up else -1
    factors = [1 + sign * (change.value + shift) / 100 for shift in (-step, Fraction(0), step)]
    if min(factors) <= 0:
        return
    low, middle, high = sorted(subject.value / factor for factor in factors)
    word = "tăng" if up else "giảm"
    yield case.finding(
        Klass.UNSUPPORTED,
        Verdict.UNSUPPORTED,
        f"Văn bản không ghi số liệu của {phrase} nên chưa kiểm tra được mức {word} {change.printed}.",
        (change.span, subject.span),
        printed=change.printed,
        computed="",
        arithmetic=f"{shown(subject.value)} : {shown(middle and subject.value / middle, 3)} ≈ "
        f"{shown(Fraction(round(middle)))} "
        f"(từ {shown(Fraction(round(low)))} đến {shown(Fraction(round(high)))})",
        base=f"số của {phrase} phải vào khoảng {shown(Fraction(round(middle)))}",
        repairs=(f"Ghi thêm số của {phrase}",),
    )


def _multiplied(case: Case, before: list[Mention], change: Mention) -> Iterator[Finding]:
    """ "gấp 2 lần" against the growth told of the same thing in the sentence, or in the one before."""
    led = _TIMES.search(change.sentence.low[: change.start])
    told = (led["near"] or led["after"] or "").strip() if led else ""
    earlier = list(reversed(before)) or []
    other = case.before(change.sentence)
    earlier += list(reversed(case.of(other))) if other else []
    rates = [
        m for m in earlier if m.percent and CHANGED.search(m.sentence.low[: m.start]) and not m.is_aim and not m.points
    ]
    if not rates:
        return
    rate = rates[0]
    subject = subject_of([m for m in case.of(rate.sentence) if m.start < rate.start], rate)
    if (
        subject is not None
        and subject.kind
        and not re.search(subject.unit or "x", change.left)
        and other is rate.sentence
    ):
        return
    ratio = 1 + rate.value / _HUNDRED
    value = change.value
    step = Fraction(1, 2 * 10**change.places)
    holds = {
        "gần": value * Fraction(4, 5) <= ratio <= value + step / 5,
        "hơn": value - step / 5 <= ratio <= value * Fraction(3, 2),
    }.get(told, abs(ratio - value) <= max(step, value / 20))
    if holds:
        return
    right = shown(ratio, 2)
    yield case.finding(
        Klass.GROWTH,
        Verdict.WRONG,
        f"Tăng {rate.printed} là gấp {right} lần, văn bản ghi {f'{told} ' if told else ''}gấp {change.printed} lần.",
        (change.span, rate.span),
        printed=f"{f'{told} ' if told else ''}gấp {change.printed} lần",
        computed=f"{right} lần",
        arithmetic=f"1 + {rate.printed} = {right}",
        repairs=(f"Sửa “{change.printed} lần” thành “{right} lần”",),
    )
