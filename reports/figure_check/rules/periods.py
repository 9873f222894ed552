"""PERIOD: lengths, ends and order of the periods a draft speaks of, against each other and against its own day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from dangvien.text import day_short
from reports.figure_check import papers, times
from reports.figure_check.case import Case
from reports.figure_check.findings import Finding, Klass, Span, Verdict
from reports.figure_check.sentences import Sentence
from reports.figure_check.times import Period

_DONE = re.compile(r"(?:tổng kết|sau|qua|trong|sơ kết)\s*$")
_CARRIED_OUT = re.compile(r"\s*(?:tổ chức |triển khai )?thực hiện")
_AIMING = re.compile(r"phấn đấu|mục tiêu|chỉ tiêu|kế hoạch|dự kiến|nhiệm vụ|tối thiểu|trở lên|định hướng|đề án")
_LABEL = re.compile(r"\s*(?:[-–+•*]|\d{1,2}[.)]|[a-zđ]\))?\s*(?P<label>[^:]{6,60}):")
_FROM_NOW = re.compile(r"từ nay đến (?:hết |cuối )?(?:năm )?((?:19|20)\d\d)")
_AS_OF = re.compile(r"(?:tính đến|đến hết|đến|tính tới)\s+(?:ngày\s*)?$")
_DAY = re.compile(r"(?<![\d/.\-])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)")
_FIRST_QUARTER = 3
_NEAR = 120


def find(case: Case) -> Iterator[Finding]:
    """What does not fit in time."""
    yield from _implementation(case)
    yield from _lengths(case)
    yield from _ends(case)
    yield from _title_and_target(case)
    yield from _title_and_data(case)
    yield from _part_of_a_year(case)
    yield from _overlaps(case)
    yield from _too_late(case)
    yield from _impossible(case)


def _of_data(case: Case) -> list[tuple[Sentence, Period]]:
    """Periods of what is reported: not in titles of cited documents, not of terms, not of aims."""
    return [
        (sentence, period)
        for sentence, period in case.periods
        if period.closes is not None
        and period.kind != "nhiệm kỳ"
        and not case.is_cited(sentence, period.start)
        and not _AIMING.search(sentence.low[max(0, period.start - 80) : period.end + 80])
    ]


def _implementation(case: Case) -> Iterator[Finding]:
    """ "10 năm thực hiện Chỉ thị … ngày 03/5/2012" against the period of the data."""
    for mention in case.mentions:
        if (
            mention.unit != "năm"
            or not _CARRIED_OUT.match(mention.sentence.low[mention.unit_end :])
            or mention.operator
        ):
            continue
        if not _DONE.search(mention.left):
            continue
        paper = next((p for at, p in case.papers if at is mention.sentence and p.start > mention.end and p.day), None)
        if paper is None or paper.day is None:
            continue
        years, issued = int(mention.value), paper.day.first
        for sentence, period in _of_data(case):
            assert period.closes is not None
            if mention.sentence not in case.title and not 0 <= sentence.piece - mention.sentence.piece <= 1:
                continue
            if not case.of(sentence) or period.opens.first.year != issued.year or period.closes.last < issued:
                continue
            if _is_as_long(period, years):
                continue
            whole, rest = (
                times.elapsed(period.opens.first, period.closes.last),
                times.elapsed(issued, period.closes.last),
            )
            told = [
                f"Văn bản nói {mention.printed} năm thực hiện {paper.kind} ngày {day_short(issued)}, số liệu lại lấy "
                f"“{period.printed}” ({_length(whole)}; tính từ ngày văn bản ban hành là {_length(rest)})."
            ]
            if period.opens.first < issued:
                told.append(f"Số liệu có cả thời gian trước ngày {day_short(issued)}.")
            yield case.finding(
                Klass.PERIOD,
                Verdict.DOUBTFUL,
                " ".join(told),
                (sentence.span(period.start, period.end), mention.span),
                printed=f"{mention.printed} năm",
                computed=_length(whole),
                arithmetic=f"{day_short(period.opens.first)} – {day_short(period.closes.last)}: {_length(whole)}; "
                f"{day_short(issued)} – {day_short(period.closes.last)}: {_length(rest)}",
                repairs=(
                    f"Ghi rõ số liệu từ ngày {day_short(period.opens.first)}",
                    f"Hoặc lấy số liệu từ ngày {day_short(issued)}",
                ),
            )
            return


def _is_as_long(period: Period, years: int) -> bool:
    assert period.closes is not None
    if period.is_whole_years:
        return period.years in {years, years + 1}
    whole, months, _ = times.elapsed(period.opens.first, period.closes.last)
    return (whole == years and months <= 1) or (whole == years - 1 and months == 11)


def _length(elapsed: tuple[int, int, int]) -> str:
    years, months, days = elapsed
    parts = [f"{years} năm" if years else "", f"{months} tháng" if months else "", f"{days} ngày" if days else ""]
    return " ".join(part for part in parts if part) or "0 ngày"


def _lengths(case: Case) -> Iterator[Finding]:
    """ "trong 5 năm (2016-2022)": a length and its period side by side."""
    for sentence, period in case.periods:
        if period.closes is None or not period.is_whole_years:
            continue
        for mention in case.of(sentence):
            if mention.unit != "năm" or mention.operator or mention.value.denominator != 1 or mention.value < 2:
                continue
            after = sentence.low[mention.unit_end : period.start] if period.start >= mention.unit_end else None
            before = sentence.low[period.end : mention.start] if mention.start >= period.end else None
            near = after is not None and re.fullmatch(
                r"\s*(?:qua|gần đây|liên tục)?[\s,(]*(?:từ |giai đoạn |các )?\s*(?:năm )?", after
            )
            near = near or (before is not None and re.fullmatch(r"\s*\(\s*", before))
            if near and period.years not in {int(mention.value), int(mention.value) + 1}:
                yield case.finding(
                    Klass.PERIOD,
                    Verdict.WRONG,
                    f"“{period.printed}” là {period.years} năm tính cả hai đầu, {period.years - 1} năm tính từ đầu đến "
                    f"cuối; văn bản ghi {mention.printed} năm.",
                    (mention.span, sentence.span(period.start, period.end)),
                    printed=f"{mention.printed} năm",
                    computed=f"{period.years} hoặc {period.years - 1} năm",
                    arithmetic=f"{period.closes.last.year} − {period.opens.first.year} + 1 = {period.years}",
                    repairs=(f"Sửa {mention.printed} năm thành {period.years} năm", "Hoặc sửa năm đầu, năm cuối"),
                )


def _ends(case: Case) -> Iterator[Finding]:
    """Periods of several years that begin alike and end on different days of one year."""
    groups: dict[tuple[int, int], list[tuple[Sentence, Period]]] = {}
    for sentence, period in _of_data(case):
        assert period.closes is not None
        if period.years > 1:
            groups.setdefault((period.opens.first.year, period.closes.last.year), []).append((sentence, period))
    for (first, last), found in groups.items():
        ends: dict[date, tuple[Sentence, Period]] = {}
        for sentence, period in found:
            assert period.closes is not None
            ends.setdefault(period.closes.last, (sentence, period))
        if len(ends) < 2:
            continue
        parts = [
            f"{moment.printed}"
            for _, moment in case.moments
            if moment.precision == "part" and moment.first.year == last
        ]
        told = list(dict.fromkeys([*(period.printed for _, period in ends.values()), *parts]))
        spans = tuple(sentence.span(period.start, period.end) for sentence, period in ends.values())
        yield case.finding(
            Klass.PERIOD,
            Verdict.DOUBTFUL,
            f"Cùng một thời kỳ từ năm {first} được ghi với các mốc cuối khác nhau: "
            f"{'; '.join(f'“{one}”' for one in told)}.",
            spans,
            printed="; ".join(told),
            computed=f"{len(ends)} mốc cuối khác nhau",
            arithmetic="; ".join(map(day_short, sorted(ends))),
            repairs=("Thống nhất một ngày cuối cho mọi số liệu của thời kỳ",),
        )


def _title_period(case: Case) -> tuple[Sentence, Period] | None:
    for sentence, period in case.periods:
        if sentence in case.title and period.closes is not None and not case.is_cited(sentence, period.start):
            return sentence, period
    return None


def _same(one: Period, other: Period) -> bool:
    assert one.closes
    assert other.closes
    return one.opens.first.year == other.opens.first.year and one.closes.last.year == other.closes.last.year


def _title_and_target(case: Case) -> Iterator[Finding]:
    """A target for another period than the title's, overlapping it."""
    title = _title_period(case)
    if title is None:
        return
    assert title[1].closes is not None
    for mention in case.mentions:
        if not mention.percent or mention.operator != ">=" or mention.sentence in case.title:
            continue
        near = [
            period
            for at, period in case.periods
            if at is mention.sentence and period.closes and period.kind != "nhiệm kỳ"
            and 0 <= mention.start - period.end < _NEAR and not case.is_cited(at, period.start)
        ]  # fmt: skip
        if not near:
            continue
        period = near[-1]
        assert period.closes is not None
        overlap = period.opens.first <= title[1].closes.last and title[1].opens.first <= period.closes.last
        if overlap and not _same(period, title[1]):
            yield case.finding(
                Klass.PERIOD,
                Verdict.DOUBTFUL,
                f"Tên văn bản ghi {title[1].printed}, chỉ tiêu {mention.printed} lại tính cho {period.printed}.",
                (mention.sentence.span(period.start, period.end), title[0].span(title[1].start, title[1].end)),
                printed=period.printed,
                computed=title[1].printed,
                arithmetic=f"{period.printed} ≠ {title[1].printed}",
                repairs=(
                    f"Ghi chỉ tiêu cho {title[1].printed}",
                    f"Hoặc nói rõ vì sao tính từ năm {period.opens.first.year}",
                ),
            )


