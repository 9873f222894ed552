"""Which rows stand out on the sheet, in every format alike: headings over the whole row, bold lines, slanted ones."""

from __future__ import annotations

import re

from reports.table import CellKind, Row, RowStyle

_MAIN = re.compile(r"[A-ZĐ]|[IVXLC]+")
"""The running number of a main line: "A", "II"."""


def spans(row: Row) -> bool:
    """Whether a row is a heading with nothing to count: it runs over all columns after the running number."""
    return row.style is RowStyle.HEADING and all(cell.kind is CellKind.BLANK for cell in row.cells)


def is_main(row: Row) -> bool:
    """Whether a row is one of the main lines of the sheet, numbered "A" or "II"."""
    return bool(_MAIN.fullmatch(row.number.rstrip(".)")))


def is_bold(row: Row) -> bool:
    """Whether a row is printed bold: subtotals, totals and main lines."""
    return row.style in (RowStyle.SUBTOTAL, RowStyle.TOTAL) or is_main(row)


def is_slanted(row: Row) -> bool:
    """Whether a row is printed in italics: a heading inside the table that is no main line."""
    return row.style is RowStyle.HEADING and not is_main(row)
