"""What the register has to say about one row, in the form in which `ImportRow.issues` keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dangvien.rosters.issues import Issue, Severity


class Findings:
    """Collects what is found about one row. `columns` says in which column a field stands."""

    __slots__ = ("_columns", "_record", "all", "grave")

    def __init__(self, columns: Mapping[str, str], record: Mapping[str, Any]) -> None:
        self._columns, self._record = columns, record
        self.all: list[dict[str, Any]] = []
        self.grave = False

    def said(self, field: str) -> str:
        """What the row says in a field."""
        value = self._record.get(field)
        return "" if value is None else str(value)

    def warn(self, field: str, code: str, message: str, mend: str = "") -> None:
        """The row goes in; the user is told."""
        self._add(field, code, Severity.WARNING, message, mend)

    def fail(self, field: str, code: str, message: str, mend: str = "") -> None:
        """The row must not go in."""
        self.grave = True
        self._add(field, code, Severity.ERROR, message, mend)

    def _add(self, field: str, code: str, severity: Severity, message: str, mend: str) -> None:
        issue = Issue(self._columns.get(field, ""), field, code, severity, self.said(field), message, mend)
        self.all.append({**issue.as_json(), "register": True})
