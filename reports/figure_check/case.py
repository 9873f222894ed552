"""One draft as the rules see it: sentences with their figures, periods and documents; tables; title and own day."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from dangvien.text import decimal, search_key, thousands
from reports.figure_check import papers, times
from reports.figure_check.findings import Draft, Finding, Klass, Piece, Span, Verdict
from reports.figure_check.mentions import Mention, mentions, value_of
from reports.figure_check.papers import Paper
from reports.figure_check.reading import bounds
from reports.figure_check.sentences import Sentence, sentences
from reports.figure_check.times import Moment, Period
from reports.figure_check.wording import low

_KIND_LINE = re.compile(
    r"\s*(báo cáo|chỉ thị|nghị quyết|kết luận|kế hoạch|quyết định|quy định|hướng dẫn|thông báo|chương trình|"
    r"chương trình hành động|đề án|tờ trình|quy chế)(?!\w)"
)
_OWN_DAY = re.compile(r"[^,;:.\d]{2,40},\s*ngày\s+[\d\s/.\-]*(?:tháng\s+\d{1,2}\s+năm\s+\d{4})?[\s.]*")
_HEADING = re.compile(
    r"\s*(?:(?P<roman>[IVX]{1,5})\s?[.\-–)]|(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s|"
    r"[a-zđ]\)\s)(?!\s*\d)"
)
_TO_DO = re.compile(r"phương hướng|nhiệm vụ|giải pháp|mục tiêu|chỉ tiêu|kế hoạch|thời gian tới|đề xuất|kiến nghị")
_DONE = re.compile(r"kết quả|tình hình|đánh giá|thực hiện (?:các )?(?:chỉ tiêu|nhiệm vụ|mục tiêu)")
_LONGEST_HEADING = 160
_CELL_NUMBER = re.compile(r"[-+−]?\s?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?\s?%?|\d+\.\d{1,2}\s?%?")
_OWN_NUMBER = re.compile(
    r"số\s*:?\s*(\d{1,5})?\s*-\s*([A-ZĐ][A-Za-zĐđ]{0,5})\s*/\s*([A-ZĐ][A-Za-zĐđƯư]{1,7})", re.IGNORECASE
)
_TOTAL = re.compile(r"(?:tong|tong cong|cong|tong so|cong chung|chung|toan .*|ca .*|tong cong .*|tong so .*|cong .*)")
_HEAD_PIECES, _LONGEST_TITLE, _MOST_TITLE = 14, 420, 4


@dataclass(frozen=True)
class TableCell:
    """A cell with the number in it; `value` is None for words."""

    piece: int
    row: int
    column: int
    text: str
    value: Fraction | None
    places: int
    percent: bool
    row_label: str
    column_label: str

    @property
    def span(self) -> Span:
        """Its place in the draft."""
        return self.piece, 0, len(self.text)


@dataclass
class Table:
    """A table by rows and columns, both from 1."""

    number: int
    cells: dict[tuple[int, int], TableCell] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[int]:
        """Numbers of the rows under the header."""
        return sorted({cell.row for cell in self.cells.values() if cell.row_label or cell.column_label})

    @cached_property
    def columns(self) -> list[int]:
        """Columns in which figures stand; not the running number, not the words."""
        rows = set(self.rows)
        running = {column for column in self._headings if self._is_running(column)}
        counts = Counter(
            column
            for (row, column), cell in self.cells.items()
            if row in rows and cell.value is not None and column not in running
        )
        return sorted(column for column, count in counts.items() if count * 2 >= len(rows) or count > 3)

    @property
    def figures(self) -> list[TableCell]:
        """The cells of the columns of figures, row by row."""
        return [cell for row in self.rows for column in self.columns if (cell := self.value(row, column))]

    @cached_property
    def _labels(self) -> dict[int, str]:
        """Row → the words of its first cell."""
        found: dict[int, str] = {}
        for (row, _), cell in self.cells.items():
            found.setdefault(row, cell.row_label)
        return found

    @cached_property
    def _headings(self) -> dict[int, str]:
        """Column → the first words above it."""
        found: dict[int, str] = {}
        for (_, column), cell in self.cells.items():
            found[column] = found.get(column) or cell.column_label
        return found

    def _is_running(self, column: int) -> bool:
        if search_key(self.heading(column)) in {"tt", "stt", "so tt", "so thu tu"}:
            return True
        values = [cell.value for row in self.rows if (cell := self.cells.get((row, column))) and cell.value is not None]
        return column == 1 and values == [Fraction(place) for place in range(1, len(values) + 1)] and len(values) > 2

    def label(self, row: int) -> str:
        """The words of a row."""
        return self._labels.get(row, "")

    def heading(self, column: int) -> str:
        """The words of a column."""
        return self._headings.get(column, "")

    def value(self, row: int, column: int) -> TableCell | None:
        """The cell, when a number stands in it."""
        cell = self.cells.get((row, column))
        return cell if cell is not None and cell.value is not None else None


class Case:
    """A draft, read for its figures."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.sentences: list[Sentence] = sentences(draft.pieces)
        self._mentions: dict[int, list[Mention]] = {}
        self.left_out: list[str] = []
        self._find_figures()
        self._keys: Counter[str] = Counter()

    def _find_figures(self) -> None:
        """The figures of every sentence, as many as are checked; `left_out` says in sentences what is not."""
        room = bounds.MOST_FIGURES
        for sentence in self.sentences:
            found = mentions(sentence) if room else []
            kept = found[: min(room, bounds.MOST_OF_A_SENTENCE)]
            self._mentions[sentence.number] = kept
            room -= len(kept)
            if len(found) > bounds.MOST_OF_A_SENTENCE and bounds.CROWDED not in self.left_out:
                self.left_out.append(bounds.CROWDED)
        if not room:
            self.left_out.append(bounds.TOO_MANY_FIGURES)

    def of(self, sentence: Sentence) -> list[Mention]:
        """The figures of a sentence, in order."""
        return self._mentions[sentence.number]

    @cached_property
    def mentions(self) -> list[Mention]:
        """All figures outside tables, in the order of the text."""
        return [mention for sentence in self.sentences for mention in self.of(sentence)]

    @cached_property
    def papers(self) -> list[tuple[Sentence, Paper]]:
        """All cited documents."""
        return [(sentence, paper) for sentence in self.sentences for paper in papers.papers(sentence.text)]

    @cached_property
    def periods(self) -> list[tuple[Sentence, Period]]:
        """All periods, those inside titles of cited documents too (see `is_cited`)."""
        return [(sentence, period) for sentence in self.sentences for period in times.periods(sentence.text)]

    @cached_property
    def moments(self) -> list[tuple[Sentence, Moment]]:
        """All days, months and years."""
        return [(sentence, moment) for sentence in self.sentences for moment in times.moments(sentence.text)]

    def is_cited(self, sentence: Sentence, start: int) -> bool:
        """Whether a place lies in the title of a cited document ("… số 15-NQ/TU về … giai đoạn 2021-2025")."""
        for at, paper in self.papers:
            if at is not sentence or paper.start >= start:
                continue
            between = sentence.low[paper.end : start]
            if not re.search(r"[.;:]\s|,\s*$|\)", between) and (
                re.search(r"(?<!\w)về(?!\w)|”", between) or not between.strip(" ,")
            ):
                return True
        quoted = sentence.low[:start].count("”")
        return quoted % 2 == 1

    def is_aiming(self, sentence: Sentence) -> bool:
        """Whether a sentence stands under a heading of what is still to be done."""
        return self._aiming[sentence.piece]

    @cached_property
    def _aiming(self) -> list[bool]:
        """For each piece, whether one of the headings above it speaks of targets and tasks."""
        stack: list[tuple[int, bool]] = []
        told: list[bool] = []
        for piece in self.draft.pieces:
            short = (
                piece.kind == "doan" and len(piece.text) < _LONGEST_HEADING and not piece.text.endswith((".", ";", ","))
            )
            found = _HEADING.match(piece.text) if short else None
            if found:
                rank = 0 if found["roman"] else found["number"].count(".") + 1 if found["number"] else 9
                stack = [one for one in stack if one[0] < rank]
                words = low(piece.text)
                stack.append((rank, bool(_TO_DO.search(words)) and not _DONE.search(words)))
            told.append(any(aims for _, aims in stack))
        return told

    def before(self, sentence: Sentence) -> Sentence | None:
        """The sentence before, in the same piece."""
        if sentence.number == 0:
            return None
        other = self.sentences[sentence.number - 1]
        return other if other.piece == sentence.piece else None

    @cached_property
    def tables(self) -> list[Table]:
        """The tables of the draft."""
        found: dict[int, Table] = {}
        for place, piece in enumerate(self.draft.pieces):
            if piece.kind == "o":
                table = found.setdefault(piece.table, Table(piece.table))
                table.cells[piece.row, piece.column] = _cell(place, piece)
        return list(found.values())

    @cached_property
    def totals(self) -> list[TableCell]:
        """The figures in rows of totals of all tables."""
        return [
            cell
            for table in self.tables
            for row in table.rows
            if is_total(table.label(row))
            for column in table.columns
            if (cell := table.value(row, column))
        ]

    @cached_property
    def title(self) -> list[Sentence]:
        """The sentences of the title: what follows the line that names the kind of document."""
        return self._title[0]

    @cached_property
    def kind(self) -> str:
        """The kind of document it is ("chỉ thị"); empty when no line says so."""
        return self._title[1]

    @cached_property
    def _title(self) -> tuple[list[Sentence], str]:
        for sentence in self.sentences:
            if sentence.piece >= _HEAD_PIECES:
                break
            found = _KIND_LINE.match(sentence.low)
            named = sentence.text[: found.end()] if found else ""
            if found and (named.strip().isupper() or len(sentence.text) < len(named) + 3):
                rest = [
                    other
                    for other in self.sentences[sentence.number : sentence.number + _MOST_TITLE]
                    if other.piece <= sentence.piece + 3 and len(other.text) <= _LONGEST_TITLE
                ]
                kept: list[Sentence] = []
                for other in rest:
                    if kept and (re.match(r"\s*(?:[IVX]+|\d)[.\-)]", other.text) or other.text.rstrip().endswith(".")):
                        break
                    kept.append(other)
                return kept, found[1]
        return [], ""

    @cached_property
    def own_day(self) -> date | None:
        """The day the document bears, from its head ("…, ngày 28 tháng 8 năm 2023")."""
        for sentence in self.sentences:
            if sentence.piece >= _HEAD_PIECES:
                return None
            if _OWN_DAY.fullmatch(sentence.low):
                days = [moment for moment in times.moments(sentence.text) if moment.precision == "day"]
                if days:
                    return days[-1].first
        return None

    @cached_property
    def own_number(self) -> tuple[Sentence, re.Match[str]] | None:
        """The number the document bears, with blanks or without."""
        for sentence in self.sentences:
            if sentence.piece >= _HEAD_PIECES:
                return None
            found = _OWN_NUMBER.match(sentence.text)
            if found:
                return sentence, found
        return None

    def finding(
        self,
        klass: Klass,
        verdict: Verdict,
        told: str,
        spans: tuple[Span, ...],
        *,
        printed: str,
        computed: str = "",
        arithmetic: str = "",
        base: str | None = None,
        repairs: tuple[str, ...] = (),
    ) -> Finding:
        """A finding at the first of its spans. Its key holds the class and the words around, not the place."""
        quote = self._quote(spans[0])
        said = f"{klass}|{search_key(quote)[:400]}|{printed}"
        key = f"{klass.value.lower()}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
        self._keys[key] += 1
        if self._keys[key] > 1:
            key = f"{key}-{self._keys[key]}"
        return Finding(
            key, klass, verdict, told, spans[0][0], spans, quote, printed, computed, arithmetic, base, repairs
        )

    def _quote(self, span: Span) -> str:
        piece = self.draft.pieces[span[0]]
        if piece.kind == "o":
            return " | ".join(part for part in (piece.row_label, piece.column_label, piece.text) if part)
        for sentence in self.sentences:
            for place, (offset, number, begins) in enumerate(sentence.parts):
                after = sentence.parts[place + 1][0] if place + 1 < len(sentence.parts) else len(sentence.text)
                if number == span[0] and begins <= span[1] < begins + after - offset + 1:
                    return sentence.text
        return piece.text


