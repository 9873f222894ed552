"""Documents that a draft cites: kind, number, code, body, day, issuer and the term of a congress."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.figure_check.times import Moment, moment_of
from reports.figure_check.wording import low

KINDS: dict[str, tuple[str, ...]] = {
    "nghị quyết": ("NQ",),
    "chỉ thị": ("CT",),
    "kết luận": ("KL",),
    "quyết định": ("QĐ",),
    "quy định": ("QĐ", "QĐi", "QyĐ"),
    "quy chế": ("QC",),
    "chương trình hành động": ("CTr", "CTHĐ", "CTrHĐ"),
    "chương trình": ("CTr", "CTHĐ", "CTrHĐ"),
    "kế hoạch": ("KH",),
    "hướng dẫn": ("HD",),
    "thông báo": ("TB",),
    "thông tri": ("TT",),
    "báo cáo": ("BC",),
    "công văn": ("CV",),
    "tờ trình": ("TTr",),
    "đề án": ("ĐA",),
}
"""Kinds of Party documents with the codes in their numbers, the usual one first (Hướng dẫn 36-HD/VPTW, and use)."""

_NAMES = "|".join(sorted(KINDS, key=len, reverse=True))
_CITED = re.compile(
    rf"(?P<kind>{_NAMES})\s+(?:số\s*:?\s*)?(?P<number>\d{{1,4}})\s*-\s*(?P<code>[a-zđ]{{1,6}})\s*/\s*(?P<body>[a-zđư]{{2,8}})"
    r"(?P<dated>\s*,?\s*ngày\s+(?P<day>\d{1,2}\s?[/\-.]\s?\d{1,2}\s?[/\-.]\s?\d{4}|\d{1,2} tháng \d{1,2},? năm \d{4}))?"
)
_NUMBERED = re.compile(r"\b(\d{1,4})\s*-\s*([A-ZĐ][A-Za-zĐđ]{0,5})\s*/\s*([A-ZĐ][A-Za-zĐđƯư]{1,7})")
_ISSUER = re.compile(
    r"\s*,?\s*(?:của\s+(?=(?:hội nghị|ban|bộ|tỉnh|thành|huyện|quận|thị|đảng|văn phòng|bch|btv|ủy))|(?=hội nghị lần))"
)
_STOPS = re.compile(r"[”(),;.:]|\s(?:về|thực hiện|ban hành|và|để|tại|trong|nhằm|đã|trên|vào|quy định|hướng dẫn)\s")
_TERM = re.compile(r"khóa\s+([ivx]+)(?!\w)")
_LONGEST_ISSUER = 110


@dataclass(frozen=True)
class Paper:
    """A cited document. `issuer` is in small letters, empty when not printed; `term` a Roman number."""

    start: int
    end: int
    kind: str
    number: int
    code: str
    body: str
    day: Moment | None
    issuer: str
    term: str
    printed: str

    @property
    def symbol(self) -> str:
        """As it is cited: 09-CT/TU."""
        return f"{self.number:02d}-{self.code}/{self.body}"


def papers(text: str) -> Iterator[Paper]:
    """The Party documents that a text cites with number and code, in order."""
    told = low(text)
    for match in _CITED.finditer(told):
        code, body = text[match.start("code") : match.end("code")], text[match.start("body") : match.end("body")]
        if not code[0].isupper() or not body[0].isupper():
            continue
        day = moment_of(match["day"], match.start("day")) if match["day"] else None
        end, issuer = match.end(), ""
        led = _ISSUER.match(told, end)
        if led:
            stop = _STOPS.search(told, led.end(), led.end() + _LONGEST_ISSUER)
            end = stop.start() if stop else min(len(told), led.end() + _LONGEST_ISSUER)
            issuer = told[led.end() : end].strip()
        term = _TERM.search(issuer)
        yield Paper(
            match.start(), end, match["kind"], int(match["number"]), code, body, day, issuer,
            term[1].upper() if term else "", text[match.start() : end].strip(" ,"),
        )  # fmt: skip


def masked(text: str) -> list[tuple[int, int]]:
    """Where numbers of documents stand."""
    return [match.span() for match in _NUMBERED.finditer(text)] + [(paper.start, paper.end) for paper in papers(text)]
