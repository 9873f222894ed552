"""What "tăng … so với …" compares: the figure that changed and the figures it is held against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reports.figure_check.case import Case
from reports.figure_check.findings import Span
from reports.figure_check.listings import covers
from reports.figure_check.mentions import Mention, within
from reports.figure_check.sentences import Sentence
from reports.figure_check.wording import tokens

CHANGED = re.compile(
    r"(?<!\w)(?P<way>tăng|giảm|vượt|cao hơn|thấp hơn)(?: thêm| trên| hơn| gần| khoảng| bình quân| được| tới| đến| là| "
    r"tương ứng|"
    r" lên| xuống)*\s*(?P<more>\(?)\s*$"
)
_NAMED_YEAR = re.compile(
    r"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn)(?: so với)?(?: cùng kỳ)? năm (?P<year>(?:19|20)\d\d) là"
    r"\s*$"
)
_CLOSES = re.compile(r"\)[\s,]*(?:thì |đã )?(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn)(?: thêm| được)?\s*")
AGAINST = re.compile(
    r"\s*(?P<unit>[^,;:()]{0,40}?(?:\([^()]{1,24}\)\s*)?)(?:so với\s+(?P<what>[^,;()]+)|(?P<plan>(?:chỉ tiêu|kế "
    r"hoạch|nghị quyết)[^,;()]*))"
)
PLAN = re.compile(r"(?:các |với )?(?:chỉ tiêu|kế hoạch|nghị quyết|mục tiêu)")
_THIS_SHARE = re.compile(r"tỷ lệ (?:này|đó|trên)")
FROM = re.compile(r"từ\s*$")
_LIKE = re.compile(r"cùng kỳ|năm trước|năm ngoái|năm liền trước")
_WORD_YEAR = re.compile(r"(?:19|20)\d\d")
_RANGE_OF_YEARS = re.compile(r"(?:19|20)\d\d\s?(?:-|đến(?: hết)?(?: năm)?)\s?(?:19|20)\d\d[^\d]*$")
_LEAST_COVERED = 0.6


@dataclass(frozen=True)
class Compared:
    """What a figure is compared with."""

    value: Fraction
    span: Span
    printed: str
    sentence: Sentence


def compared_shares(case: Case) -> Iterator[tuple[Mention, Mention, Compared]]:
    """Changes of a percentage, with it and with the percentage that it is compared with."""
    for sentence in case.sentences:
        found = case.of(sentence)
        for place, mention in enumerate(found):
            if not mention.percent or not CHANGED.search(sentence.low[: mention.start]):
                continue
            subject = subject_of(found[:place], mention)
            if subject is None or not subject.percent:
                continue
            against = AGAINST.match(sentence.low[mention.end :])
            bases = bases_of(case, subject, mention, against, found[:place], found[place + 1 :])
            fitting = [base for base in bases if within(mention, abs(subject.value - base.value))]
            if bases:
                yield mention, subject, (fitting or bases)[0]


def subject_of(before: list[Mention], change: Mention) -> Mention | None:
    """What has changed: the figure just before, of the same kind when the change is counted."""
    for mention in reversed(before):
        if mention.sentence.depths[mention.start] not in {change.bracket, 0} and mention.bracket != change.bracket:
            continue
        if mention.is_aim or mention.kind == "gio" or CHANGED.search(mention.sentence.low[: mention.start]):
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


def bases_of(
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
        compared(mention)
        for mention in before  # "từ 85 lên 93"
        if mention.percent == subject.percent
        and FROM.search(mention.left)
        and mention is not subject
        and not mention.is_aim
        and (mention.percent or mention.counts)
        and (not mention.kind or not subject.kind or mention.kind == subject.kind)
    ]
    if against is None and (named := _NAMED_YEAR.search(sentence.low[: change.start])):
        return [
            compared(mention)
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
            found.append(compared(mention))
    if found:
        return found
    told = against["what"] or against["plan"]
    return [] if PLAN.match(told) else _by_words(case, subject, change, told)


def _told_before(subject: Mention, change: Mention, before: list[Mention]) -> list[Compared]:
    """ "so với cùng kỳ (874 đảng viên) tăng 44"; "năm 2020 là 2,75% thì năm 2024 là 3,10%, cao hơn 0,35 điểm %"."""
    sentence = change.sentence
    for mention in reversed(before):
        opened = sentence.low[: mention.start].rstrip()
        closed = _CLOSES.fullmatch(sentence.low[max(mention.end, mention.unit_end) : change.start])
        if mention.bracket and closed and opened.endswith("(") and re.search(r"so với [^,;:()]*\($", opened):
            return [compared(mention)] if mention.kind == subject.kind or not mention.kind else []
    shares = [mention for mention in before if mention.percent and not mention.is_aim]
    if change.points and len(shares) == 2 and shares[1] is subject:
        first, second = _year_of(shares[0]), _year_of(shares[1])
        if first and second and first < second and "tỷ lệ" in sentence.low[: shares[0].start]:
            return [compared(shares[0])]
    return []


def _year_before(subject: Mention, before: list[Mention]) -> list[Compared]:
    """ "năm 2019 kết nạp 120, năm 2020 kết nạp 132 (tăng 10%)": what stands in the sentence for the year before."""
    year = _year_of(subject)
    if not year:
        return []
    return [
        compared(mention)
        for mention in before
        if mention is not subject and mention.percent == subject.percent and _year_of(mention) == str(int(year) - 1)
        and not CHANGED.search(mention.sentence.low[: mention.start]) and _is_alike(mention, subject)
    ]  # fmt: skip


def compared(mention: Mention) -> Compared:
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
        if CHANGED.search(mention.sentence.low[: mention.start]) or (
            not subject.percent and (mention.kind != subject.kind or not _same_action(mention, subject))
        ):
            continue
        score = covers(words, tokens(mention.sentence.text[: mention.end]))
        if score >= _LEAST_COVERED:
            found.append((score, compared(mention)))
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
        if CHANGED.search(mention.sentence.low[: mention.start]):
            continue
        if mention.kind and subject.kind and mention.kind != subject.kind:
            continue
        if _year_of(mention) == year and (_same_action(mention, subject)) and _is_alike(mention, subject):
            found.append(compared(mention))
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
