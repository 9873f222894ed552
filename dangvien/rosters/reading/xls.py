"""Sheets of a workbook of the old Excel (.xls), one row at a time. Only xlrd's cells are used; the forms are ours."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import xlrd
from openpyxl.styles.numbers import BUILTIN_FORMATS
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT
from xlrd.compdoc import CompDocError

from dangvien.limited import Unreadable
from dangvien.rosters.grid import letters
from dangvien.rosters.reading import bounds
from dangvien.rosters.reading.events import Event, row_event, sheet_event
from dangvien.rosters.reading.shapes import GENERAL, number_cell

_STATES = {0: "visible", 1: "hidden", 2: "very_hidden"}
_LOCAL_DAY = 14
"""The number of the format that shows a day as the machine of whoever looks does."""


def read_xls(content: bytes) -> Iterator[Event]:
    """The events of an old workbook: each sheet with all that is known of it, then its rows. Raises `Unreadable`."""
    try:
        yield from _events(_opened(content))
    except (xlrd.XLRDError, CompDocError) as wrong:
        raise Unreadable(_why(str(wrong), content)) from wrong


def _events(book: Any) -> Iterator[Event]:
    if book.nsheets > bounds.MOST_SHEETS:
        raise Unreadable(bounds.TOO_MANY_SHEETS)
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        hidden = [column for column, told in sorted(sheet.colinfo_map.items()) if told.hidden]
        merges = [
            (top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells[: bounds.MOST_MERGES]
        ]
        state = _STATES.get(sheet.visibility, "visible")
        yield sheet_event(sheet.name, state, [c for c in hidden if c < bounds.MOST_COLUMNS], merges)
        yield from _rows(book, sheet)
        book.unload_sheet(index)


def _opened(content: bytes) -> Any:
    """The workbook. Some that open in Excel have formats that xlrd does not follow: then it is read without them."""
    for with_formats in (True, False):
        try:
            return xlrd.open_workbook(
                file_contents=content,
                logfile=io.StringIO(),
                formatting_info=with_formats,
                on_demand=True,
                ragged_rows=True,
            )
        except (AssertionError, AttributeError, LookupError, TypeError, ValueError):
            if not with_formats:
                raise
    raise AssertionError


def _why(said: str, content: bytes) -> str:
    said = said.lower()
    if "encrypted" in said or "password" in said:
        return bounds.LOCKED
    if "can't find workbook" in said and "WordDocument".encode("utf-16-le") in content:
        return bounds.WORD
    return bounds.TOO_OLD if "biff" in said and "not supported" in said else bounds.BROKEN


def _rows(book: Any, sheet: Any) -> Iterator[Event]:
    comments: dict[int, dict[int, str]] = {}
    for (row, column), note in list(sheet.cell_note_map.items())[: bounds.MOST_COMMENTS]:
        if note.text.strip():
            comments.setdefault(row, {})[column] = note.text.strip()[: bounds.LONGEST_COMMENT]
    for row in range(sheet.nrows):
        cells = []
        for column, cell in enumerate(sheet.row(row)):
            raw = _raw(book, cell)
            if raw is not None:
                if column >= bounds.MOST_COLUMNS:
                    if isinstance(raw, str) and not raw.strip():
                        continue
                    raise Unreadable(bounds.too_wide(sheet.name, f"{letters(column)}{row + 1}"))
                cells.append((column, raw))
        told = sheet.rowinfo_map.get(row)
        event = row_event(row + 1, bool(told and told.hidden), cells, comments.get(row))
        if event:
            yield event


def _raw(book: Any, cell: Any) -> Any:
    """The cell in its JSON form."""
    kind = cell.ctype
    if kind == XL_CELL_TEXT:
        return cell.value[: bounds.LONGEST_TEXT] or None
    if kind in {XL_CELL_NUMBER, XL_CELL_DATE}:
        if not abs(cell.value) < 1e300:
            return str(cell.value)
        return number_cell(cell.value, _format(book, cell), bool(book.datemode))
    if kind == XL_CELL_BOOLEAN:
        return {"b": bool(cell.value)}
    if kind == XL_CELL_ERROR:
        return {"e": xlrd.error_text_from_code.get(cell.value, "#N/A")}
    return None


def _format(book: Any, cell: Any) -> str:
    """The number format of a cell. Without formats, a day is all that xlrd still tells."""
    if cell.xf_index is None:
        return "dd/mm/yyyy" if cell.ctype == XL_CELL_DATE else GENERAL
    if not 0 <= cell.xf_index < len(book.xf_list):
        return GENERAL
    key = book.xf_list[cell.xf_index].format_key
    if key == _LOCAL_DAY:
        return BUILTIN_FORMATS[_LOCAL_DAY]
    told = book.format_map.get(key)
    shape = told.format_str if told else GENERAL
    return GENERAL if shape.lower() == "general" else shape
