"""The words after the bar, which change the days a figure speaks of or how it is written; and what is asked in vain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from dangvien.period import Period
from dangvien.text import search_key
from reports.catalog import by_code, reports
from reports.definition import (
    NEW_YEAR,
    OPENING,
    SAME_LAST_YEAR,
    WHOLE_YEAR,
    YEAR_BEFORE,
    YEAR_TO_DATE,
    ItemRows,
    When,
)
from reports.narrative.figures import FIGURES, CellFigure, ListFigure, SeriesFigure, WorkedFigure
from reports.narrative.placeholders import TABLE_WORD, WRITTEN_WORD, Asked, asked_of

BARE = "khong_so_0"
"""Writes 9 instead of 09, for a number that stands in a table."""

DAYS: dict[str, tuple[When, str]] = {
    "cung_ky": (SAME_LAST_YEAR, "cùng kỳ năm trước"),
    "luy_ke": (YEAR_TO_DATE, "lũy kế từ đầu năm của ngày cuối kỳ"),
    "ca_nam": (WHOLE_YEAR, "cả năm của ngày cuối kỳ"),
    "nam_truoc": (YEAR_BEFORE, "cả năm trước"),
    "dau_nam": (NEW_YEAR, "hết 31/12 năm trước (số của một ngày)"),
    "dau_ky": (OPENING, "hết ngày trước kỳ (số của một ngày)"),
}
"""The word → which days it means, and how that is told."""

_YEAR = re.compile(r"nam ((?:19|20)\d\d)")
LONGEST_LABEL = 120
"""Letters of what is to be written by hand."""


def shift_of(word: str) -> Callable[[Period], Period] | None:
    """How a word moves the period; None for a word that does not."""
    if word in DAYS:
        return DAYS[word][0].shift
    if match := _YEAR.fullmatch(word):
        year = int(match.group(1))
        return lambda _period: Period(date(year, 1, 1), date(year, 12, 31))
    return None


@dataclass(frozen=True)
class Vain:
    """Something a template asks for that does not exist: what it wrote, why, and the nearest things there are."""

    key: str
    why: str
    nearest: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """For the person whose template it is."""
        near = f" Gần nhất: {', '.join('{{' + name + '}}' for name in self.nearest)}." if self.nearest else ""
        return f"{{{{{self.key}}}}}: {self.why}{near}"


def asked_in_vain(keys: Iterable[str]) -> list[Vain]:
    """What of these cannot be filled, in their order."""
    return [vain for key in keys if (vain := _look(key)) is not None]


def _look(key: str) -> Vain | None:
    asked = asked_of(key)
    if asked.name == TABLE_WORD:
        return _look_for_table(key, asked)
    if asked.name == WRITTEN_WORD:
        if not 1 <= len(asked.rest) <= LONGEST_LABEL or asked.changes:
            return Vain(key, f"sau chữ ghi cần một nhãn không quá {LONGEST_LABEL} ký tự, không có dấu |.")
        return None
    figure = FIGURES.get(asked.name)
    if figure is None:
        found = process.extract(search_key(asked.name), list(FIGURES), scorer=fuzz.WRatio, limit=3, score_cutoff=55)
        return Vain(key, "không có con số nào tên như vậy.", tuple(name for name, _, _ in found))
    for word in asked.changes:
        days = shift_of(word) is not None
        if not days and word != BARE:
            known = (*DAYS, "nam 2021", BARE)
            found = process.extract(word, known, scorer=fuzz.WRatio, limit=2, score_cutoff=55)
            return Vain(key, f"không có cách viết |{word}.", tuple(f"{asked.name}|{name}" for name, _, _ in found))
        if days and not isinstance(figure, CellFigure | WorkedFigure | SeriesFigure | ListFigure):
            return Vain(key, f"{asked.name} không có kỳ nên không viết |{word}.")
    return None


def _look_for_table(key: str, asked: Asked) -> Vain | None:
    try:
        report = by_code(asked.rest)
    except KeyError:
        codes = [report.code for report in reports().values()]
        found = process.extract(asked.rest, codes, scorer=fuzz.WRatio, limit=3, score_cutoff=40)
        return Vain(key, "không có báo cáo nào mang mã ấy.", tuple(f"{TABLE_WORD} {name}" for name, _, _ in found))
    if isinstance(report.rows, ItemRows):
        return Vain(key, "báo cáo ấy là danh sách người; báo cáo bằng lời chỉ đưa vào bảng số liệu.")
    if asked.changes:
        return Vain(key, "bảng lấy đúng kỳ của báo cáo, không viết thêm gì sau dấu |.")
    return None
