"""Workbooks: each visible sheet is a table; lines with one text only are paragraphs around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from dangvien.rosters.grid import Cell, CellKind, Sheet
from dangvien.text import decimal, thousands
from reports.figure_check.reading import tables

_PERCENT_FORMAT = re.compile(r"0(?:\.(0+))?%")
_MOST_PLACES = 4


def sheet_pieces(sheets: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    """The pieces of a workbook."""
    number = paragraphs = 0
    for sheet in sheets:
        if sheet.state != "visible":
            yield {"partial": f"Trang tính “{sheet.name[:60]}” bị ẩn nên chưa kiểm tra."}
            continue
        rows: list[list[str]] = []
        for row in sheet.rows:
            texts = [_shown(row.cell(column)) for column in range(len(row.cells))]
            filled = [text for text in texts if text]
            if len(filled) == 1 and not any(map(str.isdigit, filled[0][:1])):
                if rows:
                    number += 1
                    yield from tables.cells(number, _even(rows), sheet.name[:60])
                    rows = []
                paragraphs += 1
                place = f"Đoạn {paragraphs} (trang tính {sheet.name[:60]}, dòng {row.number})"
                yield {"kind": "doan", "text": filled[0], "place": place}
            elif filled:
                rows.append(texts)
        if rows:
            number += 1
            yield from tables.cells(number, _even(rows), sheet.name[:60])


def _even(rows: list[list[str]]) -> list[list[str]]:
    """All rows as wide as the widest, without columns in which nothing stands."""
    width = max(map(len, rows))
    even = [[*row, *[""] * (width - len(row))] for row in rows]
    kept = [column for column in range(width) if any(row[column] for row in even)]
    return [[row[column] for column in kept] for row in even]


def _shown(cell: Cell) -> str:
    """A cell as Vietnamese papers print it: decimals with a comma, percentages with their sign."""
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        percent = _PERCENT_FORMAT.search(cell.format)
        if percent:
            return f"{decimal(_exact(cell.number * 100), len(percent[1] or ''))}%"
        if float(cell.number).is_integer():
            return thousands(int(cell.number))
        places = min(len(repr(float(cell.number)).partition(".")[2]), _MOST_PLACES)
        return decimal(_exact(cell.number), places)
    if cell.kind in {CellKind.TEXT, CellKind.DAY}:
        return " ".join(cell.text.split())
    return ""


def _exact(number: float) -> Any:
    """The decimal number that a float was typed as."""
    return Decimal(repr(round(number, 9)))
