"""RATIO: yearly targets in numbers against the rate they are said to come from.

"từ 3% trở lên trên tổng số đảng viên (năm 2023: 2.112; năm 2024: 2.173; …)": each number should be the rate of the
members at hand plus the targets of the years before, rounded up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from reports.figure_check.case import Case, shown
from reports.figure_check.findings import Finding, Klass, Verdict
from reports.figure_check.mentions import Mention

_YEAR = re.compile(r"năm\s+((?:19|20)\d\d)\s*(?::|là|đạt)?\s*$")


def find(case: Case) -> Iterator[Finding]:
    """Targets that their rate does not give, while it gives the others."""
    for rate in case.mentions:
        if not rate.percent or rate.operator != ">=" or "tổng số đảng viên" not in rate.right:
            continue
        targets = _targets(case, rate)
        stocks = _stocks(case)
        if len(targets) < 2 or not stocks:
            continue
        for stock in stocks:
            finding = _judged(case, rate, stock, targets)
            if finding is None:
                break
        else:
            yield from finding or ()


def _targets(case: Case, rate: Mention) -> list[tuple[int, Mention]]:
    found = []
    for mention in case.of(rate.sentence):
        year = _YEAR.search(rate.sentence.low[max(0, mention.start - 24) : mention.start])
        if mention.start > rate.end and mention.counts and year:
            found.append((int(year[1]), mention))
    return found


def _stocks(case: Case) -> list[Mention]:
    return [
        m
        for m in case.mentions
        if m.counts and not m.is_aim and re.search(r"tổng số(?: đảng viên)?(?!\w)[^,;:()]*$", m.left)
        and "kết nạp" not in m.left and m.unit.startswith(("đảng viên", "đồng chí"))
    ]  # fmt: skip


def _judged(case: Case, rate: Mention, stock: Mention, targets: Sequence[tuple[int, Mention]]) -> list[Finding] | None:
    """The findings; None when every target holds, one way or the other."""
    share = rate.value / 100
    flat = [share * stock.value for _ in targets]
    if all(_rounded(mention.value, exact) for (_, mention), exact in zip(targets, flat, strict=True)):
        return None
    chain: list[Fraction] = []
    before = stock.value
    for _, mention in targets:
        chain.append(share * before)
        before += mention.value
    wrong = [place for place, (_, mention) in enumerate(targets) if not _rounded(mention.value, chain[place])]
    if not wrong:
        return None
    if len(wrong) == len(targets):
        wrong = [place for place in wrong if targets[place][1].value < floor(chain[place])][:1]
    return [_finding(case, rate, stock, targets, chain, place) for place in wrong]


def _rounded(printed: Fraction, exact: Fraction) -> bool:
    return printed in {Fraction(ceil(exact)), Fraction(floor(exact + Fraction(1, 2)))}


def _finding(
    case: Case,
    rate: Mention,
    stock: Mention,
    targets: Sequence[tuple[int, Mention]],
    chain: Sequence[Fraction],
    place: int,
) -> Finding:
    year, mention = targets[place]
    right = Fraction(ceil(chain[place]))
    before = [other.value for _, other in targets[:place]]
    terms = " + ".join(shown(value) for value in [stock.value, *before])
    base = mention.value * 100 / rate.value - sum(before, Fraction(0))
    others = [str(other) for at, (other, _) in enumerate(targets) if _rounded(targets[at][1].value, chain[at])]
    also = f" Cách tính ấy cho đúng số của năm {', '.join(others)}." if others else ""
    return case.finding(
        Klass.RATIO,
        Verdict.DOUBTFUL,
        f"{rate.printed} của {terms if len(before) == 0 else f'({terms})'} là {shown(right)}, văn bản giao "
        f"{mention.printed} cho "
        f"năm {year}.{also} Văn bản không nói tổng số đảng viên tính vào ngày nào.",
        (mention.span, stock.span, rate.span, *(other.span for _, other in targets[:place])),
        printed=mention.printed,
        computed=shown(right),
        arithmetic=f"{rate.printed} × {terms if not before else f'({terms})'} = {shown(chain[place], 2)}, làm "
        f"tròn lên {shown(right)}",
        base=f"{shown(Fraction(round(base)))} đảng viên ({rate.printed} × {shown(Fraction(round(base)))} = "
        f"{mention.printed})",
        repairs=(
            f"Sửa {mention.printed} thành {shown(right)}",
            "Hoặc ghi rõ tổng số đảng viên dùng để tính và ngày chốt",
        ),
    )
