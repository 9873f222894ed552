"""SYMBOL: numbers of documents whose code is not that of their kind, or whose body is not that of their issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.figure_check.case import Case
from reports.figure_check.findings import Finding, Klass, Verdict
from reports.figure_check.papers import KINDS, Paper

_BODIES: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"ban tổ chức trung ương"), frozenset({"BTCTW"})),
    (re.compile(r"ban tổ chức (?:tỉnh|thành) ủy"), frozenset({"BTCTU", "BTC"})),
    (re.compile(r"ban tuyên giáo trung ương"), frozenset({"BTGTW"})),
    (re.compile(r"văn phòng trung ương"), frozenset({"VPTW"})),
    (re.compile(r"ủy ban kiểm tra trung ương"), frozenset({"UBKTTW"})),
    (re.compile(r"ủy ban kiểm tra (?:tỉnh|thành) ủy"), frozenset({"UBKTTU"})),
    (re.compile(r"bộ chính trị|ban bí thư|ban chấp hành trung ương"), frozenset({"TW", "TƯ"})),
    (re.compile(r"tỉnh ủy|thành ủy|đảng bộ tỉnh|đảng bộ thành phố"), frozenset({"TU"})),
    (re.compile(r"huyện ủy|đảng bộ huyện"), frozenset({"HU"})),
    (re.compile(r"quận ủy|đảng bộ quận"), frozenset({"QU"})),
    (re.compile(r"thị ủy|đảng bộ thị xã"), frozenset({"ThU", "TXU", "TU"})),
)
_KNOWN_BODIES = frozenset().union(*(codes for _, codes in _BODIES)) | {"ĐU", "ĐUK"}
_NAMES = {code: kind for kind, codes in reversed(KINDS.items()) for code in codes}


def find(case: Case) -> Iterator[Finding]:
    """Codes that do not fit, each document once."""
    told: set[tuple[str, str]] = set()
    for sentence, paper in case.papers:
        for finding in (
            _of_kind(case, paper, sentence.span(paper.start, paper.end)),
            _of_body(case, paper, sentence.span(paper.start, paper.end)),
        ):
            if finding and (finding.klass, finding.printed) not in told:
                told.add((finding.klass, finding.printed))
                yield finding
    yield from _two_bodies(case)
    own = _own(case)
    if own:
        yield own


def _of_kind(case: Case, paper: Paper, span: tuple[int, int, int]) -> Finding | None:
    allowed = KINDS[paper.kind]
    if paper.code in allowed or paper.code.upper() in {code.upper() for code in allowed} or paper.code not in _NAMES:
        return None
    other = _seen_elsewhere(case, paper)
    right = other.code if other else allowed[0]
    return case.finding(
        Klass.SYMBOL,
        Verdict.DOUBTFUL,
        f"“{paper.kind.capitalize()}” mang ký hiệu {paper.code} là ký hiệu của {_NAMES[paper.code]}; "
        f"{paper.kind} thường mang ký hiệu {' hoặc '.join(allowed)}.",
        (span,),
        printed=paper.symbol,
        computed=f"{paper.number:02d}-{right}/{paper.body}",
        arithmetic=f"{paper.kind}: {', '.join(allowed)}; {paper.code}: {_NAMES[paper.code]}",
        base=f"cùng văn bản này ghi {other.kind} {other.symbol}" if other else None,
        repairs=(
            f"Sửa {paper.symbol} thành {paper.number:02d}-{right}/{paper.body}",
            f"Hoặc sửa “{paper.kind}” thành “{_NAMES[paper.code]}”",
        ),
    )


def _seen_elsewhere(case: Case, paper: Paper) -> Paper | None:
    return next((one for _, one in case.papers if one.kind == paper.kind and one.code in KINDS[paper.kind]), None)


def _of_body(case: Case, paper: Paper, span: tuple[int, int, int]) -> Finding | None:
    if not paper.issuer or paper.body not in _KNOWN_BODIES:
        return None
    allowed = next((codes for pattern, codes in _BODIES if pattern.search(paper.issuer)), None)
    if allowed is None or paper.body in allowed:
        return None
    right = min(allowed)
    return case.finding(
        Klass.SYMBOL,
        Verdict.DOUBTFUL,
        f"Văn bản của {paper.issuer} mang ký hiệu cơ quan {paper.body}; cơ quan ấy ký hiệu {right}.",
        (span,),
        printed=paper.symbol,
        computed=f"{paper.number:02d}-{paper.code}/{right}",
        arithmetic=f"{paper.issuer}: {', '.join(sorted(allowed))}",
        repairs=(f"Sửa {paper.symbol} thành {paper.number:02d}-{paper.code}/{right}", "Hoặc sửa tên cơ quan ban hành"),
    )


def _two_bodies(case: Case) -> Iterator[Finding]:
    """One number, kind and day under two codes of bodies."""
    seen: dict[tuple[int, str, object], tuple[str, tuple[int, int, int]]] = {}
    for sentence, paper in case.papers:
        if paper.day is None:
            continue
        key = paper.number, paper.kind, paper.day.first
        span = sentence.span(paper.start, paper.end)
        other = seen.setdefault(key, (paper.symbol, span))
        if other[0] != paper.symbol:
            yield case.finding(
                Klass.SYMBOL,
                Verdict.DOUBTFUL,
                f"Cùng một {paper.kind} ngày {paper.day.printed} được ghi hai ký hiệu: {other[0]} và {paper.symbol}.",
                (span, other[1]),
                printed=paper.symbol,
                computed=other[0],
                arithmetic=f"{other[0]} ≠ {paper.symbol}",
                repairs=(f"Sửa thành {other[0]}", f"Hoặc sửa chỗ kia thành {paper.symbol}"),
            )


def _own(case: Case) -> Finding | None:
    """The number of the draft itself against the kind in its title."""
    if case.own_number is None or case.kind not in KINDS:
        return None
    sentence, found = case.own_number
    code = found[2]
    if code in KINDS[case.kind] or code not in _NAMES:
        return None
    printed = found[0].strip()
    right = KINDS[case.kind][0]
    return case.finding(
        Klass.SYMBOL,
        Verdict.DOUBTFUL,
        f"Văn bản là {case.kind} mà số mang ký hiệu {code} ({_NAMES[code]}).",
        (sentence.span(*found.span()),),
        printed=printed,
        computed=printed.replace(code, right),
        arithmetic=f"{case.kind}: {', '.join(KINDS[case.kind])}",
        repairs=(f"Sửa {code} thành {right}",),
    )
