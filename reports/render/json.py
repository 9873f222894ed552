"""The table as data for other programs: columns, rows, totals, notes, checks, and what stands behind each cell."""

from __future__ import annotations

import json
from typing import Any

from reports.render import layout
from reports.render.letterhead import Paper
from reports.table import NUMBERS, Cell, Row, Table


def render(table: Table, paper: Paper) -> bytes:
    """The table as JSON in UTF-8, indented; `as_data` describes it."""
    return (json.dumps(as_data(layout.tidy(table), paper), ensure_ascii=False, indent=2) + "\n").encode()


def as_data(table: Table, paper: Paper) -> dict[str, Any]:
    """Plain data. `value` is an integer for a count, a number for a percentage or average, else the text, or null.

    `things` is the number of people or organizations on the list behind a cell; null when the table was counted without
    its evidence or nothing opens.
    """
    titles = layout.column_titles(table)
    return {
        "report": table.report,
        "title": layout.printed_title(table),
        "basis": table.basis,
        "organization": {"code": table.organization_code, "name": table.organization},
        "period": {"first": table.first, "last": table.last, "words": table.period_words},
        "options": table.options,
        "columns": [
            {"code": code, "title": title[-1], "under": list(title[:-1])}
            for code, title in zip(table.columns, titles, strict=True)
        ],
        "rows": [_row(table, row) for row in table.rows],
        "total": _row(table, table.total) if table.total else None,
        "notes": list(table.notes),
        "checks": [{"sentence": check.sentence, "holds": check.holds} for check in table.checks],
        "record": list(paper.record),
        "digest": paper.digest or None,
        "frozen_at": paper.frozen_at.isoformat() if paper.frozen_at else None,
    }


def _row(table: Table, row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "number": row.number,
        "label": row.label,
        "style": row.style.value,
        "level": row.level,
        "cells": {column: _cell(cell) for column, cell in zip(table.columns, row.cells, strict=True)},
    }


def _cell(cell: Cell) -> dict[str, Any]:
    value = float(cell.value) if cell.kind in NUMBERS and cell.value is not None else cell.value
    return {"kind": cell.kind.value, "value": value, "text": cell.text, "opens": cell.opens, "things": cell.things}
