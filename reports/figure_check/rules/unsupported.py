"""UNSUPPORTED: what a draft claims without the numbers that would show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil

from reports.figure_check.case import Case, percent, shown
from reports.figure_check.findings import Finding, Klass, Verdict
from reports.figure_check.listings import covers
from reports.figure_check.mentions import Mention
from reports.figure_check.rules.labels import acts, noun
from reports.figure_check.sentences import Sentence
from reports.figure_check.wording import UNIT, canonical, tokens

_TREND = re.compile(
    r"(?:tăng|giảm)(?: dần| đều| lên| liên tục)+ (?:qua|theo) (?:các|từng) năm|(?:tăng|giảm) (?:dần |đều "
    r")?(?:qua|theo) (?:các|từng) "
    r"năm|năm sau (?:luôn )?cao hơn năm trước|(?:tăng|giảm) (?:dần|đều|liên tục) (?:hằng|hàng|từng|mỗi) năm|"
    r"liên tục (?:tăng|giảm)|(?:tăng|giảm) liên tục|năm sau (?:luôn )?thấp hơn năm trước"
)
_CITED = re.compile(r"\(?theo (?:chỉ thị|nghị quyết|báo cáo|số liệu|kết luận|thống kê|kết quả)")
_PLAN = re.compile(r"kế hoạch|chỉ tiêu|nghị quyết")
_SHARE = re.compile(r"(?<!\w)(?:chỉ )?chiếm(?: tỷ lệ| khoảng| trên| hơn| gần)*\s*$")
_CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm|vượt|cao hơn|thấp hơn)(?!\w)[^,;:()]*$")
_MET = re.compile(
    r"(?<!chưa )(?<!không )(?:đạt|đáp ứng|hoàn thành)(?: được)? (?:yêu cầu|chỉ tiêu)(?: đề ra)?(?: về số lượng)?"
)
_YEARLY = re.compile(r"(?:hằng|hàng|mỗi) năm|/năm")
_SINCE = re.compile(r"từ (?:đầu )?nhiệm kỳ\s+(?P<from>(?:19|20)\d\d)|từ (?:đầu )?năm (?P<year>(?:19|20)\d\d) đến nay")
_WHOLE = Fraction(100)
_MOST_SHARE = Fraction(9, 10)
_LEAST_COVERED = 0.6


def find(case: Case) -> Iterator[Finding]:
    """Claims without numbers."""
    for sentence in case.sentences:
        for mention in case.of(sentence):
            if mention.percent:
                yield from _share(case, mention)
        for found in _TREND.finditer(sentence.low):
            yield from _trend(case, sentence, found)
    yield from _pace(case)


def _share(case: Case, share: Mention) -> Iterator[Finding]:
    """ "trên 90% đảng viên mới kết nạp": of how many, and how many are they?"""
    sentence = share.sentence
    if share.is_aim or share.points or _CHANGED.search(share.left) or share.value >= _WHOLE:
        return
    if any(mention.counts and mention.start < share.start for mention in case.of(sentence)) or _counted_after(
        case, share
    ):
        return
    if (
        case.is_aiming(sentence)
        or _CITED.search(sentence.low)
        or _PLAN.search(sentence.low[share.end : share.end + 60])
    ):
        return
    group = UNIT.match(sentence.low[share.end :].lstrip())
    rounded = share.operator in {">", "<", "<~", "~"} and share.value.denominator == 1
    if not (rounded and group) and not _SHARE.search(share.left):
        return
    if re.search(r"bình quân|trung bình|mỗi năm|hằng năm|hàng năm|/năm", f"{share.left}{share.right[:10]}"):
        return
    other = case.before(sentence)
    if not rounded and other is not None and any(mention.counts for mention in case.of(other)):
        return
    base = _base_of(case, share)
    if base is None and not rounded:
        return  # an exact share of a group that the draft never counts was measured by somebody; nothing tells more
    least = ceil(base.value * share.value / 100) if base else 0
    if base and share.operator == ">" and base.value * share.value / 100 == least:
        least += 1
    yield case.finding(
        Klass.UNSUPPORTED,
        Verdict.UNSUPPORTED,
        f"Tỷ lệ {share.qualifier} {share.printed} không kèm số người nên không kiểm tra được.".replace("  ", " "),
        (share.span, *((base.span,) if base else ())),
        printed=f"{share.qualifier} {share.printed}".strip(),
        computed=f"từ {shown(Fraction(least))} trở lên trong {base.printed}" if base and share.operator == ">" else "",
        arithmetic=f"{share.printed} của {base.printed} = {shown(base.value * share.value / 100, 1)}" if base else "",
        repairs=("Ghi kèm số người và tổng số",),
    )


def _counted_after(case: Case, share: Mention) -> bool:
    """ "trên 40% đảng viên mới là nữ (459 đồng chí)": its count stands in the bracket that ends its clause."""
    return any(
        mention.counts and mention.start > share.end and mention.bracket not in {0, share.bracket}
        and not re.search(r"[,;:)]|[.]\s", share.sentence.low[share.end : mention.start])
        for mention in case.of(share.sentence)
    )  # fmt: skip


def _base_of(case: Case, share: Mention) -> Mention | None:
    phrase = tokens(re.split(r"(?<!\w)(?:có|là|đạt|được|ở)(?!\w)", share.right)[0])
    if not phrase:
        return None
    group, done = noun(share.right), acts(share.right)
    counted = [
        m for m in case.mentions if m.counts and m.kind == "nguoi" and not m.is_aim and not m.operator and m.value > 1
    ]
    scored = [
        (covers(phrase, mention.words | tokens(mention.unit)), -place, mention)
        for place, mention in enumerate(counted)
        if noun(canonical(mention.unit)) == group and acts(f"{mention.left} {mention.right}") == done
    ]
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] >= _LEAST_COVERED else None


# Trends ------------------------------------------------------------------------------------------------------------


def _trend(case: Case, sentence: Sentence, found: re.Match[str]) -> Iterator[Finding]:
    """ "năm sau cao hơn năm trước" against the numbers year by year, where there are any."""
    if case.is_aiming(sentence):
        return
    down = "giảm" in found[0] or "thấp" in found[0]
    clause = _clause(sentence, found)
    shares = bool(re.search(r"tỷ lệ|tỉ lệ|tỷ trọng", clause))
    series = _series(case, clause, shares)
    span = sentence.span(*found.span())
    if not series:
        yield case.finding(
            Klass.UNSUPPORTED,
            Verdict.UNSUPPORTED,
            f"“{found[0]}” nhưng văn bản không có số liệu từng năm để thấy điều đó.",
            (span,),
            printed=sentence.text[found.start() : found.end()],
            computed="",
            arithmetic="cần ít nhất số liệu của hai năm liền nhau",
            repairs=("Ghi kèm số liệu từng năm", f"Hoặc bỏ “{found[0]}”"),
        )
        return
    steps = list(pairwise(series))
    against = [
        (one, other)
        for one, other in steps
        if (other[1].value >= one[1].value if down else other[1].value <= one[1].value)
    ]
    if against:
        one, other = against[0]
        yield case.finding(
            Klass.GROWTH,
            Verdict.WRONG,
            f"“{found[0]}” không đúng với số liệu từng năm: năm {one[0]} là {one[1].printed}, năm {other[0]} là "
            f"{other[1].printed}.",
            (span, one[1].span, other[1].span),
            printed=sentence.text[found.start() : found.end()],
            computed="; ".join(f"{year}: {mention.printed}" for year, mention in series),
            arithmetic=f"{one[1].printed} ({one[0]}) → {other[1].printed} ({other[0]})",
            repairs=(f"Bỏ “{found[0]}” hoặc ghi đúng diễn biến từng năm",),
        )


def _clause(sentence: Sentence, found: re.Match[str]) -> str:
    """What the trend is said of: its sentence up to it."""
    return re.split(r"[;]", sentence.low[: found.start()])[-1]


def _series(case: Case, clause: str, shares: bool) -> list[tuple[int, Mention]]:
    """Counted numbers of two or more years about the same thing, in one sentence; a part of a year is none."""
    words, head, done = tokens(clause), _head(clause), acts(clause)
    best: list[tuple[int, Mention]] = []
    for sentence in case.sentences:
        if re.search(r"tối thiểu|phấn đấu|chỉ tiêu|mục tiêu|ít nhất", sentence.low):
            continue
        if words and covers(tokens(sentence.text), words) == 0:
            continue
        dated: dict[int, Mention] = {}
        for mention in case.of(sentence):
            if mention.percent != shares or (not shares and not mention.counts):
                continue
            if done and not done <= acts(sentence.low[: mention.start]):
                continue
            if not shares and head and _counted(case, sentence, mention) not in {"", head}:
                continue
            led = sentence.low[max(0, mention.start - 30) : mention.start]
            year = re.search(r"(?<!đầu )(?<!cuối )năm ((?:19|20)\d\d)[^\d]{0,22}$", led)
            if year and int(year[1]) not in dated:
                dated[int(year[1])] = mention
        series = sorted(dated.items())
        if len(series) > len(best) and covers(words & _SUBJECTS, tokens(sentence.text)) >= _LEAST_COVERED:
            best = series
    return best if len(best) > 1 else []


def _head(clause: str) -> str:
    """What the trend counts: the first noun of its clause."""
    found = UNIT.search(re.sub(r"(?<!\w)(?:công tác|việc|kết quả)(?!\w)", " ", clause))
    return canonical(found[0]) if found else ""


def _counted(case: Case, sentence: Sentence, mention: Mention) -> str:
    """The noun of a figure, or of the figure before it that has one."""
    if mention.unit:
        return canonical(mention.unit)
    before = [
        other for other in case.of(sentence) if other.start < mention.start and other.unit and other.kind != "gio"
    ]
    return canonical(before[-1].unit) if before else ""


_SUBJECTS = tokens("kết nạp đảng viên quần chúng nữ đoàn viên thanh niên dân tộc chi bộ học lớp chuyển")


# The pace of a target ----------------------------------------------------------------------------------------------


def _pace(case: Case) -> Iterator[Finding]:
    """What was admitted so far, a year, against the yearly target of the same draft, while it claims to have met it."""
    day = case.own_day
    target = next(
        (m for m in case.mentions if m.percent and m.operator == ">=" and re.search(r"tổng số đảng viên", m.right)
         and _YEARLY.search(m.sentence.low)), None,
    )  # fmt: skip
    claim = next(
        (
            (sentence, found)
            for sentence in case.sentences
            for found in _MET.finditer(sentence.low)
            if re.search(r"phát triển đảng viên|kết nạp", sentence.low[: found.start()])
            and not re.search(r"phải|cần|để|phấn đấu|nhằm", sentence.low[max(0, found.start() - 60) : found.start()])
        ),
        None,
    )
    if day is None or target is None or claim is None:
        return
    for mention in case.mentions:
        if not mention.counts or mention.is_aim or "kết nạp" not in mention.left:
            continue
        since = _SINCE.search(mention.sentence.low[: mention.start])
        stock = next(
            (
                m
                for m in case.mentions
                if m.counts and "tổng số đảng viên" in m.left and m.value > mention.value and not m.is_aim
            ),
            None,
        )
        if not since or stock is None:
            continue
        # A term begins at its congress, in the second half of its first year.
        years = Fraction(day.year - int(since["from"] or since["year"])) + Fraction(
            day.month - 6 * bool(since["from"]), 12
        )
        if years < 1:
            continue
        rate = 100 * mention.value / stock.value / years
        if rate >= target.value * _MOST_SHARE or mention.operator == ">=":
            continue
        yield case.finding(
            Klass.UNSUPPORTED,
            Verdict.DOUBTFUL,
            f"Văn bản ghi “{claim[0].text[claim[1].start() : claim[1].end()]}”, nhưng {mention.qualifier} "
            f"{mention.printed} đảng "
            f"viên trong {shown(years, 1)} năm chỉ bằng khoảng {percent(rate)} mỗi năm, thấp hơn mức {target.printed}; "
            "không có số liệu từng năm để đối chiếu.".replace("  ", " "),
            (claim[0].span(*claim[1].span()), mention.span, stock.span, target.span),
            printed=claim[0].text[claim[1].start() : claim[1].end()],
            computed=f"{percent(rate)}/năm",
            arithmetic=f"{mention.printed} : {stock.printed} = {percent(100 * mention.value / stock.value)}; chia "
            f"{shown(years, 1)} năm = {percent(rate)}",
            repairs=("Ghi số kết nạp từng năm và chỉ tiêu từng năm", "Hoặc sửa nhận xét cho đúng kết quả"),
        )
        return
