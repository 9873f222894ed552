"""What a check of a draft is made of: pieces of text, figures with their words, and what was found wrong.

Plain frozen values, so that screens, the command and files show the same thing. Positions count characters of a piece's
`text`; a piece is named by its place in `Draft.pieces`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

PieceKind = Literal["doan", "o", "chu_thich"]
"""A paragraph, a cell of a table, a footnote."""


class Klass(StrEnum):
    """Which kind of relation does not hold."""

    SUM = "SUM"
    RATIO = "RATIO"
    AVERAGE = "AVERAGE"
    GROWTH = "GROWTH"
    STOCK_FLOW = "STOCK-FLOW"
    COUNT = "COUNT"
    LABEL = "LABEL"
    PERIOD = "PERIOD"
    DEFINITION = "DEFINITION"
    UNSUPPORTED = "UNSUPPORTED"
    TEXT = "TEXT"
    SYMBOL = "SYMBOL"

    @property
    def label(self) -> str:
        """What a reader sees."""
        return _KLASSES[self]


_KLASSES = {
    Klass.SUM: "Cộng không khớp",
    Klass.RATIO: "Tỷ lệ không khớp",
    Klass.AVERAGE: "Bình quân không khớp",
    Klass.GROWTH: "Mức tăng, giảm không khớp",
    Klass.STOCK_FLOW: "Đầu kỳ, tăng, giảm, cuối kỳ không khớp",
    Klass.COUNT: "Số đếm khác số mục liệt kê",
    Klass.LABEL: "Tên dòng không đúng phạm vi",
    Klass.PERIOD: "Thời gian không thống nhất",
    Klass.DEFINITION: "Cách tính chưa rõ",
    Klass.UNSUPPORTED: "Chưa có số liệu làm căn cứ",
    Klass.TEXT: "Các chỗ ghi không thống nhất",
    Klass.SYMBOL: "Số, ký hiệu văn bản",
}


class Verdict(StrEnum):
    """How sure the finding is."""

    WRONG = "sai"
    DOUBTFUL = "nghi_van"
    UNSUPPORTED = "thieu_can_cu"

    @property
    def label(self) -> str:
        """What a reader sees."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.WRONG: "Không khớp",
    Verdict.DOUBTFUL: "Cần xem lại",
    Verdict.UNSUPPORTED: "Thiếu căn cứ",
}

Span = tuple[int, int, int]
"""Piece, first character, character after the last."""


@dataclass(frozen=True)
class Piece:
    """A paragraph, a cell or a footnote, with where it stands ("Đoạn 12", "Bảng 1, dòng 3, cột 4", "Chú thích 2").

    `table`, `row`, `column` count from 1 and are 0 outside tables; the labels are the words at the head of a cell's row
    and column, empty when there are none.
    """

    kind: PieceKind
    text: str
    place: str
    table: int = 0
    row: int = 0
    column: int = 0
    row_label: str = ""
    column_label: str = ""


@dataclass(frozen=True)
class Draft:
    """What was read of a file or a text. `partial`: sentences that say what was not read; empty when all was."""

    pieces: tuple[Piece, ...]
    partial: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A number of the draft with its words.

    `value` is the number itself (a percentage of 36,9 is 369/10); `unit` the noun counted ("đảng viên"), empty when
    none is printed; `qualifier` one of hơn, trên, gần, khoảng, từ … trở lên, ít nhất, bình quân… or empty; `words` what
    stands around the number in its clause; `period` the days or years it speaks of, as printed.
    """

    piece: int
    start: int
    end: int
    printed: str
    value: Fraction
    unit: str = ""
    percent: bool = False
    qualifier: str = ""
    words: str = ""
    period: str = ""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.piece, self.start, self.end


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold.

    `key` stays the same when the same draft, or one changed elsewhere, is checked again. `sentence` explains it in
    Vietnamese; `quote` is the sentence of the draft; `printed` and `computed` are written as on paper; `base` names
    what would make the printed figure true, None when nothing was found; `repairs` are candidates, for a person to
    choose.
    The first of `spans` is the figure itself; the others are what it was compared with.
    """

    key: str
    klass: Klass
    verdict: Verdict
    sentence: str
    piece: int
    spans: tuple[Span, ...]
    quote: str
    printed: str
    computed: str
    arithmetic: str
    base: str | None = None
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A draft, its figures and findings, both in the order of the text; `notes`: worth knowing, and nothing wrong."""

    draft: Draft
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
