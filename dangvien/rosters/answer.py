"""What was understood of a file, as the command line says it: the shape in which expected results are written, too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dangvien.rosters.form import BASE_KEYS, RosterForm
from dangvien.rosters.issues import Severity
from dangvien.rosters.judge import JudgedRow
from dangvien.rosters.layout import Layout, Part

_STATES = {"very_hidden": "veryHidden"}
"""States of sheets as workbooks call them."""


def answer_of(file_name: str, form: RosterForm, sheets: Iterable[tuple[Layout, Sequence[JudgedRow]]]) -> dict[str, Any]:
    """The answer for a file that opened. Of a sheet that is not taken, give no rows."""
    told = [_sheet(layout, rows, BASE_KEYS.get(form.kind, ())) for layout, rows in sheets]
    rows = [row for sheet in told for row in sheet["rows"]]
    grave = sum(any(issue["severity"] == Severity.ERROR for issue in row["issues"]) for row in rows)
    clean = sum(not row["issues"] for row in rows)
    return {
        "file": file_name,
        "subject": form.command,
        "accept": "open",
        "totals": {"rows": len(rows), "clean": clean, "warning": len(rows) - clean - grave, "error": grave},
        "sheets": told,
    }


def refusal_of(file_name: str, form: RosterForm, sentence: str) -> dict[str, Any]:
    """The answer for a file that cannot be taken, with the sentence that says why."""
    return {"file": file_name, "subject": form.command, "accept": "refuse", "message": sentence, "sheets": []}


def _sheet(layout: Layout, rows: Sequence[JudgedRow], base: Sequence[str]) -> dict[str, Any]:
    return {
        "name": layout.name,
        "state": _STATES.get(layout.state, layout.state),
        "taken": layout.taken,
        "why": layout.why,
        "header_rows": list(layout.header_rows),
        "skip_rows": [
            {"row": row.number, "kind": str(row.part)}
            for row in rows
            if row.part not in (Part.DATA, Part.HEADER) and row.number in layout.parts
        ],
        "rows": [
            {"row": row.number, **_record(row, base), "issues": [issue.as_json() for issue in row.issues]}
            for row in rows
            if row.is_data
        ],
    }


def _record(row: JudgedRow, base: Sequence[str]) -> dict[str, Any]:
    """The record with the keys every list of the kind has; what this list tells besides stands under "more"."""
    if row.record is None or not base:
        return {"record": row.record}
    more = {key: value for key, value in row.record.items() if key not in base}
    return {"record": {key: row.record.get(key) for key in base}} | ({"more": more} if more else {})