def _title_and_data(case: Case) -> Iterator[Finding]:
    """Data of a period that begins with the title's and ends in another year, while none has the title's."""
    title = _title_period(case)
    if title is None:
        return
    data = [(s, p) for s, p in _of_data(case) if s not in case.title and case.of(s) and p.years > 1]
    if not data or any(_same(period, title[1]) for _, period in data):
        return
    for sentence, period in data:
        if period.opens.first.year == title[1].opens.first.year and period.closes and title[1].closes:
            yield case.finding(
                Klass.PERIOD,
                Verdict.DOUBTFUL,
                f"Tên văn bản ghi {title[1].printed}, số liệu lại ghi {period.printed}.",
                (sentence.span(period.start, period.end), title[0].span(title[1].start, title[1].end)),
                printed=period.printed,
                computed=title[1].printed,
                arithmetic=f"{period.printed} ≠ {title[1].printed}",
                repairs=("Thống nhất thời kỳ của tên văn bản và của số liệu",),
            )
            return


def _part_of_a_year(case: Case) -> Iterator[Finding]:
    """A target for a whole year of which a good part was over when the document was signed."""
    day = case.own_day
    if day is None or day.month <= _FIRST_QUARTER:
        return
    for sentence in case.sentences:
        if "từ nay" not in sentence.low or not re.search(r"tối thiểu|chỉ tiêu|phấn đấu|ít nhất", sentence.low):
            continue
        for mention in case.of(sentence):
            if mention.counts and re.search(
                rf"năm {day.year}\s*:?\s*$", sentence.low[max(0, mention.start - 20) : mention.start]
            ):
                yield case.finding(
                    Klass.PERIOD,
                    Verdict.DOUBTFUL,
                    f"Văn bản ký ngày {day_short(day)} giao {mention.printed} cho năm {day.year}: chưa rõ tính "
                    f"cả năm hay "
                    "phần còn lại của năm.",
                    (mention.span,),
                    printed=f"năm {day.year}: {mention.printed}",
                    computed=f"từ {day_short(day)} còn {12 - day.month} tháng",
                    arithmetic=f"từ nay ({day_short(day)}) đến 31/12/{day.year}",
                    repairs=(f"Ghi rõ “cả năm {day.year}” hoặc “từ nay đến hết năm {day.year}”",),
                )
                return


