"""What was done to the rows of a file before it is checked again: cells typed anew, answers, rows left out; and
which rows went into the register already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dangvien.imports.compare import LEAVE_OUT
from dangvien.imports.known import PART
from dangvien.models import ImportBatch
from dangvien.rosters.grid import Row, Sheet, column_of


@dataclass
class Before:
    """What the user did to the rows before: typed, chose; and which rows are in the register already."""

    mended: dict[tuple[int, int], dict[str, str]]
    choices: dict[tuple[int, int], str]
    committed: frozenset[tuple[int, int]]
    any: bool
    people: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Person of the register → the first row (sheet, number) that is about them."""

    @classmethod
    def nothing(cls) -> Before:
        """Of a file that is seen for the first time."""
        return cls({}, {}, frozenset(), any=False)

    @classmethod
    def of(cls, batch: ImportBatch) -> Before:
        any_row = batch.rows.exists()
        if not any_row:
            return cls.nothing()
        touched = batch.rows.exclude(mended={}, choice="").values_list("sheet", "number", "mended", "choice")
        mended, choices = {}, {}
        for sheet, number, typed, choice in touched.iterator(PART):
            mended[sheet, number], choices[sheet, number] = typed, choice
        written = (
            batch.rows.filter(committed=True).values_list("sheet", "number", "person").order_by("-sheet", "-number")
        )
        rows = list(written.iterator(PART))
        people = {person: (sheet, number) for sheet, number, person in rows if person}
        return cls(mended, choices, frozenset(row[:2] for row in rows), any=True, people=people)

    def apply(self, number: int, sheet: Sheet) -> Sheet:
        """The sheet with what was typed on the screen instead of what the file holds."""
        if not any(typed for (at, _), typed in self.mended.items() if at == number):
            return sheet
        return with_rows(sheet, _Mended(sheet.rows, number, self.mended))

    def left_out(self, number: int) -> frozenset[int]:
        """The rows of a sheet that the user left out."""
        return frozenset(row for (at, row), choice in self.choices.items() if at == number and choice == LEAVE_OUT)


class _Mended(list[Row]):
    """Rows with the cells the user typed."""

    def __init__(self, rows: Iterable[Row], sheet: int, mended: Mapping[tuple[int, int], Mapping[str, str]]) -> None:
        super().__init__(mended_row(row, mended.get((sheet, row.number), {})) for row in rows)


def mended_row(row: Row, typed: Mapping[str, str]) -> Row:
    """A row with some cells typed anew (letters of the column → text)."""
    if not typed:
        return row
    from_letters = {column_of(name): text for name, text in typed.items()}
    width = max(len(row.cells), *(column + 1 for column in from_letters))
    cells = [*row.cells, *[None] * (width - len(row.cells))]
    for column, text in from_letters.items():
        cells[column] = text
    return Row(row.number, cells, row.hidden)


def with_rows(sheet: Sheet, rows: Any) -> Sheet:
    """The same sheet with some of its rows."""
    return Sheet(sheet.name, sheet.state, rows, sheet.hidden_columns, sheet.merges, sheet.encoding)
