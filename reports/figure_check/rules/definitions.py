"""DEFINITION: figures whose way of counting is not said, or that are compared with figures counted otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.figure_check import times
from reports.figure_check.case import Case
from reports.figure_check.comparisons import compared_shares
from reports.figure_check.findings import Finding, Klass, Span, Verdict
from reports.figure_check.sentences import Sentence

_YEARLY = re.compile(r"(?:hằng|hàng|mỗi|từng) năm|bình quân|trung bình|/\s*năm")
_AVERAGE = re.compile(r"(?:bình quân|trung bình)[^;:()]*$")
_STOCK = re.compile(r"(?:so với|trên|trong)\s+tổng số")
_KNOWN_BASE = re.compile(r"đầu năm|cuối năm|đầu kỳ|cuối kỳ|tại thời điểm|tính đến ngày|ngày 01/01|ngày 31/12")
_CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm)(?!\w)[^,;:()]*$")
_REACHED = re.compile(
    r"(?<!chưa )(?<!không )(?<!chưa thể )(?:hoàn thành|đạt|vượt)(?: sớm| và vượt| vượt mức| trước thời hạn| tốt|"
    r"\s*mức)*\s+"
    r"(?:các |toàn bộ )?(?:mục tiêu, )?chỉ tiêu"
)
_MISSED = re.compile(r"(?:chưa|không)(?: thể)? (?:đạt|hoàn thành|bảo đảm|đảm bảo)[^,;.]{0,15}?chỉ tiêu")
_SOME = re.compile(
    r"một số|nhiều|có nơi|có lúc|vẫn còn|còn có|những đơn vị|các đơn vị|\d+/\d+|một bộ phận|ở nơi|nếu|trường hợp"
)
_WANTED = re.compile(
    r"cần|phải|để|nhằm|phấn đấu|bảo đảm|quyết tâm|tiếp tục|yêu cầu|tập trung|đề ra giải pháp|trong khi|kịp thời|"
    r"thực hiện tốt và"
)
_ABOUT = re.compile(r"kết nạp|phát triển đ(?:ảng|v)")


def find(case: Case) -> Iterator[Finding]:
    """What is not defined."""
    yield from _different_averages(case)
    yield from _average_rate(case)
    yield from _two_targets(case)


def _different_averages(case: Case) -> Iterator[Finding]:
    """A yearly share compared with a share of several years."""
    for change, subject, base in compared_shares(case):
        own = subject.sentence.low[: subject.end]
        other_span = base.span
        other = base.sentence.low
        yearly = bool(_YEARLY.search(_statement(own))), bool(_YEARLY.search(other))
        if yearly[0] == yearly[1]:
            continue
        several = subject if not yearly[0] else None
        period = times.periods(subject.sentence.text) or re.findall(r"\d+ năm", subject.sentence.low)
        if several is not None and not period:
            continue
        yield case.finding(
            Klass.DEFINITION,
            Verdict.DOUBTFUL,
            f"{subject.printed} và {base.printed} không cùng cách tính: một tỷ lệ tính theo từng năm, một tỷ lệ "
            f"tính chung "
            "nhiều năm, nên chưa so sánh được với nhau.",
            (subject.span, other_span, change.span),
            printed=f"{subject.printed} và {base.printed}",
            computed="hai cách tính",
            arithmetic=f"{base.printed}: từng năm; {subject.printed}: cả thời kỳ"
            if yearly[1]
            else (f"{subject.printed}: từng năm; {base.printed}: cả thời kỳ"),
            repairs=("Tính lại cả hai theo từng năm, hoặc cả hai theo cả thời kỳ",),
        )


def _statement(told: str) -> str:
    return re.split(r"[;.]\s", told)[-1]


def _average_rate(case: Case) -> Iterator[Finding]:
    """ "bình quân các năm 2020-2023 đạt 2,4%/năm so với tổng số đảng viên": mean of rates, or one rate?"""
    for sentence in case.sentences:
        for mention in case.of(sentence):
            if not mention.percent or mention.is_aim or mention.points or _CHANGED.search(mention.left):
                continue
            led = sentence.low[: mention.start]
            statement = re.split(r"[;.]\s", led)[-1]
            if not _AVERAGE.search(statement):
                continue
            spans = [p for p in times.periods(sentence.text) if p.closes and p.years > 1]
            per_year = sentence.low[mention.end : mention.end + 8].lstrip().startswith(("/năm", "mỗi năm", "một năm"))
            after = sentence.low[mention.end : mention.end + 120]
            if not (spans or re.search(r"\d+ năm", statement)) or not (per_year or _STOCK.search(after)):
                continue
            if _KNOWN_BASE.search(after.split(";")[0]):
                continue
            yield case.finding(
                Klass.DEFINITION,
                Verdict.DOUBTFUL,
                f"Chưa rõ {mention.printed} tính thế nào: bình quân của tỷ lệ từng năm, hay tổng số các năm chia "
                f"cho số năm và "
                "cho tổng số đảng viên của ngày nào. Văn bản không ghi số từng năm.",
                (mention.span,),
                printed=mention.printed,
                computed="",
                arithmetic="(tỷ lệ năm thứ nhất + … ) : số năm ≠ tổng các năm : (số năm × tổng số đảng viên)",
                repairs=("Ghi số kết nạp và số đảng viên của từng năm", "Ghi rõ tổng số đảng viên tính vào ngày nào"),
            )


def _two_targets(case: Case) -> Iterator[Finding]:
    """The target reached in one place and missed in another: there are two, and neither is named."""
    reached = [found for sentence in case.sentences for found in _claims(case, sentence, _REACHED)]
    missed = [found for sentence in case.sentences for found in _claims(case, sentence, _MISSED)]
    for (yes, yes_span), (no, no_span) in ((one, other) for one in reached for other in missed):
        if not _share_time(yes, no):
            continue
        yield case.finding(
            Klass.DEFINITION,
            Verdict.DOUBTFUL,
            "Một chỗ ghi hoàn thành chỉ tiêu, một chỗ ghi chưa đạt chỉ tiêu về cùng một việc: cần nói rõ là hai "
            "chỉ tiêu nào, do văn bản nào giao.",
            (yes_span, no_span),
            printed=yes.text[max(0, yes.low.find("chỉ tiêu") - 40) : yes.low.find("chỉ tiêu") + 30].strip(),
            computed="hai chỉ tiêu khác nhau",
            arithmetic="hoàn thành ≠ chưa đạt",
            repairs=("Ghi tên văn bản giao từng chỉ tiêu (chỉ tiêu được giao hằng năm, chỉ tiêu nghị quyết đại hội)",),
        )
        return


def _claims(case: Case, sentence: Sentence, pattern: re.Pattern[str]) -> Iterator[tuple[Sentence, Span]]:
    for found in pattern.finditer(sentence.low):
        clause = re.split(r"[;]", sentence.low[: found.start()])[-1][-160:]
        near = re.split(r"[,:]", clause)[-1]
        if _SOME.search(near) or any(
            m.kind in {"to_chuc", "noi", "don_vi"}
            for m in case.of(sentence)
            if found.start() - len(near) <= m.start < found.start()
        ):
            continue
        if pattern is _REACHED and _WANTED.search(near):
            continue
        around = clause + sentence.low[found.start() : found.end() + 40]
        if _ABOUT.search(around):
            yield sentence, sentence.span(*found.span())


def _share_time(one: Sentence, other: Sentence) -> bool:
    """Whether both speak of a common year; yes when one names none."""
    years = [_years(sentence) for sentence in (one, other)]
    return not years[0] or not years[1] or bool(years[0] & years[1])


def _years(sentence: Sentence) -> set[int]:
    found = {moment.first.year for moment in times.moments(sentence.text) if moment.precision == "year"}
    for period in times.periods(sentence.text):
        if period.closes and period.kind != "nhiệm kỳ":
            found |= set(range(period.opens.first.year, period.closes.last.year + 1))
    return found