def is_total(label: str) -> bool:
    """Whether a row or column is called a total."""
    return bool(_TOTAL.fullmatch(search_key(re.sub(r"[^\w\s]", " ", label))))


def _cell(place: int, piece: Piece) -> TableCell:
    text = low(piece.text).strip()
    value, places = None, 0
    if len(text) <= bounds.LONGEST_NUMBER and _CELL_NUMBER.fullmatch(text):
        bare = text.rstrip("% ").lstrip("+- ")
        value, places = value_of(bare)
        if text.startswith("-"):
            value = -value
    elif text in {"-", ""}:
        value = Fraction(0) if text == "-" else None
    return TableCell(
        place,
        piece.row,
        piece.column,
        piece.text,
        value,
        places,
        text.endswith("%"),
        piece.row_label,
        piece.column_label,
    )


def shown(value: Fraction, places: int = 0) -> str:
    """A number as Vietnamese papers print it; fractions with one decimal at least."""
    if value.denominator == 1 and places == 0:
        return thousands(int(value))
    return decimal(value, max(places, 1))


def percent(value: Fraction, places: int = 1) -> str:
    """A percentage as it is printed."""
    return f"{decimal(value, places)}%"


def joined(values: list[str], sign: str = " + ") -> str:
    """Terms of a sum, the middle left out when there are many."""
    most = 14
    return sign.join(values if len(values) <= most else [*values[:6], "…", *values[-6:]])
