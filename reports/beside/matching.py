"""From the figures of a draft to questions for the register: by the words around a number, never by its value.

A figure is asked about when its words have a meaning, its time is known, and it speaks of the organization the draft
was brought for, or of one below it that is named. Everything else is left alone. Knows no database: names of
organizations are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise

from dangvien.text import search_key
from reports.beside.meanings import NUMBER, TIME, WHOLE, CellAt, Meaning, Words, plain
from reports.beside.when import Span, spans, without_times
from reports.figure_check.findings import Figure, Piece

_LONGEST_CELL = 40
"""Letters of a cell that holds nothing but a number."""
_CELL = re.compile(r"\s*(\d{1,3}(?:\.\d{3})+|\d+)\s*")
_STOP = re.compile(r"[.!?;…]\s+")
_BRACKETS = re.compile(r"\([^()]*\)")
_SERIES = re.compile(rf"{TIME}+\s*(?::|là|có|kết nạp(?: được)?)?\s*$")
_TOTAL = tuple(plain(word) for word in ("toàn ", "tổng", "cộng"))
_TITLES = "Đảng bộ|Đảng ủy|Chi bộ|Thành ủy|Tỉnh ủy|Huyện ủy|Quận ủy"
_PLACES = "thành phố|thị xã|thị trấn|phường|xã|huyện|quận|tỉnh"
_CAPITAL = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())
_NAME = rf"(?:\d+(?![./,]?\d)|[{_CAPITAL}][\w-]*(?: [{_CAPITAL}0-9][\w-]*)*)"
_NAMED = re.compile(rf"(?:(?:{_TITLES}) )?(?<!khối )(?i:{_PLACES}) {_NAME}|(?:{_TITLES}) {_NAME}")
_FORM_OF_NAME = re.compile(r"^(?:dang bo|dang uy|thanh uy|chi bo) (?:co so )?")


def name_key(name: str) -> str:
    """An organization's name as it is compared: without marks, and without "Đảng bộ" before the place."""
    return _FORM_OF_NAME.sub("", search_key(name))


@dataclass(frozen=True)
class Names:
    """The names a draft may speak of: that of the organization it was brought for, and those below it → their keys."""

    own: frozenset[str]
    below: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What the register is asked for one figure. `place` is None for the draft's own organization."""

    figure: int
    meaning: Meaning
    cell: CellAt
    place: int | None
    first: date
    last: date


@dataclass
class _Known:
    """What earlier sentences of a paragraph have said, and what the whole draft has."""

    as_of: date | None
    span: Span | None = None
    meaning: Meaning | None = None
    scope: str = WHOLE


def day_of(pieces: Sequence[Piece]) -> date | None:
    """The day a draft gives for its stocks: the first "tính đến ngày" in it, else the last day a period ends on."""
    found = [span for piece in pieces for span in spans(plain(piece.text)) if span.last and span.last.exact]
    days = [span.last.last for span in found if span.last and span.first is None]
    ends = [span.last.last for span in found if span.last and span.first is not None]
    return days[0] if days else max(ends, default=None)


