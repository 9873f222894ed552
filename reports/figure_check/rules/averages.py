"""AVERAGE: "trung bình mỗi năm kết nạp hơn 2.400" against its total and its number of years, cells or places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reports.figure_check import times
from reports.figure_check.case import Case, shown
from reports.figure_check.findings import Finding, Klass, Span, Verdict
from reports.figure_check.mentions import Mention, within
from reports.figure_check.sentences import Sentence
from reports.figure_check.wording import PLACE_NOUNS, canonical

_CUE = re.compile(r"(?<!\w)(?:bình quân|trung bình)(?!\w)")
_NOUNS = "|".join(
    sorted(
        {
            *PLACE_NOUNS,
            "chi bộ",
            "đảng bộ",
            "đảng bộ cơ sở",
            "chi bộ cơ sở",
            "tổ chức cơ sở đảng",
            "lớp",
            "năm",
            "tháng",
            "quý",
            "đơn vị",
        },
        key=len,
        reverse=True,
    )
)
_EACH = re.compile(rf"(?:mỗi|một|hằng|hàng|từng|trên một|/)\s*(?P<what>{_NOUNS})(?!\w)")
_SO_MANY = re.compile(r"(?<!\w)(?:cả|trong|qua) (hai|ba|bốn|năm|sáu) năm(?!\w)")
_IN_WORDS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6}
_REACH_BACK, _REACH_ON = 40, 90
_MOST_DIVISOR = 400


@dataclass(frozen=True)
class Divisor:
    """What a total is divided by."""

    value: Fraction
    name: str
    span: Span | None = None


def find(case: Case) -> Iterator[Finding]:
    """Averages that do not follow from their totals."""
    for sentence in case.sentences:
        done: set[int] = set()
        for cue in _CUE.finditer(sentence.low):
            average = _average(case, sentence, cue)
            if average is None or average.start in done:
                continue
            done.add(average.start)
            what = _each(sentence, cue, average)
            if what:
                yield from _tested(case, average, what)


def _average(case: Case, sentence: Sentence, cue: re.Match[str]) -> Mention | None:
    """The figure that is called an average: the first after the word, in the same statement."""
    for mention in case.of(sentence):
        if mention.start < cue.end():
            continue
        between = sentence.low[cue.end() : mention.start]
        if len(between) > _REACH_ON or re.search(r"[;:]|[.]\s", between) or between.count(",") > 1:
            return None
        if mention.percent or (mention.is_aim and "mỗi năm" not in between):
            return None
        if mention.kind == "gio" or not mention.counts:
            continue
        return None if mention.operator in {">=", "<="} else mention
    return None


def _each(sentence: Sentence, cue: re.Match[str], average: Mention) -> str:
    """Per what: năm, chi bộ, phường…"""
    told = sentence.low[max(0, cue.start() - _REACH_BACK) : max(average.end, average.unit_end) + 20]
    inside = _EACH.search(told, min(_REACH_BACK, cue.start())) or _EACH.search(told)
    return inside["what"] if inside else ""


def _tested(case: Case, average: Mention, what: str) -> Iterator[Finding]:
    total = _total(case, average)
    if total is None:
        return
    divisors = (
        _lengths(case, average, total, what) if what in {"năm", "tháng", "quý"} else _counts(case, average, total, what)
    )
    if not divisors or any(within(average, total.value / divisor.value) for divisor in divisors if divisor.value):
        return
    first = divisors[0]
    exact = total.value / first.value
    places = max(average.places, 1) if exact.denominator != 1 else 0
    fitting = _fitting(average, total.value)
    told = f"{shown(exact, places)} {average.unit}".strip()
    yield case.finding(
        Klass.AVERAGE,
        Verdict.WRONG,
        f"{shown(total.value)} chia cho {first.name} được {told} mỗi {what}, văn bản ghi "
        f"{f'{average.qualifier} ' if average.qualifier else ''}{average.printed}."
        + (f" Chỉ đúng khi chia cho {fitting} {what}." if fitting else ""),
        (average.span, total.span, *(divisor.span for divisor in divisors[:1] if divisor.span)),
        printed=f"{average.qualifier} {average.printed}".strip(),
        computed=shown(exact, places),
        arithmetic="; ".join(
            f"{shown(total.value)} : {shown(divisor.value)} = {shown(total.value / divisor.value, 1)} ({divisor.name})"
            for divisor in divisors
        ),
        base=f"{fitting} {what}" if fitting else None,
        repairs=(
            f"Sửa mức bình quân thành {shown(exact, places)}",
            f"Sửa tổng thành {shown(average.value * first.value)}",
        ),
    )


def _fitting(average: Mention, total: Fraction) -> str:
    """The whole divisor with which the average is true, the closest one."""
    near = int(total / average.value) if average.value else 0
    fits = [
        divisor for divisor in range(max(1, near - 1), min(near + 2, _MOST_DIVISOR)) if within(average, total / divisor)
    ]
    return str(min(fits, key=lambda divisor: abs(total / divisor - average.value))) if fits else ""


def _total(case: Case, average: Mention) -> Mention | None:
    """What is divided: the count before the average in its sentence, else in the sentence before it, else after it."""
    sentence = average.sentence
    own = [m for m in case.of(sentence) if m.end <= average.start and _fits(m, average)]
    if own:
        return own[-1] if len(own) == 1 else max(own, key=lambda m: (len(m.words & average.words), m.start))
    other = case.before(sentence)
    found = [m for m in case.of(other) if _fits(m, average)] if other else []
    if found:
        best = max(len(m.words & average.words) for m in found)
        likely = [m for m in found if len(m.words & average.words) == best]
        return likely[0] if len(likely) == 1 or best else None
    return None


def _fits(mention: Mention, average: Mention) -> bool:
    if not mention.counts or mention.is_aim or mention.operator in {">=", "<="} or mention.value <= average.value:
        return False
    if re.search(r"(?:tăng|giảm|so với)(?!\w)[^,;:()]*$", mention.left):
        return False
    return bool(mention.kind and mention.kind == average.kind) or (not average.kind and bool(mention.kind))


def _lengths(case: Case, average: Mention, total: Mention, what: str) -> list[Divisor]:
    """Lengths of the period of the total: calendar years included at both ends first."""
    found: list[Divisor] = []
    for sentence in dict.fromkeys((average.sentence, total.sentence)):
        for period in times.periods(sentence.text):
            if period.closes is None or case.is_cited(sentence, period.start):
                continue
            found += _of_period(period, what)
        for mention in case.of(sentence):
            if mention.unit == what and not mention.of and mention.value > 1 and mention is not average:
                found.append(Divisor(mention.value, f"{mention.printed} {what}", mention.span))
        for so_many in _SO_MANY.finditer(sentence.low) if what == "năm" else ():
            found.append(Divisor(Fraction(_IN_WORDS[so_many[1]]), f"{_IN_WORDS[so_many[1]]} năm"))
        if found:
            break
    return found


def _of_period(period: times.Period, what: str) -> list[Divisor]:
    assert period.closes is not None
    first, last = period.opens.first, period.closes.last
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if what == "tháng":
        return [Divisor(Fraction(months), f"{months} tháng")]
    if what == "quý":
        return [Divisor(Fraction(-(-months // 3)), f"{-(-months // 3)} quý")]
    years = period.years
    told = [Divisor(Fraction(years), f"{years} năm ({period.printed}, tính cả hai đầu)")]
    if period.kind == "nhiệm kỳ" and years > 1:
        told.append(Divisor(Fraction(years - 1), f"{years - 1} năm của nhiệm kỳ"))
    if not period.is_whole_years:
        exact = _exact_years(first, last)
        told.append(Divisor(exact, f"{shown(exact, 1)} năm tính theo ngày"))
        told.append(Divisor(Fraction(max(1, round(exact))), f"{max(1, round(exact))} năm tròn"))
    return told


def _exact_years(first: date, last: date) -> Fraction:
    years, months, days = times.elapsed(first, last)
    return years + Fraction(months, 12) + Fraction(days, 365)


def _counts(case: Case, average: Mention, total: Mention, what: str) -> list[Divisor]:
    """How many of the noun there are: said in the sentence, in the one before, or at one place only in the draft."""
    wanted = canonical(what)
    near = [s for s in (average.sentence, case.before(average.sentence)) if s]
    for mentions in ([m for s in near for m in case.of(s)], case.mentions):
        found = [m for m in mentions if _is_noun(m.unit, wanted) and m.value > 1 and not m.operator and m.of is None]
        values = {m.value for m in found}
        if mentions is case.mentions and len(values) > 1:
            return []
        if found:
            told = [Divisor(m.value, f"{m.printed} {what}", m.span) for m in found]
            if len(told) > 1:  # 402 chi bộ trực thuộc and 18 chi bộ cơ sở are 420 cells
                told.append(Divisor(sum((m.value for m in found), Fraction(0)), f"cả {len(found)} số {what}"))
            return sorted(told, key=lambda divisor: abs(total.value / divisor.value - average.value))
    return []


def _is_noun(unit: str, wanted: str) -> bool:
    told = canonical(unit)
    return told == wanted or told.startswith(f"{wanted} ")
