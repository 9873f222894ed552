"""TEXT: the same thing written in two ways: a document under another term, another day, a number beside its words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from dangvien.text import day_short
from reports.figure_check import times
from reports.figure_check.case import Case, shown
from reports.figure_check.findings import Finding, Klass, Span, Verdict
from reports.figure_check.mentions import Mention
from reports.figure_check.papers import Paper
from reports.figure_check.rules.labels import acts
from reports.figure_check.wording import canonical, characteristics, low, tokens
from reports.figure_check.words_for_numbers import in_words, value_of_words

_CONGRESSES = Path(__file__).resolve().parent.parent / "congresses.toml"
_CENTRAL = frozenset({"TW", "TƯ"})
_TERM_YEARS = 4
_WORDS_AFTER = re.compile(r"\s*\(\s*(?P<words>[^()\d]{2,60}?)\s*\)")
_TOTALS = re.compile(r"(?<!\w)(?:tổng số|toàn [^,;:()]{2,40}?(?:có|kết nạp được|kết nạp))[^,;:()]*$")


_PARTIAL = re.compile(r"tăng|giảm|so với|trong đó|đầu (?:kỳ|năm|nhiệm kỳ|giai đoạn|tháng|quý)|cuối|lên")


@dataclass(frozen=True)
class Congress:
    """A term of the central committee, from the day its congress closed."""

    name: str
    since: date


@cache
def congresses() -> tuple[Congress, ...]:
    """The terms in order."""
    told = tomllib.loads(_CONGRESSES.read_text(encoding="utf-8"))
    return tuple(Congress(line["name"], line["from"]) for line in told["term"])


def term_on(day: date) -> str:
    """The term of a day ("XII"); empty before the first that is known."""
    return next((term.name for term in reversed(congresses()) if term.since <= day), "")


def find(case: Case) -> Iterator[Finding]:
    """What is written in two ways."""
    yield from _terms(case)
    yield from _two_days(case)
    yield from _words(case)
    yield from _totals(case)
    yield from _said_twice(case)


def _terms(case: Case) -> Iterator[Finding]:
    """A central document under a term in which it was not issued."""
    groups: dict[tuple[str, str], list[tuple[Paper, Span]]] = {}
    for sentence, paper in case.papers:
        if (
            paper.term
            and paper.day
            and paper.body in _CENTRAL
            and re.search(r"trung ương|ban bí thư|bộ chính trị", paper.issuer)
        ):
            groups.setdefault((paper.symbol, paper.term), []).append((paper, sentence.span(paper.start, paper.end)))
    for (symbol, term), found in groups.items():
        paper = found[0][0]
        assert paper.day is not None
        right = term_on(paper.day.first)
        if not right or right == term or abs(_index(right) - _index(term)) == 0 or _on_the_border(paper.day.first):
            continue
        times_told = f" ({len(found)} chỗ)" if len(found) > 1 else ""
        yield case.finding(
            Klass.TEXT,
            Verdict.WRONG,
            f"{paper.kind.capitalize()} số {symbol} ngày {paper.day.printed} được ghi là của khóa "
            f"{term}{times_told}; ngày ấy "
            f"là khóa {right}.",
            tuple(span for _, span in found),
            printed=f"khóa {term}",
            computed=f"khóa {right}",
            arithmetic=f"khóa {right} từ {day_short(next(one.since for one in congresses() if one.name == right))} "
            "(chưa đối chiếu văn bản)",
            repairs=(f"Sửa “khóa {term}” thành “khóa {right}”", "Hoặc xem lại ngày của văn bản"),
        )


def _index(name: str) -> int:
    names = [term.name for term in congresses()]
    return names.index(name) if name in names else -1


def _on_the_border(day: date) -> bool:
    """Within the days of a congress: either term may be meant."""
    return any(abs((day - term.since).days) <= 10 for term in congresses())


def _two_days(case: Case) -> Iterator[Finding]:
    """One document under two days."""
    seen: dict[tuple[str, str], tuple[Paper, Span]] = {}
    told: set[tuple[str, str, date]] = set()
    for sentence, paper in case.papers:
        if paper.day is None:
            continue
        span = sentence.span(paper.start, paper.end)
        first, other = seen.setdefault((paper.kind, paper.symbol), (paper, span))
        assert first.day is not None
        same_issuer = not first.issuer or not paper.issuer or first.issuer == paper.issuer
        near = abs(first.day.first.year - paper.day.first.year) <= _TERM_YEARS
        key = (paper.kind, paper.symbol, paper.day.first)
        if first.day.first != paper.day.first and same_issuer and near and key not in told:
            told.add(key)
            yield case.finding(
                Klass.TEXT,
                Verdict.DOUBTFUL,
                f"{paper.kind.capitalize()} số {paper.symbol} được ghi hai ngày khác nhau: {first.day.printed} và "
                f"{paper.day.printed}.",
                (span, other),
                printed=paper.day.printed,
                computed=first.day.printed,
                arithmetic=f"{first.day.printed} ≠ {paper.day.printed}",
                repairs=(f"Sửa thành {first.day.printed}", f"Hoặc sửa chỗ kia thành {paper.day.printed}"),
            )


def _words(case: Case) -> Iterator[Finding]:
    """ "12 (mười ba) đảng viên"."""
    for mention in case.mentions:
        found = _WORDS_AFTER.match(mention.sentence.low, mention.end)
        if not found or mention.value.denominator != 1:
            continue
        runs = in_words(found["words"])
        value = (
            runs[0][2] if runs and runs[0][:2] == (0, len(found["words"])) else value_of_words(found["words"].split())
        )
        plain = all(word in _NUMBER_WORDS for word in found["words"].split())
        if plain and value is not None and value != mention.value:
            yield case.finding(
                Klass.TEXT,
                Verdict.WRONG,
                f"Số ghi {mention.printed}, chữ ghi “{found['words']}” là {shown(Fraction(value))}.",
                (mention.span, mention.sentence.span(found.start("words"), found.end("words"))),
                printed=mention.printed,
                computed=str(value),
                arithmetic=f"{mention.printed} ≠ {value}",
                repairs=(f"Sửa số thành {value}", "Hoặc sửa chữ"),
            )


_NUMBER_WORDS = frozenset({
    "không", "một", "mốt", "hai", "ba", "bốn", "tư", "năm", "lăm", "sáu", "bảy", "tám", "chín", "mười", "mươi", "trăm",
    "linh", "lẻ", "nghìn", "ngàn", "triệu", "nhăm", "bẩy",
})  # fmt: skip


def _totals(case: Case) -> Iterator[Finding]:
    """One total, said twice in the text with different numbers, in the same words and of the same time."""
    seen: dict[tuple[object, ...], Mention] = {}
    for mention in case.mentions:
        if not mention.counts or mention.operator or mention.is_aim or mention.of is not None or mention.bracket:
            continue
        led = mention.sentence.low[max(0, mention.start - 80) : mention.start]
        if not _TOTALS.search(mention.left) or not mention.unit or _PARTIAL.search(led):
            continue
        when = frozenset(moment.first for moment in times.moments(mention.sentence.text))
        words = tokens(mention.left) - tokens("tính đến ngày tổng số hiện nay lên nâng")
        key = (canonical(mention.unit), acts(mention.left), characteristics(mention.left), words, when)
        other = seen.setdefault(key, mention)
        if other.value != mention.value and other.sentence is not mention.sentence:
            yield case.finding(
                Klass.TEXT,
                Verdict.DOUBTFUL,
                f"Cùng một số liệu được ghi {other.printed} ở {case.draft.pieces[other.span[0]].place.lower()} và "
                f"{mention.printed} ở {case.draft.pieces[mention.span[0]].place.lower()}.",
                (mention.span, other.span),
                printed=mention.printed,
                computed=other.printed,
                arithmetic=f"{other.printed} ≠ {mention.printed}",
                repairs=(
                    f"Sửa {mention.printed} thành {other.printed}",
                    f"Hoặc sửa {other.printed} thành {mention.printed}",
                ),
            )


_PART_OF_YEAR = re.compile(r"\d{1,2} tháng (?:đầu|cuối) năm")
_SPOKEN = tokens("tổng số đồng chí người lượt kết quả cụ thể đạt toàn đảng viên mới cấp ủy")
_LEAST_WORDS, _CLOSE = 3, Fraction(1, 4)
_PLACE_WORDS = re.compile(
    r"(?<!\w)(?:đảng bộ|đảng ủy|chi bộ|trung tâm|trường|xã|phường|thị trấn|huyện|quận|thôn|bản|ấp|khu|khối|đợt|lớp|"
    r"công ty|ban|nguồn|riêng|trong đó|còn lại|khác)(?!\w)"
)


def _said_twice(case: Case) -> Iterator[Finding]:
    """A total of a time, and the same words of the same time with another number near it in another sentence."""
    told = [(mention, key) for mention in case.mentions if (key := _said(mention))]
    seen: set[tuple[int, int]] = set()
    for total, key in told:
        if not re.search(r"(?<!\w)tổng số(?!\w)", total.left):
            continue
        for other, same in told:
            place = other.sentence.number, other.start
            if (
                same != key
                or other.sentence is total.sentence
                or other.value == total.value
                or abs(other.value - total.value) > _CLOSE * max(other.value, total.value)
                or place in seen
                or _has_another_place(case, other)
                or any(
                    third.value == other.value for third, its in told if its == key and third.sentence is total.sentence
                )
            ):
                continue
            seen |= {place, (total.sentence.number, total.start)}
            yield case.finding(
                Klass.TEXT,
                Verdict.DOUBTFUL,
                f"Cùng một số liệu, cùng thời gian được ghi {total.printed} ở "
                f"{case.draft.pieces[total.span[0]].place.lower()} và {other.printed} ở "
                f"{case.draft.pieces[other.span[0]].place.lower()}.",
                (other.span, total.span),
                printed=other.printed,
                computed=total.printed,
                arithmetic=f"{total.printed} ≠ {other.printed}",
                repairs=(
                    f"Sửa {other.printed} thành {total.printed}",
                    f"Hoặc sửa {total.printed} thành {other.printed}",
                ),
            )


def _said(mention: Mention) -> tuple[object, ...] | None:
    """What a counted figure is of: its action, its words and its time; None when too little is told."""
    if not mention.counts or mention.operator or mention.is_aim or mention.of is not None or mention.bracket:
        return None
    left = _PART_OF_YEAR.sub(" ", mention.left)
    if _PARTIAL.search(left) or not mention.unit or mention.kind != "nguoi":
        return None
    when = frozenset((moment.first, moment.last) for moment in times.moments(mention.left))
    words = tokens(f"{left} {mention.unit} {mention.right}") - _SPOKEN
    action = acts(f"{mention.left} {mention.unit}")
    if not when or not action or len(words) < _LEAST_WORDS:
        return None
    return action, characteristics(f"{mention.left} {mention.unit} {mention.right}"), words, when


def _has_another_place(case: Case, mention: Mention) -> bool:
    """Whether the words before the clause, or the heading above, name a place or a part that the figure is of."""
    led = mention.sentence.low[: mention.start - len(mention.left)]
    before = case.draft.pieces[max(0, mention.sentence.piece - 1)]
    heading = "" if before.text.rstrip().endswith(".") or before.kind != "doan" else low(before.text)
    return bool(_PLACE_WORDS.search(led) or _PLACE_WORDS.search(heading))