def with_cells(pieces: Sequence[Piece], figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a text, and the whole numbers that stand alone in cells of its tables, in order."""
    told = {figure.piece for figure in figures}
    cells = [
        Figure(place, match.start(1), match.end(1), match[1], Fraction(match[1].replace(".", "")))
        for place, piece in enumerate(pieces)
        if piece.kind == "o"
        and place not in told
        and (match := _CELL.fullmatch(piece.text[: _LONGEST_CELL + 1]))
        and len(match[1]) <= _LONGEST_CELL
    ]
    return sorted([*figures, *cells], key=lambda figure: figure.span)


def asked(
    pieces: Sequence[Piece], figures: Sequence[Figure], words: Words, names: Names, as_of: date | None, today: date
) -> Iterator[Asked]:
    """One question for each figure that is understood, in the order of the text. Days after `today` are not asked.

    Gives them as they are found, so that whoever has no more time for them stops.
    """
    for found in _asked(pieces, figures, words, names, as_of or day_of(pieces)):
        yield from (each for each in found if each.last <= today and each.first <= each.last)


def _asked(
    pieces: Sequence[Piece], figures: Sequence[Figure], words: Words, names: Names, as_of: date | None
) -> Iterator[list[Asked]]:
    by_piece: dict[int, list[int]] = {}
    for number, figure in enumerate(figures):
        if not figure.percent and figure.value.denominator == 1:
            by_piece.setdefault(figure.piece, []).append(number)
    heading = _Known(as_of)
    for place, piece in enumerate(pieces):
        if piece.kind == "o":
            for number in by_piece.get(place, ()):
                yield _in_table(piece, number, words, names, heading)
            continue
        told = spans(plain(piece.text))
        ranges = [span for span in told if span.first is not None]
        if ranges:
            heading = _Known(as_of, ranges[-1], scope=words.scope_in(plain(piece.text), heading.scope))
        known = _Known(as_of)
        for start, end in _sentences(piece.text):
            here = [n for n in by_piece.get(place, ()) if start <= figures[n].start < end]
            yield _in_sentence(piece.text[start:end], start, here, figures, words, names, known)


def _sentences(text: str) -> list[tuple[int, int]]:
    """A sentence begins with a capital: a list parted by semicolons stays one."""
    ends = [match.end() for match in _STOP.finditer(text) if text[match.end() : match.end() + 1].isupper()]
    edges = [0, *ends, len(text)]
    return [(start, end) for start, end in pairwise(edges) if start < end]


def _in_sentence(
    text: str,
    start: int,
    numbers: Sequence[int],
    figures: Sequence[Figure],
    words: Words,
    names: Names,
    known: _Known,
) -> list[Asked]:
    small = plain(text)
    told = spans(small)
    timeless = without_times(small, told, TIME)
    found: list[Asked] = []
    known.meaning = None
    for number in numbers:
        figure = figures[number]
        at, end = figure.start - start, figure.end - start
        if timeless[at:end].strip(TIME) == "":
            continue  # a part of a day or a period
        before = _outside_brackets(timeless[:at])
        meaning, scope = _meaning(timeless, at, end, before, words), words.scope_in(_outside_brackets(small[:at]), "")
        if meaning is None and known.meaning is not None and not known.meaning.day and _SERIES.search(timeless[:at]):
            meaning, scope = known.meaning, known.scope  # "(cụ thể, năm 2012: 200; năm 2013: 163…"
        elif meaning is not None:
            scope = scope or WHOLE
            known.meaning, known.scope = meaning, scope
        cell = meaning.cell(scope) if meaning else None
        if meaning is None or cell is None:
            continue
        who = _who(_outside_brackets(text[:at]), words, names)
        period = _period(meaning, text, told, at, end, known)
        if who is not False and period is not None:
            found.append(Asked(number, meaning, cell, who, *period))
    if ranges := [span for span in told if span.first is not None]:
        known.span = known.span or ranges[0]
    return found


def _meaning(sentence: str, at: int, end: int, before: str, words: Words) -> Meaning | None:
    asked = sentence[:at] + NUMBER + sentence[end:]
    return next((meaning for meaning in words.meanings if meaning.fits(asked, before)), None)


def _outside_brackets(before: str) -> str:
    """What stands before a number, without remarks in brackets that are over."""
    return _BRACKETS.sub(" ", before)


def _who(before: str, words: Words, names: Names) -> int | bool | None:
    """Of whom a number speaks: None for the draft's own organization, a key for one below, False for somebody else.

    "toàn Đảng bộ" after another's name leads back to the draft's own.
    """
    named = list(_NAMED.finditer(before))
    if not named or words.whole_after(plain(before), named[-1].end()):
        return None
    key = name_key(named[-1][0])
    return None if key in names.own else names.below.get(key, False)


def _period(
    meaning: Meaning, text: str, told: Sequence[Span], at: int, end: int, known: _Known
) -> tuple[date, date] | None:
    """The nearest time before the number, else the first one after it, else that of the sentences before.

    A stock takes days only ("đến năm 2025" is as often a goal as a day), a flow periods only.
    """
    wanted = [span for span in told if meaning.day == (span.first is None)]
    before = [span for span in wanted if span.end <= at]
    after = [span for span in wanted if span.start >= end and not _in_bracket(text[end : span.start])]
    if meaning.day:
        span = before[-1] if before else after[0] if after else None
        last = span.ending(known.as_of) if span else known.as_of
        return (last, last) if last else None
    span = before[-1] if before else after[0] if after else known.span
    if span is None or span.first is None:
        return None
    known.span = known.span or span
    last = span.ending(known.as_of)
    return (span.first, last) if last else None


def _in_bracket(between: str) -> bool:
    """Whether a bracket that opens after the number is still open: what stands in it tells of parts."""
    return between.count("(") > between.count(")")


def _in_table(piece: Piece, number: int, words: Words, names: Names, heading: _Known) -> list[Asked]:
    """A cell of a table: the column says what, the row of whom, the heading above of what scope and time."""
    column, row = plain(piece.column_label), piece.row_label.strip()
    meaning = next((each for each in words.meanings if each.heads and each.heads_column(column)), None)
    if meaning is None or not row:
        return []
    key = name_key(row)
    place: int | None = None
    if not plain(row).startswith(_TOTAL) and key not in names.own:
        if key not in names.below:
            return []
        place = names.below[key]
    cell = meaning.cell(words.scope_in(column, heading.scope))
    if cell is None:
        return []
    if meaning.day:
        day = heading.as_of
        return [Asked(number, meaning, cell, place, day, day)] if day else []
    if heading.span is None or heading.span.first is None or (last := heading.span.ending(heading.as_of)) is None:
        return []
    return [Asked(number, meaning, cell, place, heading.span.first, last)]
