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
    FRACTION = "n_tren_n"
    BLANK = "trong"


class RowStyle(StrEnum):
    """What a row is: an ordinary line, a part of the line above, a heading inside the table, the total."""

    LINE = "dong"
    PART = "trong_do"
    HEADING = "tieu_de"
    TOTAL = "tong"


@dataclass(frozen=True)
class Cell:
    """One number. `value` is an int for counts, a decimal string for percentages, "n/N" for fractions, None for blank.

    `opens` says that a list stands behind it; `things` is how many people (or organizations) are on that list, known
    when the table was counted with its evidence.
    """

    kind: CellKind
    value: int | str | None
    opens: bool = False
    things: int | None = None

    @property
    def text(self) -> str:
        """As it is printed: thousands with a dot, decimal comma, nothing for a blank."""
        if self.value is None:
            return ""
        if self.kind is CellKind.COUNT:
            return thousands(int(self.value))
        if self.kind is CellKind.PERCENT:
            number = Decimal(self.value)
            places = -int(number.as_tuple().exponent)
            return decimal(number, places)
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
    evidence: dict[str, dict[int, int]] = field(default_factory=dict, compare=False, repr=False)
    """Cell key ("row|column") → thing's primary key → how many lines; filled only when asked for."""

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows as printed, the total in its place."""
        return (*self.rows, self.total) if self.total else self.rows

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
        """Plain data that `from_json` reads back; the evidence apart."""
        data = asdict(self)
        del data["evidence"]
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


def _row(data: dict[str, Any]) -> Row:
    cells = tuple(Cell(CellKind(c["kind"]), c["value"], c["opens"], c["things"]) for c in data["cells"])
    return Row(data["key"], data["number"], data["label"], cells, RowStyle(data["style"]), data["level"])
