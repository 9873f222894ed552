"""Sheets of a workbook (.xlsx, .xlsm), one row at a time.

Each sheet is read twice: first only for what stands around its cells (hidden columns, merged ranges), then its rows.
The first pass lets the parser run through the cells without a word, which costs a tenth of the second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

from dangvien.limited import Unreadable
from dangvien.rosters.grid import column_of, letters
from dangvien.rosters.reading.book import Book, SheetPart, is_true, open_book
from dangvien.rosters.reading.bounds import (
    BROKEN,
    LONGEST_COMMENT,
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_COMMENTS,
    MOST_MERGES,
    too_wide,
)
from dangvien.rosters.reading.events import Event, row_event, sheet_event
from dangvien.rosters.reading.markup import Attributes, Markup, chunks, local, walk
from dangvien.rosters.reading.package import Package
from dangvien.rosters.reading.shapes import number_cell
from dangvien.rosters.reading.strings import unescaped

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_AROUND = (b"sheetData", b"mergeCell", b"col")
_THREADED = "[Threaded comment]"

Comments = dict[int, dict[int, str]]
"""Row → column → comment."""


def read_xlsx(content: bytes) -> Iterator[Event]:
    """The events of a workbook: each sheet with all that is known of it, then its rows. Raises `Unreadable`."""
    book = open_book(Package(content))
    for sheet in book.sheets:
        with book.package.open(sheet.part) as part:
            hidden, merges = _surroundings(part)
        yield sheet_event(sheet.name, sheet.state, hidden, merges)
        comments = _comments(book.package, sheet)
        with book.package.open(sheet.part) as part:
            yield from _rows(part, book, sheet, comments)


def _place(address: str) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of an address such as B12."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise Unreadable(BROKEN)
    row, column = int(found[2]), column_of(found[1])
    if not 1 <= row <= _LAST_ROW or column >= _LAST_COLUMN:
        raise Unreadable(BROKEN)
    return row, column


def _surroundings(part: IO[bytes]) -> tuple[list[int], list[tuple[int, int, int, int]]]:
    """Hidden columns and merged ranges of a sheet."""
    hidden: set[int] = set()
    merges: list[tuple[int, int, int, int]] = []

    def start(name: str, attributes: Attributes) -> None:
        name = local(name)
        if name == "col" and is_true(attributes, "hidden"):
            first, last = _whole(attributes.get("min", "")), _whole(attributes.get("max", ""))
            hidden.update(range(max(first, 1) - 1, min(last, MOST_COLUMNS)))
        elif name == "mergeCell" and len(merges) < MOST_MERGES:
            first_cell, _, last_cell = attributes.get("ref", "").partition(":")
            top, left = _place(first_cell)
            bottom, right = _place(last_cell or first_cell)
            merges.append((top, left, bottom, right))

    markup = Markup()
    tail, quiet = b"", False
    for piece in chunks(part):
        # A pipe of cells has nothing of interest; words cut in two by the end of a piece are seen with the next one.
        seen = tail + piece
        told = any(word in seen for word in _AROUND) or b"\x00" in seen
        if told or not quiet:
            markup.parser.StartElementHandler = start
            quiet = not told
        else:
            markup.parser.StartElementHandler = None
        markup.feed(piece)
        tail = piece[-16:]
    markup.feed(b"", last=True)
    return sorted(hidden), merges


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Unreadable(BROKEN) from None


def _comments(package: Package, sheet: SheetPart) -> Comments:
    """The comments of a sheet, a bounded number of them."""
    found: Comments = {}
    count, here = 0, ""
    texts: list[str] = []

    def starts(name: str, attributes: Attributes) -> None:
        nonlocal here
        if name == "comment":
            here = attributes.get("ref", "")
            texts.clear()

    def ends(name: str, text: str) -> None:
        nonlocal count
        if name == "t":
            texts.append(text)
        elif name == "comment" and count < MOST_COMMENTS:
            row, column = _place(here)
            comment = unescaped("".join(texts))
            if comment.startswith(_THREADED):
                # Around the answers of newer Excel stands an explanation in the language of the machine.
                comment = comment.rpartition("\n\n")[2].partition("\n")[2]
            if comment.strip():
                found.setdefault(row, {})[column] = comment.strip()[:LONGEST_COMMENT]
                count += 1

    for relation in package.relations(sheet.part).values():
        if relation.type == "comments" and relation.target in package:
            with package.open(relation.target) as part:
                walk(part, starts, ends)
    return found


def _rows(part: IO[bytes], book: Book, sheet: SheetPart, comments: Comments) -> Iterator[Event]:
    """The rows of a sheet that have something in them."""
    done: list[Event] = []
    reader = _Cells(book, sheet.name, comments, done.append)
    for piece in chunks(part):
        reader.feed(piece)
        yield from done
        done.clear()
    reader.feed(b"", last=True)
    yield from done


class _Cells:
    """The handlers of the second pass. A row is given to `take` when its end is reached."""

    def __init__(self, book: Book, sheet: str, comments: Comments, take: Callable[[Event], None]) -> None:
        self._book, self._sheet, self._comments, self._take = book, sheet, comments, take
        markup = Markup()
        self.feed, self._parser = markup.feed, markup.parser
        self._parser.StartElementHandler = self._root
        self._row, self._hidden = 0, False
        self._column = -1
        self._columns: dict[str, int] = {}
        self._shapes: dict[str | None, str] = {None: book.format_of(0)}
        self._cells: list[tuple[int, Any]] = []
        self._pieces: list[str] = []
        self._cell: Attributes = {}
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula: str | None = None
        self._phonetic = False

    def _root(self, name: str, _attributes: Attributes) -> None:
        """The first element shows the prefix that all of them have."""
        prefix = name[: -len(local(name))]
        self._c, self._v, self._r = f"{prefix}c", f"{prefix}v", f"{prefix}row"
        self._rare = {f"{prefix}{name}": name for name in ("f", "t", "is", "rPh")}
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._pieces.append

    # Two calls for each cell and two for each value: what is frequent is asked first.

    def _start(self, full: str, attributes: Attributes) -> None:
        if full == self._v:
            pass
        elif full == self._c:
            self._cell = attributes
            self._value = self._formula = None
            address = attributes.get("r")
            if address:
                name = address.rstrip("0123456789")
                column = self._columns.get(name)
                self._column = self._new_column(name, address) if column is None else column
            else:
                self._column += 1
        elif full == self._r:
            row = _whole(attributes["r"]) if "r" in attributes else self._row + 1
            if not self._row < row <= _LAST_ROW:
                raise Unreadable(BROKEN)
            self._row, self._hidden, self._column = row, is_true(attributes, "hidden"), -1
        else:
            name = self._rare.get(full, "")
            if name == "is":
                self._inline.clear()
            elif name == "rPh":
                self._phonetic = True
        self._pieces.clear()

    def _new_column(self, name: str, address: str) -> int:
        column = self._columns[name] = _place(address)[1]
        return column

    def _end(self, full: str) -> None:
        if full == self._v:
            self._value = "".join(self._pieces)
        elif full == self._c:
            if self._value or self._formula is not None or self._inline:
                self._finish_cell()
        elif full == self._r:
            self._finish_row()
        else:
            name = self._rare.get(full)
            if name == "t" and not self._phonetic:
                self._inline.append("".join(self._pieces))
            elif name == "f":
                self._formula = "".join(self._pieces)
            elif name == "rPh":
                self._phonetic = False
        self._pieces.clear()

    def _finish_cell(self) -> None:
        raw = self._raw()
        if raw is None:
            return
        if self._column >= MOST_COLUMNS:
            if isinstance(raw, str) and not raw.strip():
                return
            raise Unreadable(too_wide(self._sheet, f"{letters(self._column)}{self._row}"))
        self._cells.append((self._column, raw))

    def _raw(self) -> Any:
        """The cell in its JSON form."""
        kind, value = self._cell.get("t", "n"), self._value
        if kind == "s" and value:
            return self._book.strings[_whole(value)] or None
        if kind == "inlineStr":
            text = unescaped("".join(self._inline))[:LONGEST_TEXT]
            self._inline.clear()
            return text or None
        if not value:
            # A formula that was worked out to an empty text has the type of a text.
            return {"f": f"={self._formula}"[:LONGEST_TEXT]} if kind != "str" and self._formula is not None else None
        if kind == "n":
            return self._number(value)
        if kind == "str":
            return unescaped(value)[:LONGEST_TEXT]
        if kind == "b":
            return {"b": value.strip() in {"1", "true"}}
        if kind == "d":
            return _iso_day(value)
        return {"e": value[:20]}

    def _number(self, value: str) -> Any:
        try:
            number = int(value) if len(value) < 16 and value.isdigit() else float(value)
        except ValueError:
            raise Unreadable(BROKEN) from None
        if not abs(number) < 1e300:
            return value[:40]
        style = self._cell.get("s")
        shape = self._shapes.get(style)
        if shape is None:
            shape = self._shapes[style] = self._book.format_of(_whole(style or "0"))
        return number_cell(number, shape, self._book.from_1904)

    def _finish_row(self) -> None:
        if self._cells:
            event = row_event(self._row, self._hidden, self._cells, self._comments.get(self._row, {}))
            self._cells = []
            if event:
                self._take(event)


def _iso_day(value: str) -> Any:
    """A day written as ISO 8601 (some programs do): a day, or the text where it is none."""
    try:
        moment = datetime.fromisoformat(value.strip().removesuffix("Z"))
    except ValueError:
        return value[:40]
    shown = f"{moment.day:02d}/{moment.month:02d}/{moment.year:04d}"
    if moment.hour or moment.minute:
        shown = f"{shown} {moment.hour:02d}:{moment.minute:02d}"
    return {"d": moment.date().isoformat(), "t": shown, "o": "dd/mm/yyyy"}