def _overlaps(case: Case) -> Iterator[Finding]:
    """Periods one after the other that share a year."""
    labels: list[tuple[int, int, int, Span, str]] = []  # piece, first year, last year
    for place, piece in enumerate(case.draft.pieces):
        found = _LABEL.match(piece.text) if piece.kind == "doan" else None
        if not found:
            continue
        label, start = found["label"], found.start("label")
        inside = [p for p in times.periods(label) if p.closes and p.kind != "nhiệm kỳ"]
        now = _FROM_NOW.search(label.lower())
        if now:
            labels.append((place, 0, int(now[1]), (place, start, start + len(label)), label))
        elif len(inside) == 1 and inside[0].closes and len(inside[0].printed) + 16 >= len(label.strip()):
            period = inside[0]
            assert period.closes is not None
            labels.append(
                (place, period.opens.first.year, period.closes.last.year, (place, start, start + len(label)), label)
            )
    for one, other in pairwise(labels):
        if other[0] - one[0] <= 3 and other[1] and one[1] < other[1] <= one[2] < other[2]:
            yield _overlap(case, one[4], other[4], one[2], (other[3], one[3]))
    for sentence in case.sentences:
        inside = [
            p for at, p in case.periods
            if at is sentence and p.is_whole_years and p.kind == "giai đoạn" and not case.is_cited(at, p.start)
        ]  # fmt: skip
        for first, second in pairwise(inside):
            assert first.closes
            assert second.closes
            if first.opens.first.year < second.opens.first.year <= first.closes.last.year < second.closes.last.year:
                spans = sentence.span(second.start, second.end), sentence.span(first.start, first.end)
                yield _overlap(case, first.printed, second.printed, first.closes.last.year, spans)


