"""The cells of a file as they came: what a person sees, and what the file says they are.

A cell travels as plain JSON (from the child that read the file, into `ImportRow.cells`), in the shortest form:

=================== ===================================== =========================================
what the file holds form                                  example
=================== ===================================== =========================================
nothing             null                                  null
text                the text, untouched                   "Nguyễn Văn An"
a number            {"n": number, "t": as shown}          {"n": 43000001, "t": "43000001"}
a day               {"d": "YYYY-MM-DD", "t": as shown}    {"d": "1985-03-20", "t": "20/03/1985"}
yes or no           {"b": true}                           {"b": true}
an error            {"e": text}                           {"e": "#N/A"}
formula, no value   {"f": formula}                        {"f": "=A1+1"}
=================== ===================================== =========================================

Any form but the first two may carry "m": the comment of the cell, and "o": the number format.
A text with a comment is {"s": text, "m": comment}.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

Raw = Any
"""A cell in its JSON form, as the table above shows it."""


class CellKind(StrEnum):
    """What a file says a cell is."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TRUTH = "truth"
    ERROR = "error"
    FORMULA = "formula"


class Cell(NamedTuple):
    """One cell. `text` is what a person sees (of a text: untouched, not even trimmed)."""

    kind: CellKind
    text: str = ""
    number: float | None = None
    day: date | None = None
    format: str = ""
    comment: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing that a person could see: empty, or a text of spaces only."""
        return self.kind is CellKind.EMPTY or (self.kind is CellKind.TEXT and not self.text.strip(_BLANKS))


_BLANKS = " \t\r\n\u00a0\u200b\ufeff\u3000"

EMPTY = Cell(CellKind.EMPTY)


def cell_of(raw: Raw) -> Cell:
    """The cell of a JSON form; what is not one of the forms above is taken as nothing."""
    if raw is None or raw == "":
        return EMPTY
    if isinstance(raw, str):
        return Cell(CellKind.TEXT, raw)
    if not isinstance(raw, dict):
        return EMPTY
    comment, shape = str(raw.get("m", "")), str(raw.get("o", ""))
    if "s" in raw:
        return Cell(CellKind.TEXT, str(raw["s"]), comment=comment)
    if "d" in raw:
        return Cell(
            CellKind.DAY, str(raw.get("t", "")), day=date.fromisoformat(raw["d"]), format=shape, comment=comment
        )
    if "n" in raw:
        return Cell(CellKind.NUMBER, str(raw.get("t", "")), number=raw["n"], format=shape, comment=comment)
    if "b" in raw:
        return Cell(CellKind.TRUTH, "TRUE" if raw["b"] else "FALSE", comment=comment)
    if "e" in raw:
        return Cell(CellKind.ERROR, str(raw["e"]), comment=comment)
    if "f" in raw:
        return Cell(CellKind.FORMULA, str(raw["f"]), comment=comment)
    return EMPTY


class Row(NamedTuple):
    """One row of a sheet: its number as the file counts it (from 1), and its cells from column A on."""

    number: int
    cells: Sequence[Raw]
    hidden: bool = False

    def cell(self, column: int) -> Cell:
        """The cell of a column, counted from 0; beyond the last one there is nothing."""
        return cell_of(self.cells[column]) if 0 <= column < len(self.cells) else EMPTY


@dataclass(slots=True)
class Sheet:
    """One sheet. `state` is visible, hidden or very_hidden; `encoding` what a text file was read as ("" for workbooks).

    `merges` are (first row, first column, last row, last column), rows from 1 and columns from 0.
    """

    name: str
    state: str = "visible"
    rows: list[Row] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    encoding: str = ""


def letters(column: int) -> str:
    """The name of a column, counted from 0: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """The column of a name, from 0: "A" is 0. Raises ValueError for what is no name of a column."""
    if not name or not all("A" <= char <= "Z" for char in name):
        raise ValueError(name)
    column = 0
    for char in name:
        column = column * 26 + ord(char) - 64
    return column - 1
