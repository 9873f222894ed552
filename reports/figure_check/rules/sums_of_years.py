"""SUM over years: "năm 2021 là 71, năm 2022 là 84, …" against the total of exactly these years, told elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from reports.figure_check import times
from reports.figure_check.case import Case, joined, shown
from reports.figure_check.findings import Finding, Klass, Verdict
from reports.figure_check.mentions import Mention
from reports.figure_check.rules.labels import acts
from reports.figure_check.sentences import Sentence
from reports.figure_check.wording import canonical, characteristics, tokens

_YEAR = re.compile(r"(?<!đầu )(?<!cuối )(?<!hết )(?<!quý )năm ((?:19|20)\d\d)(?P<led>[^\d,;:()]{0,28}):?\s*$")
_OTHER = re.compile(r"tăng|giảm|vượt|cao hơn|thấp hơn|so với|chỉ tiêu|kế hoạch|cuối|lên|còn")
_SO_MANY = re.compile(r"(?<!\w)(?:cả|tổng|trong|cộng) (?P<many>\d{1,2}|hai|ba|bốn|năm|sáu) năm,?\s[^,;:()\d]{0,40}$")
_MANY = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6}
_LEAST_YEARS, _FAR = 3, Fraction(15, 100)


def find(case: Case) -> Iterator[Finding]:
    """Totals of years that the numbers of these years do not give."""
    for sentence in case.sentences:
        series = _series(case, sentence)
        if len(series) < _LEAST_YEARS:
            continue
        totals = _totals(case, sentence, series)
        added = sum((mention.value for mention in series.values()), Fraction(0))
        if not totals or any(total.value == added for total in totals):
            continue
        total = min(totals, key=lambda mention: abs(mention.value - added))
        if abs(total.value - added) <= _FAR * total.value:
            yield _finding(case, total, series, added)


def _series(case: Case, sentence: Sentence) -> dict[int, Mention]:
    """The counted numbers of years without a gap, one for each year, all of one noun and one action."""
    dated: dict[int, Mention] = {}
    for mention in case.of(sentence):
        found = _YEAR.search(sentence.low[max(0, mention.start - 44) : mention.start])
        if not found or not mention.counts or mention.operator or mention.is_aim or mention.of is not None:
            continue
        if _OTHER.search(found["led"]) or int(found[1]) in dated:
            return {}
        dated[int(found[1])] = mention
    years = sorted(dated)
    units = {canonical(mention.unit) for mention in dated.values() if mention.unit}
    if not years or years != list(range(years[0], years[-1] + 1)) or len(units) > 1:
        return {}
    return dated


def _totals(case: Case, sentence: Sentence, series: dict[int, Mention]) -> Sequence[Mention]:
    """Figures of another sentence, or after the series, whose words name exactly its years, its noun and its action."""
    first = next(iter(series.values()))
    action = acts(f"{sentence.low[: first.start]} {first.unit} {first.right}")
    unit = next((canonical(mention.unit) for mention in series.values() if mention.unit), "")
    lead = _scope(sentence.low[: first.start])
    traits = characteristics(sentence.low[: first.start])
    last = max(mention.end for mention in series.values())
    found = []
    for mention in case.mentions:
        if not mention.counts or mention.operator or mention.is_aim or mention.bracket or mention in series.values():
            continue
        if mention.sentence is sentence and mention.start < last:
            continue
        told = f"{mention.left} {mention.unit} {mention.right}"
        if not action or acts(told) != action or (unit and canonical(mention.unit) != unit) or not mention.unit:
            continue
        if characteristics(f"{mention.left} {mention.right}") - traits or _OTHER.search(mention.left):
            continue
        if _scope(mention.left) - tokens(sentence.text) or lead - tokens(mention.sentence.text[: mention.end]):
            continue
        if _are_its_years(mention, sentence, series):
            found.append(mention)
    return found


def _scope(text: str) -> frozenset[str]:
    """The words of a clause that may say of which part a number is."""
    return tokens(_THE_WHOLE.sub(" ", text)) - _ANY_SCOPE


_THE_WHOLE = re.compile(r"(?<!\w)toàn (?:đảng bộ )?\w+")
_ANY_SCOPE = tokens(
    "toàn đảng bộ tỉnh huyện thành phố thị xã quận giai đoạn kết nạp đảng viên tổng số cả trong năm nhiệm kỳ từ đến "
    "hết cụ thể như sau hai ba bốn sáu theo từng kể trên qua đồng chí người mới các cấp ủy đã được riêng"
)


def _are_its_years(mention: Mention, sentence: Sentence, series: dict[int, Mention]) -> bool:
    so_many = _SO_MANY.search(mention.sentence.low[: mention.start])
    if so_many and mention.sentence.piece == sentence.piece:
        return int(_MANY.get(so_many["many"], 0) or so_many["many"]) == len(series)
    before = mention.sentence.low[: mention.start]
    return any(
        period.is_whole_years and (period.opens.first.year, period.opens.first.year + period.years - 1)
        == (min(series), max(series))
        and period.end <= mention.start and not re.search(r"[;.]\s|\d", before[period.end :])
        for period in times.periods(mention.sentence.text)
    )  # fmt: skip


def _finding(case: Case, total: Mention, series: dict[int, Mention], added: Fraction) -> Finding:
    terms = joined([shown(series[year].value) for year in sorted(series)])
    years = f"{min(series)}-{max(series)}"
    gap = abs(added - total.value)
    return case.finding(
        Klass.SUM,
        Verdict.WRONG,
        f"Số từng năm {years} cộng lại là {shown(added)}, văn bản ghi {total.printed} cho cả {len(series)} năm.",
        (total.span, *(series[year].span for year in sorted(series))),
        printed=total.printed,
        computed=shown(added),
        arithmetic=f"{terms} = {shown(added)}; tổng in: {total.printed}; chênh {shown(gap)}",
        repairs=(f"Sửa tổng {total.printed} thành {shown(added)}", f"Tìm năm ghi sai: chênh {shown(gap)}"),
    )
