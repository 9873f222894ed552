"""GROWTH: "tăng 24,3% so với trước" as relative growth and as a difference of points; UNSUPPORTED without a base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reports.figure_check.case import Case, percent, shown
from reports.figure_check.findings import Finding, Klass, Span, Verdict
from reports.figure_check.listings import covers
from reports.figure_check.mentions import Mention, within
from reports.figure_check.sentences import Sentence
from reports.figure_check.wording import tokens

_LED = re.compile(
    r"(?<!\w)(?P<way>tăng|giảm|vượt|cao hơn|thấp hơn)(?: thêm| trên| hơn| gần| khoảng| bình quân| được| tới| đến| là| "
    r"tương ứng|"
    r" lên| xuống)*\s*(?P<more>\(?)\s*$"
)
_AGAIN = re.compile(
    r"(?:,|;|\()\s*(?:tương ứng|tương đương|tức|tức là|hay)(?: với)?\s*(?P<way>tăng|giảm|vượt|cao hơn|thấp hơn)?"
    r"(?: thêm| khoảng| gần| hơn| là)?\s*$"
)
_NAMED_WAY = re.compile(r"(?<!\w)(?P<way>tăng|giảm|cao hơn|thấp hơn)(?: so với)?(?: cùng kỳ)? năm (?:19|20)\d\d là\s*$")
_NAMED_YEAR = re.compile(
    r"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn)(?: so với)?(?: cùng kỳ)? năm (?P<year>(?:19|20)\d\d) là"
    r"\s*$"
)
_CLOSES = re.compile(r"\)[\s,]*(?:thì |đã )?(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn)(?: thêm| được)?\s*")
_FROM_TO_RATE = re.compile(r"(?<!\w)(?P<way>lên|xuống|còn)(?: còn)?\s*$")
_IN_BRACKET = re.compile(r"\s*\(\s*(?P<word>tăng|giảm|tương ứng|tương đương)?\s*")
_BARE = re.compile(r"\(\s*$")
_TIMES = re.compile(
    r"(?<!\w)(?:tăng |bằng )?(?P<near>gần |hơn |khoảng )?gấp(?P<after> gần| hơn| khoảng| đến| tới)?\s*$"
)
_AGAINST = re.compile(
    r"\s*(?P<unit>[^,;:()]{0,40}?(?:\([^()]{1,24}\)\s*)?)(?:so với\s+(?P<what>[^,;()]+)|(?P<plan>(?:chỉ tiêu|kế "
    r"hoạch|nghị quyết)[^,;()]*))"
)
_PLAN = re.compile(r"(?:các |với )?(?:chỉ tiêu|kế hoạch|nghị quyết|mục tiêu)")
_THIS_SHARE = re.compile(r"tỷ lệ (?:này|đó|trên)")
_FROM_TO = re.compile(r"từ\s*$")
_LIKE = re.compile(r"cùng kỳ|năm trước|năm ngoái|năm liền trước")
_WORD_YEAR = re.compile(r"(?:19|20)\d\d")
_RANGE_OF_YEARS = re.compile(r"(?:19|20)\d\d\s?(?:-|đến(?: hết)?(?: năm)?)\s?(?:19|20)\d\d[^\d]*$")
_LEAST_COVERED = 0.6
_HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Compared:
    """What a figure is compared with."""

    value: Fraction
    span: Span
    printed: str
    sentence: Sentence


def find(case: Case) -> Iterator[Finding]:
    """Increases and decreases that do not hold, or stand on nothing printed."""
    for sentence in case.sentences:
        found = case.of(sentence)
        for place, mention in enumerate(found):
            led = _LED.search(sentence.low[: mention.start]) or _NAMED_WAY.search(sentence.low[: mention.start])
            counted = _counted_before(found[:place], mention)
            if counted is not None:
                yield from _rate_of(case, found, counted, mention)
            elif ends := _from_to(found[:place], mention):
                first, second, up = ends
                if _holds(second, first.value, mention, up) != "" and not _may_be_share(second, first.value, mention):
                    yield _finding(case, second, _compared(first), mention, up, "sai")
            elif led and not mention.is_aim and mention.kind != "gio":
                yield from _changed(case, found[:place], mention, led["way"], found[place + 1 :])
            elif mention.unit == "lần" and _TIMES.search(sentence.low[: mention.start]) and not mention.is_aim:
                yield from _multiplied(case, found[:place], mention)


def _changed(case: Case, before: list[Mention], change: Mention, way: str, after: list[Mention]) -> Iterator[Finding]:
    against = _AGAINST.match(change.sentence.low[change.end :])
    subject = _subject(before, change)
    if subject is None:
        return
    up = way in {"tăng", "cao hơn", "vượt"}
    bases = _bases(case, subject, change, against, before, after)
    if not bases:
        told = against["what"] if against else ""
        if case.is_aiming(change.sentence):
            return
        if against and told and not _PLAN.match(told) and change.percent and not change.points:
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
        led = _LED.search(mention.sentence.low[: mention.start])
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
    if not (_FROM_TO.search(low[: first.start]) and way and bracket and low[rate.end :].lstrip().startswith(")")):
        return None
    up = way["way"] == "lên"
    return (first, second, up) if (second.value > first.value) == up else None


def _rate_of(case: Case, found: list[Mention], counted: Mention, rate: Mention) -> Iterator[Finding]:
    """The rate of a counted change whose two numbers are known and give that change."""
    led = _LED.search(counted.sentence.low[: counted.start])
    place = found.index(counted)
    subject = _subject(found[:place], counted)
    if led is None or subject is None or subject.percent:
        return
    up = led["way"] in {"tăng", "cao hơn", "vượt"}
    against = _AGAINST.match(counted.sentence.low[counted.end :])
    bases = _bases(case, subject, counted, against, found[:place], found[place + 1 :])
    sure = [base for base in bases if _holds(subject, base.value, counted, up) == ""]
    if not sure or any(_holds(subject, base.value, rate, up) == "" for base in sure):
        return
    if all(_may_be_share(subject, base.value, rate) for base in sure):
        return
    yield _finding(case, subject, sure[0], rate, up, "sai")


def compared_shares(case: Case) -> Iterator[tuple[Mention, Mention, Compared]]:
    """Changes of a percentage, with it and with the percentage that it is compared with."""
    for sentence in case.sentences:
        found = case.of(sentence)
        for place, mention in enumerate(found):
            if not mention.percent or not _LED.search(sentence.low[: mention.start]):
                continue
            subject = _subject(found[:place], mention)
            if subject is None or not subject.percent:
                continue
            against = _AGAINST.match(sentence.low[mention.end :])
            bases = _bases(case, subject, mention, against, found[:place], found[place + 1 :])
            fitting = [base for base in bases if within(mention, abs(subject.value - base.value))]
            if bases:
                yield mention, subject, (fitting or bases)[0]


def _subject(before: list[Mention], change: Mention) -> Mention | None:
    """What has changed: the figure just before, of the same kind when the change is counted."""
    for mention in reversed(before):
        if mention.sentence.depths[mention.start] not in {change.bracket, 0} and mention.bracket != change.bracket:
            continue
        if mention.is_aim or mention.kind == "gio" or _LED.search(mention.sentence.low[: mention.start]):
            continue
        if re.search(r"so với[^,;:()]*$", mention.left):
            continue
        if mention.percent and not change.percent:
            continue
        between = mention.sentence.low[mention.end : change.start]
        if re.search(r"[;.]\s", between) and not re.search(r";\s*so với [^;.:]*$", between):
            return None
        return mention
    return None


def _bases(
    case: Case,
    subject: Mention,
    change: Mention,
    against: re.Match[str] | None,
    before: list[Mention],
    after: list[Mention],
) -> list[Compared]:
    """Figures that the words say the subject is compared with, the surest first."""
    sentence = change.sentence
    found = [
        _compared(mention)
        for mention in before  # "từ 85 lên 93"
        if mention.percent == subject.percent
        and _FROM_TO.search(mention.left)
        and mention is not subject
        and not mention.is_aim
        and (mention.percent or mention.counts)
        and (not mention.kind or not subject.kind or mention.kind == subject.kind)
    ]
    if against is None and (named := _NAMED_YEAR.search(sentence.low[: change.start])):
        return [
            _compared(mention)
            for mention in after
            if mention.bracket and mention.percent == subject.percent and mention.kind == subject.kind
            and re.search(rf"\(\s*(?:năm )?{named['year']}[^\d,;()]*$", sentence.low[: mention.start])
        ]  # fmt: skip
    if against is None:
        return found or _told_before(subject, change, before) or _year_before(subject, before)
    end = change.end + against.end()
    for mention in after:  # "so với năm 2020 (85)", "so với 85 đảng viên của năm 2020"
        if mention.percent != subject.percent or (mention.kind and subject.kind and mention.kind != subject.kind):
            continue
        close = change.end <= mention.start <= end + 40
        bracketed = mention.bracket and sentence.low[end : mention.start].strip(" (") in {
            "",
            "là",
            "chỉ có",
            "có",
            "đạt",
            "kết nạp",
        }
        if close and (mention.start < end or bracketed):
            found.append(_compared(mention))
    if found:
        return found
    told = against["what"] or against["plan"]
    return [] if _PLAN.match(told) else _by_words(case, subject, change, told)


def _told_before(subject: Mention, change: Mention, before: list[Mention]) -> list[Compared]:
    """ "so với cùng kỳ (874 đảng viên) tăng 44"; "năm 2020 là 2,75% thì năm 2024 là 3,10%, cao hơn 0,35 điểm %"."""
    sentence = change.sentence
    for mention in reversed(before):
        opened = sentence.low[: mention.start].rstrip()
        closed = _CLOSES.fullmatch(sentence.low[max(mention.end, mention.unit_end) : change.start])
        if mention.bracket and closed and opened.endswith("(") and re.search(r"so với [^,;:()]*\($", opened):
            return [_compared(mention)] if mention.kind == subject.kind or not mention.kind else []
    shares = [mention for mention in before if mention.percent and not mention.is_aim]
    if change.points and len(shares) == 2 and shares[1] is subject:
        first, second = _year_of(shares[0]), _year_of(shares[1])
        if first and second and first < second and "tỷ lệ" in sentence.low[: shares[0].start]:
            return [_compared(shares[0])]
    return []


def _year_before(subject: Mention, before: list[Mention]) -> list[Compared]:
    """ "năm 2019 kết nạp 120, năm 2020 kết nạp 132 (tăng 10%)": what stands in the sentence for the year before."""
    year = _year_of(subject)
    if not year:
        return []
    return [
        _compared(mention)
        for mention in before
        if mention is not subject and mention.percent == subject.percent and _year_of(mention) == str(int(year) - 1)
        and not _LED.search(mention.sentence.low[: mention.start]) and _is_alike(mention, subject)
    ]  # fmt: skip


def _compared(mention: Mention) -> Compared:
    return Compared(mention.value, mention.span, mention.printed, mention.sentence)


def _by_words(case: Case, subject: Mention, change: Mention, phrase: str) -> list[Compared]:
    """Figures elsewhere whose sentence says what the phrase says: "trước khi thực hiện Chỉ thị", "năm 2020"."""
    year = _WORD_YEAR.search(phrase)
    if year is None and _LIKE.search(phrase):
        own = [int(found[0]) for found in _WORD_YEAR.finditer(subject.left)] or [
            int(found[0]) for found in _WORD_YEAR.finditer(subject.sentence.low[: subject.start])
        ]
        if not own:
            return []
        return _of_year(case, subject, change, str(own[-1] - 1))
    if year is not None:
        return _of_year(case, subject, change, year[0])
    words = tokens(phrase)
    found = []
    for mention in case.mentions:
        if (
            mention.percent != subject.percent
            or mention in {subject, change}
            or mention.is_aim
            or mention.sentence is change.sentence
        ):
            continue
        if _LED.search(mention.sentence.low[: mention.start]) or (
            not subject.percent and (mention.kind != subject.kind or not _same_action(mention, subject))
        ):
            continue
        score = covers(words, tokens(mention.sentence.text[: mention.end]))
        if score >= _LEAST_COVERED:
            found.append((score, _compared(mention)))
    return [base for _, base in sorted(found, key=lambda scored: -scored[0])]


_ACTS = re.compile(r"kết nạp|chuyển đến|chuyển đi|bồi dưỡng|tham gia lớp|xóa tên|khai trừ|từ trần|công nhận|giới thiệu")


def _same_action(one: Mention, other: Mention) -> bool:
    """Whether the same was done to what both count; nothing said is not the same as something."""
    if _THIS_SHARE.search(one.left):
        return True
    first, second = (set(_ACTS.findall(f"{_led(mention)} {mention.right[:40]}")) for mention in (one, other))
    return first == second


def _led(mention: Mention) -> str:
    """The clause before a figure; for one in brackets, the clause before the bracket."""
    if not mention.bracket or mention.left.strip():
        return mention.left
    opened = mention.sentence.depths.index(mention.bracket)
    return re.split(r"[,;:()]", mention.sentence.low[:opened])[-1]


def _of_year(case: Case, subject: Mention, change: Mention, year: str) -> list[Compared]:
    """Figures of that year about the same thing: a part of a series, a sentence about the year."""
    found: list[Compared] = []
    for mention in case.mentions:
        if mention in {subject, change} or mention.percent != subject.percent or mention.is_aim:
            continue
        if _LED.search(mention.sentence.low[: mention.start]):
            continue
        if mention.kind and subject.kind and mention.kind != subject.kind:
            continue
        if _year_of(mention) == year and (_same_action(mention, subject)) and _is_alike(mention, subject):
            found.append(_compared(mention))
    return found


def _year_of(mention: Mention) -> str:
    """The year nearest before the figure in its clause, or in its sentence when there is one only."""
    close = mention.sentence.low[max(0, mention.start - 60) : mention.start]
    years: list[str] = _WORD_YEAR.findall(re.split(r"[;(]", close)[-1])
    if years:
        return "" if _RANGE_OF_YEARS.search(re.split(r"[;(]", close)[-1]) else years[-1]
    told = {found[0] for found in _WORD_YEAR.finditer(mention.sentence.low[: mention.start])}
    return told.pop() if len(told) == 1 and not mention.bracket else ""


def _is_alike(one: Mention, other: Mention) -> bool:
    """Two figures about the same thing: most of the words of the shorter are words of the other."""
    if _THIS_SHARE.search(one.left):
        return True
    first, second = (tokens(f"{_led(mention)} {mention.unit} {mention.right}") for mention in (one, other))
    if not first or not second:
        return one.sentence is other.sentence
    return len(first & second) * 2 >= min(len(first), len(second))


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
        m for m in earlier if m.percent and _LED.search(m.sentence.low[: m.start]) and not m.is_aim and not m.points
    ]
    if not rates:
        return
    rate = rates[0]
    subject = _subject([m for m in case.of(rate.sentence) if m.start < rate.start], rate)
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