def _overlap(case: Case, one: str, other: str, year: int, spans: tuple[Span, ...]) -> Finding:
    return case.finding(
        Klass.PERIOD,
        Verdict.DOUBTFUL,
        f"Hai thời kỳ “{one.strip()}” và “{other.strip()}” đều có năm {year}.",
        spans,
        printed=other.strip(),
        computed=f"trùng năm {year}",
        arithmetic=f"năm {year} nằm trong cả hai thời kỳ",
        repairs=(f"Bắt đầu thời kỳ sau từ năm {year + 1}", f"Hoặc nói rõ năm {year} tính vào thời kỳ nào"),
    )


def _too_late(case: Case) -> Iterator[Finding]:
    """Counted on a day after the day of the document."""
    day = case.own_day
    if day is None:
        return
    for sentence, moment in case.moments:
        if moment.precision != "day" or moment.first <= day or sentence.piece == 0:
            continue
        counted = [m for m in case.of(sentence) if m.counts and not m.is_aim and m.value > 1]
        if (
            counted
            and _AS_OF.search(sentence.low[: moment.start])
            and not case.is_cited(sentence, moment.start)
            and not (_AIMING.search(sentence.low))
        ):
            yield case.finding(
                Klass.PERIOD,
                Verdict.WRONG,
                f"Số liệu tính đến {moment.printed} là sau ngày của văn bản ({day_short(day)}).",
                (sentence.span(moment.start, moment.end),),
                printed=moment.printed,
                computed=f"không sau {day_short(day)}",
                arithmetic=f"{day_short(moment.first)} > {day_short(day)}",
                repairs=("Sửa ngày chốt số liệu hoặc ngày của văn bản",),
            )


def _impossible(case: Case) -> Iterator[Finding]:
    """Days that do not exist, periods that end before they begin."""
    for sentence in case.sentences:
        for found in _DAY.finditer(sentence.low):
            if times.moment_of(found[0]) is None:
                yield case.finding(
                    Klass.PERIOD,
                    Verdict.WRONG,
                    f"Không có ngày {found[0]}.",
                    (sentence.span(*found.span()),),
                    printed=found[0],
                    computed="không có ngày này",
                    repairs=("Xem lại ngày, tháng",),
                )
    for sentence, period in case.periods:
        if period.closes and period.closes.last < period.opens.first and not papers.masked(period.printed):
            yield case.finding(
                Klass.PERIOD,
                Verdict.WRONG,
                f"Thời kỳ “{period.printed}” kết thúc trước khi bắt đầu.",
                (sentence.span(period.start, period.end),),
                printed=period.printed,
                computed=f"{period.opens.first.year} > {period.closes.last.year}",
                repairs=("Đổi chỗ hoặc sửa năm đầu, năm cuối",),
            )
