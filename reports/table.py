"""A counted report: plain values, ready to draw, to freeze and to compare. Knows no database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dangvien.text import decimal, thousands


class CellKind(StrEnum):
    """How a value is written and aligned."""

    COUNT = "so_dem"
    PERCENT = "phan_tram"
    DECIMAL = "so_le"
    FRACTION = "n_tren_n"
    TEXT = "chu"
    MIDDLE = "chu_giua"
    CROSS = "khong_ap_dung"
    BLANK = "trong"


NUMBERS = (CellKind.PERCENT, CellKind.DECIMAL)
"""Kinds whose value is a decimal number."""

DECLARED_MARK = "*"
"""Behind a number that a document states; the note under the table that begins with it names the document."""

WORDS = (CellKind.TEXT, CellKind.MIDDLE)
"""Kinds whose value is text, which may run over several lines."""


class RowStyle(StrEnum):
    """What a row is: an ordinary line, a part of the line above, a heading inside the table, a subtotal, the total."""

    LINE = "dong"
    PART = "trong_do"
    HEADING = "tieu_de"
    SUBTOTAL = "cong_nhom"
    TOTAL = "tong"


@dataclass(frozen=True)
class Cell:
    """One number or text. `value` is an int for counts, a decimal string for percentages and averages, "n/N" for
    fractions, words for texts, None for blank. `dash` prints nothing as "-".

    `opens` says that a list stands behind it; `things` is how many people (or organizations) are on that list, known
    when the table was counted with its evidence; `thing` what they are. `mark` stands behind a number that is not
    counted but stated by a document.
    """

    kind: CellKind
    value: int | str | None
    opens: bool = False
    things: int | None = None
    thing: str = ""
    dash: bool = False
    mark: str = ""

    @property
    def text(self) -> str:
        """As it is printed: thousands with a dot, decimal comma, nothing for a blank."""
        if self.kind is CellKind.CROSS:
            return "X"
        if self.value is None:
            return ""
        if self.kind is CellKind.COUNT:
            return "-" if self.dash and not self.value else thousands(int(self.value)) + self.mark
        if self.kind in NUMBERS:
            number = Decimal(self.value)
            places = -int(number.as_tuple().exponent)
            return decimal(number, places) + self.mark
        return str(self.value)


@dataclass(frozen=True)
class Row:
    """A line of the table. `key` names it for ever (an organization's code, a year, a criterion's code)."""

    key: str
    number: str
    label: str
    cells: tuple[Cell, ...]
    style: RowStyle = RowStyle.LINE
    level: int = 0
    person: int | None = None
    """In a list of people, whom the line is about."""


@dataclass(frozen=True)
class HeaderCell:
    """A cell of the header with the columns and rows it spans."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class CheckResult:
    """A relation that was tested, in words with its arithmetic, and whether it holds."""

    sentence: str
    holds: bool


@dataclass(frozen=True)
class Table:
    """A report, counted. Everything a renderer needs and nothing it would have to look up."""

    report: str
    title: str
    period_words: str
    basis: str
    organization: str
    organization_code: str
    first: str
    last: str
    number_title: str
    row_title: str
    header: tuple[tuple[HeaderCell, ...], ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None
    notes: tuple[str, ...]
    checks: tuple[CheckResult, ...]
    sheet: str
    landscape: bool
    options: dict[str, str] = field(default_factory=dict)
    total_first: bool = False
    panels: tuple[int, ...] = ()
    """Where, on paper, rows begin that stand beside those before them: places of their first rows."""
    facing: int = 0
    """How many counted columns stand on the left of two facing pages; 0 when a page holds them all."""
    numbered: bool = False
    """Whether the last line of the header numbers the columns."""
    form: str = ""
    """The mark of an official form ("Biểu số 1-BTCTW")."""
    empty: str = ""
    """What is said in place of rows where there are none; "" for the usual sentence."""
    drawn: dict[str, str] = field(default_factory=dict)
    """What `reports.pictures.of_table` draws of the rows: kind of picture, title and columns; {} for nothing."""
    evidence: dict[str, dict[int, int]] = field(default_factory=dict, compare=False, repr=False)
    """Cell key ("row|column") → thing's primary key → how many lines; filled only when asked for."""

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows as printed, the total in its place."""
        if self.total is None:
            return self.rows
        return (self.total, *self.rows) if self.total_first else (*self.rows, self.total)

    @property
    def holds(self) -> bool:
        """Whether every check holds."""
        return all(check.holds for check in self.checks)

    def cell(self, row_key: str, column: str) -> Cell:
        """One cell by its row's key and its column's code. Raises KeyError."""
        for row in self.all_rows:
            if row.key == row_key:
                return row.cells[self.columns.index(column)]
        raise KeyError(row_key)

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` reads back; the evidence apart.

        What came later than the first issued tables is left out where it has its default, so that their digest stays.
        """
        data = asdict(self)
        del data["evidence"]
        _drop(data, _LATER_OF_TABLE)
        for row in (*data["rows"], *([data["total"]] if data["total"] else [])):
            _drop(row, _LATER_OF_ROW)
            for cell in row["cells"]:
                _drop(cell, _LATER_OF_CELL)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Table:
        """The table that `to_json` wrote."""
        rest = dict(data)
        total = rest.pop("total")
        return cls(
            header=tuple(tuple(HeaderCell(**cell) for cell in line) for line in rest.pop("header")),
            columns=tuple(rest.pop("columns")),
            rows=tuple(_row(row) for row in rest.pop("rows")),
            total=_row(total) if total else None,
            notes=tuple(rest.pop("notes")),
            panels=tuple(rest.pop("panels", ())),
            checks=tuple(CheckResult(**check) for check in rest.pop("checks")),
            **rest,
        )

    def digest(self) -> str:
        """SHA-256 of the numbers and the evidence, to be printed and compared."""
        content = {"table": self.to_json(), "evidence": evidence_to_json(self.evidence)}
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def evidence_to_json(evidence: dict[str, dict[int, int]]) -> dict[str, list[list[int]]]:
    """Sorted pairs (thing, lines), so that equal evidence has equal bytes."""
    return {key: [list(pair) for pair in sorted(things.items())] for key, things in sorted(evidence.items())}


_LATER_OF_TABLE = ("total_first", "panels", "facing", "numbered", "form", "empty", "drawn")
_LATER_OF_ROW = ("person",)
_LATER_OF_CELL = ("thing", "dash", "mark")


def _drop(data: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if not data[name]:
            del data[name]


def _row(data: dict[str, Any]) -> Row:
    cells = tuple(Cell(**{**cell, "kind": CellKind(cell["kind"])}) for cell in data["cells"])
    return Row(**{**data, "cells": cells, "style": RowStyle(data["style"])})
