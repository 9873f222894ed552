"""The file of a batch with what must be mended in it, to be mended there and brought again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from dangvien.imports.summary import SheetView, sheets_of
from dangvien.limited import Unreadable
from dangvien.models import ImportBatch, ImportRow, Verdict
from dangvien.rosters.annotate import Mark, marked, plain_copy
from dangvien.rosters.grid import Row
from dangvien.rosters.issues import Severity

WHOLE = 5000
"""Rows that are given back in one file; of a longer one only those that must be mended, under the names of columns."""
MOST_MARKS = 5000
"""Cells coloured in one file: more are mended by whoever made the list, not by hand."""
_CHUNK = 1000


@dataclass(frozen=True)
class MarkedFile:
    """The bytes of the workbook, how many marks it has, and whether it holds every row."""

    content: bytes
    marks: int
    whole: bool


def marked_file(batch: ImportBatch) -> MarkedFile:
    """The workbook as it was brought where that can be opened within bounds, else the same cells without its look."""
    sheets = sheets_of(batch)
    marks = list(_marks(batch, sheets))[:MOST_MARKS]
    whole = batch.rows.count() <= WHOLE
    if whole and batch.file_name.lower().endswith((".xlsx", ".xlsm")):
        try:
            return MarkedFile(marked(bytes(batch.file.content), marks), len(marks), whole=True)
        except Unreadable:
            pass
    rows: list[tuple[str, Iterable[Row]]]
    taken = [sheet for sheet in sheets if sheet.taken]
    if whole:
        rows = [(sheet.name, _rows(batch, sheet)) for sheet in taken]
    else:
        rows, marks = _closed_up(batch, taken, marks)
    return MarkedFile(plain_copy(rows, marks), len(marks), whole)


def _marks(batch: ImportBatch, sheets: Sequence[SheetView]) -> Iterator[Mark]:
    """A sentence for each issue of each row: what is wrong, then what to do."""
    names = {sheet.number: sheet.name for sheet in sheets}
    told = batch.rows.data().exclude(issues=[]).in_order().only("batch", "sheet", "number", "issues")
    for row in told.iterator(_CHUNK):
        for issue in row.issues:
            text = " ".join(part for part in (issue.get("message", ""), issue.get("mend", "")) if part)
            grave = issue.get("severity") == Severity.ERROR
            yield Mark(names.get(row.sheet, ""), row.number, str(issue.get("column", "")), text, grave=grave)


def _rows(batch: ImportBatch, sheet: SheetView) -> Iterator[Row]:
    """Every row of a sheet, in order."""
    for row in batch.rows.filter(sheet=sheet.number).in_order().iterator(_CHUNK):
        yield Row(row.number, row.cells)


def _closed_up(
    batch: ImportBatch, sheets: Sequence[SheetView], marks: Sequence[Mark]
) -> tuple[list[tuple[str, Iterable[Row]]], list[Mark]]:
    """Names of columns and the rows that must be mended, one below the other, each mark at the new place of its row."""
    copies: list[tuple[str, Iterable[Row]]] = []
    places: dict[tuple[str, int], int] = {}
    for sheet in sheets:
        wanted = Q(part=ImportRow.Part.HEADER) | Q(verdict=Verdict.WRONG)
        rows: list[Row] = []
        for at, row in enumerate(batch.rows.filter(wanted, sheet=sheet.number).in_order()[:WHOLE], start=1):
            rows.append(Row(at, row.cells))
            places[sheet.name, row.number] = at
        copies.append((sheet.name, rows))
    kept = [mark for mark in marks if (mark.sheet, mark.row) in places]
    return copies, [replace(mark, row=places[mark.sheet, mark.row]) for mark in kept]
